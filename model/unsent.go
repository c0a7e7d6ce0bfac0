package model

import "time"

// Unsent is what somebody entered into a journal at a desk while the college did not answer: one step of typing or pasting. It waits
// to be sent, or was refused.
type Unsent struct {
	ID             string
	At             time.Time // when it was entered, UTC, by the college's clock
	Group, Subject string
	Cells          []UnsentCell
	// Refused is in Russian why the college did not take it; empty while it waits.
	Refused string
	// Conflict says what the journal holds by now, if that is why the step was refused.
	Conflict *Conflict
}

// UnsentCell is one absence or mark of such a step.
type UnsentCell struct {
	CellEdit
	Date    time.Time // of the lesson: a calendar day, 00:00 UTC
	Student Name
}

// Edits are what is to be sent.
func (u Unsent) Edits() []CellEdit {
	return Each(u.Cells, func(c UnsentCell) CellEdit { return c.CellEdit })
}

// Show puts what waits to be sent into a page of a journal, as if it had been sent.
func (u Unsent) Show(page *JournalPage) {
	if u.Refused != "" {
		return
	}
	for _, lesson := range page.Lessons {
		for _, c := range u.Cells {
			if c.Lesson != lesson.ID {
				continue
			}
			if page.Cells == nil {
				page.Cells = Cells{}
			}
			cell := page.Cells[c.CellKey]
			if cell.Absence, cell.Mark = c.Absence, c.Mark; cell.Empty() {
				delete(page.Cells, c.CellKey)
			} else {
				page.Cells[c.CellKey] = cell
			}
		}
	}
}

// After is the step once an earlier one is revoked: where it replaced that one's entry, it now replaces what was there before.
func (u Unsent) After(revoked Unsent) Unsent {
	cells := append([]UnsentCell(nil), u.Cells...)
	for i := range cells {
		for _, before := range revoked.Cells {
			if cells[i].CellKey == before.CellKey && cells[i].Seen == before.Entry() {
				cells[i].Seen = before.Seen
			}
		}
	}
	u.Cells = cells
	return u
}

// Over is the refused step, to be entered over what the journal holds now.
func (u Unsent) Over(now Cells) Unsent {
	cells := append([]UnsentCell(nil), u.Cells...)
	for i := range cells {
		if cell, other := now[cells[i].CellKey]; other {
			cells[i].Seen = cell.Entry()
		}
	}
	u.Cells, u.Refused, u.Conflict = cells, "", nil
	return u
}
