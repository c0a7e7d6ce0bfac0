package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/theme"
)

// Icon is a small picture before a word, never instead of one.
type Icon uint8

// The icons.
const (
	IconNone  Icon = iota
	IconVideo      // a camera: a remote lesson
)

// The size of an icon before a word.
const (
	IconSide float32 = 17
	iconGap  float32 = 5
)

// Room is how much width an icon takes before its word.
func (i Icon) Room() float32 {
	if i == IconNone {
		return 0
	}
	return IconSide + iconGap
}

// NewVideo is the camera of a remote lesson: its body with the lens at the right.
func NewVideo() *draw.Stroke {
	return draw.NewStroke(1.3, 0.8, 2.6, 6.4, 2.6, 6.4, 4.3, 9.2, 2.9, 9.2, 7.1, 6.4, 5.7, 6.4, 7.4, 0.8, 7.4, 0.8, 2.6)
}

// Marked is a word with an icon before it.
type Marked struct {
	widget.BaseWidget
	hoverTip
	icon Icon
	word string
	tone Tone
}

// NewMarked returns a word of a tone behind an icon; the tooltip may be empty.
func NewMarked(icon Icon, text string, tone Tone, tooltip string) *Marked {
	m := &Marked{icon: icon, word: text, tone: tone}
	m.hoverTip = hoverTip{owner: m, text: func() string { return tooltip }}
	m.ExtendBaseWidget(m)
	return m
}

// CreateRenderer implements fyne.Widget.
func (m *Marked) CreateRenderer() fyne.WidgetRenderer {
	picture, word := NewVideo(), draw.Ink(m.word, theme.TextSize, false, m.tone.Ink())
	picture.Hidden = m.icon == IconNone
	d := &draw.Drawing{All: []fyne.CanvasObject{picture, word}}
	d.Least = func() fyne.Size {
		size := word.MinSize()
		return fyne.NewSize(m.icon.Room()+size.Width, max(IconSide, size.Height))
	}
	d.Arrange = func(size fyne.Size) {
		draw.Place(picture, 0, (size.Height-IconSide)/2, IconSide, IconSide)
		draw.Middle(word, m.icon.Room(), size.Width-m.icon.Room(), size.Height)
	}
	d.Paint = func() {
		ink := theme.Color(m.tone.Ink())
		word.Color = ink
		picture.SetColour(ink)
	}
	return d.Of(m)
}
