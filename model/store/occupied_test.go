package store

import (
	"errors"
	"strings"
	"testing"

	"zvonok/model"
)

// TestOccupied: a person who waits too long for another program that writes hears so in words, and a server of desks asks again.
func TestOccupied(t *testing.T) {
	dir := t.TempDir()
	onlySQLite(t)
	long, short := openAt(t, dir), openAt(t, dir)
	if _, err := short.pools.write.ExecContext(t.Context(), "PRAGMA busy_timeout = 0"); err != nil {
		t.Fatal(err)
	}
	name := func(tx *Tx) error { return tx.SetSetting(SettingCollegeName, "Колледж связи") }
	write(t, long, func(*Tx) error {
		err := short.Update(t.Context(), name)
		if !errors.Is(err, model.ErrAgain) || err.Error() != busyTooLong || strings.Contains(err.Error(), "locked") {
			t.Errorf("beside another program: %v", err)
		}
		return nil
	})
	write(t, short, name)
}
