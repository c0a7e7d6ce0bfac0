package settings

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

// front is what a person can reach: the topmost dialog, or else the page.
func (b *bench) front() fyne.CanvasObject {
	if top := b.window.Canvas().Overlays().Top(); top != nil {
		return top
	}
	return b.window.Canvas().Content()
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
			b.t.Errorf("%q is to be seen in:\n%s", text, sight)
		}
	}
}

// button is a button in front with that label.
type button interface {
	fyne.Tappable
	Text() string
}

func (b *bench) find(label string) button {
	b.t.Helper()
	var found button
	walk(b.front(), func(o fyne.CanvasObject) {
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

// write types into the field in front that has the placeholder.
func (b *bench) write(placeholder, text string) {
	b.t.Helper()
	var field *widgets.Entry
	walk(b.front(), func(o fyne.CanvasObject) {
		if e, ok := o.(*widgets.Entry); ok && e.PlaceHolder == placeholder {
			field = e
		}
	})
	if field == nil {
		b.t.Fatalf("there is no field %q", placeholder)
	}
	field.SetText(text)
}

func (b *bench) dialogOpen() bool { return b.window.Canvas().Overlays().Top() != nil }
