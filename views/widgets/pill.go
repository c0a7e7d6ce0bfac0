package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/theme"
)

const (
	pillHeight float32 = 21
	pillPad    float32 = 8
)

// PillLabel is a state in a word on its colour: «все в чате».
type PillLabel struct {
	widget.BaseWidget
	text string
	tone Tone
}

// Pill returns a state to stand outside tables; a table draws its own from Cell.Pill.
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
	back, word := box(pillHeight/2), inkText("", theme.PillSize, false, theme.ColorNameText)
	d := &drawing{objects: []fyne.CanvasObject{back, word}}
	d.min = func() fyne.Size {
		return fyne.NewSize(fyne.MeasureText(p.text, theme.PillSize, fyne.TextStyle{}).Width+2*pillPad, pillHeight)
	}
	d.layout = func(size fyne.Size) { drawPill(back, word, 0, d.min().Width, size.Height) }
	d.refresh = func() {
		word.Text = p.text
		paintPill(back, word, p.tone)
		d.layout(p.Size())
	}
	d.refresh()
	return d
}

// drawPill places a pill at x in the middle of a height.
func drawPill(back *canvas.Rectangle, word *canvas.Text, x, width, height float32) {
	place(back, x, (height-pillHeight)/2, width, pillHeight)
	middle(word, x+pillPad, width-2*pillPad, height)
}

func paintPill(back *canvas.Rectangle, word *canvas.Text, tone Tone) {
	ink, fill := tone.pill()
	word.Color, back.FillColor = theme.Color(ink), theme.Color(fill)
}
