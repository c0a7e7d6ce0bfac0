package people

import (
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/drawn"
	"zvonok/views/table"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// field is the n-th text field in front, counted from 0.
func (b *bench) field(n int) *widgets.Entry {
	b.T.Helper()
	return nth[*widgets.Entry](b, n)
}

// choose chooses an option of the n-th choice in front, counted from 0.
func choose[K comparable](b *bench, n int, key K) {
	b.T.Helper()
	nth[*table.Select[K]](b, n).SetSelected(key)
}

// pick chooses an option of the n-th choice in front as a person does, so that what hangs on it follows.
func pick[K comparable](b *bench, n int, key K) {
	b.T.Helper()
	typeTo(b.T, nth[*table.Select[K]](b, n), key)
}

// typeTo chooses an option by typing what it is called.
func typeTo[K comparable](t testing.TB, s *table.Select[K], key K) {
	t.Helper()
	s.Field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}) // what was typed before has ended
	for _, o := range s.Options() {
		if o.Key == key {
			for _, letter := range o.Label {
				s.Field.TypedRune(letter)
			}
		}
	}
	if now, chosen := s.Selected(); !chosen || now != key {
		t.Fatalf("option %v cannot be reached", key)
	}
}

func nth[O any](b *bench, n int) O {
	b.T.Helper()
	found := viewtest.InFront[O](&b.Person)
	if n >= len(found) {
		b.T.Fatalf("there are %d of them in front of:\n%s", len(found), b.Sight())
	}
	return found[n]
}

// item runs the item of a menu.
func (b *bench) item(items []widgets.MenuItem, label string) {
	b.T.Helper()
	for _, i := range items {
		if i.Label == label {
			if i.Disabled {
				b.T.Fatalf("%q is closed: %s", label, i.Why)
			}
			i.Do()
			return
		}
	}
	b.T.Fatalf("there is no item %q", label)
}

// names are those of the rows that a list shows.
func names[R any, K comparable](list *table.Table[R, K]) []string {
	return model.Each(list.Rows(), list.TypeAhead)
}

// widgetsIn are the widgets of a kind within an object.
func widgetsIn[O any](o fyne.CanvasObject) (found []O) {
	drawn.Walk(o, func(o fyne.CanvasObject) {
		if w, ok := viewtest.As[O](o); ok {
			found = append(found, w)
		}
	})
	return found
}
