package people

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// TeachingService is what is done with the subjects of a group.
type TeachingService interface {
	AddTeaching(ctx context.Context, edit model.TeachingEdit) (model.TeachingID, error)
	EditTeaching(ctx context.Context, seen model.TeachingRow, edit model.TeachingEdit) error
	EndTeachings(ctx context.Context, teachings []model.TeachingID) error
}

// The parts of the dialog of a subject.
const (
	tabFields   = "fields"
	tabTeachers = "teachers"
	tabLearners = "learners"
)

var errHours = errors.New("часы по плану — целое число, например 51")

var teachingSize = fyne.NewSize(680, 640)

// chosen is a person to choose in a check list.
type chosen struct {
	id   model.PersonID
	name model.Name
	more string
}

func (p chosen) String() string { return p.name.String() }

// teachingForm is the dialog of a subject: what it is, who leads it and who learns it.
type teachingForm struct {
	card model.GroupCard
	row  model.TeachingRow

	subject, index, subgroup, hours *widgets.Entry
	teachers, learners              *table.CheckList[chosen, model.PersonID]
	whole                           *widgets.Check
	tabs                            *widgets.Tabs
	parts                           map[string]fyne.CanvasObject
	stack                           *fyne.Container
}

// openTeaching shows a subject to be changed, or added when it has no ID yet; people who may not edit it see its
// learners.
func openTeaching(deps Deps, card model.GroupCard, row model.TeachingRow, tab string) {
	if !card.Access.Edit {
		showLearners(deps, card, row)
		return
	}
	shell.Ask(deps.Desk, "Список сотрудников не прочитан", func(ctx context.Context) ([]model.StaffRow, error) {
		return deps.Service.StaffMembers(ctx, model.PeopleFilter{})
	}, func(staff []model.StaffRow) {
		newTeachingForm(card, row, staff).open(deps, tab)
	})
}

func newPeopleList(people []chosen, more string, checked []model.PersonID) *table.CheckList[chosen, model.PersonID] {
	list := lists.NewPeople(more, func(p chosen) model.PersonID { return p.id }, chosen.String, func(p chosen) string { return p.more })
	list.SetRows(people)
	list.SetChecked(checked...)
	return list
}

func learner(s model.StudentRow) chosen { return chosen{s.Person, s.Name, s.GroupName} }

func newTeachingForm(card model.GroupCard, row model.TeachingRow, staff []model.StaffRow) *teachingForm {
	f := &teachingForm{card: card, row: row}
	f.subject, f.index = widgets.NewEntry("Английский язык"), widgets.NewEntry("ОГСЭ")
	f.subgroup, f.hours = widgets.NewEntry("пусто — вся группа"), widgets.NewEntry("51")
	f.subject.SetText(row.Subject)
	f.index.SetText(row.Index)
	f.subgroup.SetText(row.Subgroup)
	if row.Hours > 0 {
		f.hours.SetText(strconv.Itoa(row.Hours))
	}
	f.teachers = newPeopleList(model.Each(staff, func(p model.StaffRow) chosen {
		return chosen{p.Person, p.Name, model.RoleWords(p.Duties() &^ model.GrantedRights)}
	}), "Роли", row.Teachers)
	f.learners = newPeopleList(model.Each(card.Students, learner), "Группа", row.Learners)
	f.learners.SetEmpty(table.Empty{Title: "В группе пока нет студентов"})
	f.whole = widgets.NewCheck("Вся группа: учатся все студенты, новые войдут в чат сами", nil)
	f.whole.SetChecked(row.WholeGroup)
	// Choosing learners one by one ends «Вся группа».
	f.learners.OnChanged = func() {
		f.whole.SetChecked(false)
		f.counts()
	}
	f.teachers.OnChanged = f.counts
	f.parts = map[string]fyne.CanvasObject{
		tabFields: widgets.Column(widgets.Field("Предмет", f.subject),
			widgets.Fields(nil, widgets.Field("Индекс", f.index), widgets.Field("Подгруппа", f.subgroup), widgets.Field("Часов по плану", f.hours)),
			widgets.Flow("Преподаватели станут администраторами чата предмета, студенты — его участниками.")),
		tabTeachers: f.teachers,
		tabLearners: widgets.ColumnAround(f.learners, f.whole, f.learners),
	}
	f.stack = container.NewStack(f.parts[tabFields], f.parts[tabTeachers], f.parts[tabLearners])
	f.tabs = widgets.NewTabs([]widgets.Tab{{Key: tabFields, Label: "Предмет"}, {Key: tabTeachers, Label: "Преподаватели"},
		{Key: tabLearners, Label: "Студенты"}}, f.show)
	f.show(tabFields)
	f.counts()
	return f
}

func (f *teachingForm) show(tab string) {
	for key, part := range f.parts {
		if key == tab {
			part.Show()
		} else {
			part.Hide()
		}
	}
	f.stack.Refresh()
}

func (f *teachingForm) counts() {
	f.tabs.SetCount(tabTeachers, len(f.teachers.Checked()))
	learners := len(f.learners.Checked())
	if f.whole.Checked() {
		learners = len(f.card.Students)
	}
	f.tabs.SetCount(tabLearners, learners)
}

// edit is what the form carries.
func (f *teachingForm) edit() (model.TeachingEdit, error) {
	e := model.TeachingEdit{
		Group: f.row.Group, Subject: f.subject.Text, Index: f.index.Text, Subgroup: f.subgroup.Text,
		WholeGroup: f.whole.Checked(), Teachers: f.teachers.Checked(), Learners: f.learners.Checked(),
	}
	hours := strings.TrimSpace(f.hours.Text)
	if hours == "" {
		return e, nil
	}
	var err error
	if e.Hours, err = strconv.Atoi(hours); err != nil {
		return e, errHours
	}
	return e, nil
}

func (f *teachingForm) open(deps Deps, tab string) {
	spec := lists.FormSpec{
		Title: "Изменить предмет · " + f.card.Name, Primary: "Сохранить", Size: teachingSize,
		Fields: []fyne.CanvasObject{f.tabs, f.stack}, Grow: f.stack, Focus: f.subject, Seen: &f.row,
	}
	done := "Предмет изменён. Его чат будет исправлен."
	if f.row.ID == 0 {
		spec.Title, spec.Primary, done = "Добавить предмет · "+f.card.Name, "Добавить", "Предмет добавлен. Его чат создастся сам."
	}
	f.tabs.Select(tab)
	switch tab {
	case tabTeachers:
		spec.Focus = f.teachers.SearchField()
	case tabLearners:
		spec.Focus = f.learners.SearchField()
	}
	spec.Work = func(bool) func(context.Context) error {
		edit, err := f.edit()
		return func(ctx context.Context) error {
			if err != nil {
				return err
			}
			if f.row.ID != 0 {
				return deps.Service.EditTeaching(ctx, f.row, edit)
			}
			_, err := deps.Service.AddTeaching(ctx, edit)
			return err
		}
	}
	spec.Done = func() string { return done }
	lists.ShowForm(deps.Desk, spec)
}

// showLearners shows who learns a subject.
func showLearners(deps Deps, card model.GroupCard, row model.TeachingRow) {
	var people []chosen
	for _, s := range card.Students {
		if row.WholeGroup || slices.Contains(row.Learners, s.Person) {
			people = append(people, learner(s))
		}
	}
	list := table.NewList([]*table.Column[chosen]{
		table.Text("name", "ФИО", 280, 1, chosen.String),
	}, func(p chosen) model.PersonID { return p.id })
	list.Grid.Numbered = true
	list.Grid.Empty = table.Empty{Title: "Студентов пока нет"}
	list.SetRows(people)
	dialog.Show(deps.Frame.Window(), dialog.Modal{
		Title: row.Title(), Hint: "Преподаватели: " + lists.OrDash(teacherWords(row)), Content: list.Grid, Cancel: "Закрыть",
		Size: fyne.NewSize(dialog.FormWidth, 560), Focus: list.Grid,
	})
}
