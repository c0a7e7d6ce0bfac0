package rosterimport

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"zvonok/model"
	"zvonok/views/files"
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
		{Key: "staff", Title: "Сотрудники", Unchanged: 38}, {Key: "teachings", Title: "Нагрузка", Unchanged: 140}, {Key: "learners", Title: "Студенты", Unchanged: 1200}}
	return p
}

func sampleProblems() model.ImportPreview {
	return model.ImportPreview{Files: []string{"колледж.xlsx"}, Problems: []model.ImportProblem{
		{File: "колледж.xlsx, лист «Студенты»", Row: 14, Column: "Группа", Value: "ДО-19-33", Message: "Такой группы нет на листе «Группы»: проверьте название"},
		{File: "колледж.xlsx, лист «Сотрудники»", Message: "После загрузки в колледже не останется ни одного администратора ПОО"},
	}}
}

func (s *screen) titles() string {
	var titles []string
	for _, r := range s.view.lines.Table.Rows() {
		titles = append(titles, r.Title)
	}
	return strings.Join(titles, ", ")
}

func TestImportPreview(t *testing.T) {
	b, s, done := importing(t, &fakeService{preview: samplePreview()})
	b.Sees("Выберите файл или перетащите")
	s.Open([]string{"/дом/колледж.xlsx"})
	b.Sees("Загрузить: 64 изменения", "колледж.xlsx", "Все", "Студенты", "Группы", "У 2 групп нет куратора", "64 изменения · Книга «Звонка» (XLSX) · колледж.xlsx")
	s.view.tabs.Select("groups")
	if s.titles() != "ДО-19-3" {
		t.Errorf("groups: %s", s.titles())
	}
	if s.view.tabs.Select("parents"); s.view.tabs.Selected() != "groups" {
		t.Error("a section without changes has a tab")
	}
	s.view.tabs.Select("")
	s.view.search.SetText("цымбал")
	if got := len(s.view.lines.Table.Rows()); got != 2 {
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
	if len(b.service.applied) != 1 || len(*done) != 1 || (*done)[0] != "Загружено — группы: добавлено 1; студенты: добавлено 60, изменено 1, ушло 2." {
		t.Errorf("applied %v, done %v", b.service.applied, *done)
	}
}

func TestImportProblems(t *testing.T) {
	b, s, done := importing(t, &fakeService{preview: sampleProblems()})
	s.Open([]string{"колледж.xlsx"})
	b.Sees("В файлах есть ошибки", "ДО-19-33", "14", "не останется ни одного администратора ПОО", "2 ошибки")
	b.SeesNot("Загрузить:")
	table := viewtest.InFront[*table.Table[*model.ImportProblem, *model.ImportProblem]](&b.Person)[0]
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
	b, s, _ := importing(t, &fakeService{preview: model.ImportPreview{Files: []string{"колледж.xlsx"}, Sections: []model.ImportSection{{Key: "groups", Title: "Группы", Unchanged: 24}}}})
	s.Open([]string{"колледж.xlsx"})
	b.Sees("Изменений нет", "без изменений")
	b.SeesNot("Загрузить")
}

func TestImportFailures(t *testing.T) {
	b, s, done := importing(t, &fakeService{previewErr: errors.New("этот файл не похож на списки")})
	s.Open([]string{"кот.jpg"})
	b.Sees("Этот файл не похож на списки.", "Выбрать файл…")
	b.service.previewErr, b.service.preview, b.service.applyErr = nil, samplePreview(), errors.New("списки изменила другая загрузка")
	s.Open([]string{"колледж.xlsx"})
	b.Press("Загрузить: 64 изменения")
	b.Sees("Списки изменила другая загрузка.")
	b.Press("Понятно")
	if load := b.Find("Загрузить: 64 изменения"); load.Disabled() || len(*done) > 0 {
		t.Errorf("after a failure: disabled %v, done %v", load.Disabled(), *done)
	}
}

// TestImportLate: an answer to a reading that was given up changes nothing, and what is being loaded
// cannot be left.
func TestImportLate(t *testing.T) {
	b, s, _ := importing(t, &fakeService{preview: samplePreview()})
	b.exec.Late = true
	s.Open([]string{"колледж.xlsx"})
	b.Sees("Читаем файлы")
	b.Press("Отмена")
	b.exec.Release()
	b.Sees("Выберите файл или перетащите")
	s.Open([]string{"колледж.xlsx"})
	b.exec.Late = true
	s.Do(shell.CommandSave)
	s.Do(shell.CommandSave)
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
	b := newBench(t, &fakeService{}, fyne.NewSize(1280, 800), 0)
	dropped := make(chan func(fyne.Position, []fyne.URI), 1)
	s := newScreen(Deps{Service: b.service, Deps: files.Deps{Exec: &b.exec, Window: dropping{b.Window, dropped}}})
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
