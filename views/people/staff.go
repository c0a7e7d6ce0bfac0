package people

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// StaffService is what is done with the staff.
type StaffService interface {
	AddStaff(ctx context.Context, member model.NewStaff) (model.PersonID, error)
	SetRoles(ctx context.Context, member model.PersonID, seen, roles model.Roles) error
	LeaveStaff(ctx context.Context, members []model.PersonID) error
	ReturnStaff(ctx context.Context, members []model.PersonID) error
}

// staffList is «Сотрудники».
type staffList struct {
	deps   Deps
	access model.PeopleAccess
}

func (s staffList) pane() *lists.Pane[model.StaffRow, model.PersonID] {
	left := newLeftSwitch(s.access)
	curates := func(r model.StaffRow) string { return strings.Join(r.Curates, ", ") }
	duties := table.Ranked("roles", "Роли и права", 240, func(r model.StaffRow) table.Cell { return table.Muted(model.RoleWords(r.Duties())) },
		func(r model.StaffRow) int { return int(r.Duties()) })
	duties.Grow = 2
	p := lists.New(s.deps.Desk, lists.Listing[model.StaffRow, model.PersonID]{
		NameHint: "ФИО", GroupHint: "Группа", Name: staffName, Group: curates, Key: staffID,
		Columns: []*table.Column[model.StaffRow]{
			lists.NameColumn("ФИО", staffName), duties, table.Text("group", "Куратор групп", 150, 1, curates).Muted(),
			table.Number("teaches", "Предметов", 110, func(r model.StaffRow) int { return r.Teaches }),
			linkedColumn(func(r model.StaffRow) bool { return r.Linked }),
		},
		Read: func(ctx context.Context) ([]model.StaffRow, error) {
			return s.deps.Service.StaffMembers(ctx, model.PeopleFilter{Left: left.on.Load()})
		},
		Open: func(r model.StaffRow) { s.deps.openPerson(r.Person) },
		Menu: s.menu,
		Drop: s.leave,
		More: left.objects,
		None: left.none("Выбывших сотрудников нет", func() table.Empty {
			return nobody(s.deps, s.access, "Сотрудников пока нет", "Кураторы и преподаватели станут администраторами своих чатов.")
		}),
	})
	left.load = p.Load
	return p
}

func staffID(r model.StaffRow) model.PersonID { return r.Person }
func staffName(r model.StaffRow) string       { return r.Name.String() }

func (s staffList) menu(chosen []model.StaffRow) []widgets.MenuItem {
	one := len(chosen) == 1
	const why = "Выберите одного сотрудника."
	ids := model.Each(chosen, staffID)
	items := []widgets.MenuItem{s.deps.openItem(why, ids)}
	if len(chosen) > 0 && chosen[0].Left {
		return append(items, widgets.MenuItem{Label: "Вернуть в список", Do: func() {
			s.deps.Act("Сотрудники не возвращены", func(ctx context.Context) error { return s.deps.Service.ReturnStaff(ctx, ids) },
				"Возвращено: "+model.Plural(len(ids), "сотрудник", "сотрудника", "сотрудников")+". Роли и права назначьте заново.", nil)
		}})
	}
	items = append(items,
		lists.Allowed(s.access, one, why, widgets.MenuItem{Label: "Изменить ФИО…",
			Do: func() { rename(s.deps, chosen[0].Person, chosen[0].Name) }}),
		lists.Allowed(s.access, one, why, widgets.MenuItem{Label: "Роли…", Do: func() { s.editRoles(chosen[0]) }}),
		accountItem(s.deps, s.access, ids))
	return append(items, widgets.MenuItem{Separator: true},
		lists.Allowed(s.access, len(chosen) > 0, "Выберите сотрудников, нажав по их строкам.", widgets.MenuItem{
			Label: "Отметить выбывшими…", Hint: "Del", Danger: true, Do: func() { s.leave(chosen) }}))
}

// roleChecks are the roles that belong to the roster.
type roleChecks struct{ curator, teacher *widgets.Check }

func newRoleChecks(roles model.Roles) roleChecks {
	c := roleChecks{widgets.NewCheck("Куратор", nil), widgets.NewCheck("Преподаватель-предметник", nil)}
	c.curator.SetChecked(roles.Has(model.RoleCurator))
	c.teacher.SetChecked(roles.Has(model.RoleTeacher))
	return c
}

func (c roleChecks) roles() (roles model.Roles) {
	if c.curator.Checked() {
		roles |= model.RoleCurator
	}
	if c.teacher.Checked() {
		roles |= model.RoleTeacher
	}
	return roles
}

func (s staffList) add() {
	fields, checks := lists.NewNameFields(model.Name{}), newRoleChecks(0)
	var known model.PersonID // that the next attempt is about
	lists.ShowForm(s.deps.Desk, lists.FormSpec{
		Same:  func(id model.PersonID) { known = id },
		Title: "Добавить сотрудника", Primary: "Добавить", Focus: fields.Last,
		Hint:   "Права выдаются на вкладке «Права доступа».",
		Fields: append(fields.Objects(), widgets.Caption("Роли"), checks.curator, checks.teacher),
		Work: func(namesake bool) func(context.Context) error {
			member := model.NewStaff{NewPerson: model.NewPerson{Name: fields.Name(), Namesake: namesake}, Known: known, Roles: checks.roles()}
			known = 0
			return func(ctx context.Context) error {
				_, err := s.deps.Service.AddStaff(ctx, member)
				return err
			}
		},
		Done: func() string { return "Сотрудник добавлен: " + fields.Name().String() },
	})
}

// makeStaff makes a person of the college a member of its staff.
func makeStaff(deps Deps, id model.PersonID, name model.Name) {
	checks := newRoleChecks(0)
	lists.ShowForm(deps.Desk, lists.FormSpec{
		Title: "Сделать сотрудником: " + name.Short(), Primary: "Сделать сотрудником", Focus: checks.curator,
		Hint:   "Права выдаются на вкладке «Права доступа».",
		Fields: []fyne.CanvasObject{widgets.Caption("Роли"), checks.curator, checks.teacher},
		Work: func(bool) func(context.Context) error {
			member := model.NewStaff{Known: id, Roles: checks.roles()}
			return func(ctx context.Context) error {
				_, err := deps.Service.AddStaff(ctx, member)
				return err
			}
		},
		Done: func() string { return "Сотрудник добавлен: " + name.String() },
	})
}

func (s staffList) editRoles(r model.StaffRow) {
	checks := newRoleChecks(r.Roles)
	lists.ShowForm(s.deps.Desk, lists.FormSpec{
		Title: "Роли: " + r.Name.Short(), Primary: "Сохранить", Focus: checks.curator, Seen: &r.Roles,
		Hint: "Куратор группы и преподаватель предмета назначаются в карточке группы. " +
			"С ролью человек входит в чат «Учительская» и без назначения.",
		Fields: []fyne.CanvasObject{checks.curator, checks.teacher},
		Work: func(bool) func(context.Context) error {
			roles := checks.roles()
			return func(ctx context.Context) error { return s.deps.Service.SetRoles(ctx, r.Person, r.Roles, roles) }
		},
		Done: func() string { return "Роли изменены." },
	})
}

func (s staffList) leave(chosen []model.StaffRow) {
	if s.access.Edit && !chosen[0].Left {
		leaveStaff(s.deps, chosen, nil)
	}
}

// leaveStaff marks staff as having left after a question that names what loses them.
func leaveStaff(deps Deps, chosen []model.StaffRow, then func()) {
	ids := model.Each(chosen, staffID)
	var groups []string
	subjects := 0
	for _, r := range chosen {
		groups = append(groups, r.Curates...)
		subjects += r.Teaches
	}
	text := lists.ListOf(model.Each(chosen, staffName)) + "\n\n" +
		lists.OfOne(len(ids), "Сотрудник выйдет из всех чатов колледжа и потеряет роли и права.", "Они выйдут из всех чатов колледжа и потеряют роли и права.")
	if len(groups) > 0 {
		text += "\nБез куратора останутся: " + strings.Join(groups, ", ") + "."
	}
	if subjects > 0 {
		text += "\n" + lists.OfOne(len(ids), "Без этого преподавателя — ", "Без этих преподавателей — ") + model.Plural(subjects, "предмет", "предмета", "предметов") + "."
	}
	what := model.Plural(len(ids), "сотрудника", "сотрудников", "сотрудников")
	mark := lists.OfOne(len(ids), "Отметить выбывшим", "Отметить выбывшими")
	dialog.ConfirmDanger(deps.Frame.Window(), mark+" "+what+"?", text, mark, func() {
		deps.Act("Сотрудники не отмечены", func(ctx context.Context) error { return deps.Service.LeaveStaff(ctx, ids) },
			model.PluralForm(len(ids), "Выбыл ", "Выбыли ", "Выбыли ")+model.Plural(len(ids), "сотрудник", "сотрудника", "сотрудников"), then)
	})
}
