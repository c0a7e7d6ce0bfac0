package people

import (
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/shell"
)

func (b *bench) openGroup() *groupCard {
	b.groups().table.OnOpen(b.groups().table.Rows()[1])
	return b.shell.Top().(*groupCard)
}

func TestGroupCard(t *testing.T) {
	b := newBench(t, admin())
	g := b.openGroup()
	b.sees("Группа ДО-19-3", "44.02.01 Дошкольное образование", "Каган Наталья Васильевна", "Студенты (7)", "Дисциплины и подгруппы (3)")
	g.tabs.Select(tabSubjects)
	b.sees("Английский язык (ОГСЭ), подгруппа 1", "вся группа · 7", "не назначен")
	b.seesNot("+ Добавить студента")
	b.shell.Back()
	b.sees("Пользователи")
}

func TestCuratorIsAppointed(t *testing.T) {
	b := newBench(t, admin())
	b.openGroup()
	b.press("Назначить куратора…")
	b.sees("администратором чатов")
	choose[model.PersonID](b, 0, 12)
	b.press("Назначить")
	b.did("curator of 3: 12")
	b.press("Назначить куратора…")
	choose[model.PersonID](b, 0, 0)
	b.key(fyne.KeyReturn) // the focus is on the choice, which opens
	b.key(fyne.KeyEscape)
	b.press("Назначить")
	b.did("curator of 3: 12", "curator of 3: 0")
}

// TestCuratorIsShownAtOnce: the card has the new curator when the dialog has gone, whenever the news of it comes.
func TestCuratorIsShownAtOnce(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.openGroup()
	b.press("Назначить куратора…")
	b.seesNot("Лебедев Олег Иванович")
	f.card.CuratorName = model.ParseName("Лебедев Олег Иванович")
	b.press("Назначить")
	b.sees("Лебедев Олег Иванович")
	b.press("Изменить…")
	f.card.Specialty = "44.02.02 Преподавание в начальных классах"
	b.press("Сохранить")
	b.sees("44.02.02 Преподавание в начальных классах")
}

// TestGroupChangedMeanwhile: what another administrator saved is told in the dialog, which stays.
func TestGroupChangedMeanwhile(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.openGroup()
	b.press("Изменить…")
	f.editErr = errors.New("пока вы изменяли группу, её изменил кто-то другой: закройте это окно")
	b.press("Сохранить")
	b.sees("Пока вы изменяли группу, её изменил кто-то другой")
	if !b.dialogOpen() {
		t.Error("what was typed is gone")
	}
}

func TestGroupIsEdited(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.openGroup()
	b.press("Изменить…")
	b.field(0).SetText("ДО-20-3")
	b.press("Сохранить")
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
	g.subjects.table.SelectKeys(30)
	b.item(g.subjects.menu(), "Учащиеся…")
	b.sees("Вся группа: учатся все студенты", "Преподаватели (1)", "Учащиеся (2)")
	b.key(fyne.KeyEscape)

	form := newTeachingForm(f.card, f.card.Teachings[1], f.staff)
	form.open(b.deps, tabLearners)
	form.learners.SetChecked(101, 104)
	form.learners.OnChanged()
	if form.whole.Checked() {
		t.Error("choosing learners leaves the whole group")
	}
	form.teachers.SetChecked(10, 13)
	form.hours.SetText("шестьдесят")
	b.press("Сохранить")
	b.sees("Часы по плану — целое число")
	b.did()
	form.hours.SetText("")
	b.press("Сохранить")
	b.did("edit subject 31")
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
	b.press("Добавить")
	b.did("add subject Химия")
	if !f.teaching.WholeGroup {
		t.Error("a new subject is not for the whole group")
	}
	g.subjects.table.SelectKeys(30, 31)
	b.key(fyne.KeyDelete)
	if !b.dialogOpen() {
		g.subjects.table.OnDelete()
	}
	b.sees("Завершить 2 дисциплины?", "История (ОГСЭ)")
	b.press("Завершить 2 дисциплины")
	b.did("add subject Химия", "end subjects [30 31]")
}

func TestTeacherSeesLearnersOnly(t *testing.T) {
	f := admin()
	f.access, f.card.Access = model.PeopleAccess{See: true}, model.PeopleAccess{See: true}
	b := newBench(t, f)
	g := b.openGroup()
	b.seesNot("+ Добавить студента", "Изменить…", "Назначить куратора…")
	g.tabs.Select(tabSubjects)
	g.subjects.table.OnOpen(g.subjects.table.Rows()[0])
	b.sees("Анисимова Юлия Алексеевна", "Гайворонская Наталья Владимировна")
	b.seesNot("Сохранить")
	b.key(fyne.KeyEscape)
	g.subjects.table.SelectKeys(30)
	g.subjects.table.OnDelete()
	if b.dialogOpen() {
		t.Error("Del offers to end a subject")
	}
}

func TestPersonCard(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	p := b.students()
	p.table.OnOpen(p.table.Rows()[1])
	card := b.shell.Top().(*personCard)
	b.sees("Воробьёва Алёна Сергеевна", "студент", "привязан", "vorobeva.as", "ДО-19-3/История(ОГСЭ)", "ждёт входа", "отказ")
	card.tabs.Select("groups")
	b.sees("01.09.2025", "по настоящее время", "31.08.2025")
	card.tabs.Select("parents")
	b.sees("Воробьёв Пётр Ильич", "отец")
	for _, part := range card.parts {
		if part.key == "parents" {
			b.item(factMenu(part.facts[:1]), "Убрать родителя…")
		}
	}
	b.press("Убрать родителя")
	b.did("remove parent 201 of 101")
	f.publish(model.Change{Roster: true})
	b.pass()
	b.sees("Кем приходится") // the open tab stays after a new reading
	b.item(card.menu(), "Добавить родителя…")
	b.field(0).SetText("Воробьёва")
	b.field(1).SetText("Анна")
	choose[string](b, 0, "мать")
	b.press("Добавить")
	if f.newParent.Student != 101 || f.newParent.Relation != "мать" {
		t.Errorf("sent %+v", f.newParent)
	}
	b.press("Изменить ФИО…")
	b.field(0).SetText("Соловьёва")
	b.press("Сохранить")
	if got := f.did[len(f.did)-1]; got != "rename 101: Соловьёва Алёна Сергеевна" {
		t.Error(got)
	}
}

func TestTeachersCard(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.shell.Push(newPersonCard(b.deps, 11))
	card := b.shell.Top().(*personCard)
	b.sees("родитель, сотрудник", "куратор, преподаватель-предметник", "Куратор групп (1)", "Студенты (1)")
	b.item(card.menu(), "Отметить выбывшим…")
	b.sees("Без куратора останутся: ДО-19-3", "1 дисциплина")
	b.press("Отметить выбывшими")
	b.did("staff leave [11]")
}

// TestCardOfOthers: who may not edit finds nothing to edit with.
func TestCardOfOthers(t *testing.T) {
	f := admin()
	card := f.people[101]
	card.Access, card.Parents, card.Login = model.PeopleAccess{See: true}, nil, ""
	f.people[101] = card
	b := newBench(t, f)
	b.shell.Push(newPersonCard(b.deps, 101))
	b.sees("Воробьёва Алёна Сергеевна")
	b.seesNot("Изменить ФИО…", "Действия", "Родители (")
}
