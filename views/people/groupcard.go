package people

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// The tabs of a group's card.
const (
	tabStudents = "students"
	tabSubjects = "subjects"
)

// groupCard is the screen of one group.
type groupCard struct {
	shell.Base
	deps Deps
	id   model.GroupID
	card model.GroupCard

	title      *widgets.Label
	year       *widgets.Label
	specialty  *widgets.Label
	curator    *widgets.Label
	students   *lists.Pane[model.StudentRow, model.PersonID]
	subjects   *lists.Pane[model.TeachingRow, model.TeachingID]
	tabs       *widgets.Tabs
	info       fyne.CanvasObject
	content    *fyne.Container
	addPeople  *widgets.Button
	addSubject *widgets.Button
	appoint    *widgets.Button
	change     *widgets.Button
	invites    *widgets.MenuButton
}

var _ shell.Screen = (*groupCard)(nil)

func newGroupCard(deps Deps, id model.GroupID) *groupCard {
	g := &groupCard{deps: deps, id: id, content: container.NewStack()}
	g.title = widgets.Title("Учебная группа")
	g.year, g.specialty, g.curator = widgets.Text("").Shrink(), widgets.Text("").Shrink(), widgets.Text("").Shrink()
	g.info = widgets.Card(widgets.Fields([]float32{-1, -4, -4}, widgets.Field("Курс", g.year), widgets.Field("Специальность", g.specialty),
		widgets.Field("Куратор", g.curator)))
	g.addPeople = widgets.NewPrimary("+ Добавить студента", g.addStudent)
	g.addSubject = widgets.NewPrimary("+ Добавить дисциплину", g.addTeaching)
	g.appoint = widgets.NewSecondary("Назначить куратора…", func() { chooseCurator(g.deps, g.card.Group, g.reload) })
	g.change = widgets.NewSecondary("Изменить…", func() { editGroup(g.deps, g.card.Group, g.reload) })
	g.invites = widgets.NewMenuButton("Приглашения", func() []widgets.MenuItem { return deps.Invites(id) })
	g.invites.SetTooltip("Напечатать приглашения в чаты группы")
	g.invites.Hidden = deps.Invites == nil
	g.students, g.subjects = g.studentPane(), g.subjectPane()
	g.tabs = widgets.NewTabs([]widgets.Tab{{Key: tabStudents, Label: "Студенты"}, {Key: tabSubjects, Label: "Дисциплины и подгруппы"}},
		func(string) { g.open() })
	g.Base = shell.Base{Desk: deps.Desk, Page: g.content, Changes: deps.Service,
		Reads: []shell.Read{{On: func(c model.Change) bool { return c.Roster || c.All }, Do: g.reload}},
		Keys:  map[shell.Command]func(){shell.CommandFilter: func() { g.pane().FocusSearch() }, shell.CommandAdd: g.add}}
	return g
}

func (g *groupCard) studentPane() *lists.Pane[model.StudentRow, model.PersonID] {
	return lists.New(g.deps.Desk, lists.Listing[model.StudentRow, model.PersonID]{
		NameHint: "ФИО",
		Columns: []table.Column[*lists.Line[model.StudentRow]]{
			lists.NameColumn[model.StudentRow]("ФИО", true), enrolledColumn(), parentsColumn(),
			linkedColumn(func(r model.StudentRow) bool { return r.Linked }),
		},
		Key: func(r model.StudentRow) model.PersonID { return r.Person },
		Read: func(ctx context.Context) ([]*lists.Line[model.StudentRow], error) {
			card, err := g.read(ctx)
			return studentLines(card.Students), err
		},
		Open: func(r model.StudentRow) { g.deps.Frame.Push(newPersonCard(g.deps, r.Person)) },
		Menu: func(chosen []model.StudentRow) []widgets.MenuItem {
			return append([]widgets.MenuItem{{Label: "Открыть карточку", Hint: "Enter", Disabled: len(chosen) != 1, Why: "Выберите одного студента.",
				Do: func() { g.deps.Frame.Push(newPersonCard(g.deps, chosen[0].Person)) }}},
				studentActions(g.deps, g.card.Access, chosen, g.leaveStudents)...)
		},
		Drop: g.leaveStudents,
		None: func() table.Empty {
			if !g.card.Access.Edit {
				return table.Empty{Title: "В группе пока нет студентов"}
			}
			return table.Empty{Title: "В группе пока нет студентов", Hint: "Добавьте их по одному или загрузите список.",
				Action: "Добавить студента", Do: g.addStudent}
		},
	})
}

func (g *groupCard) subjectPane() *lists.Pane[model.TeachingRow, model.TeachingID] {
	return lists.New(g.deps.Desk, lists.Listing[model.TeachingRow, model.TeachingID]{
		NameHint: "Дисциплина", GroupHint: "Преподаватель",
		Columns: []table.Column[*lists.Line[model.TeachingRow]]{
			lists.NameColumn[model.TeachingRow]("Дисциплина", true),
			{ID: "group", Title: "Преподаватели", Width: 220, Grow: 2,
				Cell: func(l *lists.Line[model.TeachingRow]) table.Cell { return curatorCell(l.Group) }},
			{ID: "hours", Title: "Часов", Width: 80, Align: fyne.TextAlignTrailing,
				Cell: func(l *lists.Line[model.TeachingRow]) table.Cell {
					if l.Row.Hours == 0 {
						return lists.Muted("—")
					}
					return table.Cell{Text: strconv.Itoa(l.Row.Hours)}
				},
				Compare: func(a, b *lists.Line[model.TeachingRow]) int { return a.Row.Hours - b.Row.Hours }},
			{ID: "learners", Title: "Учащиеся", Width: 160,
				Cell:    func(l *lists.Line[model.TeachingRow]) table.Cell { return lists.Muted(learnerWords(l.Row)) },
				Compare: func(a, b *lists.Line[model.TeachingRow]) int { return a.Row.LearnerCount - b.Row.LearnerCount }},
		},
		Key: func(t model.TeachingRow) model.TeachingID { return t.ID },
		Read: func(ctx context.Context) ([]*lists.Line[model.TeachingRow], error) {
			card, err := g.read(ctx)
			return teachingLines(card.Teachings), err
		},
		Open: func(t model.TeachingRow) { openTeaching(g.deps, g.card, t, tabFields) },
		Menu: g.subjectMenu,
		Drop: g.endTeachings,
		None: func() table.Empty {
			if !g.card.Access.Edit {
				return table.Empty{Title: "Дисциплин пока нет"}
			}
			return table.Empty{Title: "Дисциплин пока нет", Hint: "У каждой дисциплины будет свой чат с преподавателем и учащимися.",
				Action: "Добавить дисциплину", Do: g.addTeaching}
		},
	})
}

func teachingLines(rows []model.TeachingRow) []*lists.Line[model.TeachingRow] {
	lines := make([]*lists.Line[model.TeachingRow], len(rows))
	for i, t := range rows {
		lines[i] = lists.NewLine(t, t.Title(), teacherWords(t))
	}
	return lines
}

func learnerWords(t model.TeachingRow) string {
	if t.WholeGroup {
		return "вся группа · " + strconv.Itoa(t.LearnerCount)
	}
	return model.Plural(t.LearnerCount, "студент", "студента", "студентов")
}

func teacherWords(t model.TeachingRow) string {
	words := ""
	for i, n := range t.TeacherNames {
		if i > 0 {
			words += ", "
		}
		words += n.String()
	}
	return words
}

func (g *groupCard) subjectMenu(chosen []model.TeachingRow) []widgets.MenuItem {
	one := len(chosen) == 1
	const why = "Выберите одну дисциплину."
	if !g.card.Access.Edit {
		return []widgets.MenuItem{{Label: "Показать учащихся", Hint: "Enter", Disabled: !one, Why: why,
			Do: func() { openTeaching(g.deps, g.card, chosen[0], tabFields) }}}
	}
	at := func(label, hint, tab string) widgets.MenuItem {
		return widgets.MenuItem{Label: label, Hint: hint, Disabled: !one, Why: why,
			Do: func() { openTeaching(g.deps, g.card, chosen[0], tab) }}
	}
	return []widgets.MenuItem{
		at("Изменить…", "Enter", tabFields), at("Преподаватели…", "", tabTeachers), at("Учащиеся…", "", tabLearners),
		{Separator: true},
		{Label: "Завершить…", Hint: "Del", Danger: true, Disabled: len(chosen) == 0, Why: "Выберите дисциплины.",
			Do: func() { g.endTeachings(chosen) }},
	}
}

// read loads the card and hands its head to the screen.
func (g *groupCard) read(ctx context.Context) (model.GroupCard, error) {
	card, err := g.deps.Service.Group(ctx, g.id)
	if err == nil {
		g.deps.Exec.UI(func() {
			if ctx.Err() == nil {
				g.adopt(card)
			}
		})
	}
	return card, err
}

func (g *groupCard) adopt(card model.GroupCard) {
	g.card = card
	g.title.SetText("Группа " + card.Name)
	year := "—"
	if card.Year != 0 {
		year = strconv.Itoa(card.Year)
	}
	g.year.SetText(year)
	g.specialty.SetText(lists.OrDash(card.Specialty))
	curator := card.CuratorName.String()
	g.curator.SetTone(widgets.ToneNormal)
	if curator == "" {
		curator = "не назначен"
		g.curator.SetTone(widgets.ToneWaiting)
	}
	g.curator.SetText(curator)
	g.tabs.SetCount(tabStudents, len(card.Students))
	g.tabs.SetCount(tabSubjects, len(card.Teachings))
	g.students.Edits(card.Access.Edit)
	g.subjects.Edits(card.Access.Edit)
	g.showButtons()
}

// showButtons shows what the person may do on the open tab.
func (g *groupCard) showButtons() {
	edit := g.card.Access.Edit
	students := g.tabs.Selected() == tabStudents
	g.addPeople.Hidden, g.addSubject.Hidden = !edit || !students, !edit || students
	g.appoint.Hidden, g.change.Hidden = !edit, !edit
	g.content.Refresh()
}

// open shows the chosen tab and reads it.
func (g *groupCard) open() {
	toolbar := widgets.Head(g.title, []fyne.CanvasObject{g.addPeople, g.addSubject, g.appoint, g.change, g.invites},
		[]fyne.CanvasObject{widgets.NewLink("Назад", g.deps.Frame.Back)})
	open := g.pane()
	g.content.Objects = []fyne.CanvasObject{open.Page(toolbar, widgets.Column(g.info, g.tabs))}
	g.showButtons()
	open.Start(g.Ctx)
}

func (g *groupCard) pane() tab {
	if g.tabs.Selected() == tabSubjects {
		return g.subjects
	}
	return g.students
}

// reload reads the card at once: what was just saved in a dialog stands on it when the dialog has gone, without
// waiting for the news of the change to be gathered.
func (g *groupCard) reload() { g.pane().Load() }

// Title stands in the window's title.
func (g *groupCard) Title() string { return g.title.Text() }

// Shown reads the group and watches for changes until the screen is hidden.
func (g *groupCard) Shown() {
	g.Watch()
	g.open()
	g.pane().TakeFocus()
}

func (g *groupCard) add() {
	switch {
	case !g.card.Access.Edit:
	case g.tabs.Selected() == tabSubjects:
		g.addTeaching()
	default:
		g.addStudent()
	}
}

func (g *groupCard) addStudent() {
	addStudent(g.deps, []table.Option[model.GroupID]{{Key: g.id, Label: g.card.Name}}, g.id)
}

func (g *groupCard) addTeaching() {
	openTeaching(g.deps, g.card, model.TeachingRow{Teaching: model.Teaching{Group: g.id, WholeGroup: true}}, tabFields)
}

func (g *groupCard) leaveStudents(chosen []model.StudentRow) {
	if g.card.Access.Edit {
		leaveStudents(g.deps, chosen, nil)
	}
}

func (g *groupCard) endTeachings(chosen []model.TeachingRow) {
	if !g.card.Access.Edit {
		return
	}
	ids, names := make([]model.TeachingID, len(chosen)), make([]string, len(chosen))
	for i, t := range chosen {
		ids[i], names[i] = t.ID, t.Title()
	}
	what := model.Plural(len(ids), "дисциплину", "дисциплины", "дисциплин")
	dialog.ConfirmDanger(g.deps.Frame.Window(), "Завершить "+what+"?", lists.ListOf(names)+
		"\n\nИз чатов этих дисциплин выйдут преподаватели и учащиеся; «Инициализировать список» удалит сами чаты из VK.",
		"Завершить "+what, func() {
			g.deps.Act("Дисциплины не завершены", func(ctx context.Context) error { return g.deps.Service.EndTeachings(ctx, ids) },
				"Завершено: "+model.Plural(len(ids), "дисциплина", "дисциплины", "дисциплин"), nil)
		})
}
