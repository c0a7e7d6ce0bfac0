package desk_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
)

// TestMyChats: everybody's own chats with their role in each (29.1.2), and nobody else's.
func TestMyChats(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	for surname, want := range map[string][]string{
		"Админова":     {"Учительская/Администратор ПОО"},
		"Кураторова":   {"А-1/Куратор", "А-1 родители/Куратор"},
		"Учителева":    {"Учительская/Преподаватель-предметник", "А-1/История(ОГСЭ)/Преподаватель-предметник"},
		"Алексеева":    {"А-1/Студент", "А-1/История(ОГСЭ)/Студент"},
		"Мамина":       {"А-1 родители/Родитель"},
		"Завхозова":    nil,
		"Дмитриева":    {"Б-1/Студент"},
		"Наставникова": {"Учительская/Преподаватель-предметник", "Б-1/Физика/Преподаватель-предметник"},
	} {
		chats, err := w.session(t, surname).MyChats(w.ctxOf(t, surname))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range chats {
			got = append(got, c.Title+"/"+c.Role)
			if c.Members == 0 || !c.Created || !c.HasLink {
				t.Errorf("%s: %+v", surname, c)
			}
		}
		for _, one := range want {
			if !slices.Contains(got, one) {
				t.Errorf("%s has %q, without %q", surname, got, one)
			}
		}
		if len(want) == 0 && len(got) != 0 || surname == "Мамина" && len(got) != 1 {
			t.Errorf("%s has %q", surname, got)
		}
	}
}

// TestOnlyMine: a person opens own chats alone, the page where they are in, else the link.
func TestOnlyMine(t *testing.T) {
	w := newWorld(t)
	w.vk.closed[11] = true
	w.run(t, initialise)
	l := newLinker(t, w, "Алексеева", 11)
	foreign, own := w.chat(t, "Б-1"), w.chat(t, "А-1")
	if err := l.OpenMyChat(l.As(t.Context()), foreign.ID); err == nil || len(*l.opened) != 0 {
		t.Errorf("opened %v: %v", *l.opened, err)
	}
	if _, err := l.MyInviteLink(l.As(t.Context()), foreign.ID); err == nil {
		t.Error("the link of a foreign chat was told")
	}
	if err := l.OpenMyChat(l.As(t.Context()), own.ID); err != nil {
		t.Fatal(err)
	}
	_, room := w.vk.titled("А-1")
	room.members[11] = false
	w.run(t, correct)
	if err := l.OpenMyChat(l.As(t.Context()), own.ID); err != nil {
		t.Fatal(err)
	}
	if want := []string{own.Link, fmt.Sprintf("https://vk.test/convo/%d", own.Peer)}; !slices.Equal(*l.opened, want) {
		t.Errorf("opened %v, want %v", *l.opened, want)
	}
}

// TestUnlinkedGetNoChats: a person who has no profile is led into no chat and told no link, whatever a screen asks for: there they would be a
// stranger. A profile that is known from the college's lists is enough.
func TestUnlinkedGetNoChats(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	chat := w.chat(t, "А-1").ID
	for surname, want := range map[string]error{"Безликова": app.ErrNotLinked, "Алексеева": nil} {
		s := w.session(t, surname)
		address, err := s.MyChatAddress(s.As(t.Context()), chat)
		link, linkErr := s.MyInviteLink(s.As(t.Context()), chat)
		if !errors.Is(err, want) || !errors.Is(linkErr, want) || want != nil && address+link != "" {
			t.Errorf("%s is led to %q, %v, by %q, %v", surname, address, err, link, linkErr)
		}
	}
}

// TestJoinMyChats: by the agent where it can add people, by the person's own token where it may, by hand
// else.
func TestJoinMyChats(t *testing.T) {
	for name, test := range map[string]struct {
		adds, token bool
		want        func(model.Joining, *registry) bool
	}{
		"by hand": {false, false, func(j model.Joining, _ *registry) bool { return len(j.Left) >= 2 && j.Joined+j.ByAgent == 0 }},
		"by the token": {false, true, func(j model.Joining, r *registry) bool {
			return len(j.Left) == 0 && j.Joined == len(r.joined) && j.Joined >= 2
		}},
		"by the agent": {true, true, func(j model.Joining, r *registry) bool {
			return len(j.Left) == 0 && j.ByAgent >= 2 && len(r.joined) == 0
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.run(t, initialise)
			l := newLinker(t, w, "Безликова", 13)
			l.registry.mayJoin = test.token
			if _, err := l.JoinMyChats(l.As(t.Context())); err == nil {
				t.Error("joined without a profile")
			}
			if err := l.link(t); err != nil {
				t.Fatal(err)
			}
			w.vk.may.AddDirectly = test.adds
			joining, err := l.JoinMyChats(l.As(t.Context()))
			if err != nil || !test.want(joining, l.registry) {
				t.Errorf("%+v, joined %v, %v", joining, l.registry.joined, err)
			}
			for _, link := range l.registry.joined {
				if !strings.HasPrefix(link, "https://vk.me/join/") {
					t.Errorf("joined by %q", link)
				}
			}
		})
	}
}

// TestNothingToJoin: a person who is in every chat opens nothing.
func TestNothingToJoin(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	l := newLinker(t, w, "Алексеева", 11)
	joining, err := l.JoinMyChats(l.As(t.Context()))
	if err != nil || joining.Joined+joining.ByAgent+len(joining.Left) != 0 {
		t.Errorf("%+v, %v", joining, err)
	}
}

// TestForeignInviteLinks: a stored link that does not lead to the messenger is neither shown nor opened nor printed, and the
// refusal says so.
func TestForeignInviteLinks(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	chat := w.chat(t, "А-1")
	const words = "программа её не открывает и не печатает"
	for _, link := range []string{"https://evil.example/join/a", "javascript:alert(1)", "http://vk.me/join/a", "https://vk.me/im?sel=1"} {
		w.update(t, func(tx *store.Tx) error {
			c := chat.Chat
			c.Link = link
			return tx.SetChatAnswer(c)
		})
		if got := w.chat(t, "А-1").Link; got != link {
			t.Fatalf("the college holds %q", got)
		}
		s := w.session(t, "Админова")
		_, err := s.InviteLink(s.As(t.Context()), chat.ID)
		says(t, link+", shown", err, words)
		err = s.PrintInvites(s.As(t.Context()), model.InviteOrder{Kind: model.InviteSheets, Chats: []model.ChatID{chat.ID}}, io.Discard)
		says(t, link+", printed", err, words)
		says(t, link+", whose", err, "чат «А-1»")
		mine := w.session(t, "Алексеева")
		_, err = mine.MyInviteLink(mine.As(t.Context()), chat.ID)
		says(t, link+", one's own", err, words)
	}
}
