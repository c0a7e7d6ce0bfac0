package model

import (
	"cmp"
	"slices"
)

// ListedChat is a chat with its list, in ascending order of Member.Person.
type ListedChat struct {
	Chat
	Members []Member
}

// Capabilities are what the messenger lets the agent do.
type Capabilities struct {
	AddDirectly  bool // add people to a chat that exists; otherwise they come by the invite link
	SetRole      bool // name administrators
	FirstMembers int  // at most so many people can be named when a chat is created
}

// StepKind says what a step does in the messenger.
type StepKind uint8

// The kinds of steps, in the order in which they are carried for one chat.
const (
	StepDelete StepKind = iota + 1
	StepCreate
	StepRename
	StepRemove
	StepAdd
	StepUnsetAdmin
	StepSetAdmin
	StepLink
)

// Step is one change in the messenger; Person and Profile are zero where it concerns the whole chat.
type Step struct {
	Kind    StepKind
	Person  PersonID
	Profile MessengerID
}

// RowChange is a row of a list as it has to be, or says that the row has to go.
type RowChange struct {
	Member
	Drop bool
}

// PlannedChat is one chat of a plan.
type PlannedChat struct {
	Chat                // as it has to be; ID is zero while it is not in the database
	Members []Member    // as they have to be, in ascending order of Person
	Rows    []RowChange // the rows that differ from the database
	// Altered says that the chat's own row differs from the database, New that the database has none.
	Altered, New bool
	Steps        []Step
}

// Plan is the difference between what should be and what is: a value that can be shown, counted,
// confirmed and carried.
type Plan struct {
	Chats []PlannedChat
	Limit SafetyLimit
}

// RowChanges is how many rows of lists the plan writes: with the first initialisation a hundred thousand.
func (p *Plan) RowChanges() (n int) {
	for i := range p.Chats {
		n += len(p.Chats[i].Rows)
	}
	return n
}

// PlanOptions say how a plan is made.
type PlanOptions struct {
	// Initialise makes every automatic chat's list exactly what the policy says (29.2.4): people removed
	// by hand come back, deleted chats are created again, chats that the roster no longer knows go, and
	// people added by hand go unless KeepManual. Without it the lists are only corrected (29.2.2): what
	// was done by hand stays.
	Initialise, KeepManual bool
	// Types narrows the plan to chats of these types; none means all.
	Types        []ChatType
	Capabilities Capabilities
	// Looked says that the chats have just been read: who was not seen in one is not there. Otherwise somebody may have come by
	// the link since.
	Looked bool
	// LimitPercent is the share of automatic members that may be removed without a question.
	LimitPercent int
}

// MakePlan compares what the policy wants with the chats as they are listed and as they are in the
// messenger. profiles gives the number in the messenger of each person who has one.
//
// Applying a plan and planning again gives a plan without steps, except for what the messenger refused.
func MakePlan(desired []DesiredChat, listed []ListedChat, profiles map[PersonID]MessengerID, o PlanOptions) Plan {
	wanted := make(map[ChatKey]*DesiredChat, len(desired))
	for i := range desired {
		wanted[desired[i].Key] = &desired[i]
	}
	deleted := map[ChatKey]bool{}
	plan := Plan{Chats: make([]PlannedChat, 0, len(desired)+8)}
	plan.Limit.Percent = o.LimitPercent
	for _, c := range listed {
		if len(o.Types) > 0 && !slices.Contains(o.Types, c.Key.Type) {
			continue
		}
		if c.Deleted {
			if c.Auto {
				deleted[c.Key] = true
			}
			if c.Peer != 0 {
				plan.Chats = append(plan.Chats, PlannedChat{Chat: c.Chat, Members: c.Members, Steps: []Step{{Kind: StepDelete}}})
			}
			continue
		}
		want := wanted[c.Key]
		if c.Auto {
			delete(wanted, c.Key)
		} else {
			want = nil
		}
		p := correct(c, want, o, &plan.Limit)
		p.steps(profiles, o)
		plan.Chats = append(plan.Chats, p)
	}
	for i := range desired {
		d := &desired[i]
		if wanted[d.Key] == nil || (deleted[d.Key] && !o.Initialise) {
			continue
		}
		p := PlannedChat{Chat: Chat{Key: d.Key, Title: d.Title, Auto: true}, New: true}
		for _, m := range d.Members {
			p.put(Member{Person: m.Person, Origin: OriginAuto, Admin: m.Admin})
		}
		p.steps(profiles, o)
		plan.Chats = append(plan.Chats, p)
	}
	return plan
}

// correct brings one chat's list to what the policy wants, keeping what was done by hand as the
// options say. want is nil for a chat outside the policy.
func correct(c ListedChat, want *DesiredChat, o PlanOptions, limit *SafetyLimit) PlannedChat {
	p := PlannedChat{Chat: c.Chat, Members: make([]Member, 0, len(c.Members)+4)}
	if !c.Auto {
		p.Members = append(p.Members, c.Members...)
		return p
	}
	var people []DesiredMember
	if want != nil {
		people = want.Members
		if !c.TitleByHand && c.Title != want.Title {
			p.Title, p.Altered = want.Title, true
		}
	}
	rows := c.Members
	for len(rows) > 0 || len(people) > 0 {
		switch {
		case len(rows) == 0 || (len(people) > 0 && people[0].Person < rows[0].Person):
			p.put(Member{Person: people[0].Person, Origin: OriginAuto, Admin: people[0].Admin})
			people = people[1:]
		default:
			was := rows[0]
			rows = rows[1:]
			var in *DesiredMember
			if len(people) > 0 && people[0].Person == was.Person {
				in, people = &people[0], people[1:]
			}
			if was.Origin == OriginAuto {
				limit.count(c.Key.Type, in != nil)
			}
			now := correctMember(was, in, o)
			p.Members = append(p.Members, now)
			if now != was {
				p.Rows = append(p.Rows, RowChange{Member: now})
			}
		}
	}
	if want == nil && o.Initialise && !slices.ContainsFunc(p.Members, func(m Member) bool { return m.Origin.Wanted() }) {
		p.Deleted, p.Auto, p.Altered = true, false, true
	}
	return p
}

// correctMember is what becomes of a person on an automatic chat's list; in is nil when the policy
// does not want them there.
func correctMember(m Member, in *DesiredMember, o PlanOptions) Member {
	switch m.Origin {
	case OriginAuto:
		if in == nil {
			m.Origin = OriginLeaving
		}
	case OriginManual:
		if o.Initialise && in != nil {
			m.Origin = OriginAuto
		} else if o.Initialise && !o.KeepManual {
			m.Origin = OriginLeaving
		}
	case OriginExcluded:
		if o.Initialise && in != nil {
			m.Origin = OriginAuto
		} else if o.Initialise {
			m.Origin = OriginLeaving
		}
	case OriginLeaving:
		if in != nil {
			m.Origin = OriginAuto
		}
	}
	switch {
	case !m.Origin.Wanted():
		m.Admin, m.AdminByHand = false, false
	case !m.AdminByHand:
		m.Admin = in != nil && in.Admin
	}
	return m
}

// put adds a member who is not in the database yet.
func (p *PlannedChat) put(m Member) {
	p.Members = append(p.Members, m)
	p.Rows = append(p.Rows, RowChange{Member: m})
}

// change records that the i-th member differs from the database.
func (p *PlannedChat) change(i int, m Member, drop bool) {
	p.Members[i] = m
	at, found := slices.BinarySearchFunc(p.Rows, m.Person, func(r RowChange, id PersonID) int { return cmp.Compare(r.Person, id) })
	if found {
		p.Rows[at] = RowChange{m, drop}
	} else {
		p.Rows = slices.Insert(p.Rows, at, RowChange{m, drop})
	}
}

// steps lists what has to happen in the messenger, and sets the presence of members who cannot be added.
func (p *PlannedChat) steps(profiles map[PersonID]MessengerID, o PlanOptions) {
	switch {
	case p.Deleted:
		if p.Peer != 0 {
			p.Steps = []Step{{Kind: StepDelete}}
		}
		return
	case p.Peer == 0:
		p.settleNew(profiles)
		p.Steps = []Step{{Kind: StepCreate}}
		return
	}
	if p.Title != p.ActualTitle {
		p.Steps = append(p.Steps, Step{Kind: StepRename})
	}
	dropped := false
	for i, m := range p.Members {
		profile := profiles[m.Person]
		if m.InChatAs != 0 && m.InChatAs != profile && p.awaits(m.InChatAs, profiles) {
			m.InChatAs, m.AdminInChat = 0, false // it is somebody else's now, who stays
			p.change(i, m, false)
		}
		if m.Origin == OriginLeaving && m.InChatAs == 0 && profile != 0 && !o.Looked {
			m.InChatAs = profile // if not, the messenger says so
			p.change(i, m, false)
		}
		if m.InChatAs != 0 && (!m.Origin.Wanted() || m.InChatAs != profile) {
			p.Steps = append(p.Steps, Step{StepRemove, m.Person, m.InChatAs})
		}
		if !m.Origin.Wanted() {
			if m.InChatAs == 0 && m.Origin == OriginLeaving {
				p.change(i, m, true)
				dropped = true
			}
			continue
		}
		in := m.InChatAs != 0 && m.InChatAs == profile
		if !in {
			p.join(i, m, profile, o.Capabilities)
			continue
		}
		if o.Capabilities.SetRole && m.Admin != m.AdminInChat {
			kind := StepSetAdmin
			if !m.Admin {
				kind = StepUnsetAdmin
			}
			p.Steps = append(p.Steps, Step{kind, m.Person, m.InChatAs})
		}
	}
	if dropped {
		p.Members = slices.DeleteFunc(p.Members, func(m Member) bool {
			return m.Origin == OriginLeaving && m.InChatAs == 0
		})
	}
	if p.Link == "" {
		p.Steps = append(p.Steps, Step{Kind: StepLink})
	}
	Sort(p.Steps, func(a, b Step) int { return cmp.Compare(a.Kind, b.Kind) })
}

// awaits reports whether the profile is that of somebody who should be in the chat.
func (p *PlannedChat) awaits(profile MessengerID, profiles map[PersonID]MessengerID) bool {
	return slices.ContainsFunc(p.Members, func(m Member) bool { return m.Origin.Wanted() && profiles[m.Person] == profile })
}

// join says how a wanted person comes into the chat.
func (p *PlannedChat) join(i int, m Member, profile MessengerID, may Capabilities) {
	was := m
	switch {
	case profile == 0:
		m.Presence, m.Code = PresenceNoProfile, 0
	case may.AddDirectly:
		p.Steps = append(p.Steps, Step{StepAdd, m.Person, profile})
		if m.Admin && may.SetRole {
			p.Steps = append(p.Steps, Step{StepSetAdmin, m.Person, profile})
		}
	case m.Presence != PresenceWaiting:
		m.Presence, m.Code = PresenceWaiting, 0
	}
	if m != was {
		p.change(i, m, false)
	}
}

// settleNew marks the people without a profile in a chat that the messenger does not have yet, and
// forgets those who are leaving it.
func (p *PlannedChat) settleNew(profiles map[PersonID]MessengerID) {
	for i, m := range p.Members {
		was := m
		if m.Origin.Wanted() && profiles[m.Person] == 0 {
			m.Presence = PresenceNoProfile
		}
		if drop := m.Origin == OriginLeaving; drop || m != was {
			p.change(i, m, drop)
		}
	}
	p.Members = slices.DeleteFunc(p.Members, func(m Member) bool { return m.Origin == OriginLeaving })
}

// FirstMembers lists the profiles to name when the chat is created, at most limit of them:
// administrators first, since a role can only be given to a member.
func (p PlannedChat) FirstMembers(profiles map[PersonID]MessengerID, limit int) []MessengerID {
	var admins, others []MessengerID
	for _, m := range p.Members {
		switch profile := profiles[m.Person]; {
		case !m.Origin.Wanted() || profile == 0:
		case m.Admin:
			admins = append(admins, profile)
		default:
			others = append(others, profile)
		}
	}
	all := slices.Concat(admins, others)
	return all[:min(limit, len(all))]
}
