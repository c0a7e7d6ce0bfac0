package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/theme"
)

// Icon is a small picture before a word; it never stands for one.
type Icon uint8

// The icons.
const (
	IconNone  Icon = iota
	IconVideo      // a camera: a remote lesson
)

const (
	iconSide float32 = 17
	iconGap  float32 = 5
)

// room is how much width an icon takes before its word.
func (i Icon) room() float32 {
	if i == IconNone {
		return 0
	}
	return iconSide + iconGap
}

// newVideo is the camera of a remote lesson: its body with the lens at the right.
func newVideo() *stroke {
	return newStroke(1.3, 0.8, 2.6, 6.4, 2.6, 6.4, 4.3, 9.2, 2.9, 9.2, 7.1, 6.4, 5.7, 6.4, 7.4, 0.8, 7.4, 0.8, 2.6)
}

// Marked is a word with an icon before it.
type Marked struct {
	widget.BaseWidget
	icon Icon
	text string
	tone Tone
	hint string
	tip  hoverTip
}

// NewMarked returns a word of a tone behind an icon; the tooltip may be empty.
func NewMarked(icon Icon, text string, tone Tone, tooltip string) *Marked {
	m := &Marked{icon: icon, text: text, tone: tone, hint: tooltip}
	m.ExtendBaseWidget(m)
	m.tip = hoverTip{owner: m, text: func() string { return m.hint }}
	return m
}

// MouseIn starts the wait for the tooltip.
func (m *Marked) MouseIn(e *desktop.MouseEvent) { m.tip.in(e.AbsolutePosition) }

// MouseMoved keeps the tooltip by the pointer.
func (m *Marked) MouseMoved(e *desktop.MouseEvent) { m.tip.moved(e.AbsolutePosition) }

// MouseOut takes the tooltip away.
func (m *Marked) MouseOut() { m.tip.out() }

// CreateRenderer implements fyne.Widget.
func (m *Marked) CreateRenderer() fyne.WidgetRenderer {
	picture, word := newVideo(), inkText(m.text, theme.TextSize, false, m.tone.ink())
	picture.Hidden = m.icon == IconNone
	d := &drawing{objects: []fyne.CanvasObject{picture, word}}
	d.min = func() fyne.Size {
		size := word.MinSize()
		return fyne.NewSize(m.icon.room()+size.Width, max(iconSide, size.Height))
	}
	d.layout = func(size fyne.Size) {
		place(picture, 0, (size.Height-iconSide)/2, iconSide, iconSide)
		middle(word, m.icon.room(), size.Width-m.icon.room(), size.Height)
	}
	d.refresh = func() {
		ink := theme.Color(m.tone.ink())
		word.Color = ink
		picture.setColour(ink)
	}
	d.refresh()
	return d
}
