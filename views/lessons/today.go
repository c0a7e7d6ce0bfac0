package lessons

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/remotelessons"
	"zvonok/views/scroll"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// daysAhead is how far «Сегодня» looks for the next remote lesson.
const daysAhead = 14

// today is the teacher's home: the lessons of the day with one click each, and the next remote lesson after it.
type today struct {
	*feed
	journals func() // opens «Журнал успеваемости»; nil when it is not the person's
	opener   *remotelessons.Opener

	page  *fyne.Container
	title *widgets.Label
	list  *fyne.Container
	count *widgets.Label

	day     time.Time // of the lessons that are shown
	cards   []*lessonCard
	buttons map[model.LessonID]*cardButtons
}

var _ shell.Screen = (*today)(nil)

func newToday(deps Deps, journals func()) *today {
	t := &today{journals: journals, opener: &remotelessons.Opener{Desk: deps.Desk, Service: deps.Service}}
	t.title = widgets.Title("Сегодня")
	t.count = widgets.Caption("")
	t.list = container.NewStack()
	var links []fyne.CanvasObject
	if journals != nil {
		links = append(links, widgets.NewLink("Журнал успеваемости", journals))
	}
	t.page = container.NewStack(widgets.Page(
		widgets.ToolbarWith(t.title, links, []fyne.CanvasObject{newCalendarButton(deps)}),
		nil, t.list, widgets.Footer(t.count)))
	t.feed = newFeed(deps, "Сегодня", t.page, t.show, t.fail, func() span {
		return func(today time.Time) (from, until time.Time) { return today, today.AddDate(0, 0, 1+daysAhead) }
	})
	t.say(widgets.Notice("Читаем занятия…", ""))
	return t
}

func (t *today) say(content fyne.CanvasObject) {
	t.cards = nil
	t.list.Objects = []fyne.CanvasObject{content}
	t.page.Refresh()
}

func (t *today) fail(err error) {
	t.say(widgets.Failure("Занятия не прочитаны", err.Error(), t.load))
}

// show draws the day; a minute that changes nothing but the states leaves the cards and their focus alone.
func (t *today) show(r reading) {
	lines, next := split(r)
	t.title.SetText(model.DayText(r.today))
	t.count.SetText(countText(lines))
	faces, shown := facesOf(lines, next, r.now), lines
	if next != nil {
		shown = append(slices.Clip(lines), *next)
	}
	t.keepButtons(shown)
	before, there := t.list.Objects[0].(*scroll.Area)
	drawn := len(faces) == 0 || !slices.EqualFunc(faces, t.cards, func(face lessonFace, c *lessonCard) bool { return face == c.face })
	if drawn {
		t.draw(faces, len(lines))
	}
	for i, c := range t.cards {
		c.tell(shown[i], r.now)
	}
	t.page.Refresh()
	if !drawn || len(lines) == 0 {
		return
	}
	// What goes on or comes next is shown first: the lessons of the morning may fill the window. Then one stays where one has scrolled.
	y := float32(0)
	if now := slices.IndexFunc(lines, func(l model.LessonLine) bool { return !remotelessons.Over(l, r.now) }); now >= 0 {
		y = t.cards[now].content.Position().Y
	}
	if there && t.day.Equal(r.today) {
		y = before.Offset.Y
	}
	t.day = r.today
	t.scrollTo(y)
}

// scrollTo puts a place of the list at its top, as far as there is more below.
func (t *today) scrollTo(y float32) {
	area := t.list.Objects[0].(*scroll.Area)
	last := max(0, area.Content.MinSize().Height-area.Size().Height)
	area.ScrollToOffset(fyne.NewPos(0, min(y, last)))
}

// draw makes the cards again, those of today first.
func (t *today) draw(faces []lessonFace, day int) {
	content := widgets.Lines()
	var cards []*lessonCard
	for i, face := range faces {
		if i == day {
			content.Add(container.New(layout.NewCustomPaddedLayout(theme.Gap, 0, 0, 0), widgets.Heading("Ближайшее дистанционное занятие")))
		}
		c := newCard(face, t.buttons[face.lesson])
		cards = append(cards, c)
		content.Add(c.content)
	}
	if day > 0 {
		t.say(scroll.NewVertical(content))
	} else {
		t.say(container.NewBorder(nil, content, nil, nil, t.nothing()))
	}
	t.cards = cards
}

// split parts a reading into the teacher's lessons of today and the next remote one after it.
func split(r reading) (lines []model.LessonLine, next *model.LessonLine) {
	for _, l := range r.lines {
		switch {
		case !l.Mine:
		case l.Date.Equal(r.today):
			lines = append(lines, l)
		case l.Remote != nil && next == nil && l.Remote.Finished.IsZero():
			next = &l
		}
	}
	return lines, next
}

// nothing says what to do on a day without lessons.
func (t *today) nothing() fyne.CanvasObject {
	if t.journals == nil {
		return widgets.Notice("Сегодня занятий нет", "Они появятся здесь, когда их внесут в журнал или загрузят расписание.")
	}
	return widgets.Notice("Сегодня занятий нет", "Занятия добавляют в журнале группы: откройте его и нажмите «Дата занятия +».",
		widgets.NewSecondary("Журнал успеваемости", t.journals))
}
