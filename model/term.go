package model

import (
	"fmt"
	"time"
)

// Term is a semester: Half 1 or 2 of the school year that began in the calendar year SchoolYear. The zero
// Term is none.
type Term struct {
	SchoolYear int
	Half       int
}

// secondHalf is the day of January on which the second half begins: the first working day after the
// winter holidays and the examinations before them.
const secondHalf = 12

// TermOf is the term in which a calendar day lies.
func TermOf(day time.Time) Term {
	y, m, d := day.Date()
	switch {
	case m >= time.September:
		return Term{y, 1}
	case m == time.January && d < secondHalf:
		return Term{y - 1, 1}
	}
	return Term{y - 1, 2}
}

// Range is the term's first day and the first day after it, as 00:00 UTC.
func (t Term) Range() (from, until time.Time) {
	middle := time.Date(t.SchoolYear+1, time.January, secondHalf, 0, 0, 0, 0, time.UTC)
	if t.Half == 1 {
		return time.Date(t.SchoolYear, time.September, 1, 0, 0, 0, 0, time.UTC), middle
	}
	return middle, time.Date(t.SchoolYear+1, time.September, 1, 0, 0, 0, 0, time.UTC)
}

// Label is the term as a group knows it: «1 курс, 1 семестр». year is the group's course in the school
// year of today; a group without one is told by the school year.
func (t Term) Label(year int, today time.Time) string {
	if year == 0 {
		return fmt.Sprintf("%d/%02d, %d семестр", t.SchoolYear, (t.SchoolYear+1)%100, t.Half)
	}
	return fmt.Sprintf("%d курс, %d семестр", year-(TermOf(today).SchoolYear-t.SchoolYear), t.Half)
}

// TermsOf are the terms of a group of the course, from its first to the second of this school year.
func TermsOf(year int, today time.Time) []Term {
	now := TermOf(today)
	var terms []Term
	for y := now.SchoolYear - max(0, year-1); y <= now.SchoolYear; y++ {
		terms = append(terms, Term{y, 1}, Term{y, 2})
	}
	return terms
}
