package app_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
)

// TestCallSources: a call is started by the teacher's token, else left to the agent's account, else asked for.
func TestCallSources(t *testing.T) {
	refuse := func(err error) func(int) error { return func(int) error { return err } }
	const paste = "вставьте ссылку"
	for _, tt := range []struct {
		name     string
		signedIn bool
		mayNot   bool // the token may not call
		account  bool // the agent holds one
		link     bool // pasted
		prepare  func(*classroom)
		offered  model.CallSource
		source   model.CallSource
		err      string
		own      int // calls started by the token
	}{
		{name: "token", signedIn: true, account: true, offered: model.SourceToken, source: model.SourceToken, own: 1},
		{name: "account", account: true, offered: model.SourceAgent, source: model.SourceAgent},
		{name: "a token that may not call", signedIn: true, mayNot: true, account: true, offered: model.SourceAgent, source: model.SourceAgent},
		{name: "nothing", offered: model.SourcePasted, err: paste},
		{name: "pasted", link: true, offered: model.SourcePasted, source: model.SourcePasted},
		{name: "pasted all the same", signedIn: true, account: true, link: true, offered: model.SourceToken, source: model.SourcePasted},
		{name: "refused, account", signedIn: true, account: true, offered: model.SourceToken, source: model.SourceAgent, own: 1,
			prepare: func(c *classroom) { c.own.refuse = refuse(refusedFault(27)) }},
		{name: "refused, nothing else", signedIn: true, offered: model.SourceToken, own: 1,
			prepare: func(c *classroom) { c.own.refuse = refuse(refusedFault(15)) },
			err:     "VK не начал звонок от вашего имени (у входа нет права на звонки). Создайте звонок в VK сами и вставьте ссылку"},
		{name: "no connection", signedIn: true, account: true, offered: model.SourceToken, source: model.SourceAgent, own: 1,
			prepare: func(c *classroom) { c.own.refuse = refuse(stopped(errBroken)) }},
		{name: "the answer is lost", signedIn: true, account: true, offered: model.SourceToken, own: 1,
			prepare: func(c *classroom) { c.own.lose = refuse(unknownFault()) }, err: "VK не подтвердил, что звонок начат"},
		{name: "a link that leads elsewhere", signedIn: true, account: true, offered: model.SourceToken, source: model.SourceAgent, own: 1,
			prepare: func(c *classroom) { c.own.host = "evil.example" }},
		{name: "an account somewhere else", offered: model.SourceAgent, source: model.SourceAgent, prepare: func(c *classroom) {
			_ = c.college.Store.Update(context.Background(), func(tx *store.Tx) error { return tx.SetSetting(store.SettingCallAccount, "1") })
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newClassroom(t)
			c.registry.mayCall = !tt.mayNot
			if tt.account {
				c.holdAccount()
			}
			if tt.prepare != nil {
				tt.prepare(c)
			}
			id, s := c.lesson(t, "История", 23), c.enter(t, "Учителева")
			if tt.signedIn {
				c.signIn(t, s)
			}
			if offered, err := s.CallSource(t.Context()); err != nil || offered != tt.offered {
				t.Errorf("the source is %d, %v, want %d", offered, err, tt.offered)
			}
			edit := model.RemoteEdit{Lesson: id, Begins: at(13, 0), Ends: at(14, 0)}
			if tt.link {
				edit = pasted(id, at(13, 0), at(14, 0))
			}
			_, err := s.MakeRemote(t.Context(), edit)
			says(t, "make", err, tt.err)
			r := c.remote(t, id)
			if r.Source != tt.source || (r.Link != "") != (tt.source != 0 && tt.source != model.SourceAgent) {
				t.Errorf("%+v", r)
			}
			if c.own.started != tt.own {
				t.Errorf("%d calls were started by the token", c.own.started)
			}
			if on := len(c.own.on()); tt.source == model.SourceToken && on != 1 || tt.name == "a link that leads elsewhere" && on != 0 {
				t.Errorf("%d calls go on", on)
			}
		})
	}
	t.Run("only for teachers", func(t *testing.T) {
		c := newClassroom(t)
		for who, words := range map[string]string{"Завхозова": "нет права", "Алексеева": "нет права", "": "владелец файла"} {
			_, err := c.enter(t, who).CallSource(t.Context())
			says(t, who, err, words)
		}
	})
}

// TestSomeCallsStarted: when the token is refused in the middle of a series, the others come from the next
// source, or none is left.
func TestSomeCallsStarted(t *testing.T) {
	third := func(n int) error {
		if n == 3 {
			return refusedFault(15)
		}
		return nil
	}
	c := newClassroom(t)
	id, s := c.lesson(t, "История", 23), c.enter(t, "Учителева")
	c.signIn(t, s)
	c.own.refuse = third
	edit := model.RemoteEdit{Lesson: id, Begins: at(13, 0), Ends: at(14, 0), Weeks: 3}
	_, err := s.MakeRemote(t.Context(), edit)
	says(t, "no source for the others", err, "вставьте ссылку")
	if on := c.own.on(); len(on) != 0 || c.remote(t, id).Lesson != 0 {
		t.Errorf("calls %q go on", on)
	}
	c.holdAccount()
	c.own.started = 0
	var sources []model.CallSource
	for _, id := range c.make(t, s, edit) {
		sources = append(sources, c.remote(t, id).Source)
	}
	if want := []model.CallSource{model.SourceToken, model.SourceToken, model.SourceAgent, model.SourceAgent}; !slices.Equal(sources, want) {
		t.Errorf("the calls come from %v, want %v", sources, want)
	}
	// A time that was taken while the calls were started: nothing is saved and they end.
	other := c.lesson(t, "История", 24)
	c.own.refuse = func(int) error {
		c.update(t, func(tx *store.Tx) error { return tx.DeleteLesson(other) })
		return nil
	}
	_, err = s.MakeRemote(t.Context(), model.RemoteEdit{Lesson: other, Begins: at(13, 0), Ends: at(14, 0)})
	if !errors.Is(err, store.ErrNotFound) || len(c.own.on()) != 2 {
		t.Errorf("%v, calls %q go on", err, c.own.on())
	}
}

// TestWeeklyRepetitions: each week's lesson of the subject on that day, or a copy, all or none.
func TestWeeklyRepetitions(t *testing.T) {
	c := newClassroom(t)
	ctx := t.Context()
	id, s := c.lesson(t, "История", 23), c.enter(t, "Учителева")
	planned := c.lesson(t, "История", 30)
	c.lesson(t, "Физика", 30) // another subject's
	c.signIn(t, s)
	edit := model.RemoteEdit{Lesson: id, Begins: at(13, 0), Ends: at(14, 30), Weeks: 2, Post: model.PostBefore, PostMinutes: 30}
	made := c.make(t, s, edit)
	if len(made) != 3 || made[0] != id || made[1] != planned {
		t.Fatalf("made %v", made)
	}
	links := map[string]bool{}
	for week, id := range made {
		r := c.remote(t, id)
		links[r.Link] = true
		if begins := time.Date(2026, 11, 23+7*week, 10, 0, 0, 0, time.UTC); !r.Begins.Equal(begins) || !r.PostAt.Equal(begins.Add(-30*time.Minute)) {
			t.Errorf("week %d: %v, told at %v", week, r.Begins, r.PostAt)
		}
	}
	if len(links) != 3 {
		t.Errorf("the lessons have %d calls", len(links))
	}
	c.view(t, func(tx *store.Tx) error {
		l, err := tx.Lesson(made[2])
		if l.Kind != model.LessonLecture || l.Hours != 2 || l.Title != "Смута" || !l.Date.Equal(day(37)) {
			t.Errorf("the copy is %+v", l.Lesson)
		}
		return err
	})
	// The series is moved: the same lessons, the same calls.
	edit.Begins, edit.Ends = at(13, 15), at(14, 45)
	if again := c.make(t, s, edit); !slices.Equal(again, made) || c.own.started != 3 {
		t.Errorf("moved %v, %d calls were started", again, c.own.started)
	}
	// One week is taken: nothing is made at all.
	physics := c.lesson(t, "Физика", 26)
	c.make(t, s, pasted(c.lesson(t, "История", 40), at(9, 0), at(10, 0)))
	_, err := s.MakeRemote(ctx, model.RemoteEdit{Lesson: physics, Begins: at(9, 30), Ends: at(10, 30), Weeks: 3, Link: "https://vk.test/call/join/p"})
	says(t, "a week that is taken", err, "А-1, История (ОГСЭ), 10.12.2026 09:00–10:00")
	count := 0
	c.view(t, func(tx *store.Tx) error {
		lessons, err := tx.Lessons(store.LessonFilter{Teaching: c.teaching(t, "Физика").ID})
		count = len(lessons)
		return err
	})
	if count != 2 || c.remote(t, physics).Lesson != 0 {
		t.Errorf("«Физика» has %d lessons, %+v", count, c.remote(t, physics))
	}
	// A pasted link is one for all the weeks.
	one := c.make(t, s, model.RemoteEdit{Lesson: physics, Begins: at(12, 0), Ends: at(13, 0), Weeks: 1, Link: "https://vk.test/call/join/p"})
	if a, b := c.remote(t, one[0]), c.remote(t, one[1]); a.Link != b.Link || a.Source != model.SourcePasted {
		t.Errorf("%+v and %+v", a, b)
	}
	for _, weeks := range []int{-1, model.MaxRemoteWeeks + 1} {
		_, err := s.MakeRemote(ctx, model.RemoteEdit{Lesson: physics, Begins: at(12, 0), Ends: at(13, 0), Weeks: weeks})
		says(t, fmt.Sprint(weeks, " weeks"), err, "повторять занятие")
	}
}

// TestTimetableRepetition: of a day's lessons the one at the same time of the timetable is made remote.
func TestTimetableRepetition(t *testing.T) {
	c := newClassroom(t)
	lesson := func(on, hour int) (id model.LessonID) {
		begins := time.Date(2026, 11, on, hour, 0, 0, 0, time.UTC)
		l := model.Lesson{Teaching: c.teaching(t, "История").ID, Date: day(on), Hours: 1, Kind: model.LessonPlain, Title: "Смута",
			Begins: begins, Ends: begins.Add(time.Hour), Scheduled: true}
		c.update(t, func(tx *store.Tx) (err error) {
			id, err = tx.AddLesson(l)
			return err
		})
		return id
	}
	second := lesson(24, 8)
	lesson(31, 7)
	want := lesson(31, 8)
	edit := pasted(second, at(11, 0), at(12, 0))
	edit.Weeks = 1
	if made := c.make(t, c.enter(t, "Учителева"), edit); !slices.Equal(made, []model.LessonID{second, want}) {
		t.Errorf("made %v, want %d and %d", made, second, want)
	}
}

// TestAgentStartsCalls: a lesson without a link gets one whatever happens in between, and its problem stands
// there in words meanwhile.
func TestAgentStartsCalls(t *testing.T) {
	c := newClassroom(t)
	ctx := t.Context()
	c.holdAccount()
	id, s := c.lesson(t, "История", 23), c.enter(t, "Учителева")
	c.make(t, s, model.RemoteEdit{Lesson: id, Begins: at(12, 0), Ends: at(14, 0)})
	says(t, "no link yet", s.OpenRemote(ctx, id, model.WayBrowser), "Ссылка на звонок ещё не готова")

	c.account.refuse = func(int) error { return refusedFault(15) }
	c.carry(t)
	if r := c.remote(t, id); r.Problem != "звонок ещё не начат: у входа нет права на звонки" || r.Link != "" {
		t.Errorf("%+v", r)
	}
	c.carry(t)
	if c.account.started != 1 {
		t.Errorf("asked %d times in a row", c.account.started)
	}
	c.account.refuse, c.account.lose = nil, func(int) error { return unknownFault() }
	c.clock.pass(time.Minute)
	c.carry(t)
	c.account.lose = nil
	c.clock.pass(2*time.Minute - time.Second)
	c.carry(t)
	if c.account.started != 2 {
		t.Errorf("asked %d times before the pause was over", c.account.started)
	}
	c.clock.pass(time.Second)
	c.carry(t)
	if r := c.remote(t, id); r.Problem != "" || r.Link != "https://vk.test/call/join/account-3" || r.CallID != "account-3" || r.Source != model.SourceAgent {
		t.Errorf("%+v", r)
	}
	says(t, "with a link", s.OpenRemote(ctx, id, model.WayBrowser), "")

	// The agent ends what it began, also when the lesson is no more.
	c.account.finishErr = stopped(errBroken)
	says(t, "finish", s.FinishRemote(ctx, id), "")
	c.carry(t)
	says(t, "delete", s.DeleteRemote(ctx, id), "")
	c.account.finishErr = nil
	c.carry(t)
	if on := c.account.on(); len(on) != 2 {
		t.Errorf("calls %q go on during the pause", on)
	}
	c.clock.pass(time.Minute)
	c.carry(t)
	if on := c.account.on(); !slices.Equal(on, []string{"account-2"}) { // nobody ever heard of that one
		t.Errorf("calls %q go on", on)
	}
	c.view(t, func(tx *store.Tx) error {
		left, err := tx.CallsToEnd()
		if len(left) != 0 {
			t.Errorf("still to end: %q", left)
		}
		return err
	})
}

// TestAccountTakenAway: lessons that wait for an account that is no more say so.
func TestAccountTakenAway(t *testing.T) {
	c := newClassroom(t)
	c.holdAccount()
	id, s := c.lesson(t, "История", 23), c.enter(t, "Учителева")
	c.make(t, s, model.RemoteEdit{Lesson: id, Begins: at(12, 0), Ends: at(14, 0)})
	c.agent.Calls = nil
	c.carry(t)
	says(t, "the lesson", errors.New(c.remote(t, id).Problem), "больше нет аккаунта")
	says(t, "a pasted link", s.SetCallLink(t.Context(), id, "https://vk.test/call/join/mine"), "")
	if r := c.remote(t, id); r.Problem != "" {
		t.Errorf("%+v", r)
	}
}

// TestCallOfDeletedLesson: a call that was started while its lesson was deleted is ended.
func TestCallOfDeletedLesson(t *testing.T) {
	c := newClassroom(t)
	c.holdAccount()
	id, s := c.lesson(t, "История", 23), c.enter(t, "Учителева")
	c.make(t, s, model.RemoteEdit{Lesson: id, Begins: at(12, 0), Ends: at(14, 0)})
	c.account.refuse = func(int) error { return s.DeleteRemote(t.Context(), id) }
	c.carry(t)
	c.carry(t)
	if on := c.account.on(); len(on) != 0 || c.account.started != 1 {
		t.Errorf("calls %q go on, %d were started", on, c.account.started)
	}
}

// TestPost: the link goes to the subject's chat once, when it is due, in the college's time.
func TestPost(t *testing.T) {
	const words = "Дистанционное занятие: История (ОГСЭ)\n23.11.2026, 13:00–14:00\nСсылка на звонок: https://vk.test/call/join/"
	// told is what the chat of the subject should have heard.
	told := func(t *testing.T, c *classroom, endings ...string) {
		t.Helper()
		var want []string
		for _, e := range endings {
			want = append(want, fmt.Sprintf("%d: %s%s", c.chat(t, "А-1/История(ОГСЭ)").Peer, words, e))
		}
		if got := c.teller.heard(); !slices.Equal(got, want) {
			t.Errorf("heard %q, want %q", got, want)
		}
	}
	begin := func(t *testing.T, post model.PostWhen) (*classroom, *app.Session, model.LessonID) {
		t.Helper()
		c := newClassroom(t)
		c.run(t, initialise)
		id, s := c.lesson(t, "История", 23), c.enter(t, "Учителева")
		edit := pasted(id, at(13, 0), at(14, 0))
		edit.Link, edit.Post, edit.PostMinutes = "https://vk.test/call/join/a", post, 20
		c.make(t, s, edit)
		return c, s, id
	}
	t.Run("when it is due", func(t *testing.T) {
		c, s, id := begin(t, model.PostBefore)
		c.clock.pass(40*time.Minute - time.Second)
		c.carry(t)
		told(t, c)
		c.clock.pass(time.Second)
		c.carry(t)
		c.carry(t)
		told(t, c, "a")
		if r := c.remote(t, id); !r.Posted.Equal(c.clock.Now()) {
			t.Errorf("%+v", r)
		}
		// Saved again as it is, it is not told again; another link is.
		edit := model.RemoteEdit{Lesson: id, Begins: at(13, 0), Ends: at(14, 0), Post: model.PostNow}
		c.make(t, s, edit)
		c.carry(t)
		told(t, c, "a")
		says(t, "another link", s.SetCallLink(t.Context(), id, "https://vk.test/call/join/b"), "")
		c.carry(t)
		told(t, c, "a", "b")
	})
	t.Run("never", func(t *testing.T) {
		c, _, _ := begin(t, model.PostNever)
		c.carry(t)
		told(t, c)
	})
	t.Run("not after the end", func(t *testing.T) {
		c, s, id := begin(t, model.PostBefore)
		c.clock.pass(time.Hour)
		says(t, "finish", s.FinishRemote(t.Context(), id), "")
		c.carry(t)
		told(t, c)
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
				c, _, id := begin(t, model.PostNow)
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
				c.agent = &app.Agent{College: c.college, Messenger: c.teller, Log: c.agent.Log} // the program was started again
				c.keeper.SetAgent(c.agent)
				c.carry(t)
				c.carry(t)
				told(t, c, "a")
				if r := c.remote(t, id); r.Posted.IsZero() || r.Problem != "" {
					t.Errorf("at the end: %+v", r)
				}
			})
		}
	}
	t.Run("moved while it was sent", func(t *testing.T) {
		c, s, id := begin(t, model.PostNow)
		c.teller.lose = func() error {
			c.teller.lose = nil
			c.make(t, s, model.RemoteEdit{Lesson: id, Begins: at(13, 0), Ends: at(14, 0), Post: model.PostNow, Link: "https://vk.test/call/join/b"})
			return nil
		}
		c.carry(t)
		c.carry(t)
		told(t, c, "a", "b")
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
		told(t, c, "a")
	})
	t.Run("another community's token", func(t *testing.T) {
		c, _, id := begin(t, model.PostNow)
		c.vk.community = 701
		c.agent = &app.Agent{College: c.college, Messenger: c.teller, Log: c.agent.Log}
		c.keeper.SetAgent(c.agent)
		c.carry(t)
		told(t, c)
		says(t, "the lesson", errors.New(c.remote(t, id).Problem), "введите его ключ")
	})
}
