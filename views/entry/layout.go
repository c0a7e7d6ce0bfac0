package entry

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/scroll"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// The widths of a page's card.
const (
	narrowWidth float32 = 420
	wideWidth   float32 = 680
)

// narrow is a page with one small card: a title, a text below it (may be empty) and the rest.
func narrow(title, text string, rest ...fyne.CanvasObject) fyne.CanvasObject {
	return page(narrowWidth, title, text, rest...)
}

// wide is narrow with room for two columns.
func wide(title, text string, rest ...fyne.CanvasObject) fyne.CanvasObject {
	return page(wideWidth, title, text, rest...)
}

func page(width float32, title, text string, rest ...fyne.CanvasObject) fyne.CanvasObject {
	objects := []fyne.CanvasObject{widgets.Title(title).Shrink()}
	if text != "" {
		objects = append(objects, widgets.Flow(text).In(widgets.ToneMuted))
	}
	return widgets.Centred(width, append(objects, rest...)...)
}

// waiting is a page that only says what goes on.
func waiting(text string) fyne.CanvasObject { return narrow("Звонок", text) }

// message is a text that is only there when there is something to say.
type message struct{ *widgets.Copyable }

func newMessage(tone widgets.Tone) message {
	m := message{widgets.NewCopyable(widgets.Flow("").In(tone))}
	m.Hide()
	return m
}

// set changes the text; "" hides it.
func (m message) set(text string) {
	m.SetText(widgets.Sentence(text))
	m.Hidden = text == ""
	relayout(m.Copyable)
	if text != "" {
		scroll.Reveal(m.Copyable)
	}
}

// relayout lays the window out again after an object has changed its height, or was shown for the first time. An object outside a
// window does not need it.
func relayout(o fyne.CanvasObject) {
	c := draw.CanvasOf(o)
	if c == nil || c.Content() == nil {
		return
	}
	c.Content().Refresh()
	for _, overlay := range c.Overlays().List() {
		overlay.Refresh()
	}
}

// backdrop hides the window behind it, in either look.
type backdrop struct{ widget.BaseWidget }

func newBackdrop() *backdrop {
	b := &backdrop{}
	b.ExtendBaseWidget(b)
	return b
}

// Tapped keeps clicks from what lies behind.
func (b *backdrop) Tapped(*fyne.PointEvent) {}

// CreateRenderer follows the look, which may change while the window is locked.
func (b *backdrop) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(nil)
	d := &draw.Drawing{All: []fyne.CanvasObject{back}, Arrange: back.Resize}
	d.Paint = func() { back.FillColor = theme.Color(fynetheme.ColorNameBackground) }
	return d.Of(b)
}

// newSecret is a field for a password.
func newSecret() *widgets.Entry {
	e := widgets.NewEntry("")
	e.Password = true
	return e
}
