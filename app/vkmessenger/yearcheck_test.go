package vkmessenger_test

import (
	"slices"
	"time"

	"zvonok/model"
	"zvonok/vkclient/sandbox"
)

// standing is where everybody is today.
type standing struct {
	people map[model.PersonID]model.Person
	names  map[model.GroupID]string
	groups []model.GroupID // in force, in ascending order
	in     map[model.PersonID][]model.GroupID
	last   map[model.PersonID]model.GroupID // in which somebody is, or was last
	// People without an order to come: those in one group, those on leave and those who have left.
	studying, onLeave, left []model.PersonID
}

// standing looks at the college as it is today.
func (y *year) standing() standing {
	y.t.Helper()
	c := y.whole()
	s := standing{people: map[model.PersonID]model.Person{}, names: map[model.GroupID]string{},
		in: map[model.PersonID][]model.GroupID{}, last: map[model.PersonID]model.GroupID{}}
	for _, g := range c.Groups {
		s.names[g.ID] = g.Name
		if g.Active {
			s.groups = append(s.groups, g.ID)
		}
	}
	slices.Sort(s.groups)
	today := y.today()
	ends := map[model.PersonID]time.Time{}
	for _, e := range c.Enrolments {
		if !e.From.After(today) && (e.To.IsZero() || e.To.After(today)) {
			s.in[e.Student] = append(s.in[e.Student], e.Group)
		}
		if was, known := ends[e.Student]; !known || e.To.IsZero() || !was.IsZero() && e.To.After(was) {
			s.last[e.Student], ends[e.Student] = e.Group, e.To
		}
	}
	for _, p := range c.People {
		s.people[p.ID] = p
		in, last := s.in[p.ID], s.last[p.ID]
		switch {
		case y.book.until[p.ID].After(today) || !slices.Contains(s.groups, last):
		case p.Active && p.Kind.Has(model.Student) && len(in) == 1:
			s.last[p.ID] = in[0]
			s.studying = append(s.studying, p.ID)
		case c.OnLeave[p.ID]:
			s.onLeave = append(s.onLeave, p.ID)
		case !p.Active && len(in) == 0:
			s.left = append(s.left, p.ID)
		}
	}
	for _, list := range [][]model.PersonID{s.studying, s.onLeave, s.left} {
		slices.Sort(list)
	}
	return s
}

// handwork is what was done to chats by hand.
type handwork struct {
	in, out, admins map[model.ChatID]model.PersonID
	titles          map[model.ChatID]string
}

// newHandwork puts somebody into some chats of every type, takes somebody out, and names an administrator or a title.
func newHandwork(y *year) *handwork {
	h := &handwork{map[model.ChatID]model.PersonID{}, map[model.ChatID]model.PersonID{}, map[model.ChatID]model.PersonID{}, map[model.ChatID]string{}}
	staff, err := y.admin.StaffMembers(y.admin.As(y.t.Context()), model.PeopleFilter{})
	y.must(err)
	chats, err := y.admin.Chats(y.admin.As(y.t.Context()), model.ChatFilter{})
	y.must(err)
	for i := 0; i < len(chats); i += max(1, len(chats)/40) {
		card, err := y.admin.Chat(y.admin.As(y.t.Context()), chats[i].ID)
		y.must(err)
		var there []model.PersonID // who may be taken out, or be made an administrator
		for _, m := range card.Members {
			if !m.Admin && m.Presence == model.PresenceInChat {
				there = append(there, m.Person)
			}
		}
		stranger := staff[i%len(staff)].Person
		if len(there) < 2 || slices.ContainsFunc(card.Members, func(m model.MemberRow) bool { return m.Person == stranger }) {
			continue
		}
		edit := model.ChatEdit{Chat: card.ID, Version: card.Version, Title: card.Title, Add: []model.PersonID{stranger}, Remove: there[:1]}
		if i%2 == 0 {
			edit.MakeAdmin = there[1:2]
			h.admins[card.ID] = there[1]
		}
		if i%3 == 0 {
			edit.Title += " (наш)"
			h.titles[card.ID] = edit.Title
		}
		y.must(y.admin.SaveChat(y.admin.As(y.t.Context()), edit))
		h.in[card.ID], h.out[card.ID] = stranger, there[0]
	}
	return h
}

// equal checks that VK holds what the rosters, the orders and the hand want, and no chat besides.
func (y *year) equal(when string) {
	y.t.Helper()
	wanted, listed, profiles := y.desired(y.t)
	there := map[model.MessengerID]sandbox.StateChat{}
	for _, c := range y.vk.State().Chats {
		there[model.MessengerID(c.PeerID)] = c
	}
	for _, c := range listed {
		if c.Deleted {
			continue
		}
		d, policy := wanted[c.Key]
		delete(wanted, c.Key)
		title := c.Title
		if policy {
			title = d.Title
		}
		if t := y.hand.titles[c.ID]; t != "" {
			title = t
		}
		vk, ok := there[c.Peer]
		delete(there, c.Peer)
		if !ok || vk.Title != title {
			y.t.Errorf("%s: chat %q is not in VK, or is called %q there", when, title, vk.Title)
			continue
		}
		members := map[model.PersonID]bool{} // whether each is an administrator
		for _, m := range d.Members {
			members[m.Person] = m.Admin
		}
		if p := y.hand.in[c.ID]; p != 0 && !members[p] {
			members[p] = false
		}
		if p := y.hand.admins[c.ID]; p != 0 {
			if _, in := members[p]; in {
				members[p] = true
			} else {
				delete(y.hand.admins, c.ID) // who comes back is one of many
			}
		}
		delete(members, y.hand.out[c.ID])
		y.equalChat(when, title, members, profiles, vk)
	}
	for _, d := range wanted {
		y.t.Errorf("%s: chat %q was not made", when, d.Title)
	}
	for _, c := range there {
		y.t.Errorf("%s: chat %q is in VK and nobody's", when, c.Title)
	}
	if y.t.Failed() {
		y.t.FailNow()
	}
}

func (y *year) equalChat(when, title string, want map[model.PersonID]bool, profiles map[model.PersonID]model.MessengerID, vk sandbox.StateChat) {
	y.t.Helper()
	in := map[model.MessengerID]bool{}
	for _, m := range vk.Members {
		if m.MemberID > 0 {
			in[model.MessengerID(m.MemberID)] = m.IsAdmin
		}
	}
	for person, admin := range want {
		p := profiles[person]
		is, found := in[p]
		delete(in, p)
		switch {
		case p == 0 || !found && y.lazy[p]:
		case !found:
			y.t.Errorf("%s: chat %q: person %d is not there", when, title, person)
		case is != admin:
			y.t.Errorf("%s: chat %q: person %d is an administrator: %v", when, title, person, is)
		}
	}
	for p := range in {
		y.t.Errorf("%s: chat %q: %d should not be there", when, title, p)
	}
}
