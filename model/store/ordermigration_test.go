package store

import (
	"errors"
	"testing"

	"zvonok/model"
)

// TestMigrationToMovements: what an older version wrote is derived again as it was.
func TestMigrationToMovements(t *testing.T) {
	onlySQLite(t)
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	down(t, s)
	id := named(t, s, "Яшина Анна")
	update(t, s, func(tx *Tx) error {
		for _, sql := range []string{
			`DELETE FROM enrolments WHERE person_id = $1`,
			`INSERT INTO enrolments (person_id, group_id, from_date, until_date) VALUES ($1, 1, '', '2026-09-01'), ($1, 2, '2026-09-01', '2026-10-01'),
				($1, 1, '2026-10-01', NULL), ($1, 2, '2026-11-01', '2026-11-01')`,
		} {
			if err := tx.exec(sql, id); err != nil {
				return err
			}
		}
		return nil
	})
	up(t, s)
	want := "1: 2026-10-01– by 0/0, 1: –2026-09-01 by 0/0, 2: 2026-09-01–2026-10-01 by 0/0"
	if got := places(t, s, id); got != want {
		t.Errorf("migrated to %s", got)
	}
	update(t, s, func(tx *Tx) error { return tx.derive([]model.PersonID{id, named(t, s, "Елина Анна")}) })
	if got := places(t, s, id); got != want {
		t.Errorf("derived anew %s", got)
	}
	if got := places(t, s, named(t, s, "Елина Анна")); got != "1: – by 0/0" {
		t.Errorf("derived anew %s", got)
	}
}

// TestMigrationToEditions: orders, what ended groups and what was noted of changes are what they were in an older version.
func TestMigrationToEditions(t *testing.T) {
	onlySQLite(t)
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	id := named(t, s, "Яшина Анна")
	transfer := order(t, s, model.OrderTransfer, "2026-11-20", model.Movement{Person: id, Out: 1, In: 2, All: true})
	order(t, s, model.OrderDisband, "2026-11-20", model.Movement{Out: 1})
	carry(t, s, "2026-11-23")
	var change model.ChangeID
	update(t, s, func(tx *Tx) error {
		if err := tx.Record(date("2026-11-23")); err != nil {
			return err
		}
		change = tx.Change()
		return tx.CancelOrder(transfer, date("2026-11-23"))
	})
	downTo(t, s, 8)
	up(t, s)
	if got := places(t, s, id); got != "1: 2026-09-01–2026-11-20 by 0/2" {
		t.Errorf("migrated to %s", got)
	}
	update(t, s, func(tx *Tx) error {
		if err := tx.Record(date("2026-11-23")); err != nil {
			return err
		}
		return tx.Undo(change, date("2026-11-23"))
	})
	if got := places(t, s, id); got != "1: 2026-09-01–2026-11-20 by 0/1, 2: 2026-11-20– by 1/0" {
		t.Errorf("the cancelling taken back: %s", got)
	}
	cancel(t, s, 2)
	carry(t, s, "2026-11-23")
	if groups := rosterOn(t, s, "2026-11-23").Groups; len(groups) != 2 {
		t.Errorf("the group that an order ended does not come back: %+v", groups)
	}
}

// down takes the last migrations back, as far as before orders.
func down(t *testing.T, s *Store) {
	t.Helper()
	downTo(t, s, 5)
}

// up brings the schema up to date again. Opening would not: the way down leaves the columns in another order.
func up(t *testing.T, s *Store) {
	t.Helper()
	if err := errors.Join(upgrade(t.Context(), s.pools.write), makeTriggers(t.Context(), s.pools.write)); err != nil {
		t.Fatal(err)
	}
}

func downTo(t *testing.T, s *Store, version int64) {
	t.Helper()
	schema, err := schemaOf(t.Context(), s.pools.write)
	if err == nil {
		err = dropTriggers(t.Context(), s.pools.write, schema)
	}
	if err != nil {
		t.Fatal(err)
	}
	provider, err := migrator(s.pools.write)
	if err == nil {
		_, err = provider.DownTo(t.Context(), version)
	}
	if err != nil {
		t.Fatal(err)
	}
}
