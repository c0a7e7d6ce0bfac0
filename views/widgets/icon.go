package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/theme"
)

// The size of an icon before a word, and how much width it takes there.
const (
	IconSide float32 = 17
	IconRoom         = IconSide + 5
)

// NewVideo is the camera of a remote lesson: its body with the lens at the right.
func NewVideo() *draw.Stroke {
	return draw.NewStroke(1.3, 0.8, 2.6, 6.4, 2.6, 6.4, 4.3, 9.2, 2.9, 9.2, 7.1, 6.4, 5.7, 6.4, 7.4, 0.8, 7.4, 0.8, 2.6)
}

// Marked is a word behind the camera of a remote lesson.
type Marked struct {
	widget.BaseWidget
	hoverTip
	word string
	tone Tone
}

// NewMarked returns a word of a tone behind the camera; word and tooltip may be empty.
func NewMarked(word string, tone Tone, tooltip string) *Marked {
	m := &Marked{word: word, tone: tone}
	m.hoverTip = hoverTip{owner: m, text: func() string { return tooltip }}
	m.ExtendBaseWidget(m)
	return m
}

// CreateRenderer implements fyne.Widget.
func (m *Marked) CreateRenderer() fyne.WidgetRenderer {
	picture, word := NewVideo(), draw.Ink(m.word, theme.TextSize, false, m.tone.Ink())
	d := &draw.Drawing{All: []fyne.CanvasObject{picture, word}}
	d.Least = func() fyne.Size {
		size := word.MinSize()
		return fyne.NewSize(IconRoom+size.Width, max(IconSide, size.Height))
	}
	d.Arrange = func(size fyne.Size) {
		draw.Place(picture, 0, (size.Height-IconSide)/2, IconSide, IconSide)
		draw.Middle(word, IconRoom, size.Width-IconRoom, size.Height)
	}
	d.Paint = func() {
		word.Color = theme.Color(m.tone.Ink())
		picture.SetColour(word.Color)
	}
	return d.Of(m)
}
