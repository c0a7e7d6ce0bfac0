package lessons

import (
	"cmp"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/remotelessons"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// listing says what a schedule lists.
type listing struct {
	title    string
	teaches  bool   // the lessons that the person leads; otherwise those that the person learns
	week     bool   // begins with the week; otherwise with the day
	journals func() // opens «Журнал успеваемости»; nil when it is not the person's
}

// schedule is the list of a day's or a week's lessons: «Занятия» of the student, «Расписание» of the teacher.
type schedule struct {
	*feed
	what   listing
	opener *remotelessons.Opener
	day    time.Time // a day of what is shown; zero is today, whatever day that is
	read   reading
	lines  []model.LessonLine

	page   *fyne.Container
	date   *widgets.Label
	spans  *widgets.Tabs
	back   *widgets.Button
	today  *widgets.Button
	on     *widgets.Button
	join   *widgets.Button
	holder *fyne.Container
	table  *table.Table[model.LessonLine, model.LessonID]
	count  *widgets.Label
}

var _ shell.Screen = (*schedule)(nil)

const (
	spanDay  = "day"
	spanWeek = "week"
)

func newSchedule(deps Deps, what listing) *schedule {
	s := &schedule{what: what, opener: &remotelessons.Opener{Desk: deps.Desk, Service: deps.Service}}
	s.join = widgets.NewPrimary("Открыть занятие", s.joinChosen)
	s.date = widgets.Heading("")
	s.back = widgets.NewSecondary("‹", func() { s.step(-1) })
	s.today = widgets.NewSecondary("Сегодня", func() { s.turn(time.Time{}) })
	s.on = widgets.NewSecondary("›", func() { s.step(+1) })
	s.spans = widgets.NewTabs([]widgets.Tab{{Key: spanDay, Label: "День"}, {Key: spanWeek, Label: "Неделя"}}, s.respan)
	s.spans.Clicked = func() { deps.Focus(s.table.Grid) }
	s.count = widgets.Caption("")
	s.holder = container.NewStack()
	s.page = container.NewStack(widgets.Page(
		widgets.Toolbar(what.title, []fyne.CanvasObject{s.join}, []fyne.CanvasObject{newCalendarButton(deps)}),
		widgets.FilterBar(s.spans, s.back, s.today, s.on, s.date),
		s.holder, widgets.Footer(s.count)))
	s.buildTable()
	s.feed = newFeed(deps, what.title, s.page, s.show, func(err error) { s.table.Grid.Fail("Занятия не прочитаны", err, s.load) }, s.days)
	if what.week {
		s.spans.Select(spanWeek)
	}
	s.First = s.table.Grid
	return s
}

func (s *schedule) week() bool { return s.spans.Selected() == spanWeek }

// days is what to show.
func (s *schedule) days() span {
	day, week := s.day, s.week()
	return func(today time.Time) (from, until time.Time) {
		from = today
		if !day.IsZero() {
			from = day
		}
		if week {
			from = model.Monday(from)
			return from, from.AddDate(0, 0, 7)
		}
		return from, from.AddDate(0, 0, 1)
	}
}

// step turns so many days or weeks forward.
func (s *schedule) step(by int) {
	if s.read.today.IsZero() { // nothing was read yet
		return
	}
	present, _ := s.days()(s.read.today)
	days := by
	if s.week() {
		days = by * 7
	}
	s.turn(present.AddDate(0, 0, days))
}

// turn shows a day, or its week. Today, or this week, follows the date at midnight.
func (s *schedule) turn(day time.Time) {
	s.day = day
	from, until := s.days()(s.read.today)
	if today := s.read.today; !today.Before(from) && today.Before(until) {
		s.day = time.Time{}
	}
	s.reading.Hear()
	s.load()
}

// respan changes between the day and the week; the day is that of the row that was chosen, if one was.
func (s *schedule) respan(key string) {
	chosen := s.table.Selected()
	s.buildTable()
	if s.Ctx == nil { // not shown yet
		return
	}
	s.reading.Forget() // the new table says why it could not be read
	day := s.day
	switch {
	case day.IsZero() && len(chosen) == 0:
		day = s.read.today
	case key == spanDay && len(chosen) == 1:
		day = chosen[0].Date
	case key == spanDay && len(chosen) == 0:
		day = model.Monday(day)
	}
	s.turn(day)
}

// buildTable makes the table; the week has a column for the day.
func (s *schedule) buildTable() {
	with, withTitle := remotelessons.Teachers, "Преподаватель"
	if s.what.teaches {
		with, withTitle = groupWords, "Группа"
	}
	byTime := func(a, b model.LessonLine) int {
		return cmp.Or(a.Date.Compare(b.Date), a.From().Compare(b.From()))
	}
	remote := &table.Column[model.LessonLine]{ID: "remote", Width: 154, Opens: true,
		Cell: func(l model.LessonLine) table.Cell { return remoteCell(l, s.read.now) }}
	var columns []*table.Column[model.LessonLine]
	if s.week() {
		// The day takes room here, so the sign of a remote lesson has no words.
		remote.Width = iconWidth
		remote.Cell = func(l model.LessonLine) table.Cell { return remoteSign(l, s.read.now) }
		columns = append(columns, &table.Column[model.LessonLine]{ID: "day", Title: "День", Width: 84, Compare: byTime,
			Cell: func(l model.LessonLine) table.Cell {
				return table.Cell{Text: model.DayNumbers(l.Date), Tooltip: model.DayText(l.Date)}
			}})
	}
	columns = append(columns, []*table.Column[model.LessonLine]{
		{ID: "time", Title: "Время", Width: 100, Compare: byTime,
			Cell: func(l model.LessonLine) table.Cell { return table.Cell{Text: timesText(l, s.read.now)} }},
		table.Text("subject", "Предмет", 180, 2, func(l model.LessonLine) string { return l.Subject }),
		table.Text("title", "Тема", 190, 2, func(l model.LessonLine) string { return l.Title }),
		table.Text("with", withTitle, 138, 1, with),
		table.Text("room", "Ауд.", 62, 0, func(l model.LessonLine) string { return l.Room }),
		table.Ranked("kind", "Вид", 62, func(l model.LessonLine) table.Cell {
			return table.Cell{Text: l.Kind.Short(), Tooltip: l.Kind.String()}
		}, func(l model.LessonLine) int { return int(l.Kind) }),
		remote,
		{ID: "status", Title: "Состояние", Width: 160,
			Cell: func(l model.LessonLine) table.Cell { return statusCell(l, s.read.now) }},
	}...)
	s.table = table.NewList(columns, func(l model.LessonLine) model.LessonID { return l.ID })
	s.table.OnOpen = s.open
	s.table.Grid.OnSelectionChanged = s.showChosen
	s.table.Grid.Context = s.menu
	s.table.TypeAhead = func(l model.LessonLine) string { return l.Subject }
	s.table.Grid.Say(table.Empty{Title: "Читаем занятия…"})
	s.holder.Objects = []fyne.CanvasObject{s.table.Grid}
	s.holder.Refresh()
	if s.feed != nil {
		s.First = s.table.Grid
	}
	s.showChosen()
}

func (s *schedule) show(r reading) {
	s.read, s.lines = r, nil
	for _, l := range r.lines {
		if l.Mine == s.what.teaches {
			s.lines = append(s.lines, l)
		}
	}
	if s.week() {
		s.date.SetText(model.WeekText(r.from))
	} else {
		s.date.SetText(model.DayText(r.from))
	}
	s.today.SetDisabled(s.day.IsZero())
	s.table.Grid.Empty = s.emptyWords()
	s.table.SetRows(s.lines)
	s.count.SetText(countText(s.lines))
	s.showChosen()
	s.page.Refresh()
}

// emptyWords says what to do where there are no lessons.
func (s *schedule) emptyWords() table.Empty {
	words := table.Empty{Title: "В этот день занятий нет"}
	if s.week() {
		words.Title = "На этой неделе занятий нет"
	}
	switch {
	case s.what.teaches && s.what.journals != nil:
		words.Hint = "Занятия добавляют в журнале группы: откройте его и нажмите «Дата занятия +»."
		words.Action, words.Do = "Журнал успеваемости", s.what.journals
	case !s.week():
		words.Hint = "Посмотрите другой день или всю неделю."
		words.Action, words.Do = "Показать неделю", func() { s.spans.Select(spanWeek) }
	default:
		words.Hint = "Занятия появятся здесь, когда преподаватель внесёт их в журнал или колледж загрузит расписание."
		words.Action, words.Do = "Следующая неделя", func() { s.step(+1) }
	}
	return words
}
