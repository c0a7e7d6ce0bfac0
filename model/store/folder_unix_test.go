//go:build unix

package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDataFolder(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(t *testing.T, dir string) // dir is not there yet
		mode    os.FileMode                    // afterwards
		refused string                         // a part of the error, "" = none
	}{
		"a new one":         {func(*testing.T, string) {}, 0o700, ""},
		"only read by more": {func(t *testing.T, dir string) { mkdir(t, dir, 0o755) }, 0o755, ""},
		"umask 002":         {func(t *testing.T, dir string) { mkdir(t, dir, 0o775) }, 0o700, ""},
		"open to all":       {func(t *testing.T, dir string) { mkdir(t, dir, 0o777) }, 0o700, ""},
		"shared on purpose": {func(t *testing.T, dir string) { mkdir(t, dir, 0o777|os.ModeSticky) }, 0o777, "общая для всех пользователей"},
		"another's": {func(t *testing.T, dir string) {
			mkdir(t, dir, 0o700)
			if err := os.Chown(dir, os.Getuid()+1, -1); err != nil {
				t.Skip("only root can give a folder away: ", err)
			}
		}, 0o700, "принадлежит другому пользователю"},
		"a linked database": {func(t *testing.T, dir string) {
			mkdir(t, dir, 0o700)
			if err := os.Symlink(filepath.Join(t.TempDir(), "чужая.db"), filepath.Join(dir, FileName)); err != nil {
				t.Fatal(err)
			}
		}, 0o700, "ссылка или не обычный файл"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "данные")
			c.prepare(t, dir)
			s, err := Open(t.Context(), dir)
			if err == nil {
				s.Close()
			}
			if (err == nil) != (c.refused == "") || err != nil && !strings.Contains(err.Error(), c.refused) {
				t.Errorf("opened with %v, want %q", err, c.refused)
			}
			info, err := os.Stat(dir)
			if err != nil {
				t.Fatal(err)
			}
			if got := info.Mode().Perm(); got != c.mode {
				t.Errorf("mode %o, want %o", got, c.mode)
			}
		})
	}
}

func mkdir(t *testing.T, dir string, mode os.FileMode) {
	t.Helper()
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, mode); err != nil { // past the umask
		t.Fatal(err)
	}
}
