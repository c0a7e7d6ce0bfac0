package model

import (
	"slices"
	"time"
)

// OrderCase is what an order does with one person, and what it finds on the day when it becomes effective.
type OrderCase struct {
	Kind   OrderKind
	Person PersonID
	// From and To are the groups that the order says they leave and come to, or that it ends; zero where it does not say.
	From, To GroupID
	Groups   []GroupID // in which they are
	OnLeave  bool
	Left     bool // is not a student now
	// Later is what puts them into a group on a later day all the same; its In is zero where nothing does.
	Later Movement
	// Missing says that the college does not have the group that they come to. Ended is the order that has ended that
	// group, or let its students finish, by that day; zero where none has.
	Missing bool
	Ended   Order
	// Coming is how many come on a later day to the group that the order ends.
	Coming int
}

// OrderVerdict says why an order cannot do with a person what it says, or probably should not.
type OrderVerdict uint8

// The verdicts.
const (
	OrderFits        OrderVerdict = iota
	OrderHasThem                  // they are where they would come to
	OrderInGroup                  // they are in a group, and would come to one
	OrderInOther                  // they are not in the group that they would leave
	OrderInNone                   // they are in no group
	OrderLeft                     // they are gone already
	OrderNoTarget                 // the order names no group that they come to
	OrderMissing                  // the group does not exist
	OrderEnded                    // the group is disbanded by then
	OrderAllFinished              // the group has no students by then, which is probably a slip
	OrderOutlasted                // they would study again by what is written of a later day, which is probably a slip
	OrderAwaits                   // the group that would be disbanded gets students later
)

// Verdict is what speaks against the order: first where the person is, then the group that they come to.
func (c OrderCase) Verdict() OrderVerdict {
	in := func(g GroupID) bool { return slices.Contains(c.Groups, g) }
	switch {
	case c.Kind == OrderDisband:
		switch {
		case c.Missing:
			return OrderMissing
		case c.Coming > 0:
			return OrderAwaits
		}
		return OrderFits
	case c.Kind.Targets() && in(c.To) && (c.From == c.To || !in(c.From)):
		return OrderHasThem
	case c.Kind.Brings():
		if len(c.Groups) > 0 {
			return OrderInGroup
		}
	case len(c.Groups) > 0 && c.From != 0 && !in(c.From):
		return OrderInOther
	case len(c.Groups) > 0 || c.OnLeave && c.Kind != OrderTransfer:
	case c.Kind.Ends() && c.Left:
		return OrderLeft
	default:
		return OrderInNone
	}
	switch {
	case !c.Kind.Targets() && c.Later.In != 0:
		return OrderOutlasted
	case !c.Kind.Targets():
		return OrderFits
	case c.To == 0:
		return OrderNoTarget
	case c.Ended.Kind == OrderDisband:
		return OrderEnded
	case c.Missing:
		return OrderMissing
	case c.Ended.Kind == OrderGraduate:
		return OrderAllFinished
	}
	return OrderFits
}

// Movement is what the order does with the person. Somebody who is in one group at most leaves the group that they are in
// when the order becomes effective, whichever that is by then: another order may come before it, or be cancelled.
func (c OrderCase) Movement() Movement {
	m := Movement{Person: c.Person, Kind: c.Kind, Out: c.From, In: c.To, All: len(c.Groups) <= 1}
	if m.Out == 0 && len(c.Groups) > 0 {
		m.Out = c.Groups[0]
	}
	switch {
	case c.Kind == OrderDisband:
		return Movement{Kind: c.Kind, Out: c.To}
	case c.Kind.Brings():
		m.Out, m.All = 0, false
	case !c.Kind.Targets():
		m.In, m.All = 0, true
	}
	return m
}

// PlacedAfter is the first movement after a calendar day that puts the person into a group, the zero Movement where none does or
// where it is an order that brings people who are in none.
func PlacedAfter(movements []Movement, day time.Time) Movement {
	for _, m := range byDay(movements) {
		if m.Day.After(day) && m.In != 0 {
			if m.Kind.Brings() {
				break
			}
			return m
		}
	}
	return Movement{}
}
