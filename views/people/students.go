package people

import (
	"context"
	"strings"
	"time"

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
	group := table.Text("group", "Группа", 160, 0, placeOf).Muted()
	group.Key = func(r model.StudentRow) string { return table.SortKey(r.GroupName) }
	columns := []*table.Column[model.StudentRow]{studentColumn(), group, enrolledColumn()}
	if s.access.Parents {
		columns = append(columns, parentsColumn())
	}
	left := newLeftSwitch(s.access)
	p := lists.New(s.deps.Desk, lists.Listing[model.StudentRow, model.PersonID]{
		NameHint: "ФИО", GroupHint: "Группа", Columns: append(columns, linkedColumn(studentLinked)),
		Name:  studentName,
		Group: func(r model.StudentRow) string { return r.GroupName },
		Key:   studentID,
		Read: func(ctx context.Context) ([]model.StudentRow, error) {
			return s.deps.Service.Students(ctx, model.PeopleFilter{Left: left.on.Load()})
		},
		Open: func(r model.StudentRow) { s.deps.openPerson(r.Person) },
		Menu: s.menu,
		Drop: s.leave,
		More: left.objects,
		None: left.none("Выбывших студентов нет", func() table.Empty {
			return nobody(s.deps, s.access, "Студентов пока нет", "Студенты сами попадут в чаты своих групп и предметов.")
		}),
	})
	left.load = p.Load
	return p
}

func studentID(r model.StudentRow) model.PersonID { return r.Person }
func studentName(r model.StudentRow) string       { return r.Name.String() }
func studentLinked(r model.StudentRow) bool       { return r.Linked }

// placeOf is a student's group, or why there is none.
func placeOf(r model.StudentRow) string {
	switch {
	case r.OnLeave:
		return "в академическом отпуске"
	case r.GroupName == "":
		return "без группы"
	}
	return r.GroupName
}

func studentColumn() *table.Column[model.StudentRow] { return lists.NameColumn("ФИО", studentName) }

func enrolledColumn() *table.Column[model.StudentRow] {
	return table.Day("from", "Зачислен", 110, func(r model.StudentRow) time.Time { return r.From })
}

func parentsColumn() *table.Column[model.StudentRow] {
	return table.Number("parents", "Родителей", 110, func(r model.StudentRow) int { return max(r.Parents, 0) })
}

func (s studentList) menu(chosen []model.StudentRow) []widgets.MenuItem {
	ids := model.Each(chosen, studentID)
	open := s.deps.openItem("Выберите одного студента.", ids)
	if len(chosen) > 0 && chosen[0].Left {
		return []widgets.MenuItem{open, {Label: "Вернуть в группу…", Do: func() { returnStudents(s.deps, ids) }}, orderItem(s.deps, s.access, chosen)}
	}
	return append([]widgets.MenuItem{open}, studentActions(s.deps, s.access, chosen, s.leave)...)
}

// studentActions are the menu items that lists of students share.
func studentActions(deps Deps, access model.PeopleAccess, chosen []model.StudentRow, leave func([]model.StudentRow)) []widgets.MenuItem {
	const why = "Выберите студентов, нажав по их строкам."
	ids := model.Each(chosen, studentID)
	items := []widgets.MenuItem{
		lists.Allowed(access, len(chosen) == 1, "Выберите одного студента.", widgets.MenuItem{Label: "Изменить ФИО…",
			Do: func() { rename(deps, chosen[0].Person, chosen[0].Name) }}),
		lists.Allowed(access, len(chosen) == 1, "Выберите одного студента.", widgets.MenuItem{Label: "Добавить родителя…",
			Do: func() { addParentOf(deps, chosen[0].Person, chosen[0].Name) }}),
		lists.Allowed(access, len(chosen) > 0, why, widgets.MenuItem{Label: "Перевести в другую группу…",
			Do: func() { moveStudents(deps, ids) }}),
		orderItem(deps, access, chosen),
	}
	return append(items, accountItem(deps, access, ids), widgets.MenuItem{Separator: true},
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

// accountItem offers to make accounts.
func accountItem(deps Deps, access model.PeopleAccess, people []model.PersonID) widgets.MenuItem {
	return lists.Allowed(access, len(people) > 0, "Выберите людей, нажав по их строкам.",
		widgets.MenuItem{Label: "Создать учётные записи…", Do: func() { createAccounts(deps, people, func() {}) }})
}

func (s studentList) leave(chosen []model.StudentRow) {
	if s.access.Edit && !chosen[0].Left {
		leaveStudents(s.deps, chosen, nil)
	}
}

// withGroup is a student with their group: «Егорова Екатерина, ДО-19-3».
func withGroup(r model.StudentRow) string {
	return strings.TrimSuffix(r.Name.String()+", "+r.GroupName, ", ")
}

// leaveStudents marks students as having left after a question.
func leaveStudents(deps Deps, chosen []model.StudentRow, then func()) {
	ids, names := model.Each(chosen, studentID), model.Each(chosen, withGroup)
	what := model.Plural(len(ids), "студента", "студентов", "студентов")
	mark := lists.OfOne(len(ids), "Отметить выбывшим", "Отметить выбывшими")
	dialog.ConfirmDanger(deps.Frame.Window(), mark+" "+what+"?",
		lists.ListOf(names)+"\n\n"+lists.OfOne(len(ids),
			"Студент будет удалён из чатов группы и предметов, а его родители — из чата родителей, и вернуться смогут только по ссылке. История сохранится.",
			"Они будут удалены из чатов группы и предметов, а их родители — из чата родителей, и вернуться смогут только по ссылке. История сохранится."),
		mark, func() {
			deps.Act("Студенты не отмечены", func(ctx context.Context) error { return deps.Service.LeaveStudents(ctx, ids) },
				model.PluralForm(len(ids), "Выбыл ", "Выбыли ", "Выбыли ")+model.StudentWords(len(ids)), then)
		})
}

func (s studentList) add() {
	lists.WithGroups(s.deps.Desk, s.deps.Service.Groups, func(groups []table.Option[model.GroupID]) { addStudent(s.deps, groups, 0) })
}

// addStudent adds a student; group, if any, is the one chosen at first.
func addStudent(deps Deps, groups []table.Option[model.GroupID], group model.GroupID) {
	fields := lists.NewNameFields(model.Name{})
	intoGroup(deps, groups, group, lists.FormSpec{
		Title: "Добавить студента", Primary: "Добавить", Focus: fields.Last, Fields: fields.Objects(),
		Hint: "Зачислен с сегодняшнего дня. В чаты группы и её предметов войдёт по ссылке.",
		Done: func() string { return "Студент добавлен: " + fields.Name().String() },
	}, func(into model.GroupID, namesake bool) func(context.Context) error {
		person := model.NewPerson{Name: fields.Name(), Namesake: namesake}
		return func(ctx context.Context) error {
			_, err := deps.Service.AddStudent(ctx, into, person)
			return err
		}
	})
}

// moveStudents moves students to a group.
func moveStudents(deps Deps, students []model.PersonID) {
	askGroup(deps, lists.FormSpec{
		Title: "Перевести " + model.Plural(len(students), "студента", "студентов", "студентов"), Primary: "Перевести",
		Hint: "Перевод с сегодняшнего дня. Из чатов прежней группы " + lists.OfOne(len(students), "студент будет удалён", "студенты будут удалены") +
			", в чаты новой, как и обратно, входят только по ссылке.",
		Done: func() string {
			return lists.OfOne(len(students), "Студент переведён. В чаты новой группы он войдёт по ссылке.", "Студенты переведены. В чаты новой группы они войдут по ссылке.")
		},
	}, students, deps.Service.MoveStudents)
}

// returnStudents brings students who left back into a group.
func returnStudents(deps Deps, students []model.PersonID) {
	askGroup(deps, lists.FormSpec{
		Title: "Вернуть " + model.Plural(len(students), "студента", "студентов", "студентов"), Primary: "Вернуть",
		Hint: "Зачисление с сегодняшнего дня. Привязка VK ID и история сохранились, в чаты " + lists.OfOne(len(students), "студент войдёт", "студенты войдут") + " по ссылке.",
		Done: func() string {
			return lists.OfOne(len(students), "Студент снова в группе. В чаты он войдёт по ссылке.", "Студенты снова в группе. В чаты они войдут по ссылке.")
		},
	}, students, deps.Service.ReturnStudents)
}

// askGroup asks for a group and does something with it and the students.
func askGroup(deps Deps, spec lists.FormSpec, students []model.PersonID, do func(context.Context, []model.PersonID, model.GroupID) error) {
	lists.WithGroups(deps.Desk, deps.Service.Groups, func(groups []table.Option[model.GroupID]) {
		intoGroup(deps, groups, 0, spec, func(into model.GroupID, _ bool) func(context.Context) error {
			return func(ctx context.Context) error { return do(ctx, students, into) }
		})
	})
}

// intoGroup opens a form that asks for a group below its other fields.
func intoGroup(deps Deps, groups []table.Option[model.GroupID], group model.GroupID, spec lists.FormSpec,
	work func(into model.GroupID, namesake bool) func(context.Context) error) {
	choice := table.NewSelect(groups, nil)
	choice.Field.Placeholder = "Выберите группу"
	choice.SetSelected(group)
	spec.Fields = append(spec.Fields, widgets.Field("Учебная группа", choice.Field))
	spec.Work = func(namesake bool) func(context.Context) error {
		into, chosen := choice.Selected()
		if !chosen {
			return func(context.Context) error { return errNoGroup }
		}
		return work(into, namesake)
	}
	lists.ShowForm(deps.Desk, spec)
}
