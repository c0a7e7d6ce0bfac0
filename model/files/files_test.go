package files

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "список.csv")
	if err := os.WriteFile(path, []byte("12345"), 0o600); err != nil {
		t.Fatal(err)
	}
	if data, err := Read(t.Context(), path, 5); err != nil || string(data) != "12345" {
		t.Errorf("read %q, %v", data, err)
	}
	link := path + ".link"
	if err := os.Symlink(path, link); err == nil {
		if data, err := Read(t.Context(), link, 5); err != nil || string(data) != "12345" {
			t.Errorf("by a link: %q, %v", data, err)
		}
	}
	for what, words := range map[string]string{path: "слишком велик: больше 0 КБ", path + "x": "не найден", filepath.Dir(path): "не файл"} {
		if _, err := Read(t.Context(), what, 4); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", what, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Read(ctx, path, 5); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
