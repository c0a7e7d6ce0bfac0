package table

import (
	"cmp"
	"maps"
	"slices"

	"zvonok/views/widgets"

	"fyne.io/fyne/v2"
)

// typedRows are the rows themselves, of which a grid knows the keys alone. It names a row by its place in SetRows, from 0. Little
// is asked in this way, because Go compiles it once more for each type of rows.
type typedRows interface {
	cellOf(place, column int) Cell
	textOf(place int) string             // that typed letters find the row by
	openRow(place int) bool              // false = rows are not opened in this table
	order(column int) func(a, b int) int // compares two places by a column that sorts
}

// count is how many rows are shown.
func (g *Grid) count() int { return len(g.shown) }

func (g *Grid) cell(row, column int) Cell { return g.rows.cellOf(g.shown[row], column) }

func (g *Grid) typeText(row int) string { return g.rows.textOf(g.shown[row]) }

// keyAt is the key of the row that is shown at a place; nil = no such row.
func (g *Grid) keyAt(row int) any {
	if row < 0 || row >= len(g.shown) {
		return nil
	}
	return g.keys[g.shown[row]]
}

// rowOf finds a key again; where it is gone the row at the same place takes over.
func (g *Grid) rowOf(key any, was int) int {
	if key == nil {
		return -1
	}
	if row := slices.IndexFunc(g.shown, func(place int) bool { return g.keys[place] == key }); row >= 0 {
		return row
	}
	return min(was, len(g.shown)-1)
}

// setRows takes the keys of other rows, and which are shown, and reports whether a selected one is forgotten.
func (g *Grid) setRows(keys []any, filter func(place int) bool) (forgot bool) {
	before := g.foundKeys()
	g.filter = filter
	g.arrange(keys)
	forgot = g.forget(before)
	g.showOnly()
	g.changed()
	return forgot
}

// Filter shows other rows of the same. Those out of sight stay selected, except one that was only clicked: nobody would look for it.
func (g *Grid) Filter(filter func(place int) bool) {
	before := g.foundKeys()
	g.filter = filter
	g.arrange(g.keys)
	forgot := g.pointed && g.forget(before)
	g.showOnly()
	g.changed()
	if forgot {
		g.tellSelection()
	}
}

// foundKeys are the keys of the rows that are shown on some page; nil while nothing is selected.
func (g *Grid) foundKeys() map[any]bool {
	if len(g.selected) == 0 {
		return nil
	}
	keys := make(map[any]bool, len(g.found))
	for _, place := range g.found {
		keys[g.keys[place]] = true
	}
	return keys
}

// forget unselects the rows that are gone, and those that were shown before and are not any longer.
func (g *Grid) forget(before map[any]bool) (forgot bool) {
	shown, kept := g.foundKeys(), map[any]bool{}
	for _, key := range g.keys {
		if g.selected[key] && (shown[key] || !before[key]) {
			kept[key] = true
		}
	}
	forgot, g.selected = len(kept) != len(g.selected), kept
	return forgot
}

// arrange shows the rows in the order of the head; the current row stays the one with the same key.
func (g *Grid) arrange(keys []any) {
	current, anchor := g.keyAt(g.current), g.keyAt(g.anchor)
	g.keys, g.found = keys, g.found[:0]
	only := g.only != nil && g.only.Checked()
	for place, key := range keys {
		if (g.filter == nil || g.filter(place)) && (!only || g.selected[key]) {
			g.found = append(g.found, place)
		}
	}
	if g.sortBy >= 0 {
		compare, sign := g.rows.order(g.sortBy), 1
		if g.sortDown {
			sign = -1
		}
		slices.SortFunc(g.found, func(a, b int) int { return cmp.Or(sign*compare(a, b), cmp.Compare(a, b)) })
	}
	g.shown = g.found
	if g.per > 0 {
		g.page = max(0, min(g.page, g.pages()-1))
		from := g.page * g.per
		g.shown = g.found[from:min(from+g.per, len(g.found))]
	}
	g.current, g.anchor = g.rowOf(current, g.current), g.rowOf(anchor, g.anchor)
}

// rearrange arranges the same rows again.
func (g *Grid) rearrange() {
	g.arrange(g.keys)
	g.changed()
}

// turn goes to a page.
func (g *Grid) turn(page int) {
	g.page = page
	g.rearrange()
	g.ScrollToTop()
}

// pages is how many pages the found rows fill, at least 1.
func (g *Grid) pages() int {
	if g.per == 0 {
		return 1
	}
	return max(1, (len(g.found)+g.per-1)/g.per)
}

// Only makes the checkbox that shows nothing but what is selected, of what the filter shows. It is in sight while rows are
// marked. said is called after it has changed what is shown.
func (g *Grid) Only(said func()) *widgets.Check {
	g.only = widgets.NewCheck("Только выбранные", func(bool) {
		g.turn(0)
		said()
	})
	g.showOnly()
	return g.only
}

// showOnly shows the checkbox while it is of use. Once nothing is selected, all rows come back.
func (g *Grid) showOnly() {
	if g.only == nil {
		return
	}
	g.only.Hidden = len(g.selected) == 0 || g.pointed
	if g.only.Hidden && g.only.Checked() {
		g.only.Uncheck()
		g.rearrange()
	}
}

// SortBy orders the rows by a column; an unknown or unsortable one brings back the order of SetRows.
func (g *Grid) SortBy(columnID string, descending bool) {
	g.sortBy = slices.IndexFunc(g.columns, func(c columnView) bool { return c.id == columnID && c.sorts })
	g.sortDown = descending
	g.rearrange()
}

// sortColumn sorts upwards, or downwards if it was sorted upwards.
func (g *Grid) sortColumn(column int) {
	g.SortBy(g.columns[column].id, g.sortBy == column && !g.sortDown)
}

func (g *Grid) isSelected(row int) bool { return g.selected[g.keyAt(row)] }

// selectedOf are those of some places whose rows are selected.
func (g *Grid) selectedOf(places []int) (selected []int) {
	if len(g.selected) == 0 { // the head asks at each drawing
		return nil
	}
	for _, place := range places {
		if g.selected[g.keys[place]] {
			selected = append(selected, place)
		}
	}
	return selected
}

// unseen is what is selected of the rows that are not shown: it stays so whatever is done to the others.
func (g *Grid) unseen() map[any]bool {
	unseen := maps.Clone(g.selected)
	for row := range g.shown {
		delete(unseen, g.keyAt(row))
	}
	return unseen
}

// marked are the places of what is selected: first of what is shown, in that order, then of what is out of sight.
func (g *Grid) marked() []int {
	marked, unseen := g.selectedOf(g.shown), g.unseen()
	for place, key := range g.keys {
		if unseen[key] {
			marked = append(marked, place)
		}
	}
	return marked
}

// having are those of some wanted keys that have a row.
func (g *Grid) having(wanted map[any]bool) map[any]bool {
	having := map[any]bool{}
	for _, key := range g.keys {
		if wanted[key] {
			having[key] = true
		}
	}
	return having
}

// ClearSelection selects nothing.
func (g *Grid) ClearSelection() { g.choose(map[any]bool{}) }

// selectOnly selects what is clicked, and nothing else.
func (g *Grid) selectOnly(row int) {
	if g.adopt(map[any]bool{g.keyAt(row): true}, true) {
		g.tellSelection()
	}
}

func (g *Grid) point(row int) bool {
	if row < 0 {
		return false
	}
	g.selectOnly(row)
	g.setCurrent(row)
	return true
}

func (g *Grid) toggle(row int) {
	next := maps.Clone(g.selected)
	if key := g.keyAt(row); next[key] {
		delete(next, key)
	} else {
		next[key] = true
	}
	g.choose(next)
}

// selectRange selects the rows between two places, besides those out of sight and, with add, those in sight.
func (g *Grid) selectRange(from, to int, add bool) {
	next := maps.Clone(g.selected)
	if !add {
		next = g.unseen()
	}
	for row := max(0, min(from, to)); row <= min(max(from, to), len(g.shown)-1); row++ {
		next[g.keyAt(row)] = true
	}
	g.choose(next)
}

// toggleAll selects everything that is shown, or nothing of it if anything was: a person who selected a few rows did not mean all of
// them.
func (g *Grid) toggleAll() {
	if len(g.selectedOf(g.shown)) > 0 {
		g.choose(g.unseen())
		return
	}
	g.selectRange(0, g.count()-1, false)
}

// choose selects the rows of these keys and no others.
func (g *Grid) choose(next map[any]bool) {
	if g.adopt(next, false) {
		g.tellSelection()
	}
}

// adopt selects without telling, and reports whether something else was selected.
func (g *Grid) adopt(next map[any]bool, pointed bool) (changed bool) {
	changed = !maps.Equal(next, g.selected)
	g.selected, g.pointed = next, pointed
	g.showOnly()
	if changed {
		g.restyle()
	}
	return changed
}

func (g *Grid) tellSelection() {
	if g.OnSelectionChanged != nil {
		g.OnSelectionChanged()
	}
}

func (g *Grid) open(row int) bool { return g.rows.openRow(g.shown[row]) }

// remove acts on what is marked or, where a row was only clicked, on the one to which keys have led since.
func (g *Grid) remove() {
	if g.OnDelete == nil || len(g.selected) == 0 {
		return
	}
	if g.pointed && g.current >= 0 && g.current < g.count() {
		g.selectOnly(g.current)
	}
	g.OnDelete()
}

func (g *Grid) menu() []widgets.MenuItem {
	if g.Context == nil {
		return nil
	}
	return g.Context()
}

// ScrollToTop brings the first rows into sight, for instance after a change of the filter; the current row stays.
func (g *Grid) ScrollToTop() {
	g.Scroll.ScrollToOffset(fyne.NewPos(g.Scroll.Offset.X, 0))
	g.drawScrolled()
}

// Say shows words instead of rows.
func (g *Grid) Say(words Empty) {
	g.Empty = words
	g.Self().Refresh()
}

// Fail says instead of rows why they could not be read, and offers to read them again.
func (g *Grid) Fail(what string, err error, again func()) {
	g.Say(Empty{Title: what, Hint: widgets.Sentence(err.Error()), Failed: true, Action: "Повторить", Do: again})
}
