package people

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

func (f *fakeService) ReadFiles(ctx context.Context, paths []string) (model.Files, error) {
	f.readPaths = append(f.readPaths, paths...)
	return f.Files.ReadFiles(ctx, paths)
}

func (f *fakeService) PreviewYearTurn(_ context.Context, c model.YearTurnChoices) (model.YearTurnPlan, error) {
	f.turnChoices = c
	if len(c.Lists) > 0 && f.listsErr != nil {
		return model.YearTurnPlan{}, f.listsErr
	}
	return f.planTurn(c), f.readErr
}

// planTurn plans the turn with what the fake lists change after it.
func (f *fakeService) planTurn(c model.YearTurnChoices) model.YearTurnPlan {
	plan := model.PlanYearTurn(f.turning, c)
	if len(c.Lists) == 0 || plan.Stops() != "" {
		return plan
	}
	lists := f.lists
	lists.Choices = c.Import
	for _, path := range c.Lists.Names() {
		lists.Files = append(lists.Files, filepath.Base(path))
	}
	return plan.WithLists(lists, f.listGroups)
}

func (f *fakeService) ApplyYearTurn(_ context.Context, c model.YearTurnChoices, fingerprint string) error {
	if want := f.planTurn(c).Fingerprint; fingerprint != want {
		return errors.New("другой план")
	}
	with := ""
	if len(c.Lists) > 0 {
		with = fmt.Sprintf(", lists %q as %+v", c.Lists.Names(), c.Import)
	}
	return f.do("turn the year with order %s from %s, chats %d, %v%s", c.Number, c.Effective.Format(table.DayLayout), c.Chats, c.Turns, with)
}

// withYearTurn makes the fake college one in which a group of 13 students graduates.
func (f *fakeService) withYearTurn() *fakeService {
	f.turning = model.YearTurnCollege{Today: time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC), Students: map[model.GroupID][]model.TurnStudent{}}
	for _, g := range f.groups {
		f.turning.Groups = append(f.turning.Groups, g.Group)
		in := []model.GroupID{g.ID}
		for i := range g.Students {
			f.turning.Students[g.ID] = append(f.turning.Students[g.ID], model.TurnStudent{
				Person: model.PersonID(100*int(g.ID) + i), Name: f.students[i%len(f.students)].Name, Now: in, Then: in})
		}
	}
	for i, title := range []string{"ДО-19-3", "ДО-19-3 родители", "ДО-19-3/Английский язык(ОГСЭ)", "ДО-19-3/Физическая культура"} {
		chat := model.ListedChat{Chat: model.Chat{ID: model.ChatID(i + 1), Title: title, Auto: true, Peer: model.MessengerID(i % 3),
			Key: model.ChatKey{Type: model.ChatGroup, Group: 3}}}
		switch i {
		case 1:
			chat.Key.Type = model.ChatParents
		case 2, 3:
			chat.Key.Type = model.ChatSubject
		}
		for n := range 14 {
			chat.Members = append(chat.Members, model.Member{Person: model.PersonID(300 + n), Origin: model.OriginAuto, Admin: n == 13})
		}
		f.turning.Chats = append(f.turning.Chats, chat)
	}
	return f
}

// turnYear opens «Новый учебный год».
func (b *bench) turnYear() *yearTurn {
	b.T.Helper()
	b.Press("Новый учебный год…")
	return b.shell.Top().(*yearTurn)
}

func TestYearTurnStepByStep(t *testing.T) {
	f := admin().withYearTurn()
	b := newBench(t, f)
	s := b.turnYear()
	b.Sees("Новый учебный год 2026/2027", "Шаг 1 из 4", "ДО-19-3", "выпускается", "переходит на 2-й курс", "Переходят: 3 · выпускаются: 1 (13 студентов)")
	b.SeesNot("введите номер приказа")
	if !b.Find("Выпускаются").Disabled() {
		t.Error("nothing is checked, yet something can be done with it")
	}
	read := f.turnChoices.Turns // perhaps still, on another goroutine
	s.groups.SelectKeys(1)
	b.Press("Выпускаются")
	b.Sees("выпускаются: 2 (27 студентов)")
	if len(read) != 0 {
		t.Errorf("what is being read has changed to %v", read)
	}
	b.Press("Далее")
	b.Sees("Шаг 2 из 4", "Выпускаются 27 студентов", "ДО-19-3")
	s.form.effective.SetText("когда-нибудь")
	b.Press("Далее")
	b.Sees("Такой даты нет, формат: ДД.ММ.ГГГГ")
	s.form.effective.SetText("01.07.2026")
	s.form.number.SetText("7-в")
	b.Press("Далее")
	b.Sees("Шаг 2 из 4", "День выпуска 01.07.2026 ещё не наступил")
	s.form.effective.SetText("25.06.2026")
	s.form.number.SetText(" ")
	b.Press("Далее")
	b.Sees("Шаг 2 из 4", "введите номер приказа")
	if b.Window.Canvas().Focused() != fyne.Focusable(s.form.number) {
		t.Error("the number of the order is not asked for in its field")
	}
	b.field(0).SetText("7-в")
	b.Key(fyne.KeyReturn)
	b.Sees("Шаг 3 из 4", "Файл не выбран", "Переход пройдёт без списков")
	if !b.Find("Без списков").Disabled() {
		t.Error("no file is chosen, yet one can be put aside")
	}
	b.Press("Далее")
	b.Sees("Шаг 4 из 4")
	b.SeesNot("Списки")
	b.Press("Предыдущий шаг")
	b.Press("Предыдущий шаг")
	s.form.chats.SetSelected(model.DeleteChats)
	s.form.explain()
	b.Sees("не восстанавливается")
	b.Press("Далее")
	b.Press("Далее")
	b.Sees("переписка не вернётся", "чатов удалить: 2")
	find := func(key string, texts ...string) {
		t.Helper()
		widgetsIn[*widgets.Tabs](b.shell.Top().Content())[0].Select(key)
		b.Sees(texts...)
	}
	find(partGraduates, "Воробьёва Алёна Сергеевна", "АМ-19-1")
	find(partChats, "удаляется из VK", "не будет создан в VK", "ДО-19-3 родители")
	b.Press("Выполнить переход…")
	b.Sees("Перейти на 2026/2027 учебный год?", "27 студентов выпускаются по приказу № 7-в с 25.06.2026", "2 чата будут удалены из VK", "можно отменить")
	b.Press("Выполнить переход")
	if want := "turn the year with order 7-в from 25.06.2026, chats 2, map[1:2]"; len(f.did) != 1 || f.did[0] != want {
		t.Errorf("did %q", f.did)
	}
	b.Sees("Колледж перешёл на 2026/2027 учебный год. Чаты будут исправлены. Теперь загрузите списки: первый курс и нагрузку на этот год.")
	if b.shell.Top() != shell.Screen(b.section) {
		t.Error("the groups are not shown again")
	}
}

// TestYearTurnSaysWhatIsWrongAtTheOrder: the words stood below the choice about the chats, out of sight in a low window.
func TestYearTurnSaysWhatIsWrongAtTheOrder(t *testing.T) {
	b := newBenchLook(t, admin().withYearTurn(), fyne.NewSize(512, 400), fynetheme.VariantLight, nil)
	s := b.turnYear()
	b.Press("Далее")
	b.Press("Далее")
	words := viewtest.InFront[*widgets.Copyable](&b.Person)[0]
	place := fyne.CurrentApp().Driver().AbsolutePositionForObject
	if bottom := place(words).Y + words.Size().Height; bottom > 400 || bottom > place(s.form.chats.Field).Y {
		t.Errorf("the reason %q ends at %.0f, the choice about the chats begins at %.0f", words.Text(), bottom, place(s.form.chats.Field).Y)
	}
}

// TestYearTurnUnderWay: while lessons go on the first step asks on which courses the groups are, once.
func TestYearTurnUnderWay(t *testing.T) {
	f := admin().withYearTurn()
	f.turning.Today = time.Date(2026, 10, 5, 0, 0, 0, 0, time.UTC)
	b := newBench(t, f)
	b.turnYear()
	b.Press("Далее")
	b.Sees("Учебный год 2026/2027 уже идёт", "На каких курсах группы сейчас?")
	b.Press("Отмена")
	b.Sees("Шаг 1 из 4")
	b.Press("Далее")
	b.Press("На прошлогодних, перейти")
	b.Sees("Шаг 2 из 4")
	b.Press("Предыдущий шаг")
	b.Press("Далее")
	b.Sees("Шаг 2 из 4")
}

func TestYearTurnIsRefused(t *testing.T) {
	f := admin().withYearTurn()
	f.editErr = errors.New("на диске мало места: освободите место и повторите")
	b := newBench(t, f)
	b.turnYear()
	b.Press("Далее")
	b.field(0).SetText("7-в")
	b.Press("Далее")
	b.Press("Далее")
	b.Press("Выполнить переход…")
	b.Press("Выполнить переход")
	b.Sees("Переход не выполнен", "На диске мало места")
	b.Press("Понятно")
	b.Sees("Шаг 4 из 4")
	f.readErr = errors.New("база данных занята")
	b.shell.Top().Do(shell.CommandRefresh)
	b.Sees("Списки не прочитаны", "База данных занята")
	f.readErr = nil
	b.Press("Повторить")
	b.Sees("Шаг 4 из 4")
}

func TestYearTurnWithoutGraduates(t *testing.T) {
	f := admin().withYearTurn()
	b := newBench(t, f)
	s := b.turnYear()
	s.groups.SelectKeys(3)
	b.Press("Остаются как есть")
	b.Press("Далее")
	b.Sees("Шаг 3 из 4")
	b.Press("Далее")
	b.Sees("Шаг 4 из 4")
	b.Press("Предыдущий шаг")
	b.Press("Предыдущий шаг")
	b.Sees("Шаг 1 из 4")
	s.groups.SelectKeys(1, 2, 4)
	b.Press("Остаются как есть")
	if !b.Find("Далее").Disabled() {
		t.Error("where nothing changes one can go on")
	}
	b.Press("Назад")
	b.Sees("Уйти без перехода?")
	b.Press("Уйти")
	if b.shell.Top() != shell.Screen(b.section) || len(f.did) != 0 {
		t.Errorf("after leaving: %T, did %q", b.shell.Top(), f.did)
	}
}

func TestYearTurnIsTheAdministrators(t *testing.T) {
	f := admin()
	f.access = model.PeopleAccess{See: true, Everybody: true}
	b := newBench(t, f)
	b.SeesNot("Новый учебный год")
}

func yearTurnScenes() []scene {
	prepare := func(f *fakeService) { f.withYearTurn() }
	steps := func(fate model.GraduatesChats, number string, steps int, part string) func(*bench) {
		return func(b *bench) {
			s := b.turnYear()
			for n := range steps {
				if n == 1 {
					s.form.number.SetText(number)
					s.form.chats.SetSelected(fate)
					s.form.explain()
				}
				b.Press("Далее")
			}
			if part != "" {
				widgetsIn[*widgets.Tabs](s.Content())[0].Select(part)
			}
		}
	}
	many := func(f *fakeService) {
		const long = "ОЧЕНЬ-ДЛИННАЯ-ГРУППА-23-"
		f.withYearTurn()
		f.turning.Turned = 2026
		for i := range 60 {
			g := model.Group{ID: model.GroupID(10 + i), Name: long + fmt.Sprint(i), Year: i % 5, Specialty: strings.Repeat("Организация игровой деятельности ", 4)}
			f.turning.Groups = append(f.turning.Groups, g)
			in := []model.GroupID{g.ID}
			f.turning.Students[g.ID] = []model.TurnStudent{{Person: model.PersonID(9000 + i), Now: in, Then: in,
				Name: model.ParseName("Константинопольская-Преображенская Александра-Владислава Константиновна")}}
			f.turning.Chats = append(f.turning.Chats, model.ListedChat{Chat: model.Chat{ID: model.ChatID(100 + i), Auto: true, Peer: 1,
				Title: g.Name + "/Теоретические основы организации обучения в начальных классах(ОП)", Key: model.ChatKey{Type: model.ChatSubject, Group: g.ID}},
				Members: f.turning.Chats[0].Members})
		}
	}
	nothing := func(f *fakeService) { f.turning.Today = time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC) }
	return append(yearFileScenes(), []scene{
		{"year-groups", prepare, func(b *bench) { b.turnYear().groups.SelectKeys(1, 3) }},
		{"year-groups-many", many, steps(0, "", 0, "")},
		{"year-groups-none", nothing, steps(0, "", 0, "")},
		{"year-chats", prepare, steps(0, "", 1, "")},
		{"year-chats-no-number", prepare, steps(0, "", 2, "")},
		{"year-under-way", func(f *fakeService) {
			prepare(f)
			f.turning.Today = time.Date(2026, 10, 5, 0, 0, 0, 0, time.UTC)
		}, steps(0, "", 1, "")},
		{"year-chats-many", many, steps(model.EmptyChats, "7-в", 1, "")},
		{"year-preview", prepare, steps(model.EmptyChats, "7-в", 3, "")},
		{"year-preview-graduates", prepare, steps(model.KeepChats, "7-в", 3, partGraduates)},
		{"year-preview-chats", prepare, steps(model.EmptyChats, "7-в", 3, partChats)},
		{"year-preview-many", many, steps(model.DeleteChats, "7-в", 3, partChats)},
		{"year-confirm", prepare, func(b *bench) {
			steps(model.DeleteChats, "7-в", 3, "")(b)
			b.Press("Выполнить переход…")
		}},
		{"year-problems", many, func(b *bench) {
			steps(model.EmptyChats, "7-в", 3, "")(b)
			b.Press("Все замечания (2)…")
		}},
		{"year-done", prepare, func(b *bench) {
			steps(model.KeepChats, "7-в", 3, "")(b)
			b.Press("Выполнить переход…")
			b.Press("Выполнить переход")
		}},
	}...)
}
