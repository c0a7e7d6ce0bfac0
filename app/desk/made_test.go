package desk_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zvonok/app/desk"
)

// TestMadeFiles: documents that are there are opened, and nothing else; any file is shown in its folder.
func TestMadeFiles(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{"Журнал.xlsx", "Колледж.db", "run.sh"} {
		if err := os.WriteFile(in(name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.Mkdir(in("Папка.pdf"), 0o700), os.Symlink(in("run.sh"), in("Ссылка.pdf"))); err != nil {
		t.Fatal(err)
	}
	var opened, shown []string
	refusal := error(nil)
	parts := desk.Parts{
		Browse: func(path string) error { opened = append(opened, path); return refusal },
		Show:   func(path string) error { shown = append(shown, path); return refusal },
	}
	for path, want := range map[string]string{
		in("Журнал.xlsx"): "", in("Колледж.db"): "только документы", in("run.sh"): "только документы", "Журнал.xlsx": "только документы",
		in("Папка.pdf"): "больше нет", in("Ссылка.pdf"): "больше нет", in("Нет.pdf"): "больше нет",
		"file://" + in("Журнал.xlsx"): "только документы", "--gpu-launcher=evil.pdf": "только документы",
	} {
		opened = nil
		err := parts.OpenMade(path)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) || (len(opened) == 1) != (want == "") {
			t.Errorf("%q: opened %q, %v", path, opened, err)
		}
	}
	for path, fine := range map[string]bool{in("Колледж.db"): true, in("Нет.pdf"): true, filepath.Join(dir, "нет", "а.pdf"): false, "а.pdf": false} {
		shown = nil
		if err := parts.ShowMade(path); (err == nil) != fine || (len(shown) == 1) != fine {
			t.Errorf("%q: shown %q, %v", path, shown, err)
		}
	}
	refusal = errors.New("exec: no xdg-open")
	for _, do := range []func(string) error{parts.OpenMade, parts.ShowMade} {
		if err := do(in("Журнал.xlsx")); err == nil || !strings.Contains(err.Error(), "сами: "+dir) || strings.Contains(err.Error(), "xdg") {
			t.Errorf("a refusal of the system is told as %v", err)
		}
	}
}
