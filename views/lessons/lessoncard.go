package lessons

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/remote"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// lessonFace is all that a card of «Сегодня» shows besides its state.
type lessonFace struct {
	lesson                   model.LessonID
	when, subject, details   string
	mark                     mark // empty for a lesson that is not remote
	open, filled, make, late bool // which buttons it has; late: it is of another day
}

// lessonCard is a lesson of «Сегодня» with its buttons.
type lessonCard struct {
	face    lessonFace
	line    model.LessonLine // what the buttons act on
	state   string
	tone    widgets.Tone
	pill    *widgets.PillLabel
	content fyne.CanvasObject
}

// take takes over the state of a card with the same face.
func (c *lessonCard) take(fresh *lessonCard) {
	c.line = fresh.line
	if c.state != fresh.state || c.tone != fresh.tone {
		c.state, c.tone = fresh.state, fresh.tone
		c.pill.Set(c.state, c.tone)
		c.pill.Hidden = c.state == ""
	}
}

// cardsOf are the cards of the day, and of the next remote lesson after it. The filled button is on the remote lesson
// that is on or comes next.
func (t *today) cardsOf(lines []model.LessonLine, next *model.LessonLine, now time.Time) []*lessonCard {
	var cards []*lessonCard
	filled := false
	for _, l := range lines {
		over := remote.Over(l, now)
		face := faceOf(l, now)
		face.open = l.Remote != nil && !over
		face.filled = face.open && !filled
		face.make = l.Remote == nil && !over
		filled = filled || face.filled
		cards = append(cards, t.newCard(l, face, now))
	}
	if next != nil {
		face := faceOf(*next, now)
		face.late = true
		face.when = widgets.DayShort(next.Date) + ", " + face.when
		cards = append(cards, t.newCard(*next, face, now))
	}
	return cards
}

func faceOf(l model.LessonLine, now time.Time) lessonFace {
	face := lessonFace{lesson: l.ID, when: timesText(l, now), subject: l.Subject, details: lessonDetails(l)}
	if l.Remote != nil {
		face.mark = markOf(l, now)
	}
	return face
}

func (t *today) newCard(l model.LessonLine, face lessonFace, now time.Time) *lessonCard {
	c := &lessonCard{face: face, line: l}
	c.state, c.tone = remote.Status(l, now)
	c.pill = widgets.Pill(c.state, c.tone)
	c.pill.Hidden = c.state == ""
	camera := fyne.CanvasObject(layout.NewSpacer())
	if l.Remote != nil {
		camera = widgets.NewMarked(widgets.IconVideo, face.mark.word, face.mark.tone, face.mark.tip)
	}
	buttons := []fyne.CanvasObject{layout.NewSpacer()}
	offer := func(button *widgets.Button, offered bool, tip string) {
		if offered {
			button.SetTooltip(tip)
			buttons = append(buttons, button)
		}
	}
	join := func() { t.joiner.open(c.line) }
	offer(widgets.NewPrimary("Открыть", join), face.filled, "Войти в звонок этого занятия")
	offer(widgets.NewSecondary("Открыть", join), face.open && !face.filled, "Войти в звонок этого занятия")
	offer(widgets.NewSecondary(makeLabel, func() { t.deps.MakeRemote(c.line) }), face.make, "Провести это занятие звонком в VK Мессенджере")
	offer(widgets.NewSecondary("Журнал", func() { t.deps.Frame.Push(t.deps.LessonJournal(c.line)) }), true, "Журнал группы на этом занятии")
	when := widgets.Heading(face.when)
	width := timesWidth
	if face.late {
		width = dayWidth
	}
	c.content = widgets.Card(container.New(cardRow{width},
		when, widgets.Heading(face.subject).Shrink(), widgets.Caption(face.details).Shrink(),
		c.pill, camera, widgets.FilterBar(buttons...)))
	return c
}

const (
	timesWidth   float32 = 104
	dayWidth     float32 = 226
	stateWidth   float32 = 186
	buttonsWidth float32 = 284
)

// cardRow is a time of some width, two lines about the lesson, its state over the camera, and its buttons.
type cardRow struct{ times float32 }

func (cardRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(700, max(2*21+2, objects[5].MinSize().Height))
}

func (r cardRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	half := size.Height / 2
	text := max(24, size.Width-r.times-stateWidth-buttonsWidth-2*theme.Gap)
	put := func(o fyne.CanvasObject, x, y, width, height float32) {
		o.Move(fyne.NewPos(x, y+(height-min(height, o.MinSize().Height))/2))
		o.Resize(fyne.NewSize(width, min(height, o.MinSize().Height)))
	}
	put(objects[0], 0, 0, r.times, half)
	put(objects[1], r.times, 0, text, half)
	put(objects[2], r.times, half, text, half)
	x := r.times + text + theme.Gap
	if _, none := objects[4].(layout.SpacerObject); none {
		put(objects[3], x, 0, stateWidth, size.Height)
	} else {
		put(objects[3], x, 0, stateWidth, half)
		put(objects[4], x, half, stateWidth, half)
	}
	put(objects[5], size.Width-buttonsWidth, 0, buttonsWidth, size.Height)
}
