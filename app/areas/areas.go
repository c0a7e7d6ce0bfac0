// Package areas puts the areas over one open college together: they keep the contracts of app where the college is, for the
// window on the same computer and for the server of other computers.
package areas

import (
	"zvonok/app"
	"zvonok/app/access"
	"zvonok/app/agent"
	"zvonok/app/care"
	"zvonok/app/chats"
	"zvonok/app/college"
	"zvonok/app/host"
	"zvonok/app/imports"
	"zvonok/app/lessons"
	"zvonok/app/orders"
	"zvonok/app/people"
)

// Areas keep the contracts of one open college by embedding an area for each. An area's type is not called as a method of
// its contract, which the embedded field would hide: chats.Lists has Chats, orders.Book has Orders. They are safe for
// concurrent use.
type Areas struct {
	*access.Access
	*people.People
	*orders.Book
	*imports.Imports
	*chats.Lists
	*lessons.Lessons
	*care.Care
	*agent.Sync
	*host.Host

	College *college.College
	Keeper  *agent.Keeper
	// Pages are the messenger's.
	Pages app.Addresses

	edge  edge
	stays stays
}

var _ app.Contracts = (*Areas)(nil)

// New puts the areas of a college together; addresses are the messenger's pages.
func New(c *college.College, k *agent.Keeper, addresses app.Addresses) *Areas {
	return &Areas{
		Access: access.New(c), People: people.New(c), Book: orders.New(c), Imports: imports.New(c, orders.Write),
		Lists: chats.New(c, addresses), Lessons: lessons.New(c, addresses), Care: care.New(c), Sync: agent.NewSync(c, k),
		Host:    host.New(c, k),
		College: c, Keeper: k, Pages: addresses,
	}
}
