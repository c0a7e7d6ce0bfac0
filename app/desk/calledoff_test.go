package desk_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/store"
)

// TestCalledOff: a chat that was told of a lesson hears that it does not take place, as a reply, whichever way it goes; one
// that was not, or whose lesson is over, hears nothing.
func TestCalledOff(t *testing.T) {
	const off = "Дистанционное занятие отменено: История (ОГСЭ)\n23.11.2026, 13:00–14:00"
	for name, drop := range map[string]func(*desk.Session, context.Context, model.LessonID, bool) error{
		"remote no more": (*desk.Session).DeleteRemote, "deleted": (*desk.Session).DeleteLesson,
	} {
		t.Run(name, func(t *testing.T) {
			c, s, id := announced(t)
			says(t, "drop", drop(s, s.As(t.Context()), id, false), "")
			c.carry(t)
			c.hears(t, "Дистанционное занятие: История", off)
			if heard := c.teller.heard(); len(heard) != 2 {
				t.Errorf("the chat heard %q", heard)
			}
		})
		t.Run(name+", not told", func(t *testing.T) {
			c := newClassroom(t)
			c.run(t, initialise)
			id, s := c.lesson(t, "История", 23), c.enter(t, "Учителева")
			c.make(t, s, model.RemoteEdit{Lesson: id, Begins: at(13, 0), Ends: at(14, 0), Post: model.PostBefore, PostMinutes: 30})
			c.carry(t)
			says(t, "drop", drop(s, s.As(t.Context()), id, false), "")
			c.carry(t)
			if heard := c.teller.heard(); len(heard) != 0 {
				t.Errorf("the chat heard %q", heard)
			}
		})
		t.Run(name+", over", func(t *testing.T) {
			c, s, id := announced(t)
			c.clock.pass(2 * time.Hour)
			says(t, "drop", drop(s, s.As(t.Context()), id, false), "")
			c.carry(t)
			if heard := c.teller.heard(); len(heard) != 1 {
				t.Errorf("the chat heard %q", heard)
			}
		})
		t.Run(name+", finished", func(t *testing.T) {
			c, s, id := announced(t)
			c.clock.pass(time.Hour)
			says(t, "finish", s.FinishRemote(s.As(t.Context()), id, false), "")
			says(t, "drop", drop(s, s.As(t.Context()), id, false), "")
			c.carry(t)
			if heard := c.teller.heard(); len(heard) != 1 {
				t.Errorf("the chat heard %q", heard)
			}
		})
	}
	t.Run("killed", func(t *testing.T) {
		c, s, id := announced(t)
		says(t, "drop", s.DeleteRemote(s.As(t.Context()), id, false), "")
		ctx, cancel := context.WithCancel(t.Context())
		c.teller.lose = func() error { cancel(); return context.Canceled }
		if err := c.keeper.CarryCalls(ctx); err == nil {
			t.Error("carried")
		}
		c.teller.lose = nil
		c.carry(t)
		c.hears(t, "Дистанционное занятие: История", off)
		if heard := c.teller.heard(); len(heard) != 2 {
			t.Errorf("the chat heard %q", heard)
		}
	})
	t.Run("no connection", func(t *testing.T) {
		c, s, id := announced(t)
		says(t, "drop", s.DeleteRemote(s.As(t.Context()), id, false), "")
		c.teller.refuse = func() error { return stopped(errBroken) }
		c.carry(t)
		c.teller.refuse = nil
		c.clock.pass(time.Minute)
		c.carry(t)
		c.hears(t, "Дистанционное занятие: История", off)
	})
	t.Run("taken back before the chat heard", func(t *testing.T) {
		c, s, id := announced(t)
		was := c.journalPage(t, "Учителева").Lessons[0]
		says(t, "drop", s.DeleteRemote(s.As(t.Context()), id, false), "")
		zone, err := time.LoadLocation(model.DefaultSettings().TimeZone)
		must(t, err)
		c.make(t, s, was.Again(zone))
		c.carry(t)
		if heard := c.teller.heard(); len(heard) != 1 {
			t.Errorf("the chat heard %q", heard)
		}
		if now := c.journalPage(t, "Учителева").Lessons[0].Remote; !now.Begins.Equal(was.Remote.Begins) || !now.Ends.Equal(was.Remote.Ends) {
			t.Errorf("it is at %v, was at %v", now, was.Remote)
		}
	})
	t.Run("made anew", func(t *testing.T) {
		c, s, id := announced(t)
		says(t, "drop", s.DeleteRemote(s.As(t.Context()), id, false), "")
		c.carry(t)
		c.hears(t, "Дистанционное занятие: История", off)
		c.clock.pass(time.Minute)
		c.make(t, s, model.RemoteEdit{Lesson: id, Begins: at(13, 0), Ends: at(14, 0), Post: model.PostNow})
		c.carry(t)
		c.hears(t, "", "Дистанционное занятие: История (ОГСЭ)\n23.11.2026, 13:00–14:00\nТема: Смута\nСсылка на звонок придёт сюда к началу занятия.")
	})
}

// TestMoved: a lesson that moves is told of as moved, in a new message that is a reply where the messenger gave a number and
// the message is still there; moved there and back again, both are told.
func TestMoved(t *testing.T) {
	const text = "Дистанционное занятие перенесено: История (ОГСЭ)\nБыло: %s\nСтало: %s\nТема: Смута\nСсылка на звонок придёт сюда к началу занятия."
	const today, later, tomorrow = "23.11.2026, 13:00–14:00", "23.11.2026, 15:00–16:00", "24.11.2026, 15:00–16:00"
	c, s, id := announced(t)
	edit := model.RemoteEdit{Lesson: id, Begins: at(15, 0), Ends: at(16, 0), Post: model.PostNow}
	c.make(t, s, edit)
	c.carry(t)
	c.hears(t, "занятие: История", fmt.Sprintf(text, today, later))
	lesson := c.editing(t, id)
	lesson.Date = day(24)
	_, err := s.SaveLesson(s.As(t.Context()), lesson)
	says(t, "another day", err, "")
	c.carry(t)
	c.hears(t, "Стало: "+later, fmt.Sprintf(text, later, tomorrow))
	lesson = c.editing(t, id)
	lesson.Date = day(23)
	_, err = s.SaveLesson(s.As(t.Context()), lesson)
	says(t, "back", err, "")
	c.carry(t)
	c.hears(t, "Стало: "+tomorrow, fmt.Sprintf(text, tomorrow, later))
	edit.Begins, edit.Ends = at(13, 0), at(14, 0)
	c.teller.deleted = true // somebody took our messages out of the chat
	c.clock.pass(time.Second)
	c.make(t, s, edit)
	c.carry(t)
	c.hears(t, "", fmt.Sprintf(text, later, today))
	if heard := c.teller.heard(); len(heard) != 5 {
		t.Errorf("the chat heard %q", heard)
	}
	t.Run("no numbers", func(t *testing.T) {
		c := newClassroom(t)
		c.teller.silent = true
		c.run(t, initialise)
		id, s := c.lesson(t, "История", 23), c.enter(t, "Учителева")
		c.make(t, s, model.RemoteEdit{Lesson: id, Begins: at(13, 0), Ends: at(14, 0), Post: model.PostNow})
		c.carry(t)
		c.make(t, s, model.RemoteEdit{Lesson: id, Begins: at(15, 0), Ends: at(16, 0), Post: model.PostNow})
		c.carry(t)
		c.hears(t, "", fmt.Sprintf(text, today, later))
	})
}

// TestToldIsForgotten: what a chat was told of a lesson stays as long as something may be said of it or its lesson shows it.
func TestToldIsForgotten(t *testing.T) {
	c, s, id := announced(t)
	told := func(after time.Duration) (n int) {
		c.update(t, func(tx *store.Tx) error { return tx.PruneTold(c.clock.Now().Add(after)) })
		c.view(t, func(tx *store.Tx) error {
			off, err := tx.CalledOff()
			n = len(off)
			return err
		})
		return n
	}
	if told(48 * time.Hour); c.remote(t, id).Posted.IsZero() {
		t.Error("a lesson that is over has forgotten what its chat was told")
	}
	says(t, "delete", s.DeleteLesson(s.As(t.Context()), id, false), "")
	if n := told(0); n != 1 {
		t.Errorf("before its time a deleted lesson has %d announcements to call off", n)
	}
	if n := told(48 * time.Hour); n != 0 {
		t.Errorf("after its time a deleted lesson has %d announcements", n)
	}
}
