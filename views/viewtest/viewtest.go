// Package viewtest is what the tests of screens share: somebody at a window who reads, presses and types; an executor
// and a timer that wait for the test; pictures of every scene. Only tests import it.
package viewtest

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"zvonok/views/drawn"
)

// Person sits at a window and uses it. The test benches embed one.
type Person struct {
	T      *testing.T
	Window fyne.Window
}

// InFront are the objects of a type that a person can reach, in the order of drawing.
func InFront[O any](p *Person) (found []O) {
	drawn.Walk(p.Front(), func(o fyne.CanvasObject) {
		if wanted, ok := As[O](o); ok {
			found = append(found, wanted)
		}
	})
	return found
}

// As is an object as a type, or what the object shows: the table of a grid, the choice of a field.
func As[O any](o fyne.CanvasObject) (O, bool) {
	wanted, ok := o.(O)
	if shows, is := o.(interface{ Typed() any }); is && !ok {
		wanted, ok = shows.Typed().(O)
	}
	return wanted, ok
}

// Front is what a person can reach: the topmost dialog or menu, or else the page.
func (p *Person) Front() fyne.CanvasObject { return drawn.Front(p.Window) }

// DialogOpen reports whether something is before the page.
func (p *Person) DialogOpen() bool { return p.Window.Canvas().Overlays().Top() != nil }

// Sight is every text that is drawn, in front or behind, as one line.
func (p *Person) Sight() string {
	return read(append([]fyne.CanvasObject{p.Window.Canvas().Content()}, p.Window.Canvas().Overlays().List()...)...)
}

// read is every text of some objects, as one line.
func read(objects ...fyne.CanvasObject) string {
	var words []string
	for _, o := range objects {
		drawn.Walk(o, func(o fyne.CanvasObject) {
			if text, ok := o.(*canvas.Text); ok {
				words = append(words, strings.Fields(text.Text)...)
			}
		})
	}
	return strings.Join(words, " ")
}

// Sees fails the test unless each of the texts can be seen.
func (p *Person) Sees(texts ...string) {
	p.T.Helper()
	sight := p.Sight()
	for _, text := range texts {
		if !strings.Contains(sight, text) {
			p.T.Errorf("nobody sees %q in:\n%s", text, sight)
		}
	}
}

// SeesNot fails the test if one of the texts can be seen.
func (p *Person) SeesNot(texts ...string) {
	p.T.Helper()
	p.hasNot(p.Sight(), texts)
}

// Covers fails the test if one of the texts is in front: what lies over the window hides them.
func (p *Person) Covers(texts ...string) {
	p.T.Helper()
	p.hasNot(read(p.Front()), texts)
}

func (p *Person) hasNot(sight string, texts []string) {
	p.T.Helper()
	for _, text := range texts {
		if strings.Contains(sight, text) {
			p.T.Errorf("%q is to be seen in:\n%s", text, sight)
		}
	}
}

// Button is a widget with a label that can be pressed.
type Button interface {
	fyne.Tappable
	Disabled() bool
	Text() string
}

// Find finds the button in front with that label, the last drawn where there are several; without one the test ends.
func (p *Person) Find(label string) Button {
	p.T.Helper()
	var found Button
	for _, candidate := range InFront[Button](p) {
		if candidate.Text() == label {
			found = candidate
		}
	}
	if found == nil {
		p.T.Fatalf("there is no button %q in front of:\n%s", label, p.Sight())
	}
	return found
}

// Press presses the button in front with that label.
func (p *Person) Press(label string) {
	p.T.Helper()
	p.Find(label).Tapped(&fyne.PointEvent{})
}

// Click clicks on the first text in front that reads so, wherever the keyboard was.
func (p *Person) Click(text string) {
	p.T.Helper()
	for _, t := range InFront[*canvas.Text](p) {
		if t.Text == text {
			test.TapCanvas(p.Window.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(t).AddXY(6, 6))
			return
		}
	}
	p.T.Fatalf("%q does not stand in:\n%s", text, p.Sight())
}

// Key presses a key, as the driver does.
func (p *Person) Key(name fyne.KeyName) { drawn.Key(p.Window, name) }

// Ctrl presses Ctrl and a letter.
func (p *Person) Ctrl(name fyne.KeyName) {
	drawn.Shortcut(p.Window, &desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierShortcutDefault})
}
