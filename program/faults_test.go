package program

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	dice "math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/access"
	"zvonok/app/agent"
	contracts "zvonok/app/areas"
	"zvonok/app/college"
	rosters "zvonok/app/imports"
	"zvonok/app/remote"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
	"zvonok/vkclient"
)

const (
	desksAtWork   = 10
	studentsThere = 15
	allWrites     = 500
	writesPerKill = 20 // on average
)

// hasty is a desk's clock by which a pause passes five times as fast: so a server that is killed comes back between two tries.
type hasty struct{}

func (hasty) Now() time.Time { return time.Now() }

func (hasty) Sleep(ctx context.Context, d time.Duration) error {
	return vkclient.SystemClock{}.Sleep(ctx, d/5)
}

// worker is a teacher and administrator at a desk, with a subject, a lesson and a chat of their own.
type worker struct {
	*testing.T
	name    string
	person  model.PersonID
	token   string
	lesson  model.LessonID
	subject model.JournalQuery
	chat    model.ChatID
	pupils  []model.PersonID

	desk  *remote.Client
	fresh *remote.Client // keeps no answers

	marks  map[model.PersonID]model.Mark // as they were entered last
	groups map[string]model.GroupID      // those that were acknowledged
	titles []string                      // of the chat: the last that was acknowledged, then those of which it is not known
	lost   map[string]bool               // groups of which it is not known
}

// newBusy founds a college with ten such people, in a folder.
func newBusy(t *testing.T) (dir string, workers []*worker) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	c, end := openFolder(t, dir)
	defer end()
	snapshot := roster.Snapshot{
		Format: roster.WorkbookXLSX, Source: "workbook", Today: time.Now().UTC().Truncate(24 * time.Hour),
		Given: map[roster.Section]bool{
			roster.Groups: true, roster.Students: true, roster.Parents: true, roster.Staff: true, roster.Teachings: true, roster.Learners: true,
		},
		Groups: []roster.Group{{Key: "g", Name: "А-1", Year: 1}},
	}
	for n := range studentsThere {
		code := fmt.Sprintf("u%d", n)
		snapshot.Students = append(snapshot.Students,
			roster.Student{Key: roster.Key(code), Code: code, Group: "g", Name: model.Name{LastName: "Студентова", FirstName: code}})
	}
	for n := range desksAtWork {
		code := fmt.Sprintf("s%d", n)
		snapshot.Staff = append(snapshot.Staff, roster.StaffMember{
			Key: roster.Key(code), Code: code, Name: model.Name{LastName: "Учителева", FirstName: code}, Roles: model.RoleTeacher | model.RoleAdmin,
			Stated: model.RoleTeacher | model.RoleAdmin,
		})
		snapshot.Teachings = append(snapshot.Teachings,
			roster.Teaching{Key: roster.Key("t" + code), Group: "g", Subject: "Предмет " + code, WholeGroup: true, Teachers: []roster.Key{roster.Key(code)}})
	}
	if err := rosters.ApplySnapshot(t.Context(), c, snapshot); err != nil {
		t.Fatal(err)
	}
	err := c.Store.Update(t.Context(), func(tx *store.Tx) error {
		subjects, err := tx.TeachingRows(store.TeachingFilter{Today: snapshot.Today.Format(time.DateOnly)})
		for _, subject := range subjects {
			if err == nil {
				workers, err = addWorker(t, tx, subject, workers)
			}
		}
		return err
	})
	if err != nil || len(workers) != desksAtWork {
		t.Fatalf("%d people: %v", len(workers), err)
	}
	return dir, workers
}

// addWorker gives the teacher of a subject an account with a session, a lesson of today and a chat.
func addWorker(t *testing.T, tx *store.Tx, subject model.TeachingRow, workers []*worker) ([]*worker, error) {
	t.Helper()
	now := time.Now()
	w := &worker{
		T: t, name: subject.Subject, person: subject.Teachers[0], token: rand.Text(), subject: model.JournalQuery{Group: subject.Group, Teaching: subject.ID},
		marks: map[model.PersonID]model.Mark{}, groups: map[string]model.GroupID{}, lost: map[string]bool{},
	}
	err := tx.AddAccount(store.AccountRecord{Person: w.person, Login: fmt.Sprint("login-", w.person), Hash: "-"})
	if err == nil {
		err = tx.AddSession(access.Who(w.token).Session, store.SessionRecord{Person: w.person, Since: now, Until: now.Add(24 * time.Hour)})
	}
	if err == nil {
		w.lesson, err = tx.AddLesson(model.Lesson{Teaching: subject.ID, Date: now.UTC().Truncate(24 * time.Hour), Hours: 1, Kind: model.LessonPlain, Title: "Тема"})
	}
	if err == nil {
		w.titles = []string{"Чат " + w.name}
		w.chat, err = tx.InsertChat(model.Chat{Key: model.ChatKey{Type: model.ChatTeachers}, Title: w.titles[0], TitleByHand: true, Creator: w.person})
	}
	return append(workers, w), err
}

// openFolder opens the college of a folder in this process.
func openFolder(t *testing.T, dir string) (c *college.College, end func()) {
	t.Helper()
	s, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return &college.College{Store: s, Dir: dir, Clock: vkclient.SystemClock{}}, func() { _ = s.Close() }
}

// sit begins the person's work at a desk.
func (w *worker) sit(link model.ConnectionLink) {
	w.desk, w.fresh = remote.NewClient(link), remote.NewClient(link)
	for _, c := range []*remote.Client{w.desk, w.fresh} {
		c.UseClock(hasty{})
		w.Cleanup(c.Close)
	}
	if err := w.desk.Begin(remote.Work{Person: w.person, Token: func() string { return w.token }}); err != nil {
		w.Error(err)
	}
	page, err := w.desk.Journal(w.ctx(), w.subject)
	if err != nil || !page.Access.Edit {
		w.Fatalf("%s: %+v, %v", w.name, page.Access, err)
	}
	for _, s := range page.Students {
		w.pupils = append(w.pupils, s.Person)
	}
}

func (w *worker) ctx() context.Context {
	return remote.As(context.Background(), func() string { return w.token })
}

// write makes the nth write.
func (w *worker) write(n int) {
	switch n % 3 {
	case 0:
		w.mark()
	case 1:
		w.group(fmt.Sprintf("%s %d", w.name, n))
	case 2:
		w.title(fmt.Sprintf("Чат %s %d", w.name, n))
	}
}

// mark gives a student another mark. Without the server it waits at the desk.
func (w *worker) mark() {
	pupil := w.pupils[dice.IntN(len(w.pupils))]
	former := w.marks[pupil]
	next := former
	for next == former {
		next = model.Mark(2 + dice.IntN(4))
	}
	edit := model.CellEdit{CellKey: model.CellKey{Lesson: w.lesson, Person: pupil}, Mark: next, Seen: model.CellEntry{Mark: former}}
	if err := w.desk.SetCells(w.ctx(), []model.CellEdit{edit}); err != nil {
		w.Errorf("%s: a mark: %v", w.name, err)
		return
	}
	w.marks[pupil] = next
}

// group adds a group.
func (w *worker) group(name string) {
	id, err := w.desk.AddGroup(w.ctx(), model.GroupEdit{Name: name, Year: 1})
	switch {
	case err == nil:
		w.groups[name] = id
	case errors.Is(err, remote.ErrNoServer):
		w.lost[name] = true
		w.awaitServer()
	default:
		w.Errorf("the group %s: %v", name, err)
	}
}

// awaitServer waits until the server answers again: nobody goes on typing into nothing.
func (w *worker) awaitServer() {
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		if _, err := w.fresh.Entry(w.ctx()); err == nil {
			return
		}
		if time.Now().After(deadline) {
			w.Errorf("%s: the server does not come again", w.name)
			return
		}
	}
}

// title gives the chat another title.
func (w *worker) title(title string) {
	card, err := w.fresh.Chat(w.ctx(), w.chat)
	if err != nil {
		if !errors.Is(err, remote.ErrNoServer) {
			w.Errorf("the chat of %s: %v", w.name, err)
		}
		return
	}
	w.has(card.Title)
	switch err := w.desk.SaveChat(w.ctx(), model.ChatEdit{Chat: w.chat, Version: card.Version, Title: title}); {
	case err == nil, errors.Is(err, model.ErrDone):
		w.titles = []string{title}
	case errors.Is(err, remote.ErrNoServer):
		w.titles = append(w.titles, title)
		w.awaitServer()
	default:
		w.Errorf("the chat of %s: %v", w.name, err)
	}
}

// has fails the test where the chat has neither the title that was acknowledged nor a later one.
func (w *worker) has(title string) {
	for _, known := range w.titles {
		if title == known {
			return
		}
	}
	w.Errorf("the chat of %s is «%s», which is none of %q", w.name, title, w.titles)
}

// TestKilledServer kills the server at random moments of what ten desks write. Each write that was acknowledged is there in the
// end, and none twice; marks that were entered meanwhile come after.
func TestKilledServer(t *testing.T) {
	dir, workers := newBusy(t)
	c := served{dir: dir}
	r := c.serve(t, "--no-agent")
	link := r.link
	done := make(chan struct{}, allWrites)
	var working sync.WaitGroup
	for n, w := range workers {
		w.sit(link)
		working.Go(func() {
			for i := n; i < allWrites; i += len(workers) {
				done <- struct{}{}
				w.write(i)
			}
		})
	}
	go func() {
		working.Wait()
		close(done)
	}()
	kills, left := 0, 1+dice.IntN(2*writesPerKill)
	for range done {
		if left--; left > 0 {
			continue
		}
		left = 1 + dice.IntN(2*writesPerKill)
		time.Sleep(time.Duration(dice.Int64N(int64(30 * time.Millisecond)))) // anywhere within the writes
		r.end(t, os.Kill)
		if r = c.serve(t, "--no-agent", "--listen", link.Addresses[0]); r.link.String() != link.String() {
			t.Errorf("killed, it comes again as %v", r.link)
		}
		kills++
	}
	for _, w := range workers {
		w.unload()
		w.desk.Close()
	}
	if code := r.end(t, syscall.SIGTERM); code != 0 {
		t.Errorf("exit code %d\n%s", code, &r.err)
	}
	written, closed := openFolder(t, dir)
	defer closed()
	acknowledged, unsure := checkWritten(t, written, workers)
	t.Logf("%d writes, %d kills; %d groups were acknowledged, of %d it was not known", allWrites, kills, acknowledged, unsure)
	if kills < allWrites/writesPerKill/2 {
		t.Errorf("only %d kills", kills)
	}
}

// unload waits until the college has what waited at the desk.
func (w *worker) unload() {
	deadline := time.Now().Add(time.Minute)
	for w.desk.Line().Waiting > 0 {
		if time.Now().After(deadline) {
			w.Fatalf("%s: %+v waits still", w.name, w.desk.Line())
		}
		w.desk.Wake()
		time.Sleep(10 * time.Millisecond)
	}
	if left, err := w.desk.Unsent(w.ctx()); err != nil || len(left) > 0 {
		w.Errorf("%s: refused %+v, %v", w.name, left, err)
	}
}

// checkWritten compares what the college has with what the desks were told.
func checkWritten(t *testing.T, c *college.College, workers []*worker) (acknowledged, unsure int) {
	t.Helper()
	all := contracts.New(c, agent.NewKeeper(c, nil, slog.New(slog.DiscardHandler)), app.Addresses{})
	owner := college.AsOwner(t.Context())
	rows, err := all.Groups(owner)
	if err != nil {
		t.Fatal(err)
	}
	lines, _, err := all.Audit(owner, model.AuditFilter{})
	if err != nil {
		t.Fatal(err)
	}
	groups, noted := map[string]model.GroupID{}, map[string]int{}
	for _, g := range rows {
		if groups[g.Name] != 0 {
			t.Errorf("the group %s is there twice", g.Name)
		}
		groups[g.Name] = g.ID
	}
	for _, line := range lines {
		noted[strings.TrimPrefix(line.Subject, "группа ")]++
	}
	for _, w := range workers {
		for name, id := range w.groups {
			if groups[name] != id || noted[name] != 1 {
				t.Errorf("the group %s was acknowledged as %d; there is %d, noted %d times", name, id, groups[name], noted[name])
			}
		}
		acknowledged, unsure = acknowledged+len(w.groups), unsure+len(w.lost)
		w.check(all, owner)
	}
	return acknowledged, unsure
}

// check compares the chat and the marks of a worker.
func (w *worker) check(all *contracts.Areas, owner context.Context) { //nolint:revive // who is asked comes first
	card, err := all.Chat(owner, w.chat)
	if err != nil {
		w.Fatal(err)
	}
	w.has(card.Title)
	page, err := all.Journal(owner, w.subject)
	if err != nil {
		w.Fatal(err)
	}
	if len(page.Cells) != len(w.marks) {
		w.Errorf("%s: %d marks, entered for %d", w.name, len(page.Cells), len(w.marks))
	}
	for pupil, mark := range w.marks {
		if cell := page.Cells[model.CellKey{Lesson: w.lesson, Person: pupil}]; cell.Mark != mark {
			w.Errorf("%s: %d has the mark %v, entered last was %v", w.name, pupil, cell.Mark, mark)
		}
	}
}
