package table

import (
	"slices"
	"strings"

	"zvonok/model"
	"zvonok/views/widgets"

	"fyne.io/fyne/v2"
)

// Cell is what a table shows in one place.
type Cell struct {
	Text    string
	Tone    widgets.Tone
	Video   bool   // the camera of a remote lesson before the text, or alone; not on a pill
	Pill    bool   // the text is drawn on a pill of its tone
	Tooltip string // shown when the pointer rests on the cell; a text that does not fit is shown without it too
	// Ink is the colour of the text in place of its tone's; "" = the tone's.
	Ink fyne.ThemeColorName

	mark *widgets.Mark // a checkbox; nil = none
}

// style is that of the cell's text.
func (c Cell) style() fyne.TextStyle { return fyne.TextStyle{Bold: c.Tone == widgets.ToneStrong} }

// lead is the room before the text.
func (c Cell) lead() float32 {
	if c.Video {
		return widgets.IconRoom
	}
	return 0
}

func (c Cell) ink() fyne.ThemeColorName {
	if c.Ink != "" {
		return c.Ink
	}
	return c.Tone.Ink()
}

// Column is one column of a table of rows R.
type Column[R any] struct {
	ID, Title string
	Width     float32 // preferred, in pixels
	Grow      float32 // share of the width that is left over; 0 = the column keeps its width
	Align     fyne.TextAlign
	Cell      func(R) Cell
	Compare   func(a, b R) int // nil = the column does not sort
	Key       func(R) string   // instead of Compare: the key to sort by, asked once for each row; see SortKey
	Opens     bool             // a click on this cell's text opens the row
}

// Empty is what a table without rows says.
type Empty struct {
	Title, Hint string
	Failed      bool   // the hint says why nothing could be read, and can be copied
	Action      string // label of a button, "" = none
	Do          func()
}

// Table is rows R, which are told apart by keys K, since two may look the same. The Grid shows them and is what stands in a window:
// Go links each exported method of a widget once more for every type of rows, called or not, so a table has few.
type Table[R any, K comparable] struct {
	Grid *Grid
	// OnOpen is called with the row to open.
	OnOpen func(R)
	// TypeAhead returns the text that typed letters find the row by; nil = the text of the first column.
	TypeAhead func(R) string

	defs []*Column[R]
	key  func(R) K
	all  []R // as SetRows got them
}

// New returns an empty table with checkboxes. key must be different for every row.
func New[R any, K comparable](columns []*Column[R], key func(R) K) *Table[R, K] {
	t := &Table[R, K]{Grid: &Grid{}, defs: columns, key: key}
	t.Grid.init(t, model.Each(columns, (*Column[R]).view))
	return t
}

// NewList is New without checkboxes.
func NewList[R any, K comparable](columns []*Column[R], key func(R) K) *Table[R, K] {
	t := New(columns, key)
	t.Grid.Checkboxes = false
	return t
}

// Typed is the Table of the grid.
func (g *Grid) Typed() any { return g.rows }

// SetRows replaces the rows. What is selected stays selected as long as its key is there; the order and, where
// possible, the place of scrolling stay too.
func (t *Table[R, K]) SetRows(rows []R) { t.SetRowsWhere(rows, nil) }

// SetRowsWhere is SetRows of which only some are shown: those whose places in rows pass the filter. A selected row that the
// filter showed and no longer does is forgotten, since it is not what it was.
func (t *Table[R, K]) SetRowsWhere(rows []R, filter func(place int) bool) {
	if t.replace(rows, filter) {
		t.Grid.tellSelection()
	}
}

// replace is SetRowsWhere that reports whether something is no longer selected instead of telling it.
func (t *Table[R, K]) replace(rows []R, filter func(place int) bool) (forgot bool) {
	t.all = slices.Clone(rows)
	return t.Grid.setRows(model.Each(rows, func(r R) any { return t.key(r) }), filter)
}

// Rows returns the rows in the order in which they are shown.
func (t *Table[R, K]) Rows() []R { return t.at(t.Grid.shown) }

// Selected returns the selected rows in the order in which they are shown, then those out of sight.
func (t *Table[R, K]) Selected() []R { return t.at(t.Grid.marked()) }

func (t *Table[R, K]) at(places []int) []R {
	return model.Each(places, func(place int) R { return t.all[place] })
}

// SelectKeys selects the rows of these keys and no others; keys without a row are left out.
func (t *Table[R, K]) SelectKeys(keys ...K) { t.Grid.choose(t.known(keys)) }

// known are those of some keys that have a row.
func (t *Table[R, K]) known(keys []K) map[any]bool {
	wanted := map[any]bool{}
	for _, key := range keys {
		wanted[key] = true
	}
	return t.Grid.having(wanted)
}

// Point selects the row of that key alone, as a click does, and brings it into sight. It reports whether the row is shown.
func (t *Table[R, K]) Point(key K) bool { return t.Grid.point(t.Grid.rowOf(key, -1)) }

// ScrollTo brings the row of that key into sight and makes it the current one.
func (t *Table[R, K]) ScrollTo(key K) { t.Grid.setCurrent(t.Grid.rowOf(key, -1)) }

func (t *Table[R, K]) cellOf(place, column int) Cell {
	if f := t.defs[column].Cell; f != nil {
		return f(t.all[place])
	}
	return Cell{}
}

func (t *Table[R, K]) textOf(place int) string {
	if t.TypeAhead != nil {
		return t.TypeAhead(t.all[place])
	}
	return t.cellOf(place, 0).Text
}

func (t *Table[R, K]) openRow(place int) bool {
	if t.OnOpen == nil {
		return false
	}
	t.OnOpen(t.all[place])
	return true
}

func (t *Table[R, K]) order(column int) func(a, b int) int {
	c := t.defs[column]
	if c.Key != nil {
		keys := model.Each(t.all, c.Key)
		return func(a, b int) int { return strings.Compare(keys[a], keys[b]) }
	}
	return func(a, b int) int { return c.Compare(t.all[a], t.all[b]) }
}
