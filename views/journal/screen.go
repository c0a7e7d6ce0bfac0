package journal

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/remotelessons"
	"zvonok/views/sheet"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// screen is a group's journal (Рисунок 447).
type screen struct {
	shell.Base
	deps       Deps
	query      model.JournalQuery
	wanted     model.LessonID // to be chosen at the first reading
	fromGroups bool           // «Группы» goes back

	page  model.JournalPage
	now   time.Time // in the college's time zone
	known bool      // page was read
	// chooseNext makes the next reading choose wanted: a lesson that was just saved.
	chooseNext bool
	cells      *cells

	head     *fyne.Container
	title    *widgets.Label
	terms    *table.Select[model.Term]
	subjects *table.Select[model.TeachingID]
	hours    *widgets.Label
	export   *widgets.Button
	hide     *widgets.Check
	sheet    *sheet.Sheet[model.PersonID, model.LessonID]
	panel    *panel
	opener   *remotelessons.Opener
	body     *fyne.Container // the sheet with the panel, or words in their place
	journal  fyne.CanvasObject

	lesson   model.LessonID // the chosen one
	students map[model.PersonID]model.JournalStudent
	lessons  map[model.LessonID]model.JournalLesson

	begun, least int    // counts the readings; the first that does not come too late
	stay         func() // gives up waiting to leave, or asking about it
	stop         func() // ends the wait for the next minute
}

var _ shell.Screen = (*screen)(nil)

func newScreen(deps Deps, q model.JournalQuery, lesson model.LessonID, fromGroups bool) *screen {
	s := &screen{deps: deps, query: q, wanted: lesson, fromGroups: fromGroups}
	s.opener = &remotelessons.Opener{Desk: deps.Desk, Service: deps.Service}
	s.cells = newCells(deps, s.redraw, s.goTo)
	s.title, s.hours = widgets.Title("Журнал группы"), widgets.Muted("")
	s.terms = table.NewSelect(nil, func(t model.Term) {
		s.ask(model.JournalQuery{Group: s.query.Group, Teaching: s.query.Teaching, Term: t})
	})
	s.subjects = table.NewSelect(nil, func(t model.TeachingID) {
		s.ask(model.JournalQuery{Group: s.query.Group, Teaching: t, Term: s.query.Term})
	})
	s.subjects.Field.MinWidth = subjectWidth
	s.export = widgets.NewSecondary("Экспорт", s.exportPage)
	s.export.SetTooltip("Сохранить журнал этого предмета за семестр как таблицу XLSX")
	s.hide = widgets.NewCheck("Скрыть занятия из расписания", func(bool) { s.fill() })
	s.sheet = s.newSheet()
	s.panel = newPanel(s)
	s.journal = widgets.Fields([]float32{-1, panelWidth}, s.sheet, s.panel.content)
	s.body = container.NewStack()
	s.head = widgets.Head(s.title, []fyne.CanvasObject{s.terms.Field, s.export, widgets.NewSecondary("Группы", s.toGroups)}, []fyne.CanvasObject{s.hours})
	s.stop = func() {}
	s.Base = shell.Base{Desk: deps.Desk, About: shell.TopicJournal, Changes: deps.Service,
		Page:  widgets.Page(s.head, widgets.Fields([]float32{subjectWidth, 0}, s.subjects.Field, s.hide), s.body, nil),
		Reads: []shell.Read{{On: func(c model.Change) bool { return c.All || c.Lessons || c.Roster || len(c.Journals) > 0 }, Do: s.load}},
		Keys: map[shell.Command]func(){shell.CommandAdd: func() {
			if s.known && s.page.Access.Edit {
				s.addLesson(0)
			}
		}}}
	s.say(widgets.Notice("Читаем журнал…", ""))
	return s
}

// subjectWidth leaves room for a subject with its teacher.
const subjectWidth float32 = 420

// Title is a part of the window's title.
func (s *screen) Title() string {
	if !s.known {
		return "Журнал группы"
	}
	return journalTitle(s.page.Group)
}

func journalTitle(g model.Group) string {
	if g.ID == 0 {
		return "Журнал: " + g.Name
	}
	return "Журнал группы " + g.Name
}

// keepTime updates what depends on the time as each minute begins.
func (s *screen) keepTime() {
	s.stop()
	s.stop = s.deps.Timer(remotelessons.UntilMinute(s.now), s.readClock)
}

func (s *screen) readClock() {
	ctx := s.Ctx
	background.Fetch(s.deps.Exec, func() (time.Time, error) {
		_, now, err := s.deps.Service.LessonDay(ctx)
		return now, err
	}, func(now time.Time, err error) {
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			s.now = now
			s.panel.tell()
		}
		s.keepTime()
	})
}

// Hidden ends what Shown began.
func (s *screen) Hidden() {
	s.sheet.Commit()
	s.Base.Hidden()
	s.stop()
}

// Undo takes the latest step back while the focus is beside the sheet, which goes on with it. Without a step the key is left to what was
// done otherwise: a lesson that was deleted, say.
func (s *screen) Undo() bool {
	if !s.page.Access.Edit || len(s.cells.done) == 0 {
		return false
	}
	s.sheet.TakeFocus()
	s.cells.undo()
	return true
}

// leaveWait is how long leaving waits for marks that are on their way before it asks.
const leaveWait = 3 * time.Second

// Unsaved reports whether somebody is typing into a cell, or marks are on their way.
func (s *screen) Unsaved() bool { return s.sheet.Editing() || s.cells.waiting() > 0 }

// MayLeave takes what is being typed and waits until it is stored. Where either is refused, the screen stays, and the
// complaint at the cell or the toast says why.
func (s *screen) MayLeave(then func(bool)) {
	if !s.sheet.Commit() {
		then(false)
		return
	}
	if s.stay != nil {
		s.stay() // asked again: the earlier request is dropped
	}
	refused := s.cells.refused
	s.stay = s.deps.Timer(leaveWait, func() {
		s.cells.idle = nil
		text := fmt.Sprintf("Не сохранено: %s. База данных занята или недоступна. Если уйти сейчас, они пропадут.",
			model.Plural(s.cells.waiting(), "правка", "правки", "правок"))
		s.stay = dialog.Ask(s.deps.Frame.Window(), dialog.Modal{Title: "Оценки ещё сохраняются", Primary: "Уйти без них", Danger: true}, text,
			func() { then(true) }).Close
	})
	s.cells.settled(func() {
		s.stay()
		then(s.cells.refused == refused)
	})
}

// fill shows the lessons in the sheet and the panel; the chosen one stays chosen as long as it is shown.
func (s *screen) fill() {
	students := model.Each(s.page.Students, func(st model.JournalStudent) model.PersonID { return st.Person })
	shown := s.shown()
	if !slices.Contains(shown, s.lesson) {
		s.lesson = 0
	}
	s.sheet.ReadOnly = !s.page.Access.Edit
	s.sheet.OnCorner = nil
	if s.page.Access.Edit {
		s.sheet.OnCorner = func() { s.addLesson(0) }
	}
	s.sheet.Wide = slices.ContainsFunc(s.page.Lessons, func(l model.JournalLesson) bool { return s.among(l) != "" })
	s.sheet.Empty = s.emptyWords()
	s.sheet.Set(students, shown)
	s.panel.fill()
}

// gone reports whether the chosen lesson was deleted.
func (s *screen) gone() bool {
	_, there := s.lessons[s.lesson]
	return s.lesson != 0 && !there
}

// shown are the lessons that are not hidden.
func (s *screen) shown() []model.LessonID {
	var shown []model.LessonID
	for _, l := range s.page.Lessons {
		if !l.Scheduled || !s.hide.Checked() {
			shown = append(shown, l.ID)
		}
	}
	return shown
}

func (s *screen) emptyWords() table.Empty {
	switch {
	case len(s.page.Lessons) > 0:
		return table.Empty{Title: "Все занятия скрыты", Hint: "Они пришли из расписания.", Action: "Показать", Do: func() { s.hide.SetChecked(false) }}
	case !s.page.Access.Edit:
		return table.Empty{Title: "Занятий пока нет", Hint: "Занятия добавляет преподаватель предмета."}
	}
	return table.Empty{Title: "Занятий пока нет", Hint: "Добавьте первое занятие семестра.", Action: "Добавить занятие", Do: func() { s.addLesson(0) }}
}

// begin chooses the wanted lesson, or the nearest to today.
func (s *screen) begin() {
	lesson := s.wanted
	if _, there := s.lessons[lesson]; !there {
		lesson = nearest(s.page.Lessons, s.page.Today, s.shown())
	} else if l := s.lessons[lesson]; s.chooseNext {
		s.deps.Tell("Занятие " + s.named(l, l.Date.Format("02.01.2006")) + " сохранено")
	}
	s.wanted, s.chooseNext = 0, false
	s.choose(lesson)
	s.sheet.ScrollToColumn(lesson)
	if s.deps.Frame.Window().Canvas().Overlays().Top() == nil {
		s.sheet.TakeFocus() // so that arrows and marks work at once
	}
}

// nearest is the lesson nearest to a day, the later one of two that are equally near; zero when there are none.
func nearest(lessons []model.JournalLesson, day time.Time, shown []model.LessonID) (id model.LessonID) {
	best := time.Duration(-1)
	for _, l := range lessons {
		away := l.Date.Sub(day).Abs()
		if slices.Contains(shown, l.ID) && (best < 0 || away <= best) {
			best, id = away, l.ID
		}
	}
	return id
}

// choose makes a lesson the chosen one, in the sheet and in the panel.
func (s *screen) choose(lesson model.LessonID) {
	s.lesson = lesson
	s.sheet.SelectColumn(lesson)
	s.panel.fill()
}

// chosen is the chosen lesson.
func (s *screen) chosen() (model.JournalLesson, bool) {
	l, ok := s.lessons[s.lesson]
	return l, ok
}

// redraw shows marks that have changed.
func (s *screen) redraw() { s.sheet.Redraw() }

// goTo shows a cell that was undone or done again.
func (s *screen) goTo(key model.CellKey) {
	s.sheet.SelectCell(key.Person, key.Lesson)
	if s.lesson != key.Lesson {
		s.lesson = key.Lesson
		s.panel.fill()
	}
}

func (s *screen) say(notice fyne.CanvasObject) {
	s.body.Objects = []fyne.CanvasObject{notice}
	s.body.Refresh()
}

func (s *screen) toGroups() {
	if s.fromGroups {
		s.deps.Frame.Back()
		return
	}
	s.deps.Frame.Push(newGroups(s.deps))
}

func (s *screen) exportPage() {
	if !s.known || s.page.Teaching.ID == 0 {
		return
	}
	q := queryOf(s.page)
	s.deps.Export(dialog.Export{
		Name: exportName(s.page), Button: s.export, Refused: "Журнал не сохранён",
		Make: func(ctx context.Context, w io.Writer) error { return s.deps.Service.ExportJournal(ctx, q, w) },
	}, "Журнал сохранён")
}

// panelWidth is how wide the panel beside the sheet is.
const panelWidth float32 = 332
