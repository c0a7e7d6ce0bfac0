package people

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/viewtest"
)

// fakeService answers from memory and notes what it was asked to do.
type fakeService struct {
	viewtest.Changes
	viewtest.Files
	fakeAccounts

	access   model.PeopleAccess
	person   model.Person
	groups   []model.GroupRow
	students []model.StudentRow
	left     []model.StudentRow
	parents  []model.ParentRow
	staff    []model.StaffRow
	rights   []model.RightsRow
	accounts []model.Account
	card     model.GroupCard
	people   map[model.PersonID]model.PersonCard

	orders        []model.OrderRow
	orderCards    map[model.OrderID]model.OrderCard
	ordersPreview model.OrdersPreview
	choicesOf     []string // the kinds and days of which people were asked for
	losses        model.Losses
	lossesOf      []string // the edits of which the losses were asked for

	turning     model.YearTurnCollege
	turnChoices model.YearTurnChoices
	lists       model.ImportPreview   // what the new year's lists change
	listGroups  []model.TurnFileGroup // and which groups they hold
	listsErr    error
	readPaths   []string

	readErr, editErr, rightsErr error

	did        []string // every edit in words
	teaching   model.TeachingEdit
	newParent  model.NewParent
	newPerson  model.NewPerson
	newStaff   model.NewStaff
	groupEdit  model.GroupEdit
	seen       model.Group // by who edited it
	rightsEdit model.RightsEdit
	over       bool // confirmed with the orders that were applied last
	orderEdit  model.OrderEdit
	reads      int
}

func (f *fakeService) do(format string, args ...any) error {
	f.did = append(f.did, fmt.Sprintf(format, args...))
	return f.editErr
}

func (f *fakeService) PeopleAccess(context.Context) (model.PeopleAccess, error) {
	return f.access, f.readErr
}
func (f *fakeService) Person() model.Person         { return f.person }
func (f *fakeService) College() string              { return "Педагогический колледж" }
func (f *fakeService) SyncStatus() model.SyncStatus { return model.SyncStatus{AgentHere: true} }

func (f *fakeService) Groups(context.Context) ([]model.GroupRow, error) {
	f.reads++
	return f.groups, f.readErr
}

func (f *fakeService) Students(_ context.Context, filter model.PeopleFilter) ([]model.StudentRow, error) {
	if filter.Left {
		return f.left, f.readErr
	}
	return f.students, f.readErr
}

func (f *fakeService) ReturnStudents(_ context.Context, ids []model.PersonID, g model.GroupID) error {
	return f.do("return %v to %d", ids, g)
}

func (f *fakeService) ReturnStaff(_ context.Context, ids []model.PersonID) error {
	return f.do("staff return %v", ids)
}

func (f *fakeService) Parents(context.Context, model.PeopleFilter) ([]model.ParentRow, error) {
	return f.parents, f.readErr
}

func (f *fakeService) StaffMembers(context.Context, model.PeopleFilter) ([]model.StaffRow, error) {
	return f.staff, f.readErr
}

func (f *fakeService) Rights(context.Context) ([]model.RightsRow, error) { return f.rights, f.readErr }

func (f *fakeService) Accounts(context.Context) ([]model.Account, error) {
	return f.accounts, f.readErr
}

func (f *fakeService) SetRights(_ context.Context, e model.RightsEdit) error {
	f.rightsEdit = e
	return f.rightsErr
}

func (f *fakeService) AddStudent(_ context.Context, g model.GroupID, n model.NewPerson) (model.PersonID, error) {
	f.newPerson = n
	return 900, f.do("add student %s to %d", n.Name, g)
}

func (f *fakeService) MoveStudents(_ context.Context, ids []model.PersonID, g model.GroupID) error {
	return f.do("move %v to %d", ids, g)
}

func (f *fakeService) LeaveStudents(_ context.Context, ids []model.PersonID) error {
	return f.do("students leave %v", ids)
}

func (f *fakeService) AddParent(_ context.Context, n model.NewParent) (model.PersonID, error) {
	f.newParent = n
	return 901, f.do("add parent %s of %d", n.Person.Name, n.Student)
}

func (f *fakeService) RemoveParent(_ context.Context, parent, student model.PersonID) error {
	return f.do("remove parent %d of %d", parent, student)
}

func (f *fakeService) LeaveParents(_ context.Context, ids []model.PersonID) error {
	return f.do("parents leave %v", ids)
}

func (f *fakeService) AddStaff(_ context.Context, n model.NewStaff) (model.PersonID, error) {
	f.newStaff = n
	return 902, f.do("add staff %s", n.Name)
}

func (f *fakeService) SetRoles(_ context.Context, id model.PersonID, seen, r model.Roles) error {
	return f.do("roles of %d: %s → %s", id, model.RoleWords(seen), model.RoleWords(r))
}

func (f *fakeService) LeaveStaff(_ context.Context, ids []model.PersonID) error {
	return f.do("staff leave %v", ids)
}

func (f *fakeService) Group(context.Context, model.GroupID) (model.GroupCard, error) {
	return f.card, f.readErr
}

func (f *fakeService) AddGroup(_ context.Context, e model.GroupEdit) (model.GroupID, error) {
	f.groupEdit = e
	return 50, f.do("add group %s", e.Name)
}

func (f *fakeService) EditGroup(_ context.Context, seen model.Group, e model.GroupEdit) error {
	f.groupEdit, f.seen = e, seen
	return f.do("edit group %d", seen.ID)
}

func (f *fakeService) SetCurator(_ context.Context, seen model.Group, p model.PersonID) error {
	return f.do("curator of %d: %d", seen.ID, p)
}

func (f *fakeService) DisbandGroups(_ context.Context, ids []model.GroupID) error {
	return f.do("disband %v", ids)
}

func (f *fakeService) AddTeaching(_ context.Context, e model.TeachingEdit) (model.TeachingID, error) {
	f.teaching = e
	return 70, f.do("add subject %s", e.Subject)
}

func (f *fakeService) EditTeaching(_ context.Context, seen model.TeachingRow, e model.TeachingEdit) error {
	f.teaching = e
	return f.do("edit subject %d", seen.ID)
}

func (f *fakeService) EndTeachings(_ context.Context, ids []model.TeachingID) error {
	return f.do("end subjects %v", ids)
}

func (f *fakeService) PersonCard(_ context.Context, id model.PersonID) (model.PersonCard, error) {
	return f.people[id], f.readErr
}

func (f *fakeService) RenamePerson(_ context.Context, id model.PersonID, _, n model.Name) error {
	return f.do("rename %d: %s", id, n)
}

// bench is a window with the section in it, on fakes.
type bench struct {
	viewtest.Person
	service *fakeService
	timer   viewtest.Timers
	shell   *shell.Shell
	section *section
	deps    Deps
	late    viewtest.Executor
}

func newBench(t *testing.T, f *fakeService) *bench {
	return newBenchLook(t, f, fyne.NewSize(1280, 800), fynetheme.VariantLight, nil)
}

func newBenchLook(t *testing.T, f *fakeService, size fyne.Size, look fyne.ThemeVariant, change func(*Deps)) *bench {
	t.Helper()
	b := &bench{service: f}
	b.Person = viewtest.NewPerson(t, look)
	open := func(sh *shell.Shell) shell.Screen {
		b.deps = Deps{Desk: shell.Desk{Exec: &b.late, Timer: b.timer.Timer, Frame: sh}, Service: f, Import: func() {}}
		if change != nil {
			change(&b.deps)
		}
		b.section = Open(b.deps).(*section)
		return b.section
	}
	b.Window.Resize(size)
	b.shell = shell.New(shell.Config{Window: b.Window, Exec: &b.late, Timer: b.timer.Timer, Service: f,
		Now: func() time.Time { return time.Date(2026, 3, 2, 10, 2, 0, 0, time.UTC) }},
		shell.Section{Key: "people", Title: "Пользователи", Open: open}, shell.Section{Key: "other", Title: "Чаты", Open: open})
	b.Window.Resize(size)
	return b
}

var everything = model.PeopleAccess{See: true, Everybody: true, Parents: true, Edit: true, Rights: true}

// admin is a service for an administrator of the college of the manual's pictures.
func admin() *fakeService {
	f := &fakeService{access: everything, people: map[model.PersonID]model.PersonCard{},
		person: model.Person{ID: 1, Name: model.ParseName("Рязанцева Екатерина Викторовна"), Kind: model.Staff, Roles: model.RoleAdmin, Active: true}}
	for i, s := range []struct {
		name    string
		roles   model.Roles
		curates string
		teaches int
	}{
		{"Ермаков Максим Сергеевич", model.RoleTeacher, "АМ-19-1", 4},
		{"Каган Наталья Васильевна", 0, "ДО-19-3", 2},
		{"Кунавин Александр Викторович", model.RoleCurator, "", 0},
		{"Лебедев Олег Иванович", model.RightManageChats, "", 6},
		{"Рязанцева Екатерина Викторовна", model.RoleAdmin, "ДО-19-1", 0},
	} {
		row := model.StaffRow{Person: model.PersonID(10 + i), Name: model.ParseName(s.name), Roles: s.roles, Teaches: s.teaches, Linked: i != 2}
		if s.curates != "" {
			row.Curates = []string{s.curates}
		}
		if i == 4 {
			row.Person = 1
		}
		f.staff = append(f.staff, row)
		f.rights = append(f.rights, model.RightsRow{Person: row.Person, Name: row.Name, Roles: row.Roles, Linked: row.Linked})
	}
	for i, g := range []struct {
		name, specialty, curator string
		year, students, subjects int
	}{
		{"АМ-19-1", "23.02.07 Техническое обслуживание и ремонт двигателей", "Ермаков Максим Сергеевич", 3, 14, 11},
		{"ДО-19-10", "44.02.01 Дошкольное образование", "", 1, 25, 12},
		{"ДО-19-3", "44.02.01 Дошкольное образование", "Каган Наталья Васильевна", 4, 13, 3},
		{"ЭБ-23-1", "38.02.01 Экономика и бухгалтерский учёт", "Лебедев Олег Иванович", 1, 0, 0},
	} {
		row := model.GroupRow{CuratorName: model.ParseName(g.curator), Students: g.students, Teachings: g.subjects,
			Group: model.Group{ID: model.GroupID(i + 1), Name: g.name, Year: g.year, Specialty: g.specialty}}
		if g.curator != "" {
			row.Curator = model.PersonID(10 + i)
		}
		f.groups = append(f.groups, row)
	}
	f.groups[2].Curator = 11
	for i, name := range []string{"Анисимова Юлия Алексеевна", "Воробьёва Алёна Сергеевна", "Гайворонская Наталья Владимировна",
		"Галочкина Наталья Ивановна", "Гаршина Мария Сергеевна", "Егорова Екатерина Сергеевна", "Злобина Юлия Витальевна"} {
		f.students = append(f.students, model.StudentRow{Person: model.PersonID(100 + i), Name: model.ParseName(name), Group: 3, GroupName: "ДО-19-3",
			From: time.Date(2025, 9, 1, 0, 0, 0, 0, time.UTC), Parents: i % 3, Linked: i%4 != 3})
	}
	f.students = append(f.students, model.StudentRow{Person: 150, Name: model.ParseName("Егорова Екатерина Сергеевна"), Group: 1, GroupName: "АМ-19-1", Linked: true})
	for i, s := range f.students[:3] {
		f.parents = append(f.parents, model.ParentRow{Person: model.PersonID(200 + i), Name: model.Name{LastName: s.Name.LastName, FirstName: "Ольга", MiddleName: "Петровна"},
			Children: []model.Relative{{Person: s.Person, Name: s.Name, Relation: "мать", Group: "ДО-19-3"}}, Linked: i == 0})
	}
	f.parents = append(f.parents, model.ParentRow{Person: 210, Name: model.ParseName("Цымбал Георгий Львович")})
	f.card = model.GroupCard{Group: f.groups[2].Group, CuratorName: f.groups[2].CuratorName, Students: f.students[:7], Access: everything,
		Teachings: []model.TeachingRow{
			{Teaching: model.Teaching{ID: 30, Group: 3, Subject: "Английский язык", Index: "ОГСЭ", Subgroup: "1", Hours: 51, Teachers: []model.PersonID{11}},
				GroupName: "ДО-19-3", TeacherNames: []model.Name{model.ParseName("Каган Наталья Васильевна")}, Learners: []model.PersonID{100, 102}, LearnerCount: 2},
			{Teaching: model.Teaching{ID: 31, Group: 3, Subject: "История", Index: "ОГСЭ", Hours: 64, WholeGroup: true, Teachers: []model.PersonID{13}},
				GroupName: "ДО-19-3", TeacherNames: []model.Name{model.ParseName("Лебедев Олег Иванович")}, LearnerCount: 7},
			{Teaching: model.Teaching{ID: 32, Group: 3, Subject: "Физическая культура", WholeGroup: true}, GroupName: "ДО-19-3", LearnerCount: 7},
		}}
	student := model.PersonCard{Access: everything,
		Person:    model.Person{ID: 101, Name: f.students[1].Name, Kind: model.Student, Messenger: 5, Active: true},
		Groups:    []model.Enrolled{{Group: 3, GroupName: "ДО-19-3", From: time.Date(2025, 9, 1, 0, 0, 0, 0, time.UTC)}, {Group: 1, GroupName: "АМ-19-1", From: time.Date(2024, 9, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2025, 9, 1, 0, 0, 0, 0, time.UTC)}},
		Parents:   []model.Relative{{Person: 201, Name: f.parents[1].Name, Relation: "мать"}, {Person: 202, Name: model.ParseName("Воробьёв Пётр Ильич"), Relation: "отец", Linked: true}},
		Teachings: f.card.Teachings[1:], Login: "vorobeva.as",
		Chats: []model.PersonChat{{Chat: 1, Title: "ДО-19-3", Type: model.ChatGroup, Presence: model.PresenceInChat},
			{Chat: 2, Title: "ДО-19-3/История(ОГСЭ)", Type: model.ChatSubject, Presence: model.PresenceWaiting},
			{Chat: 3, Title: "ДО-19-3/Физическая культура", Type: model.ChatSubject, Presence: model.PresenceRefused}}}
	f.people[101] = student
	teacher := model.PersonCard{Access: everything, Person: model.Person{ID: 11, Name: f.staff[1].Name, Kind: model.Staff | model.Parent, Messenger: 6, Active: true},
		Curates: []model.GroupChoice{{Group: 3, Name: "ДО-19-3"}}, Teachings: f.card.Teachings[:1],
		Children: []model.Relative{{Person: 104, Name: f.students[4].Name, Relation: "мать", Group: "ДО-19-3"}},
		Chats:    []model.PersonChat{{Chat: 1, Title: "ДО-19-3", Type: model.ChatGroup, Admin: true, Presence: model.PresenceInChat}}}
	f.people[11] = teacher
	return f
}

type scene struct {
	name    string
	prepare func(*fakeService)
	show    func(*bench)
}

func (b *bench) tab(key string) { b.section.tabs.Select(key) }
