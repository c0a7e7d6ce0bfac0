package model

import "slices"

// OrderCase is what an order does with one person, and what it finds on the day when it becomes effective.
type OrderCase struct {
	Kind   OrderKind
	Person PersonID
	// From and To are the groups that the order says they leave and come to, or that it ends; zero where it does not say.
	From, To GroupID
	Groups   []GroupID // in which they are
	OnLeave  bool
	Left     bool // is not a student now
	// Missing says that the college does not have the group that they come to. Ended is the order that has ended that
	// group, or let its students finish, by that day; zero where none has.
	Missing bool
	Ended   Order
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
)

// Verdict is what speaks against the order: first where the person is, then the group that they come to.
func (c OrderCase) Verdict() OrderVerdict {
	in := func(g GroupID) bool { return slices.Contains(c.Groups, g) }
	switch {
	case c.Kind == OrderDisband:
		if c.Missing {
			return OrderMissing
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
