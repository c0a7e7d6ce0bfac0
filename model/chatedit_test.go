package model

import (
	"slices"
	"testing"
)

func TestChatLoss(t *testing.T) {
	ids := func(from, to PersonID) (all []PersonID) {
		for id := from; id <= to; id++ {
			all = append(all, id)
		}
		return all
	}
	// Eight people; the first administers the chat.
	var members []Member
	for _, id := range ids(1, 8) {
		members = append(members, Member{Person: id, Admin: id == 1})
	}
	for name, c := range map[string]struct {
		edit              ChatEdit
		members           []Member
		empties, headless bool
		leave             int
		asks              bool
	}{
		"nothing":                        {members: members},
		"one leaves":                     {edit: ChatEdit{Remove: ids(5, 5)}, members: members, leave: 1},
		"five leave":                     {edit: ChatEdit{Remove: ids(4, 8)}, members: members, leave: 5},
		"six leave":                      {edit: ChatEdit{Remove: ids(3, 8)}, members: members, leave: 6, asks: true},
		"everybody leaves":               {edit: ChatEdit{Remove: ids(1, 8)}, members: members, leave: 8, empties: true, headless: true, asks: true},
		"everybody leaves, one comes":    {edit: ChatEdit{Remove: ids(1, 8), Add: ids(9, 9)}, members: members, leave: 8, headless: true, asks: true},
		"the only one leaves":            {edit: ChatEdit{Remove: ids(1, 1)}, members: []Member{{Person: 1}}, leave: 1, empties: true, asks: true},
		"the administrator leaves":       {edit: ChatEdit{Remove: ids(1, 1)}, members: members, leave: 1, headless: true, asks: true},
		"the administrator is no more":   {edit: ChatEdit{NoMore: ids(1, 1)}, members: members, headless: true, asks: true},
		"another takes over":             {edit: ChatEdit{NoMore: ids(1, 1), MakeAdmin: ids(2, 2)}, members: members},
		"a new one takes over":           {edit: ChatEdit{Remove: ids(1, 1), Add: ids(9, 9), MakeAdmin: ids(9, 9)}, members: members, leave: 1},
		"there was no administrator":     {edit: ChatEdit{Remove: ids(2, 2)}, members: members[1:], leave: 1},
		"an empty chat gets a new title": {edit: ChatEdit{Title: "Чат"}},
	} {
		got := c.edit.Loss(c.members)
		if got.Empties != c.empties || got.Headless != c.headless || len(got.Leave) != c.leave || got.Asks() != c.asks {
			t.Errorf("%s: %+v, asks %v", name, got, got.Asks())
		}
		if !slices.IsSorted(got.Leave) {
			t.Errorf("%s: %v", name, got.Leave)
		}
	}
}
