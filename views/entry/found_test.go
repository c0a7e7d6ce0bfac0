package entry

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zvonok/model"
)

func TestFound(t *testing.T) {
	b := newBench(t, func(f *fakeService) { f.entry = model.Entry{} })
	b.entry.Start()
	b.Press("Завести колледж на этом компьютере")
	b.Sees("Новый колледж", "Москва (МСК, UTC+3)", "Санкт-Петербург")
	b.fill("Колледж", "Каган Наталья Васильевна")
	if got := b.fields()[2].Text; got != "kagan.nv" {
		t.Errorf("suggests %q", got)
	}
	b.Press("Завести колледж")
	b.Sees("Придумайте пароль")
	b.fill("", "Каган Наталья Васильевна", "kagan.nv", rightPassword, rightPassword)
	b.Press("Завести колледж")
	b.Sees("Укажите название колледжа.")
	b.fill("Колледж", "Каган Наталья Васильевна", "kagan.nv", "12345678", "12345678")
	b.Press("Завести колледж")
	b.Sees("Такой пароль слишком легко угадать")
	if b.Window.Canvas().Focused() != fyne.Focusable(b.fields()[3]) {
		t.Errorf("after a weak password the focus is on %T", b.Window.Canvas().Focused())
	}
	b.fill("Колледж", "Каган Наталья Васильевна", "к", rightPassword, rightPassword)
	b.Press("Завести колледж")
	if b.Window.Canvas().Focused() != fyne.Focusable(b.fields()[2]) {
		t.Errorf("after a login that is none the focus is on %T", b.Window.Canvas().Focused())
	}
	b.fill("Колледж", "Каган Наталья Васильевна", "director", rightPassword, rightPassword)
	b.fields()[1].SetText("Каган Наталья Олеговна")
	if got := b.fields()[2].Text; got != "director" {
		t.Errorf("the login that was typed became %q", got)
	}
	b.service.foundErr = errors.New("на диске нет места")
	b.Press("Завести колледж")
	b.Sees("На диске нет места.")
	b.service.foundErr = nil
	b.Press("Завести колледж")
	got := b.service.founding[1]
	want := model.Founding{College: "Колледж", TimeZone: "Europe/Moscow", Administrator: model.ParseName("Каган Наталья Олеговна"), Login: "director", Password: rightPassword}
	if got != want {
		t.Errorf("founded %+v", got)
	}
	b.Sees("Загрузка списков", "Пропустить")
	b.Press("Пропустить")
	if len(b.entered) != 1 || !strings.Contains(b.entered[0], "позже") {
		t.Errorf("entered with %q", b.entered)
	}
}

// TestFirstImportReadsAgain: the page of the first rosters says «Прочитать ещё раз» (F5), and F5 did nothing before the window was open.
func TestFirstImportReadsAgain(t *testing.T) {
	b := newBench(t, func(f *fakeService) { f.entry = model.Entry{} })
	b.entry.Start()
	b.Press("Завести колледж на этом компьютере")
	b.fill("Колледж", "Каган Наталья Васильевна", "kagan.nv", rightPassword, rightPassword)
	b.Press("Завести колледж")
	roster := filepath.Join(t.TempDir(), "Списки.xlsx")
	if err := os.WriteFile(roster, []byte("PK"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.Press("Выбрать файл…")
	b.fields()[0].SetText(roster)
	b.Press("Открыть")
	before := b.service.previews
	b.Key(fyne.KeyF5)
	if before == 0 || b.service.previews != before+1 {
		t.Errorf("the file was compared %d times, and %d times by F5", before, b.service.previews-before)
	}
}

// TestSuggestedLoginByTab: what is typed after Tab follows the login that was suggested.
func TestSuggestedLoginByTab(t *testing.T) {
	b := newBench(t, func(f *fakeService) { f.entry = model.Entry{} })
	b.entry.Start()
	b.Press("Завести колледж на этом компьютере")
	admin := b.fields()[1]
	b.Window.Canvas().Focus(admin)
	test.Type(admin, "Каган Наталья Васильевна")
	b.Window.Canvas().FocusNext()
	test.Type(b.Window.Canvas().Focused(), "2")
	if got := b.fields()[2].Text; got != "kagan.nv2" {
		t.Errorf("the login became %q", got)
	}
}

// TestFoundFormAsksBeforeItIsDropped: Esc dropped all that was entered of a new college.
func TestFoundFormAsksBeforeItIsDropped(t *testing.T) {
	b := newBench(t, func(f *fakeService) { f.entry = model.Entry{} })
	b.entry.Start()
	b.Press("Завести колледж на этом компьютере")
	b.Press("Назад")
	b.Press("Завести колледж на этом компьютере")
	b.fields()[0].SetText("Колледж")
	b.Key(fyne.KeyEscape)
	b.Press("Остаться")
	b.Sees("Новый колледж")
	b.Press("Назад")
	b.Press("Вернуться без сохранения")
	b.Sees("Добро пожаловать")
}
