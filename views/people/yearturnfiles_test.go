package people

import (
	"errors"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// withLists gives the fake college lists that bring a new group.
func (f *fakeService) withLists() *fakeService {
	f.withYearTurn()
	line := func(a model.ImportAction, title, detail, what string) model.ImportLine {
		return model.ImportLine{Action: a, Title: title, Detail: detail, What: what}
	}
	f.lists = model.ImportPreview{Format: "Книга «Звонка» (XLSX)", Withdrawal: "№ б/н (список) от 30.06.2026", Sections: []model.ImportSection{
		{Key: "groups", Title: "Группы", Added: 1, Unchanged: 3, Lines: []model.ImportLine{line(model.ImportAdd, "ДО-26-1", "", "")}},
		{Key: "students", Title: "Студенты", Added: 2, Changed: 1, Removed: 1, Unchanged: 37, Lines: []model.ImportLine{
			line(model.ImportAdd, "Белова Юлия Алексеевна", "ДО-26-1", ""),
			line(model.ImportAdd, "Чернышёва Ольга Игоревна", "ДО-26-1", ""),
			line(model.ImportMove, "Егорова Екатерина Сергеевна", "ДО-19-10", "Группа: АМ-19-1 › ДО-19-10"),
			line(model.ImportRemove, "Злобина Юлия Витальевна", "АМ-19-1", ""),
		}},
		{Key: "teachings", Title: "Нагрузка", Added: 1, Unchanged: 20, Lines: []model.ImportLine{line(model.ImportAdd, "ДО-26-1/История", "", "")}},
	}}
	f.listGroups = []model.TurnFileGroup{{Name: "ДО-26-1", Course: 1, Students: []model.Name{model.ParseName("Белова Юлия Алексеевна")}}}
	return f
}

// toFiles opens the step that asks for the lists; choose chooses them.
func toFiles(t *testing.T, f *fakeService) (b *bench, s *yearTurn, choose func(path string)) {
	t.Helper()
	b = newBenchLook(t, f, fyne.NewSize(1280, 800), 0, func(d *Deps) {
		d.Import = func() {}
	})
	s = b.turnYear()
	b.Press("Далее")
	s.form.number.SetText("7-в")
	b.Press("Далее")
	b.Sees("Шаг 3 из 4")
	return b, s, func(path string) {
		t.Helper()
		b.Sees("Выбрать файл…")
		s.choose([]string{path})
	}
}

// TestYearTurnInANarrowWindow: the texts of the steps before the preview are within the window or can be scrolled into sight.
func TestYearTurnInANarrowWindow(t *testing.T) {
	b, s, _ := toFiles(t, admin().withLists())
	for _, step := range []turnStep{turnChats, turnFiles} {
		s.open(step)
		b.Window.Resize(fyne.NewSize(512, 300))
		if lost := viewtest.Lost(b.Window); len(lost) > 0 {
			t.Errorf("step %v: nobody can read %q", step, lost)
		}
		b.Window.Resize(fyne.NewSize(1024, 640))
	}
}

func TestYearTurnWithLists(t *testing.T) {
	f := admin().withLists()
	b, s, choose := toFiles(t, f)
	choose("/дом/Списки 2026.xlsx")
	b.Sees("Списки 2026.xlsx", "На следующем шаге будет видно")
	b.Press("Далее")
	b.Sees("Шаг 4 из 4", "Списки", "Студенты", "добавится 2", "Белова Юлия Алексеевна", "Группа: АМ-19-1 › ДО-19-10", "6 изменений · Книга «Звонка» (XLSX) · Списки 2026.xlsx")
	s.Do(shell.CommandFilter)
	b.Window.Canvas().Focused().(interface{ TypedRune(rune) }).TypedRune('ч')
	b.Sees("Чернышёва", "Найдено 1 из 6")
	widgetsIn[*widgets.Tabs](s.Content())[0].Select(partGroups)
	b.Sees("переходит на 2-й курс", "Переходят: 3")
	s.Do(shell.CommandSave)
	b.Sees("Из списков: добавится 4, изменится 1, уйдёт 1. Студенты, которых нет в файле, выбывают по приказу № б/н (список) от 30.06.2026.", "одна запись в «Журнале изменений»")
	b.Press("Выполнить переход")
	want := `turn the year with order 7-в from 30.06.2026, chats 0, map[], lists ["/дом/Списки 2026.xlsx"] as {KeepGone:false Same:map[] Different:map[] OverLimit:false}`
	if len(f.did) != 1 || f.did[0] != want {
		t.Errorf("did %q", f.did)
	}
	b.Sees("Колледж перешёл на 2026/2027 учебный год. Чаты будут исправлены.")
	b.SeesNot("Загрузить списки…")
}

// TestYearTurnListsPutAside: files are chosen and put aside again; before that, leaving asks.
func TestYearTurnListsPutAside(t *testing.T) {
	f := admin().withLists()
	b, s, choose := toFiles(t, f)
	choose("/дом/не то.xlsx")
	b.Press("Без списков")
	b.Sees("Файл не выбран")
	b.Press("Далее")
	b.SeesNot("Списки")
	if len(f.turnChoices.Lists) > 0 {
		t.Errorf("read %q", f.turnChoices.Lists.Names())
	}
	b.Press("Предыдущий шаг")
	s.dropped([]string{"/дом/а.csv", "/дом/б.csv"})
	b.Sees("а.csv, б.csv")
	b.Press("Далее")
	s.dropped([]string{"/дом/в.csv"})
	b.Sees("а.csv, б.csv")
	b.Press("Назад")
	b.Sees("Уйти без перехода?")
}

// TestYearTurnListsAreDecidedAbout: limits are confirmed and doubts answered in the one preview.
func TestYearTurnListsAreDecidedAbout(t *testing.T) {
	f := admin().withLists()
	f.lists.Over = []string{"из группы АМ-19-1 уйдут 14 студентов из 14"}
	f.lists.Doubts = []model.ImportDoubt{{Key: "a", Person: 101, New: model.ParseName("Белова Алёна Сергеевна"), Old: model.ParseName("Воробьёва Алёна Сергеевна"), Group: "ДО-19-3"}}
	b, _, choose := toFiles(t, f)
	choose("/дом/Списки.xlsx")
	b.Press("Далее")
	b.Sees("подтвердите это на вкладке «Списки»", "Остановлено для безопасности: из группы АМ-19-1 уйдут 14 студентов из 14")
	if !b.Find("Выполнить переход…").Disabled() {
		t.Error("a turn over the limits can be made")
	}
	b.Sees("Всё верно, загрузить")
	checks := widgetsIn[*widgets.Check](b.shell.Top().Content())
	checks[len(checks)-1].Tapped(&fyne.PointEvent{})
	b.Sees("Без ответа «Тот же человек?»: 1 пара. Ответьте на вкладке «Списки».")
	if !f.turnChoices.Import.OverLimit || !b.Find("Выполнить переход…").Disabled() {
		t.Errorf("a turn with an open doubt can be made; decided %+v", f.turnChoices.Import)
	}
	b.Press("Тот же человек? (1)")
	b.Sees("Белова Алёна Сергеевна", "Воробьёва Алёна Сергеевна")
	f.lists.Doubts = nil // it is answered
	b.Press("Все — тот же человек")
	b.Press("Применить")
	if got := f.turnChoices.Import; !got.OverLimit || got.Same["a"] != 101 || b.Find("Выполнить переход…").Disabled() {
		t.Errorf("decided %+v", got)
	}
	f.readPaths = nil
	b.Press("Прочитать ещё раз")
	if got := f.turnChoices.Import; got.OverLimit || got.Same["a"] != 101 || len(f.readPaths) != 1 {
		t.Errorf("a corrected file is taken with %+v, read from %q", got, f.readPaths)
	}
	b.Press("Предыдущий шаг")
	choose("/дом/Другие.xlsx")
	b.Press("Далее")
	if f.turnChoices.Import.OverLimit {
		t.Error("a decision is taken over to other files")
	}
}

// TestYearTurnListErrors: whatever is wrong with the lists is said in words, and there is a way on.
func TestYearTurnListErrors(t *testing.T) {
	b, s, choose := toFiles(t, admin().withLists())
	f := b.service
	choose("/дом/Списки.xlsx")
	f.listsErr = errors.New("файл «Списки.xlsx» не найден: проверьте, где он лежит")
	b.Press("Далее")
	b.Sees("Списки не прочитаны", "Файл «Списки.xlsx» не найден: проверьте, где он лежит.")
	b.Press("Предыдущий шаг")
	b.Sees("Шаг 3 из 4", "Списки.xlsx")
	f.listsErr = nil
	good := f.lists
	f.lists = model.ImportPreview{Problems: []model.ImportProblem{
		{File: "Списки.xlsx, лист «Студенты»", Row: 17, Column: "Группа", Value: "ДО-26-9", Message: "Группы «ДО-26-9» нет на листе «Группы»"}}}
	b.Press("Далее")
	b.Sees("В списках 1 ошибка: исправьте файл", "17", "ДО-26-9", "нет на листе «Группы»", "1 ошибка · Списки.xlsx")
	s.Do(shell.CommandSave)
	if b.DialogOpen() {
		t.Error("lists with an error can be applied")
	}
	f.lists, f.listGroups = good, []model.TurnFileGroup{{ID: 3, Name: "ДО-19-3", Course: 4, Students: []model.Name{f.students[0].Name}}, {ID: 1, Name: "АМ-19-1", Course: 3}}
	s.Do(shell.CommandRefresh)
	b.Sees("В списках есть группы, которые выпускаются: ДО-19-3. Похоже, это списки прошлого года")
	b.Press("Все замечания (3)…")
	b.Sees("прежний курс, и переход его не изменит: АМ-19-1 (3)", "нет ни одной новой группы")
	b.Press("Закрыть")
	f.turning.Groups[0].Year = model.MaxYear
	s.turns[f.turning.Groups[0].ID] = model.TurnGoOn
	s.Do(shell.CommandRefresh)
	b.Sees("следующего нет", "Списки ещё не сравнивались с колледжем")
	b.Press("Предыдущий шаг")
	b.Press("Предыдущий шаг")
	b.Press("Предыдущий шаг")
	b.Sees("Шаг 1 из 4")
	b.SeesNot("В списках")
}

// TestYearTurnListsAreRead: the reading can be given up, and its answer is not shown then.
func TestYearTurnListsAreRead(t *testing.T) {
	b, s, choose := toFiles(t, admin().withLists())
	choose("/дом/Списки.xlsx")
	b.late.Late = true
	b.Press("Далее")
	b.Sees("Читаем файл и сравниваем с колледжем после перехода")
	b.Press("Отмена")
	b.late.Run()
	b.Sees("Шаг 3 из 4")
	b.late.Late = false
	b.service.editErr = errors.New("пока вы смотрели, файл изменился")
	b.Press("Далее")
	b.Press("Выполнить переход…")
	b.Press("Выполнить переход")
	b.Sees("Переход не выполнен", "Пока вы смотрели, файл изменился")
	b.Press("Понятно")
	b.Sees("Шаг 4 из 4", "Белова Юлия Алексеевна")
	s.Hidden()
}

func TestDroppingYearLists(t *testing.T) {
	b, _, _ := toFiles(t, admin().withLists())
	var drop func(fyne.Position, []fyne.URI)
	deps := b.deps
	deps.Frame = droppedOn{deps.Frame, &drop}
	s := newYearTurn(deps)
	s.Shown()
	s.open(turnFiles)
	drop(fyne.Position{}, []fyne.URI{storage.NewFileURI("/дом/Списки.csv")})
	if len(s.files.paths) != 1 || s.files.paths[0] != "/дом/Списки.csv" {
		t.Errorf("dropped %q", s.files.paths)
	}
	if s.Hidden(); drop != nil {
		t.Error("files can still be dropped")
	}
}

// droppedOn is a frame whose window remembers what is to be done with files that are dropped on it.
type droppedOn struct {
	shell.Frame
	drop *func(fyne.Position, []fyne.URI)
}

func (f droppedOn) Window() fyne.Window { return dropWindow{f.Frame.Window(), f.drop} }

type dropWindow struct {
	fyne.Window
	drop *func(fyne.Position, []fyne.URI)
}

func (w dropWindow) SetOnDropped(f func(fyne.Position, []fyne.URI)) { *w.drop = f }

func yearFileScenes() []scene {
	const long = "Константинопольская-Преображенская Александра-Владислава Константиновна"
	prepare := func(f *fakeService) { f.withLists() }
	many := func(f *fakeService) {
		f.withLists()
		f.lists.Over = []string{"из колледжа уйдут 76 студентов из 340: больше 20 %", "из группы ОЧЕНЬ-ДЛИННАЯ-ГРУППА-23-1 уйдут 14 студентов из 14"}
		f.lists.Warnings = []string{"В файле 3 студента в группах, которые они покинули по приказам (Константинопольская А.К., Белова Ю.А., Егорова Е.С.). Действуют приказы; если приказ ошибочен, отмените его"}
		f.lists.Doubts = []model.ImportDoubt{{Key: "a", Person: 101, New: model.ParseName(long), Old: model.ParseName(long)}}
		students := &f.lists.Sections[1]
		for i := range 300 {
			students.Lines = append(students.Lines, model.ImportLine{Action: model.ImportAction(i%4 + 1), Title: long, Detail: "ОЧЕНЬ-ДЛИННАЯ-ГРУППА-23-1",
				What: "Группа: ОЧЕНЬ-ДЛИННАЯ-ГРУППА-23-1 › ОЧЕНЬ-ДЛИННАЯ-ГРУППА-26-1"})
		}
		students.Added, students.Changed, students.Removed = 77, 151, 76
		for _, title := range []string{"Родители", "Сотрудники", "Студенты"} {
			f.lists.Sections = append(f.lists.Sections, model.ImportSection{Key: title, Title: title, Added: 1, Changed: 22, Removed: 333,
				Lines: []model.ImportLine{{Action: model.ImportAdd, Title: long}}})
		}
		f.listGroups = append(f.listGroups, model.TurnFileGroup{ID: 3, Name: "ДО-19-3", Course: 1, Students: f.listGroups[0].Students}, model.TurnFileGroup{ID: 1, Name: "АМ-19-1", Course: 3})
	}
	wrong := func(f *fakeService) {
		f.withLists()
		f.lists.Sections = nil
		for i := range 40 {
			f.lists.Problems = append(f.lists.Problems, model.ImportProblem{File: "Списки колледжа на новый учебный год.xlsx, лист «Студенты»", Row: 10 + i, Column: "Группа",
				Value: fmt.Sprintf("ДО-26-%d", i), Message: "Группы нет на листе «Группы»: проверьте название или добавьте группу"})
		}
	}
	to := func(number string, steps int, paths ...string) func(*bench) {
		return func(b *bench) {
			s := b.turnYear()
			b.Press("Далее")
			s.form.number.SetText(number)
			s.form.chats.SetSelected(model.EmptyChats)
			b.Press("Далее")
			if len(paths) > 0 {
				s.choose(paths)
			}
			for range steps {
				b.Press("Далее")
			}
		}
	}
	const file, longFile = "/дом/Списки 2026.xlsx", "/дом/Списки Педагогического колледжа на 2026-2027 учебный год, окончательный вариант с подписями (3).xlsx"
	return []scene{
		{"year-files", prepare, to("7-в", 0)},
		{"year-files-chosen", prepare, to("7-в", 0, longFile, longFile)},
		{"year-lists", prepare, to("7-в", 1, file)},
		{"year-lists-many", many, to("7-в", 1, longFile)},
		{"year-lists-problems", wrong, to("7-в", 1, longFile)},
		{"year-lists-stopped", prepare, to("", 1, file)},
		{"year-lists-failed", func(f *fakeService) {
			prepare(f)
			f.listsErr = errors.New("файл «Списки 2026.xlsx» не найден: проверьте, где он лежит")
		}, to("7-в", 1, file)},
		{"year-lists-confirm", func(f *fakeService) {
			many(f)
			f.lists.Over = nil
		}, func(b *bench) {
			to("7-в", 1, longFile)(b)
			b.Press("Выполнить переход…")
		}},
	}
}
