package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/remote/kept"
	"zvonok/app/vault"
	"zvonok/model"
)

// register is a journal of a lesson with two students, as the college has it.
type register struct {
	cells   model.Cells
	edits   [][]model.CellEdit // in the order in which they were taken
	refuses func(model.CellEdit) error
}

func (c *college) Journal(context.Context, model.JournalQuery) (page model.JournalPage, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	page.Access.Edit, page.Group.Name, page.Teaching.Subject = true, "ИСП-21", "История"
	page.Lessons = []model.JournalLesson{{Lesson: model.Lesson{ID: 1, Date: lessonDay}}}
	page.Students = []model.JournalStudent{{Person: 1, Name: model.Name{LastName: "Алексеева"}}, {Person: 2, Name: model.Name{LastName: "Борисов"}}}
	page.Cells = maps.Clone(c.register.cells)
	return page, c.err
}

func (c *college) SetCells(_ context.Context, edits []model.CellEdit) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := &c.register
	for _, e := range edits {
		if r.refuses != nil {
			if err := r.refuses(e); err != nil {
				return err
			}
		}
		now := r.cells[e.CellKey].Entry()
		if now != e.Entry() && now != e.Seen {
			text, err := json.Marshal(model.Cells{e.CellKey: {Mark: now.Mark}})
			return errors.Join(&model.Conflict{Thing: "журнал", Theirs: now.String(), Yours: e.Entry().String(), Now: text}, err)
		}
	}
	for _, e := range edits {
		if r.cells == nil {
			r.cells = model.Cells{}
		}
		r.cells[e.CellKey] = model.Cell{Mark: e.Mark}
	}
	r.edits = append(r.edits, edits)
	return c.err
}

var lessonDay = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

func mark(person model.PersonID, seen, mark model.Mark) []model.CellEdit {
	return []model.CellEdit{{CellKey: model.CellKey{Lesson: 1, Person: person}, Mark: mark, Seen: model.CellEntry{Mark: seen}}}
}

// journal is what the desk shows, by person.
func (s *seat) journal(t *testing.T) map[model.PersonID]model.Mark {
	t.Helper()
	page, err := s.client.Journal(signedIn(t), model.JournalQuery{})
	if err != nil {
		t.Fatal(err)
	}
	marks := map[model.PersonID]model.Mark{}
	for key, cell := range page.Cells {
		marks[key.Person] = cell.Mark
	}
	return marks
}

func (s *seat) types(t *testing.T, edits []model.CellEdit) {
	t.Helper()
	if err := s.client.SetCells(signedIn(t), edits); err != nil {
		t.Errorf("typing: %v", err)
	}
}

func (s *seat) unsent(t *testing.T) []model.Unsent {
	t.Helper()
	list, err := s.client.Unsent(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// waits waits until, with the line, so much waits and so much was refused.
func (s *seat) waits(t *testing.T, waiting, refused int) {
	t.Helper()
	for {
		w, r := s.client.work.Load().outbox.Count()
		if w == waiting && r == refused && s.client.Line().State == model.LineConnected {
			return
		}
		select {
		case <-s.lines:
		case <-s.changes:
		}
	}
}

// away ends the server, and back begins it again.
func (s *seat) away(t *testing.T) {
	t.Helper()
	s.end()
	await(t, s.lines, model.LineLost)
}

func (s *seat) back(t *testing.T) {
	t.Helper()
	s.again(t)
	s.client.Wake()
}

// TestMarksWait: marks that are typed without the line are shown, wait in their order, and are sent once when the line is back.
func TestMarksWait(t *testing.T) {
	s := serve(t).sits(t, Work{})
	s.clock.alarms = make(chan struct{})
	s.types(t, mark(1, 0, 3))
	_ = s.journal(t)
	s.away(t)
	s.types(t, mark(1, 3, 4))
	s.types(t, mark(2, 0, 5))
	s.types(t, mark(1, 4, 5))
	if got := s.journal(t); got[1] != 5 || got[2] != 5 {
		t.Errorf("the journal shows %v", got)
	}
	if l := s.client.Line(); l.Waiting != 3 || l.ShownAt.IsZero() {
		t.Errorf("the line is %+v", l)
	}
	list := s.unsent(t)
	if len(list) != 3 || list[0].Group != "ИСП-21" || list[0].Subject != "История" || list[1].Cells[0].Student.LastName != "Борисов" ||
		!list[1].Cells[0].Date.Equal(lessonDay) || list[0].At.IsZero() {
		t.Errorf("waiting: %+v", list)
	}
	other := mark(1, 0, 2)
	other[0].Lesson = 99
	if err := s.client.SetCells(signedIn(t), other); !errors.Is(err, ErrNoServer) {
		t.Errorf("a lesson that the desk never showed: %v", err)
	}
	s.back(t)
	s.waits(t, 0, 0)
	if got := s.register.edits; len(got) != 4 || got[1][0].Mark != 4 || got[2][0].Person != 2 || got[3][0].Mark != 5 {
		t.Errorf("the college took %+v", got)
	}
	if got := s.journal(t); got[1] != 5 || got[2] != 5 {
		t.Errorf("the journal shows %v", got)
	}
}

// TestLostMark: a mark whose answer was lost waits by the id of its first call.
func TestLostMark(t *testing.T) {
	s := serve(t).sits(t, Work{})
	_ = s.journal(t)
	s.breaksNext(after)
	before := len(s.made())
	s.types(t, mark(1, 0, 3))
	s.waits(t, 0, 0)
	ids := slices.DeleteFunc(slices.Clone(s.made()[before:]), func(id string) bool { return id == "" })
	if len(ids) != 2 || ids[0] != ids[1] {
		t.Errorf("the ids are %q", ids)
	}
}

// TestRefusedMarks: what the college did not take stays with the reason, and with both values, until it is revoked or sent again.
func TestRefusedMarks(t *testing.T) {
	s := serve(t).sits(t, Work{})
	s.clock.alarms = make(chan struct{})
	_ = s.journal(t)
	s.away(t)
	s.types(t, mark(1, 0, 3))
	s.types(t, mark(2, 0, 5))
	s.register.cells = model.Cells{{Lesson: 1, Person: 1}: {Mark: 2}} // somebody else was faster
	s.register.refuses = func(e model.CellEdit) error {
		if e.Person == 2 {
			return app.ErrNotOwnSubject
		}
		return nil
	}
	s.back(t)
	s.waits(t, 0, 2)
	list := s.unsent(t)
	if len(list) != 2 || list[0].Conflict == nil || list[0].Conflict.Theirs != "2" || list[0].Conflict.Yours != "3" ||
		list[1].Conflict != nil || list[1].Refused != app.ErrNotOwnSubject.Error() {
		t.Fatalf("refused: %+v", list)
	}
	if got := s.journal(t); got[1] != 2 || got[2] != 0 {
		t.Errorf("the journal shows %v", got)
	}
	if err := s.client.SendAgain(t.Context(), list[0].ID); err != nil {
		t.Error(err)
	}
	s.waits(t, 0, 1)
	if got := s.journal(t); got[1] != 3 {
		t.Errorf("the journal shows %v", got)
	}
	if err := s.client.Revoke(t.Context(), list[1].ID); err != nil {
		t.Error(err)
	}
	if list := s.unsent(t); len(list) != 0 {
		t.Errorf("waiting: %+v", list)
	}
	if err := s.client.Revoke(t.Context(), list[1].ID); !errors.Is(err, kept.ErrNotThere) {
		t.Errorf("revoked again: %v", err)
	}
}

// TestMarksOutwaitTheDatabase: what waits is not refused because the college's database is full, away or busy just then.
func TestMarksOutwaitTheDatabase(t *testing.T) {
	s := serve(t).sits(t, Work{})
	_ = s.journal(t)
	s.away(t)
	s.types(t, mark(1, 0, 3))
	s.types(t, mark(2, 0, 5))
	faults := []error{model.ErrNoRoom, model.ErrAway, model.ErrAgain, model.ErrAgain, model.ErrAgain, model.ErrAgain}
	s.register.refuses = func(model.CellEdit) (err error) {
		if len(faults) > 0 {
			err, faults = faults[0], faults[1:]
		}
		return err
	}
	s.back(t)
	s.waits(t, 0, 0)
	if got := s.register.edits; len(got) != 2 || got[0][0].Mark != 3 || got[1][0].Mark != 5 {
		t.Errorf("the college took %+v", got)
	}
}

// TestRevokedMark: a mark that is not to be sent is not, and what was typed over it is typed over what stood there before.
func TestRevokedMark(t *testing.T) {
	s := serve(t).sits(t, Work{})
	s.clock.alarms = make(chan struct{})
	_ = s.journal(t)
	s.away(t)
	s.types(t, mark(1, 0, 3))
	s.types(t, mark(1, 3, 5))
	s.types(t, mark(2, 0, 4))
	list := s.unsent(t)
	if err := errors.Join(s.client.Revoke(t.Context(), list[0].ID), s.client.Revoke(t.Context(), list[2].ID)); err != nil {
		t.Error(err)
	}
	if got := s.journal(t); got[1] != 5 || got[2] != 0 {
		t.Errorf("the journal shows %v", got)
	}
	s.back(t)
	s.waits(t, 0, 0)
	if got := s.register.edits; len(got) != 1 || got[0][0].Mark != 5 {
		t.Errorf("the college took %+v", got)
	}
}

// waiting is the desk of somebody who is remembered, and has typed a mark without the line.
func waiting(t *testing.T) (s *seat, dir string, v *vault.Memory) {
	t.Helper()
	dir, v = t.TempDir(), &vault.Memory{}
	s = serve(t).sits(t, remembered(dir, v))
	s.clock.alarms = make(chan struct{})
	_ = s.journal(t)
	s.away(t)
	s.types(t, mark(1, 0, 3))
	return s, dir, v
}

// TestMarksSurvive: what waits of a person who is remembered is there when the program was killed, also when they were forgotten for too
// long, and signed out; nobody else reads it.
func TestMarksSurvive(t *testing.T) {
	s, dir, v := waiting(t)
	if !s.client.KeepsUnsent() {
		t.Error("it says that what waits is lost")
	}
	if text := written(t, dir); bytes.Contains(text, []byte("Алексеева")) || bytes.Contains(text, []byte("История")) {
		t.Errorf("the computer has %q", text)
	}
	s.client.Leave()
	s.clock.pass(2 * kept.Longest)
	s.client = NewClient(s.link)
	s.client.UseClock(s.clock)
	s.again(t)
	s.changes, s.lines = s.works(t, Work{Person: 3, Dir: dir, Vault: v}) // not remembered this time
	s.waits(t, 0, 0)
	if got := s.register.edits; len(got) != 1 || got[0][0].Mark != 3 {
		t.Errorf("the college took %+v", got)
	}
	s.client.Leave()
	if text := written(t, dir); len(text) > 0 {
		t.Errorf("the computer has %q", text)
	}
}

// TestLostKey: where the vault has lost the key of what waited, its person is told once, and what is typed from then on waits.
func TestLostKey(t *testing.T) {
	s, dir, v := waiting(t)
	s.client.End()
	if err := v.Delete(t.Context(), "outbox--3"); err != nil {
		t.Fatal(err)
	}
	if err := s.client.Begin(remembered(dir, v).as(goodToken)); !errors.Is(err, kept.ErrKeyLost) || !s.client.KeepsUnsent() {
		t.Errorf("it says %v", err)
	}
	s.client.End()
	if err := s.client.Begin(remembered(dir, v).as(goodToken)); err != nil {
		t.Errorf("then it says %v", err)
	}
}

// TestVaultAway: what waits outlives that its person signs in, and out, while the vault does not open.
func TestVaultAway(t *testing.T) {
	s, dir, v := waiting(t)
	s.client.End()
	if err := s.client.Begin(remembered(dir, noVault{v}).as(goodToken)); !errors.Is(err, errNoVault) {
		t.Errorf("it says %v", err)
	}
	s.client.Leave()
	if err := s.client.Begin(remembered(dir, v).as(goodToken)); err != nil {
		t.Error(err)
	}
	if list := s.unsent(t); len(list) != 1 {
		t.Errorf("waiting: %+v", list)
	}
}

// TestLateMarks: an outbox whose person's work has ended takes nothing any more, and leaves alone what the next one has written.
func TestLateMarks(t *testing.T) {
	s, dir, v := waiting(t)
	former := s.client.work.Load().outbox
	step, _ := former.First()
	if err := s.client.Begin(remembered(dir, v).as(goodToken)); err != nil {
		t.Fatal(err)
	}
	if err := former.Add(model.Unsent{ID: "late"}); !errors.Is(err, app.ErrSignedOut) {
		t.Errorf("a late mark: %v", err)
	}
	if err := errors.Join(s.client.work.Load().outbox.Add(model.Unsent{ID: "next"}), former.Sent(step.ID, nil)); err != nil {
		t.Error(err)
	}
	if err := s.client.Begin(remembered(dir, v).as(goodToken)); err != nil {
		t.Fatal(err)
	}
	if list := s.unsent(t); len(list) != 2 || list[0].ID != step.ID || list[1].ID != "next" {
		t.Errorf("waiting: %+v", list)
	}
}

// TestFullDisk: a mark that cannot be kept is refused, and nothing is said to wait.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	s := serve(t).sits(t, remembered(dir, &vault.Memory{}))
	s.clock.alarms = make(chan struct{})
	_ = s.journal(t)
	s.away(t)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := s.client.SetCells(signedIn(t), mark(1, 0, 3)); err == nil || len(s.unsent(t)) > 0 {
		t.Errorf("it waits: %v", err)
	}
}
