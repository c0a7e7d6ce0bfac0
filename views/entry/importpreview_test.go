package entry

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/viewtest"
)

// samplePreview is a roster that changes something everywhere.
func samplePreview() model.ImportPreview {
	p := model.ImportPreview{Fingerprint: "f", Files: []string{"колледж.xlsx"}, Format: "Книга «Звонка» (XLSX)", Withdrawal: "№ б/н (список) от 25.11.2026",
		Warnings: []string{"у 2 групп нет куратора: чат «Группа» останется без администратора"}}
	students := model.ImportSection{Key: "students", Title: "Студенты", Added: 60, Changed: 1, Removed: 2, Unchanged: 540}
	for i := range 60 {
		students.Lines = append(students.Lines, model.ImportLine{Action: model.ImportAdd, Title: fmt.Sprintf("Алёхина Юлия %d", i+1), Detail: "ДО-19-3", Groups: []string{"ДО-19-3"}})
	}
	students.Lines = append(students.Lines,
		model.ImportLine{Action: model.ImportChange, Title: "Каган Анна Олеговна", Detail: "ДО-19-1", What: "Группа: ДО-19-1 › ДО-19-3", Groups: []string{"ДО-19-3", "ДО-19-1"}},
		model.ImportLine{Action: model.ImportRemove, Title: "Цымбал Екатерина Георгиевна", Detail: "ДО-19-3", Groups: []string{"ДО-19-3"}},
		model.ImportLine{Action: model.ImportRemove, Title: "Цымбал Екатерина Георгиевна", Detail: "ДО-19-3", Groups: []string{"ДО-19-3"}})
	groups := model.ImportSection{Key: "groups", Title: "Группы", Added: 1, Unchanged: 23,
		Lines: []model.ImportLine{{Action: model.ImportAdd, Title: "ДО-19-3", Detail: "3 курс"}}}
	p.Sections = []model.ImportSection{groups, students, {Key: "parents", Title: "Родители", Unchanged: 800},
		{Key: "staff", Title: "Сотрудники", Unchanged: 38}, {Key: "teachings", Title: "Нагрузка", Unchanged: 140}, {Key: "learners", Title: "Учащиеся", Unchanged: 1200}}
	return p
}

func sampleProblems() model.ImportPreview {
	return model.ImportPreview{Files: []string{"колледж.xlsx"}, Problems: []model.ImportProblem{
		{File: "колледж.xlsx, лист «Студенты»", Row: 14, Column: "Группа", Value: "ДО-19-33", Message: "Такой группы нет на листе «Группы»: проверьте название"},
		{File: "колледж.xlsx, лист «Сотрудники»", Message: "После загрузки в колледже не останется ни одного Администратора ПОО"},
	}}
}

// importing is the screen in a window; done notes how it ended.
func importing(t *testing.T, change func(*fakeService)) (b *bench, s *importScreen, done *[]string) {
	t.Helper()
	b = newBench(t, change)
	done = &[]string{}
	s = newImport(ImportDeps{Exec: b.exec, Window: b.Window, Service: b.service, Leave: "Назад", Done: func(loaded string) { *done = append(*done, loaded) }})
	b.entry.show(s.Title(), s.Content())
	s.Shown()
	return b, s, done
}

func (s *importScreen) titles() string {
	var titles []string
	for _, r := range s.view.lines.Rows() {
		titles = append(titles, r.Title)
	}
	return strings.Join(titles, ", ")
}

func TestImportPreview(t *testing.T) {
	b, s, done := importing(t, func(f *fakeService) { f.preview = samplePreview() })
	b.Sees("Выберите файл или перетащите")
	s.read([]string{"/дом/колледж.xlsx"})
	b.Sees("Загрузить: +61, ~1, −2", "колледж.xlsx", "Все", "Студенты", "Группы", "У 2 групп нет куратора", "64 изменения · Книга «Звонка» (XLSX) · колледж.xlsx")
	s.view.tabs.Select("groups")
	if s.titles() != "ДО-19-3" {
		t.Errorf("groups: %s", s.titles())
	}
	if s.view.tabs.Select("parents"); s.view.tabs.Selected() != "groups" {
		t.Error("a section without changes has a tab")
	}
	s.view.tabs.Select("")
	s.view.search.SetText("цымбал")
	if got := len(s.view.lines.Rows()); got != 2 {
		t.Errorf("%d namesakes found", got)
	}
	b.Sees("Найдено 2 из 64")
	s.view.search.SetText("каган анна")
	b.Sees("Группа: ДО-19-1 › ДО-19-3")
	s.view.search.SetText("алехина юлия 60")
	if s.titles() != "Алёхина Юлия 60" {
		t.Errorf("found %s", s.titles())
	}
	s.view.search.SetText("нет такого")
	b.Sees("Ничего не найдено")
	s.Do(shell.CommandSave)
	if len(b.service.applied) != 1 || len(*done) != 1 || (*done)[0] != "Загружено — группы: +1; студенты: +60, ~1, −2." {
		t.Errorf("applied %v, done %v", b.service.applied, *done)
	}
}

func TestImportProblems(t *testing.T) {
	b, s, done := importing(t, func(f *fakeService) { f.preview = sampleProblems() })
	s.read([]string{"колледж.xlsx"})
	b.Sees("В файлах есть ошибки", "ДО-19-33", "14", "не останется ни одного Администратора ПОО", "2 ошибки")
	b.SeesNot("Загрузить:")
	table := viewtest.InFront[*table.Table[problemRow, int]](&b.Person)[0]
	table.OnOpen(table.Rows()[0])
	b.Sees("колледж.xlsx, лист «Студенты», строка 14", "Такой группы нет на листе «Группы»: проверьте название.", "Столбец: Группа", "Сейчас: ДО-19-33")
	b.Press("Понятно")
	s.Do(shell.CommandSave)
	b.Press("Назад")
	if len(b.service.applied) > 0 || len(*done) != 1 || (*done)[0] != "" {
		t.Errorf("applied %v, done %v", b.service.applied, *done)
	}
}

func TestImportNothing(t *testing.T) {
	b, s, _ := importing(t, func(f *fakeService) {
		f.preview = model.ImportPreview{Files: []string{"колледж.xlsx"}, Sections: []model.ImportSection{{Key: "groups", Title: "Группы", Unchanged: 24}}}
	})
	s.read([]string{"колледж.xlsx"})
	b.Sees("Изменений нет", "без изменений")
	if b.button("Загрузить") != nil {
		t.Error("nothing can be loaded")
	}
}

func TestImportFailures(t *testing.T) {
	b, s, done := importing(t, func(f *fakeService) { f.previewErr = errors.New("этот файл не похож на списки") })
	s.read([]string{"кот.jpg"})
	b.Sees("Этот файл не похож на списки.", "Выбрать файл…")
	b.service.previewErr, b.service.preview, b.service.applyErr = nil, samplePreview(), errors.New("списки изменила другая загрузка")
	s.read([]string{"колледж.xlsx"})
	s.load.Tapped(nil)
	b.Sees("Списки изменила другая загрузка.")
	b.Press("Понятно")
	if s.load.Disabled() || len(*done) > 0 {
		t.Errorf("after a failure: disabled %v, done %v", s.load.Disabled(), *done)
	}
}

// TestImportLate: an answer to a reading that was given up changes nothing, and what is being loaded
// cannot be left.
func TestImportLate(t *testing.T) {
	b, s, _ := importing(t, func(f *fakeService) { f.preview = samplePreview() })
	b.exec.Late = true
	s.read([]string{"колледж.xlsx"})
	b.Sees("Читаем файлы")
	b.Press("Отмена")
	b.exec.Release()
	b.Sees("Выберите файл или перетащите")
	s.read([]string{"колледж.xlsx"})
	b.exec.Late = true
	s.apply()
	s.apply()
	s.MayLeave(func(ok bool) {
		if ok {
			t.Error("left while loading")
		}
	})
	b.Sees("Загружаем…")
	b.exec.Release()
	if len(b.service.applied) != 1 {
		t.Errorf("loaded %d times", len(b.service.applied))
	}
}

// TestImportDropped: files that are dropped on the window are read.
func TestImportDropped(t *testing.T) {
	b := newBench(t, nil)
	dropped := make(chan func(fyne.Position, []fyne.URI), 1)
	s := newImport(ImportDeps{Exec: b.exec, Window: dropping{b.Window, dropped}, Service: b.service})
	s.Shown()
	(<-dropped)(fyne.NewPos(1, 1), []fyne.URI{storage.NewFileURI("/дом/users.csv"), storage.NewFileURI("/дом/orgs.csv")})
	if len(b.service.previewed) != 1 || strings.Join(b.service.previewed[0], " ") != "/дом/users.csv /дом/orgs.csv" {
		t.Errorf("read %q", b.service.previewed)
	}
	s.Hidden()
	if f := <-dropped; f != nil {
		t.Error("a screen that is gone still reads what is dropped")
	}
}

// dropping is a window that hands out what is to be done with dropped files.
type dropping struct {
	fyne.Window
	set chan func(fyne.Position, []fyne.URI)
}

func (d dropping) SetOnDropped(f func(fyne.Position, []fyne.URI)) { d.set <- f }

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
	b := newBench(t, nil)
	b.entry.Start()
	var chosen []string
	ChooseFile(b.Window, b.exec, FileRequest{Title: "Программа", FilesOnly: true, Dir: dir}, func(path string) { chosen = append(chosen, path) })
	b.Sees("Выгрузка/", "кот.jpg", "Б.XLSX")
	b.SeesNot("Взять всю папку")
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
	ChooseFile(b.Window, b.exec, FileRequest{Title: "Списки"}, func(path string) { chosen = append(chosen, path) })
	b.Sees("кот.jpg")
	b.Sees("Взять всю папку")
	b.fields()[0].SetText(filepath.Join(dir, "Б.XLSX"))
	b.Press("Открыть")
	if len(chosen) != 2 || chosen[1] != filepath.Join(dir, "Б.XLSX") {
		t.Errorf("took %q", chosen)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", t.TempDir())
	ChooseFile(b.Window, b.exec, FileRequest{Title: "Списки"}, func(string) {})
	b.Sees("Подходящих файлов нет")
}

func TestChooseFile(t *testing.T) {
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

	b := newBench(t, nil)
	b.entry.Start()
	var chosen []string
	ask := func(saveAs string) {
		ChooseFile(b.Window, b.exec, FileRequest{Title: "Файл", Extensions: []string{".xlsx"}, SaveAs: saveAs, Dir: dir},
			func(path string) { chosen = append(chosen, path) })
	}
	ask("")
	b.Sees("Выгрузка/", "Б.XLSX", "Взять всю папку")
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
	b.Press("Взять всю папку")
	ask("Списки.xlsx")
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
	b := newBench(t, nil)
	b.entry.Start()
	fyne.CurrentApp().Preferences().SetString(folderPreference, dir)
	ask := func(name string) *error {
		failed := errors.New("nothing was handed over")
		AskWhere(b.exec)(b.Window, name, func(file io.WriteCloser, err error) {
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
