package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/store"
)

// announced is a college whose chat was told of a lesson of today from 13:00 to 14:00.
func announced(t *testing.T) (*classroom, *desk.Session, model.LessonID) {
	t.Helper()
	c := newClassroom(t)
	c.run(t, initialise)
	id, s := c.lesson(t, "История", 23), c.enter(t, "Учителева")
	c.signIn(t, s)
	c.make(t, s, model.RemoteEdit{Lesson: id, Begins: at(13, 0), Ends: at(14, 0), Post: model.PostNow})
	c.carry(t)
	c.hears(t, "", "Дистанционное занятие: История (ОГСЭ)\n23.11.2026, 13:00–14:00\nТема: Смута\nСсылка на звонок придёт сюда к началу занятия.")
	return c, s, id
}

// hears fails the test unless the last message into the chat of «История» is that one, a reply to the message that holds
// the words, or to none, and lets the agent look again, which must not change it.
func (c *classroom) hears(t *testing.T, reply, text string) {
	t.Helper()
	c.carry(t)
	heard := c.teller.heard()
	if len(heard) == 0 {
		t.Fatal("the chat heard nothing")
	}
	last := len(heard) - 1
	if want := fmt.Sprintf("%d: %s", c.chat(t, "А-1/История(ОГСЭ)").Peer, text); heard[last] != want {
		t.Fatalf("the chat hears %q, want %q", heard[last], want)
	}
	answered := ""
	if n := c.teller.answers[last]; n != 0 {
		answered = heard[n-1]
	}
	if (answered == "") != (reply == "") || !strings.Contains(answered, reply) {
		t.Errorf("%q is a reply to %q, want %q", text, answered, reply)
	}
}

// TestTheLinkFollows: the announcement has no link, for there is no call; the link follows when the call is there.
func TestTheLinkFollows(t *testing.T) {
	c, s, id := announced(t)
	c.clock.pass(time.Hour)
	says(t, "open", s.OpenRemote(s.As(t.Context()), id, model.WayBrowser), "")
	c.carry(t)
	c.hears(t, "Дистанционное занятие: История", "Звонок: История (ОГСЭ)\n23.11.2026, 13:00–14:00\nСсылка на звонок: https://vk.test/call/join/own-1")
	if len(c.teller.heard()) != 2 {
		t.Errorf("the chat heard %q", c.teller.heard())
	}
}

const (
	announcement = "Дистанционное занятие: История (ОГСЭ)\n23.11.2026, 13:00–14:00\nТема: Смута\nСсылка на звонок: https://vk.test/call/join/"
	anotherLink  = "Новая ссылка на звонок, прежняя не действует: История (ОГСЭ)\n23.11.2026, 13:00–14:00\nСсылка на звонок: https://vk.test/call/join/"
)

// told is what the chat of the subject should have heard: the lesson with the first link, then the others.
func (c *classroom) told(t *testing.T, endings ...string) {
	t.Helper()
	var want []string
	for i, e := range endings {
		said := announcement
		if i > 0 {
			said = anotherLink
		}
		want = append(want, fmt.Sprintf("%d: %s%s", c.chat(t, "А-1/История(ОГСЭ)").Peer, said, e))
	}
	if got := c.teller.heard(); !slices.Equal(got, want) {
		t.Errorf("heard %q, want %q", got, want)
	}
}

// toAnnounce makes a lesson with a link remote, of which the chat is to be told.
func toAnnounce(t *testing.T, post model.PostWhen) (*classroom, *desk.Session, model.LessonID) {
	t.Helper()
	c := newClassroom(t)
	c.run(t, initialise)
	id, s := c.lesson(t, "История", 23), c.enter(t, "Учителева")
	edit := pasted(id, at(13, 0), at(14, 0))
	edit.Link, edit.Post, edit.PostMinutes = "https://vk.test/call/join/a", post, 20
	c.make(t, s, edit)
	return c, s, id
}

// TestAnnounce: the chat of the subject is told of a lesson once, when it is due, in the college's time.
func TestAnnounce(t *testing.T) {
	t.Run("when it is due", func(t *testing.T) {
		c, s, id := toAnnounce(t, model.PostBefore)
		c.clock.pass(40*time.Minute - time.Second)
		c.carry(t)
		c.told(t)
		c.clock.pass(time.Second)
		c.carry(t)
		c.carry(t)
		c.told(t, "a")
		if r := c.remote(t, id); !r.Posted.Equal(c.clock.Now()) {
			t.Errorf("%+v", r)
		}
		// Saved again as it is, it is not told again; another link is.
		edit := model.RemoteEdit{Lesson: id, Begins: at(13, 0), Ends: at(14, 0), Post: model.PostNow}
		c.make(t, s, edit)
		c.carry(t)
		c.told(t, "a")
		says(t, "another link", s.SetCallLink(s.As(t.Context()), id, "https://vk.test/call/join/b"), "")
		c.carry(t)
		c.told(t, "a", "b")
	})
	t.Run("no link but the messenger's", func(t *testing.T) {
		c, _, id := toAnnounce(t, model.PostNow)
		c.update(t, func(tx *store.Tx) error {
			l, err := tx.Lesson(id)
			if err != nil {
				return err
			}
			l.Remote.Link = "https://evil.example/call/join/a"
			return tx.PutRemote(*l.Remote)
		})
		c.carry(t)
		c.told(t)
		if r := c.remote(t, id); !strings.Contains(r.Problem, "evil.example") {
			t.Errorf("the teacher is told %q", r.Problem)
		}
	})
	t.Run("never", func(t *testing.T) {
		c, _, _ := toAnnounce(t, model.PostNever)
		c.carry(t)
		c.told(t)
	})
	t.Run("not after the end", func(t *testing.T) {
		c, s, id := toAnnounce(t, model.PostBefore)
		c.clock.pass(time.Hour)
		says(t, "finish", s.FinishRemote(s.As(t.Context()), id, false), "")
		c.carry(t)
		c.told(t)
	})
	for _, tt := range []struct {
		name string
		cut  func(m *teller, cut func() error)
	}{
		{"cut before it was taken", func(m *teller, cut func() error) { m.refuse = cut }},
		{"cut before the answer", func(m *teller, cut func() error) { m.lose = cut }},
	} {
		for name, err := range map[string]error{"unknown": unknownFault(), "stop": stopped(errBroken), "killed": context.Canceled} {
			t.Run(tt.name+", "+name, func(t *testing.T) {
				c, _, id := toAnnounce(t, model.PostNow)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				killed := errors.Is(err, context.Canceled)
				tt.cut(c.teller, func() error {
					if killed {
						cancel()
					}
					return err
				})
				if err := c.keeper.CarryCalls(ctx); (err != nil) != killed {
					t.Errorf("carried: %v", err)
				}
				if r := c.remote(t, id); !r.Posted.IsZero() || (r.Problem == "") != killed {
					t.Errorf("after the cut: %+v", r)
				}
				c.teller.lose, c.teller.refuse = nil, nil
				c.clock.pass(time.Minute)
				c.agent = &agent.Agent{College: c.college, Messenger: c.teller, Log: c.agent.Log} // the program was started again
				c.keeper.SetAgent(c.agent)
				c.carry(t)
				c.carry(t)
				c.told(t, "a")
				if r := c.remote(t, id); r.Posted.IsZero() || r.Problem != "" {
					t.Errorf("at the end: %+v", r)
				}
			})
		}
	}
	t.Run("moved while it was sent", func(t *testing.T) {
		c, s, id := toAnnounce(t, model.PostNow)
		c.teller.lose = func() error {
			c.teller.lose = nil
			c.make(t, s, model.RemoteEdit{Lesson: id, Begins: at(13, 0), Ends: at(14, 0), Post: model.PostNow, Link: "https://vk.test/call/join/b"})
			return nil
		}
		c.carry(t)
		c.carry(t)
		c.told(t, "a", "b")
	})
	t.Run("taken over while it was sent", func(t *testing.T) {
		c, _, id := toAnnounce(t, model.PostNow)
		c.teller.lose = func() error {
			c.update(t, func(tx *store.Tx) error {
				_, _, err := tx.TakeOver(college.CallsLock, c.clock.Now())
				return err
			})
			return nil
		}
		if err := c.keeper.CarryCalls(t.Context()); !errors.Is(err, model.ErrTakenOver) {
			t.Errorf("carried: %v", err)
		}
		if r := c.remote(t, id); !r.Posted.IsZero() {
			t.Error("it is written down by the agent that was taken over from")
		}
	})
	t.Run("a chat that is not in VK yet", func(t *testing.T) {
		c := newClassroom(t)
		id, s := c.lesson(t, "История", 23), c.enter(t, "Учителева")
		edit := pasted(id, at(13, 0), at(14, 0))
		edit.Link, edit.Post = "https://vk.test/call/join/a", model.PostNow
		c.make(t, s, edit)
		c.carry(t)
		says(t, "without a chat", errors.New(c.remote(t, id).Problem), "у предмета нет чата")
		c.update(t, func(tx *store.Tx) error {
			teaching := c.teaching(t, "История")
			_, err := tx.InsertChat(model.Chat{Title: "А-1/История(ОГСЭ)", Auto: true,
				Key: model.ChatKey{Type: model.ChatSubject, Group: teaching.Group, Teaching: teaching.ID}})
			return err
		})
		c.carry(t)
		says(t, "before it is there", errors.New(c.remote(t, id).Problem), "ещё нет в VK")
		c.run(t, initialise)
		c.carry(t)
		c.told(t, "a")
	})
	t.Run("another community's token", func(t *testing.T) {
		c, _, id := toAnnounce(t, model.PostNow)
		c.vk.community = 701
		c.agent = &agent.Agent{College: c.college, Messenger: c.teller, Log: c.agent.Log}
		c.keeper.SetAgent(c.agent)
		c.carry(t)
		c.told(t)
		says(t, "the lesson", errors.New(c.remote(t, id).Problem), "введите его ключ")
	})
}

// TestTheJournalNamesTheChat: a lesson's card names the chat as it is called now, and none where there is none.
func TestTheJournalNamesTheChat(t *testing.T) {
	c := newClassroom(t)
	s := c.enter(t, "Учителева")
	named := func(want string) {
		t.Helper()
		page, err := s.Journal(s.As(t.Context()), model.JournalQuery{Teaching: c.teaching(t, "История").ID})
		if err != nil || page.Chat != want {
			t.Errorf("the journal names %q, %v, want %q", page.Chat, err, want)
		}
	}
	named("")
	c.run(t, initialise)
	named("А-1/История(ОГСЭ)")
	renamed := c.chat(t, "А-1/История(ОГСЭ)")
	renamed.Title, renamed.TitleByHand = "История России", true
	c.update(t, func(tx *store.Tx) error { return tx.UpdateChat(renamed.Chat) })
	named("История России")
}
