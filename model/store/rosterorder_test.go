package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zvonok/model"
	"zvonok/model/roster"
)

// without is the snapshot of two groups without some of its students, by code, as it stands on a day.
func without(day string, codes ...string) roster.Snapshot {
	s := snapshot()
	s.Today = date(day)
	s.Parents, s.Teachings = nil, nil
	s.Given = map[roster.Section]bool{roster.Groups: true, roster.Students: true}
	s.Files = map[roster.Section]string{roster.Students: "колледж.xlsx, лист «Студенты»"}
	s.Students = slices.DeleteFunc(s.Students, func(u roster.Student) bool { return slices.Contains(codes, u.Code) })
	return s
}

// orderRows are the orders of the college, in words and the latest first: «б/н (список) 23.11.2026 Отчисление: 2, Яшина».
func orderRows(t *testing.T, s *Store, today string) (list []string) {
	t.Helper()
	view(t, s, func(tx *Tx) error {
		rows, err := tx.OrderRows(date(today))
		for _, o := range rows {
			list = append(list, fmt.Sprintf("%s %s %s: %d, %s", o.Title(), o.Kind, o.Order.State(date(today)).Words(o.Order), o.People, o.Who))
		}
		return err
	})
	return list
}

// TestRosterWithdrawsByAnOrder: those that a roster no longer names leave by one order of its day, which holds all that
// is known of why.
func TestRosterWithdrawsByAnOrder(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	yashina, ezhikova := named(t, s, "Яшина Анна"), named(t, s, "Ёжикова Анна")
	apply(t, s, without("2026-11-25", "11", "21"))
	want := []string{"№ б/н (список) от 25.11.2026 Отчисление действует: 2, Ёжикова Анна"}
	if got := orderRows(t, s, "2026-11-25"); !slices.Equal(got, want) {
		t.Fatalf("%q, want %q", got, want)
	}
	if got := places(t, s, yashina) + "; " + places(t, s, ezhikova); got != "1: 2026-09-01–2026-11-25 by 0/1; 2: –2026-11-25 by 0/1" {
		t.Error(got)
	}
	if got := standing(t, s, yashina); got != "студент false" {
		t.Errorf("who left is %s", got)
	}
	view(t, s, func(tx *Tx) error {
		o, err := tx.Order(1)
		if o.Effective != date("2026-11-25") || o.Note != "нет в загруженном списке" || o.Basis != "загрузка списков: колледж.xlsx, лист «Студенты»" {
			t.Errorf("%+v", o)
		}
		people, err2 := tx.OrderPeople(1)
		if len(people) != 2 || people[1].Name.LastName != "Яшина" || people[1].Before != "А-1" || people[1].After != "" {
			t.Errorf("%+v", people)
		}
		if err == nil {
			err = err2
		}
		return err
	})
	// The same file a day later says nothing new.
	apply(t, s, without("2026-11-26", "11", "21"))
	if got := orderRows(t, s, "2026-11-26"); len(got) != 1 {
		t.Errorf("the same file again: %q", got)
	}
}

// TestRosterOrderWeighsAsARoster: somebody who is in the next file again is back, without a warning, and stays.
func TestRosterOrderWeighsAsARoster(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	id := named(t, s, "Яшина Анна")
	apply(t, s, without("2026-11-25", "11"))
	back := without("2026-12-02")
	changes := compare(t, s, back)
	if len(changes.Warnings) != 0 || changes.Counts().Students.Changed != 1 {
		t.Errorf("%+v, warnings %q", changes.Counts().Students, changes.Warnings)
	}
	apply(t, s, back)
	returned := func(when string) {
		t.Helper()
		if got := places(t, s, id) + "; " + standing(t, s, id); got != "1: 2026-09-01– by 0/0; студент true" {
			t.Errorf("%s: %s", when, got)
		}
	}
	returned("in the next file")
	carry(t, s, "2026-12-03")
	returned("a day later")
	cancel(t, s, 1)
	carry(t, s, "2026-12-03")
	returned("after the order was cancelled")

	// In another group, and gone from there by another order.
	apply(t, s, without("2026-12-04", "11"))
	moved := without("2026-12-05")
	moved.Students[0].Group = "g:2"
	moved.Students[0].From = time.Time{}
	apply(t, s, moved)
	if got := places(t, s, id) + "; " + standing(t, s, id); got != "1: 2026-09-01–2026-12-04 by 0/2, 2: 2026-12-05– by 0/0; студент true" {
		t.Errorf("in another group: %s", got)
	}
}

// TestOrderConfirmsRosterOrder: once an order of the college says the same, a roster that is late does not bring
// anybody back; when that order is cancelled, it does.
func TestOrderConfirmsRosterOrder(t *testing.T) {
	for _, day := range []string{"2026-11-24", "2026-11-25", "2026-11-27"} {
		s := openAt(t, t.TempDir())
		apply(t, s, snapshot())
		id := named(t, s, "Яшина Анна")
		apply(t, s, without("2026-11-25", "11"))
		confirmed := order(t, s, model.OrderWithdraw, day, model.Movement{Person: id, All: true})
		carry(t, s, "2026-11-28")
		late := without("2026-11-28")
		if changes := compare(t, s, late); len(changes.Warnings) != 1 || !strings.Contains(changes.Warnings[0], "Яшина А.") {
			t.Errorf("%s: warnings %q", day, changes.Warnings)
		}
		apply(t, s, late)
		if got := standing(t, s, id); got != "студент false" {
			t.Errorf("%s: who was withdrawn by an order of the college is %s", day, got)
		}
		cancel(t, s, confirmed)
		carry(t, s, "2026-11-28")
		apply(t, s, late)
		if got := places(t, s, id) + "; " + standing(t, s, id); got != "1: 2026-09-01– by 0/0; студент true" {
			t.Errorf("%s: after that was cancelled %s", day, got)
		}
	}
}

// TestEditedAwayDoesNotConfirm: an order of the college that no longer names somebody since it was edited does not keep
// them away from the next roster that does.
func TestEditedAwayDoesNotConfirm(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	yashina, elina := named(t, s, "Яшина Анна"), named(t, s, "Елина Анна")
	apply(t, s, without("2026-11-25", "11", "12"))
	id := order(t, s, model.OrderWithdraw, "2026-11-26", model.Movement{Person: yashina, All: true}, model.Movement{Person: elina, All: true})
	carry(t, s, "2026-11-28")
	update(t, s, func(tx *Tx) error {
		o, err := tx.Order(id)
		if err != nil {
			return err
		}
		return tx.ReplaceOrder(o, []model.Movement{{Person: elina, All: true}})
	})
	carry(t, s, "2026-11-28")
	apply(t, s, without("2026-11-28"))
	if got := places(t, s, yashina) + "; " + standing(t, s, yashina); got != "1: 2026-09-01– by 0/0; студент true" {
		t.Errorf("those that the order no longer names: %s", got)
	}
	if got := standing(t, s, elina); got != "студент false" {
		t.Errorf("the one that it still names is %s", got)
	}
}

// TestRosterOrderOfWhoIsToCome: somebody who would come later, by a roster or by an order, does not; once the order is
// cancelled, they do.
func TestRosterOrderOfWhoIsToCome(t *testing.T) {
	s := openAt(t, t.TempDir())
	snap := snapshot()
	snap.Students[1].From = date("2026-12-10")
	apply(t, s, snap)
	yashina, elina := named(t, s, "Яшина Анна"), named(t, s, "Елина Анна")
	order(t, s, model.OrderTransfer, "2026-12-01", model.Movement{Person: yashina, Out: 1, In: 2, All: true})
	both := func() string {
		return places(t, s, yashina) + " " + standing(t, s, yashina) + "; " + places(t, s, elina) + " " + standing(t, s, elina)
	}
	before := both()
	apply(t, s, without("2026-11-25", "11", "12"))
	if got := both(); got != "1: 2026-09-01–2026-11-25 by 0/2 студент false;  студент false" {
		t.Errorf("gone: %s", got)
	}
	if got := orderRows(t, s, "2026-11-25"); len(got) != 2 || got[0] != "№ б/н (список) от 25.11.2026 Отчисление действует: 2, Елина Анна" {
		t.Errorf("%q", got)
	}
	for _, day := range []string{"2026-11-25", "2026-12-01", "2026-12-10"} {
		carry(t, s, day)
		if got := standing(t, s, yashina) + standing(t, s, elina); got != "студент falseстудент false" {
			t.Errorf("on %s they are %s", day, got)
		}
	}
	cancel(t, s, 2)
	carry(t, s, "2026-12-10")
	if got := both(); got != before {
		t.Errorf("after the order was cancelled %s, want %s", got, before)
	}
}

// TestRandomRosters: whatever rosters come and whichever of their orders are cancelled, each that the last one names is a
// student in the group that it names and nobody else is, one order was written where some left and none where nobody
// did, and taking a roster back or cancelling its order brings everybody back to where they were.
func TestRandomRosters(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	codes := []string{"11", "12", "21"}
	people := map[string]model.PersonID{"11": named(t, s, "Яшина Анна"), "12": named(t, s, "Елина Анна"), "21": named(t, s, "Ёжикова Анна")}
	state := func() (list []string) {
		for _, code := range codes {
			list = append(list, places(t, s, people[code])+" "+standing(t, s, people[code]))
		}
		return list
	}
	rapid.Check(t, func(r *rapid.T) {
		begin(t, s, people)
		day := date("2026-11-24")
		in := map[string]roster.Key{}
		for range rapid.IntRange(1, 5).Draw(r, "rosters") {
			day = day.AddDate(0, 0, rapid.IntRange(0, 2).Draw(r, "days"))
			snap := without(formatDate(day))
			snap.Students = slices.DeleteFunc(snap.Students, func(u roster.Student) bool {
				return u.Code != "12" && rapid.Bool().Draw(r, "gone "+u.Code) // an empty list is none
			})
			clear(in)
			for i := range snap.Students {
				u := &snap.Students[i]
				u.From, u.Group = rapid.SampledFrom([]time.Time{{}, date("2026-09-01")}).Draw(r, "since"), rapid.SampledFrom([]roster.Key{"g:1", "g:2"}).Draw(r, "group")
				in[u.Code] = u.Group
			}
			carry(t, s, formatDate(day))
			before, orders := state(), len(orderRows(t, s, formatDate(day)))
			changes := compare(t, s, snap)
			how := rapid.SampledFrom([]string{"stays", "undone", "cancelled"}).Draw(r, "what becomes of it")
			var change model.ChangeID
			update(t, s, func(tx *Tx) error {
				err := tx.Record(day)
				if err == nil {
					change = tx.Change()
					err = tx.ApplyRoster(changes)
				}
				return err
			})
			gone := len(changes.Students.Removed)
			if got := len(orderRows(t, s, formatDate(day))) - orders; got != min(gone, 1) {
				r.Fatalf("%d students left by %d orders", gone, got)
			}
			for _, code := range codes {
				inNow := map[roster.Key]model.GroupID{"": 0, "g:1": 1, "g:2": 2}[in[code]]
				got, on := standing(t, s, people[code]), rosterGroups(t, s, people[code], day)
				if want := fmt.Sprintf("студент %v", inNow != 0); got != want || inNow != 0 && !slices.Equal(on, []model.GroupID{inNow}) || inNow == 0 && len(on) > 0 {
					r.Fatalf("%s is %s in %v, want %s in %d", code, got, on, want, inNow)
				}
			}
			switch {
			case how == "undone" && !changes.Writes.Empty():
				update(t, s, func(tx *Tx) error {
					err := tx.Record(day)
					if err == nil {
						err = tx.Undo(change, day)
					}
					return err
				})
				if got := state(); !slices.Equal(got, before) {
					r.Fatalf("after the undo %q, want %q", got, before)
				}
			case how == "cancelled" && gone > 0:
				var id model.OrderID
				view(t, s, func(tx *Tx) error {
					rows, err := tx.OrderRows(day)
					for _, o := range rows {
						id = max(id, o.ID)
					}
					return err
				})
				cancel(t, s, id)
				carry(t, s, formatDate(day))
				for i, code := range codes {
					if got := state()[i]; in[code] == "" && got != before[i] {
						r.Fatalf("after the order was cancelled %s is %q, want %q", code, got, before[i])
					}
				}
			}
		}
	})
}

// begin makes the people students of the first group again, and forgets everything that was done.
func begin(t *testing.T, s *Store, people map[string]model.PersonID) {
	t.Helper()
	update(t, s, func(tx *Tx) error {
		for _, sql := range []string{
			`DELETE FROM undo_rows`, `DELETE FROM changes`, `DELETE FROM enrolments`, `DELETE FROM movements`,
			`DELETE FROM orders`, `UPDATE persons SET active = 1`,
		} {
			if err := tx.exec(sql); err != nil {
				return err
			}
		}
		for _, id := range people {
			if err := tx.Enrol(id, 1, "2026-09-01"); err != nil {
				return err
			}
		}
		return nil
	})
}

// rosterGroups are the groups in which a person is on a day.
func rosterGroups(t *testing.T, s *Store, id model.PersonID, day time.Time) (groups []model.GroupID) {
	t.Helper()
	view(t, s, func(tx *Tx) error {
		movements, err := tx.Movements(id)
		groups = model.GroupsOn(movements, day)
		return err
	})
	return groups
}

// TestSameDayRosters: of several rosters of one day the last has its way, also over an enrolment that began long before.
func TestSameDayRosters(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	id := named(t, s, "Елина Анна")
	for _, c := range []struct {
		since time.Time
		group roster.Key
		want  string
	}{
		{time.Time{}, "g:2", "1: –2026-11-24 by 0/0, 2: 2026-11-24– by 0/0"},
		{time.Time{}, "g:1", "1: – by 0/0"},
		{date("2026-09-01"), "g:2", "1: –2026-11-24 by 0/0, 2: 2026-09-01– by 0/0"},
		{time.Time{}, "g:1", "1: – by 0/0, 2: 2026-09-01–2026-11-24 by 0/0"},
	} {
		snap := without("2026-11-24", "11", "21")
		snap.Students[0].From, snap.Students[0].Group = c.since, c.group
		apply(t, s, snap)
		if got := places(t, s, id); got != c.want {
			t.Errorf("after %s since %s: %s, want %s", c.group, formatDate(c.since), got, c.want)
		}
	}
}
