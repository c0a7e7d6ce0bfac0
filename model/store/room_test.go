package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"

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
