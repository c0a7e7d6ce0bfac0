package server_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/access"
	"zvonok/app/agent"
	"zvonok/app/areas"
	"zvonok/app/college"
	"zvonok/app/demo"
	"zvonok/app/host"
	"zvonok/app/imports"
	"zvonok/app/remote"
	"zvonok/app/server"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/model/store/storetest"
)

const loopback = "127.0.0.1:0"

// crowd is the demonstration's college with everybody signed in, open to other computers.
type crowd struct {
	testing.TB
	*areas.Areas
	clock  *moved
	dir    string
	logs   string // the folder of the server's log, which tells all that it can
	log    *slog.Logger
	link   model.ConnectionLink
	tokens map[model.PersonID]string
	admin  model.PersonID
	// subjects are those of one teacher each, with a lesson of today for each teacher.
	subjects []model.TeachingRow
	lessons  map[model.TeachingID]model.LessonID
	stop     func()
	server   *server.Server
	mortal   *mortal     // what the server listens at, if it is to die
	vault    vault.Vault // of the desks
	counts   *server.Counts
	watched  string // where the server tells how it is
}

// moved is a clock that the test moves. Pauses by it pass fifty times as fast, until it is slow.
type moved struct {
	mu   sync.Mutex
	now  time.Time
	slow bool
}

func newMoved() *moved { return &moved{now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)} }

func (c *moved) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *moved) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// slowDown lets pauses take their time.
func (c *moved) slowDown() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.slow = true
}

func (c *moved) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	if !c.slow {
		d /= 50
	}
	c.mu.Unlock()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// newCrowd makes the college of so many groups and serves it.
func newCrowd(tb testing.TB, groups int) *crowd {
	tb.Helper()
	return newCrowdOf(tb, groups, college.PasswordCost{Memory: 4 << 10, Time: 1, Threads: 1})
}

// newCrowdOf is newCrowd where a password costs as much.
func newCrowdOf(tb testing.TB, groups int, cost college.PasswordCost) *crowd {
	tb.Helper()
	w := &crowd{TB: tb, clock: newMoved(), dir: tb.TempDir(), logs: tb.TempDir(), tokens: map[model.PersonID]string{}, lessons: map[model.TeachingID]model.LessonID{}, vault: &vault.Memory{}, counts: server.NewCounts()}
	s, err := storetest.Open(tb, w.dir)
	w.must(err)
	tb.Cleanup(func() { _ = s.Close() })
	c := &college.College{Store: s, Dir: w.dir, Clock: w.clock, PasswordCost: cost}
	snapshot, _ := demo.College(groups)
	snapshot.Today = w.clock.Now().Truncate(24 * time.Hour)
	w.must(imports.ApplySnapshot(tb.Context(), c, snapshot))
	w.must(s.Update(tb.Context(), func(tx *store.Tx) error { return errors.Join(w.addSubjects(tx), w.signIn(tx)) }))
	log, err := os.Create(filepath.Join(w.logs, "zvonok.log"))
	w.must(err)
	tb.Cleanup(func() { _ = log.Close() })
	w.log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	w.Areas = areas.New(c, agent.NewKeeper(c, nil, w.log), app.Addresses{})
	w.Equip(host.Parts{Log: w.log, NoAgent: true, Getenv: func(string) string { return "" }})
	w.serve(loopback)
	return w
}

func (w *crowd) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// addSubjects finds a subject of each teacher, and puts a lesson of today into it.
func (w *crowd) addSubjects(tx *store.Tx) error {
	today := w.clock.Now().Truncate(24 * time.Hour)
	rows, err := tx.TeachingRows(store.TeachingFilter{Today: today.Format(time.DateOnly)})
	busy := map[model.PersonID]bool{}
	for _, row := range rows {
		if err != nil || len(row.Teachers) != 1 || busy[row.Teachers[0]] || row.Group == 0 || row.LearnerCount == 0 {
			continue
		}
		busy[row.Teachers[0]] = true
		w.subjects = append(w.subjects, row)
		w.lessons[row.ID], err = tx.AddLesson(model.Lesson{Teaching: row.ID, Date: today, Hours: 1, Kind: model.LessonPlain, Title: "Тема"})
	}
	return err
}

// signIn gives everybody an account, and a session of a long time.
func (w *crowd) signIn(tx *store.Tx) error {
	names, err := tx.Names()
	if err != nil {
		return err
	}
	staff, err := tx.Members(model.Staff)
	if err != nil {
		return err
	}
	for _, p := range staff {
		if p.Roles.Has(model.RoleAdmin) {
			w.admin = p.ID
		}
	}
	for id := range names {
		if w.tokens[id] == "" {
			w.tokens[id] = rand.Text()
			if err := tx.AddAccount(store.AccountRecord{Person: id, Login: fmt.Sprint("login", id), Hash: "-"}); err != nil {
				return err
			}
		}
		until := w.clock.Now().Add(7 * 24 * time.Hour)
		err := tx.AddSession(access.Who(w.tokens[id]).Session, store.SessionRecord{Person: id, Since: w.clock.Now(), Until: until})
		if err != nil {
			return err
		}
	}
	return nil
}

// nowhere is an address at which nobody answers.
const nowhere = "127.0.0.1:1"

// serve opens the college at an address, until stop is called. Desks are told that address only by a server that is to die: else they would
// get around a network that a test cuts.
func (w *crowd) serve(address string) {
	w.Helper()
	parts := server.Parts{Areas: w.Areas, Listen: address, Addresses: []string{nowhere}, Watch: ":0", Counts: w.counts, Log: w.log}
	if w.mortal != nil {
		parts.Addresses = nil
	}
	s, err := server.Start(w.Context(), parts)
	w.must(err)
	w.watched, err = s.Watched()
	w.must(err)
	w.server, w.link = s, s.Link()
	w.link.Addresses = []string{s.Address()}
	if w.mortal != nil {
		s.Through(w.mortal.lives)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	w.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil && (w.mortal == nil || !w.mortal.dead) {
			w.Error(err)
		}
	})
	w.Cleanup(w.stop)
}

// here lets somebody act where the college is.
func (w *crowd) here(who model.PersonID) context.Context {
	return access.As(context.Background(), w.tokens[who])
}

// seat is a person's desk.
type seat struct {
	*remote.Client
	*crowd
	person model.PersonID
	token  string // of their session here
	clock  *moved // the desk's own
	// Marks are entered into this subject of theirs.
	subject model.TeachingRow
	marks   map[model.PersonID]model.Mark
}

// begin begins one more session of a person.
func (w *crowd) begin(who model.PersonID) (token string) {
	w.Helper()
	token = rand.Text()
	until := w.clock.Now().Add(7 * 24 * time.Hour)
	w.must(w.College.Store.Update(w.Context(), func(tx *store.Tx) error {
		return tx.AddSession(access.Who(token).Session, store.SessionRecord{Person: who, Since: w.clock.Now(), Until: until})
	}))
	return token
}

// sit lets somebody begin to work, in a session of its own, at a desk that reaches the college by an address.
func (w *crowd) sit(who model.PersonID, address string, with remote.Work) *seat {
	w.Helper()
	link := w.link
	link.Addresses = []string{address}
	s := &seat{Client: remote.NewClient(link), crowd: w, person: who, token: w.begin(who), clock: newMoved(), marks: map[model.PersonID]model.Mark{}}
	s.UseClock(s.clock)
	w.Cleanup(s.Close)
	with.Person, with.Token = who, func() string { return s.token }
	w.must(s.Begin(with))
	s.awaitLine(model.LineConnected)
	return s
}

// teacher is the desk of a subject's teacher, who has its journal before them.
func (w *crowd) teacher(n int, address string, with remote.Work) *seat {
	w.Helper()
	s := w.sit(w.subjects[n].Teachers[0], address, with)
	s.subject = w.subjects[n]
	if page := s.journal(); !page.Access.Edit || len(page.Students) == 0 {
		w.Fatalf("a journal of %d students: %+v", len(page.Students), page.Access)
	}
	return s
}

func (s *seat) ctx() context.Context {
	return remote.As(context.Background(), func() string { return s.token })
}

// prove notes that the person has typed their password again, which is asked for before what the whole college hangs on.
func (s *seat) prove() {
	s.Helper()
	s.must(s.College.Store.Update(s.Context(), func(tx *store.Tx) error {
		return tx.ProveSession(access.Who(s.token).Session, s.person, s.crowd.clock.Now())
	}))
}

func (s *seat) query() model.JournalQuery {
	return model.JournalQuery{Group: s.subject.Group, Teaching: s.subject.ID}
}

func (s *seat) journal() model.JournalPage {
	s.Helper()
	page, err := s.Client.Journal(s.ctx(), s.query())
	s.must(err)
	return page
}

// mark gives the nth student another mark.
func (s *seat) mark(n int) error {
	s.Helper()
	page := s.journal()
	pupil := page.Students[n%len(page.Students)].Person
	former := s.marks[pupil]
	next := model.Mark(2 + (int(former)+1)%4)
	edit := model.CellEdit{CellKey: model.CellKey{Lesson: s.lessons[s.subject.ID], Person: pupil}, Mark: next, Seen: model.CellEntry{Mark: former}}
	err := s.Client.SetCells(s.ctx(), []model.CellEdit{edit})
	if err == nil {
		s.marks[pupil] = next
	}
	return err
}

// checkMarks fails the test unless the college has the marks that were entered, and no others.
func (s *seat) checkMarks() {
	s.Helper()
	page, err := s.Areas.Journal(college.AsOwner(context.Background()), s.query())
	s.must(err)
	if len(page.Cells) != len(s.marks) {
		s.Errorf("%d marks are there, %d were entered", len(page.Cells), len(s.marks))
	}
	for pupil, mark := range s.marks {
		if cell := page.Cells[model.CellKey{Lesson: s.lessons[s.subject.ID], Person: pupil}]; cell.Mark != mark {
			s.Errorf("%d has %v, and not %v", pupil, cell.Mark, mark)
		}
	}
}

func (s *seat) awaitLine(state model.LineState) {
	s.Helper()
	s.until(fmt.Sprintf("the line becomes %v", state), func() bool {
		s.Wake()
		return s.Line().State == state
	})
}

// awaitSent waits until nothing waits to be sent.
func (s *seat) awaitSent() {
	s.Helper()
	s.until("all is sent", func() bool { return s.Line().Waiting == 0 })
	if left, err := s.Unsent(s.ctx()); err != nil || len(left) > 0 {
		s.Errorf("refused %+v, %v", left, err)
	}
}

// until waits for something that another computer does.
func (w *crowd) until(what string, done func() bool) {
	w.Helper()
	for deadline := time.Now().Add(30 * time.Second); !done(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			w.Fatal(what + ": not in 30 s")
		}
	}
}
