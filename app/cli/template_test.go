package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zvonok/vkclient/sandbox"
)

func TestTemplate(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	path := filepath.Join(t.TempDir(), "шаблон.xlsx")
	w.must(ExitDone, "", "template", path)
	made, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if r := w.must(ExitFailed, "", "template", path); !strings.Contains(r.err, "уже есть") {
		t.Errorf("again: %s", r.err)
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, made) {
		t.Errorf("the file was written over: %v", err)
	}
	v := object(t, w.must(ExitDone, "", "import", path, "--yes", "--json").out)
	if v["students"].(map[string]any)["added"] == 0.0 || len(v["problems"].([]any)) != 0 {
		t.Errorf("the template does not import cleanly: %v", v)
	}
	if r := w.must(ExitFailed, "", "template", filepath.Join(path, "no", "folder.xlsx")); !strings.Contains(r.err, "не удалось создать") {
		t.Errorf("no folder: %s", r.err)
	}
}
