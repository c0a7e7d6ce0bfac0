package desk_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/store"
)

// stream is a college in which «История» of А-1 and «Физика» of Б-1 share a call today from 13:00 to 14:00, and whose agent
// holds an account for calls.
func stream(t *testing.T) (c *classroom, s *desk.Session, history, physics model.LessonID) {
	t.Helper()
	c = newClassroom(t)
	c.run(t, initialise)
	c.holdAccount()
	history, physics, s = c.lesson(t, "История", 23), c.lesson(t, "Физика", 23), c.enter(t, "Учителева")
	made := c.make(t, s, model.RemoteEdit{Lesson: history, With: []model.LessonID{physics}, Begins: at(13, 0), Ends: at(14, 0), Post: model.PostNow})
	if !slices.Equal(made, []model.LessonID{history, physics}) {
		t.Fatalf("made %v", made)
	}
	return c, s, history, physics
}

// shares fails the test unless the lessons have one call, or each its own.
func (c *classroom) shares(t *testing.T, a, b model.LessonID, want bool) {
	t.Helper()
	one, other := c.remote(t, a), c.remote(t, b)
	if one.Shares(&other) != want || want && (one.Link != other.Link || one.Source != other.Source) || !want && one.Link != "" && one.Link == other.Link {
		t.Errorf("share a call, want %v: %+v and %+v", want, one, other)
	}
}

// TestStreamHasOneCall: the agent starts one call, each chat is told its link, and each group joins it; each journal counts its own.
func TestStreamHasOneCall(t *testing.T) {
	c, s, history, physics := stream(t)
	c.shares(t, history, physics, true)
	c.carry(t)
	c.clock.pass(time.Hour)
	c.account.refuse = func(int) error { return refusedFault(15) }
	c.carry(t)
	for _, id := range []model.LessonID{history, physics} {
		if r := c.remote(t, id); r.Problem != "звонок ещё не начат — у входа нет права на звонки" || c.account.started != 1 {
			t.Errorf("%+v after %d attempts", r, c.account.started)
		}
	}
	c.account.refuse = nil
	c.clock.pass(time.Minute)
	c.carry(t)
	c.shares(t, history, physics, true)
	link := c.remote(t, history).Link
	if link == "" || c.remote(t, physics).Problem != "" || !slices.Equal(c.account.on(), []string{"account-2"}) {
		t.Fatalf("the link is %q, calls %q go on", link, c.account.on())
	}
	for _, chat := range []string{"А-1/История(ОГСЭ)", "Б-1/Физика"} {
		at := slices.IndexFunc(c.teller.heard(), func(said string) bool {
			return strings.HasPrefix(said, fmt.Sprint(c.chat(t, chat).Peer)) && strings.HasSuffix(said, link)
		})
		if at < 0 {
			t.Errorf("the chat %s was not told the link: %q", chat, c.teller.heard())
		}
	}
	c.opened = nil
	says(t, "a student of А-1", c.enter(t, "Алексеева").OpenRemote(c.ctx(t, "Алексеева"), history, model.WayBrowser), "")
	says(t, "a student of Б-1", c.enter(t, "Григорьева").OpenRemote(c.ctx(t, "Григорьева"), physics, model.WayBrowser), "")
	says(t, "the teacher", s.OpenRemote(s.As(t.Context()), physics, model.WayBrowser), "")
	if !slices.Equal(c.opened, []string{link, link, link}) {
		t.Errorf("opened %q, want %s", c.opened, link)
	}
	l := c.journalPage(t, "Учителева").Lessons[0]
	want := []model.StreamLesson{{Lesson: physics, Teaching: c.teaching(t, "Физика").ID, Group: "Б-1", Subject: "Физика", Joined: 1, Learners: 1}}
	if l.Remote.Joined != 1 || !slices.Equal(l.Stream, want) {
		t.Errorf("joined %d, beside %+v, want %+v", l.Remote.Joined, l.Stream, want)
	}
	if l := c.journalPage(t, "Админова").Lessons[0]; len(l.Stream) != 0 {
		t.Errorf("who leads nothing is shown %+v", l.Stream)
	}

	// Another call is another one for both.
	says(t, "renew", s.RenewCall(s.As(t.Context()), physics), "")
	c.carry(t)
	c.shares(t, history, physics, true)
	if r := c.remote(t, history); r.Link == link || !slices.Equal(c.account.on(), []string{"account-3"}) {
		t.Errorf("%+v, calls %q go on", r, c.account.on())
	}
	says(t, "a link by hand", s.SetCallLink(s.As(t.Context()), history, "https://vk.test/call/join/mine"), "")
	says(t, "the same for the other", s.SetCallLink(s.As(t.Context()), physics, "https://vk.test/call/join/mine"), "")
	c.carry(t)
	if r := c.remote(t, physics); r.Link != "https://vk.test/call/join/mine" || len(c.account.on()) != 0 {
		t.Errorf("%+v, calls %q go on", r, c.account.on())
	}
}

// TestStreamByToken: the teacher's own token starts one call, which ends with the last of its lessons.
func TestStreamByToken(t *testing.T) {
	c := newClassroom(t)
	history, physics, s := c.lesson(t, "История", 23), c.lesson(t, "Физика", 23), c.enter(t, "Учителева")
	c.signIn(t, s)
	c.make(t, s, model.RemoteEdit{Lesson: physics, Begins: at(12, 0), Ends: at(13, 0)})
	says(t, "open", s.OpenRemote(s.As(t.Context()), physics, model.WayBrowser), "")
	// The other one joins a call that goes on.
	c.make(t, s, model.RemoteEdit{Lesson: history, With: []model.LessonID{physics}, Begins: at(12, 0), Ends: at(13, 0)})
	c.shares(t, history, physics, true)
	says(t, "open the other", s.OpenRemote(s.As(t.Context()), history, model.WayBrowser), "")
	says(t, "finish one", s.FinishRemote(s.As(t.Context()), physics, false), "")
	if !c.remote(t, history).Finished.IsZero() || !slices.Equal(c.own.on(), []string{"own-1"}) {
		t.Errorf("%+v, calls %q go on", c.remote(t, history), c.own.on())
	}
	says(t, "finish the other", s.FinishRemote(s.As(t.Context()), history, false), "")
	if len(c.own.on()) != 0 || c.own.started != 1 {
		t.Errorf("calls %q go on, %d were started", c.own.on(), c.own.started)
	}
}

// TestEndOfStream: what ends one lesson of a stream ends all or leaves the others their call.
func TestEndOfStream(t *testing.T) {
	for name, end := range map[string]func(*desk.Session, context.Context, model.LessonID, bool) error{
		"finished": (*desk.Session).FinishRemote, "remote no more": (*desk.Session).DeleteRemote, "deleted": (*desk.Session).DeleteLesson,
	} {
		for _, whole := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, whole %v", name, whole), func(t *testing.T) {
				c, s, history, physics := stream(t)
				c.clock.pass(time.Hour)
				c.carry(t)
				says(t, "end", end(s, s.As(t.Context()), history, whole), "")
				c.carry(t)
				gone := map[model.LessonID]bool{}
				c.view(t, func(tx *store.Tx) error {
					for _, id := range []model.LessonID{history, physics} {
						l, err := tx.Lesson(id)
						gone[id] = err != nil || l.Remote == nil || !l.Remote.Finished.IsZero()
					}
					return nil
				})
				if !gone[history] || gone[physics] != whole || (len(c.account.on()) == 0) != whole {
					t.Errorf("over: %v, calls %q go on", gone, c.account.on())
				}
				if whole {
					return
				}
				says(t, "open the other", s.OpenRemote(s.As(t.Context()), physics, model.WayBrowser), "")
				says(t, "end the other", s.FinishRemote(s.As(t.Context()), physics, false), "")
				c.carry(t)
				if on := c.account.on(); len(on) != 0 {
					t.Errorf("calls %q go on", on)
				}
			})
		}
	}
}

// TestMoveOfStream: a lesson that moves leaves its stream, whose call is the others', or takes all along.
func TestMoveOfStream(t *testing.T) {
	for name, move := range map[string]func(c *classroom, s *desk.Session, history, physics model.LessonID, whole bool) error{
		"another day": func(c *classroom, s *desk.Session, history, _ model.LessonID, whole bool) error {
			edit := c.editing(t, history)
			edit.Date, edit.Hours, edit.Title, edit.Whole = day(24), 1, "Опричнина", whole
			_, err := s.SaveLesson(s.As(t.Context()), edit)
			return err
		},
		"another time": func(_ *classroom, s *desk.Session, history, physics model.LessonID, whole bool) error {
			edit := model.RemoteEdit{Lesson: history, Begins: at(15, 0), Ends: at(16, 0)}
			if whole {
				edit.With = []model.LessonID{physics}
			}
			_, err := s.MakeRemote(s.As(t.Context()), edit)
			return err
		},
	} {
		for _, whole := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, whole %v", name, whole), func(t *testing.T) {
				c, s, history, physics := stream(t)
				c.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingEarlyMinutes, "60") })
				c.carry(t)
				if c.remote(t, physics).Link == "" {
					t.Fatal("the call is not there")
				}
				before := c.remote(t, physics)
				says(t, "move", move(c, s, history, physics, whole), "")
				c.shares(t, history, physics, whole)
				one, other := c.remote(t, history), c.remote(t, physics)
				if !one.Begins.After(before.Begins) || other.Begins.Equal(before.Begins) == whole || other.Link != before.Link || (one.Link == before.Link) != whole {
					t.Errorf("%+v and %+v, before %+v", one, other, before)
				}
				c.view(t, func(tx *store.Tx) error {
					l, err := tx.Lesson(physics)
					if l.Title != "Смута" || l.Hours != 2 {
						t.Errorf("the other lesson is now %+v", l.Lesson)
					}
					return err
				})
				if on := c.account.on(); !slices.Equal(on, []string{"account-1"}) {
					t.Errorf("calls %q go on", on)
				}
			})
		}
	}
}

// TestStreamIsRefused: only one's own lessons of one day and time share a call, and none of them is made remote alone then.
func TestStreamIsRefused(t *testing.T) {
	c := newClassroom(t)
	history, physics, another, s := c.lesson(t, "История", 23), c.lesson(t, "Физика", 23), c.lesson(t, "Физика", 24), c.enter(t, "Учителева")
	edit := model.RemoteEdit{Lesson: history, Begins: at(13, 0), Ends: at(14, 0), With: []model.LessonID{another}}
	_, err := s.MakeRemote(s.As(t.Context()), edit)
	says(t, "another day", err, "одного дня")
	colleague := c.enter(t, "Наставникова")
	_, err = colleague.MakeRemote(colleague.As(t.Context()), model.RemoteEdit{Lesson: physics, Begins: at(13, 0), Ends: at(14, 0), With: []model.LessonID{history}})
	says(t, "another's lesson", err, "только преподаватель предмета")
	c.make(t, s, model.RemoteEdit{Lesson: physics, Begins: at(15, 0), Ends: at(16, 0)})
	edit.With = []model.LessonID{physics}
	_, err = s.MakeRemote(s.As(t.Context()), edit)
	says(t, "another time", err, "другое время")
	edit.With = nil
	edit.Begins, edit.Ends = at(15, 0), at(16, 0)
	_, err = s.MakeRemote(s.As(t.Context()), edit)
	says(t, "at its time without it", err, "у вас уже есть дистанционное занятие")
	if r := c.remote(t, history); r.Lesson != 0 {
		t.Errorf("%+v after a refusal", r)
	}
}

// TestJoinsTheWholeStream: a lesson that is to share the call of one of a stream shares that of all.
func TestJoinsTheWholeStream(t *testing.T) {
	c, s, history, physics := stream(t)
	third := c.lesson(t, twins, 23)
	made := c.make(t, s, model.RemoteEdit{Lesson: third, With: []model.LessonID{physics}, Begins: at(13, 0), Ends: at(14, 0)})
	if !slices.Equal(made, []model.LessonID{third, physics, history}) {
		t.Errorf("made %v", made)
	}
	c.shares(t, third, history, true)
	c.shares(t, third, physics, true)
}

// TestWeeklyStream: each week's repetitions share the call of their week.
func TestWeeklyStream(t *testing.T) {
	c := newClassroom(t)
	history, physics, s := c.lesson(t, "История", 23), c.lesson(t, "Физика", 23), c.enter(t, "Учителева")
	edit := model.RemoteEdit{Lesson: history, With: []model.LessonID{physics}, Begins: at(13, 0), Ends: at(14, 0), Weeks: 2, Link: "https://vk.test/call/join/w"}
	made := c.make(t, s, edit)
	if len(made) != 6 {
		t.Fatalf("made %v", made)
	}
	streams := map[model.StreamID]bool{}
	for week := range 3 {
		c.shares(t, made[2*week], made[2*week+1], true)
		r := c.remote(t, made[2*week])
		streams[r.Stream] = true
		if begins := time.Date(2026, 11, 23+7*week, 10, 0, 0, 0, time.UTC); !r.Begins.Equal(begins) || (r.Link != "") != (week == 0) {
			t.Errorf("week %d: %+v", week, r)
		}
	}
	if len(streams) != 3 {
		t.Errorf("the streams are %v", streams)
	}
	edit.Begins, edit.Ends, edit.Link = at(14, 0), at(15, 0), ""
	if again := c.make(t, s, edit); !slices.Equal(again, made) || c.remote(t, physics).Link != "https://vk.test/call/join/w" {
		t.Errorf("moved %v, %+v", again, c.remote(t, physics))
	}
}

// TestStreamRingsOnce: the teacher is reminded of a stream once, each group of its own lesson.
func TestStreamRingsOnce(t *testing.T) {
	c, s, history, physics := stream(t)
	teacher, first, second := listen(t, s), c.enter(t, "Алексеева"), c.enter(t, "Григорьева")
	one, other := listen(t, first), listen(t, second)
	c.clock.pass(55 * time.Minute)
	teacher.expect(t, s, fmt.Sprintf("soon История (ОГСЭ) %d", history))
	one.expect(t, first, fmt.Sprintf("soon История (ОГСЭ) %d", history))
	other.expect(t, second, fmt.Sprintf("soon Физика %d", physics))
}
