package store

import (
	"testing"
	"time"

	"zvonok/model"
)

// TestOneTimeOfBefore: the one-time passwords of a college of before count from the day on which it is migrated; chosen
// ones have no day.
func TestOneTimeOfBefore(t *testing.T) {
	onlySQLite(t)
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	long := time.Date(2020, 8, 25, 0, 0, 0, 0, time.UTC)
	issued, own := named(t, s, "Яшина Анна"), named(t, s, "Елина Анна")
	update(t, s, func(tx *Tx) error {
		if err := tx.AddAccount(AccountRecord{Person: issued, Login: "iashina.a", Hash: "x", OneTime: true, Made: long}); err != nil {
			return err
		}
		return tx.AddAccount(AccountRecord{Person: own, Login: "elina.a", Hash: "x"})
	})
	made := func(id model.PersonID) (day time.Time) {
		update(t, s, func(tx *Tx) error {
			a, err := tx.AccountOf(id)
			day = a.Made
			return err
		})
		return day
	}
	if got := made(issued); !got.Equal(long) {
		t.Fatalf("made %s", got)
	}
	downTo(t, s, 20)
	before := time.Now().UTC().Truncate(24 * time.Hour)
	up(t, s)
	if got, after := made(issued), time.Now().UTC(); got.Before(before) || got.After(after) {
		t.Errorf("counts from %s", got)
	}
	if got := made(own); !got.IsZero() {
		t.Errorf("a chosen password counts from %s", got)
	}
}
