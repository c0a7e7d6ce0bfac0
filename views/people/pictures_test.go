//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package people

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/lists"
	"zvonok/views/orders"
	"zvonok/views/shell"
	"zvonok/views/viewtest"
)

// TestPictures draws every screen and dialog, as viewtest.Pictures says.
func TestPictures(t *testing.T) {
	viewtest.Pictures(t, scenes(), func(s scene) string { return s.name }, draw)
}

func draw(t *testing.T, s scene, size fyne.Size, look fyne.ThemeVariant) fyne.Window {
	t.Helper()
	f := admin()
	if s.prepare != nil {
		s.prepare(f)
	}
	b := newBenchLook(t, f, size, look, nil)
	if s.show != nil {
		s.show(b)
	}
	return b.Window
}

func scenes() []scene {
	long := model.ParseName("Константинопольская-Преображенская Александра-Владислава Константиновна")
	longNames := func(f *fakeService) {
		for i := range f.students {
			f.students[i].Name, f.students[i].GroupName = long, "ОЧЕНЬ-ДЛИННАЯ-ГРУППА-23-1"
		}
		for i := range f.groups {
			f.groups[i].Name, f.groups[i].CuratorName = "ОЧЕНЬ-ДЛИННАЯ-ГРУППА-23-1", long
			f.groups[i].Specialty = "44.02.01 Теоретические и методические основы организации игровой деятельности детей раннего и дошкольного возраста"
		}
		f.card.CuratorName, f.card.Specialty, f.card.Name = long, f.groups[0].Specialty, f.groups[0].Name
		for i := range f.card.Teachings {
			f.card.Teachings[i].Subject = f.groups[0].Specialty
			f.card.Teachings[i].TeacherNames = []model.Name{long, long}
		}
		card := f.people[101]
		card.Name, card.Roles, card.Kind = long, model.RoleAdmin|model.RoleCurator|model.RoleTeacher|model.RightManageChats, model.Student|model.Parent|model.Staff
		f.people[101] = card
	}
	nothing := func(f *fakeService) {
		f.groups, f.students, f.parents, f.staff, f.rights = nil, nil, nil, nil, nil
		f.card.Students, f.card.Teachings = nil, nil
	}
	groupCard := func(b *bench) *groupCard {
		b.shell.Push(newGroupCard(b.deps, 3))
		return b.shell.Top().(*groupCard)
	}
	person := func(id model.PersonID, tab string) func(*bench) {
		return func(b *bench) {
			b.shell.Push(newPersonCard(b.deps, id))
			if tab != "" {
				b.shell.Top().(*personCard).tabs.Select(tab)
			}
		}
	}
	return slices.Concat(yearTurnScenes(), orderScenes(long, longNames), []scene{
		{"groups", nil, nil},
		{"groups-long", longNames, nil},
		{"groups-empty", nothing, nil},
		{"groups-curator", func(f *fakeService) {
			f.access = model.PeopleAccess{See: true, Parents: true}
			f.groups = f.groups[2:3]
		}, nil},
		{"closed", func(f *fakeService) { f.access = model.PeopleAccess{} }, nil},
		{"failed", func(f *fakeService) {
			f.readErr = errors.New("база данных занята или недоступна")
		}, nil},
		{"group-conflict", func(f *fakeService) {
			f.editErr = &model.Conflict{Thing: "группу ДО-19-3", Who: "Константинопольская-Преображенская Александра Владиславовна",
				At: time.Date(2026, 11, 30, 14, 5, 0, 0, time.UTC), What: "курс: 3 → 4; специальность: — → 44.02.01 Дошкольное образование"}
		}, func(b *bench) {
			groupCard(b)
			b.Press("Изменить…")
			b.Press("Сохранить")
		}},
		{"issued", nil, func(b *bench) {
			i := &issue{deps: b.deps, title: "Учётные записи созданы"}
			for n := range 30 {
				i.issued = append(i.issued, model.Issued{Person: model.PersonID(n), Name: long,
					Group: "ДО-19-3", Login: "konstantinopolskaia.ak12", Password: "kp7m-x4hd-r9tw", Until: time.Date(2027, 3, 29, 0, 0, 0, 0, time.UTC)})
			}
			i.show()
		}},
		{"students", nil, func(b *bench) { b.tab("students") }},
		{"students-menu", nil, func(b *bench) {
			b.tab("students")
			p := b.section.lists[1].tab.(*lists.Pane[model.StudentRow, model.PersonID])
			p.Table.SelectKeys(101, 103)
			p.Actions.Open()
		}},
		{"students-long", longNames, func(b *bench) { b.tab("students") }},
		{"students-none", nil, func(b *bench) {
			b.tab("students")
			b.section.lists[1].tab.(*lists.Pane[model.StudentRow, model.PersonID]).NameSearch.SetText("нет такого")
		}},
		{"parents", nil, func(b *bench) { b.tab("parents") }},
		{"staff", nil, func(b *bench) { b.tab("staff") }},
		{"rights", nil, func(b *bench) { b.tab("rights") }},
		{"rights-own", nil, func(b *bench) {
			b.tab("rights")
			r := b.section.lists[5].tab.(*rightsList)
			r.Table.SelectKeys(1)
			b.item(r.menu(r.Table.Selected()), "Снять права администратора ПОО…")
		}},
		{"accounts", func(f *fakeService) { f.accounts = withAccounts().accounts }, func(b *bench) { b.tab("accounts") }},
		{"accounts-long", func(f *fakeService) {
			f.accounts = withAccounts().accounts
			for i := range f.accounts {
				f.accounts[i].Name, f.accounts[i].Group, f.accounts[i].Login = long, "ОЧЕНЬ-ДЛИННАЯ-ГРУППА-23-1", "konstantinopolskaia.ak12"
			}
		}, func(b *bench) { b.tab("accounts") }},
		{"accounts-none", nil, func(b *bench) { b.tab("accounts") }},
		{"accounts-renew", func(f *fakeService) { f.accounts = withAccounts().accounts }, func(b *bench) {
			b.tab("accounts")
			b.Press("Новые листки: срок истёк…")
		}},
		{"add-group", nil, func(b *bench) { b.Press("+ Добавить группу") }},
		{"add-student", nil, func(b *bench) { b.tab("students"); b.Press("+ Добавить студента") }},
		{"add-student-namesake", func(f *fakeService) {
			f.editErr = model.NewPerson{Name: f.students[0].Name}.CheckNamesake([]model.Name{f.students[0].Name}, "в группе ДО-19-3")
		}, func(b *bench) {
			b.tab("students")
			b.Press("+ Добавить студента")
			choose[model.GroupID](b, 0, 3)
			b.Press("Добавить")
		}},
		{"add-parent-known", func(f *fakeService) {
			f.editErr = &model.KnownPerson{Known: []model.Person{{ID: 11, Name: model.ParseName("Каган Наталья Васильевна"), Kind: model.Staff}}}
		}, func(b *bench) {
			addParentOf(b.deps, 100, model.ParseName("Анисимова Юлия"))
			b.Press("Добавить")
		}},
		{"add-parent", nil, func(b *bench) { b.tab("parents"); b.Press("+ Добавить родителя") }},
		{"add-staff", nil, func(b *bench) { b.tab("staff"); b.Press("+ Добавить сотрудника") }},
		{"leave-staff", nil, func(b *bench) { leaveStaff(b.deps, b.service.staff[:2], nil) }},
		{"group", nil, func(b *bench) { groupCard(b) }},
		{"group-long", longNames, func(b *bench) { groupCard(b) }},
		{"group-empty", nothing, func(b *bench) { groupCard(b) }},
		{"group-subjects", nil, func(b *bench) { groupCard(b).tabs.Select(tabSubjects) }},
		{"group-subjects-long", longNames, func(b *bench) { groupCard(b).tabs.Select(tabSubjects) }},
		{"group-readonly", func(f *fakeService) { f.card.Access = model.PeopleAccess{See: true} }, func(b *bench) { groupCard(b).tabs.Select(tabSubjects) }},
		{"subject", nil, func(b *bench) { openTeaching(b.deps, b.service.card, b.service.card.Teachings[0], tabFields) }},
		{"subject-teachers", nil, func(b *bench) { openTeaching(b.deps, b.service.card, b.service.card.Teachings[0], tabTeachers) }},
		{"subject-learners", nil, func(b *bench) { openTeaching(b.deps, b.service.card, b.service.card.Teachings[0], tabLearners) }},
		{"subject-readonly", func(f *fakeService) { f.card.Access = model.PeopleAccess{See: true} }, func(b *bench) {
			openTeaching(b.deps, b.service.card, b.service.card.Teachings[0], tabFields)
		}},
		{"student", nil, person(101, "")},
		{"student-parents", nil, person(101, "parents")},
		{"student-steps", func(f *fakeService) { f.withOrders().withSteps() }, person(101, "steps")},
		{"student-no-steps", nil, person(101, "steps")},
		{"student-no-chats", func(f *fakeService) {
			card := f.people[101]
			card.Chats = nil
			f.people[101] = card
		}, person(101, "chats")},
		{"student-long", longNames, person(101, "subjects")},
		{"teacher", nil, person(11, "")},
	})
}

// losingOrder fills in an order by which a group ends.
func (b *bench) losingOrder() {
	f := b.service
	for i, s := range f.students[:7] {
		f.losses.Leavers = append(f.losses.Leavers, model.Mover{Person: s.Person, Name: s.Name, Chats: 2 + i%2})
	}
	f.losses.Chats, f.losses.Emptied = 5, []string{"ДО-19-3"}
	b.tab("orders")
	b.section.Do(shell.CommandAdd)
	pick(b, 0, model.OrderWithdraw)
	pick[model.GroupID](b, 0, 3)
	b.mark(100, 101, 102, 103, 104, 105, 106)
	b.timer.Pass(time.Second)
}

func orderScenes(long model.Name, longNames func(*fakeService)) []scene {
	withOrders := func(f *fakeService) { f.withOrders() }
	loadOrders := func(b *bench) {
		screen := orders.NewImport(b.deps.orders())
		b.shell.Push(screen)
		screen.Open([]string{"приказы.csv"})
	}
	return []scene{
		{"orders", withOrders, func(b *bench) { b.tab("orders") }},
		{"orders-long", func(f *fakeService) {
			withOrders(f)
			for i := range f.orders {
				f.orders[i].Who = long.String()
			}
		}, func(b *bench) { b.tab("orders") }},
		{"orders-empty", nil, func(b *bench) { b.tab("orders") }},
		{"order", withOrders, func(b *bench) { b.shell.Push(orders.NewCard(b.deps.orders(), 1)) }},
		{"order-disband", withOrders, func(b *bench) { b.shell.Push(orders.NewCard(b.deps.orders(), 3)) }},
		{"order-cancel", withOrders, func(b *bench) { orders.Cancel(b.deps.orders(), 1) }},
		{"order-add", withOrders, func(b *bench) {
			b.tab("orders")
			b.Press("+ Добавить приказ")
			pick[model.GroupID](b, 0, 3)
			b.mark(100, 101, 102)
			pick[model.GroupID](b, 0, 1)
		}},
		{"order-add-losses", withOrders, func(b *bench) { b.losingOrder() }},
		{"order-ask-losing", withOrders, func(b *bench) {
			b.losingOrder()
			b.service.editErr = &model.LossError{Losses: b.service.losses}
			b.field(0).SetText("24-к")
			b.Press("Добавить")
		}},
		{"order-add-left", withOrders, func(b *bench) {
			b.tab("orders")
			b.Press("+ Добавить приказ")
			pick[model.GroupID](b, 0, 3)
			b.mark(100, 101, 102, 103, 104)
			pick(b, 0, model.OrderReturn)
		}},
		{"order-add-nobody", func(f *fakeService) {
			withOrders(f)
			f.editErr = model.ErrNobody
		}, func(b *bench) {
			b.tab("orders")
			b.Press("+ Добавить приказ")
			pick[model.GroupID](b, 0, 3)
			b.mark(100, 101, 102, 103, 104)
			pick(b, 0, model.OrderEnroll)
			b.Press("Добавить")
		}},
		{"order-add-known", func(f *fakeService) {
			withOrders(f)
			f.editErr = &model.OrderNamesake{Name: long, Known: []model.OrderChoice{{Person: 105, Name: long, Detail: "выбыл из ДО-19-3"}}}
		}, func(b *bench) {
			b.tab("orders")
			b.Press("+ Добавить приказ")
			pick(b, 0, model.OrderEnroll)
			b.Press("Добавить")
		}},
		{"orders-over", func(f *fakeService) {
			withOrders(f)
			f.ordersPreview.Over = []string{"из колледжа уйдут 558 студентов из 558: больше 20 %", "из группы ДО-19-3 уйдут 25 студентов из 25"}
		}, loadOrders},
		{"order-add-enrol", withOrders, func(b *bench) {
			b.tab("orders")
			b.Press("+ Добавить приказ")
			pick(b, 0, model.OrderEnroll)
		}},
		{"order-add-disband", withOrders, func(b *bench) {
			b.tab("orders")
			b.Press("+ Добавить приказ")
			pick(b, 0, model.OrderDisband)
		}},
		{"orders-load", withOrders, func(b *bench) { b.shell.Push(orders.NewImport(b.deps.orders())) }},
		{"orders-preview", withOrders, loadOrders},
		{"orders-problems", func(f *fakeService) {
			withOrders(f)
			f.ordersPreview.Problems = []model.ImportProblem{
				{Row: 3, Column: "ФИО", Value: "Анисимва Юлия Алексеевна", Message: "Студента с таким ФИО нет в колледже; может быть, это «Анисимова Юлия Алексеевна»?"},
				{Row: 7, Value: long.String(), Message: "На 10.11.2026 студент в группе ДО-19-3, а не в АМ-19-1: проверьте дату или загрузите недостающие приказы"}}
		}, loadOrders},
		{"orders-taken", withOrders, func(b *bench) {
			loadOrders(b)
			b.shell.Top().(*orders.Import).Tabs.Select("taken")
		}},
		{"orders-all-taken", func(f *fakeService) {
			withOrders(f)
			f.ordersPreview.Orders, f.ordersPreview.Fingerprint = nil, ""
		}, loadOrders},
		{"order-edit", withOrders, func(b *bench) { orders.Edit(b.deps.orders(), 1) }},
		{"order-edit-disband", withOrders, func(b *bench) { orders.Edit(b.deps.orders(), 3) }},
		{"order-edit-doubt", func(f *fakeService) {
			withOrders(f)
			f.editErr = fmt.Errorf("приказ вступает в силу 01.12.2062, это через 36 лет: %w", model.ErrOrderDoubt)
		}, func(b *bench) {
			orders.Edit(b.deps.orders(), 1)
			b.day(1).SetText("01.12.2062")
			b.Press("Сохранить")
		}},
		{"order-edit-long", func(f *fakeService) {
			longNames(f)
			withOrders(f)
		}, func(b *bench) { orders.Edit(b.deps.orders(), 1) }},
	}
}
