package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zvonok/vkclient/sandbox"
)

// TestNothingIsFoundedByMistake: a misspelt data folder, a look at files and a file that is no copy make no college and
// no folder.
func TestNothingIsFoundedByMistake(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	wrong := written(t, "копия.db", "не база")
	for _, c := range []struct {
		code int
		says string
		args []string
	}{
		{ExitFailed, "нет колледжа: проверьте ключ --data", []string{"sync", "--dry-run"}},
		{ExitFailed, "нет колледжа: проверьте ключ --data", []string{"sync", "--yes"}},
		{ExitFailed, "нет колледжа: проверьте ключ --data", []string{"agent", "--once"}},
		{ExitFailed, "нет колледжа: проверьте ключ --data", []string{"backup", filepath.Join(t.TempDir(), "копия.db")}},
		{ExitFailed, "", []string{"restore", wrong, "--yes"}},
		{ExitFailed, "не найден", []string{"import", filepath.Join(t.TempDir(), "нет.xlsx"), "--yes"}},
		{ExitDone, "Студенты", []string{"import", workbook(t, 1, nil), "--dry-run"}},
		{ExitFailed, "нет колледжа: проверьте ключ --data", []string{"import", written(t, "Приказы.csv", "Номер;Дата\n"), "--kind", "orders", "--yes"}},
		{ExitFailed, "нет колледжа: проверьте ключ --data", []string{"import", written(t, "КТП.csv", "Тема\n"), "--kind", "plan", "--dry-run"}},
	} {
		if r := w.must(c.code, "", c.args...); !strings.Contains(r.out+r.err, c.says) {
			t.Errorf("%q does not say %q:\n%s%s", c.args, c.says, r.out, r.err)
		}
		if _, err := os.Stat(w.dir); !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("%q founds a college: %v", c.args, err)
		}
	}
}

// TestNobodyToAsk: where nobody answers and nothing says yes, the commands that ask say so by their exit code.
func TestNobodyToAsk(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	book, copied := workbook(t, 1, nil), filepath.Join(t.TempDir(), "копия.db")
	w.must(ExitLimit, "", "import", book)
	w.must(ExitDone, "да\n", "import", book)
	w.must(ExitDone, "", "backup", copied)
	before := w.dump()
	for _, args := range [][]string{{"restore", copied}, {"import", workbook(t, 1, lacking)}, {"sync"}} {
		if w.dump() != before { // sync notes what it was asked before it asks itself
			t.Fatalf("the command before %q changed the college", args)
		}
		if r := w.must(ExitLimit, "", args...); !strings.Contains(r.err, "некому ответить на вопрос") {
			t.Errorf("%q:\n%s%s", args, r.out, r.err)
		}
	}
	if n := w.changes(); n != 0 {
		t.Errorf("%d changes in VK", n)
	}
}

// TestPatterns: where the shell leaves a pattern as it is, the files are found that it stands for.
func TestPatterns(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	folder := t.TempDir()
	for name, text := range map[string]string{
		"Группы.csv": "Группа;Курс\nДО-26-1;5\n", "Студенты.csv": "ФИО;Группа\nИванов Иван;ДО-26-1\n", "прочее.txt": "x",
		"скобки [1].csv": "Группа;Курс\nДО-26-1;5\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := w.must(ExitDone, "", "import", filepath.Join(folder, "[ГС]*.csv"), "--yes")
	if !strings.Contains(r.out, "Загружено — группы: добавлено 1; студенты: добавлено 1.") {
		t.Errorf("says\n%s", r.out)
	}
	if r := w.must(ExitFailed, "", "import", filepath.Join(folder, "*.ods"), "--yes"); !strings.Contains(r.err, "нет ни одного файла «") {
		t.Errorf("says\n%s", r.err)
	}
	w.must(ExitFailed, "", "import", filepath.Join(folder, "скобки [1].csv"), "--yes") // a file of this name, in which there are no students
}

// TestTemplateIsAWorkbook: a name that promises a table of text is refused.
func TestTemplateIsAWorkbook(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	for _, name := range []string{"t.csv", "t"} {
		path := filepath.Join(t.TempDir(), name)
		if r := w.must(ExitUsage, "", "template", path); !strings.Contains(r.err, "с расширением .xlsx") {
			t.Errorf("%s: %s", name, r.err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s was written", name)
		}
	}
}

// TestInterrupted: a person who stops a look at files, or a question, waits for neither.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	started := make(chan bool)
	go func() {
		<-started
		cancel()
	}()
	_, err := promptly(ctx, func() (int, error) {
		close(started)
		<-t.Context().Done() // it would read on to the end of the test
		return 0, nil
	})
	if !errors.Is(err, errInterrupted) {
		t.Errorf("a look ends with %v", err)
	}
	in, _ := io.Pipe() // nobody ever answers
	e := &Env{In: in, Err: io.Discard}
	if yes, err := e.agree(ctx, "Внести?"); yes || !errors.Is(err, errInterrupted) {
		t.Errorf("a question ends with %v, %v", yes, err)
	}
	if _, err := e.secretLine(ctx); !errors.Is(err, errInterrupted) {
		t.Errorf("the question for a secret ends with %v", err)
	}
}
