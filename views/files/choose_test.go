package files

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zvonok/views/dialog"
	"zvonok/views/draw"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// bench is an empty window.
type bench struct {
	viewtest.Person
	exec *viewtest.Executor
}

func newBench(t *testing.T) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.NewForced(0))
	b := &bench{viewtest.Person{T: t, Window: test.NewTempWindow(t, widgets.Text("Звонок"))}, &viewtest.Executor{}}
	b.Window.Resize(fyne.NewSize(1280, 800))
	return b
}

// fields are the text fields in front, from the top.
func (b *bench) fields() []*widgets.Entry { return viewtest.InFront[*widgets.Entry](&b.Person) }

// folder is a place with rosters, and with what is none.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"Б.XLSX", "а.zip", "кот.jpg", ".скрытый.csv"} {
		if err := os.WriteFile(filepath.Join(dir, name), make([]byte, 1500), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "Выгрузка"), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestChooseOnlyFile: where no folder will do, a selected one is opened, and every file may be taken.
func TestChooseOnlyFile(t *testing.T) {
	dir := folder(t)
	b := newBench(t)
	var chosen []string
	Choose(b.Window, b.exec, Request{Title: "Программа", FilesOnly: true, Dir: dir}, func(path string) { chosen = append(chosen, path) })
	b.Sees("Выгрузка/", "кот.jpg", "Б.XLSX")
	b.SeesNot("Выбрать папку")
	b.Press("Открыть") // nothing is selected
	b.fields()[0].SetText(filepath.Join(dir, "Выгрузка"))
	b.fields()[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.Sees("Подходящих файлов нет")
	if len(chosen) != 0 {
		t.Fatalf("took %q", chosen)
	}
	b.fields()[0].SetText(filepath.Join(dir, "кот.jpg"))
	b.fields()[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(chosen) != 1 || chosen[0] != filepath.Join(dir, "кот.jpg") {
		t.Errorf("took %q", chosen)
	}
	// The next time it begins where this file was, and the button goes where one has typed.
	Choose(b.Window, b.exec, Request{Title: "Списки"}, func(path string) { chosen = append(chosen, path) })
	b.Sees("кот.jpg")
	b.Sees("Выбрать папку")
	b.fields()[0].SetText(filepath.Join(dir, "Б.XLSX"))
	b.Press("Открыть")
	if len(chosen) != 2 || chosen[1] != filepath.Join(dir, "Б.XLSX") {
		t.Errorf("took %q", chosen)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", t.TempDir())
	Choose(b.Window, b.exec, Request{Title: "Списки"}, func(string) {})
	b.Sees("Подходящих файлов нет")
}

func TestChoose(t *testing.T) {
	dir := folder(t)
	rows, err := list(dir, []string{".xlsx", ".zip"})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range rows {
		names = append(names, r.name+" "+sizeWords(r))
	}
	if got := strings.Join(names, ", "); got != "Выгрузка папка, а.zip 2 КБ, Б.XLSX 2 КБ" {
		t.Errorf("lists %s", got)
	}

	b := newBench(t)
	var chosen []string
	ask := func(saveAs string) {
		Choose(b.Window, b.exec, Request{Title: "Файл", Extensions: []string{".xlsx"}, SaveAs: saveAs, Dir: dir},
			func(path string) { chosen = append(chosen, path) })
	}
	ask("")
	b.Sees("Выгрузка/", "Б.XLSX", "Выбрать папку")
	b.SeesNot("а.zip", "кот.jpg")
	b.fields()[0].SetText(filepath.Join(dir, "нет такой"))
	b.fields()[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.Sees("открыть не получилось")
	b.fields()[0].SetText(filepath.Join(dir, "Выгрузка"))
	b.fields()[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.Sees("Подходящих файлов нет")
	b.Press("Вверх")
	b.Sees("Б.XLSX")
	b.fields()[0].SetText(filepath.Join(dir, "Выгрузка"))
	b.fields()[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.Press("Выбрать папку")
	ask("Списки.xlsx")
	if b.Window.Canvas().Focused() != fyne.Focusable(b.fields()[1]) {
		t.Error("one does not type the name of the new file")
	}
	b.fields()[0].SetText(filepath.Join(dir, "Выгрузка"))
	b.fields()[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.Sees("Файл будет сохранён сюда") // it may be saved here all the same
	b.Press("Вверх")
	b.fields()[1].SetText("  ")
	b.Press("Сохранить")
	b.Sees("Укажите имя файла.")
	b.fields()[1].SetText("б.xlsx")
	b.Press("Сохранить")
	b.Sees("Такой файл здесь уже есть")
	b.fields()[1].SetText("Новые")
	b.Press("Сохранить")
	want := filepath.Join(dir, "Выгрузка") + " " + filepath.Join(dir, "Новые.xlsx")
	if got := strings.Join(chosen, " "); got != want {
		t.Errorf("chose %s, want %s", got, want)
	}
}

// TestAskWhere: where to put a file is asked by our own dialog, which remembers the folder, offers another name for one
// that is there and never writes over it.
func TestAskWhere(t *testing.T) {
	dir := folder(t)
	b := newBench(t)
	fyne.CurrentApp().Preferences().SetString(folderPreference+saved, dir)
	ask := func(name string) *error {
		failed := errors.New("nothing was handed over")
		AskWhere(b.exec)(b.Window, name, func(file dialog.File, err error) {
			if failed = err; err == nil {
				_, err = io.WriteString(file, name)
				failed = errors.Join(err, file.Close())
			}
		})
		return &failed
	}
	ask("Отчёт.xlsx")
	b.Sees("Сохранить файл", "Имя файла", "Выгрузка/")
	b.Press("Отмена")
	for _, want := range []string{"Отчёт.xlsx", "Отчёт (2).xlsx"} {
		failed := ask("Отчёт.xlsx")
		b.Press("Сохранить")
		if got, err := os.ReadFile(filepath.Join(dir, want)); *failed != nil || err != nil || string(got) != "Отчёт.xlsx" {
			t.Errorf("%s holds %q: %v, %v", want, got, *failed, err)
		}
	}
	failed := ask("Итог.xlsx")
	if err := os.WriteFile(filepath.Join(dir, "Итог.xlsx"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b.Press("Сохранить")
	if !errors.Is(*failed, os.ErrExist) {
		t.Errorf("a file that came meanwhile: %v", *failed)
	}
}

// TestPlaces: above a disk of Windows are the disks and the person's own folders, where nothing is saved or taken.
func TestPlaces(t *testing.T) {
	dir := folder(t)
	before := places
	t.Cleanup(func() { places = before })
	places = func() []fileRow {
		return []fileRow{{name: "Рабочий стол", folder: true, path: dir}, {name: "C:", folder: true, path: "/"}}
	}
	b := newBench(t)
	var chosen []string
	ask := func(saveAs string) {
		Choose(b.Window, b.exec, Request{Title: "Списки", Extensions: []string{".xlsx"}, Dir: "/", SaveAs: saveAs}, func(path string) { chosen = append(chosen, path) })
		b.Press("Вверх")
		b.Sees("Рабочий стол")
	}
	ask("")
	b.Press("Открыть")
	b.fields()[0].SetText(dir)
	b.fields()[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.Press("Выбрать папку")
	ask("Отчёт.xlsx")
	b.Press("Сохранить")
	b.Sees("Откройте диск или папку.")
	b.Press("Отмена")
	if len(chosen) != 1 || chosen[0] != dir {
		t.Errorf("took %q", chosen)
	}
	places = func() []fileRow { return nil }
	Choose(b.Window, b.exec, Request{Title: "Списки", Dir: "/"}, func(string) {})
	b.Press("Вверх")
	if b.fields()[0].Text != "/" {
		t.Errorf("above the root is %q", b.fields()[0].Text)
	}
}

// TestChooseProgram: a program of macOS is a folder that is taken like a file.
func TestChooseProgram(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "VK Мессенджер.app", "Contents"), 0o700); err != nil {
		t.Fatal(err)
	}
	b := newBench(t)
	var chosen string
	Choose(b.Window, b.exec, Request{Title: "Программа", FilesOnly: true, Extensions: []string{".app"}, Dir: dir}, func(path string) { chosen = path })
	b.SeesNot("VK Мессенджер.app/")
	b.fields()[0].SetText(filepath.Join(dir, "VK Мессенджер.app"))
	b.Press("Открыть")
	if chosen != filepath.Join(dir, "VK Мессенджер.app") {
		t.Errorf("took %q", chosen)
	}
}

// TestChooseRemembersByPurpose: each purpose begins in its own last folder.
func TestChooseRemembersByPurpose(t *testing.T) {
	b, rosters, orders := newBench(t), folder(t), folder(t)
	for purpose, dir := range map[string]string{"rosters": rosters, "orders": orders} {
		Choose(b.Window, b.exec, Request{Purpose: purpose, Dir: dir}, func(string) {})
		b.Press("Выбрать папку")
	}
	for purpose, dir := range map[string]string{"rosters": rosters, "orders": orders} {
		Choose(b.Window, b.exec, Request{Purpose: purpose}, func(string) {})
		if got := b.fields()[0].Text; got != dir {
			t.Errorf("%s begin in %s", purpose, got)
		}
		b.Press("Отмена")
	}
}

// TestChooseByMouse: a click selects a folder, and only a double click goes into it.
func TestChooseByMouse(t *testing.T) {
	dir := folder(t)
	b := newBench(t)
	Choose(b.Window, b.exec, Request{Title: "Файл", Extensions: []string{".xlsx"}, Dir: dir}, func(string) {})
	rows := viewtest.InFront[*table.Table[fileRow, string]](&b.Person)[0]
	first := draw.Absolute(rows).AddXY(60, theme.HeadHeight+theme.RowHeight/2)
	test.TapCanvas(b.Window.Canvas(), first)
	b.Sees("Б.XLSX")
	if chosen := rows.Selected(); len(chosen) != 1 || chosen[0].name != "Выгрузка" {
		t.Fatalf("a click selects %v", chosen)
	}
	b.Key(fyne.KeyReturn)
	b.SeesNot("Б.XLSX")
}
