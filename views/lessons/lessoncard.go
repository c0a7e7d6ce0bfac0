package lessons

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/remotelessons"
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
		over := remotelessons.Over(l, now)
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
		face.when = model.DayShort(next.Date) + ", " + face.when
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
	c.state, c.tone = remotelessons.Status(l, now)
	c.pill = widgets.Pill(c.state, c.tone)
	c.pill.Hidden = c.state == ""
	state := []fyne.CanvasObject{c.pill}
	if l.Remote != nil {
		state = append(state, widgets.NewMarked(widgets.IconVideo, face.mark.word, face.mark.tone, face.mark.tip))
	}
	buttons := []fyne.CanvasObject{layout.NewSpacer()}
	offer := func(button *widgets.Button, offered bool, tip string) {
		if offered {
			button.SetTooltip(tip)
			buttons = append(buttons, button)
		}
	}
	join := func() { t.opener.Open(c.line) }
	offer(widgets.NewPrimary("Открыть", join), face.filled, "Войти в звонок этого занятия")
	offer(widgets.NewSecondary("Открыть", join), face.open && !face.filled, "Войти в звонок этого занятия")
	offer(widgets.NewSecondary(makeLabel, func() { t.deps.MakeRemote(c.line) }), face.make, "Провести это занятие звонком в VK Мессенджере")
	offer(widgets.NewSecondary("Журнал", func() { t.deps.Frame.Push(t.deps.LessonJournal(c.line)) }), true, "Журнал группы на этом занятии")
	width, beside := timesWidth, buttonsWidth
	if face.late {
		width, beside = dayWidth, 0 // it stands alone, and has one button
	}
	column := func(objects ...fyne.CanvasObject) *fyne.Container {
		return container.New(widgets.Stacked{Gap: 2}, objects...)
	}
	row := widgets.Row{Gap: theme.Gap, Widths: []float32{width, -1, stateWidth, beside}, Least: cardHeight}
	c.content = widgets.Card(container.New(row,
		column(widgets.Heading(face.when)), column(widgets.Heading(face.subject).Shrink(), widgets.Caption(face.details).Shrink()),
		column(state...), widgets.FilterBar(buttons...)))
	return c
}

const (
	timesWidth   float32 = 92
	dayWidth     float32 = 214
	stateWidth   float32 = 186
	buttonsWidth float32 = 352 // «+ Создать дистанционное занятие» and «Журнал»
	cardHeight   float32 = 44
)
