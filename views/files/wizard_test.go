package files

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// loading is a wizard over files of which a preview is their number, with what was asked of the program.
type loading struct {
	*bench
	wizard           *Wizard[int, string]
	asked            []string
	readErr, lookErr error
	applyErr         error
	answers          bool // the page has answers of its own
}

func newLoading(t *testing.T) *loading {
	l := &loading{bench: newBench(t)}
	note := func(text string, args ...any) { l.asked = append(l.asked, fmt.Sprintf(text, args...)) }
	l.wizard = New(Deps{Exec: l.exec, Window: l.Window, Leave: "Назад", Done: func(loaded string) string {
		note("done %q", loaded)
		return loaded
	}}, Kind[int, string]{
		Title: "Загрузка", With: "с колледжем", Formats: "Любые файлы.", Failed: "Не загружено", Extensions: []string{".csv"},
		Read: func(ctx context.Context, paths []string) (model.Files, error) {
			note("read %d", len(paths))
			if l.readErr != nil {
				return nil, l.readErr
			}
			return viewtest.Files{}.ReadFiles(ctx, paths)
		},
		Preview: func(_ context.Context, read model.Files, choice string) (int, error) {
			note("look at %d, %s", len(read), choice)
			return len(read), l.lookErr
		},
		Apply: func(_ context.Context, _ model.Files, choice string, n int) error {
			note("load %d, %s", n, choice)
			return l.applyErr
		},
		Show: func(n int, first bool) Page {
			page := Page{Load: "Загрузить", Loaded: "Загружено.", List: widgets.Text(fmt.Sprintf("файлов: %d, первый раз: %t", n, first)), Footer: widgets.Text("")}
			if l.answers {
				page.Again = func() { l.wizard.Decide("снова") }
			}
			return page
		},
	}, "сначала")
	l.Window.SetContent(l.wizard.Content())
	l.wizard.Shown()
	if l.Window.Canvas().Focused() != fyne.Focusable(l.wizard.choose) {
		l.T.Errorf("the first page begins on %T", l.Window.Canvas().Focused())
	}
	return l
}

func (l *loading) did(want ...string) {
	l.T.Helper()
	if !slices.Equal(l.asked, want) {
		l.T.Errorf("asked %q, want %q", l.asked, want)
	}
	l.asked = nil
}

// TestWizard: a file is chosen, looked at and loaded; after a refusal it is compared again, without being read again.
func TestWizard(t *testing.T) {
	l := newLoading(t)
	path := filepath.Join(t.TempDir(), "список.csv")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	l.readErr = errors.New("файл занят")
	l.Press("Выбрать файл…")
	l.fields()[0].SetText(path)
	l.Press("Открыть")
	l.Sees("Файл не прочитан", "Файл занят.")
	l.readErr, l.applyErr = nil, errors.New("в колледже уже иначе")
	l.wizard.Do(shell.CommandRefresh)
	l.Sees("файлов: 1, первый раз: true", "Выбрать другой файл…")
	l.did("read 1", "read 1", "look at 1, сначала")
	l.Press("Загрузить")
	l.Sees("Не загружено", "В колледже уже иначе.")
	l.Press("Понятно")
	l.Sees("файлов: 1, первый раз: false")
	l.applyErr = nil
	l.wizard.Do(shell.CommandSave)
	l.did("load 1, сначала", "look at 1, сначала", "load 1, сначала", `done "Загружено."`)
	l.Press("Назад")
	l.did(`done ""`)
}

// TestTemplateIsFound: the template that was saved and filled in lies where a file is chosen then.
func TestTemplateIsFound(t *testing.T) {
	l, dir := newLoading(t), t.TempDir()
	kind := l.wizard.kind
	kind.About = shell.TopicImport
	kind.Template = &Template{Title: "Сохранить образец", Name: "Образец.xlsx", Write: func(context.Context, string) error { return nil }}
	l.wizard.Begin(kind, "сначала")
	l.Press("Сохранить образец…")
	l.fields()[0].SetText(dir)
	l.Press("Сохранить")
	l.Press("Сохранить")
	l.Press("Закрыть")
	l.Press("Выбрать файл…")
	if got := l.fields()[0].Text; got != dir {
		t.Errorf("the template lies in %s, and a file is chosen in %s", dir, got)
	}
}

// TestWizardKeepsDecisions: what was decided about files goes with them, is lost neither to F5 nor to a refusal, and not
// taken over to other files.
func TestWizardKeepsDecisions(t *testing.T) {
	l := newLoading(t)
	l.answers = true
	l.wizard.Open([]string{"а.csv"})
	l.wizard.Do(shell.CommandRefresh)
	l.lookErr = errors.New("колледж занят")
	l.wizard.Decide("иначе")
	l.Sees("Колледж занят. Ниже прежнее сравнение.", "файлов: 1")
	l.SeesNot("Загрузить")
	l.wizard.Do(shell.CommandSave)
	l.wizard.Confirm("всё верно", true) // the older page still has its switches
	l.lookErr = nil
	l.Press("Сравнить ещё раз")
	l.Press("Загрузить")
	l.did("read 1", "look at 1, сначала", "read 1", "look at 1, снова", "look at 1, иначе", "look at 1, снова", "load 1, снова", `done "Загружено."`)
	l.wizard.Open([]string{"б.csv", "в.csv"})
	l.did("read 2", "look at 2, сначала")
	l.wizard.Confirm("точно", false)
	l.wizard.Do(shell.CommandSave)
	l.did()
	l.wizard.Confirm("точно", true)
	l.wizard.Do(shell.CommandSave)
	l.did("load 2, точно", `done "Загружено."`)
}

// TestWizardReadsCorrectedFiles: after a file was corrected it is read once more with the answers given, but for those that were about the
// mistake; while it cannot be read the older page stays, from which nothing is loaded.
func TestWizardReadsCorrectedFiles(t *testing.T) {
	l := newLoading(t)
	l.wizard.kind.Corrected = func(choice string) string { return choice + " и дальше" }
	l.wizard.Do(shell.CommandRefresh) // there are no files yet
	l.SeesNot("Прочитать ещё раз")
	l.readErr = errors.New("файл занят")
	l.wizard.Open([]string{"а.csv"})
	l.Sees("Файл занят.")
	l.readErr = nil
	l.Press("Прочитать ещё раз")
	l.did("read 1", "read 1", "look at 1, сначала")
	l.wizard.Decide("ответ")
	l.readErr = errors.New("файл открыт в Excel")
	l.wizard.Do(shell.CommandRefresh)
	l.Sees("Файл открыт в Excel. Ниже прежнее сравнение.", "файлов: 1, первый раз: false")
	l.SeesNot("Загрузить", "Сравнить ещё раз")
	l.wizard.Do(shell.CommandSave)
	l.readErr = nil
	l.Press("Прочитать ещё раз")
	l.SeesNot("Ниже прежнее сравнение")
	l.Press("Загрузить")
	l.did("look at 1, ответ", "read 1", "read 1", "look at 1, ответ и дальше и дальше", "load 1, ответ и дальше и дальше", `done "Загружено."`)
}

// TestWrongPageSaysWhatWasRead: below the problems stands what was read, if a folder held anything.
func TestWrongPageSaysWhatWasRead(t *testing.T) {
	b := newBench(t)
	for source, want := range map[string]string{"Списки.xlsx": "1 ошибка · Списки.xlsx", "": "1 ошибка"} {
		page := WrongPage(b.Window, []model.ImportProblem{{Message: "нет ни одного файла"}}, source)
		if label, is := page.Footer.(*widgets.Label); !is || label.Text() != want {
			t.Errorf("of %q: %v", source, page.Footer)
		}
	}
}
