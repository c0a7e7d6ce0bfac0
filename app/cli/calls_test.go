package cli

import (
	"slices"
	"testing"
	"time"

	"zvonok/app/tokens"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient/sandbox"
)

// TestAgentStartsCalls: an agent without a window starts the calls that lessons wait for, by the account of
// the environment; without one it says at the lesson what to do.
func TestAgentStartsCalls(t *testing.T) {
	w := filled(t, sandbox.Options{})
	s, err := store.Open(t.Context(), w.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var id model.LessonID
	err = s.Update(t.Context(), func(tx *store.Tx) error {
		rows, err := tx.TeachingRows(store.TeachingFilter{Today: "2026-11-23"})
		if err != nil {
			return err
		}
		r := rows[slices.IndexFunc(rows, func(r model.TeachingRow) bool { return len(r.Teachers) > 0 })]
		if id, err = tx.AddLesson(model.Lesson{Teaching: r.ID, Date: w.clock.Now().Truncate(24 * time.Hour), Hours: 1, Kind: model.LessonPlain, Title: "Повторение"}); err != nil {
			return err
		}
		begins := w.clock.Now()
		return tx.PutRemote(model.RemoteLesson{Lesson: id, Begins: begins, Ends: begins.Add(time.Hour), Source: model.SourceAgent, Owner: r.Teachers[0]})
	})
	if err != nil {
		t.Fatal(err)
	}
	remote := func() (r model.RemoteLesson) {
		err := s.View(t.Context(), func(tx *store.Tx) error {
			l, err := tx.Lesson(id)
			r = *l.Remote
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	w.must(ExitDone, "", "sync", "--yes")
	w.must(ExitDone, "", "agent", "--once")
	if r := remote(); r.Link != "" || r.Problem == "" {
		t.Errorf("without an account: %+v", r)
	}
	w.environ[tokens.CallVariable] = w.vk.Info().Users[0].Token
	w.must(ExitDone, "", "agent", "--once")
	calls := w.vk.State().Calls
	if r := remote(); len(calls) != 1 || r.Link != calls[0].JoinLink || r.Problem != "" {
		t.Errorf("with an account: %+v, VK has %+v", r, calls)
	}
}
