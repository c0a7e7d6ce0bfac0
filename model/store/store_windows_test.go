//go:build windows

package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDataFolderOnWindows: a folder on another computer is refused, one on a disk of this computer is not.
func TestDataFolderOnWindows(t *testing.T) {
	for dir, refused := range map[string]bool{t.TempDir(): false, `\\?\` + t.TempDir(): false, `\\server\share\zvonok`: true, `//server/share/zvonok`: true} {
		err := closeFolder(dir)
		if (err != nil) != refused || refused && !strings.Contains(err.Error(), "лежит в сети") {
			t.Errorf("%s: %v", dir, err)
		}
	}
}

// TestRestoreOverTaken: a damaged college that another program has open is named as such, and stays as it is.
func TestRestoreOverTaken(t *testing.T) {
	dir, copied := t.TempDir(), filepath.Join(t.TempDir(), "копия.db")
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "data"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, FileName)
	if err := os.WriteFile(path, []byte("повреждено"), 0o600); err != nil {
		t.Fatal(err)
	}
	held, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	_, err = Restore(t.Context(), dir, copied)
	if err == nil || !strings.Contains(err.Error(), "держит открытой другая программа") {
		t.Fatalf("it says %v", err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "повреждено" {
		t.Errorf("the college is %q, %v", text, err)
	}
	if err := held.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err = Restore(t.Context(), dir, copied); err != nil {
		t.Errorf("with nobody there: %v", err)
	}
}
