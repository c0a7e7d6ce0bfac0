package store

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/model"
)

// insert adds a chat with members.
func insert(t *testing.T, s *Store, c model.Chat, members ...model.Member) (id model.ChatID) {
	t.Helper()
	update(t, s, func(tx *Tx) (err error) {
		if id, err = tx.InsertChat(c); err != nil {
			return err
		}
		var rows []ChatRow
		for _, m := range members {
			rows = append(rows, ChatRow{id, model.RowChange{Member: m}})
		}
		c.ID = id
		if err := tx.PutMembers(rows); err != nil || c.Peer == 0 {
			return err
		}
		return tx.SetChatAnswer(c)
	})
	return id
}

func chatIn(t *testing.T, s *Store, id model.ChatID) (c model.ListedChat) {
	t.Helper()
	view(t, s, func(tx *Tx) (err error) {
		c, err = tx.ListedChat(id)
		return err
	})
	return c
}

func TestSummaries(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	elka, zhukova := named(t, s, "Ёлкина Анна Петровна"), named(t, s, "Жукова Анна")
	yashina, elina, ezhikova, yashin := named(t, s, "Яшина Анна"), named(t, s, "Елина Анна"), named(t, s, "Ёжикова Анна"), named(t, s, "Яшин Олег")
	by := func(id model.PersonID, o model.Origin, p model.Presence, admin bool) model.Member {
		return model.Member{Person: id, Origin: o, Presence: p, Admin: admin}
	}
	insert(t, s, model.Chat{Key: model.ChatKey{Type: model.ChatTeachers}, Title: "Учительская", Auto: true},
		by(zhukova, model.OriginAuto, model.PresenceInChat, true), by(elka, model.OriginAuto, model.PresenceInChat, true),
		by(yashin, model.OriginExcluded, model.PresenceInChat, true), by(elina, model.OriginLeaving, model.PresenceInChat, true))
	insert(t, s, model.Chat{Key: model.ChatKey{Type: model.ChatGroup, Group: 1}, Title: "100% чат_ёлок", Auto: true},
		by(yashina, model.OriginAuto, model.PresenceWaiting, false), by(elina, model.OriginManual, model.PresenceNoProfile, false),
		by(ezhikova, model.OriginAuto, model.PresenceRefused, false), by(elka, model.OriginAuto, model.PresenceUnknown, true))
	insert(t, s, model.Chat{Key: model.ChatKey{Type: model.ChatGroup, Group: 2}, Title: "1000 чатов", Auto: true},
		by(yashina, model.OriginAuto, model.PresenceWaiting, false), by(ezhikova, model.OriginAuto, model.PresenceUnknown, false))
	gone := insert(t, s, model.Chat{Key: model.ChatKey{Type: model.ChatParents, Group: 2}, Title: "Удалённый", Auto: true})
	update(t, s, func(tx *Tx) error {
		return tx.UpdateChat(model.Chat{ID: gone, Title: "Удалённый", Deleted: true})
	})
	summaries := func(f model.ChatFilter) (rows []model.ChatSummary) {
		view(t, s, func(tx *Tx) (err error) {
			rows, err = tx.Summaries(f)
			return err
		})
		return rows
	}
	for _, c := range []struct {
		name string
		f    model.ChatFilter
		want []string
	}{
		{"all", model.ChatFilter{}, []string{"Учительская", "100% чат_ёлок", "1000 чатов"}},
		{"of a type", model.ChatFilter{Type: model.ChatGroup}, []string{"100% чат_ёлок", "1000 чатов"}},
		{"case and ё", model.ChatFilter{Title: "ЕЛОК"}, []string{"100% чат_ёлок"}},
		{"% is itself", model.ChatFilter{Title: "0%"}, []string{"100% чат_ёлок"}},
		{"_ is itself", model.ChatFilter{Title: "чат_"}, []string{"100% чат_ёлок"}},
		{"a member, е for ё", model.ChatFilter{Member: "елкина анна"}, []string{"Учительская", "100% чат_ёлок"}},
		{"a member, ё for е", model.ChatFilter{Member: "ёлина"}, []string{"100% чат_ёлок"}}, // leaving is not on the list
		{"an excluded person", model.ChatFilter{Member: "яшин о"}, nil},
		{"a member, %", model.ChatFilter{Member: "%"}, nil},
		{"a member, _", model.ChatFilter{Member: "я_ина"}, nil},
		{"a member, spaces", model.ChatFilter{Member: "  Жукова   анна "}, []string{"Учительская"}},
		{"both", model.ChatFilter{Type: model.ChatGroup, Member: "Ёлкина", Title: "чат"}, []string{"100% чат_ёлок"}},
	} {
		var got []string
		for _, row := range summaries(c.f) {
			got = append(got, row.Title)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	all := summaries(model.ChatFilter{Member: "ёлкина"}) // the counts are of the whole list, not of those found
	if got := all[0]; got.Members != 2 || got.InChat != 2 || !slices.Equal(got.Admins, []string{"Ёлкина Анна Петровна", "Жукова Анна"}) {
		t.Errorf("%+v", got)
	}
	if got := all[1]; got.Members != 4 || got.Waiting != 1 || got.NoProfile != 1 || got.Refused != 1 || got.Unsent != 1 || got.GroupName != "А-1" {
		t.Errorf("%+v", got)
	}
	view(t, s, func(tx *Tx) error {
		missing, err2 := tx.CountMissing()
		if want := (model.MissingCount{Waiting: 1, NoProfile: 1, Refused: 1, Unsent: 2}); missing != want {
			t.Errorf("missing %+v, want %+v", missing, want)
		}
		rows, err := tx.MemberRows(2, "2026-11-23")
		var names []string
		for _, r := range rows {
			names = append(names, r.Name.LastName)
		}
		if want := []string{"Ёжикова", "Елина", "Ёлкина", "Яшина"}; !slices.Equal(names, want) {
			t.Errorf("members %q, want %q", names, want)
		}
		return errors.Join(err, err2)
	})
}

// TestSetMemberAnswers: an answer of the messenger touches nothing that a person has wished meanwhile.
func TestSetMemberAnswers(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	wish := model.Member{Person: 1, Origin: model.OriginManual, Admin: true, AdminByHand: true, Presence: model.PresenceInChat, InChatAs: 1}
	leaving := model.Member{Person: 2, Origin: model.OriginLeaving, Presence: model.PresenceInChat, InChatAs: 2}
	id := insert(t, s, model.Chat{Key: model.ChatKey{Type: model.ChatGroup, Group: 1}, Title: "А-1"}, wish, leaving)
	update(t, s, func(tx *Tx) error {
		return tx.SetMemberAnswers([]ChatRow{
			{id, model.RowChange{Member: model.Member{Person: 1, Origin: model.OriginLeaving}, Drop: true}},
			{id, model.RowChange{Member: model.Member{Person: 2, Origin: model.OriginLeaving}, Drop: true}},
			{id, model.RowChange{Member: model.Member{Person: 3, Origin: model.OriginAuto, InChatAs: 3}}}, // off the list meanwhile
		})
	})
	wish.Presence, wish.InChatAs = model.PresenceUnknown, 0
	if got := chatIn(t, s, id).Members; !slices.Equal(got, []model.Member{wish}) {
		t.Errorf("the list is %+v", got)
	}
}

// TestListedChats: what is read of all lists at once is what is read of each.
func TestListedChats(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	var ids []model.ChatID
	var lists [][]model.Member
	for i, name := range []string{"Ёлкина Анна Петровна", "Жукова Анна", "Яшина Анна", "Елина Анна"} {
		m := model.Member{
			Person: named(t, s, name), Origin: model.Origin(i + 1), Presence: model.Presence(i), Admin: i%2 == 0, AdminByHand: i%2 != 0,
			AdminInChat: i == 1, InChatAs: model.MessengerID(i << 40), Code: i * 925,
		}
		lists = append(lists, []model.Member{m}, nil)
	}
	for i, list := range lists {
		ids = append(ids, insert(t, s, model.Chat{Key: model.ChatKey{Type: model.ChatGroup, Group: model.GroupID(i + 1)}, Title: "Чат", Auto: true}, list...))
	}
	update(t, s, func(tx *Tx) error {
		var rows []ChatRow
		for i, list := range lists {
			for _, m := range list {
				rows = append(rows, ChatRow{ids[i], model.RowChange{Member: m}})
			}
		}
		return tx.SetMemberAnswers(rows)
	})
	view(t, s, func(tx *Tx) error {
		chats, err := tx.ListedChats()
		for i, c := range chats {
			if one := chatIn(t, s, ids[i]); !slices.Equal(c.Members, one.Members) {
				t.Errorf("chat %d: %+v among all, %+v by itself", i, c.Members, one.Members)
			}
		}
		return err
	})
}

// TestDeletedChats: a deleted automatic chat leaves a mark, and a new one of its kind takes its place.
func TestDeletedChats(t *testing.T) {
	s := openAt(t, t.TempDir())
	key := model.ChatKey{Type: model.ChatGroup, Group: 1}
	auto := insert(t, s, model.Chat{Key: key, Title: "А-1", Auto: true, Peer: 7, ActualTitle: "А-1"})
	byHand := insert(t, s, model.Chat{Key: key, Title: "А-1 ещё", Peer: 8, ActualTitle: "А-1 ещё"})
	has := func() (has bool) {
		view(t, s, func(tx *Tx) (err error) {
			has, err = tx.HasAutoChat(key)
			return err
		})
		return has
	}
	if !has() {
		t.Error("the automatic chat is not found")
	}
	if err := s.Update(t.Context(), func(tx *Tx) error {
		_, err := tx.InsertChat(model.Chat{Key: key, Title: "второй", Auto: true})
		return err
	}); err == nil || !strings.Contains(err.Error(), "второй") {
		t.Errorf("a second automatic chat of one key gives %v", err)
	}
	update(t, s, func(tx *Tx) error {
		for _, c := range []model.Chat{{ID: auto, Title: "А-1", Auto: true, Deleted: true}, {ID: byHand, Title: "А-1 ещё", Deleted: true}} {
			if err := tx.UpdateChat(c); err != nil {
				return err
			}
			if err := tx.FinishDeletion(c.ID); err != nil {
				return err
			}
		}
		return tx.SweepDeleted()
	})
	view(t, s, func(tx *Tx) error {
		chats, err := tx.ListedChats()
		if len(chats) != 1 || chats[0].ID != auto || chats[0].Peer != 0 || !chats[0].Auto || has() {
			t.Errorf("left are %+v", chats)
		}
		return err
	})
	again := insert(t, s, model.Chat{Key: key, Title: "А-1", Auto: true})
	update(t, s, func(tx *Tx) error { return tx.SweepDeleted() })
	view(t, s, func(tx *Tx) error {
		chats, err := tx.ListedChats()
		if len(chats) != 1 || chats[0].ID != again {
			t.Errorf("left are %+v", chats)
		}
		return err
	})
	if again == auto || again == byHand {
		t.Error("a deleted chat's number was given again")
	}
}

// TestPending counts what the agent has to do.
func TestPending(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	pending := func() (n int) {
		view(t, s, func(tx *Tx) (err error) {
			n, err = tx.Pending()
			return err
		})
		return n
	}
	profile := func(id model.PersonID) (m model.MessengerID) {
		view(t, s, func(tx *Tx) error {
			p, err := tx.Person(id)
			m = p.Messenger
			return err
		})
		return m
	}
	there := model.Member{Person: 1, Origin: model.OriginAuto, Presence: model.PresenceInChat, InChatAs: profile(1)}
	chat := model.Chat{Key: model.ChatKey{Type: model.ChatGroup, Group: 1}, Title: "А-1", Peer: 7, ActualTitle: "А-1"}
	id := insert(t, s, chat, there)
	for _, c := range []struct {
		name  string
		alter func(*model.Chat, *model.Member)
		want  int
	}{
		{"as it should be", func(*model.Chat, *model.Member) {}, 0},
		{"another title", func(c *model.Chat, _ *model.Member) { c.Title = "Б-1" }, 1},
		{"not made yet", func(c *model.Chat, _ *model.Member) { c.Peer = 0 }, 1},
		{"deleted", func(c *model.Chat, _ *model.Member) { c.Deleted = true }, 1},
		{"deleted and gone", func(c *model.Chat, _ *model.Member) { c.Deleted, c.Peer = true, 0 }, 0},
		{"added", func(_ *model.Chat, m *model.Member) { m.InChatAs, m.Presence = 0, model.PresenceUnknown }, 1},
		{"waiting", func(_ *model.Chat, m *model.Member) { m.InChatAs, m.Presence = 0, model.PresenceWaiting }, 0},
		{"leaving", func(_ *model.Chat, m *model.Member) { m.Origin = model.OriginLeaving }, 1},
		{"excluded", func(_ *model.Chat, m *model.Member) { m.Origin = model.OriginExcluded }, 1},
		{"excluded and out", func(_ *model.Chat, m *model.Member) { m.Origin, m.InChatAs = model.OriginExcluded, 0 }, 0},
		{"named administrator", func(_ *model.Chat, m *model.Member) { m.Admin = true }, 1},
		{"refused as administrator", func(_ *model.Chat, m *model.Member) { m.Admin, m.Code = true, 15 }, 0},
		{"another profile", func(_ *model.Chat, m *model.Member) { m.InChatAs = 77 }, 1},
	} {
		now, m := chat, there
		now.ID = id
		c.alter(&now, &m)
		update(t, s, func(tx *Tx) error {
			if err := tx.UpdateChat(now); err != nil {
				return err
			}
			if err := tx.SetChatAnswer(now); err != nil {
				return err
			}
			return tx.PutMembers([]ChatRow{{id, model.RowChange{Member: m}}})
		})
		if got := pending(); got != c.want {
			t.Errorf("%s: %d changes wait, want %d", c.name, got, c.want)
		}
	}
}

// TestJournal: only creations stay in doubt, until they are looked up; the rest is forgotten in time.
func TestJournal(t *testing.T) {
	s := openAt(t, t.TempDir())
	chat := insert(t, s, model.Chat{Key: model.ChatKey{Type: model.ChatGroup, Group: 1}, Title: "А-1"})
	at := time.Date(2026, 11, 23, 9, 0, 0, 5_000_000, time.UTC)
	var run RunID
	steps := []SentStep{
		{Chat: chat, Kind: model.StepCreate, SentAt: at}, {Chat: chat, Person: 5, Kind: model.StepSetAdmin, SentAt: at},
		{Chat: chat, Kind: model.StepLink, SentAt: at}, {Chat: 99, Kind: model.StepCreate, SentAt: at},
	}
	update(t, s, func(tx *Tx) (err error) {
		if run, err = tx.BeginRun(at); err != nil {
			return err
		}
		return tx.SendSteps(run, steps)
	})
	doubtful := func() (open []SentStep) {
		view(t, s, func(tx *Tx) (err error) {
			open, err = tx.OpenCreations()
			return err
		})
		return open
	}
	count := func() (n int) {
		view(t, s, func(tx *Tx) error { return tx.one(`SELECT count(*) FROM steps`, nil, &n) })
		return n
	}
	if got := doubtful(); len(got) != 1 || got[0].Chat != chat || !got[0].SentAt.Equal(at) {
		t.Errorf("in doubt: %+v", got)
	}
	steps[2].State = StepDone
	update(t, s, func(tx *Tx) error {
		if err := tx.AnswerSteps(steps[2:3]); err != nil {
			return err
		}
		if err := tx.EndRun(run, at, "{}", "нет связи"); err != nil {
			return err
		}
		return tx.PruneSteps(at)
	})
	if got := count(); got != 4 {
		t.Errorf("of a fresh journal %d steps are left", got)
	}
	update(t, s, func(tx *Tx) error { return tx.PruneSteps(at.Add(time.Hour)) })
	if got := count(); got != 1 || len(doubtful()) != 1 {
		t.Errorf("of an old journal %d steps are left", got)
	}
	view(t, s, func(tx *Tx) error {
		ended, problem, _, err := tx.LastRun()
		if !ended.Equal(at.Truncate(time.Second)) || problem != "нет связи" {
			t.Errorf("last run %v %q", ended, problem)
		}
		return err
	})
	update(t, s, func(tx *Tx) error {
		if err := tx.CloseSteps(chat, StepRefused); err != nil {
			return err
		}
		return tx.PruneSteps(at.Add(time.Hour))
	})
	if count() != 0 || len(doubtful()) != 0 {
		t.Error("a creation that was looked up is still in doubt")
	}
}
