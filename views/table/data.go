package table

import "zvonok/views/widgets"

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

func (t *Table[R, K]) selectedCount() int { return len(t.selected) }

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
	t.replaceSelection(map[K]struct{}{t.keys[row]: {}})
}

func (t *Table[R, K]) toggle(row int) {
	next := t.copySelection()
	if _, ok := next[t.keys[row]]; ok {
		delete(next, t.keys[row])
	} else {
		next[t.keys[row]] = struct{}{}
	}
	t.replaceSelection(next)
}

func (t *Table[R, K]) selectRange(from, to int, add bool) {
	next := map[K]struct{}{}
	if add {
		next = t.copySelection()
	}
	for i := max(0, min(from, to)); i <= max(from, to); i++ {
		next[t.keys[i]] = struct{}{}
	}
	t.replaceSelection(next)
}

// toggleAll selects everything, or nothing if anything was: a person who selected a few rows did not mean all of them.
func (t *Table[R, K]) toggleAll() {
	if len(t.selected) > 0 {
		t.ClearSelection()
		return
	}
	t.selectRange(0, len(t.keys)-1, false)
}

func (t *Table[R, K]) copySelection() map[K]struct{} {
	next := make(map[K]struct{}, len(t.selected)+1)
	for k := range t.selected {
		next[k] = struct{}{}
	}
	return next
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
