package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/store"
)

// visited is a world in whose chat А-1 others have come in the messenger: Безликова of the list under a profile that
// nobody knows, somebody foreign, the chat's own administrator there, and Дмитриева of another group.
func visited(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.run(t, initialise)
	_, room := w.vk.titled("А-1")
	room.members[901], room.members[902], room.members[903], room.members[22] = false, false, true, false
	w.vk.called[901] = model.Name{FirstName: "Анна", LastName: "Безликова"}
	w.vk.called[902] = model.Name{FirstName: "Игорь", LastName: "Чужой"}
	w.run(t, correct)
	return w
}

func strangers(t *testing.T, w *world, s *desk.Session) (lines []string) {
	t.Helper()
	rows, err := s.Strangers(s.As(t.Context()), w.chat(t, "А-1").ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		line := r.Title("?") + ": " + r.Known.Name.LastName + "/" + r.Like.Name.LastName
		if r.Sure {
			line += " sure"
		}
		if r.Leaving {
			line += " leaving"
		}
		lines = append(lines, line+r.Reason)
	}
	return lines
}

// TestFormerProfileGoes: whoever gets another profile while both are in a chat stays in it under the new one alone; so does who gets
// the profile of another member.
func TestFormerProfileGoes(t *testing.T) {
	for name, now := range map[string]model.MessengerID{"came by the link with a new profile": 901, "has another's": 12} {
		w := newWorld(t)
		w.run(t, initialise)
		_, room := w.vk.titled("А-1")
		room.members[now] = false
		w.run(t, correct)
		w.update(t, func(tx *store.Tx) error {
			owner, err := tx.PersonOfProfile(now)
			if err == nil {
				err = tx.SetProfile(owner.ID, 0)
			} else if errors.Is(err, store.ErrNotFound) {
				err = nil
			}
			return errors.Join(err, tx.SetProfile(w.person(t, "Алексеева"), now))
		})
		w.run(t, correct)
		if _, in := room.members[11]; in {
			t.Errorf("%s: the former profile is still in the chat", name)
		}
		if _, in := room.members[now]; !in || w.member(t, "А-1", "Алексеева").InChatAs != now {
			t.Errorf("%s: %+v", name, w.member(t, "А-1", "Алексеева"))
		}
		if rows := strangers(t, w, w.as(t, "Админова")); len(rows) > 0 {
			t.Errorf("%s: strangers %q", name, rows)
		}
	}
}

// TestStrangers: a person who came in the messenger and is not on the list is shown with who they may be, and stays.
func TestStrangers(t *testing.T) {
	w := visited(t)
	s := w.session(t, "Кураторова")
	w.run(t, initialise)
	want := []string{"id?: Дмитриева/", "id?: /", "Анна Безликова: /Безликова sure", "Игорь Чужой: /"}
	if got := strangers(t, w, s); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if card, err := s.Chat(s.As(t.Context()), w.chat(t, "А-1").ID); err != nil || card.Strangers != 4 {
		t.Errorf("the card tells of %d, %v", card.Strangers, err)
	}
	_, room := w.vk.titled("А-1")
	if len(room.members) != 7 {
		t.Errorf("in the messenger there are %v", room.members)
	}
	delete(room.members, 902)
	w.run(t, correct)
	if got := strangers(t, w, s); len(got) != 3 {
		t.Errorf("after one has left: %q", got)
	}
}

// TestLinkStranger: «Это он» makes the profile the person's, by Администратор ПОО alone.
func TestLinkStranger(t *testing.T) {
	w := visited(t)
	chat, id := w.chat(t, "А-1").ID, w.person(t, "Безликова")
	if err := w.session(t, "Кураторова").LinkStranger(w.ctxOf(t, "Кураторова"), chat, 901, id); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("the curator is answered %v", err)
	}
	s := w.session(t, "Админова")
	for words, pair := range map[string]struct {
		profile model.MessengerID
		person  model.PersonID
	}{
		"запись не найдена":                         {999, id},
		"этот профиль уже привязан: Дмитриева Анна": {22, id},
		"уже привязан другой профиль":               {901, w.person(t, "Алексеева")},
	} {
		if err := s.LinkStranger(s.As(t.Context()), chat, pair.profile, pair.person); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%q: %v", words, err)
		}
	}
	if err := s.LinkStranger(s.As(t.Context()), chat, 901, id); err != nil {
		t.Fatal(err)
	}
	w.run(t, correct)
	if m := w.member(t, "А-1", "Безликова"); m.Presence != model.PresenceInChat || m.InChatAs != 901 {
		t.Errorf("%+v", m)
	}
	if got := strangers(t, w, s); len(got) != 3 {
		t.Errorf("strangers: %q", got)
	}
}

// TestListStrangers: «Добавить в список» makes somebody of the college a member added by hand, for people who may add them; the
// agent has nothing to do about it.
func TestListStrangers(t *testing.T) {
	w := visited(t)
	chat, dmitrieva := w.chat(t, "А-1").ID, []model.MessengerID{22}
	if err := w.session(t, "Учителева").ListStrangers(w.ctxOf(t, "Учителева"), chat, dmitrieva); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("another's chat gives %v", err)
	}
	if err := w.session(t, "Кураторова").ListStrangers(w.ctxOf(t, "Кураторова"), chat, dmitrieva); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("a curator adds somebody of another group: %v", err)
	}
	s := w.session(t, "Админова")
	for profile, words := range map[model.MessengerID]string{999: "запись не найдена", 902: "ни к кому не привязан"} {
		if err := s.ListStrangers(s.As(t.Context()), chat, []model.MessengerID{profile}); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%d: %v", profile, err)
		}
	}
	if summaries, err := s.Chats(s.As(t.Context()), model.ChatFilter{}); err != nil || strangersOf(summaries, chat) != 4 {
		t.Errorf("before, %d strangers, %v", strangersOf(summaries, chat), err)
	}
	if err := s.ListStrangers(s.As(t.Context()), chat, dmitrieva); err != nil {
		t.Fatal(err)
	}
	if m := w.member(t, "А-1", "Дмитриева"); m.Origin != model.OriginManual || m.Presence != model.PresenceInChat || m.InChatAs != 22 {
		t.Errorf("%+v", m)
	}
	sends := w.vk.sends
	report := w.run(t, correct)
	if w.vk.sends != sends {
		t.Error("the agent has something to send")
	}
	if got := report.Strangers; got != (model.StrangerCount{Chats: 1, People: 3}) || len(strangers(t, w, s)) != 3 {
		t.Errorf("after it: %+v", got)
	}
}

func strangersOf(summaries []model.ChatSummary, chat model.ChatID) int {
	for _, c := range summaries {
		if c.ID == chat {
			return c.Strangers
		}
	}
	return 0
}

// TestRemoveStrangers: a person who was told to go is removed once, a refusal stands beside the name, and others stay.
func TestRemoveStrangers(t *testing.T) {
	w := visited(t)
	chat := w.chat(t, "А-1").ID
	if err := w.session(t, "Учителева").RemoveStrangers(w.ctxOf(t, "Учителева"), chat, []model.MessengerID{902}); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("another's chat gives %v", err)
	}
	s := w.session(t, "Кураторова")
	if err := s.RemoveStrangers(s.As(t.Context()), chat, []model.MessengerID{902, 903}); err != nil {
		t.Fatal(err)
	}
	w.vk.refuse = func(op app.Op) error {
		if op.Kind == app.OpRemove && op.Profile == 903 {
			return &app.Fault{Kind: app.FaultRefused, Code: 15, Message: "нельзя"}
		}
		return nil
	}
	if report := w.run(t, correct); report.Members.Removed != 1 {
		t.Errorf("%+v", report.Members)
	}
	want := []string{"id?: Дмитриева/", "id?: /отказ 15", "Анна Безликова: /Безликова sure"}
	if got := strangers(t, w, s); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if err := s.RemoveStrangers(s.As(t.Context()), chat, []model.MessengerID{902}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("who is gone gives %v", err)
	}
}

// TestRemoveStrangersOfTypes: a run for one type removes nobody from chats of another.
func TestRemoveStrangersOfTypes(t *testing.T) {
	w := visited(t)
	s := w.session(t, "Кураторова")
	if err := s.RemoveStrangers(s.As(t.Context()), w.chat(t, "А-1").ID, []model.MessengerID{902}); err != nil {
		t.Fatal(err)
	}
	o := initialise
	o.Types = []model.ChatType{model.ChatTeachers}
	if report := w.run(t, o); report.Members.Removed != 0 {
		t.Errorf("%+v", report.Members)
	}
	if report := w.run(t, correct); report.Members.Removed != 1 {
		t.Errorf("an ordinary run: %+v", report.Members)
	}
}

// TestRemoveStrangersByThemselves: only where the setting says so, and never the college's people or the chat's
// administrators.
func TestRemoveStrangersByThemselves(t *testing.T) {
	w := visited(t)
	o := w.office(t, "Админова")
	card, err := o.Settings(o.As(t.Context()))
	if err != nil || card.RemoveStrangers {
		t.Fatalf("%v, %v", card.RemoveStrangers, err)
	}
	card.RemoveStrangers = true
	if err := o.save(t, card.Settings); err != nil {
		t.Fatal(err)
	}
	if card, err = o.Settings(o.As(t.Context())); err != nil || !card.RemoveStrangers {
		t.Fatalf("%v, %v", card.RemoveStrangers, err)
	}
	w.run(t, correct)
	_, room := w.vk.titled("А-1")
	for profile, stays := range map[model.MessengerID]bool{901: false, 902: false, 903: true, 22: true, 11: true} {
		if _, in := room.members[profile]; in != stays {
			t.Errorf("%d is there: %v", profile, in)
		}
	}
	sends := w.vk.sends
	w.run(t, correct)
	if w.vk.sends != sends {
		t.Error("a second run still has something to send")
	}
	if lines, _, err := o.Audit(o.As(t.Context()), model.AuditFilter{Limit: 1}); err != nil || !strings.Contains(lines[0].Subject, "Удалять посторонних") {
		t.Errorf("%+v, %v", lines, err)
	}
}
