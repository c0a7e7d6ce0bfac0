package people

import (
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
	nth[*widgets.Select[K]](b, n).SetSelected(key)
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

func names[R any](rows []*line[R]) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.name
	}
	return out
}
