//go:build unix

package files

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestReadIrregular: a pipe, which may never send anything, and a device, which may never end, are refused at once.
func TestReadIrregular(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "канал")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{pipe, "/dev/zero", "/dev/null"} {
		if _, err := Read(t.Context(), path, 1<<20); err == nil || !strings.Contains(err.Error(), "укажите обычный файл") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestWriteNewIsForTheUserAlone: the server's key is exported this way.
func TestWriteNewIsForTheUserAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key.pem")
	if err := WriteNew(path, func(w io.Writer) error {
		_, err := io.WriteString(w, "key")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may do %v", info.Mode().Perm())
	}
}
