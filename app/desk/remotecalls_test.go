package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// TestCallSources: a call is started when the lesson is opened, by the teacher's token, else by the agent's account, else the
// teacher is asked for its link. Nothing is started before.
func TestCallSources(t *testing.T) {
	refuse := func(err error) func(int) error { return func(int) error { return err } }
	needsLink := model.ErrNeedsLink.Error()
	for _, tt := range []struct {
		name     string
		signedIn bool
		mayNot   bool // the token may not call
		account  bool // the agent holds one
		link     bool // pasted
		prepare  func(*classroom)
		offered  model.CallSource // when the lesson is made
		source   model.CallSource // once it was opened
		err      string
		own      int // calls started by the token
		agent    int // and by the account
	}{
		{name: "token", signedIn: true, account: true, offered: model.SourceToken, source: model.SourceToken, own: 1},
		{name: "account", account: true, offered: model.SourceAgent, source: model.SourceAgent, agent: 1},
		{name: "a token that may not call", signedIn: true, mayNot: true, account: true, offered: model.SourceAgent, source: model.SourceAgent, agent: 1},
		{name: "nothing", offered: model.SourcePasted, source: model.SourcePasted, err: needsLink},
		{name: "pasted", link: true, offered: model.SourcePasted, source: model.SourcePasted},
		{name: "pasted all the same", signedIn: true, account: true, link: true, offered: model.SourceToken, source: model.SourcePasted},
		{name: "refused, account", signedIn: true, account: true, offered: model.SourceToken, source: model.SourceAgent, own: 1, agent: 1,
			prepare: func(c *classroom) { c.own.refuse = refuse(refusedFault(27)) }},
		{name: "refused, nothing else", signedIn: true, offered: model.SourceToken, source: model.SourceToken, own: 1,
			prepare: func(c *classroom) { c.own.refuse = refuse(refusedFault(15)) },
			err:     "VK не начал звонок от вашего имени (у входа нет права на звонки): " + needsLink},
		{name: "no connection", signedIn: true, account: true, offered: model.SourceToken, source: model.SourceAgent, own: 1, agent: 1,
			prepare: func(c *classroom) { c.own.refuse = refuse(stopped(errBroken)) }},
		{name: "the answer is lost", signedIn: true, account: true, offered: model.SourceToken, source: model.SourceToken, own: 1,
			prepare: func(c *classroom) { c.own.lose = refuse(unknownFault()) }, err: "VK не подтвердил, что звонок начат"},
		{name: "a link that leads elsewhere", signedIn: true, account: true, offered: model.SourceToken, source: model.SourceAgent, own: 1, agent: 1,
			prepare: func(c *classroom) { c.own.host = "evil.example" }},
		{name: "an account that is refused", account: true, offered: model.SourceAgent, source: model.SourceAgent, agent: 1,
			prepare: func(c *classroom) { c.account.refuse = refuse(refusedFault(15)) }, err: "у входа нет права на звонки: " + needsLink},
		{name: "an account somewhere else", offered: model.SourceAgent, source: model.SourceAgent, err: "ещё не готова", prepare: func(c *classroom) {
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
			if offered, err := s.CallSource(s.As(t.Context())); err != nil || offered != tt.offered {
				t.Errorf("the source is %d, %v, want %d", offered, err, tt.offered)
			}
			edit := model.RemoteEdit{Lesson: id, Begins: at(13, 0), Ends: at(14, 0)}
			if tt.link {
				edit = pasted(id, at(13, 0), at(14, 0))
			}
			c.make(t, s, edit)
			c.carry(t)
			if r := c.remote(t, id); (r.Link != "") != tt.link || c.own.started+c.account.started != 0 {
				t.Errorf("before it is opened: %+v, %d calls were started", r, c.own.started+c.account.started)
			}
			c.clock.pass(time.Hour)
			c.opened = nil
			says(t, "open", s.OpenRemote(s.As(t.Context()), id, model.WayBrowser), tt.err)
			r := c.remote(t, id)
			if r.Source != tt.source || (r.Link != "") != (tt.err == "") || len(c.opened) > 0 && c.opened[0] != r.Link {
				t.Errorf("%+v, opened %q", r, c.opened)
			}
			if c.own.started != tt.own || c.account.started != tt.agent {
				t.Errorf("%d calls were started by the token, %d by the account", c.own.started, c.account.started)
			}
			if on := len(c.own.on()); tt.source == model.SourceToken && tt.err == "" && on != 1 || tt.name == "a link that leads elsewhere" && on != 0 {
				t.Errorf("%d calls go on", on)
			}
		})
	}
	t.Run("only for teachers", func(t *testing.T) {
		c := newClassroom(t)
		for who, words := range map[string]string{"Завхозова": "нет права", "Алексеева": "нет права", "": "владелец файла"} {
			_, err := c.enter(t, who).CallSource(c.ctx(t, who))
			says(t, who, err, words)
		}
	})
}

// TestAStudentWaitsForTheCall: a learner starts no call, and is told what to wait for.
func TestAStudentWaitsForTheCall(t *testing.T) {
	c := newClassroom(t)
	id, teacher, student := c.lesson(t, "История", 23), c.enter(t, "Учителева"), c.enter(t, "Алексеева")
	c.signIn(t, teacher)
	c.make(t, teacher, model.RemoteEdit{Lesson: id, Begins: at(12, 0), Ends: at(14, 0)})
	const words = "преподаватель ещё не начал звонок"
	says(t, "may the student", student.MayOpenRemote(student.As(t.Context()), id), words)
	says(t, "the student", student.OpenRemote(student.As(t.Context()), id, model.WayBrowser), words)
	says(t, "the student renews", student.RenewCall(student.As(t.Context()), id), words)
	c.opened = nil
	says(t, "may the teacher", teacher.MayOpenRemote(teacher.As(t.Context()), id), "")
	if c.own.started != 0 {
		t.Errorf("%d calls were started", c.own.started)
	}
	says(t, "the teacher", teacher.OpenRemote(teacher.As(t.Context()), id, model.WayBrowser), "")
	says(t, "the student then", student.OpenRemote(student.As(t.Context()), id, model.WayBrowser), "")
	if link := c.remote(t, id).Link; !slices.Equal(c.opened, []string{link, link}) || c.own.started != 1 {
		t.Errorf("opened %q, %d calls were started", c.opened, c.own.started)
	}
	says(t, "the student renews then", student.RenewCall(student.As(t.Context()), id), "только преподаватель предмета")
}

// TestTwoStartOneCall: when somebody else started the lesson's call meanwhile, that one is joined and one's own ends.
func TestTwoStartOneCall(t *testing.T) {
	c := newClassroom(t)
	id, s := c.lesson(t, "История", 23), c.enter(t, "Учителева")
	c.signIn(t, s)
	c.make(t, s, model.RemoteEdit{Lesson: id, Begins: at(12, 0), Ends: at(14, 0)})
	const other = "https://vk.test/call/join/other"
	c.own.refuse = func(int) error {
		c.update(t, func(tx *store.Tx) error {
			l, err := tx.Lesson(id)
			if err != nil {
				return err
			}
			l.Remote.Link, l.Remote.Source = other, model.SourceAgent
			return tx.PutRemote(*l.Remote)
		})
		return nil
	}
	c.opened = nil
	says(t, "open", s.OpenRemote(s.As(t.Context()), id, model.WayBrowser), "")
	if r := c.remote(t, id); r.Link != other || !slices.Equal(c.opened, []string{other}) || len(c.own.on()) != 0 {
		t.Errorf("%+v, opened %q, calls %q go on", r, c.opened, c.own.on())
	}
}

// TestRenewCall: «Звонок не открылся: создать новый» replaces the call for everybody, and the chat hears of the new link.
func TestRenewCall(t *testing.T) {
	for _, tt := range []struct {
		name              string
		signedIn, account bool
		before, after     string
		err               string
	}{
		{name: "token", signedIn: true, before: "own-1", after: "own-2"},
		{name: "account", account: true, before: "account-1", after: "account-2"},
		{name: "by hand", before: "by-hand", after: "by-hand", err: model.ErrNeedsLink.Error()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			const where = "https://vk.test/call/join/"
			c := newClassroom(t)
			c.run(t, initialise)
			id, s, student := c.lesson(t, "История", 23), c.enter(t, "Учителева"), c.enter(t, "Алексеева")
			if tt.account {
				c.holdAccount()
			}
			if tt.signedIn {
				c.signIn(t, s)
			}
			c.make(t, s, model.RemoteEdit{Lesson: id, Begins: at(12, 0), Ends: at(14, 0), Post: model.PostNow})
			if tt.err != "" {
				says(t, "the link", s.SetCallLink(s.As(t.Context()), id, where+tt.before), "")
			}
			says(t, "open", s.OpenRemote(s.As(t.Context()), id, model.WayBrowser), "")
			c.carry(t)
			if r := c.remote(t, id); r.Link != where+tt.before {
				t.Fatalf("%+v", r)
			}
			says(t, "renew", s.RenewCall(s.As(t.Context()), id), tt.err)
			c.carry(t)
			if tt.err != "" {
				if r := c.remote(t, id); r.Link != where+tt.before {
					t.Errorf("a link that nothing replaces: %+v", r)
				}
				tt.after = "by-hand-2"
				says(t, "another link", s.SetCallLink(s.As(t.Context()), id, where+tt.after), "")
				c.carry(t)
			}
			c.opened = nil
			says(t, "open again", s.OpenRemote(s.As(t.Context()), id, model.WayBrowser), "")
			says(t, "a student", student.OpenRemote(student.As(t.Context()), id, model.WayBrowser), "")
			if !slices.Equal(c.opened, []string{where + tt.after, where + tt.after}) {
				t.Errorf("opened %q", c.opened)
			}
			if on := slices.Concat(c.own.on(), c.account.on()); tt.err == "" && !slices.Equal(on, []string{tt.after}) {
				t.Errorf("calls %q go on", on)
			}
			if heard := c.teller.heard(); !strings.Contains(heard[len(heard)-1], "прежняя не действует") || !strings.HasSuffix(heard[len(heard)-1], where+tt.after) {
				t.Errorf("the chat heard %q", heard)
			}
		})
	}
}

// TestAgentStartsCalls: a lesson gets a call at the earliest minute of entry and not before, whatever happens in between, and
// its problem stands there in words meanwhile.
func TestAgentStartsCalls(t *testing.T) {
	c := newClassroom(t)
	ctx := t.Context()
	c.holdAccount()
	id, s := c.lesson(t, "История", 23), c.enter(t, "Учителева")
	c.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingEarlyMinutes, "10") })
	c.make(t, s, model.RemoteEdit{Lesson: id, Begins: at(12, 20), Ends: at(14, 0)})
	c.clock.pass(10*time.Minute - time.Second)
	c.carry(t)
	if r := c.remote(t, id); c.account.started != 0 || r.Link != "" || r.Problem != "" {
		t.Fatalf("before anybody may enter: %+v, %d calls were started", r, c.account.started)
	}
	c.clock.pass(time.Second)

	c.account.refuse = func(int) error { return refusedFault(15) }
	c.carry(t)
	if r := c.remote(t, id); r.Problem != "звонок ещё не начат — у входа нет права на звонки" || r.Link != "" {
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
	says(t, "with a link", s.OpenRemote(s.As(ctx), id, model.WayBrowser), "")

	// The agent ends what it began, also when the lesson is no more.
	c.account.finishErr = stopped(errBroken)
	says(t, "finish", s.FinishRemote(s.As(ctx), id, false), "")
	c.carry(t)
	says(t, "delete", s.DeleteRemote(s.As(ctx), id, false), "")
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
	if _, err := s.CallStarted(s.As(t.Context()), id); !errors.Is(err, model.ErrNeedsLink) || strings.Count(err.Error(), "ссылку") != 1 || strings.Count(err.Error(), ":") != 1 {
		t.Errorf("its teacher reads: %v", err)
	}
	says(t, "a pasted link", s.SetCallLink(s.As(t.Context()), id, "https://vk.test/call/join/mine"), "")
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
	c.account.refuse = func(int) error { return s.DeleteRemote(s.As(t.Context()), id, false) }
	c.carry(t)
	c.carry(t)
	if on := c.account.on(); len(on) != 0 || c.account.started != 1 {
		t.Errorf("calls %q go on, %d were started", on, c.account.started)
	}
}
