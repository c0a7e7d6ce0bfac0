package store

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zvonok/model"
)

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

// edit writes again what an order does. What it does now stands last, unless it keeps its place.
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
