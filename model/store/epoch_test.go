package store

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"zvonok/model"
)

// takeOver begins an epoch of the agent's work.
func takeOver(t *testing.T, s *Store, at time.Time) (e Epoch, sending bool) {
	t.Helper()
	update(t, s, func(tx *Tx) (err error) {
		e, sending, err = tx.TakeOver("work", at)
		return err
	})
	return e, sending
}

// TestEpochs: an epoch ends when the next one begins, which knows whether something may still be on its way; a restore
// brings no epoch back.
func TestEpochs(t *testing.T) {
	s := openAt(t, t.TempDir())
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	first, sending := takeOver(t, s, at)
	if sending {
		t.Error("nobody was before the first")
	}
	refused := func(e Epoch) bool {
		t.Helper()
		holds := s.Update(t.Context(), func(tx *Tx) error { return tx.Holds(e) })
		sends := s.Update(t.Context(), func(tx *Tx) error { return tx.Sends(e) })
		if holds != nil && !errors.Is(holds, model.ErrTakenOver) || errors.Is(holds, model.ErrTakenOver) != errors.Is(sends, model.ErrTakenOver) {
			t.Fatalf("%v, %v", holds, sends)
		}
		return holds != nil
	}
	if refused(first) {
		t.Error("the first is refused")
	}
	copied := filepath.Join(t.TempDir(), "копия.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	second, sending := takeOver(t, s, at)
	if !sending || !refused(first) || refused(second) {
		t.Errorf("after a takeover: %v, %v, %v", sending, first, second)
	}
	update(t, s, func(tx *Tx) error { return errors.Join(tx.Rests(second), tx.Rests(first)) })
	third, sending := takeOver(t, s, at)
	if sending {
		t.Error("what has ended is waited for")
	}
	update(t, s, func(tx *Tx) error { return errors.Join(tx.Sends(third), tx.Rests(second)) })
	if _, err := s.Replace(t.Context(), copied, false); err != nil {
		t.Fatal(err)
	}
	for _, e := range []Epoch{first, second, third} {
		if !refused(e) {
			t.Errorf("%v goes on in the copy", e)
		}
	}
	if next, _ := takeOver(t, s, at.Add(time.Minute)); next.Number <= third.Number {
		t.Errorf("%v comes after %v", next, third)
	}
}

// TestEpochsOfTheClaim: on PostgreSQL only the process that has the claim takes over, once one has it.
func TestEpochsOfTheClaim(t *testing.T) {
	onlyPostgres(t)
	dir := t.TempDir()
	first, second := openAt(t, dir), openAt(t, dir)
	another, err := second.Claim(t.Context(), "server")
	if err != nil {
		t.Fatal(err)
	}
	defer another.Close()
	taken := func(s *Store, within func()) bool {
		t.Helper()
		err := s.Update(t.Context(), func(tx *Tx) error {
			within()
			_, _, err := tx.TakeOver("work", time.Now())
			return err
		})
		if err != nil && !errors.Is(err, model.ErrTakenOver) {
			t.Fatal(err)
		}
		return err == nil
	}
	for range 20 { // what is given up is free at once, not only when the server has closed its connection
		claim, err := first.Claim(t.Context(), ClaimAgent)
		if err != nil {
			t.Fatal(err)
		}
		if !taken(first, func() {}) || taken(second, func() {}) {
			t.Error("not the one with the claim has taken over")
		}
		if !taken(second, claim.Close) || !taken(first, func() {}) {
			t.Error("nobody has the claim, and somebody is refused")
		}
	}
}

// TestEpochsEndWithTheCommunity: an agent writes nothing more of the chats of a community that the college has left meanwhile.
func TestEpochsEndWithTheCommunity(t *testing.T) {
	s := openAt(t, t.TempDir())
	e, _ := takeOver(t, s, time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
	update(t, s, (*Tx).LeaveCommunity)
	if err := s.Update(t.Context(), func(tx *Tx) error { return tx.Holds(e) }); !errors.Is(err, model.ErrTakenOver) {
		t.Errorf("it goes on: %v", err)
	}
}
