package journal

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/remotelessons"
	"zvonok/views/scroll"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// lessonCard is the tab «Занятие»: the chosen lesson with what can be done about it.
type lessonCard struct {
	s       *screen
	actions *widgets.MenuButton
	box     *fyne.Container
	content fyne.CanvasObject
	drawn   string // what is drawn, so that the clock redraws only what differs
	call    callButtons
	marks   map[model.TaskID]*widgets.Button // «Оценки» of the tasks; they stay when the card is redrawn, as the call's buttons do
}

func newLessonCard(s *screen) *lessonCard {
	c := &lessonCard{s: s, box: widgets.Lines(), marks: map[model.TaskID]*widgets.Button{}}
	c.actions = widgets.NewMenuButton("Действия", s.actions)
	c.call = newCallButtons(s)
	// Otherwise the frames of buttons at the right end would lose half a pixel.
	c.content = scroll.NewVertical(container.New(layout.NewCustomPaddedLayout(0, 0, 0, 1), c.box))
	return c
}

// lineWidth is what a line of the panel's text may take.
const lineWidth = panelWidth - 34

func (c *lessonCard) fill() {
	s := c.s
	l, ok := s.chosen()
	if !ok {
		c.box.Objects = []fyne.CanvasObject{hint("Выберите занятие: нажмите на его дату в журнале.")}
		c.box.Refresh()
		c.drawn = ""
		return
	}
	drawn := fmt.Sprintf("%+v %s %+v %s %s", l, s.among(l), l.Remote, c.remoteState(l), s.page.Teaching.Title())
	if drawn == c.drawn {
		return
	}
	c.drawn = drawn
	width := lineWidth
	if s.page.Access.Edit {
		width = dateWidth
	}
	head := container.New(ends, widgets.InRow(widgets.Paragraph(s.named(l, model.DayText(l.Date)), width).In(widgets.ToneStrong)))
	if s.page.Access.Edit {
		head.Add(c.actions)
	}
	kind := container.New(ends, widgets.Text(l.Kind.String()+" на тему:"), widgets.Muted(hoursText(l.Hours)))
	c.box.Objects = []fyne.CanvasObject{head, kind, widgets.Paragraph(l.Title, lineWidth)}
	if words := c.scheduleWords(l); words != "" {
		c.box.Add(hint(words))
	}
	if l.Remote != nil {
		c.box.Add(c.remoteBlock(l))
	}
	if len(l.Tasks) > 0 {
		c.box.Add(widgets.Heading("Задания"))
		for _, t := range l.Tasks {
			c.box.Add(c.taskLine(t))
		}
	}
	c.box.Refresh()
}

// dateWidth is what the date may take beside «Действия».
const dateWidth float32 = 176

func hint(text string) *widgets.Label {
	return widgets.Paragraph(text, lineWidth).In(widgets.ToneMuted)
}

// scheduleWords say when and where the timetable has the lesson.
func (c *lessonCard) scheduleWords(l model.JournalLesson) string {
	words := ""
	if !l.Begins.IsZero() {
		zone := c.s.now.Location()
		words = "По расписанию " + l.Begins.In(zone).Format("15:04") + "–" + l.Ends.In(zone).Format("15:04")
	} else if l.Scheduled {
		words = "Из расписания"
	}
	if l.Room != "" {
		if words != "" {
			words += ", "
		}
		words += "ауд. " + l.Room
	}
	return words
}

func (c *lessonCard) taskLine(t model.Task) fyne.CanvasObject {
	title := widgets.Text(t.Kind.Short() + " · " + taskTitle(t)).Shrink()
	if !c.s.page.Access.Edit {
		return title
	}
	marks := c.marks[t.ID]
	if marks == nil {
		marks = widgets.NewLink("Оценки", func() { c.editMarks(t.ID) })
		c.marks[t.ID] = marks
	}
	marks.SetTooltip(taskWords(t) + ": поставить оценки")
	return container.New(ends, title, marks)
}

// editMarks opens a task of the chosen lesson as it was read last.
func (c *lessonCard) editMarks(id model.TaskID) {
	l, _ := c.s.chosen()
	if at := slices.IndexFunc(l.Tasks, func(t model.Task) bool { return t.ID == id }); at >= 0 {
		c.s.editTask(l.Tasks[at])
	}
}

func taskTitle(t model.Task) string {
	if t.Title == "" {
		return t.Kind.String()
	}
	return t.Title
}

// lineOf is a lesson in the form of a day's list.
func (s *screen) lineOf(l model.JournalLesson) model.LessonLine {
	return model.LessonLine{Lesson: l.Lesson, Subject: s.page.Teaching.Title(), GroupName: s.page.Teaching.GroupName,
		Teachers: s.page.Teaching.TeacherNames, Remote: l.Remote, Stream: l.Stream,
		Mine: s.page.Access.Remote}
}

// ends puts the second object at the right end of the first one.
var ends = widgets.Row{Gap: theme.GapSmall, Widths: []float32{-1}}

// actions are the items of «Действия» (Рисунок 449) for the chosen lesson.
func (s *screen) actions() []widgets.MenuItem {
	l, ok := s.chosen()
	if !ok || !s.page.Access.Edit {
		return nil
	}
	remoteItem := widgets.MenuItem{Label: "+ Создать дистанционное занятие", Do: func() { remotelessons.Edit(s.deps.Desk, s.deps.Service, s.lineOf(l), s.load) }}
	switch {
	case l.Remote != nil:
		remoteItem.Disabled, remoteItem.Why = true, "Занятие уже дистанционное."
	case l.Date.Before(s.page.Today):
		remoteItem.Disabled = true
		remoteItem.Why = "Создать дистанционное занятие можно только при условии, что его время ещё не прошло."
	}
	return []widgets.MenuItem{
		{Label: "Изменить занятие", Do: func() { s.editLesson(l) }},
		{Label: "Добавить задание", Do: func() { s.addTask(l, false) }},
		{Label: "Отметить, кого нет", Do: func() { s.markAbsent(l) }},
		{Label: "Задание с оценками", Do: func() { s.addTask(l, true) }},
		{Label: "Удалить занятие", Danger: true, Do: func() { s.deleteLesson(l) }},
		{Separator: true},
		remoteItem,
	}
}
