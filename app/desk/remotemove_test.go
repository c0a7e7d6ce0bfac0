package desk_test

import (
	"testing"
	"time"

	"zvonok/app/lessons"
	"zvonok/model"
	"zvonok/model/store"
)

// TestOverlap: a time that the teacher's or the group's other remote lesson takes is refused, and that one named.
func TestOverlap(t *testing.T) {
	c := newClassroom(t)
	ctx := t.Context()
	history, physics := c.lesson(t, "История", 24), c.lesson(t, "Физика", 24)
	teacher := c.enter(t, "Учителева")
	c.make(t, teacher, pasted(history, at(10, 0), at(11, 0)))
	_, err := teacher.MakeRemote(teacher.As(ctx), pasted(physics, at(10, 30), at(11, 30)))
	says(t, "the teacher's own", err, "у вас уже есть дистанционное занятие: А-1, История (ОГСЭ), 24.11.2026 10:00–11:00")
	c.make(t, teacher, pasted(physics, at(11, 0), at(12, 0)))
	_, err = teacher.MakeRemote(teacher.As(ctx), pasted(history, at(10, 0), at(11, 1)))
	says(t, "new times", err, "Физика, 24.11.2026 11:00–12:00")
	if r := c.remote(t, history); r.Ends.Sub(r.Begins) != time.Hour {
		t.Errorf("the lesson lasts %v after a refusal", r.Ends.Sub(r.Begins))
	}
}

// TestEditKeepsCall: new times of a remote lesson leave its link and its call alone.
func TestEditKeepsCall(t *testing.T) {
	c := newClassroom(t)
	id := c.lesson(t, "История", 24)
	teacher := c.enter(t, "Учителева")
	c.signIn(t, teacher)
	c.make(t, teacher, model.RemoteEdit{Lesson: id, Begins: at(10, 0), Ends: at(11, 0)})
	c.clock.pass(22 * time.Hour)
	says(t, "open", teacher.OpenRemote(teacher.As(t.Context()), id, model.WayBrowser), "")
	before := c.remote(t, id)
	c.make(t, teacher, model.RemoteEdit{Lesson: id, Begins: at(12, 0), Ends: at(13, 0)})
	after := c.remote(t, id)
	if after.Link != before.Link || after.CallID != before.CallID || after.Source != model.SourceToken || c.own.started != 1 {
		t.Errorf("%+v became %+v", before, after)
	}
	if got := after.Begins.Sub(before.Begins); got != 2*time.Hour {
		t.Errorf("moved by %v", got)
	}
	// Another link replaces the call, which ends.
	says(t, "another link", teacher.SetCallLink(teacher.As(t.Context()), id, " https://vk.test/call/join/mine?x=1 "), "")
	if r := c.remote(t, id); r.Link != "https://vk.test/call/join/mine" || r.Source != model.SourcePasted || r.CallID != "" || len(c.own.on()) != 0 {
		t.Errorf("%+v, calls %q", r, c.own.on())
	}
}

// TestMoveRemote: the times of a remote lesson go along with its day.
func TestMoveRemote(t *testing.T) {
	for _, tt := range []struct {
		name   string
		now    string // UTC, when it is moved
		finish bool
		posted bool
		to     int
		err    string
	}{
		{name: "ahead", now: "2026-11-24 06:00:00", to: 26},
		{name: "told already", now: "2026-11-24 06:00:00", posted: true, to: 26},
		{name: "taken", now: "2026-11-24 06:00:00", to: 25, err: "Физика, 25.11.2026 10:30"},
		{name: "passed", now: "2026-11-24 07:30:00", to: 23, err: "ещё не прошло"},
		{name: "over, into the past", now: "2026-11-24 08:30:00", to: 23},
		{name: "over, ahead", now: "2026-11-24 08:30:00", to: 26},
		{name: "over, taken", now: "2026-11-24 08:30:00", to: 25, err: "Физика"},
		{name: "finished", now: "2026-11-24 07:30:00", finish: true, to: 25},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newClassroom(t)
			id, other := c.lesson(t, "История", 24), c.lesson(t, "Физика", 25)
			teacher := c.enter(t, "Учителева")
			edit := pasted(id, at(10, 0), at(11, 0))
			edit.Post, edit.PostMinutes = model.PostBefore, 15
			c.make(t, teacher, edit)
			c.make(t, teacher, pasted(other, at(10, 30), at(11, 30)))
			now, err := time.Parse(time.DateTime, tt.now)
			if err != nil {
				t.Fatal(err)
			}
			c.clock.pass(now.Sub(c.clock.Now()))
			if tt.finish {
				says(t, "finish", teacher.FinishRemote(teacher.As(t.Context()), id, false), "")
			}
			before := c.remote(t, id)
			zone, _ := time.LoadLocation("Europe/Moscow")
			err = c.college.Store.Update(t.Context(), func(tx *store.Tx) error {
				lesson, err := tx.Lesson(id)
				if err != nil {
					return err
				}
				if tt.posted {
					err = tx.SetTold(model.Told{Lesson: id, At: now})
					lesson.Remote.Posted = now
				}
				if err != nil {
					return err
				}
				return lessons.MoveRemote(tx, teacher.Person().ID, c.teaching(t, "История").Teaching, lesson, nil, day(tt.to), zone, now)
			})
			says(t, "move", err, tt.err)
			after, shift := c.remote(t, id), time.Duration(tt.to-24)*24*time.Hour
			if tt.err != "" {
				shift = 0
			}
			if got := after.Begins.Sub(before.Begins); got != shift || after.Ends.Sub(before.Ends) != shift {
				t.Errorf("moved by %v, want %v", got, shift)
			}
			switch {
			case tt.posted:
				if !after.PostAt.Equal(before.PostAt) || !after.Posted.Equal(now) {
					t.Errorf("the chat is told at %v, was told %v", after.PostAt, after.Posted)
				}
			case tt.name == "ahead" && !after.PostAt.Equal(before.PostAt.Add(shift)):
				t.Errorf("the chat is told at %v", after.PostAt)
			}
		})
	}
}

// TestLessonTakesCallAlong: a lesson that moves takes the times of its call along or stays, and one that is
// deleted ends its call.
func TestLessonTakesCallAlong(t *testing.T) {
	c := newClassroom(t)
	ctx := t.Context()
	c.holdAccount()
	teacher := c.enter(t, "Учителева")
	byAgent, taken := c.lesson(t, "История", 24), c.lesson(t, "Физика", 25)
	c.make(t, teacher, model.RemoteEdit{Lesson: byAgent, Begins: at(10, 0), Ends: at(11, 0)})
	c.make(t, teacher, pasted(taken, at(10, 0), at(11, 0)))
	c.carry(t)
	edit := c.editing(t, byAgent)
	edit.Date = day(25)
	_, err := teacher.SaveLesson(teacher.As(ctx), edit)
	says(t, "a day that is taken", err, "Физика, 25.11.2026 10:00")
	edit.Date = day(26)
	_, err = teacher.SaveLesson(teacher.As(ctx), edit)
	says(t, "a free day", err, "")
	c.view(t, func(tx *store.Tx) error {
		l, err := tx.Lesson(byAgent)
		if !l.Date.Equal(day(26)) || l.Remote == nil || !l.Remote.Begins.Equal(time.Date(2026, 11, 26, 7, 0, 0, 0, time.UTC)) {
			t.Errorf("%+v, %+v", l.Lesson, l.Remote)
		}
		return err
	})
	c.clock.pass(2*24*time.Hour + 22*time.Hour)
	c.carry(t)
	if on := c.account.on(); len(on) != 1 {
		t.Errorf("the agent's calls are %q", on)
	}
	says(t, "delete", teacher.DeleteLesson(teacher.As(ctx), byAgent, false), "")
	c.carry(t)
	if on := c.account.on(); len(on) != 0 {
		t.Errorf("the agent's calls %q go on", on)
	}
	c.signIn(t, teacher)
	byToken := c.lesson(t, "История", 26)
	c.make(t, teacher, model.RemoteEdit{Lesson: byToken, Begins: at(10, 0), Ends: at(11, 0)})
	says(t, "open", teacher.OpenRemote(teacher.As(ctx), byToken, model.WayBrowser), "")
	says(t, "delete", teacher.DeleteLesson(teacher.As(ctx), byToken, false), "")
	if on := c.own.on(); len(on) != 0 || c.own.started != 1 {
		t.Errorf("the teacher's calls %q go on", on)
	}
}
