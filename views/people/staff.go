package people

import (
	"context"
	"strconv"
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
	p := lists.New(s.deps.Desk, lists.Listing[model.StaffRow, model.PersonID]{
		NameHint: "ФИО", GroupHint: "Группа",
		Columns: []table.Column[*lists.Line[model.StaffRow]]{
			lists.NameColumn[model.StaffRow]("ФИО", true),
			{ID: "roles", Title: "Роли и права", Width: 240, Grow: 2,
				Cell: func(l *lists.Line[model.StaffRow]) table.Cell {
					return lists.Muted(lists.OrDash(model.RoleWords(l.Row.Duties())))
				},
				Compare: func(a, b *lists.Line[model.StaffRow]) int { return int(a.Row.Duties()) - int(b.Row.Duties()) }},
			lists.GroupColumn[model.StaffRow]("Куратор групп", 150, 1),
			{ID: "teaches", Title: "Дисциплин", Width: 110, Align: fyne.TextAlignTrailing,
				Cell: func(l *lists.Line[model.StaffRow]) table.Cell {
					if l.Row.Teaches == 0 {
						return lists.Muted("—")
					}
					return table.Cell{Text: strconv.Itoa(l.Row.Teaches)}
				},
				Compare: func(a, b *lists.Line[model.StaffRow]) int { return a.Row.Teaches - b.Row.Teaches }},
			linkedColumn(func(r model.StaffRow) bool { return r.Linked }),
		},
		Key: func(r model.StaffRow) model.PersonID { return r.Person },
		Read: func(ctx context.Context) ([]*lists.Line[model.StaffRow], error) {
			rows, err := s.deps.Service.StaffMembers(ctx, model.PeopleFilter{Left: left.on.Load()})
			lines := make([]*lists.Line[model.StaffRow], len(rows))
			for i, r := range rows {
				lines[i] = lists.NewLine(r, r.Name.String(), strings.Join(r.Curates, ", "))
			}
			return lines, err
		},
		Open: func(r model.StaffRow) { s.deps.Frame.Push(newPersonCard(s.deps, r.Person)) },
		Menu: s.menu,
		Drop: s.leave,
		More: left.objects,
		None: func() table.Empty {
			if left.on.Load() {
				return table.Empty{Title: "Выбывших сотрудников нет"}
			}
			return nobody(s.deps, s.access, "Сотрудников пока нет", "Кураторы и преподаватели станут администраторами своих чатов.",
				"Добавить сотрудника", s.add)
		},
	})
	left.load = p.Load
	return p
}

func (s staffList) menu(chosen []model.StaffRow) []widgets.MenuItem {
	one := len(chosen) == 1
	const why = "Выберите одного сотрудника."
	ids := make([]model.PersonID, len(chosen))
	for i, r := range chosen {
		ids[i] = r.Person
	}
	items := []widgets.MenuItem{{Label: "Открыть карточку", Hint: "Enter", Disabled: !one, Why: why,
		Do: func() { s.deps.Frame.Push(newPersonCard(s.deps, chosen[0].Person)) }}}
	if len(chosen) > 0 && chosen[0].Left {
		return append(items, widgets.MenuItem{Label: "Вернуть в список", Do: func() {
			s.deps.Act("Сотрудники не возвращены", func(ctx context.Context) error { return s.deps.Service.ReturnStaff(ctx, ids) },
				"Возвращено: "+model.Plural(len(ids), "сотрудник", "сотрудника", "сотрудников")+". Роли и права назначьте заново.", nil)
		}})
	}
	items = append(items,
		lists.Allowed(s.access, one, why, widgets.MenuItem{Label: "Изменить ФИО…",
			Do: func() { rename(s.deps, chosen[0].Person, chosen[0].Name) }}),
		lists.Allowed(s.access, one, why, widgets.MenuItem{Label: "Роли…", Do: func() { s.editRoles(chosen[0]) }}))
	items = append(items, accountItem(s.deps, s.access, ids)...)
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
		Done: func() {
			s.deps.Tell("Сотрудник добавлен: " + fields.Name().String())
		},
	})
}

// makeStaff makes somebody whom the college has a member of its staff.
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
		Done: func() { deps.Frame.Toast("Сотрудник добавлен: "+name.String(), widgets.ToneGood) },
	})
}

func (s staffList) editRoles(r model.StaffRow) {
	checks := newRoleChecks(r.Roles)
	lists.ShowForm(s.deps.Desk, lists.FormSpec{
		Title: "Роли: " + r.Name.Short(), Primary: "Сохранить", Focus: checks.curator,
		Hint: "Куратор группы и преподаватель дисциплины назначаются в карточке группы. " +
			"С ролью человек входит в чат «Учительская» и без назначения.",
		Fields: []fyne.CanvasObject{checks.curator, checks.teacher},
		Work: func(bool) func(context.Context) error {
			roles := checks.roles()
			return func(ctx context.Context) error { return s.deps.Service.SetRoles(ctx, r.Person, r.Roles, roles) }
		},
		Done: func() { s.deps.Frame.Toast("Роли изменены.", widgets.ToneGood) },
	})
}

func (s staffList) leave(chosen []model.StaffRow) {
	if s.access.Edit && !chosen[0].Left {
		leaveStaff(s.deps, chosen, nil)
	}
}

// leaveStaff marks staff as having left once that was confirmed, naming what loses them.
func leaveStaff(deps Deps, chosen []model.StaffRow, then func()) {
	ids, names := make([]model.PersonID, len(chosen)), make([]string, len(chosen))
	var groups []string
	subjects := 0
	for i, r := range chosen {
		ids[i], names[i] = r.Person, r.Name.String()
		groups = append(groups, r.Curates...)
		subjects += r.Teaches
	}
	text := lists.ListOf(names) + "\n\nОни выйдут из всех чатов колледжа и потеряют роли и права."
	if len(groups) > 0 {
		text += "\nБез куратора останутся: " + strings.Join(groups, ", ") + "."
	}
	if subjects > 0 {
		text += "\nБез этого преподавателя — " + model.Plural(subjects, "дисциплина", "дисциплины", "дисциплин") + "."
	}
	what := model.Plural(len(ids), "сотрудника", "сотрудников", "сотрудников")
	dialog.ConfirmDanger(deps.Frame.Window(), "Отметить выбывшими "+what+"?", text, "Отметить выбывшими", func() {
		deps.Act("Сотрудники не отмечены", func(ctx context.Context) error { return deps.Service.LeaveStaff(ctx, ids) },
			model.PluralForm(len(ids), "Выбыл ", "Выбыли ", "Выбыли ")+model.Plural(len(ids), "сотрудник", "сотрудника", "сотрудников"), then)
	})
}
