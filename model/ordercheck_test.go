package model

import "testing"

// TestOrderCheck: what speaks against an order, by form (without a group to leave) and from a file (with one).
func TestOrderCheck(t *testing.T) {
	disbanded, finished := Order{Kind: OrderDisband}, Order{Kind: OrderGraduate}
	in := func(groups ...GroupID) OrderCase { return OrderCase{Groups: groups} }
	onLeave, left := OrderCase{OnLeave: true}, OrderCase{Left: true}
	to := func(missing bool, ended Order) OrderCase { return OrderCase{Missing: missing, Ended: ended} }
	for _, c := range []struct {
		name     string
		kind     OrderKind
		finds    OrderCase
		from, to GroupID
		want     Movement
		verdict  OrderVerdict
	}{
		{"enrol", OrderEnroll, in(), 0, 2, Movement{In: 2}, OrderFits},
		{"enrol who is in a group", OrderEnrollTransfer, in(1), 0, 2, Movement{}, OrderInGroup},
		{"enrol who is there", OrderEnroll, in(2), 0, 2, Movement{}, OrderHasThem},
		{"enrol who left", OrderEnroll, left, 0, 2, Movement{In: 2}, OrderFits},
		{"transfer", OrderTransfer, in(1), 0, 2, Movement{Out: 1, In: 2, All: true}, OrderFits},
		{"transfer from the group", OrderTransfer, in(1), 1, 2, Movement{Out: 1, In: 2, All: true}, OrderFits},
		{"transfer from another group", OrderTransfer, in(3), 1, 2, Movement{}, OrderInOther},
		{"transfer one of two groups", OrderTransfer, in(1, 3), 0, 2, Movement{Out: 1, In: 2}, OrderFits},
		{"transfer the other of two groups", OrderTransfer, in(1, 3), 3, 2, Movement{Out: 3, In: 2}, OrderFits},
		{"transfer one of two groups to the other", OrderTransfer, in(1, 2), 1, 2, Movement{Out: 1, In: 2}, OrderFits},
		{"transfer to the same group", OrderTransfer, in(2), 0, 2, Movement{}, OrderHasThem},
		{"transfer that was made", OrderTransfer, in(2), 1, 2, Movement{}, OrderHasThem},
		{"transfer within a group", OrderTransfer, in(2), 2, 2, Movement{}, OrderHasThem},
		{"transfer who is in no group", OrderTransfer, in(), 0, 2, Movement{}, OrderInNone},
		{"transfer who is on leave", OrderTransfer, onLeave, 1, 2, Movement{}, OrderInNone},
		{"withdraw", OrderWithdraw, in(1), 0, 0, Movement{Out: 1, All: true}, OrderFits},
		{"withdraw from all groups", OrderWithdraw, in(1, 3), 0, 0, Movement{Out: 1, All: true}, OrderFits},
		{"withdraw from another group", OrderWithdraw, in(3), 1, 0, Movement{}, OrderInOther},
		{"withdraw from leave", OrderWithdraw, onLeave, 0, 0, Movement{All: true}, OrderFits},
		{"withdraw from leave and a group", OrderWithdraw, onLeave, 1, 0, Movement{Out: 1, All: true}, OrderFits},
		{"withdraw who is not there", OrderWithdraw, in(), 0, 0, Movement{}, OrderInNone},
		{"withdraw who left", OrderWithdraw, left, 1, 0, Movement{}, OrderLeft},
		{"leave", OrderAcademicLeave, in(1), 0, 0, Movement{Out: 1, All: true}, OrderFits},
		{"leave goes on", OrderAcademicLeave, onLeave, 0, 0, Movement{All: true}, OrderFits},
		{"leave of who left", OrderAcademicLeave, left, 0, 0, Movement{}, OrderInNone},
		{"graduate", OrderGraduate, in(1), 0, 2, Movement{Out: 1, All: true}, OrderFits},
		{"graduate who left", OrderGraduate, left, 0, 0, Movement{}, OrderLeft},
		{"return", OrderReturn, onLeave, 0, 2, Movement{In: 2}, OrderFits},
		{"return from a group", OrderReturn, onLeave, 1, 2, Movement{In: 2}, OrderFits},
		{"return who is elsewhere", OrderReturn, in(1), 0, 2, Movement{}, OrderInGroup},
		{"return who is there", OrderReturn, in(2), 0, 2, Movement{}, OrderHasThem},
		{"disband", OrderDisband, in(), 0, 1, Movement{Out: 1}, OrderFits},
		{"disband what ends before", OrderDisband, to(false, disbanded), 0, 1, Movement{Out: 1}, OrderFits},
		{"disband who others come to", OrderDisband, OrderCase{Coming: 1}, 0, 1, Movement{}, OrderAwaits},
		{"withdraw who is moved later", OrderWithdraw, OrderCase{Groups: []GroupID{1}, Later: Movement{In: 2}}, 0, 0, Movement{}, OrderOutlasted},
		{"transfer who is moved later", OrderTransfer, OrderCase{Groups: []GroupID{1}, Later: Movement{In: 3}}, 0, 2, Movement{Out: 1, In: 2, All: true}, OrderFits},
		{"disband no group", OrderDisband, to(true, Order{}), 0, 1, Movement{}, OrderMissing},
		{"to nowhere", OrderEnroll, in(), 0, 0, Movement{}, OrderNoTarget},
		{"to no group", OrderEnroll, to(true, Order{}), 0, 2, Movement{}, OrderMissing},
		{"to a disbanded group", OrderReturn, to(true, disbanded), 0, 2, Movement{}, OrderEnded},
		{"to a group that finished", OrderEnroll, to(false, finished), 0, 2, Movement{In: 2}, OrderAllFinished},
		{"where they are comes before the group", OrderEnroll, OrderCase{Groups: []GroupID{1}, Ended: disbanded}, 0, 2, Movement{}, OrderInGroup},
		{"who leaves asks of no group", OrderWithdraw, OrderCase{Groups: []GroupID{1}, Missing: true}, 0, 0, Movement{Out: 1, All: true}, OrderFits},
	} {
		of := c.finds
		of.Kind, of.Person, of.From, of.To = c.kind, 9, c.from, c.to
		if got := of.Verdict(); got != c.verdict {
			t.Errorf("%s: verdict %d, want %d", c.name, got, c.verdict)
		}
		if c.verdict != OrderFits && c.verdict != OrderAllFinished {
			continue
		}
		c.want.Kind = c.kind
		if c.kind != OrderDisband {
			c.want.Person = 9
		}
		if got := of.Movement(); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// TestPlacedAfter: a transfer after a day puts somebody into a group, who was away by then; an order that brings people from nowhere is
// meant for that.
func TestPlacedAfter(t *testing.T) {
	enrolled := Movement{ID: 1, Day: dayN(1), In: 1, Kind: OrderEnroll}
	moved := Movement{ID: 2, Day: dayN(9), In: 2, All: true, Kind: OrderTransfer}
	back := Movement{ID: 3, Day: dayN(7), In: 3, Kind: OrderReturn}
	for day, want := range map[int]GroupID{1: 2, 8: 2, 9: 0} {
		if got := PlacedAfter([]Movement{moved, enrolled}, dayN(day)); got.In != want {
			t.Errorf("after day %d: %+v", day, got)
		}
	}
	if got := PlacedAfter([]Movement{enrolled, moved, back}, dayN(5)); got.In != 0 {
		t.Errorf("who comes back: %+v", got)
	}
}
