package lessonimport

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"zvonok/model"
	"zvonok/views/files"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// samplePreview changes two subjects and leaves a third as it is.
func samplePreview() model.LessonsPreview {
	return model.LessonsPreview{
		Fingerprint: "abc", Added: 36, Changed: 4, Removed: 2, Kept: 1, Subjects: []model.LessonsChange{
			{Group: "ДО-19-3", Subject: "Английский язык (ОГСЭ), подгруппа 1", Added: 36, Changed: 3},
			{Group: "ДО-19-3", Subject: "История (ОГСЭ)", Changed: 1, Removed: 2, Kept: 1},
			{Group: "АТП-23", Subject: "Физическая культура"},
		},
	}
}

func sampleProblems(n int) model.LessonsPreview {
	var p model.LessonsPreview
	for i := range n {
		p.Problems = append(p.Problems, model.ImportProblem{
			File: "расписание.xlsx, лист «Декабрь»", Row: i + 2, Column: "Начало", Value: "08:30",
			Message: "У группы в это время уже есть занятие в строке 14: «История (ОГСЭ)», группа ДО-19-3, 08:30–10:00",
		})
	}
	return p
}

// search is the search field of the page.
func (b *bench) search() *widgets.Search { return viewtest.InFront[*widgets.Search](&b.Person)[0] }

func (b *bench) asked(want ...string) {
	b.T.Helper()
	if !slices.Equal(b.service.did, want) {
		b.T.Errorf("asked %q, want %q", b.service.did, want)
	}
}

func TestPreviewAndLoading(t *testing.T) {
	b := newBench(t, &fakeService{preview: samplePreview()})
	b.Sees("Загрузка КТП", "Темы предметов, которые есть в файле, заменяются целиком")
	b.screen.Open([]string{"/дом/ктп.xlsx"})
	b.Sees("Загрузить: 42 изменения", "36 тем", "4 темы", "2 темы", "1 тема", "у своих занятий остаются", "История (ОГСЭ)", "3 предмета · ктп.xlsx")
	b.search().SetText("английский до-19")
	b.SeesNot("История (ОГСЭ)")
	b.search().SetText("до-19-3")
	b.Sees("Найдено 2 из 3")
	b.search().SetText("химия")
	b.Sees("Ничего не найдено")
	b.screen.Do(shell.CommandSave)
	b.asked("preview 1 [/дом/ктп.xlsx]", "apply 1 [/дом/ктп.xlsx] abc")
	if !slices.Equal(b.done, []string{"Загружено: добавлено — 36, изменено — 4, удалено — 2."}) {
		t.Errorf("done %v", b.done)
	}
}

// TestKinds: the administrator chooses between plans and timetables, a teacher has plans alone.
func TestKinds(t *testing.T) {
	b := newBench(t, &fakeService{preview: samplePreview()})
	b.screen.tabs.Select("timetable")
	b.Sees("Загрузка расписания", "с первой по последнюю дату файла")
	b.screen.Open([]string{"а.csv", "б.csv", "в.csv", "г.csv"})
	b.Sees("36 занятий", "1 занятие", "с которыми работали", "а.csv, б.csv, в.csv и ещё 1")
	b.Press("Загрузить: 42 изменения")
	b.asked("preview 2 [а.csv б.csv в.csv г.csv]", "apply 2 [а.csv б.csv в.csv г.csv] abc")
	teacher := newBenchLook(t, &fakeService{}, false, fyne.NewSize(1280, 800), 0)
	teacher.SeesNot("Расписание")
}

func TestProblems(t *testing.T) {
	b := newBench(t, &fakeService{preview: sampleProblems(3)})
	b.screen.Open([]string{"расписание.xlsx"})
	b.Sees("В файлах есть ошибки", "лист «Декабрь»", "Начало", "3 ошибки · расписание.xlsx")
	table := viewtest.InFront[*table.Table[*model.ImportProblem, *model.ImportProblem]](&b.Person)[0]
	table.OnOpen(table.Rows()[1])
	b.Sees("лист «Декабрь», строка 3", "группа ДО-19-3, 08:30–10:00.", "Сейчас: 08:30")
	b.Press("Понятно")
	b.SeesNot("Загрузить")
	b.search().SetText("строка 4")
	b.Sees("Найдено 1 из 3")
	b.screen.Do(shell.CommandFilter)
	if b.Window.Canvas().Focused() != fyne.Focusable(b.search()) {
		t.Error("the search is not focused")
	}
	b.screen.Do(shell.CommandSave)
	b.Press("Назад")
	b.asked("preview 1 [расписание.xlsx]")
	if !slices.Equal(b.done, []string{""}) {
		t.Errorf("done %v", b.done)
	}
}

func TestWarnings(t *testing.T) {
	p := samplePreview()
	p.Warnings = []string{"Убрано невидимых знаков: 2"}
	b := newBench(t, &fakeService{preview: p})
	b.screen.Open([]string{"ктп.xlsx"})
	b.Sees("Убрано невидимых знаков: 2.", "Загрузить: 42 изменения")
}

func TestNothingToLoad(t *testing.T) {
	b := newBench(t, &fakeService{preview: model.LessonsPreview{Subjects: samplePreview().Subjects[2:]}})
	b.screen.Open([]string{"ктп.xlsx"})
	b.Sees("Изменений нет: в журналах уже всё так, как в файле.", "0 тем")
	b.SeesNot("Загрузить")
}

func TestFailures(t *testing.T) {
	b := newBench(t, &fakeService{previewErr: errors.New("файл «ктп.xlsx» не найден: проверьте, где он лежит")})
	b.screen.Open([]string{"ктп.xlsx"})
	b.Sees("Файл «ктп.xlsx» не найден: проверьте, где он лежит.", "Выбрать файл…")
	b.service.previewErr, b.service.preview = nil, samplePreview()
	b.service.applyErr = errors.New("занятия изменились: загрузите файл ещё раз")
	b.screen.Open([]string{"ктп.xlsx"})
	b.Press("Загрузить: 42 изменения")
	b.Sees("Файл не загружен", "Занятия изменились: загрузите файл ещё раз.")
	b.Press("Понятно")
	b.Sees("Загрузить: 42 изменения")
	if b.DialogOpen() || len(b.done) > 0 || b.Find("Загрузить: 42 изменения").Disabled() {
		t.Errorf("done %v", b.done)
	}
}

// TestReadingIsCancelled: an answer that comes after «Отмена» is not shown, and nothing is left while a file loads.
func TestReadingIsCancelled(t *testing.T) {
	b := newBench(t, &fakeService{preview: samplePreview()})
	b.exec.Late = true
	b.screen.Open([]string{"ктп.xlsx"})
	b.Sees("Читаем файлы")
	b.Press("Отмена")
	b.exec.Run()
	b.Sees("Выбрать файл…")
	b.SeesNot("canceled")
	b.screen.Open([]string{"ктп.xlsx"})
	b.exec.Run()
	b.Press("Загрузить: 42 изменения")
	b.Sees("Загружаем…")
	b.screen.MayLeave(func(ok bool) {
		if ok {
			t.Error("left while loading")
		}
	})
	b.screen.Open([]string{"другой.xlsx"})
	b.screen.Do(shell.CommandSave)
	b.exec.Run()
	b.asked("preview 1 [ктп.xlsx]", "preview 1 [ктп.xlsx]", "apply 1 [ктп.xlsx] abc")
}

func TestTemplate(t *testing.T) {
	b := newBench(t, &fakeService{})
	b.screen.tabs.Select("timetable")
	t.Setenv("HOME", t.TempDir())
	b.Press("Сохранить образец…")
	b.Sees("Сохранить образец", "Имя файла")
	b.Press("Сохранить")
	if len(b.service.did) != 1 || !strings.HasPrefix(b.service.did[0], "template 2 ") || !strings.HasSuffix(b.service.did[0], "Расписание.xlsx") {
		t.Errorf("asked %q", b.service.did)
	}
	b.Sees("Образец сохранён")
	b.Press("Закрыть")
	b.service.writeError = errors.New("диск переполнен")
	b.Press("Сохранить образец…")
	b.Press("Сохранить")
	b.Sees("Образец не сохранён", "Диск переполнен.")
}

// TestDropping: files that are dropped on the window are read, but not once the screen is gone.
func TestDropping(t *testing.T) {
	b := newBench(t, &fakeService{preview: sampleProblems(1)})
	var drop func(fyne.Position, []fyne.URI)
	window := droppedOn{b.Window, func(f func(fyne.Position, []fyne.URI)) { drop = f }}
	s := newScreen(Deps{Service: b.service, Deps: files.Deps{Exec: &b.exec, Window: window}})
	s.Shown()
	drop(fyne.Position{}, []fyne.URI{storage.NewFileURI("/дом/ктп.csv")})
	b.asked("preview 1 [/дом/ктп.csv]")
	if s.Hidden(); drop != nil {
		t.Error("files can still be dropped")
	}
}

// droppedOn is a window that remembers what is to be done with files that are dropped on it.
type droppedOn struct {
	fyne.Window
	set func(func(fyne.Position, []fyne.URI))
}

func (w droppedOn) SetOnDropped(f func(fyne.Position, []fyne.URI)) { w.set(f) }
