package desk_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/store"
)

// listener hears the notices of a session.
type listener struct {
	mu    sync.Mutex
	heard []string
	more  chan struct{}
}

func listen(t *testing.T, s *desk.Session) *listener {
	t.Helper()
	l := &listener{more: make(chan struct{}, 100)}
	t.Cleanup(s.Watch(func(n model.Notice) {
		l.mu.Lock()
		defer l.mu.Unlock()
		kind := map[model.NoticeKind]string{model.NoticeSoon: "soon", model.NoticeEnded: "ended"}[n.Kind]
		l.heard = append(l.heard, fmt.Sprintf("%s %s %d", kind, n.Lesson.Subject, n.Lesson.ID))
		if !n.Lesson.Mine && n.Lesson.Remote != nil && n.Lesson.Remote.Link != "" {
			t.Errorf("a learner is given the link %s outside of the lesson", n.Lesson.Remote.Link)
		}
		l.more <- struct{}{}
	}))
	return l
}

// expect fails the test unless exactly this was heard since the last time, when the bell was rung.
func (l *listener) expect(t *testing.T, s *desk.Session, want ...string) {
	t.Helper()
	if err := s.Ring(s.As(t.Context())); err != nil {
		t.Fatal(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !slices.Equal(l.heard, want) {
		t.Errorf("heard %q, want %q", l.heard, want)
	}
	l.heard = nil
}

// TestBell: everybody is reminded once, five minutes before; a person who joined is told the end, once.
func TestBell(t *testing.T) {
	c := newClassroom(t)
	ctx := t.Context()
	id := c.lesson(t, "История", 23)
	soon, ended := fmt.Sprintf("soon История (ОГСЭ) %d", id), fmt.Sprintf("ended История (ОГСЭ) %d", id)
	teacher, student, absent, stranger := c.enter(t, "Учителева"), c.enter(t, "Алексеева"), c.enter(t, "Борисова"), c.enter(t, "Григорьева")
	people := []*desk.Session{teacher, student, absent, stranger}
	ears := make([]*listener, len(people))
	for i, s := range people {
		ears[i] = listen(t, s)
	}
	// hear passes the time and says what each of the four hears.
	hear := func(d time.Duration, want ...string) {
		t.Helper()
		c.clock.pass(d)
		for i, s := range people {
			if want[i] == "" {
				ears[i].expect(t, s)
			} else {
				ears[i].expect(t, s, want[i])
			}
		}
	}
	c.make(t, teacher, pasted(id, at(13, 0), at(14, 0)))
	hear(55*time.Minute-time.Second, "", "", "", "")
	hear(time.Second, soon, soon, soon, "")
	hear(time.Minute, "", "", "", "")
	// Moved, the lesson begins again.
	c.make(t, teacher, pasted(id, at(13, 10), at(14, 0)))
	hear(9*time.Minute-time.Second, "", "", "", "")
	hear(time.Second, soon, soon, soon, "")
	hear(5*time.Minute, "", "", "", "")
	for _, s := range []*desk.Session{teacher, student} {
		says(t, "open", s.OpenRemote(s.As(ctx), id, model.WayBrowser), "")
	}
	hear(50*time.Minute-time.Second, "", "", "", "")
	hear(time.Second, ended, ended, "", "")
	hear(time.Hour, "", "", "", "")
}

// TestBellEarlyEnd: the end is told when the teacher presses «Завершить» or deletes the lesson, also to a person who had
// joined before the program was started again.
func TestBellEarlyEnd(t *testing.T) {
	for name, end := range map[string]func(*desk.Session, model.LessonID) error{
		"finished": func(s *desk.Session, id model.LessonID) error { return s.FinishRemote(s.As(t.Context()), id, false) },
		"deleted":  func(s *desk.Session, id model.LessonID) error { return s.DeleteRemote(s.As(t.Context()), id, false) },
	} {
		t.Run(name, func(t *testing.T) {
			c := newClassroom(t)
			ctx := t.Context()
			id := c.lesson(t, "История", 23)
			ended := fmt.Sprintf("ended История (ОГСЭ) %d", id)
			teacher, student := c.enter(t, "Учителева"), c.enter(t, "Алексеева")
			c.make(t, teacher, pasted(id, at(12, 0), at(13, 0)))
			says(t, "open", student.OpenRemote(student.As(ctx), id, model.WayBrowser), "")
			again := c.enter(t, "Алексеева")
			old, fresh := listen(t, student), listen(t, again)
			for _, l := range []*listener{old, fresh} {
				l.expect(t, map[*listener]*desk.Session{old: student, fresh: again}[l])
			}
			says(t, "end", end(teacher, id), "")
			old.expect(t, student, ended)
			fresh.expect(t, again, ended)
			late := c.enter(t, "Алексеева")
			listen(t, late).expect(t, late)
		})
	}
}

// TestBellAfterSleep: a computer that wakes in the middle of a lesson reminds nobody of its beginning.
func TestBellAfterSleep(t *testing.T) {
	c := newClassroom(t)
	id := c.lesson(t, "История", 23)
	teacher := c.enter(t, "Учителева")
	c.make(t, teacher, pasted(id, at(13, 0), at(14, 0)))
	ear := listen(t, teacher)
	ear.expect(t, teacher)
	c.clock.pass(time.Hour)
	ear.expect(t, teacher)
	c.clock.pass(48 * time.Hour)
	ear.expect(t, teacher)
}

// TestBellRingsByItself: the bell sleeps until the next due moment, wakes when lessons change, and looks
// often while the person is in a lesson.
func TestBellRingsByItself(t *testing.T) {
	c := newClassroom(t)
	naps := make(chan nap)
	clock := alarm{newManual(), naps}
	c.college.Clock = clock
	id := c.lesson(t, "История", 23)
	teacher := c.enter(t, "Учителева")
	sleep := func(want time.Duration) nap {
		t.Helper()
		for {
			select {
			case n := <-naps:
				if n.d == want {
					return n
				}
			case <-time.After(patience):
				t.Fatalf("the bell does not sleep for %v", want)
			}
		}
	}
	ear := listen(t, teacher)
	sleep(time.Minute) // nothing is ahead
	if _, err := teacher.MakeRemote(teacher.As(t.Context()), pasted(id, at(12, 5), at(13, 0))); err != nil {
		t.Fatal(err)
	}
	<-ear.more // soon
	sleep(time.Minute)
	c.update(t, func(tx *store.Tx) error {
		r := c.remote(t, id)
		r.Begins = clock.Now()
		return tx.PutRemote(r)
	})
	sleep(time.Minute)
	says(t, "open", teacher.OpenRemote(teacher.As(t.Context()), id, model.WayBrowser), "")
	sleep(30 * time.Second)
	c.update(t, func(tx *store.Tx) error {
		r := c.remote(t, id)
		r.Ends = clock.Now().Add(20 * time.Second)
		return tx.PutRemote(r)
	})
	close(sleep(20 * time.Second).over)
	<-ear.more // ended
	ear.mu.Lock()
	defer ear.mu.Unlock()
	if want := []string{fmt.Sprintf("soon История (ОГСЭ) %d", id), fmt.Sprintf("ended История (ОГСЭ) %d", id)}; !slices.Equal(ear.heard, want) {
		t.Errorf("heard %q, want %q", ear.heard, want)
	}
}
