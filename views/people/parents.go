package people

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// ParentService is what is done with parents.
type ParentService interface {
	AddParent(ctx context.Context, parent model.NewParent) (model.PersonID, error)
	RemoveParent(ctx context.Context, parent, student model.PersonID) error
	LeaveParents(ctx context.Context, parents []model.PersonID) error
}

var (
	errNoGroup   = errors.New("выберите учебную группу")
	errNoStudent = errors.New("выберите студента, чей это родитель")
)

// parentList is «Родители».
type parentList struct {
	deps   Deps
	access model.PeopleAccess
}

func (p parentList) pane() *lists.Pane[model.ParentRow, model.PersonID] {
	groups := func(r model.ParentRow) string { return groupsOf(r.Children) }
	return lists.New(p.deps.Desk, lists.Listing[model.ParentRow, model.PersonID]{
		NameHint: "ФИО", GroupHint: "Группа", Name: parentName, Group: groups, Key: parentID,
		Columns: []*table.Column[model.ParentRow]{
			lists.NameColumn("ФИО", parentName), {ID: "children", Title: "Студенты", Width: 260, Grow: 2, Cell: childrenCell},
			table.Text("group", "Группа", 130, 0, groups).Muted(), linkedColumn(func(r model.ParentRow) bool { return r.Linked }),
		},
		Read: func(ctx context.Context) ([]model.ParentRow, error) {
			return p.deps.Service.Parents(ctx, model.PeopleFilter{})
		},
		Open: func(r model.ParentRow) { p.deps.openPerson(r.Person) },
		Menu: p.menu,
		Drop: p.leave,
		None: func() table.Empty {
			return nobody(p.deps, p.access, "Родителей пока нет", "Родители сами попадут в чаты «Родители» групп своих детей.")
		},
	})
}

func parentID(r model.ParentRow) model.PersonID { return r.Person }
func parentName(r model.ParentRow) string       { return r.Name.String() }

// childrenCell names the children with what the parent is to them.
func childrenCell(r model.ParentRow) table.Cell {
	if len(r.Children) == 0 {
		return table.Cell{Text: "нет студентов", Tone: widgets.ToneWaiting, Pill: true,
			Tooltip: "Дети этого родителя больше не учатся в колледже."}
	}
	words := make([]string, len(r.Children))
	for i, c := range r.Children {
		words[i] = c.Name.String()
		if c.Relation != "" {
			words[i] += " (" + c.Relation + ")"
		}
	}
	return table.Cell{Text: strings.Join(words, ", ")}
}

func groupsOf(children []model.Relative) string {
	var names []string
	for _, c := range children {
		if c.Group != "" && !strings.Contains(strings.Join(names, ", "), c.Group) {
			names = append(names, c.Group)
		}
	}
	return strings.Join(names, ", ")
}

func (p parentList) menu(chosen []model.ParentRow) []widgets.MenuItem {
	one := len(chosen) == 1
	const why = "Выберите одного родителя."
	ids := model.Each(chosen, parentID)
	items := []widgets.MenuItem{
		p.deps.openItem(why, ids),
		lists.Allowed(p.access, one, why, widgets.MenuItem{Label: "Изменить ФИО…",
			Do: func() { rename(p.deps, chosen[0].Person, chosen[0].Name) }}),
		lists.Allowed(p.access, one, why, widgets.MenuItem{Label: "Добавить ещё студента…",
			Do: func() { addChild(p.deps, chosen[0].Person, chosen[0].Name) }}),
	}
	return append(items, accountItem(p.deps, p.access, ids), widgets.MenuItem{Separator: true},
		lists.Allowed(p.access, len(chosen) > 0, "Выберите родителей, нажав по их строкам.", widgets.MenuItem{
			Label: "Убрать из списка…", Hint: "Del", Danger: true, Do: func() { p.leave(chosen) }}))
}

func (p parentList) leave(chosen []model.ParentRow) {
	if !p.access.Edit {
		return
	}
	ids := model.Each(chosen, parentID)
	what := model.Plural(len(ids), "родителя", "родителей", "родителей")
	dialog.ConfirmDanger(p.deps.Frame.Window(), "Убрать "+what+" из списка?",
		lists.ListOf(model.Each(chosen, parentName))+"\n\n"+lists.OfOne(len(ids), "Родитель выйдет из чатов родителей и перестанет числиться родителем своих детей.",
			"Они выйдут из чатов родителей и перестанут числиться родителями своих детей."), "Убрать "+what, func() {
			p.deps.Act("Родители не убраны", func(ctx context.Context) error { return p.deps.Service.LeaveParents(ctx, ids) },
				"Из списка "+model.PluralForm(len(ids), "убран ", "убраны ", "убрано ")+model.ParentWords(len(ids)), nil)
		})
}

func (p parentList) add() {
	withStudents(p.deps, func(students []table.Option[model.PersonID]) {
		choice := newStudentChoice(students)
		parentForm(p.deps, "Добавить родителя", choice, choice.Selected)
	})
}

// newStudentChoice is a field to choose a student.
func newStudentChoice(students []table.Option[model.PersonID]) *table.Select[model.PersonID] {
	choice := table.NewSelect(students, nil)
	choice.Field.Placeholder = "Выберите студента"
	return choice
}

// withStudents reads the students and goes on with them as options: «Егорова Екатерина, ДО-19-3».
func withStudents(deps Deps, then func([]table.Option[model.PersonID])) {
	shell.Ask(deps.Desk, "Список студентов не прочитан", func(ctx context.Context) ([]model.StudentRow, error) {
		return deps.Service.Students(ctx, model.PeopleFilter{})
	}, func(rows []model.StudentRow) {
		then(model.Each(rows, func(r model.StudentRow) table.Option[model.PersonID] {
			return table.Option[model.PersonID]{Key: r.Person, Label: withGroup(r)}
		}))
	})
}

// addParentOf adds a parent of a student who is known already.
func addParentOf(deps Deps, student model.PersonID, name model.Name) {
	parentForm(deps, "Добавить родителя: "+name.Short(), nil, func() (model.PersonID, bool) { return student, true })
}

// relationField offers the usual relations.
func relationField() *table.Select[string] {
	relation := table.NewSelect(model.Each(model.RelationChoices, func(r string) table.Option[string] {
		return table.Option[string]{Key: r, Label: r}
	}), nil)
	relation.Field.Placeholder = "не указано"
	return relation
}

// parentForm adds a new parent; choice is nil where the student is known.
func parentForm(deps Deps, title string, choice *table.Select[model.PersonID], of func() (model.PersonID, bool)) {
	fields, relation := lists.NewNameFields(model.Name{}), relationField()
	objects := append(fields.Objects(), widgets.Field("Кем приходится", relation.Field))
	if choice != nil {
		objects = append(objects, widgets.Field("Студент", choice.Field))
	}
	var known model.PersonID // that the next attempt is about
	lists.ShowForm(deps.Desk, lists.FormSpec{
		Title: title, Primary: "Добавить", Fields: objects, Focus: fields.Last,
		Hint: "Родитель попадёт в чат «Родители» группы студента.",
		Same: func(id model.PersonID) { known = id },
		Work: func(namesake bool) func(context.Context) error {
			student, chosen := of()
			parent := model.NewParent{Student: student, Known: known, Person: model.NewPerson{Name: fields.Name(), Namesake: namesake}}
			known = 0
			parent.Relation, _ = relation.Selected()
			return func(ctx context.Context) error {
				if !chosen {
					return errNoStudent
				}
				_, err := deps.Service.AddParent(ctx, parent)
				return err
			}
		},
		Done: func() string { return "Родитель добавлен: " + fields.Name().String() },
	})
}

// addChild makes a known person the parent of one more student.
func addChild(deps Deps, parent model.PersonID, name model.Name) {
	withStudents(deps, func(students []table.Option[model.PersonID]) {
		choice, relation := newStudentChoice(students), relationField()
		lists.ShowForm(deps.Desk, lists.FormSpec{
			Title: "Ещё студент: " + name.Short(), Primary: "Добавить", Focus: choice.Field,
			Fields: []fyne.CanvasObject{widgets.Field("Студент", choice.Field), widgets.Field("Кем приходится", relation.Field)},
			Work: func(bool) func(context.Context) error {
				student, chosen := choice.Selected()
				what, _ := relation.Selected()
				return func(ctx context.Context) error {
					if !chosen {
						return errNoStudent
					}
					_, err := deps.Service.AddParent(ctx, model.NewParent{Student: student, Known: parent, Relation: what})
					return err
				}
			},
			Done: func() string { return "Студент добавлен родителю." },
		})
	})
}
