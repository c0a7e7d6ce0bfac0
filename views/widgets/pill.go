package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/theme"
)

// The measures of a pill.
const (
	PillHeight float32 = 21
	PillPad    float32 = 8
)

// PillLabel is a state in words on the state's colour: «все в чате».
type PillLabel struct {
	widget.BaseWidget
	text string
	tone Tone
}

// Pill returns a state to be shown outside tables; a table draws its own from Cell.Pill.
func Pill(text string, tone Tone) *PillLabel {
	p := &PillLabel{text: text, tone: tone}
	p.ExtendBaseWidget(p)
	return p
}

// Set changes the word and its colour.
func (p *PillLabel) Set(text string, tone Tone) {
	p.text, p.tone = text, tone
	p.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (p *PillLabel) CreateRenderer() fyne.WidgetRenderer {
	back, word := draw.Box(PillHeight/2), draw.Ink("", theme.PillSize, false, theme.ColorNameText)
	d := &draw.Drawing{All: []fyne.CanvasObject{back, word}}
	d.Least = func() fyne.Size {
		return fyne.NewSize(fyne.MeasureText(p.text, theme.PillSize, fyne.TextStyle{}).Width+2*PillPad, PillHeight)
	}
	d.Arrange = func(size fyne.Size) { drawPill(back, word, 0, d.Least().Width, size.Height) }
	d.Paint = func() {
		word.Text = p.text
		paintPill(back, word, p.tone)
	}
	return d.Of(p)
}

// drawPill places a pill at x in the middle of a height.
func drawPill(back *canvas.Rectangle, word *canvas.Text, x, width, height float32) {
	draw.Place(back, x, (height-PillHeight)/2, width, PillHeight)
	draw.Middle(word, x+PillPad, width-2*PillPad, height)
}

func paintPill(back *canvas.Rectangle, word *canvas.Text, tone Tone) {
	ink, fill := tone.Pill()
	word.Color, back.FillColor = theme.Color(ink), theme.Color(fill)
}
