package widgets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/views/theme"
)

func newWindow(t *testing.T, content fyne.CanvasObject) fyne.Window {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.NewForced(fynetheme.VariantLight))
	w := app.NewWindow("")
	t.Cleanup(w.Close)
	w.SetPadded(false)
	w.SetContent(content)
	w.Resize(fyne.NewSize(800, 400))
	return w
}

func key(to fyne.Focusable, names ...fyne.KeyName) {
	for _, n := range names {
		to.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

// handClock is a Timer that goes on only when told to.
type handClock struct {
	waiting []*alarm
}

type alarm struct {
	after time.Duration
	do    func()
}

func (c *handClock) timer(after time.Duration, do func()) func() {
	a := &alarm{after, do}
	c.waiting = append(c.waiting, a)
	return func() { a.do = nil }
}

// pass lets a time pass.
func (c *handClock) pass(d time.Duration) {
	due := c.waiting
	c.waiting = nil
	for _, a := range due {
		a.after -= d
		switch {
		case a.do == nil:
		case a.after <= 0:
			a.do()
		default:
			c.waiting = append(c.waiting, a)
		}
	}
}
