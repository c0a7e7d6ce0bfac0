package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofrs/flock"

	"zvonok/app/college"
	"zvonok/vkclient/sandbox"
)

func TestBackupAndRestore(t *testing.T) {
	w := filled(t, sandbox.Options{})
	file := filepath.Join(t.TempDir(), "копия.db")
	w.must(ExitDone, "", "backup", file)
	if r := w.must(ExitFailed, "", "backup", file); !strings.Contains(r.err, "уже есть") {
		t.Errorf("a second copy: %s", r.err)
	}
	saved := w.dump()
	w.must(ExitDone, "", "sync", "--yes")
	later := w.dump()
	if r := w.must(ExitDone, "нет\n", "restore", file); !strings.Contains(r.out, "Ничего не изменено.") || w.dump() != later {
		t.Errorf("no: %s", r.out)
	}
	damaged := filepath.Join(t.TempDir(), "другое.db")
	if err := os.WriteFile(damaged, []byte("not a database at all, but long enough"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{damaged, damaged + ".нет"} {
		if r := w.must(ExitFailed, "", "restore", path, "--yes"); !strings.Contains(r.err, filepath.Base(path)) || w.dump() != later {
			t.Errorf("%s: %s", path, r.err)
		}
	}
	for _, c := range []struct{ beside, lock, words string }{
		{"a window", college.WindowLock, "закройте"}, {"an agent's run", "agent.lock", "дождитесь её окончания"},
	} {
		lock := flock.New(filepath.Join(w.dir, c.lock))
		if got, err := lock.TryLock(); err != nil || !got {
			t.Fatal(err)
		}
		if r := w.must(ExitFailed, "", "restore", file, "--yes"); !strings.Contains(r.err, c.words) || w.dump() != later {
			t.Errorf("beside %s: %s", c.beside, r.err)
		}
		if err := lock.Close(); err != nil {
			t.Fatal(err)
		}
	}
	r := w.must(ExitDone, "да\n", "restore", file)
	// Every restore gives the college another generation, in which nobody is signed in.
	const generation = "settings: college.generation"
	if without(w.dump(), generation) != without(saved, generation) || !strings.Contains(r.out, "Прежний файл: ") {
		t.Errorf("restored: %s", r.out)
	}
}
