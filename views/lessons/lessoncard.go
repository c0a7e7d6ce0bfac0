package lessons

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/draw"
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
	state   string
	tone    widgets.Tone
	pill    *widgets.PillLabel
	content fyne.CanvasObject
}

// tell shows the state that the lesson has by now.
func (c *lessonCard) tell(l model.LessonLine, now time.Time) {
	state, tone := remotelessons.Status(l, now)
	if c.state != state || c.tone != tone {
		c.state, c.tone = state, tone
		c.pill.Set(c.state, c.tone)
		c.pill.Hidden = c.state == ""
	}
}

// cardButtons are what can be done about a lesson of «Сегодня». They stay when the clock redraws the card, so that somebody who
// moves by Tab keeps the focus.
type cardButtons struct {
	line                model.LessonLine // what they act on
	open, make, journal *widgets.Button
}

func (t *today) newButtons() *cardButtons {
	b := &cardButtons{}
	b.open = widgets.NewSecondary("Открыть", func() { t.opener.Open(b.line) })
	b.open.SetTooltip("Войти в звонок этого занятия")
	b.make = widgets.NewSecondary(makeLabel, func() { t.deps.MakeRemote(b.line) })
	b.make.SetTooltip("Провести это занятие звонком в VK Мессенджере")
	b.journal = widgets.NewSecondary("Журнал", func() { t.deps.Frame.Push(t.deps.LessonJournal(b.line)) })
	b.journal.SetTooltip("Журнал группы на этом занятии")
	return b
}

// keepButtons gives the lessons their buttons, each those that it had.
func (t *today) keepButtons(lines []model.LessonLine) {
	kept := t.buttons
	t.buttons = make(map[model.LessonID]*cardButtons, len(lines))
	for _, l := range lines {
		b := kept[l.ID]
		if b == nil {
			b = t.newButtons()
		}
		b.line = l
		t.buttons[l.ID] = b
	}
}

// facesOf are what the cards of the day's lessons show, and that of the next remote one after it, if there is one. The remote lesson
// that goes on or comes next has the filled button.
func facesOf(lines []model.LessonLine, next *model.LessonLine, now time.Time) (faces []lessonFace) {
	filled := false
	for _, l := range lines {
		over := remotelessons.Over(l, now)
		face := faceOf(inStream(l, lines), now)
		face.open = l.Remote != nil && !over
		face.filled = face.open && !filled
		face.make = l.Remote == nil && !over
		filled = filled || face.filled
		faces = append(faces, face)
	}
	if next != nil {
		face := faceOf(*next, now)
		face.late = true
		face.when = model.DayShort(next.Date) + ", " + face.when
		faces = append(faces, face)
	}
	return faces
}

// inStream is a lesson that knows those of its day that share its call.
func inStream(l model.LessonLine, day []model.LessonLine) model.LessonLine {
	for _, other := range day {
		if other.ID != l.ID && l.Remote.Shares(other.Remote) {
			l.Stream = append(l.Stream, model.StreamLesson{Lesson: other.ID, Group: other.GroupName, Subject: other.Subject})
		}
	}
	return l
}

func faceOf(l model.LessonLine, now time.Time) lessonFace {
	face := lessonFace{lesson: l.ID, when: timesText(l, now), subject: l.Subject, details: lessonDetails(l)}
	if l.Remote != nil {
		face.mark = markOf(l, now)
	}
	return face
}

func newCard(face lessonFace, b *cardButtons) *lessonCard {
	c := &lessonCard{face: face, pill: widgets.Pill("", widgets.ToneNormal)}
	c.pill.Hide()
	state := []fyne.CanvasObject{c.pill}
	if b.line.Remote != nil {
		state = append(state, widgets.NewMarked(face.mark.word, face.mark.tone, face.mark.tip))
	}
	b.open.SetPrimary(face.filled)
	buttons := []fyne.CanvasObject{layout.NewSpacer()}
	if face.open {
		buttons = append(buttons, b.open)
	}
	if face.make {
		buttons = append(buttons, b.make)
	}
	buttons = append(buttons, b.journal)
	width, beside := timesWidth, buttonsWidth
	if face.late {
		width, beside = dayWidth, 0 // it stands alone, and has one button
	}
	column := func(objects ...fyne.CanvasObject) *fyne.Container {
		return container.New(widgets.Stacked{Gap: 2}, objects...)
	}
	least := canvas.NewRectangle(color.Transparent)
	least.SetMinSize(fyne.NewSize(subjectLeast, 1))
	row := func(first, second float32, objects ...fyne.CanvasObject) fyne.CanvasObject {
		return container.New(widgets.Row{Gap: theme.Gap, Widths: []float32{first, second}, Least: cardHeight}, objects...)
	}
	c.content = widgets.Card(container.New(&halves{},
		row(width, -1, column(widgets.Heading(face.when)),
			container.NewStack(least, column(widgets.Heading(face.subject).Shrink(), widgets.Caption(face.details).Shrink()))),
		row(stateWidth, beside, column(state...), widgets.FilterBar(buttons...))))
	return c
}

// halves is a layout that puts two objects side by side, of which the first takes the room that is left, or one below the other where
// there is too little. How high it is depends on the width that it was given last.
type halves struct{ width float32 }

// beside reports whether there is room for both side by side.
func (h *halves) beside(first, second fyne.Size) bool {
	return h.width == 0 || first.Width+theme.Gap+second.Width <= h.width
}

// MinSize is as wide as the wider object.
func (h *halves) MinSize(objects []fyne.CanvasObject) fyne.Size {
	first, second := objects[0].MinSize(), objects[1].MinSize()
	least := first.Max(second)
	if !h.beside(first, second) {
		least.Height = first.Height + second.Height
	}
	return least
}

// Layout places the objects.
func (h *halves) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	h.width = size.Width
	first, second := objects[0].MinSize(), objects[1].MinSize()
	if h.beside(first, second) {
		draw.Place(objects[0], 0, 0, size.Width-second.Width-theme.Gap, size.Height)
		draw.Place(objects[1], size.Width-second.Width, 0, second.Width, size.Height)
		return
	}
	draw.Place(objects[0], 0, 0, size.Width, first.Height)
	draw.Place(objects[1], 0, first.Height, size.Width, second.Height)
}

const (
	timesWidth   float32 = 92
	dayWidth     float32 = 214
	subjectLeast float32 = 160
	stateWidth   float32 = 186
	buttonsWidth float32 = 352 // «+ Создать дистанционное занятие» and «Журнал»
	cardHeight   float32 = 44
)
