package model

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var ofCommunity = Capabilities{SetRole: true, FirstMembers: 450}

// vk is the messenger of the properties: it lets a community do what VK lets it do.
type vk struct {
	peers map[MessengerID]map[MessengerID]bool // members, and whether each is an administrator
	shy   map[MessengerID]bool                 // who cannot be named in a new chat
	next  MessengerID
}

// carry does what the agent does with a plan, and gives the lists as they are stored afterwards.
func (v *vk) carry(p Plan, profiles map[PersonID]MessengerID) (stored []ListedChat) {
	for i, c := range p.Chats {
		if c.New {
			c.ID = ChatID(1000 + i)
		}
		for _, s := range c.Steps {
			switch s.Kind {
			case StepDelete:
				delete(v.peers, c.Peer)
				c.Peer = 0
			case StepCreate:
				v.next++
				c.Peer, c.ActualTitle, c.Link = v.next, c.Title, "link"
				v.peers[c.Peer] = map[MessengerID]bool{}
				for _, profile := range c.FirstMembers(profiles, 450) {
					if !v.shy[profile] {
						v.peers[c.Peer][profile] = false
					}
				}
				for _, m := range c.Members {
					if _, in := v.peers[c.Peer][profiles[m.Person]]; in && m.Admin {
						v.peers[c.Peer][profiles[m.Person]] = true
					}
				}
			case StepRename:
				c.ActualTitle = c.Title
			case StepRemove:
				delete(v.peers[c.Peer], s.Profile)
			case StepAdd:
				v.peers[c.Peer][s.Profile] = false
			case StepSetAdmin, StepUnsetAdmin:
				v.peers[c.Peer][s.Profile] = s.Kind == StepSetAdmin
			case StepLink:
				c.Link = "link"
			}
		}
		if c.Deleted {
			continue
		}
		members := slices.Clone(c.Members)
		for j := range members {
			m := &members[j]
			m.InChatAs, m.AdminInChat = 0, false
			if isAdmin, in := v.peers[c.Peer][profiles[m.Person]]; in {
				m.InChatAs, m.AdminInChat, m.Presence = profiles[m.Person], isAdmin, PresenceInChat
			} else if m.Origin.Wanted() && profiles[m.Person] != 0 {
				m.Presence = PresenceWaiting
			}
		}
		members = slices.DeleteFunc(members, func(m Member) bool { return m.Origin == OriginLeaving && m.InChatAs == 0 })
		stored = append(stored, ListedChat{Chat: c.Chat, Members: members})
	}
	return stored
}

// marks are the deleted automatic chats that stay in the database so that the correction does not make them again.
func marks(listed []ListedChat, p Plan) (left []ListedChat) {
	for _, c := range listed {
		anew := slices.ContainsFunc(p.Chats, func(n PlannedChat) bool { return n.New && n.Key == c.Key })
		if c.Deleted && c.Auto && !anew {
			c.Peer, c.Members = 0, nil
			left = append(left, c)
		}
	}
	return left
}

// draw makes a college's wishes, the stored lists of an earlier time and the messenger that goes with
// them.
func draw(t *rapid.T) (desired []DesiredChat, listed []ListedChat, profiles map[PersonID]MessengerID, v *vk) {
	profiles = map[PersonID]MessengerID{}
	v = &vk{peers: map[MessengerID]map[MessengerID]bool{}, shy: map[MessengerID]bool{}, next: 5000}
	const people = 12
	for id := PersonID(1); id <= people; id++ {
		if rapid.IntRange(0, 4).Draw(t, "profile") > 0 {
			profiles[id] = MessengerID(100 + id)
			v.shy[profiles[id]] = rapid.IntRange(0, 5).Draw(t, "shy") == 0
		}
	}
	for g := GroupID(1); g <= 4; g++ {
		key := ChatKey{Type: ChatGroup, Group: g}
		if rapid.Bool().Draw(t, "wanted") {
			d := DesiredChat{Key: key, Title: fmt.Sprint("группа ", g)}
			for id := PersonID(1); id <= people; id++ {
				if rapid.Bool().Draw(t, "in") {
					d.Members = append(d.Members, DesiredMember{id, rapid.Bool().Draw(t, "admin")})
				}
			}
			desired = append(desired, d)
		}
		if rapid.Bool().Draw(t, "listed") {
			c := ListedChat{Chat: Chat{ID: ChatID(g), Key: key, Title: fmt.Sprint("чат ", g), Auto: rapid.IntRange(0, 3).Draw(t, "auto") > 0}}
			c.Deleted = rapid.IntRange(0, 5).Draw(t, "deleted") == 0
			if rapid.Bool().Draw(t, "there") {
				v.next++
				c.Peer, c.ActualTitle = v.next, "как в VK"
				v.peers[c.Peer] = map[MessengerID]bool{}
			}
			for id := PersonID(1); id <= people; id++ {
				if rapid.Bool().Draw(t, "member") {
					c.Members = append(c.Members, v.member(t, c.Peer, id, profiles[id]))
				}
			}
			listed = append(listed, c)
		}
	}
	return desired, listed, profiles, v
}

// member draws a stored member and puts it in the messenger when it is there.
func (v *vk) member(t *rapid.T, peer MessengerID, id PersonID, profile MessengerID) Member {
	m := Member{Person: id, Origin: Origin(rapid.IntRange(1, 4).Draw(t, "origin"))}
	if m.Origin.Wanted() {
		m.Admin, m.AdminByHand = rapid.Bool().Draw(t, "admin"), rapid.Bool().Draw(t, "byHand")
	}
	if peer != 0 && profile != 0 && rapid.Bool().Draw(t, "in") {
		m.InChatAs, m.AdminInChat, m.Presence = profile, rapid.Bool().Draw(t, "adminThere"), PresenceInChat
		v.peers[peer][profile] = m.AdminInChat
	}
	return m
}

func drawOptions(t *rapid.T) PlanOptions {
	o := PlanOptions{
		Initialise: rapid.Bool().Draw(t, "initialise"), KeepManual: rapid.Bool().Draw(t, "keep"),
		Capabilities: ofCommunity, LimitPercent: 20,
	}
	o.Capabilities.AddDirectly = rapid.Bool().Draw(t, "direct")
	return o
}

func TestPlanReachesDesiredState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		desired, listed, profiles, v := draw(t)
		o := drawOptions(t)
		plan := MakePlan(desired, listed, profiles, o)
		stored := append(v.carry(plan, profiles), marks(listed, plan)...)

		again := MakePlan(desired, stored, profiles, o)
		if !onlyShy(again, v) {
			t.Fatalf("a second plan still has steps: %+v", again)
		}
		for _, c := range again.Chats {
			if c.New || c.Altered {
				t.Fatalf("a second plan still changes chat %q", c.Title)
			}
		}
		for _, d := range desired {
			at := slices.IndexFunc(stored, func(c ListedChat) bool { return c.Auto && !c.Deleted && c.Key == d.Key })
			if at < 0 {
				if o.Initialise {
					t.Fatalf("chat %q is missing", d.Title)
				}
				continue
			}
			checkMembers(t, d, stored[at], v.peers[stored[at].Peer], profiles, o)
		}
	})
}

// onlyShy reports whether all that is left to do is to add people who cannot be named in a new chat.
func onlyShy(p Plan, v *vk) bool {
	for _, c := range p.Chats {
		for _, s := range c.Steps {
			if s.Kind != StepAdd && s.Kind != StepSetAdmin || s.Kind == StepAdd && !v.shy[s.Profile] {
				return false
			}
		}
	}
	return true
}

func checkMembers(t *rapid.T, d DesiredChat, c ListedChat, there map[MessengerID]bool, profiles map[PersonID]MessengerID, o PlanOptions) {
	wanted := map[PersonID]bool{}
	for _, m := range d.Members {
		wanted[m.Person] = true
	}
	for _, m := range c.Members {
		isAdmin, in := there[profiles[m.Person]]
		if in != (m.InChatAs != 0) {
			t.Fatalf("chat %q: person %d is in the chat: %v, on the list: %v", d.Title, m.Person, in, m.InChatAs != 0)
		}
		if in && !m.Origin.Wanted() {
			t.Fatalf("chat %q: person %d of origin %d is still there", d.Title, m.Person, m.Origin)
		}
		if in && isAdmin != m.Admin {
			t.Fatalf("chat %q: person %d is an administrator: %v, should be: %v", d.Title, m.Person, isAdmin, m.Admin)
		}
		if m.Origin == OriginAuto && !wanted[m.Person] {
			t.Fatalf("chat %q: person %d is automatic though nobody wants them", d.Title, m.Person)
		}
	}
	if !o.Initialise {
		return
	}
	for _, m := range d.Members {
		at, found := slices.BinarySearchFunc(c.Members, m.Person, func(m Member, id PersonID) int { return cmp.Compare(m.Person, id) })
		if !found || c.Members[at].Origin != OriginAuto {
			t.Fatalf("chat %q: an initialisation left person %d out", d.Title, m.Person)
		}
	}
}

func TestPlanKeepsWhatWasDoneByHand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		desired, listed, profiles, _ := draw(t)
		o := drawOptions(t)
		plan := MakePlan(desired, listed, profiles, o)
		for _, c := range plan.Chats {
			at := slices.IndexFunc(listed, func(l ListedChat) bool { return l.ID == c.ID })
			if at < 0 || c.Deleted && listed[at].Deleted {
				continue
			}
			for _, was := range listed[at].Members {
				i := slices.IndexFunc(c.Members, func(m Member) bool { return m.Person == was.Person })
				wanted := i >= 0 && c.Members[i].Origin.Wanted()
				keeps := !o.Initialise || o.KeepManual || !listed[at].Auto
				if was.Origin == OriginManual && keeps && !wanted {
					t.Fatalf("chat %d: the plan removes person %d, who was added by hand", c.ID, was.Person)
				}
				if was.Origin == OriginExcluded && !o.Initialise && wanted {
					t.Fatalf("chat %d: a correction lets in person %d, who was removed by hand", c.ID, was.Person)
				}
			}
		}
	})
}

func TestPlanRows(t *testing.T) {
	desired := []DesiredChat{{Key: ChatKey{Type: ChatGroup, Group: 1}, Title: "ДО-19-1", Members: []DesiredMember{{1, true}, {2, false}, {4, false}}}}
	chat := ListedChat{Chat: Chat{ID: 9, Key: desired[0].Key, Title: "ДО-19-1", ActualTitle: "ДО-19-1", Auto: true, Peer: 77, Link: "l"}, Members: []Member{
		{Person: 1, Origin: OriginAuto, Admin: true, Presence: PresenceInChat, InChatAs: 101, AdminInChat: true},
		{Person: 2, Origin: OriginAuto, Presence: PresenceInChat, InChatAs: 202}, // linked another profile since
		{Person: 3, Origin: OriginAuto, Presence: PresenceInChat, InChatAs: 103},
		{Person: 5, Origin: OriginExcluded},
	}}
	plan := MakePlan(desired, []ListedChat{chat}, map[PersonID]MessengerID{1: 101, 2: 102, 3: 103}, PlanOptions{Capabilities: ofCommunity, LimitPercent: 20})
	got := plan.Chats[0]
	steps := []Step{{StepRemove, 2, 202}, {StepRemove, 3, 103}}
	if !slices.Equal(got.Steps, steps) {
		t.Errorf("steps %+v, want %+v", got.Steps, steps)
	}
	rows := []RowChange{
		{Member: Member{Person: 2, Origin: OriginAuto, Presence: PresenceWaiting, InChatAs: 202}},
		{Member: Member{Person: 3, Origin: OriginLeaving, Presence: PresenceInChat, InChatAs: 103}},
		{Member: Member{Person: 4, Origin: OriginAuto, Presence: PresenceNoProfile}},
	}
	if !slices.Equal(got.Rows, rows) {
		t.Errorf("rows\n got %+v\nwant %+v", got.Rows, rows)
	}
	if plan.Limit.Gone != 1 || plan.Limit.From != 3 || !plan.Limit.Exceeded() {
		t.Errorf("limit %+v: one of three automatic members is more than 20 %%", plan.Limit)
	}
}

// TestProfileOfAnother: a profile that went over to somebody else of the chat stays there; it is the same person.
func TestProfileOfAnother(t *testing.T) {
	desired := []DesiredChat{{Key: ChatKey{Type: ChatGroup, Group: 1}, Title: "ДО-19-1", Members: []DesiredMember{{2, false}, {3, false}, {4, false}, {5, false}}}}
	chat := ListedChat{Chat: Chat{ID: 9, Key: desired[0].Key, Title: "ДО-19-1", ActualTitle: "ДО-19-1", Auto: true, Peer: 77, Link: "l"}, Members: []Member{
		{Person: 1, Origin: OriginAuto, Presence: PresenceInChat, InChatAs: 105}, // leaves
		{Person: 2, Origin: OriginAuto, Presence: PresenceInChat, InChatAs: 103, AdminInChat: true},
		{Person: 3, Origin: OriginAuto, Presence: PresenceInChat, InChatAs: 102},
		{Person: 4, Origin: OriginAuto, Presence: PresenceInChat, InChatAs: 106}, // who has it now is on no list
		{Person: 5, Origin: OriginAuto, Presence: PresenceWaiting},
	}}
	plan := MakePlan(desired, []ListedChat{chat}, map[PersonID]MessengerID{2: 102, 3: 103, 4: 104, 5: 105, 6: 106}, PlanOptions{Capabilities: ofCommunity, LimitPercent: 100})
	got := plan.Chats[0]
	if steps := []Step{{StepRemove, 4, 106}}; !slices.Equal(got.Steps, steps) {
		t.Errorf("steps %+v, want %+v", got.Steps, steps)
	}
	rows := []RowChange{
		{Member: Member{Person: 1, Origin: OriginLeaving, Presence: PresenceInChat}, Drop: true},
		{Member: Member{Person: 2, Origin: OriginAuto, Presence: PresenceWaiting}},
		{Member: Member{Person: 3, Origin: OriginAuto, Presence: PresenceWaiting}},
		{Member: Member{Person: 4, Origin: OriginAuto, Presence: PresenceWaiting, InChatAs: 106}},
	}
	if !slices.Equal(got.Rows, rows) {
		t.Errorf("rows\n got %+v\nwant %+v", got.Rows, rows)
	}
}

func TestSafetyLimit(t *testing.T) {
	for _, c := range []struct {
		limit SafetyLimit
		want  bool
	}{
		{SafetyLimit{Loss{0, 0}, 20, nil}, false},
		{SafetyLimit{Loss{20, 100}, 20, nil}, false},
		{SafetyLimit{Loss{21, 100}, 20, nil}, true},
		{SafetyLimit{Loss{1, 100}, 0, nil}, true},
		{SafetyLimit{Loss{100, 100}, 100, nil}, false},
		{SafetyLimit{Loss{748, 6786}, 20, map[ChatType]Loss{ChatParents: {748, 867}, ChatGroup: {0, 700}}}, true},
		{SafetyLimit{Loss{20, 6786}, 20, map[ChatType]Loss{ChatTeachers: {20, 21}}}, false},
		{SafetyLimit{Loss{21, 6786}, 20, map[ChatType]Loss{ChatTeachers: {21, 105}}}, false},
		{SafetyLimit{Loss{22, 6786}, 20, map[ChatType]Loss{ChatTeachers: {22, 105}}}, true},
	} {
		if got := c.limit.Exceeded(); got != c.want {
			t.Errorf("%+v: exceeded %v", c.limit, got)
		}
	}
}

// TestLimitOfAType: parents who all but vanish are too many, though they are few of all who are in chats.
func TestLimitOfAType(t *testing.T) {
	list := func(of ChatType, n int) (c ListedChat) {
		c = ListedChat{Chat: Chat{ID: ChatID(of), Key: ChatKey{Type: of, Group: 1}, Auto: true, Peer: 77}}
		for id := range n {
			c.Members = append(c.Members, Member{Person: PersonID(id + 1), Origin: OriginAuto, InChatAs: MessengerID(id + 1)})
		}
		return c
	}
	wanted := func(of ChatType, n int) (d DesiredChat) {
		d.Key = ChatKey{Type: of, Group: 1}
		for id := range n {
			d.Members = append(d.Members, DesiredMember{Person: PersonID(id + 1)})
		}
		return d
	}
	plan := MakePlan([]DesiredChat{wanted(ChatGroup, 500), wanted(ChatParents, 10)}, []ListedChat{list(ChatGroup, 500), list(ChatParents, 50)},
		nil, PlanOptions{LimitPercent: 20})
	if l := plan.Limit; l.OverAll() || !l.Exceeded() || !slices.Equal(l.ExceededTypes(), []ChatType{ChatParents}) || l.Types[ChatParents] != (Loss{40, 50}) {
		t.Errorf("%+v", l)
	}
}

func TestEmptiedRosterIsStopped(t *testing.T) {
	r := college()
	desired := Desired(r)
	profiles := map[PersonID]MessengerID{}
	for id := PersonID(1); id < 30; id++ {
		profiles[id] = MessengerID(100 + id)
	}
	v := &vk{peers: map[MessengerID]map[MessengerID]bool{}}
	o := PlanOptions{Initialise: true, Capabilities: ofCommunity, LimitPercent: 20}
	stored := v.carry(MakePlan(desired, nil, profiles, o), profiles)
	plan := MakePlan(nil, stored, profiles, o)
	if !plan.Limit.Exceeded() || plan.Limit.Gone != plan.Limit.From {
		t.Errorf("an empty roster passes the limit: %+v", plan.Limit)
	}
	for _, c := range plan.Chats {
		if !c.Deleted {
			t.Errorf("chat %q, which no roster knows, stays", c.Title)
		}
	}
}
