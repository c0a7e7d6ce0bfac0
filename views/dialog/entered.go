package dialog

import (
	"fyne.io/fyne/v2"
)

// field is a widget that a person enters something into. Values of one field are compared with reflect.DeepEqual.
type field interface{ Entered() any }

// holder is a widget that has others in it.
type holder interface{ Held() fyne.CanvasObject }

// enteredIn is the content of all fields of an object, the hidden ones too, in the order of drawing.
func enteredIn(o fyne.CanvasObject) []any {
	var values []any
	switch o := o.(type) {
	case field:
		return []any{o.Entered()}
	case *fyne.Container:
		for _, child := range o.Objects {
			values = append(values, enteredIn(child)...)
		}
	case holder:
		return enteredIn(o.Held())
	}
	return values
}
