package server_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	dice "math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/remote"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/store"
)

// TestCutConnections cuts each connection after a random number of bytes. What is written is there once all the same.
func TestCutConnections(t *testing.T) {
	const administrators, teachers, writes = 3, 3, 15
	w := newCrowd(t, 2)
	n := w.newNetwork()
	var desks []*seat
	for i := range administrators + teachers {
		if i < administrators {
			desks = append(desks, w.sit(w.admin, n.address(), remote.Work{}))
		} else {
			desks = append(desks, w.teacher(i, n.address(), remote.Work{}))
		}
	}
	n.breakAfter(func() int { return 500 + dice.IntN(12_000) })
	n.lead(w.link.Addresses[0])
	var mu sync.Mutex
	made, lost := map[string]model.GroupID{}, map[string]bool{}
	var working sync.WaitGroup
	for i, s := range desks {
		working.Go(func() {
			for k := range writes {
				if i >= administrators {
					if err := s.mark(k); err != nil {
						t.Errorf("a mark: %v", err)
					}
					continue
				}
				name := fmt.Sprintf("Новая-%d-%d", i, k)
				id, err := s.AddGroup(s.ctx(), model.GroupEdit{Name: name, Year: 1})
				mu.Lock()
				if made[name], lost[name] = id, errors.Is(err, remote.ErrNoServer); err != nil && !lost[name] {
					t.Errorf("%s: %v", name, err)
				}
				mu.Unlock()
			}
		})
	}
	working.Wait()
	n.breakAfter(func() int { return 1 << 30 })
	for _, s := range desks[administrators:] {
		s.awaitSent()
		s.checkMarks()
	}
	rows, err := w.Groups(w.here(w.admin))
	w.must(err)
	there := map[string]model.GroupID{}
	for _, row := range rows {
		if there[row.Name] != 0 {
			t.Errorf("%s is there twice", row.Name)
		}
		there[row.Name] = row.ID
	}
	unsure := 0
	for name, id := range made {
		if lost[name] {
			unsure++
		} else if there[name] != id {
			t.Errorf("%s was acknowledged as %d, there is %d", name, id, there[name])
		}
	}
	if t.Logf("of %d groups it was not known whether they were made", unsure); unsure > len(made)/2 {
		t.Errorf("of %d from %d groups it was not known whether they were made", unsure, len(made))
	}
}

// TestAsleep: a desk whose clock is wrong by hours goes by the college's, and one that has slept for a day shows nothing of
// yesterday as if it held, nor loses what was entered before.
func TestAsleep(t *testing.T) {
	w := newCrowd(t, 2)
	n := w.newNetwork()
	s := w.teacher(0, n.address(), remote.Work{})
	s.clock.add(3*time.Hour + 20*time.Minute)
	_, now, err := s.LessonDay(s.ctx())
	if w.must(err); !now.Equal(w.clock.Now()) {
		t.Errorf("the college's time is %v, not %v", now, w.clock.Now())
	}
	s.awaitLine(model.LineConnected)
	w.must(s.mark(0))
	n.lead("") // the lid is shut
	s.until("the line is lost", func() bool { return s.Line().State == model.LineLost })
	w.must(s.mark(1))
	for _, clock := range []*moved{w.clock, s.clock} {
		clock.add(25 * time.Hour)
	}
	group, err := w.AddGroup(w.here(w.admin), model.GroupEdit{Name: "Ночная-1", Year: 1})
	w.must(err)
	n.lead(w.link.Addresses[0])
	s.awaitLine(model.LineConnected)
	s.awaitSent()
	s.checkMarks()
	if ahead := s.Clock().Now().Sub(w.clock.Now()); ahead.Abs() > 3*time.Second {
		t.Errorf("awake, the desk is %v ahead of the college", ahead)
	}
	if today, _, err := s.LessonDay(s.ctx()); err != nil || today.Day() != w.clock.Now().Day() {
		t.Errorf("today is %v, %v", today, err)
	}
	a := w.sit(w.admin, n.address(), remote.Work{})
	if card, err := a.Group(a.ctx(), group); err != nil || card.Name != "Ночная-1" {
		t.Errorf("%+v, %v", card.Group, err)
	}
}

// TestAnotherKey: a server with another key takes the college's address while the right one is away, which a desk would find by its
// other address. It is told nothing, and what is entered waits for the right one.
func TestAnotherKey(t *testing.T) {
	w, stranger := newCrowd(t, 2), newCrowd(t, 2)
	n := w.newNetwork()
	s := w.teacher(0, n.address(), remote.Work{})
	w.must(s.mark(0))
	ours := w.link.Addresses[0]
	w.stop()
	n.lead(stranger.link.Addresses[0])
	s.awaitLine(model.LineWrongKey)
	if page := s.journal(); len(page.Students) == 0 {
		t.Error("what was shown before is not shown")
	}
	w.must(s.mark(1))
	if _, err := s.PersonCard(s.ctx(), s.person); err == nil || errors.Is(err, remote.ErrNoServer) || !strings.Contains(err.Error(), "ключ") {
		t.Errorf("what was never shown: %v", err)
	}
	if s.Line().Waiting != 1 {
		t.Errorf("%+v waits", s.Line())
	}
	w.serve(ours)
	n.lead(ours)
	s.awaitLine(model.LineConnected)
	s.awaitSent()
	s.checkMarks()
}

// remembered lets what a desk is told be kept on its computer.
func remembered(t *testing.T) remote.Work {
	return remote.Work{Remember: true, Dir: t.TempDir(), Vault: &vault.Memory{}}
}

// TestSessionEndedAtWork: a person whose session is ended in the middle of their work is out at once, and what they were told is gone from the computer.
func TestSessionEndedAtWork(t *testing.T) {
	w := newCrowd(t, 2)
	with := remembered(t)
	s := w.teacher(0, w.link.Addresses[0], with)
	w.must(s.mark(0))
	rows, err := w.Sessions(w.here(w.admin))
	w.must(err)
	for _, row := range rows {
		if row.Person == s.person {
			w.must(w.EndSession(w.here(w.admin), row.ID))
		}
	}
	s.until("the desk is out", func() bool { return s.Line().State == model.LineSignedOut })
	if _, err := s.Client.Journal(s.ctx(), s.query()); !errors.Is(err, app.ErrSignedOut) {
		t.Errorf("a journal: %v", err)
	}
	edit := []model.CellEdit{{CellKey: model.CellKey{Lesson: w.lessons[s.subject.ID], Person: 1}, Mark: 5}}
	if err := s.Client.SetCells(s.ctx(), edit); !errors.Is(err, app.ErrSignedOut) {
		t.Errorf("a mark: %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(with.Dir, "cache", "*")); err != nil || len(left) > 0 {
		t.Errorf("left on the computer: %q, %v", left, err)
	}
	s.checkMarks()
}

// TestRestoredAtWork: a copy takes the college's place while desks are at work. All of them are out, and who comes again is shown
// the college as it is, though their desk kept what it was.
func TestRestoredAtWork(t *testing.T) {
	w := newCrowd(t, 2)
	a := w.sit(w.admin, w.link.Addresses[0], remembered(t))
	w.must(a.Client.BackUp(a.ctx()))
	copies, err := a.Client.Backups(a.ctx())
	w.must(err)
	_, err = a.AddGroup(a.ctx(), model.GroupEdit{Name: "Лишняя-1", Year: 1})
	w.must(err)
	before, err := a.Client.Groups(a.ctx())
	w.must(err)
	s := w.teacher(0, w.link.Addresses[0], remote.Work{})
	w.must(s.mark(0))
	a.prove()
	w.must(a.Client.RestoreBackup(a.ctx(), copies[0].Name))
	for _, desk := range []*seat{a, s} {
		desk.until("the desk is out", func() bool { return desk.Line().State == model.LineSignedOut })
	}
	if _, err := a.Client.Groups(a.ctx()); !errors.Is(err, app.ErrSignedOut) {
		t.Errorf("the administrator after it: %v", err)
	}
	w.must(w.College.Store.Update(t.Context(), w.signIn))
	a.token = w.tokens[w.admin]
	w.must(a.Begin(remote.Work{Person: w.admin, Token: func() string { return a.token }}))
	a.awaitLine(model.LineConnected)
	after, err := a.Client.Groups(a.ctx())
	if w.must(err); len(after) != len(before)-1 {
		t.Errorf("%d groups, %d before the copy was restored", len(after), len(before))
	}
	s.marks = map[model.PersonID]model.Mark{}
	s.checkMarks()
}

// limitPages lets the college's database grow by no more than so many pages; a very large number lifts the limit.
func (w *crowd) limitPages(more int) {
	w.Helper()
	// Only the connection that writes knows the limit, and the store shows it to nobody.
	write := (*sql.DB)(reflect.ValueOf(w.College.Store).Elem().FieldByName("pools").FieldByName("write").UnsafePointer())
	var there int
	w.must(write.QueryRowContext(w.Context(), `PRAGMA page_count`).Scan(&there))
	w.must(write.QueryRowContext(w.Context(), fmt.Sprintf(`PRAGMA max_page_count = %d`, there+more)).Scan(&there))
}

// TestFull: where the database can grow no more, people are told in words, see what is there, and lose nothing; and it goes on by
// itself once there is room.
func TestFull(t *testing.T) {
	w := newCrowd(t, 2)
	n := w.newNetwork()
	a, s := w.sit(w.admin, n.address(), remote.Work{}), w.teacher(0, n.address(), remote.Work{})
	w.must(s.mark(0))
	n.lead("")
	s.until("the line is lost", func() bool { return s.Line().State == model.LineLost })
	const marks = 60
	for k := range marks {
		w.must(s.mark(k)) // waits at the desk
	}
	w.limitPages(0)
	made := 0
	var err error
	for ; err == nil && made < 10_000; made++ {
		_, err = w.AddGroup(w.here(w.admin), model.GroupEdit{Name: fmt.Sprint("Группа-", made), Year: 1})
	}
	if !errors.Is(err, model.ErrNoRoom) {
		t.Fatalf("where the college is: %v", err)
	}
	n.lead(w.link.Addresses[0])
	a.awaitLine(model.LineConnected)
	if _, err := a.AddGroup(a.ctx(), model.GroupEdit{Name: "Группа-последняя", Year: 1}); !errors.Is(err, model.ErrNoRoom) || !strings.Contains(err.Error(), "место") {
		t.Errorf("at a desk: %v", err)
	}
	w.clock.add(time.Hour) // it is noted how long sessions go on
	if rows, err := a.Client.Groups(a.ctx()); err != nil || len(rows) < made-1 {
		t.Errorf("%d groups are shown, %v", len(rows), err)
	}
	s.awaitLine(model.LineConnected)
	waiting := marks
	s.until("the marks meet the full disk", func() bool {
		before := waiting
		_, err := a.AddGroup(a.ctx(), model.GroupEdit{Name: "Группа-последняя", Year: 1})
		waiting = s.Line().Waiting
		return errors.Is(err, model.ErrNoRoom) && waiting == before
	})
	if now := s.Line(); waiting == 0 || now.Refused > 0 {
		t.Errorf("%d of %d marks wait, %d are refused", waiting, marks, now.Refused)
	}
	w.limitPages(1 << 20)
	s.awaitSent()
	s.checkMarks()
	if _, err := a.AddGroup(a.ctx(), model.GroupEdit{Name: "Группа-последняя", Year: 1}); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// TestReadsBesideLongWrites: while something long is written, as an import is, desks go on reading, also those that were not used
// for so long that it is noted they are used again.
func TestReadsBesideLongWrites(t *testing.T) {
	w := newCrowd(t, 2)
	a := w.sit(w.admin, w.link.Addresses[0], remote.Work{})
	begun, end, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- w.College.Store.Update(t.Context(), func(*store.Tx) error {
			close(begun)
			<-end
			return nil
		})
	}()
	<-begun
	w.clock.add(time.Hour)
	ctx, cancel := context.WithTimeout(a.ctx(), 10*time.Second)
	defer cancel()
	if rows, err := a.Client.Groups(ctx); err != nil || len(rows) == 0 {
		t.Errorf("%d groups, %v", len(rows), err)
	}
	close(end)
	w.must(<-ended)
}
