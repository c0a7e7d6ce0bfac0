package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mattn/go-sqlite3"

	"zvonok/model"
)

// TestNoRoom: where the database can grow no more, that is said in words, what was there is there, and it goes on once there is room.
func TestNoRoom(t *testing.T) {
	onlySQLite(t)
	s := openAt(t, t.TempDir())
	set(t, s, "до")
	limit := func(pages int) {
		if _, err := s.pools.write.ExecContext(t.Context(), fmt.Sprintf(`PRAGMA max_page_count = %d`, pages)); err != nil {
			t.Fatal(err)
		}
	}
	limit(1) // it is never less than there are
	long := strings.Repeat("ю", 100_000)
	if err := s.Update(t.Context(), func(tx *Tx) error { return tx.SetSetting("long", long) }); !errors.Is(err, model.ErrNoRoom) {
		t.Errorf("without room: %v", err)
	}
	if got := get(t, s); got != "до" {
		t.Errorf("it holds %q", got)
	}
	limit(1 << 20)
	update(t, s, func(tx *Tx) error { return tx.SetSetting("long", long) })
}

// TestNoRoomForARestore: a copy for which there is no room leaves the college as it is and nothing beside it, also when it is tried again.
func TestNoRoomForARestore(t *testing.T) {
	onlySQLite(t)
	larger := openAt(t, t.TempDir())
	update(t, larger, func(tx *Tx) error { return tx.SetSetting("long", strings.Repeat("ю", 400_000)) })
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := larger.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	s := openAt(t, dir)
	set(t, s, "до")
	if _, err := s.pools.write.ExecContext(t.Context(), `PRAGMA max_page_count = 1`); err != nil { // it is never less than there are
		t.Fatal(err)
	}
	for range 2 {
		if kept, err := s.Replace(t.Context(), path, true); !errors.Is(err, model.ErrNoRoom) || kept != "" {
			t.Errorf("without room: %q, %v", kept, err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, FileName+".*")); err != nil || len(left) > 0 || get(t, s) != "до" {
		t.Errorf("left behind: %q, %v; the college is %q", left, err, get(t, s))
	}
	if _, err := s.pools.write.ExecContext(t.Context(), `PRAGMA max_page_count = 1000000`); err != nil {
		t.Fatal(err)
	}
	if kept, err := s.Replace(t.Context(), path, true); err != nil || kept == "" {
		t.Errorf("with room: %q, %v", kept, err)
	}
}

// TestNoRoomInWords: whatever SQLite says of a full disk, nobody reads that the college is damaged or is no college.
func TestNoRoomInWords(t *testing.T) {
	said := func(err error) []error {
		return []error{sqlite{}.explain(err), uncopied(err), foreign("college.db", err)}
	}
	words := []error{model.ErrNoRoom, errNoRoomForCopy, errNoRoomToOpen}
	for _, full := range []sqlite3.Error{{Code: sqlite3.ErrFull}, {Code: sqlite3.ErrIoErr, SystemErrno: fullDisk[0]}, {Code: sqlite3.ErrCantOpen, SystemErrno: fullDisk[1]}} {
		if got := said(full); !slices.Equal(got, words) {
			t.Errorf("%v: %v", full, got)
		}
	}
	for _, other := range []sqlite3.Error{{Code: sqlite3.ErrPerm}, {Code: sqlite3.ErrIoErr}, {Code: sqlite3.ErrNotADB}} {
		for i, got := range said(other) {
			if errors.Is(got, words[i]) {
				t.Errorf("%v: %v", other, got)
			}
		}
	}
}
