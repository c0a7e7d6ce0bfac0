package people

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"zvonok/views/widgets"
)

// walk visits an object and all that is drawn within it.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if !o.Visible() {
		return
	}
	visit(o)
	var within []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		within = o.Objects
	case fyne.Widget:
		within = test.WidgetRenderer(o).Objects()
	}
	for _, child := range within {
		walk(child, visit)
	}
}

// sight is every text that is drawn, in front or behind, as one line.
func (b *bench) sight() string {
	var words []string
	read := func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok {
			words = append(words, strings.Fields(text.Text)...)
		}
	}
	walk(b.window.Canvas().Content(), read)
	for _, overlay := range b.window.Canvas().Overlays().List() {
		walk(overlay, read)
	}
	return strings.Join(words, " ")
}

func (b *bench) sees(texts ...string) {
	b.t.Helper()
	sight := b.sight()
	for _, text := range texts {
		if !strings.Contains(sight, text) {
			b.t.Errorf("nobody sees %q in:\n%s", text, sight)
		}
	}
}

func (b *bench) seesNot(texts ...string) {
	b.t.Helper()
	sight := b.sight()
	for _, text := range texts {
		if strings.Contains(sight, text) {
			b.t.Errorf("%q is still to be seen in:\n%s", text, sight)
		}
	}
}

// button is a button in front with that label.
type button interface {
	fyne.Tappable
	fyne.Disableable
	Text() string
}

// find looks where a person can reach: in the topmost dialog, or else on the page.
func (b *bench) find(label string) button {
	b.t.Helper()
	front := b.window.Canvas().Content()
	if top := b.window.Canvas().Overlays().Top(); top != nil {
		front = top
	}
	var found button
	walk(front, func(o fyne.CanvasObject) {
		if candidate, ok := o.(button); ok && candidate.Text() == label {
			found = candidate
		}
	})
	if found == nil {
		b.t.Fatalf("there is no button %q in front of:\n%s", label, b.sight())
	}
	return found
}

func (b *bench) press(label string) {
	b.t.Helper()
	b.find(label).Tapped(&fyne.PointEvent{})
}

// key gives a key to whatever has the focus, as the driver does.
func (b *bench) key(name fyne.KeyName) {
	b.t.Helper()
	event := &fyne.KeyEvent{Name: name}
	c := b.window.Canvas()
	if f := c.Focused(); f != nil {
		f.TypedKey(event)
	} else if typed := c.OnTypedKey(); typed != nil {
		typed(event)
	}
}

func (b *bench) dialogOpen() bool { return b.window.Canvas().Overlays().Top() != nil }

// field is the n-th text field in front, counted from 0.
func (b *bench) field(n int) *widgets.Entry {
	b.t.Helper()
	var found []*widgets.Entry
	walk(b.window.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if e, ok := o.(*widgets.Entry); ok {
			found = append(found, e)
		}
	})
	if n >= len(found) {
		b.t.Fatalf("there are %d fields in front of:\n%s", len(found), b.sight())
	}
	return found[n]
}

// select chooses an option of the n-th choice in front by its first letters.
func choose[K comparable](b *bench, n int, key K) {
	b.t.Helper()
	var found []*widgets.Select[K]
	walk(b.window.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if s, ok := o.(*widgets.Select[K]); ok {
			found = append(found, s)
		}
	})
	if n >= len(found) {
		b.t.Fatalf("there are %d choices in front of:\n%s", len(found), b.sight())
	}
	found[n].SetSelected(key)
}

// item runs the item of a menu.
func (b *bench) item(items []widgets.MenuItem, label string) {
	b.t.Helper()
	for _, i := range items {
		if i.Label == label {
			if i.Disabled {
				b.t.Fatalf("%q is closed: %s", label, i.Why)
			}
			i.Do()
			return
		}
	}
	b.t.Fatalf("there is no item %q", label)
}

func names[R any](rows []*line[R]) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.name
	}
	return out
}
