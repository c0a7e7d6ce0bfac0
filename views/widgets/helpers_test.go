package widgets

import (
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/views/theme"
)

// person is the row of the tests; two of them have one name.
type person struct {
	id   int
	name string
	age  int
}

var people = []person{{1, "Иванов Иван", 30}, {2, "Ёлкин Пётр", 20}, {3, "Иванов Иван", 10}, {4, "Яковлев Юрий", 40}}

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

func newPeople(rows []person) *Table[person, int] {
	tbl := NewTable([]Column[person]{
		{ID: "name", Title: "ФИО", Width: 200, Grow: 1, Opens: true,
			Cell:    func(p person) Cell { return Cell{Text: p.name} },
			Compare: func(a, b person) int { return len(a.name) - len(b.name) }},
		{ID: "age", Title: "Возраст", Width: 100,
			Cell:    func(p person) Cell { return Cell{Text: strconv.Itoa(p.age)} },
			Compare: func(a, b person) int { return a.age - b.age }},
	}, func(p person) int { return p.id })
	tbl.SetRows(rows)
	return tbl
}

func showPeople(t *testing.T, rows []person) (*Table[person, int], fyne.Window) {
	t.Helper()
	tbl := newPeople(rows)
	return tbl, newWindow(t, NewLayers(tbl, nil))
}

func ids(rows []person) []int {
	out := []int{}
	for _, p := range rows {
		out = append(out, p.id)
	}
	return out
}

func same(t *testing.T, what string, got []int, want ...int) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s = %v, want %v", what, got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("%s = %v, want %v", what, got, want)
		}
	}
}

// rowPoint is a point in a row of the table, far from any text.
func rowPoint(tbl *Table[person, int], row int) fyne.Position {
	return fyne.NewPos(tbl.Size().Width-20, tbl.headHeight()+(float32(row)+0.5)*theme.RowHeight-tbl.scroll.Offset.Y)
}

func click(tbl *Table[person, int], at fyne.Position, mod fyne.KeyModifier) {
	e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary, Modifier: mod}
	tbl.MouseDown(e)
	tbl.MouseUp(e)
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
