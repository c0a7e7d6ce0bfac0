package rosterimport

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// doubtful is a roster that takes too many away and holds people under other names.
func doubtful() model.ImportPreview {
	p := samplePreview()
	p.Over = []string{"из группы ДО-19-3 уйдут 13 студентов из 13"}
	p.Doubts = []model.ImportDoubt{
		{Key: "a", Person: 11, New: model.ParseName("Белова Юлия Алексеевна"), Old: model.ParseName("Анисимова Юлия Алексеевна"), Group: "ДО-19-3"},
		{Key: "b", Person: 12, New: model.ParseName("Константинопольская-Преображенская Александра Владиславовна"),
			Old: model.ParseName("Цымбал Александра Владиславовна"), Group: "ДО-19-3"},
	}
	return p
}

// TestImportOverLimit: a roster that takes too many away is loaded only after that was confirmed.
func TestImportOverLimit(t *testing.T) {
	p := doubtful()
	p.Doubts = nil
	b, s, done := importing(t, &fakeService{preview: p})
	s.Open([]string{"колледж.xlsx"})
	b.Sees("Остановлено для безопасности: из группы ДО-19-3 уйдут 13 студентов из 13", "Проверьте, тот ли это файл")
	s.Do(shell.CommandSave)
	if len(b.service.applied) != 0 {
		t.Fatal("loaded without a confirmation")
	}
	tick(b, 0)
	if got := b.service.choices; len(got) != 1 || !got[0].OverLimit {
		t.Fatalf("decided %+v", got)
	}
	s.Do(shell.CommandSave)
	if len(b.service.applied) != 1 || !b.service.applied[0].OverLimit || len(*done) != 1 {
		t.Errorf("applied %v, done %v", b.service.applied, *done)
	}
}

// answer types a letter of the answer about those that the file does not name.
func answer(b *bench, letter rune) {
	b.T.Helper()
	viewtest.InFront[*table.Select[bool]](&b.Person)[0].Field.TypedRune(letter)
}

// TestImportGone: people whom the file does not name leave by an order, which is named, or stay; either can be chosen
// after the other, even where nothing else changes.
func TestImportGone(t *testing.T) {
	b, s, _ := importing(t, &fakeService{preview: samplePreview()})
	s.Open([]string{"колледж.xlsx"})
	b.Sees("Кого нет в файле:", "выбыли, отчислить приказом", "приказ № б/н (список) от 25.11.2026, 2 студента")
	b.service.preview = model.ImportPreview{Files: []string{"колледж.xlsx"}} // nothing but who is gone
	answer(b, 'о')
	if got := b.service.choices; len(got) != 1 || !got[0].KeepGone {
		t.Fatalf("decided %+v", got)
	}
	b.Sees("Кого нет в файле:", "остаются в колледже")
	b.SeesNot("приказ №", "Загрузить:")
	b.service.preview = samplePreview()
	answer(b, 'в')
	if got := b.service.choices; len(got) != 2 || got[1].KeepGone {
		t.Fatalf("decided %+v", got)
	}
	b.Sees("приказ № б/н (список) от 25.11.2026, 2 студента")
}

// TestImportGoneWords: the question fits what is gone, and is not asked of a person who only learns a subject no more.
func TestImportGoneWords(t *testing.T) {
	for _, tt := range []struct {
		key                      string
		question, leaves, unsaid string
	}{
		{"students", "Кого нет в файле:", "выбыли, отчислить приказом", "Чего нет"},
		{"staff", "Кого нет в файле:", "выбыли", "приказ"},
		{"teachings", "Чего нет в файле:", "убрать из колледжа", "Кого нет"},
		{"learners", "", "", "нет в файле:"},
	} {
		b, s, _ := importing(t, &fakeService{preview: model.ImportPreview{Fingerprint: "f", Files: []string{"колледж.xlsx"}, Sections: []model.ImportSection{{Key: tt.key, Title: "Список", Removed: 1,
			Lines: []model.ImportLine{{Action: model.ImportRemove, Title: "Каган Анна Олеговна"}}}}}})
		s.Open([]string{"колледж.xlsx"})
		b.Sees(tt.question, tt.leaves)
		b.SeesNot(tt.unsaid)
	}
}

// TestImportGroups: the lines of a group, of whatever section and with the moves from it and to it, narrowed down by
// the search and the section as well.
func TestImportGroups(t *testing.T) {
	b, s, _ := importing(t, &fakeService{preview: many()})
	s.Open([]string{"колледж.xlsx"})
	var labels []string
	for _, o := range s.view.groups.Options() {
		labels = append(labels, o.Label)
	}
	if got := strings.Join(labels, ", "); got != "Все группы, ДО-19-1, ДО-19-2, ДО-19-3, ДО-19-10, ОЧЕНЬ-ДЛИННАЯ-23-1" {
		t.Errorf("offers %s", got)
	}
	s.view.groups.Field.TypedRune('о')
	b.Sees("Найдено 66 из 300")
	for _, r := range s.view.lines.Table.Rows() {
		if !slices.Contains(r.Groups, "ОЧЕНЬ-ДЛИННАЯ-23-1") {
			t.Fatalf("shows %+v", r.ImportLine)
		}
	}
	s.view.search.SetText("преображенск")
	found := len(s.view.lines.Table.Rows())
	s.view.tabs.Select("students")
	if n := len(s.view.lines.Table.Rows()); found == 0 || found >= 66 || n == 0 || n >= found {
		t.Errorf("with a search %d, of the students %d", found, n)
	}
	s.view.search.SetText("нет такого")
	b.Sees("Измените поиск или группу")

	b.service.preview.Sections = b.service.preview.Sections[:1]
	b.service.preview.Sections[0].Lines = b.service.preview.Sections[0].Lines[:1]
	s.Open([]string{"колледж.xlsx"})
	if s.view.groups.Field.Visible() {
		t.Error("one group is nothing to choose from")
	}
}

// many is a roster with 300 changes of every kind, some of people and groups with long names.
func many() model.ImportPreview {
	p := model.ImportPreview{Fingerprint: "f", Files: []string{"Выгрузка контингента на 25.11.2026 (очная форма).xlsx"}, Format: "Книга «Звонка» (XLSX)",
		Withdrawal: "№ б/н (список) от 25.11.2026"}
	groups := []string{"ДО-19-3", "ДО-19-1", "ОЧЕНЬ-ДЛИННАЯ-23-1", "ДО-19-10", "ДО-19-2"}
	names := []string{
		"Константинопольская-Преображенская Александра-Владислава Константиновна", "Каган Анна Олеговна", "Алёхина Юлия Сергеевна",
		"Абдурахмангаджиев Мухаммадрасул Абдулмуталимович", "Ли Ян", "Цымбал Екатерина Георгиевна", "Рязанцева Евгения Викторовна",
	}
	for i, of := range []struct {
		key, title string
		lines      int
		actions    []model.ImportAction
	}{
		{"groups", "Группы", 5, []model.ImportAction{model.ImportAdd}},
		{"students", "Студенты", 150, []model.ImportAction{model.ImportAdd, model.ImportMove, model.ImportChange, model.ImportRemove}},
		{"parents", "Родители", 60, []model.ImportAction{model.ImportAdd, model.ImportRemove}},
		{"staff", "Сотрудники", 10, []model.ImportAction{model.ImportChange}},
		{"teachings", "Нагрузка", 25, []model.ImportAction{model.ImportAdd, model.ImportRemove}},
		{"learners", "Студенты", 50, []model.ImportAction{model.ImportAdd, model.ImportRemove}},
	} {
		section := model.ImportSection{Key: of.key, Title: of.title, Unchanged: 1200 - 100*i}
		for n := range of.lines {
			group, other := groups[n%len(groups)], groups[(n+1)%len(groups)]
			line := model.ImportLine{Action: of.actions[n%len(of.actions)], Title: names[n%len(names)], Detail: group, Groups: []string{group}}
			switch of.key {
			case "groups":
				line.Title, line.Detail = group, ""
			case "parents":
				line.Detail = names[(n+1)%len(names)]
			case "staff":
				line.Detail, line.Groups, line.What = "Куратор, Преподаватель-предметник", nil, "Роли: Куратор › Куратор, Преподаватель-предметник"
			case "teachings":
				line.Title, line.Detail = group+"/Организация коммерческой деятельности в сфере обслуживания", ""
			case "learners":
				line.Detail = group + "/Иностранный язык (1 подгруппа)"
			}
			switch line.Action {
			case model.ImportAdd:
				section.Added++
			case model.ImportRemove:
				section.Removed++
			case model.ImportMove:
				line.What, line.Groups = "Группа: "+other+" › "+group, []string{group, other}
				section.Changed++
			case model.ImportChange:
				if of.key == "students" {
					line.What = "ФИО: " + names[(n+1)%len(names)] + " › " + line.Title + "; Зачислен: — › 01.09.2026"
				}
				section.Changed++
			}
			section.Lines = append(section.Lines, line)
		}
		p.Sections = append(p.Sections, section)
	}
	return p
}

// manyDoubtful is many with all that has to be answered and is warned of.
func manyDoubtful() model.ImportPreview {
	p := many()
	p.Doubts = doubtful().Doubts
	p.Warnings = []string{
		"у 2 групп нет куратора: чат «Группа» останется без администратора",
		"в файле 12 студентов в группах, которые они покинули по приказам (Константинопольская-Преображенская А.К., Каган А.О., Ли Я. и ещё 9). Действуют приказы; если приказ ошибочен, отмените его",
		"В файле другой VK ID у 5 человек, которые сами привязали профиль, войдя в VK: Константинопольская-Преображенская Александра Константиновна, " +
			"Каган Наталья Васильевна, Ли Ян и ещё 2. Остаётся привязанный профиль; исправьте VK ID в файле",
	}
	p.Over = []string{"уйдут 37 студентов из 540 — это 7 %, а предел 5 %", "из группы ОЧЕНЬ-ДЛИННАЯ-23-1 уйдут 13 студентов из 25", "из группы ДО-19-10 уйдут 12 студентов из 24"}
	return p
}

// TestImportDoubts: nothing is loaded before it is answered who is who, for each pair; the answers are kept and may be
// changed.
func TestImportDoubts(t *testing.T) {
	p := doubtful()
	p.Over = nil
	b, s, done := importing(t, &fakeService{preview: p})
	s.Open([]string{"колледж.xlsx"})
	b.Sees("Без ответа «Тот же человек?»: 2 пары. Списки загрузятся после ответа.")
	s.Do(shell.CommandSave)
	b.Sees("Тот же человек?", "Белова Юлия Алексеевна", "Анисимова Юлия Алексеевна", "Без ответа: 2")
	if len(b.service.applied) != 0 {
		t.Fatal("loaded with open doubts")
	}
	say := func(at int, letter rune) {
		viewtest.InFront[*table.Select[doubtAnswer]](&b.Person)[at].Field.TypedRune(letter)
	}
	say(0, 'т')
	if !b.Find("Без ответа: 1").Disabled() {
		t.Fatal("may be applied with a pair unanswered")
	}
	say(1, 'р')
	b.service.preview.Doubts = nil // they are answered
	b.Press("Применить")
	if got := b.service.choices; len(got) != 1 || len(got[0].Same) != 1 || got[0].Same["a"] != 11 || len(got[0].Different) != 1 || got[0].Different["b"] != 12 {
		t.Fatalf("decided %+v", got)
	}
	b.SeesNot("после ответа")
	answer(b, 'о')
	if got := b.service.choices[1]; !got.KeepGone || got.Same["a"] != 11 || got.Different["b"] != 12 {
		t.Errorf("an answer is forgotten: %+v", got)
	}
	b.Press("Тот же человек? (2)")
	b.Press("Все — разные люди")
	b.Press("Применить")
	if got := b.service.choices[2]; len(got.Same) != 0 || len(got.Different) != 2 {
		t.Errorf("changed to %+v", got)
	}
	s.Do(shell.CommandSave)
	if len(b.service.applied) != 1 || len(*done) != 1 {
		t.Errorf("applied %v, done %v", b.service.applied, *done)
	}
}

// TestImportKeepsAnswers: neither a refused second look, nor one that is given up, nor a closed dialog, nor a refused
// loading loses an answer to «Тот же человек?».
func TestImportKeepsAnswers(t *testing.T) {
	p := doubtful()
	p.Over = nil
	b, s, done := importing(t, &fakeService{preview: p})
	s.Open([]string{"колледж.xlsx"})
	s.Do(shell.CommandSave)
	say := func(at int, letter rune) {
		viewtest.InFront[*table.Select[doubtAnswer]](&b.Person)[at].Field.TypedRune(letter)
	}
	say(0, 'т')
	b.Press("Закрыть")
	s.Do(shell.CommandSave)
	say(1, 'р')
	b.service.previewErr = errors.New("база занята другой программой")
	b.Press("Применить")
	b.Sees("База занята другой программой.", "Сравнить ещё раз", "Тот же человек? (2)")
	b.SeesNot("Загрузить:")
	b.service.previewErr = nil
	b.exec.Late = true
	b.Press("Сравнить ещё раз")
	b.Press("Отмена")
	b.exec.Release()
	b.Sees("Сравнение отменено, ответы сохранены.")
	b.exec.Late = false
	b.service.preview.Doubts = nil
	b.Press("Сравнить ещё раз")
	b.SeesNot("Сравнить ещё раз")
	b.service.applyErr = errors.New("списки колледжа изменились")
	s.Do(shell.CommandSave)
	b.Sees("Списки колледжа изменились.")
	b.Press("Понятно")
	b.service.applyErr = nil
	s.Do(shell.CommandSave)
	if len(b.service.applied) != 2 || b.service.applied[1].Same["a"] != 11 || b.service.applied[1].Different["b"] != 12 || len(*done) != 1 {
		t.Errorf("applied %+v, done %v", b.service.applied, *done)
	}
	if len(b.service.previewed) != 1 {
		t.Errorf("the files were read %d times", len(b.service.previewed))
	}
}

// tick taps a checkbox of the page, counted from the top.
func tick(b *bench, at int) {
	b.T.Helper()
	viewtest.InFront[*widgets.Check](&b.Person)[at].Tapped(&fyne.PointEvent{})
}

// TestWhoIsWhoIsKeptUnasked: the answers to «Тот же человек?» are kept at once, so nothing is said to be dropped.
func TestWhoIsWhoIsKeptUnasked(t *testing.T) {
	b, s, _ := importing(t, &fakeService{preview: doubtful()})
	s.Open([]string{"колледж.xlsx"})
	b.Press("Тот же человек? (2)")
	b.Press("Все — разные люди")
	b.Key(fyne.KeyEscape)
	if b.DialogOpen() {
		t.Errorf("it asks: %s", b.Sight())
	}
}
