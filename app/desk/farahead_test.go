package desk_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"zvonok/app/access"
	"zvonok/app/areas"
	"zvonok/app/desk"
	"zvonok/app/vault"
	"zvonok/model"
)

// TestReadAheadAnew: a person who comes again has read ahead what changed since, and a college that is forgotten leaves nothing of it behind.
func TestReadAheadAnew(t *testing.T) {
	w, admin := newAccounts(t)
	w.run(t, initialise)
	login := w.account(t, admin, "Учителева")
	link, _, _ := w.serve(t)
	keys := &vault.Memory{}
	f := computer(t, keys)
	must(t, f.Join(t.Context(), model.KnownCollege{Link: link, Name: "Колледж связи"}))
	must(t, f.Open(t.Context()))
	must(t, second(f.Session().SignIn(t.Context(), login, chosenPassword, true)))
	kept := func() map[string]time.Time {
		written := map[string]time.Time{}
		paths, err := filepath.Glob(filepath.Join(f.Dir, "cache", "*", "*"))
		must(t, err)
		for _, path := range paths {
			if info, err := os.Stat(path); err == nil {
				written[path] = info.ModTime()
			}
		}
		return written
	}
	until(t, "what is read ahead", func() bool { return len(kept()) > 8 })
	f.Close()

	before := kept()
	card, err := admin.Settings(admin.As(t.Context()))
	must(t, err)
	changed := card.Settings
	changed.AcademicHour = 40
	must(t, admin.SaveSettings(admin.As(t.Context()), card.CollegeSettings, changed))
	again := desk.NewFolder(t.Context(), f.Parts, func(work func()) { go work() })
	t.Cleanup(again.Close)
	must(t, again.Open(t.Context()))
	must(t, second(again.Session().SignInRemembered(t.Context())))
	until(t, "what is read ahead anew", func() bool { // more than who is at work and the state of the answers
		n := 0
		for path, at := range kept() {
			if was, there := before[path]; there && at.After(was) {
				n++
			}
		}
		return n > 4
	})

	again.Close()
	must(t, again.ForgetCollege(t.Context(), link.College))
	if left := kept(); len(left) > 0 {
		t.Errorf("a college that was forgotten has left %d answers", len(left))
	}
	name := "cache-" + link.College + "-" + strconv.FormatInt(int64(w.person(t, "Учителева")), 10)
	if _, err := keys.Get(t.Context(), name); !errors.Is(err, vault.ErrNone) {
		t.Errorf("the key of what was forgotten: %v", err)
	}
}

// asked is a college that notes which journals it was asked for.
type asked struct {
	*areas.Areas
	mu       sync.Mutex
	journals []model.TeachingID
}

func (a *asked) Journal(ctx context.Context, q model.JournalQuery) (model.JournalPage, error) {
	a.mu.Lock()
	a.journals = append(a.journals, q.Teaching)
	a.mu.Unlock()
	return a.Areas.Journal(ctx, q)
}

// all reports whether it was asked for the journals of those subjects; forget forgets that.
func (a *asked) all(of ...model.TeachingID) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return !slices.ContainsFunc(of, func(id model.TeachingID) bool { return !slices.Contains(a.journals, id) })
}

func (a *asked) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.journals = nil
}

// TestJournalsReadAhead: without the college the journals of all subjects of one's own groups are there, and where the line was back
// after a long time, as they were then.
func TestJournalsReadAhead(t *testing.T) {
	w, admin := newAccounts(t)
	lesson := w.newLesson(t)
	history, group := w.subject(t, "А-1", "История").ID, w.group(t, "А-1")
	chemistry, err := admin.AddTeaching(admin.As(t.Context()), model.TeachingEdit{Group: group, Subject: "Химия", WholeGroup: true, Teachers: []model.PersonID{w.person(t, "Наставникова")}})
	must(t, err)
	login := w.account(t, admin, "Кураторова")
	served, keys := &asked{Areas: w.areas()}, t.TempDir()
	link, end := w.serveAs(t, served, keys, "127.0.0.1:0")
	f := computer(t, &vault.Memory{})
	must(t, f.Join(t.Context(), model.KnownCollege{Link: link, Name: "Колледж связи"}))
	must(t, f.Open(t.Context()))
	s := f.Session()
	must(t, second(s.SignIn(t.Context(), login, chosenPassword, true)))
	// kept reports whether the desk has the answers: it does not ask for them again.
	kept := func(of ...model.TeachingID) bool {
		served.forget()
		return !slices.ContainsFunc(of, func(id model.TeachingID) bool {
			_, err := s.Journal(s.As(t.Context()), model.JournalQuery{Group: group, Teaching: id, Term: model.TermOf(w.clock.Now())})
			return err != nil || served.all(id)
		})
	}
	until(t, "the journals of her group", func() bool { return served.all(history, chemistry) })
	until(t, "their answers", func() bool { return kept(history, chemistry) })
	end()

	w.clock.add(9 * time.Hour)
	pupil := w.person(t, "Алексеева")
	must(t, served.SetCells(access.As(t.Context(), w.token(t, "Учителева")), []model.CellEdit{{CellKey: model.CellKey{Lesson: lesson, Person: pupil}, Mark: 5}}))
	served.forget()
	_, end = w.serveAs(t, served, keys, link.Addresses[0])
	until(t, "the journal in which somebody wrote", func() bool { return served.all(history) })
	until(t, "its answer", func() bool { return kept(history) })
	end()
	until(t, "the end of the line", func() bool { return s.Line().Line().State == model.LineLost })
	for teaching, want := range map[model.TeachingID]model.Mark{history: 5, chemistry: 0} {
		page, err := s.Journal(s.As(t.Context()), model.JournalQuery{Group: group, Teaching: teaching, Term: model.TermOf(w.clock.Now())})
		if mark := page.Cells[model.CellKey{Lesson: lesson, Person: pupil}].Mark; err != nil || page.Teaching.ID != teaching || mark != want {
			t.Errorf("in the journal %d, of %d, is the mark %v, %v", page.Teaching.ID, teaching, mark, err)
		}
	}
}
