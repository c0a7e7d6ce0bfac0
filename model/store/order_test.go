package store

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

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

	// A group that somebody made anew stays, though the order is in force.
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

// TestMigrationToMovements: what an older version wrote is derived anew as it was.
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

// TestRandomOrders: whatever orders are written, carried out and cancelled, the enrolments are what a going through
// the orders in force day by day gives, and once all are cancelled everything is as it was.
func TestRandomOrders(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	people := []model.PersonID{named(t, s, "Яшина Анна"), named(t, s, "Елина Анна"), named(t, s, "Ёжикова Анна")}
	state := func() (list []string) {
		for _, id := range people {
			list = append(list, places(t, s, id), standing(t, s, id))
		}
		return list
	}
	first := state()
	rapid.Check(t, func(r *rapid.T) {
		var written []written
		cancelled := map[model.OrderID]bool{}
		for range rapid.IntRange(1, 8).Draw(r, "orders") {
			kind := rapid.SampledFrom(model.OrderKinds()).Draw(r, "kind")
			day := fmt.Sprintf("2026-11-%02d", rapid.IntRange(1, 28).Draw(r, "day"))
			m := drawMovement(r, kind, people)
			id := order(t, s, kind, day, m)
			written = append(written, entry(id, kind, date(day), m))
			if rapid.IntRange(0, 2).Draw(r, "cancel one") == 0 {
				gone := rapid.SampledFrom(written).Draw(r, "which")
				cancel(t, s, gone.Order)
				cancelled[gone.Order] = true
			}
			if rapid.IntRange(0, 2).Draw(r, "edit one") == 0 {
				if at := rapid.IntRange(0, len(written)-1).Draw(r, "which to edit"); !cancelled[written[at].Order] {
					written = edit(t, r, s, written, at, people)
				}
			}
			carry(t, s, day)
			for _, id := range people {
				checkNaive(r, t, s, id, written, cancelled)
			}
		}
		for _, i := range rapid.Permutation(written).Draw(r, "cancelled in this order") {
			cancel(t, s, i.Order)
		}
		carry(t, s, "2026-11-28")
		if got := state(); !reflect.DeepEqual(got, first) {
			r.Fatalf("after all were cancelled %q, want %q", got, first)
		}
		update(t, s, func(tx *Tx) error { return tx.exec(`DELETE FROM movements WHERE order_id IS NOT NULL`) })
	})
}

// drawMovement is what an order of the kind may do.
func drawMovement(r *rapid.T, kind model.OrderKind, people []model.PersonID) model.Movement {
	m := model.Movement{Person: rapid.SampledFrom(people).Draw(r, "who"), Out: 1, In: 2, All: rapid.Bool().Draw(r, "all")}
	switch {
	case kind == model.OrderDisband:
		m = model.Movement{Out: model.GroupID(rapid.IntRange(1, 2).Draw(r, "group"))}
	case kind.Enrols() || kind == model.OrderReturn:
		m.Out, m.All = 0, false
	case !kind.Targets():
		m.In, m.All = 0, true
	}
	return m
}

// edit writes anew what an order does. What it does now stands last, unless it keeps its place.
func edit(t *testing.T, r *rapid.T, s *Store, all []written, at int, people []model.PersonID) []written {
	was := all[at]
	m, day := drawMovement(r, was.Kind, people), fmt.Sprintf("2026-11-%02d", rapid.IntRange(1, 28).Draw(r, "another day"))
	keeps := rapid.Bool().Draw(r, "keeps its place")
	update(t, s, func(tx *Tx) error {
		o, err := tx.Order(was.Order)
		if err != nil {
			return err
		}
		if now, err := tx.OrderMovements(o.ID); err != nil {
			return err
		} else if keeps {
			m.ID = now[0].ID
		}
		o.Effective = date(day)
		return tx.ReplaceOrder(o, []model.Movement{m})
	})
	carry(t, s, "2026-11-28")
	m.ID = 0
	now := entry(was.Order, was.Kind, date(day), m)
	all = slices.Clone(all)
	if keeps {
		all[at] = now
		return all
	}
	return append(slices.Delete(all, at, at+1), now)
}

// TestEditedOrderEqualsANewOne: whatever orders there are, one that is edited leaves what its cancelling and the
// writing of another one leave, and taking the edit back leaves what was before.
func TestEditedOrderEqualsANewOne(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	people := []model.PersonID{named(t, s, "Яшина Анна"), named(t, s, "Елина Анна"), named(t, s, "Ёжикова Анна")}
	today, errBack := date("2026-11-15"), errors.New("back")
	state := func(tx *Tx) (list []string) {
		if err := tx.TurnDay(today); err != nil {
			t.Fatal(err)
		}
		rows, err := tx.enrolmentsOf(people)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range people {
			p, err := tx.Person(id)
			if err != nil {
				t.Fatal(err)
			}
			if want := follows(t, tx, id, today); want != (p.Active && p.Kind.Has(model.Student)) {
				t.Fatalf("%+v is to be a student: %v", p, want)
			}
			list = append(list, fmt.Sprint(p.Active, p.Kind))
			for _, e := range rows[id] { // another order has another number
				list = append(list, fmt.Sprintf("%d in %d %s–%s", id, e.Group, formatDate(e.From), formatDate(e.Until)))
			}
		}
		roster, err := tx.Roster(formatDate(today))
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range roster.Groups {
			list = append(list, "group "+g.Name)
		}
		slices.Sort(list)
		return list
	}
	rapid.Check(t, func(r *rapid.T) {
		err := s.Update(t.Context(), func(tx *Tx) error {
			var orders []model.OrderID
			write := func(kind model.OrderKind) (model.Order, []model.Movement) {
				day := fmt.Sprintf("2026-11-%02d", rapid.IntRange(1, 28).Draw(r, "day"))
				return model.Order{Number: "1-к", Date: date("2026-11-01"), Kind: kind, Effective: date(day)}, []model.Movement{drawMovement(r, kind, people)}
			}
			for range rapid.IntRange(1, 6).Draw(r, "orders") {
				o, m := write(rapid.SampledFrom(model.OrderKinds()).Draw(r, "kind"))
				id, err := tx.InsertOrder(o, m)
				if err != nil {
					return err
				}
				orders = append(orders, id)
			}
			before := state(tx)
			was, err := tx.Order(rapid.SampledFrom(orders).Draw(r, "which"))
			if err != nil {
				return err
			}
			now, m := write(was.Kind)
			now.ID = was.ID
			if err := tx.Record(date("2026-11-15")); err != nil {
				return err
			}
			if err := tx.ReplaceOrder(now, slices.Clone(m)); err != nil {
				return err
			}
			edited := state(tx)
			if err := tx.Undo(tx.change, today); err != nil {
				return err
			}
			if got := state(tx); !slices.Equal(got, before) {
				r.Fatalf("the edit of %+v taken back leaves %q, want %q", was, got, before)
			}
			if err := tx.CancelOrder(was.ID, today); err != nil {
				return err
			}
			state(tx)
			if _, err := tx.InsertOrder(now, m); err != nil {
				return err
			}
			if want := state(tx); !slices.Equal(edited, want) {
				r.Fatalf("the edit of %+v leaves %q, cancelling and %+v leave %q", was, edited, m, want)
			}
			return errBack
		})
		if !errors.Is(err, errBack) {
			r.Fatal(err)
		}
	})
}

// written is a movement that an order has made.
type written = model.Movement

func entry(id model.OrderID, kind model.OrderKind, day time.Time, m model.Movement) written {
	m.Order, m.Kind, m.Day = id, kind, day
	return m
}

// checkNaive compares the database with a going through the orders day by day.
func checkNaive(r *rapid.T, t *testing.T, s *Store, id model.PersonID, all []written, cancelled map[model.OrderID]bool) {
	var rows []enrolmentRow
	var start model.GroupID
	view(t, s, func(tx *Tx) error {
		of, err := tx.enrolmentsOf([]model.PersonID{id})
		rows = of[id]
		if err == nil {
			err = tx.each(func(rows *sql.Rows) error { return rows.Scan(&start) },
				`SELECT in_group FROM movements WHERE person_id = $1 AND order_id IS NULL`, id)
		}
		return err
	})
	begins := date("2026-01-01")
	if id == named(t, s, "Яшина Анна") {
		begins = date("2026-09-01")
	}
	for day := date("2026-10-31"); day.Before(date("2026-12-01")); day = day.AddDate(0, 0, 1) {
		in := map[model.GroupID]bool{start: !begins.After(day)}
		for on := date("2026-10-31"); !on.After(day); on = on.AddDate(0, 0, 1) {
			for _, m := range all { // as they were written
				if cancelled[m.Order] || !m.Day.Equal(on) || m.Person != 0 && m.Person != id {
					continue
				}
				if m.All {
					clear(in)
				}
				in[m.Out] = false
				in[m.In] = true
			}
		}
		for _, g := range []model.GroupID{1, 2} {
			got := slices.ContainsFunc(rows, func(e enrolmentRow) bool { return e.Group == g && e.On(day) })
			if got != in[g] {
				slices.SortFunc(rows, func(a, b enrolmentRow) int { return cmp.Compare(a.id, b.id) })
				r.Fatalf("on %s person %d in group %d: %v, want %v: %+v of %+v without %v", formatDate(day), id, g, got, in[g], rows, all, cancelled)
			}
		}
	}
}
