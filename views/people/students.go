package people

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/orders"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// StudentService is what is done with students.
type StudentService interface {
	AddStudent(ctx context.Context, group model.GroupID, person model.NewPerson) (model.PersonID, error)
	MoveStudents(ctx context.Context, students []model.PersonID, group model.GroupID) error
	LeaveStudents(ctx context.Context, students []model.PersonID) error
	ReturnStudents(ctx context.Context, students []model.PersonID, group model.GroupID) error
}

// studentList is «Студенты».
type studentList struct {
	deps   Deps
	access model.PeopleAccess
}

func (s studentList) pane() *lists.Pane[model.StudentRow, model.PersonID] {
	columns := []table.Column[*lists.Line[model.StudentRow]]{
		lists.NameColumn[model.StudentRow]("ФИО", true), lists.GroupColumn[model.StudentRow]("Группа", 160, 0), enrolledColumn(),
	}
	if s.access.Parents {
		columns = append(columns, parentsColumn())
	}
	columns = append(columns, linkedColumn(func(r model.StudentRow) bool { return r.Linked }))
	left := newLeftSwitch(s.access)
	p := lists.New(s.deps.Desk, lists.Listing[model.StudentRow, model.PersonID]{
		NameHint: "ФИО", GroupHint: "Группа", Columns: columns,
		Key: func(r model.StudentRow) model.PersonID { return r.Person },
		Read: func(ctx context.Context) ([]*lists.Line[model.StudentRow], error) {
			rows, err := s.deps.Service.Students(ctx, model.PeopleFilter{Left: left.on.Load()})
			return studentLines(rows), err
		},
		Open: func(r model.StudentRow) { s.deps.Frame.Push(newPersonCard(s.deps, r.Person)) },
		Menu: s.menu,
		Drop: s.leave,
		More: left.objects,
		None: func() table.Empty {
			if left.on.Load() {
				return table.Empty{Title: "Выбывших студентов нет"}
			}
			return nobody(s.deps, s.access, "Студентов пока нет", "Студенты сами попадут в чаты своих групп и предметов.",
				"Добавить студента", s.add)
		},
	})
	left.load = p.Load
	return p
}

func studentLines(rows []model.StudentRow) []*lists.Line[model.StudentRow] {
	lines := make([]*lists.Line[model.StudentRow], len(rows))
	for i, r := range rows {
		lines[i] = lists.NewLine(r, r.Name.String(), r.GroupName)
		switch {
		case r.OnLeave:
			lines[i].Group = "в академическом отпуске"
		case r.GroupName == "":
			lines[i].Group = "без группы"
		}
	}
	return lines
}

func enrolledColumn() table.Column[*lists.Line[model.StudentRow]] {
	return table.Column[*lists.Line[model.StudentRow]]{ID: "from", Title: "Зачислен", Width: 110,
		Cell: func(l *lists.Line[model.StudentRow]) table.Cell {
			if l.Row.From.IsZero() {
				return lists.Muted("—")
			}
			return lists.Muted(l.Row.From.Format(lists.DateLayout))
		},
		Compare: func(a, b *lists.Line[model.StudentRow]) int { return a.Row.From.Compare(b.Row.From) }}
}

func parentsColumn() table.Column[*lists.Line[model.StudentRow]] {
	return table.Column[*lists.Line[model.StudentRow]]{ID: "parents", Title: "Родителей", Width: 110, Align: fyne.TextAlignTrailing,
		Cell: func(l *lists.Line[model.StudentRow]) table.Cell {
			if l.Row.Parents <= 0 {
				return lists.Muted("—")
			}
			return table.Cell{Text: strconv.Itoa(l.Row.Parents)}
		},
		Compare: func(a, b *lists.Line[model.StudentRow]) int { return a.Row.Parents - b.Row.Parents }}
}

func (s studentList) menu(chosen []model.StudentRow) []widgets.MenuItem {
	one := len(chosen) == 1
	open := []widgets.MenuItem{{Label: "Открыть карточку", Hint: "Enter", Disabled: !one, Why: "Выберите одного студента.",
		Do: func() { s.deps.Frame.Push(newPersonCard(s.deps, chosen[0].Person)) }}}
	if len(chosen) > 0 && chosen[0].Left {
		ids := make([]model.PersonID, len(chosen))
		for i, r := range chosen {
			ids[i] = r.Person
		}
		return append(open, widgets.MenuItem{Label: "Вернуть в группу…", Do: func() { returnStudents(s.deps, ids) }}, orderItem(s.deps, s.access, chosen))
	}
	return append(open, studentActions(s.deps, s.access, chosen, s.leave)...)
}

// studentActions are the menu items that lists of students share.
func studentActions(deps Deps, access model.PeopleAccess, chosen []model.StudentRow, leave func([]model.StudentRow)) []widgets.MenuItem {
	const why = "Выберите студентов, нажав по их строкам."
	ids := make([]model.PersonID, len(chosen))
	for i, r := range chosen {
		ids[i] = r.Person
	}
	items := []widgets.MenuItem{
		lists.Allowed(access, len(chosen) == 1, "Выберите одного студента.", widgets.MenuItem{Label: "Изменить ФИО…",
			Do: func() { rename(deps, chosen[0].Person, chosen[0].Name) }}),
		lists.Allowed(access, len(chosen) == 1, "Выберите одного студента.", widgets.MenuItem{Label: "Добавить родителя…",
			Do: func() { addParentOf(deps, chosen[0].Person, chosen[0].Name) }}),
		lists.Allowed(access, len(chosen) > 0, why, widgets.MenuItem{Label: "Перевести в другую группу…",
			Do: func() { moveStudents(deps, ids) }}),
		orderItem(deps, access, chosen),
	}
	items = append(items, accountItem(deps, access, ids)...)
	return append(items, widgets.MenuItem{Separator: true},
		lists.Allowed(access, len(chosen) > 0, why, widgets.MenuItem{Label: "Отметить выбывшими…", Hint: "Del", Danger: true,
			Do: func() { leave(chosen) }}))
}

// orderItem offers to write an order about students.
func orderItem(deps Deps, access model.PeopleAccess, chosen []model.StudentRow) widgets.MenuItem {
	start := orders.Start{Kind: model.OrderReturn}
	for _, r := range chosen {
		c := model.OrderChoice{Person: r.Person, Name: r.Name, Detail: r.GroupName, OnLeave: r.OnLeave, Studies: r.Group != 0 && !r.Left && !r.OnLeave}
		if c.Studies {
			start.Kind = model.OrderTransfer
		}
		if start.Group == 0 && c.Studies {
			start.Group = r.Group
		}
		start.Marked = append(start.Marked, c)
	}
	return lists.Allowed(access, len(chosen) > 0, "Выберите студентов, нажав по их строкам.", widgets.MenuItem{Label: "Оформить приказ…",
		Do: func() { orders.Add(deps.orders(), start) }})
}

// accountItem offers to make accounts, where the program can.
func accountItem(deps Deps, access model.PeopleAccess, people []model.PersonID) []widgets.MenuItem {
	if deps.CreateAccounts == nil {
		return nil
	}
	return []widgets.MenuItem{lists.Allowed(access, len(people) > 0, "Выберите людей, нажав по их строкам.",
		widgets.MenuItem{Label: "Создать учётные записи…", Do: func() { deps.CreateAccounts(people, nil) }})}
}

func (s studentList) leave(chosen []model.StudentRow) {
	if s.access.Edit && !chosen[0].Left {
		leaveStudents(s.deps, chosen, nil)
	}
}

// leaveStudents marks students as having left once that was confirmed.
func leaveStudents(deps Deps, chosen []model.StudentRow, then func()) {
	ids, names := make([]model.PersonID, len(chosen)), make([]string, len(chosen))
	for i, r := range chosen {
		ids[i], names[i] = r.Person, strings.TrimSuffix(r.Name.String()+", "+r.GroupName, ", ")
	}
	what := model.Plural(len(ids), "студента", "студентов", "студентов")
	dialog.ConfirmDanger(deps.Frame.Window(), "Отметить выбывшими "+what+"?",
		lists.ListOf(names)+"\n\nОни будут удалены из чатов группы и предметов, а их родители — из чата родителей, и вернуться смогут только по ссылке. История сохранится.",
		"Отметить выбывшими", func() {
			deps.Act("Студенты не отмечены", func(ctx context.Context) error { return deps.Service.LeaveStudents(ctx, ids) },
				model.PluralForm(len(ids), "Выбыл ", "Выбыли ", "Выбыли ")+model.Plural(len(ids), "студент", "студента", "студентов"), then)
		})
}

func (s studentList) add() {
	lists.WithGroups(s.deps.Desk, s.deps.Service.Groups, func(groups []table.Option[model.GroupID]) { addStudent(s.deps, groups, 0) })
}

// addStudent adds a student to the group that is chosen beforehand, if any.
func addStudent(deps Deps, groups []table.Option[model.GroupID], group model.GroupID) {
	fields := lists.NewNameFields(model.Name{})
	choice := table.NewSelect(groups, nil)
	choice.Placeholder = "Выберите группу"
	choice.SetSelected(group)
	lists.ShowForm(deps.Desk, lists.FormSpec{
		Title: "Добавить студента", Primary: "Добавить", Focus: fields.Last,
		Hint:   "Зачислен с сегодняшнего дня. В чаты группы и её предметов войдёт по ссылке.",
		Fields: append(fields.Objects(), widgets.Field("Учебная группа", choice)),
		Work: func(namesake bool) func(context.Context) error {
			person := model.NewPerson{Name: fields.Name(), Namesake: namesake}
			into, chosen := choice.Selected()
			return func(ctx context.Context) error {
				if !chosen {
					return errNoGroup
				}
				_, err := deps.Service.AddStudent(ctx, into, person)
				return err
			}
		},
		Done: func() { deps.Frame.Toast("Студент добавлен: "+fields.Name().String(), widgets.ToneGood) },
	})
}

// groupOptions are the groups to choose from in Russian order.

// moveStudents moves students to a group.
func moveStudents(deps Deps, students []model.PersonID) {
	intoGroup(deps, lists.FormSpec{
		Title: "Перевести " + model.Plural(len(students), "студента", "студентов", "студентов"), Primary: "Перевести",
		Hint: "Перевод с сегодняшнего дня: из чатов прежней группы студенты будут удалены. В чаты новой, как и обратно, входят только по ссылке.",
		Done: func() {
			deps.Tell("Студенты переведены. В чаты новой группы они войдут по ссылке.")
		},
	}, func(ctx context.Context, group model.GroupID) error {
		return deps.Service.MoveStudents(ctx, students, group)
	})
}

// returnStudents brings students who left back into a group.
func returnStudents(deps Deps, students []model.PersonID) {
	intoGroup(deps, lists.FormSpec{
		Title: "Вернуть " + model.Plural(len(students), "студента", "студентов", "студентов"), Primary: "Вернуть",
		Hint: "Зачисление с сегодняшнего дня. Привязка VK ID и история сохранились, в чаты студенты войдут по ссылке.",
		Done: func() {
			deps.Tell("Студенты снова в группе. В чаты они войдут по ссылке.")
		},
	}, func(ctx context.Context, group model.GroupID) error {
		return deps.Service.ReturnStudents(ctx, students, group)
	})
}

// intoGroup asks for a group and does something with it.
func intoGroup(deps Deps, spec lists.FormSpec, do func(context.Context, model.GroupID) error) {
	lists.WithGroups(deps.Desk, deps.Service.Groups, func(groups []table.Option[model.GroupID]) {
		choice := table.NewSelect(groups, nil)
		choice.Placeholder = "Выберите группу"
		spec.Focus, spec.Fields = choice, []fyne.CanvasObject{widgets.Field("Учебная группа", choice)}
		spec.Work = func(bool) func(context.Context) error {
			into, chosen := choice.Selected()
			return func(ctx context.Context) error {
				if !chosen {
					return errNoGroup
				}
				return do(ctx, into)
			}
		}
		lists.ShowForm(deps.Desk, spec)
	})
}
