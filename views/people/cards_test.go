package people

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

func (b *bench) openGroup() *groupCard {
	b.groups().Table.OnOpen(b.groups().Table.Rows()[1])
	return b.shell.Top().(*groupCard)
}

func TestGroupCard(t *testing.T) {
	b := newBench(t, admin())
	g := b.openGroup()
	b.Sees("Группа ДО-19-3", "44.02.01 Дошкольное образование", "Каган Наталья Васильевна", "Студенты (7)", "Дисциплины и подгруппы (3)")
	b.timer.Pass(time.Second) // no click of a double one
	b.Click("Дисциплины и подгруппы (3)")
	if b.Window.Canvas().Focused() != fyne.Focusable(g.subjects.Table.Grid) {
		t.Error("the list of the pressed tab has not got the keyboard")
	}
	b.Sees("Английский язык (ОГСЭ), подгруппа 1", "вся группа · 7", "не назначен")
	b.SeesNot("+ Добавить студента")
	b.shell.Back()
	b.Sees("Пользователи")
}

func TestCuratorIsAppointed(t *testing.T) {
	b := newBench(t, admin())
	b.openGroup()
	b.Press("Назначить куратора…")
	b.Sees("по ссылке и станет их администратором")
	choose[model.PersonID](b, 0, 12)
	b.Press("Назначить")
	b.did("curator of 3: 12")
	b.Press("Назначить куратора…")
	choose[model.PersonID](b, 0, 0)
	b.Key(fyne.KeyReturn) // the focus is on the choice, which opens
	b.Key(fyne.KeyEscape)
	b.Press("Назначить")
	b.did("curator of 3: 12", "curator of 3: 0")
}

// TestCuratorIsShownAtOnce: the card has the new curator when the dialog has gone, whenever the news of it comes.
func TestCuratorIsShownAtOnce(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.openGroup()
	b.Press("Назначить куратора…")
	b.SeesNot("Лебедев Олег Иванович")
	f.card.CuratorName = model.ParseName("Лебедев Олег Иванович")
	b.Press("Назначить")
	b.Sees("Лебедев Олег Иванович")
	b.Press("Изменить…")
	f.card.Specialty = "44.02.02 Преподавание в начальных классах"
	b.Press("Сохранить")
	b.Sees("44.02.02 Преподавание в начальных классах")
}

// TestGroupChangedMeanwhile: what another administrator saved is told in the dialog, which stays.
func TestGroupChangedMeanwhile(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.openGroup()
	b.Press("Изменить…")
	b.field(0).SetText("ДО-20-3")
	f.editErr = &model.Conflict{Thing: "группу ДО-19-3", Who: "Лебедев Олег Иванович", At: time.Date(2026, 11, 30, 14, 5, 0, 0, time.UTC),
		What: "курс: 3 → 4", Now: json.RawMessage(`{"ID":3,"Name":"ДО-19-3","Year":4,"Specialty":"другая"}`)}
	b.Press("Сохранить")
	b.Sees("Уже изменено", "Пока вы изменяли группу ДО-19-3", "Лебедев Олег Иванович, 14:05", "курс: 3 › 4")
	b.Press("Отмена")
	if b.field(0).Text != "ДО-20-3" {
		t.Error("what was typed is gone")
	}
	b.Press("Сохранить")
	f.editErr = nil
	b.Press("Сохранить моё")
	if f.groupEdit.Name != "ДО-20-3" || f.seen.Specialty != "другая" || b.DialogOpen() {
		t.Errorf("saved %+v over %+v", f.groupEdit, f.seen)
	}
	b.Press("Изменить…")
	f.editErr = &model.Conflict{Thing: "группу ДО-19-3", Now: json.RawMessage(`{}`)}
	b.Press("Сохранить")
	b.Sees("Кто-то другой")
	b.Press("Оставить как есть")
	if b.DialogOpen() {
		t.Error("the form stays though the other's change was taken")
	}
}

// TestFormOpensOnce, however often its button is pressed while what it offers is read.
func TestFormOpensOnce(t *testing.T) {
	b := newBench(t, admin())
	b.late.Late = true
	for _, tab := range []string{"groups", "students", "parents", "orders"} {
		b.tab(tab)
		b.late.Run()
		b.late.Run()
		add := b.section.lists[b.section.current].addDo
		add()
		add()
		for range 3 {
			b.late.Run()
		}
		if open := len(b.Window.Canvas().Overlays().List()); open != 1 {
			t.Errorf("%s: %d forms are open", tab, open)
		}
		b.Press("Отмена")
	}
}

func TestGroupIsEdited(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.openGroup()
	b.Press("Изменить…")
	b.field(0).SetText("ДО-20-3")
	b.Press("Сохранить")
	b.did("edit group 3")
	if want := (model.GroupEdit{Name: "ДО-20-3", Year: 4, Specialty: "44.02.01 Дошкольное образование", Curator: 11}); f.groupEdit != want {
		t.Errorf("sent %+v", f.groupEdit)
	}
}

func TestTeachersAndLearnersAreEdited(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	g := b.openGroup()
	g.tabs.Select(tabSubjects)
	g.subjects.Table.SelectKeys(30)
	b.item(g.subjects.Menu(), "Студенты…")
	b.Sees("Вся группа: учатся все студенты", "Преподаватели (1)", "Студенты (2)")
	b.Key(fyne.KeyEscape)

	form := newTeachingForm(f.card, f.card.Teachings[1], f.staff)
	form.open(b.deps, tabLearners)
	form.learners.SetChecked(101, 104)
	form.learners.OnChanged()
	if form.whole.Checked() {
		t.Error("choosing learners leaves the whole group")
	}
	form.teachers.SetChecked(10, 13)
	form.hours.SetText("шестьдесят")
	b.Press("Сохранить")
	b.Sees("Часы по плану — целое число")
	b.did()
	form.hours.SetText("60")
	f.editErr = errors.New("пока вы изменяли предмет, сохранено другое")
	b.Press("Сохранить")
	b.Sees("Пока вы изменяли предмет, сохранено другое")
	if form.hours.Text != "60" || !slices.Equal(form.teachers.Checked(), []model.PersonID{10, 13}) {
		t.Error("what was typed is lost")
	}
	b.did("edit subject 31")
	f.editErr = nil
	form.hours.SetText("")
	b.Press("Сохранить")
	b.did("edit subject 31", "edit subject 31")
	e := f.teaching
	if e.WholeGroup || !slices.Equal(e.Learners, []model.PersonID{101, 104}) || !slices.Equal(e.Teachers, []model.PersonID{10, 13}) ||
		e.Subject != "История" || e.Index != "ОГСЭ" || e.Hours != 0 || e.Group != 3 {
		t.Errorf("sent %+v", e)
	}
}

func TestSubjectIsAddedAndEnded(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	g := b.openGroup()
	g.tabs.Select(tabSubjects)
	g.Do(shell.CommandAdd)
	b.field(0).SetText("Химия")
	b.Press("Добавить")
	b.did("add subject Химия")
	if !f.teaching.WholeGroup {
		t.Error("a new subject is not for the whole group")
	}
	g.subjects.Table.SelectKeys(30, 31)
	b.Key(fyne.KeyDelete)
	if !b.DialogOpen() {
		g.subjects.Table.Grid.OnDelete()
	}
	b.Sees("Завершить 2 предмета?", "История (ОГСЭ)")
	b.Press("Завершить 2 предмета")
	b.did("add subject Химия", "end subjects [30 31]")
}

func TestTeacherSeesLearnersOnly(t *testing.T) {
	f := admin()
	f.access, f.card.Access = model.PeopleAccess{See: true}, model.PeopleAccess{See: true}
	b := newBench(t, f)
	g := b.openGroup()
	b.SeesNot("+ Добавить студента", "Изменить…", "Назначить куратора…")
	g.tabs.Select(tabSubjects)
	g.subjects.Table.OnOpen(g.subjects.Table.Rows()[0])
	b.Sees("Анисимова Юлия Алексеевна", "Гайворонская Наталья Владимировна")
	b.SeesNot("Сохранить")
	b.Key(fyne.KeyEscape)
	g.subjects.Table.SelectKeys(30)
	g.subjects.Table.Grid.OnDelete()
	if b.DialogOpen() {
		t.Error("Del offers to end a subject")
	}
}

// TestCardWithoutChats: who has a group, subject or child gets chats as soon as they are made; others need one of these first.
func TestCardWithoutChats(t *testing.T) {
	const made, needed = "создаёт «Инициализировать список»", "когда у человека будет группа, предмет или роль"
	for name, c := range map[string]struct {
		card model.PersonCard
		says string
	}{
		"student":  {model.PersonCard{Groups: []model.Enrolled{{Group: 3}}}, made},
		"leaver":   {model.PersonCard{Groups: []model.Enrolled{{Group: 3, Until: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), Now: true}}}, made},
		"curator":  {model.PersonCard{Curates: []model.GroupChoice{{Group: 3}}}, made},
		"teacher":  {model.PersonCard{Teachings: []model.TeachingRow{{}}}, made},
		"parent":   {model.PersonCard{Children: []model.Relative{{Person: 104}}}, made},
		"graduate": {model.PersonCard{Groups: []model.Enrolled{{Group: 3, Until: time.Date(2025, 9, 1, 0, 0, 0, 0, time.UTC)}}}, needed},
		"nobody":   {model.PersonCard{}, needed},
	} {
		if hint := (&personCard{card: c.card}).chats().empty.Hint; !strings.Contains(hint, c.says) {
			t.Errorf("%s: the card says %q", name, hint)
		}
	}
}

func TestPersonCard(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	p := b.students()
	p.Table.OnOpen(p.Table.Rows()[1])
	card := b.shell.Top().(*personCard)
	b.Sees("Воробьёва Алёна Сергеевна", "студент", "привязан", "vorobeva.as", "ДО-19-3/История(ОГСЭ)", "ждёт входа", "отказ")
	b.timer.Pass(time.Second)
	b.Click("Группы (2)")
	b.Sees("01.09.2025", "по настоящее время", "31.08.2025")
	if b.Window.Canvas().Focused() != fyne.Focusable(card.list.Grid) {
		t.Errorf("after a tab was chosen the keyboard is at %T", b.Window.Canvas().Focused())
	}
	card.tabs.Select("parents")
	b.Sees("Воробьёв Пётр Ильич", "отец")
	for _, part := range card.parts {
		if part.key == "parents" {
			b.item(factMenu(table.Pointers(part.facts[:1])), "Убрать родителя…")
		}
	}
	b.Press("Убрать родителя")
	b.did("remove parent 201 of 101")
	f.Publish(model.Change{Roster: true})
	b.timer.Pass(time.Second)
	b.Sees("Кем приходится") // the open tab stays after a new reading
	b.item(card.menu(), "Добавить родителя…")
	b.field(0).SetText("Воробьёва")
	b.field(1).SetText("Анна")
	choose[string](b, 0, "мать")
	b.Press("Добавить")
	if f.newParent.Student != 101 || f.newParent.Relation != "мать" {
		t.Errorf("sent %+v", f.newParent)
	}
	b.Press("Изменить ФИО…")
	b.field(0).SetText("Соловьёва")
	b.Press("Сохранить")
	if got := f.did[len(f.did)-1]; got != "rename 101: Соловьёва Алёна Сергеевна" {
		t.Error(got)
	}
}

func TestTeachersCard(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.shell.Push(newPersonCard(b.deps, 11))
	card := b.shell.Top().(*personCard)
	b.Sees("родитель, сотрудник", "куратор, преподаватель-предметник", "Куратор групп (1)", "Студенты (1)")
	b.item(card.menu(), "Отметить выбывшим…")
	b.Sees("Отметить выбывшим 1 сотрудника?", "Сотрудник выйдет из всех чатов колледжа", "Без куратора останутся: ДО-19-3", "1 предмет")
	b.Press("Отметить выбывшим")
	b.did("staff leave [11]")
}

// TestCardOfOthers: people who may not edit find nothing to edit with.
func TestCardOfOthers(t *testing.T) {
	f := admin()
	card := f.people[101]
	card.Access, card.Parents, card.Login = model.PeopleAccess{See: true}, nil, ""
	f.people[101] = card
	b := newBench(t, f)
	b.shell.Push(newPersonCard(b.deps, 101))
	b.Sees("Воробьёва Алёна Сергеевна")
	b.SeesNot("Изменить ФИО…", "Действия", "Родители (")
}

// TestDialogsKeepWhatWasEntered: each asks before it drops something, and nothing else. The order form has tests of its own.
func TestDialogsKeepWhatWasEntered(t *testing.T) {
	groups := []table.Option[model.GroupID]{{Key: 1, Label: "ДО-19-3"}, {Key: 2, Label: "В-1"}}
	anna := model.ParseName("Рязанцева Елена Викторовна")
	f := admin()
	card := model.GroupCard{Group: model.Group{ID: 3, Name: "ДО-19-3"}, Students: f.students, Access: everything}
	teaching := model.TeachingRow{Teaching: model.Teaching{ID: 7, Group: 3, WholeGroup: true, Subject: "Педагогика"}}
	for name, open := range map[string]func(*bench){
		"a new group":   func(b *bench) { addGroup(b.deps) },
		"a group":       func(b *bench) { editGroup(b.deps, model.Group{ID: 3, Name: "ДО-19-3", Year: 2}, func() {}) },
		"a curator":     func(b *bench) { chooseCurator(b.deps, model.Group{ID: 3, Name: "ДО-19-3"}, func() {}) },
		"a new student": func(b *bench) { addStudent(b.deps, groups, 1) },
		"a move":        func(b *bench) { moveStudents(b.deps, []model.PersonID{100}) },
		"a return":      func(b *bench) { returnStudents(b.deps, []model.PersonID{100}) },
		"a parent":      func(b *bench) { addParentOf(b.deps, 100, anna) },
		"a child":       func(b *bench) { addChild(b.deps, 200, anna) },
		"a new member":  func(b *bench) { staffList{b.deps, everything}.add() },
		"roles":         func(b *bench) { staffList{b.deps, everything}.editRoles(model.StaffRow{Person: 1, Name: anna}) },
		"a name":        func(b *bench) { rename(b.deps, 1, anna) },
		"a subject":     func(b *bench) { openTeaching(b.deps, card, teaching, tabFields) },
		"its teachers":  func(b *bench) { openTeaching(b.deps, card, teaching, tabTeachers) },
		"its learners":  func(b *bench) { openTeaching(b.deps, card, teaching, tabLearners) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, f)
			b.KeepsWhatWasEntered(func() { open(b) }, "Отмена")
		})
	}
}

// TestSubjectRemembersItsOtherTab: what was entered on one part of the dialog is not dropped from another.
func TestSubjectRemembersItsOtherTab(t *testing.T) {
	b := newBench(t, admin())
	openTeaching(b.deps, model.GroupCard{Group: model.Group{ID: 3}, Access: everything}, model.TeachingRow{}, tabFields)
	b.field(0).TypedRune('Ф')
	nth[*widgets.Tabs](b, 0).Select(tabTeachers)
	b.Key(fyne.KeyEscape)
	b.Sees("Закрыть без сохранения?")
}

// TestAddingOffersThePersonWhoIsThere: a person of that name in the college is offered and taken by one click; nobody
// becomes two people unasked.
func TestAddingOffersThePersonWhoIsThere(t *testing.T) {
	kagan := model.Person{ID: 11, Name: model.ParseName("Каган Наталья Васильевна"), Kind: model.Staff}
	open := func() (*bench, *fakeService) {
		f := admin()
		b := newBench(t, f)
		f.editErr = &model.KnownPerson{Known: []model.Person{kagan}}
		addParentOf(b.deps, 100, model.ParseName("Анисимова Юлия"))
		b.field(0).SetText("Каган Наталья Васильевна")
		b.Press("Добавить")
		b.Sees("Это тот же человек?", "Каган Наталья Васильевна уже есть в колледже: сотрудник")
		return b, f
	}
	b, f := open()
	f.editErr = nil
	b.Press("Да, это он")
	if b.DialogOpen() || f.newParent.Known != 11 {
		t.Errorf("sent %+v", f.newParent)
	}
	b, f = open()
	f.editErr = nil
	b.Press("Другой человек")
	if b.DialogOpen() || f.newParent.Known != 0 || !f.newParent.Person.Namesake {
		t.Errorf("sent %+v", f.newParent)
	}
	b, f = open()
	b.Press("Вернуться")
	f.editErr = nil
	b.Press("Добавить")
	if f.newParent.Known != 0 || f.newParent.Person.Namesake {
		t.Errorf("without an answer %+v was sent", f.newParent)
	}
}

// TestCardGivesFurtherKinds: a parent becomes a member of staff, and a member of staff a parent.
func TestCardGivesFurtherKinds(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	makeStaff(b.deps, 201, model.ParseName("Воробьёва Анна"))
	viewtest.InFront[*widgets.Check](&b.Person)[1].Tapped(nil)
	b.Press("Сделать сотрудником")
	if f.newStaff.Known != 201 || f.newStaff.Roles != model.RoleTeacher {
		t.Errorf("sent %+v", f.newStaff)
	}
}
