package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// field is a widget that a person enters something into. Values of one field are compared with reflect.DeepEqual.
type field interface{ entered() any }

// holder is a widget that has others in it.
type holder interface{ held() fyne.CanvasObject }

// enteredIn is what stands in all the fields of an object, the hidden ones too, in the order of drawing.
func enteredIn(o fyne.CanvasObject) []any {
	var values []any
	switch o := o.(type) {
	case field:
		return []any{o.entered()}
	case *fyne.Container:
		for _, child := range o.Objects {
			values = append(values, enteredIn(child)...)
		}
	case *container.Scroll:
		return enteredIn(o.Content)
	case holder:
		return enteredIn(o.held())
	}
	return values
}

func (e *Entry) entered() any { return e.Text }

// What one searches by is nothing to be kept.
func (s *Search) entered() any { return nil }

func (k *Check) entered() any { return k.checked }

func (s *Select[K]) entered() any {
	if !s.chosen || s.Filters {
		return nil
	}
	return s.selected
}

func (l *CheckList[R, K]) entered() any { return l.Checked() }

func (c *card) held() fyne.CanvasObject { return c.content }

func (a *tooltipArea) held() fyne.CanvasObject { return a.content }
