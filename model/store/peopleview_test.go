package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"zvonok/model"
)

// follows is whether somebody is to be a student on the college's day: what StandingOn says or, where it says nothing or
// only hands have put them into a group, what hands say.
func follows(t *testing.T, tx *Tx, id model.PersonID, today time.Time) bool {
	t.Helper()
	movements, err := tx.Movements(id)
	if err != nil {
		t.Fatal(err)
	}
	student, err := tx.StudentByHand(id)
	if err != nil {
		t.Fatal(err)
	}
	switch model.StandingOn(movements, today) {
	case model.StandingStudies:
		return student || slices.ContainsFunc(model.Enrolments(movements), func(e model.Enrolment) bool { return e.Lasts(today) && e.Opened != 0 })
	case model.StandingOnLeave:
		return true
	case model.StandingLeft:
		return false
	}
	return student
}

// TestEditsLeaveOrdersOut: a person who edits the card of a student by order, or moves one by hand, does not
// write down what the order did.
func TestEditsLeaveOrdersOut(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	var fresh model.PersonID
	update(t, s, func(tx *Tx) (err error) {
		fresh, err = tx.InsertPerson(model.Person{Name: model.ParseName("Новикова Анна"), Kind: model.Student})
		return err
	})
	is := func(id model.PersonID, want string) {
		t.Helper()
		if got := standing(t, s, id); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	rename := func(id model.PersonID) {
		update(t, s, func(tx *Tx) error {
			p, err := tx.Person(id)
			p.Name.FirstName = "Инна"
			if err != nil {
				return err
			}
			return tx.UpdatePerson(p)
		})
	}
	enrol := order(t, s, model.OrderEnroll, "2026-11-24", model.Movement{Person: fresh, In: 1})
	is(fresh, "студент true")
	rename(fresh)
	cancel(t, s, enrol)
	is(fresh, "студент false")

	parent := named(t, s, "Яшин Олег")
	study := order(t, s, model.OrderEnroll, "2026-11-22", model.Movement{Person: parent, In: 2})
	is(parent, "студент, родитель true")
	update(t, s, func(tx *Tx) error { return tx.EndEnrolments(parent, "2026-11-23") })
	update(t, s, func(tx *Tx) error { return tx.Enrol(parent, 1, "2026-11-23") })
	cancel(t, s, study)
	is(parent, "студент, родитель true") // a hand has put them into a group

	gone := named(t, s, "Елина Анна")
	withdraw := order(t, s, model.OrderWithdraw, "2026-11-23", model.Movement{Person: gone, All: true})
	is(gone, "студент false")
	rename(gone)
	cancel(t, s, withdraw)
	is(gone, "студент true")
}

// TestMigrationToPeople: in a college of an older version everybody is what they were, comes back with an order that is
// cancelled, and what changes noted of orders can be taken back.
func TestMigrationToPeople(t *testing.T) {
	onlySQLite(t)
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	gone, stays, parent := named(t, s, "Яшина Анна"), named(t, s, "Елина Анна"), named(t, s, "Яшин Олег")
	var fresh model.PersonID
	update(t, s, func(tx *Tx) (err error) {
		fresh, err = tx.InsertPerson(model.Person{Name: model.ParseName("Новикова Анна"), Kind: model.Student})
		return err
	})
	withdraw := order(t, s, model.OrderWithdraw, "2026-11-22", model.Movement{Person: gone, All: true})
	enrol := order(t, s, model.OrderEnroll, "2026-11-22", model.Movement{Person: fresh, In: 1}, model.Movement{Person: parent, In: 2})
	state := func() (list []string) {
		for _, id := range []model.PersonID{gone, stays, parent, fresh} {
			list = append(list, standing(t, s, id))
		}
		return list
	}
	before := state()
	if fmt.Sprint(before) != "[студент false студент true студент, родитель true студент true]" {
		t.Fatal(before)
	}
	downTo(t, s, 21)
	var change model.ChangeID
	update(t, s, func(tx *Tx) error {
		err := tx.exec(`INSERT INTO movements (person_id, day, out_group, in_group, out_all) VALUES ($1, '2026-11-22', 0, 0, 1)`, stays)
		if err != nil {
			return err
		}
		// An order took somebody out and a hand brought them back to no group; and a change that wrote the first order.
		if err := tx.exec(`INSERT INTO changes (at) VALUES (0)`); err != nil {
			return err
		}
		if err := tx.one(`SELECT max(id) FROM changes`, nil, &change); err != nil {
			return err
		}
		for _, note := range [][3]any{
			{"orders", nil, fmt.Sprintf(`[%d]`, withdraw)},
			{"persons", fmt.Sprintf(`[%d,"Яшина","Анна","","яшина анна",1,0,11,1]`, gone), fmt.Sprintf(`[%d,"Яшина","Анна","","яшина анна",1,0,11,0]`, gone)},
			{"standings", nil, fmt.Sprintf(`[%d]`, gone)},
		} {
			if err := tx.exec(`INSERT INTO undo_rows (change_id, place, before, after) VALUES ($1, $2, $3, $4)`, change, note[0], note[1], note[2]); err != nil {
				return err
			}
		}
		var left, came int
		err = tx.one(`SELECT (SELECT count(*) FROM persons WHERE id = $1 AND active = 0), (SELECT count(*) FROM persons WHERE id = $2 AND kinds = 3)`,
			[]any{gone, parent}, &left, &came)
		if left != 1 || came != 1 {
			t.Errorf("the older version has %d %d", left, came)
		}
		return err
	})
	up(t, s)
	if after := state(); !slices.Equal(after, before) {
		t.Errorf("%q, want %q", after, before)
	}
	update(t, s, func(tx *Tx) error {
		if err := tx.Record(date("2026-11-23")); err != nil {
			return err
		}
		return tx.Undo(change, date("2026-11-23"))
	})
	cancel(t, s, enrol)
	if after := fmt.Sprint(state()); after != "[студент true студент true родитель true студент false]" {
		t.Errorf("without the orders %s", after)
	}
}
