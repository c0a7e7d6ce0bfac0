package table

import (
	"maps"

	"zvonok/views/widgets"
)

// gridData is what the drawing part of a table asks of its rows, by place. Rows and columns count from 0.
type gridData interface {
	count() int
	cell(row, column int) Cell
	isSelected(row int) bool
	selectedCount() int
	sorting() (column int, descending bool)
	typeText(row int) string

	sortColumn(column int)
	selectOnly(row int)
	toggle(row int)
	selectRange(from, to int, add bool)
	toggleAll()
	open(row int) bool // false = rows are not opened in this table
	remove()
	typed() func(rune) bool // nil = letters find a row
	menu() []widgets.MenuItem
}

func (t *Table[R, K]) count() int { return len(t.order) }

func (t *Table[R, K]) cell(row, column int) Cell {
	if f := t.defs[column].Cell; f != nil {
		return f(t.row(row))
	}
	return Cell{}
}

func (t *Table[R, K]) isSelected(row int) bool {
	_, ok := t.selected[t.keys[row]]
	return ok
}

// selectedCount is how many of the rows that are shown are selected.
func (t *Table[R, K]) selectedCount() (n int) {
	for i := range t.order {
		if len(t.selected) > 0 && t.isSelected(i) {
			n++
		}
	}
	return n
}

func (t *Table[R, K]) sorting() (column int, descending bool) { return t.sortBy, t.sortDown }

func (t *Table[R, K]) typeText(row int) string {
	if t.TypeAhead != nil {
		return t.TypeAhead(t.row(row))
	}
	if len(t.defs) == 0 {
		return ""
	}
	return t.cell(row, 0).Text
}

// sortColumn sorts upwards, or downwards if it was sorted upwards.
func (t *Table[R, K]) sortColumn(column int) {
	t.SortBy(t.defs[column].ID, t.sortBy == column && !t.sortDown)
}

func (t *Table[R, K]) selectOnly(row int) {
	if t.adopt(map[K]struct{}{t.keys[row]: {}}, true) {
		t.tellSelection()
	}
}

func (t *Table[R, K]) toggle(row int) {
	next := maps.Clone(t.selected)
	if _, ok := next[t.keys[row]]; ok {
		delete(next, t.keys[row])
	} else {
		next[t.keys[row]] = struct{}{}
	}
	t.replaceSelection(next)
}

// selectRange selects the rows between two places, besides those out of sight and, with add, those in sight.
func (t *Table[R, K]) selectRange(from, to int, add bool) {
	next := maps.Clone(t.selected)
	if !add {
		t.without(next)
	}
	for i := max(0, min(from, to)); i <= min(max(from, to), len(t.keys)-1); i++ {
		next[t.keys[i]] = struct{}{}
	}
	t.replaceSelection(next)
}

// without takes the rows that are shown out of a selection.
func (t *Table[R, K]) without(selection map[K]struct{}) {
	for _, k := range t.keys {
		delete(selection, k)
	}
}

// toggleAll selects everything that is shown, or nothing of it if anything was: a person who selected a few rows did not mean all of
// them.
func (t *Table[R, K]) toggleAll() {
	if t.selectedCount() == 0 {
		t.selectRange(0, len(t.keys)-1, false)
		return
	}
	next := maps.Clone(t.selected)
	t.without(next)
	t.replaceSelection(next)
}

func (t *Table[R, K]) open(row int) bool {
	if t.OnOpen == nil {
		return false
	}
	t.OnOpen(t.row(row))
	return true
}

func (t *Table[R, K]) remove() {
	if t.OnDelete != nil && len(t.selected) > 0 {
		t.OnDelete()
	}
}

func (t *Table[R, K]) typed() func(rune) bool { return t.OnTyped }

func (t *Table[R, K]) menu() []widgets.MenuItem {
	if t.Context == nil {
		return nil
	}
	return t.Context()
}
