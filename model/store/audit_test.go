package store_test

import (
	"errors"
	"testing"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// TestAuditLong: a page of a journal of 100,000 lines, however far back, and its count come at once.
func TestAuditLong(t *testing.T) {
	s, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const lines = 100_000
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	err = s.Update(t.Context(), func(tx *store.Tx) error {
		for i := range lines {
			if err := tx.Audit(start.Add(time.Duration(i)*time.Minute), model.PersonID(0), "Действие", "предмет", "подробности"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	for _, offset := range []int{0, lines / 2, lines - 200} {
		err := s.View(t.Context(), func(tx *store.Tx) error {
			n, err := tx.CountAudit(store.AuditQuery{})
			if err != nil {
				return err
			}
			var page []model.AuditLine
			err = tx.EachAudit(store.AuditQuery{Offset: offset, Limit: 200}, func(l model.AuditLine) error {
				page = append(page, l)
				return nil
			})
			want := start.Add(time.Duration(lines-1-offset) * time.Minute)
			if n != lines || len(page) != 200 || !page[0].At.Equal(want) || !page[199].At.Before(page[0].At) {
				t.Errorf("offset %d: %d lines of %d, the first of %v", offset, len(page), n, page[0].At)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("three pages took %v", took)
	}
	stop := errors.New("enough")
	if err := s.View(t.Context(), func(tx *store.Tx) error {
		return tx.EachAudit(store.AuditQuery{}, func(model.AuditLine) error { return stop })
	}); !errors.Is(err, stop) {
		t.Errorf("reading went on: %v", err)
	}
}

// TestAuditWho: nobody of the roster is told in words, a person who is no longer known by number.
func TestAuditWho(t *testing.T) {
	s, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.Update(t.Context(), func(tx *store.Tx) error {
		return errors.Join(tx.Audit(time.Unix(1, 0), 0, "А", "", ""), tx.Audit(time.Unix(2, 0), 77, "Б", "", ""))
	})
	if err != nil {
		t.Fatal(err)
	}
	var who []string
	err = s.View(t.Context(), func(tx *store.Tx) error {
		return tx.EachAudit(store.AuditQuery{}, func(l model.AuditLine) error {
			who = append(who, l.Who)
			return nil
		})
	})
	if err != nil || len(who) != 2 || who[0] != "№ 77" || who[1] != model.NobodyDid {
		t.Errorf("got %q, %v", who, err)
	}
}
