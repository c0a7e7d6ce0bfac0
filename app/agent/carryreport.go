package agent

import (
	"log/slog"
	"time"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
)

// tell reports how far the run is. mu is held.
func (c *carrier) tell() {
	p := model.Progress{Stage: model.StageCarry, Done: c.done, Total: c.total}
	if spent := c.College.Clock.Now().Sub(c.began); c.done > 0 && spent > time.Second {
		p.Left = spent / time.Duration(c.done) * time.Duration(max(0, c.total-c.done))
	}
	c.progress(p)
}

// succeeded takes over what a carried-out task changed. mu is held.
func (c *carrier) succeeded(t task, outcome app.Outcome) (rows []store.ChatRow, alteredChat bool) {
	chat := t.chat
	switch t.step.Kind {
	case model.StepCreate:
		return c.created(t, outcome), true
	case model.StepRename:
		chat.ActualTitle, chat.Code = t.op.Title, 0
		c.report.Chats.Renamed++
		return nil, true
	case model.StepLink:
		chat.Link, chat.Code = outcome.Link, 0
		return nil, true
	}
	m := member(chat, t.step.Person)
	drop := false
	switch t.step.Kind {
	case model.StepAdd:
		m.Presence, m.InChatAs, m.Code = model.PresenceInChat, t.step.Profile, 0
		c.report.Members.Added++
	case model.StepRemove:
		m.Presence, m.InChatAs, m.AdminInChat, m.Code = model.PresenceUnknown, 0, false, 0
		if m.Origin.Wanted() {
			m.Presence = model.PresenceNoProfile
			if c.profiles[m.Person] != 0 {
				m.Presence = model.PresenceWaiting
			}
		}
		drop = m.Origin == model.OriginLeaving
		c.report.Members.Removed++
	case model.StepSetAdmin:
		m.AdminInChat, m.Code = true, 0
		c.report.Admins.Set++
	case model.StepUnsetAdmin:
		m.AdminInChat, m.Code = false, 0
		c.report.Admins.Unset++
	}
	return []store.ChatRow{{Chat: chat.ID, RowChange: model.RowChange{Member: *m, Drop: drop}}}, false
}

// created takes over a new chat's number and who of its people are in it.
func (c *carrier) created(t task, outcome app.Outcome) []store.ChatRow {
	chat := t.chat
	chat.Peer, chat.ActualTitle, chat.Code = outcome.Peer, t.op.Title, 0
	c.report.Chats.Created++
	in := model.Set(outcome.Added, func(profile model.MessengerID) model.MessengerID { return profile })
	var rows []store.ChatRow
	for i := range chat.Members {
		m := &chat.Members[i]
		profile := c.profiles[m.Person]
		if !m.Origin.Wanted() || profile == 0 {
			continue
		}
		m.Presence, m.Code = model.PresenceWaiting, 0
		if in[profile] {
			m.Presence, m.InChatAs = model.PresenceInChat, profile
			c.report.Members.Added++
		}
		rows = append(rows, store.ChatRow{Chat: chat.ID, RowChange: model.RowChange{Member: *m}})
	}
	return rows
}

// refused takes over a refusal. Only a refusal to add somebody is a state of the person; any other refusal leaves the
// state and notes the code.
func (c *carrier) refused(t task, f *app.Fault) []store.ChatRow {
	c.refuse(t.chat, t.step.Person, f)
	if t.step.Person == 0 {
		t.chat.Code = f.Code
		return nil
	}
	m := member(t.chat, t.step.Person)
	m.Code = f.Code
	if t.step.Kind == model.StepAdd {
		m.Presence = model.PresenceRefused
	}
	return []store.ChatRow{{Chat: t.chat.ID, RowChange: model.RowChange{Member: *m}}}
}

// refuse adds a refusal to the report.
func (c *carrier) refuse(chat *model.PlannedChat, person model.PersonID, f *app.Fault) {
	c.report.Refusals = append(c.report.Refusals, model.Refusal{
		Chat: chat.Title, Person: c.names[person], Code: f.Code, Message: f.Message,
	})
	c.Log.Warn("messenger refused", slog.String("chat", chat.Title), slog.Int("code", f.Code), slog.Any("cause", f.Cause))
}

// count counts the outcomes of the people who are wanted in the plan's chats.
func (c *carrier) count() {
	for i := range c.plan.Chats {
		if c.plan.Chats[i].Deleted {
			continue
		}
		for _, m := range c.plan.Chats[i].Members {
			if !m.Origin.Wanted() {
				continue
			}
			switch m.Presence {
			case model.PresenceWaiting:
				c.report.Members.Waiting++
			case model.PresenceNoProfile:
				c.report.Members.NoVK++
			case model.PresenceRefused:
				c.report.Members.Refused++
			case model.PresenceInChat, model.PresenceUnknown:
			}
		}
	}
}
