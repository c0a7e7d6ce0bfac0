package store

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"zvonok/model"
)

// hear collects what is told until the test ends.
func hear(t *testing.T, s *Store) func() []model.Change {
	var mu sync.Mutex
	var told []model.Change
	t.Cleanup(s.Subscribe(func(c model.Change) {
		mu.Lock()
		defer mu.Unlock()
		told = append(told, c)
	}))
	return func() []model.Change {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(told)
	}
}

func write(t *testing.T, s *Store, fn func(*Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func chats(ids ...model.ChatID) func(*Tx) error {
	return func(tx *Tx) error { tx.changed.Chats = append(tx.changed.Chats, ids...); return nil }
}

func lessons(tx *Tx) error { tx.changed.Lessons = true; return nil }

func nothing(*Tx) error { return nil }

// TestEventsAreNumbered: each commit that changes something has the next number, and one that changes nothing has none.
func TestEventsAreNumbered(t *testing.T) {
	s := openAt(t, t.TempDir())
	told := hear(t, s)
	first := s.Position().Number
	write(t, s, chats(7, 5, 7))
	write(t, s, nothing)
	write(t, s, lessons)
	got := told()
	if len(got) != 2 || got[0].Number != first+1 || got[1].Number != first+2 || !slices.Equal(got[0].Chats, []model.ChatID{5, 7}) {
		t.Errorf("told %+v after %d", got, first)
	}
	if at := s.Position(); at.Number != first+2 || at.Generation == "" {
		t.Errorf("the college is at %+v", at)
	}
	many := make([]model.ChatID, mostKeys+1)
	for i := range many {
		many[i] = model.ChatID(i + 1)
	}
	write(t, s, chats(many...))
	if last := told()[2]; !last.All || last.Chats != nil {
		t.Errorf("a change of very many chats is %+v", last)
	}
}

// TestEventsNameJournals: what is written in a journal is told by its subject, and a lesson that went with it by all lessons.
func TestEventsNameJournals(t *testing.T) {
	s := newSchool(t)
	lesson := s.lesson(t, s.history, 23)
	told := hear(t, s.Store)
	write(t, s.Store, func(tx *Tx) error {
		return errors.Join(tx.SetMark(lesson, 0, model.StudentMark{Person: s.ivanov, Mark: 5}),
			tx.SetAbsence(model.CellKey{Lesson: lesson, Person: s.petrova}, 1))
	})
	write(t, s.Store, func(tx *Tx) error {
		return errors.Join(tx.SetMark(lesson, 0, model.StudentMark{Person: s.ivanov}), tx.DeleteLesson(lesson))
	})
	got := told()
	if len(got) != 2 || !slices.Equal(got[0].Journals, []model.TeachingID{s.history}) || got[0].Lessons || !got[1].Lessons {
		t.Errorf("told %+v", got)
	}
}

// TestEventsOfAnotherProcess: its writes are told here once, whether a look or the next commit here comes first.
func TestEventsOfAnotherProcess(t *testing.T) {
	dir := t.TempDir()
	here, there := openAt(t, dir), openAt(t, dir)
	told, toldThere := hear(t, here), hear(t, there)
	write(t, there, chats(3))
	write(t, here, lessons)
	if got := told(); len(got) != 1 || !got[0].Lessons || !slices.Equal(got[0].Chats, []model.ChatID{3}) {
		t.Errorf("with the next commit told %+v", got)
	}
	if c, err := here.Elsewhere(t.Context()); err != nil || !c.IsZero() {
		t.Errorf("told again: %+v, %v", c, err)
	}
	write(t, there, chats(4))
	if c, err := here.Elsewhere(t.Context()); err != nil || !slices.Equal(c.Chats, []model.ChatID{4}) || c.Number != there.Position().Number {
		t.Errorf("at a look told %+v, %v", c, err)
	}
	if got := told(); len(got) != 2 || got[1].Number != here.Position().Number {
		t.Errorf("the look told %+v", got)
	}
	if got := toldThere(); len(got) != 2 || !got[1].Lessons {
		t.Errorf("there was told %+v", got) // the commit here came between
	}
}

// TestEventsComeInOrder: with many writers at once, and subscribers that write themselves.
func TestEventsComeInOrder(t *testing.T) {
	s := openAt(t, t.TempDir())
	var once sync.Once
	t.Cleanup(s.Subscribe(func(model.Change) { once.Do(func() { write(t, s, lessons) }) }))
	told := hear(t, s)
	first := s.Position().Number
	var writers sync.WaitGroup
	const each, of = 20, 4
	for range of {
		writers.Go(func() {
			for range each {
				if err := s.Update(context.Background(), lessons); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	last := first
	for _, c := range told() {
		if c.Number <= last {
			t.Fatalf("%d is told after %d", c.Number, last)
		}
		last = c.Number
	}
	if want := first + each*of + 1; last != want || s.Position().Number != want {
		t.Errorf("told up to %d, the college is at %d, want %d", last, s.Position().Number, want)
	}
}

// TestSince: a reader that was away is told what changed meanwhile, or that anything may have.
func TestSince(t *testing.T) {
	s := openAt(t, t.TempDir())
	seen := s.Position()
	write(t, s, chats(3))
	write(t, s, lessons)
	for _, tt := range []struct {
		what string
		seen model.Position
		want model.Change
	}{
		{"from before both", seen, model.Change{Chats: []model.ChatID{3}, Lessons: true}},
		{"from between them", model.Position{Number: seen.Number + 1, Generation: seen.Generation}, model.Change{Lessons: true}},
		{"of now", s.Position(), model.Change{}},
		{"of another generation", model.Position{Number: seen.Number + 2, Generation: "x"}, model.Anything()},
		{"of numbers to come", model.Position{Number: seen.Number + 9, Generation: seen.Generation}, model.Anything()},
	} {
		c, now, err := s.Since(t.Context(), tt.seen)
		tt.want.Number = seen.Number + 2
		if err != nil || now != s.Position() || !slices.Equal(c.Chats, tt.want.Chats) || c.All != tt.want.All || c.Lessons != tt.want.Lessons || c.Number != tt.want.Number {
			t.Errorf("%s: %+v at %+v, %v", tt.what, c, now, err)
		}
	}
	s.now = func() time.Time { return time.Now().Add(eventsKept + time.Hour) }
	if err := s.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c, now, err := s.Since(t.Context(), seen); err != nil || !c.All || now != s.Position() {
		t.Errorf("from before what is forgotten: %+v at %+v, %v", c, now, err)
	}
	write(t, s, lessons)
	if got := s.Position().Number; got != seen.Number+3 {
		t.Errorf("after the forgetting the next number is %d", got)
	}
}

// TestReplaceRenewsGeneration: after a restore, here or in another process, anything may have changed.
func TestReplaceRenewsGeneration(t *testing.T) {
	dir := t.TempDir()
	here, there := openAt(t, dir), openAt(t, dir)
	path := t.TempDir() + "/copy.db"
	if err := here.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	write(t, here, chats(3))
	before := here.Position()
	told := hear(t, here)
	if _, err := there.Replace(t.Context(), path, false); err != nil {
		t.Fatal(err)
	}
	if c, err := here.Elsewhere(t.Context()); err != nil || !c.All || !c.Roster {
		t.Errorf("of a restore elsewhere is told %+v, %v", c, err)
	}
	if at := here.Position(); at.Generation == before.Generation || at != there.Position() || at.Number >= before.Number {
		t.Errorf("the college is at %+v, there at %+v, before at %+v", at, there.Position(), before)
	}
	write(t, here, lessons)
	if got := told(); len(got) != 2 || !got[1].Lessons || got[1].Number != here.Position().Number {
		t.Errorf("told %+v", got)
	}
}
