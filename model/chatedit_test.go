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

// TestAltered: what an edit makes of members, by where they come from and whether the policy wants them.
func TestAltered(t *testing.T) {
	members := []Member{{Person: 1, Origin: OriginAuto, Admin: true}, {Person: 2, Origin: OriginAuto}, {Person: 3, Origin: OriginManual},
		{Person: 4, Origin: OriginExcluded}, {Person: 5, Origin: OriginLeaving, InChatAs: 7}}
	wanted := map[PersonID]bool{1: true, 2: false, 4: false, 5: true, 6: true}
	for name, c := range map[string]struct {
		edit ChatEdit
		want []Member
	}{
		"nothing":                         {},
		"whom the policy wants leaves":    {ChatEdit{Remove: []PersonID{2}}, []Member{{Person: 2, Origin: OriginExcluded}}},
		"an administrator leaves":         {ChatEdit{Remove: []PersonID{1}}, []Member{{Person: 1, Origin: OriginExcluded}}},
		"who was added by hand leaves":    {ChatEdit{Remove: []PersonID{3}}, []Member{{Person: 3, Origin: OriginLeaving}}},
		"a stranger is removed":           {edit: ChatEdit{Remove: []PersonID{9}}},
		"a stranger comes":                {ChatEdit{Add: []PersonID{9}}, []Member{{Person: 9, Origin: OriginManual}}},
		"whom the policy wants comes":     {ChatEdit{Add: []PersonID{6}}, []Member{{Person: 6, Origin: OriginAuto, Admin: true}}},
		"who was excluded comes back":     {ChatEdit{Add: []PersonID{4}}, []Member{{Person: 4, Origin: OriginAuto}}},
		"who is about to leave stays":     {ChatEdit{Add: []PersonID{5}}, []Member{{Person: 5, Origin: OriginAuto, Admin: true, InChatAs: 7}}},
		"who is there already comes":      {ChatEdit{Add: []PersonID{3}}, []Member{{Person: 3, Origin: OriginManual}}},
		"an administrator is named":       {ChatEdit{MakeAdmin: []PersonID{2}}, []Member{{Person: 2, Origin: OriginAuto, Admin: true, AdminByHand: true}}},
		"an administrator is no more one": {ChatEdit{NoMore: []PersonID{1}}, []Member{{Person: 1, Origin: OriginAuto, AdminByHand: true}}},
		"somebody new becomes one": {ChatEdit{Add: []PersonID{9}, MakeAdmin: []PersonID{9}},
			[]Member{{Person: 9, Origin: OriginManual, Admin: true, AdminByHand: true}}},
		"who leaves does not": {ChatEdit{Remove: []PersonID{2}, MakeAdmin: []PersonID{2}}, []Member{{Person: 2, Origin: OriginExcluded}}},
		"by ID":               {ChatEdit{Add: []PersonID{9}, Remove: []PersonID{3}}, []Member{{Person: 3, Origin: OriginLeaving}, {Person: 9, Origin: OriginManual}}},
	} {
		if got := c.edit.Altered(members, wanted); !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
