package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"zvonok/model"
)

// TestWaitingRemotes: the agent finds the lessons that are not over and soon lack a call or a message, with the
// chat of their subject and what it was told.
func TestWaitingRemotes(t *testing.T) {
	s := newSchool(t)
	now := oclock(23, 7, 0)
	put := func(of model.TeachingID, r model.RemoteLesson, told ...model.Told) model.LessonID {
		r.Lesson, r.Owner = s.lesson(t, of, 23), s.teacher
		if r.Begins.IsZero() {
			r.Begins, r.Ends = oclock(23, 7, 30), oclock(23, 8, 0)
		}
		update(t, s.Store, func(tx *Tx) error {
			for _, d := range told {
				d.Lesson, d.At = r.Lesson, oclock(23, 6, 0)
				if err := tx.SetTold(d); err != nil {
					return err
				}
			}
			return tx.PutRemote(r)
		})
		return r.Lesson
	}
	asTold := model.Told{Begins: oclock(23, 7, 30), Ends: oclock(23, 8, 0), Peer: 7, Message: 3, Subject: "История", Topic: "Смута"}
	linkTold, movedFrom := asTold, asTold
	linkTold.Link, movedFrom.Begins = "https://vk.ru/call/join/a", oclock(23, 7, 10)
	const link = "https://vk.ru/call/join/a"
	noCall := put(s.history, model.RemoteLesson{Source: model.SourceAgent})
	moved := put(s.history, model.RemoteLesson{Source: model.SourceToken}, movedFrom)
	newLink := put(s.history, model.RemoteLesson{Source: model.SourceToken, Link: link, PostAt: oclock(23, 6, 0)}, asTold)
	later := put(s.second, model.RemoteLesson{Source: model.SourcePasted, Link: link, PostAt: oclock(23, 7, 20)})
	due := put(s.physics, model.RemoteLesson{Source: model.SourceToken, Link: link, PostAt: oclock(23, 7, 0)})
	for _, r := range []model.RemoteLesson{
		{Source: model.SourcePasted, Link: link},
		{Source: model.SourceAgent, Link: link},
		{Source: model.SourceAgent, Finished: now},
		{Source: model.SourceAgent, Begins: oclock(23, 6, 0), Ends: now},
		{Source: model.SourcePasted, Link: link, PostAt: oclock(23, 7, 41)},
		{Source: model.SourceAgent, Begins: oclock(23, 7, 51), Ends: oclock(23, 9, 0)},
	} {
		put(s.history, r)
	}
	put(s.history, model.RemoteLesson{Source: model.SourcePasted, Link: link, PostAt: oclock(23, 6, 0)}, linkTold)
	put(s.history, model.RemoteLesson{Source: model.SourcePasted, Link: link}, asTold)
	put(s.history, model.RemoteLesson{Source: model.SourcePasted, PostAt: oclock(23, 6, 0)}, linkTold)
	update(t, s.Store, func(tx *Tx) error {
		for _, c := range []model.Chat{
			{Key: model.ChatKey{Type: model.ChatSubject, Group: s.b, Teaching: s.physics}, Title: "Физика", Auto: true, Peer: 2_000_000_007},
			{Key: model.ChatKey{Type: model.ChatSubject, Group: s.a, Teaching: s.second}, Title: "Английский", Auto: true},
			{Key: model.ChatKey{Type: model.ChatSubject, Group: s.a, Teaching: s.history}, Title: "История руками"},
		} {
			id, err := tx.InsertChat(c)
			if err != nil {
				return err
			}
			c.ID = id
			if err := tx.SetChatAnswer(c); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s.Store, func(tx *Tx) error {
		waiting, err := tx.WaitingRemotes(now, now.Add(40*time.Minute), 10*time.Minute)
		var got []WaitingRemote
		for _, w := range waiting {
			if w.Topic != "Смута" {
				t.Errorf("the topic is %q", w.Topic)
			}
			if w.Told != nil && (!w.Told.At.Equal(oclock(23, 6, 0)) || w.Told.Message != 3 || w.Told.Peer != 7 || w.Told.Topic != "Смута") {
				t.Errorf("told %+v", w.Told)
			}
			got = append(got, WaitingRemote{RemoteLesson: model.RemoteLesson{Lesson: w.Lesson}, Subject: w.Subject, HasChat: w.HasChat, Peer: w.Peer})
		}
		want := []WaitingRemote{
			{RemoteLesson: model.RemoteLesson{Lesson: noCall}, Subject: "История (ОГСЭ)"},
			{RemoteLesson: model.RemoteLesson{Lesson: moved}, Subject: "История (ОГСЭ)"},
			{RemoteLesson: model.RemoteLesson{Lesson: newLink}, Subject: "История (ОГСЭ)"},
			{RemoteLesson: model.RemoteLesson{Lesson: due}, Subject: "Физика", HasChat: true, Peer: 2_000_000_007},
			{RemoteLesson: model.RemoteLesson{Lesson: later}, Subject: "Английский язык, подгруппа 2", HasChat: true},
		}
		if !slices.Equal(got, want) {
			t.Errorf("waiting: %+v, want %+v", got, want)
		}
		return err
	})
}

func TestCallsToEnd(t *testing.T) {
	s := newSchool(t)
	update(t, s.Store, func(tx *Tx) error { return errors.Join(tx.EndCall("b"), tx.EndCall("a"), tx.EndCall("b")) })
	update(t, s.Store, func(tx *Tx) error {
		before, err := tx.CallsToEnd()
		err = errors.Join(err, tx.CallEnded("a"))
		after, err2 := tx.CallsToEnd()
		if !slices.Equal(before, []string{"a", "b"}) || !slices.Equal(after, []string{"b"}) {
			t.Errorf("to end %q, then %q", before, after)
		}
		return errors.Join(err, err2)
	})
}

// TestNextEdge: a lesson opens, begins and ends; what is over has no edge.
func TestNextEdge(t *testing.T) {
	s := newSchool(t)
	s.remote(t, s.lesson(t, s.history, 22), oclock(22, 7, 0), oclock(22, 8, 30))
	s.remote(t, s.lesson(t, s.history, 23), oclock(23, 7, 0), oclock(23, 8, 30))
	for _, tt := range []struct{ now, want time.Time }{
		{oclock(22, 6, 0), oclock(22, 6, 45)}, {oclock(22, 6, 45), oclock(22, 7, 0)}, {oclock(22, 7, 0), oclock(22, 8, 30)},
		{oclock(22, 8, 30), oclock(23, 6, 45)}, {oclock(23, 8, 29), oclock(23, 8, 30)}, {oclock(23, 8, 30), time.Time{}},
	} {
		view(t, s.Store, func(tx *Tx) error {
			edge, err := tx.NextEdge(tt.now, 15*time.Minute)
			if !edge.Equal(tt.want) {
				t.Errorf("after %v comes %v, want %v", tt.now, edge, tt.want)
			}
			return err
		})
	}
}
