package table

import (
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/views/theme"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// person is the row of the tests; two of them have one name.
type person struct {
	id   int
	name string
	age  int
}

var people = []person{{1, "Иванов Иван", 30}, {2, "Ёлкин Пётр", 20}, {3, "Иванов Иван", 10}, {4, "Яковлев Юрий", 40}}

func newPeople(rows []person) *Table[person, int] {
	tbl := New([]*Column[person]{
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
	return tbl, viewtest.NewWindow(t, widgets.NewLayers(tbl.Grid, nil))
}

func ids(rows []person) []int {
	out := []int{}
	for _, p := range rows {
		out = append(out, p.id)
	}
	return out
}

// rowPoint is a point in a row of the table, far from any text.
func rowPoint(tbl *Table[person, int], row int) fyne.Position {
	return fyne.NewPos(tbl.Grid.Size().Width-20, tbl.Grid.headHeight()+(float32(row)+0.5)*theme.RowHeight-tbl.Grid.Scroll.Offset.Y)
}

func click(tbl *Table[person, int], at fyne.Position, mod fyne.KeyModifier) {
	e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary, Modifier: mod}
	tbl.Grid.MouseDown(e)
	tbl.Grid.MouseUp(e)
}
