package viewtest

import (
	"fmt"

	"fyne.io/fyne/v2"

	"zvonok/views/drawn"
)

// dropQuestion is what a dialog asks before it is closed with something entered in it.
const dropQuestion = "Закрыть без сохранения?"

// KeepsWhatWasEntered opens a dialog again and again: unchanged it closes at once, and with any of its fields changed it
// asks before it drops that, whether it is closed by Esc, by a click beside it or by its other button. The dialog must
// have a field that can be changed.
func (p *Person) KeepsWhatWasEntered(open func(), cancel string) {
	p.T.Helper()
	overlays := p.Window.Canvas().Overlays()
	before := len(overlays.List())
	isOpen := func() bool { return len(overlays.List()) > before }
	leave := map[string]func(){
		"Esc":            func() { p.Key(fyne.KeyEscape) },
		"a click beside": func() { overlays.Top().(fyne.Tappable).Tapped(&fyne.PointEvent{}) },
		cancel:           func() { p.Press(cancel) },
	}
	for how, by := range leave {
		open()
		if !isOpen() {
			p.T.Fatalf("nothing opens in front of:\n%s", p.Sight())
		}
		if by(); isOpen() {
			p.T.Fatalf("%s asks where nothing was entered:\n%s", how, p.Sight())
		}
	}
	open()
	count, changed := len(p.fields()), 0
	p.Key(fyne.KeyEscape)
	for n := range count {
		for how, by := range leave {
			open()
			name, done := p.change(p.fields()[n])
			if by(); !done {
				continue
			}
			changed++
			if !isOpen() {
				p.T.Errorf("%s drops what was entered into field %d, %s", how, n, name)
				continue
			}
			p.Sees(dropQuestion)
			p.Press("Закрыть без сохранения")
			if isOpen() {
				p.T.Fatalf("the dialog stays after the answer: %s", p.Sight())
			}
		}
	}
	if changed == 0 {
		p.T.Errorf("the dialog has no field that can be changed; it has %d", count)
	}
}

// fields are the fields in front: those that take text, a choice or a tick.
func (p *Person) fields() []fyne.CanvasObject {
	var found []fyne.CanvasObject
	within := map[fyne.CanvasObject]bool{} // the parts of lists
	drawn.Walk(p.Front(), func(o fyne.CanvasObject) {
		switch field := o.(type) {
		case interface{ SearchField() fyne.Focusable }:
			drawn.Walk(o, func(part fyne.CanvasObject) { within[part] = true })
			found = append(found, o)
		case interface{ ClearSelected() }: // a choice
			if !within[o] {
				found = append(found, o)
			}
		case interface{ Entered() any }:
			if field.Entered() != nil && !within[o] {
				found = append(found, o)
			}
		}
	})
	return found
}

// change changes a field as a person does, and reports whether it could.
func (p *Person) change(field fyne.CanvasObject) (name string, done bool) {
	name = fmt.Sprintf("%T", field)
	if d, ok := field.(interface{ Disabled() bool }); ok && d.Disabled() {
		return name, false
	}
	c := p.Window.Canvas()
	switch field := field.(type) {
	case interface{ SearchField() fyne.Focusable }:
		before := p.Sight()
		c.Focus(field.SearchField())
		p.Key(fyne.KeyDown)
		p.Key(fyne.KeySpace)
		return name, p.Sight() != before
	case interface {
		fyne.Tappable
		SetChecked(bool)
	}:
		field.Tapped(&fyne.PointEvent{})
		return name, true
	case Button: // a choice
		was := field.Text()
		for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyUp} {
			if field.Text() != was {
				break
			}
			field.Tapped(&fyne.PointEvent{})
			p.Key(key)
			p.Key(fyne.KeyReturn)
		}
		return name, field.Text() != was
	case fyne.Focusable:
		c.Focus(field)
		field.TypedRune('1')
		return name, true
	}
	return name, false
}
