package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"zvonok/model"
	"zvonok/model/roster"
)

// places are a person's enrolments as the database holds them: «1: 2026-09-01– by 0/0».
func places(t *testing.T, s *Store, id model.PersonID) string {
	t.Helper()
	var list []string
	view(t, s, func(tx *Tx) error {
		rows, err := tx.enrolmentsOf([]model.PersonID{id})
		for _, e := range rows[id] {
			list = append(list, fmt.Sprintf("%d: %s–%s by %d/%d", e.Group, formatDate(e.From), formatDate(e.Until), e.Opened, e.Closed))
		}
		return err
	})
	slices.Sort(list)
	return strings.Join(list, ", ")
}

func order(t *testing.T, s *Store, kind model.OrderKind, effective string, movements ...model.Movement) (id model.OrderID) {
	t.Helper()
	update(t, s, func(tx *Tx) (err error) {
		id, err = tx.InsertOrder(model.Order{Number: "1-к", Date: date("2026-11-20"), Kind: kind, Effective: date(effective)}, movements)
		return err
	})
	return id
}

func cancel(t *testing.T, s *Store, id model.OrderID) {
	t.Helper()
	update(t, s, func(tx *Tx) error { return tx.CancelOrder(id, date("2026-11-23")) })
}

func carry(t *testing.T, s *Store, today string) {
	t.Helper()
	update(t, s, func(tx *Tx) error { return tx.TurnDay(date(today)) })
}

func standing(t *testing.T, s *Store, id model.PersonID) string {
	t.Helper()
	var p model.Person
	view(t, s, func(tx *Tx) (err error) {
		p, err = tx.Person(id)
		return err
	})
	return fmt.Sprintf("%s %v", model.KindWords(p.Kind), p.Active)
}

// TestOrdersAndHands: orders and edits by hand in a row, and what is left when an order between them is cancelled.
func TestOrdersAndHands(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	id := named(t, s, "Яшина Анна")
	at := func(want string) {
		t.Helper()
		if got := places(t, s, id); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	at("1: 2026-09-01– by 0/0")
	transfer := order(t, s, model.OrderTransfer, "2026-12-01", model.Movement{Person: id, Out: 1, In: 2, All: true})
	at("1: 2026-09-01–2026-12-01 by 0/1, 2: 2026-12-01– by 1/0")
	withdraw := order(t, s, model.OrderWithdraw, "2026-12-10", model.Movement{Person: id, Out: 2, All: true})
	at("1: 2026-09-01–2026-12-01 by 0/1, 2: 2026-12-01–2026-12-10 by 1/2")
	cancel(t, s, transfer)
	at("1: 2026-09-01–2026-12-10 by 0/2")
	update(t, s, func(tx *Tx) error { return tx.EndEnrolments(id, "2026-11-25") })
	update(t, s, func(tx *Tx) error { return tx.Enrol(id, 2, "2026-11-25") })
	at("1: 2026-09-01–2026-11-25 by 0/0, 2: 2026-11-25–2026-12-10 by 0/2")
	cancel(t, s, withdraw)
	at("1: 2026-09-01–2026-11-25 by 0/0, 2: 2026-11-25– by 0/0")

	// What an order opens after the day is ended by hand too, and stays so when the order goes.
	back := order(t, s, model.OrderEnroll, "2026-12-20", model.Movement{Person: id, In: 1})
	update(t, s, func(tx *Tx) error { return tx.EndEnrolments(id, "2026-12-01") })
	at("1: 2026-09-01–2026-11-25 by 0/0, 2: 2026-11-25–2026-12-01 by 0/0")
	cancel(t, s, back)
	at("1: 2026-09-01–2026-11-25 by 0/0, 2: 2026-11-25–2026-12-01 by 0/0")
}

// TestDisbandingConcernsWhoComes: a group ends for everybody who is in it on the day, also for those who came later.
func TestDisbandingConcernsWhoComes(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	yashina, elina, group := named(t, s, "Яшина Анна"), named(t, s, "Ёжикова Анна"), model.GroupID(1)
	disband := order(t, s, model.OrderDisband, "2026-12-01", model.Movement{Out: group})
	update(t, s, func(tx *Tx) error { return tx.Enrol(elina, group, "2026-11-25") })
	if got := places(t, s, elina); !strings.Contains(got, "1: 2026-11-25–2026-12-01 by 0/1") || !strings.Contains(got, "2: – by 0/0") {
		t.Errorf("who came later: %s", got)
	}
	inForce := func(day string) (groups int) {
		carry(t, s, day)
		return len(rosterOn(t, s, day).Groups)
	}
	if inForce("2026-11-30") != 2 || inForce("2026-12-01") != 1 || inForce("2026-11-30") != 2 || inForce("2026-12-02") != 1 {
		t.Error("the group does not follow the calendar")
	}
	if got := standing(t, s, yashina); got != "студент true" {
		t.Errorf("a student of the group is %s", got)
	}
	cancel(t, s, disband)
	if got := places(t, s, yashina); got != "1: 2026-09-01– by 0/0" || inForce("2026-12-02") != 2 {
		t.Errorf("after the order is cancelled: %s", got)
	}

	// A group that somebody made again stays, though the order is in force.
	order(t, s, model.OrderDisband, "2026-12-01", model.Movement{Out: group})
	if inForce("2026-12-03") != 1 {
		t.Error("the group is not disbanded")
	}
	update(t, s, func(tx *Tx) error { return tx.UpdateGroup(model.Group{ID: group, Name: "А-1"}) })
	if inForce("2026-12-04") != 2 {
		t.Error("the group was disbanded a second time")
	}
}

// TestStandingFollowsOrders: people leave the college and come back with the orders, on their day, and cancelling
// gives back what was before, unless somebody else had the last word.
func TestStandingFollowsOrders(t *testing.T) {
	s := openAt(t, t.TempDir())
	snap := snapshot()
	apply(t, s, snap)
	id := named(t, s, "Яшина Анна")
	on := func(day, want string) {
		t.Helper()
		carry(t, s, day)
		if got := standing(t, s, id); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	withdraw := order(t, s, model.OrderWithdraw, "2026-12-01", model.Movement{Person: id, Out: 1, All: true})
	on("2026-11-30", "студент true")
	on("2026-12-01", "студент false")
	on("2026-11-30", "студент true") // a clock that was wrong
	on("2026-12-01", "студент false")
	back := order(t, s, model.OrderReturn, "2026-12-20", model.Movement{Person: id, In: 2})
	on("2026-12-20", "студент true")
	cancel(t, s, back)
	on("2026-12-21", "студент false")
	cancel(t, s, withdraw)
	on("2026-12-21", "студент true")
	if got := places(t, s, id); got != "1: 2026-09-01– by 0/0" {
		t.Errorf("in the end %s", got)
	}

	leave := order(t, s, model.OrderAcademicLeave, "2026-12-22", model.Movement{Person: id, Out: 1, All: true})
	on("2026-12-22", "студент true")
	for day, want := range map[string]int{"2026-12-21": 0, "2026-12-22": 1} {
		view(t, s, func(tx *Tx) error {
			list, err := tx.OnLeave(day)
			if len(list) != want {
				t.Errorf("on %s on leave: %v", day, list)
			}
			return err
		})
	}
	cancel(t, s, leave)

	// Left by hand, brought in by an order, and by hand again: the order's cancelling brings nobody back.
	byHand := func(active bool) {
		update(t, s, func(tx *Tx) error {
			p, err := tx.Person(id)
			p.Active = active
			if err == nil {
				err = tx.UpdatePerson(p)
			}
			if err == nil {
				err = tx.EndEnrolments(id, "2026-12-23")
			}
			return err
		})
	}
	byHand(false)
	enrol := order(t, s, model.OrderEnroll, "2026-12-24", model.Movement{Person: id, In: 2})
	on("2026-12-24", "студент true")
	byHand(false)
	cancel(t, s, enrol)
	on("2026-12-25", "студент false")

	// A parent who studies is a parent still.
	parent := named(t, s, "Яшин Олег")
	study := order(t, s, model.OrderEnroll, "2026-12-01", model.Movement{Person: parent, In: 2})
	carry(t, s, "2026-12-01")
	if got := standing(t, s, parent); got != "студент, родитель true" {
		t.Errorf("a parent who studies is %s", got)
	}
	cancel(t, s, study)
	carry(t, s, "2026-12-01")
	if got := standing(t, s, parent); got != "родитель true" {
		t.Errorf("a parent who studies no more is %s", got)
	}
}

// TestTurnDay: the days between two turns are carried out in one, once.
func TestTurnDay(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	id := named(t, s, "Яшина Анна")
	told := 0
	defer s.Subscribe(func(c model.Change) {
		if c.Roster {
			told++
		}
	})()
	turn := func(day string, wantDue bool, wantTold int) {
		t.Helper()
		told = 0
		view(t, s, func(tx *Tx) error {
			due, err := tx.OrdersDue(date(day))
			if due != wantDue {
				t.Errorf("on %s due: %v", day, due)
			}
			return err
		})
		update(t, s, func(tx *Tx) error { return tx.TurnDay(date(day)) })
		if told != wantTold {
			t.Errorf("on %s subscribers were told %d times", day, told)
		}
	}
	turn("2026-11-24", true, 0)
	turn("2026-11-24", false, 0)
	order(t, s, model.OrderWithdraw, "2026-12-01", model.Movement{Person: id, Out: 1, All: true})
	turn("2026-11-30", true, 0)
	turn("2026-12-05", true, 1)
	if got := standing(t, s, id); got != "студент false" {
		t.Errorf("after the day %s", got)
	}
	turn("2026-12-06", true, 0)
}

// TestRosterAgainstOrders: a roster that does not know of the orders yet changes nothing that they did.
func TestRosterAgainstOrders(t *testing.T) {
	s := openAt(t, t.TempDir())
	snap := snapshot()
	apply(t, s, snap)
	yashina, elina := named(t, s, "Яшина Анна"), named(t, s, "Елина Анна")
	order(t, s, model.OrderTransfer, "2026-12-01", model.Movement{Person: yashina, Out: 1, In: 2, All: true})
	order(t, s, model.OrderWithdraw, "2026-11-21", model.Movement{Person: elina, Out: 1, All: true})
	carry(t, s, "2026-11-23")
	before := places(t, s, yashina) + "; " + places(t, s, elina)
	unmoved := func(what string) {
		t.Helper()
		if after := places(t, s, yashina) + "; " + places(t, s, elina); after != before {
			t.Errorf("%s: %s, want %s", what, after, before)
		}
		if got := standing(t, s, elina); got != "студент false" {
			t.Errorf("%s: who was withdrawn is %s", what, got)
		}
	}
	changes := compare(t, s, snap)
	if len(changes.Warnings) != 1 || !strings.Contains(changes.Warnings[0], "1 студент") || !strings.Contains(changes.Warnings[0], "Елина А.") {
		t.Errorf("warnings %q", changes.Warnings)
	}
	apply(t, s, snap)
	unmoved("the same roster")
	snap.Today = date("2026-12-05")
	apply(t, s, snap)
	unmoved("a roster that is late")

	// A roster that knows of them agrees.
	snap.Students[0].Group = "g:2"
	snap.Students = slices.Delete(snap.Students, 1, 2)
	snap.Teachings[2].Learners = snap.Teachings[2].Learners[1:]
	apply(t, s, snap)
	if after := places(t, s, yashina); after != "1: 2026-09-01–2026-12-01 by 0/1, 2: 2026-12-01– by 1/0" {
		t.Errorf("a roster that knows: %s", after)
	}
	// One that states a day of its own after the order has the last word.
	snap.Students[0].Group, snap.Students[0].From = "g:1", date("2026-12-04")
	apply(t, s, snap)
	if after := places(t, s, yashina); after != "1: 2026-09-01–2026-12-01 by 0/1, 1: 2026-12-04– by 0/0, 2: 2026-12-01–2026-12-05 by 1/0" {
		t.Errorf("a roster that knows better: %s", after)
	}
}

// TestRosterKeepsLeaveAndDisbanding: a roster need not name students on leave, and does not bring back a group that an
// order ended.
func TestRosterKeepsLeaveAndDisbanding(t *testing.T) {
	s := openAt(t, t.TempDir())
	snap := snapshot()
	apply(t, s, snap)
	id := named(t, s, "Яшина Анна")
	order(t, s, model.OrderAcademicLeave, "2026-11-20", model.Movement{Person: id, Out: 1, All: true})
	order(t, s, model.OrderDisband, "2026-11-20", model.Movement{Out: 2})
	carry(t, s, "2026-11-23")
	snap.Students, snap.Parents = snap.Students[1:], nil
	snap.Teachings[1].Learners = []roster.Key{"u:12"}
	snap.Given = map[roster.Section]bool{roster.Groups: true, roster.Students: true}
	apply(t, s, snap)
	if got := standing(t, s, id); got != "студент true" {
		t.Errorf("who is on leave is %s", got)
	}
	if groups := rosterOn(t, s, "2026-11-23").Groups; len(groups) != 1 {
		t.Errorf("groups %+v", groups)
	}
}
