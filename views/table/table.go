package table

import (
	"cmp"
	"slices"
	"strings"

	"zvonok/views/widgets"

	"fyne.io/fyne/v2"
)

// Cell is what a table shows in one place.
type Cell struct {
	Text    string
	Tone    widgets.Tone
	Icon    widgets.Icon // before the text, or alone; not on a pill
	Pill    bool         // the text is drawn on a pill of its tone
	Tooltip string       // shown when the pointer rests on the cell; a text that does not fit is shown without it too
	// Ink is the colour of the text in place of its tone's; "" = the tone's.
	Ink fyne.ThemeColorName

	mark *widgets.Mark // a checkbox; nil = none
}

// style is that of the cell's text.
func (c Cell) style() fyne.TextStyle { return fyne.TextStyle{Bold: c.Tone == widgets.ToneStrong} }

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

// Table shows rows R, which are told apart by keys K, since two may look the same. It draws only the rows in sight, by
// itself rather than over Fyne's own table: that one selects single cells, does not scroll by wheel over fixed columns,
// and knows neither double clicks nor a menu.
//
// By mouse: a click selects a row, Ctrl adds it, Shift selects up to it; the checkboxes toggle; a double click opens;
// the right button opens the menu; the head sorts, its borders can be dragged. By keyboard: arrows, PgUp, PgDn, Home and
// End move (with Shift they select), Space toggles, Enter opens, Del deletes, Ctrl+A selects all, letters find a row.
type Table[R any, K comparable] struct {
	grid

	// OnOpen is called with the row to open.
	OnOpen func(R)
	// OnSelectionChanged is called after the selection has changed, by a person or the program.
	OnSelectionChanged func()
	// OnDelete is called at Del; it acts on Selected.
	OnDelete func()
	// Context returns the menu of the right button; it acts on Selected. nil = no menu.
	Context func() []widgets.MenuItem
	// OnTyped is called with each typed letter and with the space, instead of what these keys usually do; it acts on
	// Selected. True goes on to the next row.
	OnTyped func(letter rune) (next bool)
	// TypeAhead returns the text that typed letters find the row by; nil = the text of the first column.
	TypeAhead func(R) string

	defs     []Column[R]
	key      func(R) K
	rows     []R   // as SetRows got them
	order    []int // their places in rows, as they are shown
	keys     []K   // in that order
	selected map[K]struct{}
	sortBy   int // index into defs, -1 = as given
	sortDown bool
	onSort   func() // sorts the rows where the table holds only a page of them
}

// New returns an empty table with checkboxes. key must be different for every row.
func New[R any, K comparable](columns []Column[R], key func(R) K) *Table[R, K] {
	t := &Table[R, K]{defs: columns, key: key, selected: map[K]struct{}{}, sortBy: -1}
	views := make([]columnView, len(columns))
	for i, c := range columns {
		views[i] = columnView{title: c.Title, width: c.Width, grow: c.Grow, align: c.Align,
			sorts: c.sorts(), opens: c.Opens}
	}
	t.init(t, t, views)
	return t
}

// NewList is New without checkboxes.
func NewList[R any, K comparable](columns []Column[R], key func(R) K) *Table[R, K] {
	t := New(columns, key)
	t.Checkboxes = false
	return t
}

// SetRows replaces the rows. What is selected stays selected as long as its key is there; the order and, where
// possible, the place of scrolling stay too.
func (t *Table[R, K]) SetRows(rows []R) {
	t.rows = slices.Clone(rows)
	before := len(t.selected)
	t.arrange()
	present := make(map[K]struct{}, len(t.selected))
	for _, k := range t.keys {
		if _, ok := t.selected[k]; ok {
			present[k] = struct{}{}
		}
	}
	t.selected = present
	t.changed()
	if len(present) != before {
		t.tellSelection()
	}
}

// Rows returns the rows in the order in which they are shown.
func (t *Table[R, K]) Rows() []R {
	out := make([]R, len(t.order))
	for i := range out {
		out[i] = t.row(i)
	}
	return out
}

// Selected returns the selected rows in the order in which they are shown.
func (t *Table[R, K]) Selected() []R {
	var out []R
	for i, k := range t.keys {
		if _, ok := t.selected[k]; ok {
			out = append(out, t.row(i))
		}
	}
	return out
}

// SelectKeys selects the rows of these keys and no others; keys without a row are left out.
func (t *Table[R, K]) SelectKeys(keys ...K) {
	wanted := make(map[K]struct{}, len(keys))
	for _, k := range keys {
		wanted[k] = struct{}{}
	}
	next := make(map[K]struct{}, len(keys))
	for _, k := range t.keys {
		if _, ok := wanted[k]; ok {
			next[k] = struct{}{}
		}
	}
	t.replaceSelection(next)
}

// ClearSelection selects nothing.
func (t *Table[R, K]) ClearSelection() { t.replaceSelection(map[K]struct{}{}) }

// SortBy orders the rows by a column; an unknown or unsortable one brings back the order of SetRows.
func (t *Table[R, K]) SortBy(columnID string, descending bool) {
	t.sortBy, t.sortDown = -1, descending
	for i, c := range t.defs {
		if c.ID == columnID && c.sorts() {
			t.sortBy = i
		}
	}
	if t.onSort != nil {
		t.onSort()
		return
	}
	t.arrange()
	t.changed()
}

// ScrollTo brings the row of that key into sight and makes it the current one.
func (t *Table[R, K]) ScrollTo(key K) {
	if i := slices.Index(t.keys, key); i >= 0 {
		t.setCurrent(i)
	}
}

// ScrollToTop brings the first rows into sight, for instance after a change of the filter; the current row stays.
func (t *Table[R, K]) ScrollToTop() {
	t.Scroll.ScrollToOffset(fyne.NewPos(t.Scroll.Offset.X, 0))
	t.drawScrolled()
}

// Say shows words instead of rows.
func (t *Table[R, K]) Say(words Empty) {
	t.Empty = words
	t.Refresh()
}

// Fail says instead of rows why they could not be read, and offers to read them again.
func (t *Table[R, K]) Fail(what string, err error, again func()) {
	t.Say(Empty{Title: what, Hint: widgets.Sentence(err.Error()), Failed: true, Action: "Повторить", Do: again})
}

// arrange puts the given rows in order; the current row stays the one with the same key.
func (t *Table[R, K]) arrange() {
	current, anchor := t.keyAt(t.current), t.keyAt(t.anchor)
	t.order = t.orderOf(t.rows)
	t.keys = make([]K, len(t.order))
	for i := range t.keys {
		t.keys[i] = t.key(t.row(i))
	}
	t.current, t.anchor = t.indexOf(current, t.current), t.indexOf(anchor, t.anchor)
}

// row is the row that is shown at a place.
func (t *Table[R, K]) row(i int) R { return t.rows[t.order[i]] }

// orderOf is the order that the head shows, as places in rows; equal rows keep their order. It sorts places rather than
// rows because Go compiles sorting once more for each type that is sorted.
func (t *Table[R, K]) orderOf(rows []R) []int {
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	if t.sortBy < 0 {
		return order
	}
	column := t.defs[t.sortBy]
	compare := func(a, b int) int { return column.Compare(rows[a], rows[b]) }
	if column.Key != nil {
		keys := make([]string, len(rows))
		for i, r := range rows {
			keys[i] = column.Key(r)
		}
		compare = func(a, b int) int { return strings.Compare(keys[a], keys[b]) }
	}
	sign := 1
	if t.sortDown {
		sign = -1
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(sign*compare(a, b), cmp.Compare(a, b)) })
	return order
}

func (t *Table[R, K]) keyAt(row int) *K {
	if row < 0 || row >= len(t.keys) {
		return nil
	}
	return &t.keys[row]
}

// indexOf finds a key again; where it is gone the row at the same place takes over.
func (t *Table[R, K]) indexOf(key *K, was int) int {
	if key == nil {
		return -1
	}
	if i := slices.Index(t.keys, *key); i >= 0 {
		return i
	}
	return min(was, len(t.keys)-1)
}

func (t *Table[R, K]) replaceSelection(next map[K]struct{}) {
	same := len(next) == len(t.selected)
	for k := range next {
		if _, ok := t.selected[k]; !ok {
			same = false
		}
	}
	if same {
		return
	}
	t.selected = next
	t.restyle()
	t.tellSelection()
}

func (t *Table[R, K]) tellSelection() {
	if t.OnSelectionChanged != nil {
		t.OnSelectionChanged()
	}
}
