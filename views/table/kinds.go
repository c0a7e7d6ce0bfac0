package table

import (
	"cmp"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/views/widgets"
)

// DayLayout is how days are written: «01.09.2026».
const DayLayout = "02.01.2006"

// Muted is a cell in grey, with a dash for an empty text.
func Muted(text string) Cell { return Cell{Text: cmp.Or(text, "—"), Tone: widgets.ToneMuted} }

// Text is a column of texts, which sort as a Russian reader expects.
func Text[R any](id, title string, width, grow float32, text func(R) string) *Column[R] {
	return &Column[R]{ID: id, Title: title, Width: width, Grow: grow,
		Cell: func(r R) Cell { return Cell{Text: text(r)} },
		Key:  func(r R) string { return SortKey(text(r)) }}
}

// Muted is the column with its texts as Muted draws them.
func (c *Column[R]) Muted() *Column[R] {
	cell := c.Cell
	c.Cell = func(r R) Cell { return Muted(cell(r).Text) }
	return c
}

// In is the column with its texts in a tone.
func (c *Column[R]) In(tone widgets.Tone) *Column[R] {
	cell := c.Cell
	c.Cell = func(r R) Cell { return Cell{Text: cell(r).Text, Tone: tone} }
	return c
}

// Opening is the column with texts that open their rows.
func (c *Column[R]) Opening() *Column[R] {
	c.Opens = true
	return c
}

// Number is a column of numbers, with a dash for 0.
func Number[R any](id, title string, width float32, number func(R) int) *Column[R] {
	c := Ranked(id, title, width, func(r R) Cell {
		if n := number(r); n != 0 {
			return Cell{Text: strconv.Itoa(n)}
		}
		return Muted("")
	}, number)
	c.Align = fyne.TextAlignTrailing
	return c
}

// Day is a column of days, with a dash where there is none.
func Day[R any](id, title string, width float32, day func(R) time.Time) *Column[R] {
	return &Column[R]{ID: id, Title: title, Width: width,
		Cell: func(r R) Cell {
			if day(r).IsZero() {
				return Muted("")
			}
			return Muted(day(r).Format(DayLayout))
		},
		Compare: func(a, b R) int { return day(a).Compare(day(b)) }}
}

// Ranked is a column of cells that sort by a rank.
func Ranked[R any](id, title string, width float32, cell func(R) Cell, rank func(R) int) *Column[R] {
	return &Column[R]{ID: id, Title: title, Width: width, Cell: cell, Compare: func(a, b R) int { return cmp.Compare(rank(a), rank(b)) }}
}

// Rank orders false before true.
func Rank(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// view is the column without the type of its rows.
func (c *Column[R]) view() columnView {
	return columnView{id: c.ID, title: c.Title, width: c.Width, grow: c.Grow, align: c.Align, sorts: c.Compare != nil || c.Key != nil, opens: c.Opens}
}

// Of is a list of rows without a key: two of them may be equal.
func Of[R any](columns []*Column[*R], rows []R) *Table[*R, *R] {
	t := NewList(columns, func(r *R) *R { return r })
	t.SetRows(Pointers(rows))
	return t
}

// Pointers are the rows of such a list: their addresses are the keys.
func Pointers[R any](rows []R) []*R {
	pointers := make([]*R, len(rows))
	for i := range rows {
		pointers[i] = &rows[i]
	}
	return pointers
}
