package files

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestWriteOnAFullDisk: a file that cannot be written whole leaves nothing behind, and one that was there stays as it was; the words say what to
// do, or are those of whoever wrote.
func TestWriteOnAFullDisk(t *testing.T) {
	refused := errors.New("нет права")
	for name, write := range map[string]func(string, func(io.Writer) error) error{"new": WriteNew, "replace": Replace} {
		for failing, says := range map[error]string{&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}: "на диске есть место", refused: refused.Error()} {
			dir := t.TempDir()
			path := filepath.Join(dir, "Листки.pdf")
			left := ""
			if name == "replace" {
				left = "прежние"
				if err := Replace(path, func(w io.Writer) error { _, err := io.WriteString(w, left); return err }); err != nil {
					t.Fatal(err)
				}
			}
			err := write(path, func(w io.Writer) error {
				_, _ = io.WriteString(w, "половина")
				return failing
			})
			if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "space") {
				t.Errorf("%s: %v, want %q", name, err, says)
			}
			got, _ := os.ReadFile(path)
			entries, err := os.ReadDir(dir)
			if want := min(len(left), 1); err != nil || len(entries) != want || string(got) != left {
				t.Errorf("%s: there are %v, %v; the file holds %q", name, entries, err, got)
			}
			if err := write(filepath.Join(dir, "нет", "Листки.pdf"), func(io.Writer) error { return nil }); err == nil || strings.Contains(err.Error(), "such file") {
				t.Errorf("%s: where nothing can be written: %v", name, err)
			}
		}
	}
}
