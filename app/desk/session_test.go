package desk_test

import (
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/store"
)

// roles are the six who come to work, in the order of the columns of the table of rights.
var roles = []string{"Админова", "Менеджерова", "Кураторова", "Учителева", "Алексеева", "Мамина"}

// deed is something that a session is asked to do.
type deed func(t *testing.T, w *world, s *desk.Session) error

// saving saves an edit of the chat.
func saving(title string, change func(t *testing.T, w *world, e *model.ChatEdit)) deed {
	return func(t *testing.T, w *world, s *desk.Session) error {
		c := w.chat(t, title)
		edit := model.ChatEdit{Chat: c.ID, Version: 1, Title: c.Title}
		change(t, w, &edit)
		return s.SaveChat(s.As(t.Context()), edit)
	}
}

// creating makes a chat of the key that the chat of the title has.
func creating(title string) deed {
	return func(t *testing.T, w *world, s *desk.Session) error {
		_, err := s.CreateChat(s.As(t.Context()), model.NewChat{Key: w.chat(t, title).Key, Title: "Новый"})
		return err
	}
}

func deleting(title string) deed {
	return func(t *testing.T, w *world, s *desk.Session) error {
		return s.DeleteChats(s.As(t.Context()), []model.ChatID{w.chat(t, title).ID})
	}
}

const physics, teachers = "Б-1/Физика", "Учительская"

// TestRights holds every method of a session against the table of 29.2 and 29.2.3: a method is refused to those as well that the window would
// not offer it to, and nothing changes.
func TestRights(t *testing.T) {
	whole := newWorld(t)
	whole.run(t, initialise)
	for _, c := range []struct {
		name string
		do   deed
		want string // a letter for each of roles
	}{
		{"sees the list", func(t *testing.T, _ *world, s *desk.Session) error {
			_, err := s.Chats(s.As(t.Context()), model.ChatFilter{})
			return err
		}, "++++--"},
		{"opens the group's chat", func(t *testing.T, w *world, s *desk.Session) error {
			_, err := s.Chat(s.As(t.Context()), w.chat(t, "А-1").ID)
			return err
		}, "+++---"},
		{"opens the subject's chat", func(t *testing.T, w *world, s *desk.Session) error {
			_, err := s.Chat(s.As(t.Context()), w.chat(t, physics).ID)
			return err
		}, "++-+--"},
		{"opens the teachers' chat", func(t *testing.T, w *world, s *desk.Session) error {
			_, err := s.Chat(s.As(t.Context()), w.chat(t, teachers).ID)
			return err
		}, "++++--"},
		{"is offered people for the group's chat", func(t *testing.T, w *world, s *desk.Session) error {
			_, err := s.Candidates(s.As(t.Context()), w.chat(t, "А-1").ID)
			return err
		}, "+++---"},
		{"is offered people for the teachers' chat", func(t *testing.T, w *world, s *desk.Session) error {
			_, err := s.Candidates(s.As(t.Context()), w.chat(t, teachers).ID)
			return err
		}, "++----"},
		{"is offered everybody for the group's chat", func(t *testing.T, w *world, s *desk.Session) error {
			offered, err := s.Others(s.As(t.Context()), w.chat(t, "А-1").ID)
			if err == nil && !slices.ContainsFunc(offered, func(c model.Candidate) bool { return c.Person == w.person(t, "Учителева") }) {
				t.Errorf("everybody is %v", offered)
			}
			return err
		}, "++----"},
		{"renames the group's chat", saving("А-1", func(_ *testing.T, _ *world, e *model.ChatEdit) { e.Title = "Иначе" }), "+++---"},
		{"removes from the teachers' chat", saving(teachers, func(t *testing.T, w *world, e *model.ChatEdit) {
			e.Remove = []model.PersonID{w.person(t, "Наставникова")}
		}), "++----"},
		{"adds those that the subject suggests", saving(physics, func(t *testing.T, w *world, e *model.ChatEdit) {
			e.Add = []model.PersonID{w.person(t, "Дмитриева")}
		}), "++-+--"},
		{"adds anybody", saving(physics, func(t *testing.T, w *world, e *model.ChatEdit) {
			e.Add = []model.PersonID{w.person(t, "Завхозова")}
		}), "++----"},
		{"names an administrator", saving(physics, func(t *testing.T, w *world, e *model.ChatEdit) {
			e.MakeAdmin = []model.PersonID{w.person(t, "Григорьева")}
		}), "++-+--"},
		{"takes an administrator back", saving("А-1", func(t *testing.T, w *world, e *model.ChatEdit) {
			e.NoMore = []model.PersonID{w.person(t, "Кураторова")}
		}), "+++---"},
		{"is offered kinds of chats", func(t *testing.T, _ *world, s *desk.Session) error {
			_, err := s.NewChatChoices(s.As(t.Context()))
			return err
		}, "++++--"},
		{"is offered people for a new chat", func(t *testing.T, w *world, s *desk.Session) error {
			_, err := s.NewChatStart(s.As(t.Context()), w.chat(t, "А-1").Key)
			return err
		}, "+++---"},
		{"creates a teachers' chat", creating(teachers), "++----"},
		{"creates a chat of the own group", creating("А-1"), "+++---"},
		{"creates a chat of another group", creating("Б-1"), "++----"},
		{"creates a chat of the own group's parents", creating("А-1 родители"), "+++---"},
		{"creates a chat of another group's parents", creating("Б-1 родители"), "++----"},
		{"creates a subject's chat", creating(physics), "++-+--"},
		{"deletes the group's chat", deleting("А-1"), "++----"},
		{"deletes the subject's chat", deleting(physics), "++----"},
		{"previews the initialisation", func(t *testing.T, _ *world, s *desk.Session) error {
			_, err := s.PreviewInitialise(s.As(t.Context()), model.InitialiseOptions{}, nil)
			return err
		}, "++----"},
		{"initialises", func(t *testing.T, _ *world, s *desk.Session) error {
			_, err := s.Initialise(s.As(t.Context()), model.InitialiseOptions{}, nil)
			return err
		}, "++----"},
		{"takes the group's link", func(t *testing.T, w *world, s *desk.Session) error {
			_, err := s.InviteLink(s.As(t.Context()), w.chat(t, "А-1").ID)
			return err
		}, "+++---"},
		{"opens the group's chat in the messenger", func(t *testing.T, w *world, s *desk.Session) error {
			return s.OpenChat(s.As(t.Context()), w.chat(t, "А-1").ID)
		}, "+++---"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := ""
			for _, surname := range append(slices.Clone(roles), "") { // the last is a session of nobody
				w := whole.twin(t)
				before := w.lists(t)
				switch err := c.do(t, w, w.session(t, surname)); {
				case err == nil:
					got += "+"
				case errors.Is(err, app.ErrNoRight):
					got += "-"
					if !slices.Equal(w.lists(t), before) {
						t.Errorf("%s was refused, and yet something changed", surname)
					}
				default:
					t.Errorf("%s: %v", surname, err)
				}
			}
			if got != c.want+"-" {
				t.Errorf("%s, want %s", got, c.want+"-")
			}
		})
	}
}

// TestRightsAreCurrent: what was granted or taken back counts at once.
func TestRightsAreCurrent(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	s := w.session(t, "Менеджерова")
	snapshot := small()
	snapshot.Staff = slices.Delete(snapshot.Staff, 1, 2)
	w.apply(t, snapshot)
	if _, err := s.Chats(s.As(t.Context()), model.ChatFilter{}); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("who was dismissed is answered %v", err)
	}
}

func TestListBySight(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	for surname, want := range map[string][]string{
		"Кураторова": {teachers, "А-1", "А-1 родители", "А-1/История(ОГСЭ)"},
		"Завхозова":  nil,
	} {
		chats, err := w.session(t, surname).Chats(w.ctxOf(t, surname), model.ChatFilter{})
		if err != nil {
			t.Fatal(err)
		}
		var titles []string
		for _, c := range chats {
			titles = append(titles, c.Title)
		}
		if !slices.Equal(titles, want) {
			t.Errorf("%s sees %q, want %q", surname, titles, want)
		}
	}
}

// TestOwner: the owner of the file may do everything, and is nobody that a chat could hold.
func TestOwner(t *testing.T) {
	w := newWorld(t)
	owner := w.session(t, "")
	if err := owner.Enter(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := owner.Initialise(owner.As(t.Context()), model.InitialiseOptions{}, nil); err != nil {
		t.Fatal(err)
	}
	c := w.chat(t, "Б-1")
	edit := model.ChatEdit{Chat: c.ID, Version: 1, Title: c.Title, Add: []model.PersonID{owner.Person().ID}}
	if err := owner.SaveChat(owner.As(t.Context()), edit); err == nil || !strings.Contains(err.Error(), "нет в списках колледжа") {
		t.Errorf("adding oneself gives %v", err)
	}
	edit.Add = []model.PersonID{w.person(t, "Завхозова")}
	if err := owner.SaveChat(owner.As(t.Context()), edit); err != nil {
		t.Error(err)
	}
	id, err := owner.CreateChat(owner.As(t.Context()), model.NewChat{Key: c.Key, Title: "Ещё", Members: []model.PersonID{w.person(t, "Дмитриева")}})
	if err != nil {
		t.Fatal(err)
	}
	w.view(t, func(tx *store.Tx) error {
		made, err := tx.ListedChat(id)
		if len(made.Members) != 1 || made.Members[0].Person == 0 {
			t.Errorf("the new chat holds %+v", made.Members)
		}
		return err
	})
	if err := owner.DeleteChats(owner.As(t.Context()), []model.ChatID{id}); err != nil {
		t.Error(err)
	}
	if err := owner.EnterOwner(t.Context()); err != nil || owner.Person().Name.LastName != "Админова" {
		t.Errorf("with an administrator in the roster the owner is %v, %v", owner.Person().Name, err)
	}
}

// TestPages: the browser is opened when the database is free again, and only at a chat that is there.
func TestPages(t *testing.T) {
	w := newWorld(t)
	var opened []string
	browser := desk.SafeBrowser{Hosts: []string{"vk.test"}, Launch: func(address string) error {
		opened = append(opened, address)
		w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingCollegeName, "x") })
		return nil
	}}
	keeper := agent.NewKeeper(w.college, nil, slog.New(slog.DiscardHandler))
	s := desk.NewSession(w.college, keeper, browser, app.Addresses{
		InviteHosts: []string{"vk.me"},
		Home:        "https://vk.test/", Chat: func(model.MessengerID) string { return "https://vk.test/convo/1" },
		Explain: func(int) string { return "" },
	})
	if err := s.EnterOwner(t.Context()); err != nil {
		t.Fatal(err)
	}
	id, err := s.CreateChat(s.As(t.Context()), model.NewChat{Key: model.ChatKey{Type: model.ChatTeachers}, Title: "Новый"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.OpenChat(s.As(t.Context()), id); !errors.Is(err, app.ErrNoLink) {
		t.Errorf("opening a chat that is not there gives %v", err)
	}
	if _, err := s.InviteLink(s.As(t.Context()), id); !errors.Is(err, app.ErrNoLink) {
		t.Errorf("the link of a chat that is not there gives %v", err)
	}
	if _, err := s.Initialise(s.As(t.Context()), model.InitialiseOptions{}, nil); !errors.Is(err, app.ErrNoAgent) {
		t.Errorf("initialising without an agent gives %v", err)
	}
	w.run(t, correct)
	link, err := s.InviteLink(s.As(t.Context()), id)
	if err != nil || !strings.HasPrefix(link, "https://vk.me/join/") {
		t.Errorf("link %q, %v", link, err)
	}
	if err := errors.Join(s.OpenChat(s.As(t.Context()), id), s.OpenMessenger(t.Context())); err != nil {
		t.Fatal(err)
	}
	if want := []string{"https://vk.test/convo/1", "https://vk.test/"}; !slices.Equal(opened, want) {
		t.Errorf("opened %q", opened)
	}
}

// TestSessionZone: a window goes by the college's time zone as it is now.
func TestSessionZone(t *testing.T) {
	w := newWorld(t)
	admin := w.session(t, "Админова")
	card, err := admin.Contracts.Settings(admin.As(t.Context()))
	must(t, err)
	changed := card.CollegeSettings
	changed.TimeZone = "Asia/Kamchatka"
	must(t, admin.Contracts.SaveSettings(admin.As(t.Context()), card.CollegeSettings, changed))
	if zone := admin.Now().Location().String(); zone != changed.TimeZone {
		t.Errorf("the window goes by the time of %s", zone)
	}
}
