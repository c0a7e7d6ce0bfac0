package model

import (
	"cmp"
	"slices"
	"time"
)

// Movement is one step of a student: into a group, out of groups, or from one to another.
type Movement struct {
	// ID orders the movements of one day: later ones were written later.
	ID     int64
	Person PersonID // zero: everybody who is in Out on that day, since the group is disbanded
	// Day is the calendar day (00:00 UTC) when the movement begins to count. Zero is before all days: a roster
	// did not say since when.
	Day     time.Time
	Out, In GroupID // zero: none
	All     bool    // out of every group, whatever Out says
	// Order is the order behind the movement and Kind its kind; both are zero where it comes from a roster
	// or an edit by hand.
	Order OrderID
	Kind  OrderKind
}

// Enrolment is a student's time in a group, as the movements make it. From and Until are calendar days
// (00:00 UTC); a zero From is unknown, a zero Until has not come. Until is the first day when the student
// is no longer there.
type Enrolment struct {
	Group       GroupID
	From, Until time.Time
	// Opened and Closed are the orders behind the days; zero where a day comes from a roster or an edit by hand.
	Opened, Closed OrderID
}

// On reports whether the enrolment is in force on a calendar day.
func (e Enrolment) On(day time.Time) bool { return !e.From.After(day) && e.Lasts(day) }

// Lasts reports whether the enrolment has not ended by a calendar day; it may be yet to begin.
func (e Enrolment) Lasts(day time.Time) bool { return e.Until.IsZero() || e.Until.After(day) }

// byDay sorts the movements as they count.
func byDay(movements []Movement) []Movement {
	sorted := slices.Clone(movements)
	Sort(sorted, func(a, b Movement) int { return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.ID, b.ID)) })
	return sorted
}

// Enrolments are the times in groups that follow from the movements of one person. The movements of whole groups have to
// be among them, those of cancelled orders must not. They come in the order of their beginnings. One that ended on the
// day when it began is left out, and one that begins again on the day when it ended goes on.
func Enrolments(movements []Movement) []Enrolment {
	var list []Enrolment
	out := func(g GroupID, m Movement) {
		for i := len(list) - 1; i >= 0; i-- {
			e := &list[i]
			if !e.Until.IsZero() || g != 0 && e.Group != g {
				continue
			}
			if e.From.Equal(m.Day) {
				list = slices.Delete(list, i, i+1)
				continue
			}
			e.Until, e.Closed = m.Day, m.Order
		}
	}
	in := func(m Movement) {
		for i := range list {
			e := &list[i]
			switch {
			case e.Group != m.In:
			case e.Until.IsZero():
				return
			case e.Until.Equal(m.Day):
				e.Until, e.Closed = time.Time{}, 0
				return
			}
		}
		list = append(list, Enrolment{Group: m.In, From: m.Day, Opened: m.Order})
	}
	for _, m := range byDay(movements) {
		switch {
		case m.All:
			out(0, m)
		case m.Out != 0:
			out(m.Out, m)
		}
		if m.In != 0 {
			in(m)
		}
	}
	return list
}

// Standing is what the orders say of a student.
type Standing uint8

// What the orders say of a student. Unsaid leaves it to the roster and to edits by hand.
const (
	StandingUnsaid Standing = iota
	StandingStudies
	StandingOnLeave // в академическом отпуске
	StandingLeft
)

// Student reports whether it makes somebody a student of the college.
func (s Standing) Student() bool { return s == StandingStudies || s == StandingOnLeave }

// StandingOn is what the movements of one person say on a calendar day. Somebody who is in a group, or will
// be, is a student; for somebody in none the last movement says it, if it comes from an order.
func StandingOn(movements []Movement, day time.Time) Standing {
	for _, e := range Enrolments(movements) {
		if e.Lasts(day) {
			return StandingStudies
		}
	}
	sorted := byDay(movements)
	for i := len(sorted) - 1; i >= 0; i-- {
		m := sorted[i]
		if m.Person == 0 || m.Day.After(day) {
			continue // the end of a group says nothing about people who are in none
		}
		switch m.Kind {
		case OrderWithdraw, OrderGraduate:
			return StandingLeft
		case OrderAcademicLeave:
			return StandingOnLeave
		}
		return StandingUnsaid
	}
	return StandingUnsaid
}

// GroupsOn are the groups in which the movements of one person put them on a calendar day.
func GroupsOn(movements []Movement, day time.Time) []GroupID {
	var groups []GroupID
	for _, e := range Enrolments(movements) {
		if e.On(day) {
			groups = append(groups, e.Group)
		}
	}
	return groups
}
