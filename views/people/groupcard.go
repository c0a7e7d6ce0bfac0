package people

import (
	"context"
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
	g.addSubject = widgets.NewPrimary("+ Добавить предмет", g.addTeaching)
	g.appoint = widgets.NewSecondary("Назначить куратора…", func() { chooseCurator(g.deps, g.card.Group, g.reload) })
	g.change = widgets.NewSecondary("Изменить…", func() { editGroup(g.deps, g.card.Group, g.reload) })
	g.invites = widgets.NewMenuButton("Приглашения", func() []widgets.MenuItem { return deps.Invites(id) })
	g.invites.SetTooltip("Напечатать приглашения в чаты группы")
	g.invites.Hidden = deps.Invites == nil
	g.students, g.subjects = g.studentPane(), g.subjectPane()
	g.tabs = widgets.NewTabs([]widgets.Tab{{Key: tabStudents, Label: "Студенты"}, {Key: tabSubjects, Label: "Дисциплины и подгруппы"}},
		func(string) { g.open() })
	g.tabs.Clicked = func() { g.pane().TakeFocus() }
	g.Base = shell.Base{Desk: deps.Desk, About: shell.TopicGroup, Page: g.content, Changes: deps.Service,
		Reads: []shell.Read{{On: func(c model.Change) bool { return c.Roster || c.All }, Do: g.reload}},
		Keys:  map[shell.Command]func(){shell.CommandFilter: func() { g.pane().FocusSearch() }, shell.CommandAdd: g.add}}
	return g
}

func (g *groupCard) studentPane() *lists.Pane[model.StudentRow, model.PersonID] {
	return lists.New(g.deps.Desk, lists.Listing[model.StudentRow, model.PersonID]{
		NameHint: "ФИО", Name: studentName, Key: studentID,
		Columns: []*table.Column[model.StudentRow]{studentColumn(), enrolledColumn(), parentsColumn(), linkedColumn(studentLinked)},
		Read: func(ctx context.Context) ([]model.StudentRow, error) {
			card, err := g.read(ctx)
			return card.Students, err
		},
		Open: func(r model.StudentRow) { g.deps.openPerson(r.Person) },
		Menu: func(chosen []model.StudentRow) []widgets.MenuItem {
			return append([]widgets.MenuItem{g.deps.openItem("Выберите одного студента.", model.Each(chosen, studentID))},
				studentActions(g.deps, g.card.Access, chosen, g.leaveStudents)...)
		},
		Drop: g.leaveStudents,
		None: g.none("В группе пока нет студентов", "Добавьте их по одному или загрузите список.", "Добавить студента", g.addStudent),
	})
}

func (g *groupCard) subjectPane() *lists.Pane[model.TeachingRow, model.TeachingID] {
	teachers := table.Text("group", "Преподаватели", 220, 2, teacherWords)
	teachers.Cell = func(t model.TeachingRow) table.Cell { return curatorCell(teacherWords(t)) }
	return lists.New(g.deps.Desk, lists.Listing[model.TeachingRow, model.TeachingID]{
		NameHint: "Предмет", GroupHint: "Преподаватель", Name: model.TeachingRow.Title, Group: teacherWords, Key: teachingID,
		Columns: []*table.Column[model.TeachingRow]{
			lists.NameColumn("Предмет", model.TeachingRow.Title), teachers,
			table.Number("hours", "Часов", 80, func(t model.TeachingRow) int { return t.Hours }),
			table.Ranked("learners", "Студенты", 160, func(t model.TeachingRow) table.Cell { return table.Muted(learnerWords(t)) },
				func(t model.TeachingRow) int { return t.LearnerCount }),
		},
		Read: func(ctx context.Context) ([]model.TeachingRow, error) {
			card, err := g.read(ctx)
			return card.Teachings, err
		},
		Open: func(t model.TeachingRow) { openTeaching(g.deps, g.card, t, tabFields) },
		Menu: g.subjectMenu,
		Drop: g.endTeachings,
		None: g.none("Предметов пока нет", "У каждого предмета будет свой чат с преподавателем и студентами.", "Добавить предмет", g.addTeaching),
	})
}

func teachingID(t model.TeachingRow) model.TeachingID { return t.ID }

// none says what to do where one of the lists is empty, to those who may.
func (g *groupCard) none(title, hint, action string, do func()) func() table.Empty {
	return func() table.Empty {
		if !g.card.Access.Edit {
			return table.Empty{Title: title}
		}
		return table.Empty{Title: title, Hint: hint, Action: action, Do: do}
	}
}

func learnerWords(t model.TeachingRow) string {
	if t.WholeGroup {
		return "вся группа · " + strconv.Itoa(t.LearnerCount)
	}
	return model.StudentWords(t.LearnerCount)
}

func teacherWords(t model.TeachingRow) string {
	return strings.Join(model.Each(t.TeacherNames, model.Name.String), ", ")
}

func (g *groupCard) subjectMenu(chosen []model.TeachingRow) []widgets.MenuItem {
	one := len(chosen) == 1
	const why = "Выберите один предмет."
	at := func(label, hint, tab string) widgets.MenuItem {
		return widgets.MenuItem{Label: label, Hint: hint, Disabled: !one, Why: why,
			Do: func() { openTeaching(g.deps, g.card, chosen[0], tab) }}
	}
	if !g.card.Access.Edit {
		return []widgets.MenuItem{at("Показать студентов", "Enter", tabFields)}
	}
	return []widgets.MenuItem{
		at("Изменить…", "Enter", tabFields), at("Преподаватели…", "", tabTeachers), at("Студенты…", "", tabLearners),
		{Separator: true},
		{Label: "Завершить…", Hint: "Del", Danger: true, Disabled: len(chosen) == 0, Why: "Выберите предметы.",
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

// reload reads the card at once: what was just saved in a dialog is on the card when the dialog closes, without waiting
// until changes are gathered.
func (g *groupCard) reload() { g.pane().Load() }

// Title is the group's name.
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
	ids := model.Each(chosen, teachingID)
	what := model.Plural(len(ids), "предмет", "предмета", "предметов")
	dialog.ConfirmDanger(g.deps.Frame.Window(), "Завершить "+what+"?", lists.ListOf(model.Each(chosen, model.TeachingRow.Title))+
		"\n\nИз чатов этих предметов выйдут преподаватели и студенты; «Инициализировать список» удалит сами чаты из VK.",
		"Завершить "+what, func() {
			g.deps.Act("Предметы не завершены", func(ctx context.Context) error { return g.deps.Service.EndTeachings(ctx, ids) },
				"Завершено: "+model.Plural(len(ids), "предмет", "предмета", "предметов"), nil)
		})
}
