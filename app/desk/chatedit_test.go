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

// save saves a change of the chat as the person sees it now.
func save(t *testing.T, w *world, s *desk.Session, title string, change func(*model.ChatEdit)) {
	t.Helper()
	card, err := s.Chat(s.As(t.Context()), w.chat(t, title).ID)
	if err != nil {
		t.Fatal(err)
	}
	edit := model.ChatEdit{Chat: card.ID, Version: card.Version, Title: card.Title}
	change(&edit)
	if err := s.SaveChat(s.As(t.Context()), edit); err != nil {
		t.Fatal(err)
	}
}

func TestSaveConflict(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	s := w.session(t, "Админова")
	card, err := s.Chat(s.As(t.Context()), w.chat(t, "А-1").ID)
	if err != nil {
		t.Fatal(err)
	}
	save(t, w, w.session(t, "Кураторова"), "А-1", func(e *model.ChatEdit) { e.Title = "Раньше" })
	before := w.lists(t)
	err = s.SaveChat(s.As(t.Context()), model.ChatEdit{Chat: card.ID, Version: card.Version, Title: "Позже", Remove: []model.PersonID{w.person(t, "Алексеева")}})
	var version int64
	if c := conflict(t, err, &version); c.Who != "Кураторова Анна" || c.What != "наименование: А-1 → Раньше" ||
		c.Mine != "наименование: Раньше → Позже; удалены: Алексеева А." || version != card.Version+1 || !slices.Equal(w.lists(t), before) {
		t.Errorf("got %+v", c)
	}
	w.run(t, initialise) // what the agent writes down is no edit
	save(t, w, s, "Раньше", func(e *model.ChatEdit) { e.Title = "Позже" })
	w.run(t, correct)
	w.vk.titled("Позже") // a title given by hand outlives the correction
}

// TestEditNamesNoStrangers: who edits one chat learns nobody's name by their number, neither from a refusal nor from the words of a
// conflict.
func TestEditNamesNoStrangers(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	s := w.session(t, "Кураторова")
	card, err := s.Chat(s.As(t.Context()), w.chat(t, "А-1").ID)
	if err != nil {
		t.Fatal(err)
	}
	known, parent := w.person(t, "Алексеева"), w.person(t, "Отцова")
	for _, edit := range []model.ChatEdit{
		{Remove: []model.PersonID{parent, known}}, {Remove: []model.PersonID{known}, MakeAdmin: []model.PersonID{parent}},
		{Remove: []model.PersonID{known}, NoMore: []model.PersonID{parent, 1 << 40}},
	} {
		edit.Chat, edit.Version, edit.Title = card.ID, card.Version+1, card.Title
		err := s.SaveChat(s.As(t.Context()), edit)
		var c *model.Conflict
		if !errors.As(err, &c) || c.Mine != "удалены: Алексеева А." {
			t.Errorf("%+v is answered %v: %+v", edit, err, c)
		}
	}
}

// TestMembersByHand: the ways of a person on an automatic chat's list.
func TestMembersByHand(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	s := w.session(t, "Кураторова")
	student := w.person(t, "Алексеева")
	origin := func(surname string) model.Origin { return w.member(t, "А-1", surname).Origin }

	save(t, w, s, "А-1", func(e *model.ChatEdit) { e.Remove = []model.PersonID{student} })
	w.run(t, correct)
	if m := w.member(t, "А-1", "Алексеева"); m.Origin != model.OriginExcluded || m.InChatAs != 0 {
		t.Errorf("removed by hand: %+v", m)
	}
	if _, r := w.vk.titled("А-1"); len(r.members) != 2 {
		t.Errorf("the messenger holds %v", r.members)
	}
	save(t, w, s, "А-1", func(e *model.ChatEdit) { e.Add = []model.PersonID{student} })
	if got := origin("Алексеева"); got != model.OriginAuto {
		t.Errorf("added back: origin %d", got)
	}

	manager, self := w.session(t, "Менеджерова"), w.person(t, "Менеджерова")
	save(t, w, manager, "А-1", func(e *model.ChatEdit) { e.Add, e.MakeAdmin = []model.PersonID{self}, []model.PersonID{self} }) // «Добавить себя»
	w.run(t, correct)
	if m := w.member(t, "А-1", "Менеджерова"); m.Origin != model.OriginManual || !m.Admin || m.Presence != model.PresenceWaiting {
		t.Errorf("added oneself: %+v", m)
	}
	save(t, w, manager, "А-1", func(e *model.ChatEdit) { e.Remove = []model.PersonID{self} })
	w.run(t, correct)
	if got := origin("Менеджерова"); got != 0 {
		t.Errorf("removed again: origin %d", got)
	}

	curator := w.person(t, "Кураторова")
	save(t, w, manager, "А-1", func(e *model.ChatEdit) { e.NoMore = []model.PersonID{curator} })
	w.run(t, correct)
	if _, r := w.vk.titled("А-1"); r.members[3] || w.member(t, "А-1", "Кураторова").Admin {
		t.Error("an administrator taken back by hand is one again")
	}
	if _, err := s.Candidates(s.As(t.Context()), w.chat(t, "А-1").ID); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("who is no longer an administrator is answered %v", err)
	}
}

func TestNotOfCollege(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	s := w.session(t, "Админова")
	gone := w.person(t, "Дмитриева")
	snapshot := small()
	snapshot.Students, snapshot.Teachings[3].Learners = snapshot.Students[:4], snapshot.Teachings[3].Learners[:1]
	w.apply(t, snapshot)
	for id, words := range map[model.PersonID]string{999: "нет в списках колледжа", gone: "Дмитриева Анна больше не числится"} {
		edit := model.ChatEdit{Chat: w.chat(t, "А-1").ID, Version: 1, Title: "А-1", Add: []model.PersonID{id}}
		if err := s.SaveChat(s.As(t.Context()), edit); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("adding %d gives %v", id, err)
		}
	}
}

func TestTitles(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	s := w.session(t, "Админова")
	c := w.chat(t, "А-1")
	for _, title := range []string{"", " \t\n", strings.Repeat("ы", 201)} {
		words := "введите наименование чата"
		if len(title) > 10 {
			words = "длиннее 200 знаков"
		}
		if err := s.SaveChat(s.As(t.Context()), model.ChatEdit{Chat: c.ID, Version: 1, Title: title}); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("title %.10q: %v", title, err)
		}
		if _, err := s.CreateChat(s.As(t.Context()), model.NewChat{Key: c.Key, Title: title}); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("title %.10q: %v", title, err)
		}
	}
	if _, err := s.CreateChat(s.As(t.Context()), model.NewChat{Title: "Без типа"}); err == nil || err.Error() != "выберите тип чата" {
		t.Errorf("no type: %v", err)
	}
	save(t, w, s, "А-1", func(e *model.ChatEdit) { e.Title = "  " + strings.Repeat("ы", 198) + "  я\n" })
	w.chat(t, strings.Repeat("ы", 198)+" я")
}

// TestDeleteIsAllOrNothing: one chat that may not be deleted keeps the others.
func TestDeleteIsAllOrNothing(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	curator := w.session(t, "Кураторова")
	own, err := curator.CreateChat(curator.As(t.Context()), model.NewChat{Key: w.chat(t, "А-1").Key, Title: "Поход"})
	if err != nil {
		t.Fatal(err)
	}
	before := w.lists(t)
	if err := curator.DeleteChats(curator.As(t.Context()), []model.ChatID{own, w.chat(t, "А-1").ID}); !errors.Is(err, app.ErrNoRight) || !slices.Equal(w.lists(t), before) {
		t.Errorf("got %v", err)
	}
	w.run(t, correct)
	if err := curator.DeleteChats(curator.As(t.Context()), []model.ChatID{own}); err != nil {
		t.Fatal(err)
	}
	if err := curator.DeleteChats(curator.As(t.Context()), []model.ChatID{own}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("deleting twice gives %v", err)
	}
	if report := w.run(t, correct); report.Chats.Deleted != 1 {
		t.Errorf("%+v", report)
	}
}
