package demo_test

import (
	"context"
	"testing"
	"time"

	"zvonok/app/college"
	"zvonok/app/demo"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient/sandbox"
)

// noon is the clock of a demonstration in the middle of a working day.
type noon struct{}

func (noon) Now() time.Time                                   { return time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC) }
func (noon) Sleep(ctx context.Context, _ time.Duration) error { <-ctx.Done(); return ctx.Err() }

// TestDemonstrationJournals: the teacher of the manual's pictures finds marks, a plan, and a remote lesson
// that goes on at this moment; profiles that are linked may start calls.
func TestDemonstrationJournals(t *testing.T) {
	d, err := demo.Start(demo.DefaultGroups, sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.VK.Close()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	college := &college.College{Store: s, Dir: dir, Clock: noon{}}
	if err := d.Prepare(t.Context(), college); err != nil {
		t.Fatal(err)
	}
	lesson, marks, messages := model.LessonLine{}, 0, ""
	err = s.View(t.Context(), func(tx *store.Tx) error {
		if messages, err = tx.Setting(store.SettingSignInMessages, ""); err != nil {
			return err
		}
		rows, err := tx.TeachingRows(store.TeachingFilter{Today: "2026-11-25"})
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.GroupName != demo.RemoteGroup || r.Subject != demo.RemoteSubject {
				continue
			}
			from, until := model.TermOf(noon{}.Now()).Range()
			cells, err := tx.Cells(r.ID, from, until)
			if err != nil {
				return err
			}
			marks += len(cells)
			lines, err := tx.LessonLines(store.LessonFilter{Teaching: r.ID, RemoteOnly: true})
			if err != nil || len(lines) == 0 {
				return err
			}
			lesson = lines[0]
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if marks < 20 || lesson.Remote == nil || lesson.Remote.Link == "" || lesson.Remote.Phase(noon{}.Now(), 0) != model.PhaseOpen {
		t.Errorf("%d marks, %+v, %+v", marks, lesson, lesson.Remote)
	}
	if messages != "1" {
		t.Error("profiles are linked without the right to start calls")
	}
}

// TestSecondStart: a demonstration that is opened again keeps what people did in it, and nothing in it is doubled.
func TestSecondStart(t *testing.T) {
	dir := t.TempDir()
	lessons := func() (count int) {
		t.Helper()
		d, err := demo.In(t.Context(), dir, 2)
		if err != nil {
			t.Fatal(err)
		}
		defer d.VK.Close()
		s, err := store.Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if err := d.Prepare(t.Context(), &college.College{Store: s, Dir: dir, Clock: noon{}}); err != nil {
			t.Fatal(err)
		}
		err = s.View(t.Context(), func(tx *store.Tx) error {
			lines, err := tx.LessonLines(store.LessonFilter{})
			count = len(lines)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return count
	}
	first := lessons()
	if second := lessons(); first == 0 || second != first {
		t.Errorf("%d lessons at the first start, %d at the second", first, second)
	}
}
