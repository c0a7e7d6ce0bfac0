//go:build unix

package files

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestReadIrregular: what would be waited for without end, or never stop, is refused at once.
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
