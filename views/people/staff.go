package people

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
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

func (s staffList) pane() *pane[model.StaffRow, model.PersonID] {
	left := newLeftSwitch(s.access)
	p := newPane(s.deps, listing[model.StaffRow, model.PersonID]{
		nameHint: "ФИО", groupHint: "Группа",
		columns: []table.Column[*line[model.StaffRow]]{
			nameColumn[model.StaffRow]("ФИО", true),
			{ID: "roles", Title: "Роли и права", Width: 240, Grow: 2,
				Cell:    func(l *line[model.StaffRow]) table.Cell { return muted(orDash(model.RoleWords(l.row.Duties()))) },
				Compare: func(a, b *line[model.StaffRow]) int { return int(a.row.Duties()) - int(b.row.Duties()) }},
			groupColumn[model.StaffRow]("Куратор групп", 150, 1),
			{ID: "teaches", Title: "Дисциплин", Width: 110, Align: fyne.TextAlignTrailing,
				Cell: func(l *line[model.StaffRow]) table.Cell {
					if l.row.Teaches == 0 {
						return muted("—")
					}
					return table.Cell{Text: strconv.Itoa(l.row.Teaches)}
				},
				Compare: func(a, b *line[model.StaffRow]) int { return a.row.Teaches - b.row.Teaches }},
			linkedColumn(func(r model.StaffRow) bool { return r.Linked }),
		},
		key: func(r model.StaffRow) model.PersonID { return r.Person },
		read: func(ctx context.Context) ([]*line[model.StaffRow], error) {
			rows, err := s.deps.Service.StaffMembers(ctx, model.PeopleFilter{Left: left.on.Load()})
			lines := make([]*line[model.StaffRow], len(rows))
			for i, r := range rows {
				lines[i] = newLine(r, r.Name.String(), strings.Join(r.Curates, ", "))
			}
			return lines, err
		},
		open: func(r model.StaffRow) { s.deps.Frame.Push(newPersonCard(s.deps, r.Person)) },
		menu: s.menu,
		drop: s.leave,
		more: left.objects,
		none: func() table.Empty {
			if left.on.Load() {
				return table.Empty{Title: "Выбывших сотрудников нет"}
			}
			return nobody(s.deps, s.access, "Сотрудников пока нет", "Кураторы и преподаватели станут администраторами своих чатов.",
				"Добавить сотрудника", s.add)
		},
	})
	left.load = p.load
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
			act(s.deps, "Сотрудники не возвращены", func(ctx context.Context) error { return s.deps.Service.ReturnStaff(ctx, ids) },
				"Возвращено: "+model.Plural(len(ids), "сотрудник", "сотрудника", "сотрудников")+". Роли и права назначьте заново.", nil)
		}})
	}
	items = append(items,
		allowed(s.access, one, why, widgets.MenuItem{Label: "Изменить ФИО…",
			Do: func() { rename(s.deps, chosen[0].Person, chosen[0].Name) }}),
		allowed(s.access, one, why, widgets.MenuItem{Label: "Роли…", Do: func() { s.editRoles(chosen[0]) }}))
	items = append(items, accountItem(s.deps, s.access, ids)...)
	return append(items, widgets.MenuItem{Separator: true},
		allowed(s.access, len(chosen) > 0, "Выберите сотрудников, нажав по их строкам.", widgets.MenuItem{
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
	fields, checks := newNameFields(model.Name{}), newRoleChecks(0)
	var known model.PersonID // that the next attempt is about
	showForm(s.deps, formSpec{
		same:  func(id model.PersonID) { known = id },
		title: "Добавить сотрудника", primary: "Добавить", focus: fields.last,
		hint:   "Права выдаются на вкладке «Права доступа».",
		fields: append(fields.objects(), widgets.Caption("Роли"), checks.curator, checks.teacher),
		work: func(namesake bool) func(context.Context) error {
			member := model.NewStaff{NewPerson: model.NewPerson{Name: fields.name(), Namesake: namesake}, Known: known, Roles: checks.roles()}
			known = 0
			return func(ctx context.Context) error {
				_, err := s.deps.Service.AddStaff(ctx, member)
				return err
			}
		},
		done: func() {
			s.deps.Tell("Сотрудник добавлен: " + fields.name().String())
		},
	})
}

// makeStaff makes somebody whom the college has a member of its staff.
func makeStaff(deps Deps, id model.PersonID, name model.Name) {
	checks := newRoleChecks(0)
	showForm(deps, formSpec{
		title: "Сделать сотрудником: " + name.Short(), primary: "Сделать сотрудником", focus: checks.curator,
		hint:   "Права выдаются на вкладке «Права доступа».",
		fields: []fyne.CanvasObject{widgets.Caption("Роли"), checks.curator, checks.teacher},
		work: func(bool) func(context.Context) error {
			member := model.NewStaff{Known: id, Roles: checks.roles()}
			return func(ctx context.Context) error {
				_, err := deps.Service.AddStaff(ctx, member)
				return err
			}
		},
		done: func() { deps.Frame.Toast("Сотрудник добавлен: "+name.String(), widgets.ToneGood) },
	})
}

func (s staffList) editRoles(r model.StaffRow) {
	checks := newRoleChecks(r.Roles)
	showForm(s.deps, formSpec{
		title: "Роли: " + r.Name.Short(), primary: "Сохранить", focus: checks.curator,
		hint: "Куратор группы и преподаватель дисциплины назначаются в карточке группы. " +
			"С ролью человек входит в чат «Учительская» и без назначения.",
		fields: []fyne.CanvasObject{checks.curator, checks.teacher},
		work: func(bool) func(context.Context) error {
			roles := checks.roles()
			return func(ctx context.Context) error { return s.deps.Service.SetRoles(ctx, r.Person, r.Roles, roles) }
		},
		done: func() { s.deps.Frame.Toast("Роли изменены.", widgets.ToneGood) },
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
	text := listOf(names) + "\n\nОни выйдут из всех чатов колледжа и потеряют роли и права."
	if len(groups) > 0 {
		text += "\nБез куратора останутся: " + strings.Join(groups, ", ") + "."
	}
	if subjects > 0 {
		text += "\nБез этого преподавателя — " + model.Plural(subjects, "дисциплина", "дисциплины", "дисциплин") + "."
	}
	what := model.Plural(len(ids), "сотрудника", "сотрудников", "сотрудников")
	dialog.ConfirmDanger(deps.Frame.Window(), "Отметить выбывшими "+what+"?", text, "Отметить выбывшими", func() {
		act(deps, "Сотрудники не отмечены", func(ctx context.Context) error { return deps.Service.LeaveStaff(ctx, ids) },
			model.PluralForm(len(ids), "Выбыл ", "Выбыли ", "Выбыли ")+model.Plural(len(ids), "сотрудник", "сотрудника", "сотрудников"), then)
	})
}
