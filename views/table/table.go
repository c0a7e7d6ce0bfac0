package table

import (
	"cmp"
	"maps"
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
	rows     []R            // as SetRows got them
	filter   func(int) bool // says of a place in rows whether its row is shown; nil = all are
	found    []int          // the places of those, in order
	order    []int          // of found, the page in sight
	keys     []K            // in that order
	page     int            // from 0
	per      int            // how many rows a page has; 0 = all
	selected map[K]struct{}
	pointed  bool           // what is selected is the row that was clicked, which nobody marked
	only     *widgets.Check // «Только выбранные»; nil where a choice cannot be out of sight
	sortBy   int            // index into defs, -1 = as given
	sortDown bool
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
func (t *Table[R, K]) SetRows(rows []R) { t.SetRowsWhere(rows, nil) }

// SetRowsWhere is SetRows of which only some are shown: those whose places in rows pass the filter. A selected row that the
// filter showed and no longer does is forgotten, since it is not what it was.
func (t *Table[R, K]) SetRowsWhere(rows []R, filter func(place int) bool) {
	if t.replace(rows, filter) {
		t.tellSelection()
	}
}

// Filter shows other rows of the same. Those out of sight stay selected, except one that was only clicked: nobody would look for it.
func (t *Table[R, K]) Filter(filter func(place int) bool) {
	before := t.foundKeys()
	t.filter = filter
	t.arrange()
	forgot := t.pointed && t.forget(before)
	t.showOnly()
	t.changed()
	if forgot {
		t.tellSelection()
	}
}

// replace reports whether something is no longer selected.
func (t *Table[R, K]) replace(rows []R, filter func(place int) bool) (forgot bool) {
	before := t.foundKeys()
	t.rows, t.filter = slices.Clone(rows), filter
	t.arrange()
	forgot = t.forget(before)
	t.showOnly()
	t.changed()
	return forgot
}

// foundKeys are the keys of the rows that are shown on some page; nil while nothing is selected.
func (t *Table[R, K]) foundKeys() map[K]struct{} {
	if len(t.selected) == 0 {
		return nil
	}
	keys := make(map[K]struct{}, len(t.found))
	for _, place := range t.found {
		keys[t.key(t.rows[place])] = struct{}{}
	}
	return keys
}

// forget unselects the rows that are gone, and those that were shown before and are not any longer.
func (t *Table[R, K]) forget(before map[K]struct{}) (forgot bool) {
	if len(t.selected) == 0 {
		return false
	}
	shown, present := t.foundKeys(), make(map[K]struct{}, len(t.selected))
	for _, r := range t.rows {
		k := t.key(r)
		_, was := before[k]
		if _, is := shown[k]; t.marked(r) && (is || !was) {
			present[k] = struct{}{}
		}
	}
	forgot = len(present) != len(t.selected)
	t.selected = present
	return forgot
}

// marked reports whether a row is selected, be it shown or not.
func (t *Table[R, K]) marked(r R) bool {
	_, ok := t.selected[t.key(r)]
	return ok
}

// Only makes the checkbox that shows nothing but what is selected, of what the filter shows. It is in sight while rows are
// marked. said is called after it has changed what is shown.
func (t *Table[R, K]) Only(said func()) *widgets.Check {
	t.only = widgets.NewCheck("Только выбранные", func(bool) {
		t.turn(0)
		said()
	})
	t.showOnly()
	return t.only
}

// showOnly shows the checkbox while it is of use. Once nothing is selected, all rows come back.
func (t *Table[R, K]) showOnly() {
	if t.only == nil {
		return
	}
	t.only.Hidden = len(t.selected) == 0 || t.pointed
	if t.only.Hidden && t.only.Checked() {
		t.only.Uncheck()
		t.rearrange()
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

// Selected returns the selected rows in the order in which they are shown, then those out of sight.
func (t *Table[R, K]) Selected() []R {
	var out []R
	if len(t.selected) == 0 {
		return out
	}
	shown := make(map[int]bool, len(t.order))
	for _, place := range t.order {
		shown[place] = true
		if t.marked(t.rows[place]) {
			out = append(out, t.rows[place])
		}
	}
	for place, r := range t.rows {
		if !shown[place] && t.marked(r) {
			out = append(out, r)
		}
	}
	return out
}

// SelectKeys selects the rows of these keys and no others; keys without a row are left out.
func (t *Table[R, K]) SelectKeys(keys ...K) { t.replaceSelection(t.known(keys)) }

// known are the keys that have a row.
func (t *Table[R, K]) known(keys []K) map[K]struct{} {
	wanted, known := make(map[K]struct{}, len(keys)), make(map[K]struct{}, len(keys))
	for _, k := range keys {
		wanted[k] = struct{}{}
	}
	for _, r := range t.rows {
		if _, ok := wanted[t.key(r)]; ok {
			known[t.key(r)] = struct{}{}
		}
	}
	return known
}

// Point selects the row of that key alone, as a click does, and brings it into sight. It reports whether the row is shown.
func (t *Table[R, K]) Point(key K) bool {
	i := slices.Index(t.keys, key)
	if i < 0 {
		return false
	}
	t.selectOnly(i)
	t.setCurrent(i)
	return true
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
	t.rearrange()
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

// arrange puts the rows that are shown in order; the current row stays the one with the same key.
func (t *Table[R, K]) arrange() {
	current, anchor := t.keyAt(t.current), t.keyAt(t.anchor)
	t.found = t.sorted()
	from := 0
	t.order = t.found
	if t.per > 0 {
		t.page = max(0, min(t.page, t.pages()-1))
		from = t.page * t.per
		t.order = t.found[from:min(from+t.per, len(t.found))]
	}
	t.keys = make([]K, len(t.order))
	for i := range t.keys {
		t.keys[i] = t.key(t.row(i))
	}
	t.current, t.anchor = t.indexOf(current, t.current), t.indexOf(anchor, t.anchor)
}

// turn goes to a page.
func (t *Table[R, K]) turn(page int) {
	t.page = page
	t.rearrange()
	t.ScrollToTop()
}

// rearrange arranges the same rows anew.
func (t *Table[R, K]) rearrange() {
	t.arrange()
	t.changed()
}

// pages is how many pages the found rows fill, at least 1.
func (t *Table[R, K]) pages() int {
	if t.per == 0 {
		return 1
	}
	return max(1, (len(t.found)+t.per-1)/t.per)
}

// row is the row that is shown at a place.
func (t *Table[R, K]) row(i int) R { return t.rows[t.order[i]] }

// sorted are the places of the rows that pass the filter, in the order that the head shows; equal rows keep theirs. It sorts
// places rather than rows because Go compiles sorting once more for each type that is sorted.
func (t *Table[R, K]) sorted() []int {
	only := t.only != nil && t.only.Checked()
	order := make([]int, 0, len(t.rows))
	for i := range t.rows {
		if (t.filter == nil || t.filter(i)) && (!only || t.marked(t.rows[i])) {
			order = append(order, i)
		}
	}
	if t.sortBy < 0 {
		return order
	}
	column := t.defs[t.sortBy]
	compare := func(a, b int) int { return column.Compare(t.rows[a], t.rows[b]) }
	if column.Key != nil {
		keys := make([]string, len(t.rows))
		for _, i := range order {
			keys[i] = column.Key(t.rows[i])
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
	if t.adopt(next, false) {
		t.tellSelection()
	}
}

// adopt selects without telling, and reports whether something else was selected.
func (t *Table[R, K]) adopt(next map[K]struct{}, pointed bool) (changed bool) {
	changed = !maps.Equal(next, t.selected)
	t.selected, t.pointed = next, pointed
	t.showOnly()
	if changed {
		t.restyle()
	}
	return changed
}

func (t *Table[R, K]) tellSelection() {
	if t.OnSelectionChanged != nil {
		t.OnSelectionChanged()
	}
}
