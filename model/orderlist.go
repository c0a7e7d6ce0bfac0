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
	After  string // the group to which they came
}

// OrderEffect is what cancelling an order changes for one person: their groups on the day that counts, with the
// order and without it.
type OrderEffect struct {
	Name       Name
	With, Less string
	// Goes says that only this order made the person a student: without it they are none.
	Goes bool
}

// OrderCard is an order as its card shows it.
type OrderCard struct {
	Order
	State OrderState
	Today time.Time // the college's calendar day
	Group string    // that is disbanded
	// Disbands is that group; To the one to which everybody comes, zero where they come to several.
	Disbands, To GroupID
	People       []OrderPerson
	// Cancelling is what cancelling the order would bring back, by name; empty for a cancelled one.
	Cancelling []OrderEffect
}

// OrderChoice is somebody who may be named in an order of a kind.
type OrderChoice struct {
	Person PersonID
	Name   Name
	Detail string // the group, «в академическом отпуске», «выбыл из ДО-19-3»
}

// OrdersPreview is what a file of orders would bring. Rows with Problems are never loaded.
type OrdersPreview struct {
	ID       ImportID
	Files    []string // base names
	Problems []ImportProblem
	// Notices hold nothing up: rows that were mended or left out.
	Notices []ImportProblem
	Orders  []OrderPreview // by date and number
	// Taken are the rows of which the college has taken account already, and why: they are left out.
	Taken []ImportProblem
}

// OrderPreview is one order of a file.
type OrderPreview struct {
	Number    string
	Date      time.Time
	Kind      OrderKind
	Effective time.Time
	People    int
	New       int // of the people, those whom the college does not know yet
	Lines     []OrderPerson
}

// Totals count the people of all the orders and, of them, those who are new.
func (p OrdersPreview) Totals() (people, added int) {
	for _, o := range p.Orders {
		people, added = people+o.People, added+o.New
	}
	return people, added
}
