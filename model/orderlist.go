package model

import "time"

// OrderFilter narrows «Приказы»; zero fields do not narrow.
type OrderFilter struct {
	Kind  OrderKind
	State OrderState
	// Text matches any part of the number or of somebody's full name, without regard to case and ё/е.
	Text string
}

// OrderRow is a row of «Приказы».
type OrderRow struct {
	Order
	State  OrderState
	People int
	// Who is the full name of the first of the people, by name; the group of OrderDisband.
	Who string
	// Folded are the number and all the names as a search compares them.
	Folded string
}

// OrderPerson is somebody in an order.
type OrderPerson struct {
	Person PersonID
	Name   Name
	Before string // the group that they left, empty when there was none
	After  string // the group that they came to
}

// OrderEffect is what cancelling an order changes for one person: their groups on the day that counts, with the
// order and without it.
type OrderEffect struct {
	Name       Name
	With, Less string
	// Goes says that only this order made the person a student: without it they are not one.
	Goes bool
}

// OrderCard is an order as its card shows it.
type OrderCard struct {
	Order
	State OrderState
	Today time.Time // the college's calendar day
	Group string    // that is disbanded
	// Disbands is that group; To is the one that everybody comes to, zero where they come to several.
	Disbands, To GroupID
	People       []OrderPerson
	// Cancelling is what cancelling the order would bring back, by name; empty for a cancelled one.
	Cancelling []OrderEffect
}

// OrderChoiceFilter asks for the people that an order of a kind may name.
type OrderChoiceFilter struct {
	Kind   OrderKind
	Group  GroupID   // zero: those who are in no group
	Day    time.Time // on which the order becomes effective: a calendar day, 00:00 UTC
	Marked []PersonID
	// MarkedOnly asks for the marked people only, in any group.
	MarkedOnly bool
}

// OrderChoice is somebody who may be named in an order of a kind.
type OrderChoice struct {
	Person PersonID
	Name   Name
	Detail string // the groups, «в академическом отпуске», «выбыл из ДО-19-3»
	// Studies and OnLeave are about the order's day; both are false for people who have left or are in no group.
	Studies, OnLeave bool
	// Elsewhere: not among those who were asked for, but marked.
	Elsewhere bool
}

// May reports whether an order of the kind can be about the person.
func (c OrderChoice) May(k OrderKind) bool {
	switch {
	case c.Studies:
		return k.OfStudying()
	case c.OnLeave:
		return k != OrderTransfer
	}
	return !k.OfStudying()
}

// OrdersPreview is what a file of orders would bring. Rows with Problems are never loaded.
type OrdersPreview struct {
	// Fingerprint names these orders when they are written; empty where there is nothing to write.
	Fingerprint string
	Files       []string // their own names
	Problems    []ImportProblem
	// Notices stop nothing: rows that were corrected or left out.
	Notices []ImportProblem
	Orders  []OrderPreview // by date and number
	// Over are the safety limits that the orders go beyond, with the numbers; without a confirmation nothing is loaded.
	Over []string
	// Taken are the rows that are left out because the college has what they say already, and why.
	Taken []ImportProblem
}

// OrderPreview is one order of a file.
type OrderPreview struct {
	Number    string
	Date      time.Time
	Kind      OrderKind
	Effective time.Time
	People    int
	New       int // of the people, those who are not in the college yet
	Lines     []OrderPerson
}

// Totals count the people of all the orders and, of them, those who are new.
func (p OrdersPreview) Totals() (people, added int) {
	for _, o := range p.Orders {
		people, added = people+o.People, added+o.New
	}
	return people, added
}
