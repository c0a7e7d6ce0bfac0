package areas

import (
	"context"
	"database/sql"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/model/store"
)

// still is a clock that stands.
type still struct{}

func (still) Now() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

func (still) Sleep(ctx context.Context, _ time.Duration) error { <-ctx.Done(); return ctx.Err() }

// TestUntilAfterFailure: when it could not be read when the next lesson opens, that is asked again: nothing else stands for it.
func TestUntilAfterFailure(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c := &college.College{Store: s, Dir: dir, Clock: still{}}
	all := New(c, agent.NewKeeper(c, nil, slog.New(slog.DiscardHandler)), app.Addresses{})
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rename := func(from, to string) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), "ALTER TABLE "+from+" RENAME TO "+to); err != nil {
			t.Fatal(err)
		}
	}
	rename("remote_lessons", "away")
	for range 2 {
		if until, err := all.Until(t.Context()); err == nil {
			t.Errorf("without the lessons it holds until %v", until)
		}
	}
	rename("away", "remote_lessons")
	if until, err := all.Until(t.Context()); err != nil || !until.After(still{}.Now()) {
		t.Errorf("with them it holds until %v, %v", until, err)
	}
}
