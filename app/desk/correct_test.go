package desk_test

import (
	"slices"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/model"
	"zvonok/model/store"
)

// TestByHand: what was done by hand outlives the correction; the initialisation makes the lists what the
// policy says, and keeps who was added when it is told to.
func TestByHand(t *testing.T) {
	keep := initialise
	keep.KeepManual = true
	for _, c := range []struct {
		name                          string
		o                             agent.RunOptions
		manual, excluded, adminByHand bool // still so after the run
	}{
		{"correct", correct, true, true, true},
		{"initialise", initialise, false, false, true},
		{"initialise, keeping", keep, true, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.run(t, initialise)
			chat := w.chat(t, "А-1")
			by := func(surname string, o model.Origin, admin bool) store.ChatRow {
				m := w.member(t, "А-1", surname)
				m.Person, m.Origin, m.Admin, m.AdminByHand = w.person(t, surname), o, admin, admin
				return store.ChatRow{Chat: chat.ID, RowChange: model.RowChange{Member: m}}
			}
			rows := []store.ChatRow{
				by("Завхозова", model.OriginManual, false), by("Борисова", model.OriginExcluded, false), by("Алексеева", model.OriginAuto, true),
			}
			w.update(t, func(tx *store.Tx) error { return tx.PutMembers(rows) })
			_, r := w.vk.titled("А-1")
			r.members[6] = false // came by the link
			w.run(t, c.o)
			w.run(t, c.o)
			if _, in := r.members[6]; in != c.manual {
				t.Errorf("who was added by hand is in the chat: %v", in)
			}
			if _, in := r.members[12]; in == c.excluded {
				t.Errorf("who was removed by hand is in the chat: %v", in)
			}
			if got := w.member(t, "А-1", "Борисова").Origin == model.OriginExcluded; got != c.excluded {
				t.Errorf("who was removed by hand is still excluded: %v", got)
			}
			if r.members[11] != c.adminByHand {
				t.Errorf("the administrator named by hand is one: %v", r.members[11])
			}
		})
	}
}

// TestObsoleteChat: a subject that is taught no more loses its people by the correction, and its chat by
// the initialisation.
func TestObsoleteChat(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	_, r := w.vk.titled("Б-1/Физика")
	s := small()
	s.Teachings = slices.Delete(s.Teachings, 1, 2)
	w.apply(t, s)
	w.run(t, correct)
	if len(r.members) != 0 || r.dropped {
		t.Errorf("after the correction: %+v", r)
	}
	if report := w.run(t, initialise); report.Chats.Deleted != 1 || !r.dropped {
		t.Errorf("after the initialisation: %+v, %+v", report, r)
	}
}

// TestEditDuringRun: what a person saves while the agent is sending is not undone by the answers.
func TestEditDuringRun(t *testing.T) {
	w := newWorld(t)
	session := w.session(t, "Админова")
	edited := false
	w.vk.intercept = func(_ int, _ []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		outcomes := do(-1)
		if !edited {
			edited = true
			card, err := session.Chat(session.As(t.Context()), w.chat(t, "А-1").ID)
			if err != nil {
				t.Error(err)
			}
			err = session.SaveChat(session.As(t.Context()), model.ChatEdit{
				Chat: card.ID, Version: card.Version, Title: "Наша группа", Add: []model.PersonID{w.person(t, "Завхозова")},
				Remove: []model.PersonID{w.person(t, "Борисова")}, MakeAdmin: []model.PersonID{w.person(t, "Алексеева")},
			})
			if err != nil {
				t.Error(err)
			}
		}
		return outcomes, nil
	}
	w.run(t, initialise)
	w.vk.intercept = nil
	w.run(t, correct)
	if !slices.Contains(w.vk.state(), "Наша группа: 3* 11*") {
		t.Errorf("the messenger holds %q", w.vk.state())
	}
	if m := w.member(t, "Наша группа", "Завхозова"); m.Origin != model.OriginManual || m.Presence != model.PresenceWaiting {
		t.Errorf("who was added stands as %+v", m)
	}
	if m := w.member(t, "Наша группа", "Борисова"); m.Origin != model.OriginExcluded || m.InChatAs != 0 {
		t.Errorf("who was removed stands as %+v", m)
	}
}

// TestAddedBackDuringRun: a person who is being removed and is added by hand at that moment keeps the place.
func TestAddedBackDuringRun(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	session := w.session(t, "Админова")
	s := small()
	student(&s, "Борисова").Group = "g:2"
	w.apply(t, s)
	w.vk.intercept = func(_ int, ops []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		outcomes := do(-1)
		card, err := session.Chat(session.As(t.Context()), w.chat(t, "А-1").ID)
		if err != nil {
			t.Error(err)
		}
		edit := model.ChatEdit{Chat: card.ID, Version: card.Version, Title: card.Title, Add: []model.PersonID{w.person(t, "Борисова")}}
		if err := session.SaveChat(session.As(t.Context()), edit); err != nil {
			t.Error(err)
		}
		return outcomes, nil
	}
	w.run(t, correct)
	w.vk.intercept = nil
	w.run(t, correct)
	if m := w.member(t, "А-1", "Борисова"); m.Origin != model.OriginManual || m.Presence != model.PresenceWaiting {
		t.Errorf("who was added back stands as %+v", m)
	}
}
