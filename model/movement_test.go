package model

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// dayN is the n-th day of the tests; zero is the unknown one.
func dayN(n int) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC)
}

// enrolmentWords are enrolments as «group: from–until by opened/closed».
func enrolmentWords(list []Enrolment) string {
	words := make([]string, len(list))
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return fmt.Sprint(t.Day())
	}
	for i, e := range list {
		words[i] = fmt.Sprintf("%d: %s–%s by %d/%d", e.Group, day(e.From), day(e.Until), e.Opened, e.Closed)
	}
	return strings.Join(words, ", ")
}

func TestEnrolments(t *testing.T) {
	for _, c := range []struct {
		name      string
		movements []Movement
		want      string
	}{
		{"nothing", nil, ""},
		{"a roster that does not say since when", []Movement{{In: 1}}, "1: – by 0/0"},
		{"in and out", []Movement{{ID: 1, Day: dayN(1), In: 1}, {ID: 2, Day: dayN(9), Out: 1, Order: 5}}, "1: 1–9 by 0/5"},
		{"in twice is once", []Movement{{ID: 1, Day: dayN(1), In: 1}, {ID: 2, Day: dayN(3), In: 1, Order: 5}}, "1: 1– by 0/0"},
		{"out of where one is not", []Movement{{ID: 1, Day: dayN(1), In: 1}, {ID: 2, Day: dayN(3), Out: 2}}, "1: 1– by 0/0"},
		{"a transfer", []Movement{{ID: 1, In: 1}, {ID: 2, Day: dayN(5), Out: 1, In: 2, Order: 7}}, "1: –5 by 0/7, 2: 5– by 7/0"},
		{"two groups at once", []Movement{{ID: 1, In: 1}, {ID: 2, Day: dayN(5), In: 2}, {ID: 3, Day: dayN(8), Out: 1}}, "1: –8 by 0/0, 2: 5– by 0/0"},
		{"out of all", []Movement{{ID: 1, In: 1}, {ID: 2, Day: dayN(5), In: 2}, {ID: 3, Day: dayN(8), All: true, Order: 3}}, "1: –8 by 0/3, 2: 5–8 by 0/3"},
		{"the order of writing counts within a day", []Movement{{ID: 3, Day: dayN(5), In: 2}, {ID: 2, Day: dayN(5), All: true}, {ID: 1, In: 1}}, "1: –5 by 0/0, 2: 5– by 0/0"},
		{"what ends on its first day never was", []Movement{{ID: 1, Day: dayN(5), In: 1}, {ID: 2, Day: dayN(5), Out: 1}}, ""},
		{"an unknown beginning that ended before all days", []Movement{{ID: 1, In: 1}, {ID: 2, Out: 1}, {ID: 3, Day: dayN(4), In: 1}}, "1: 4– by 0/0"},
		{"back on the same day goes on", []Movement{{ID: 1, Day: dayN(1), In: 1}, {ID: 2, Day: dayN(5), All: true}, {ID: 3, Day: dayN(5), In: 1}}, "1: 1– by 0/0"},
		{"a transfer into the same group changes nothing", []Movement{{ID: 1, In: 1}, {ID: 2, Day: dayN(5), All: true, In: 1, Order: 4}}, "1: – by 0/0"},
		{"a second time", []Movement{{ID: 1, Day: dayN(1), In: 1}, {ID: 2, Day: dayN(5), Out: 1}, {ID: 3, Day: dayN(7), In: 1}}, "1: 1–5 by 0/0, 1: 7– by 0/0"},
	} {
		before := slices.Clone(c.movements)
		if got := enrolmentWords(Enrolments(c.movements)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if !reflect.DeepEqual(before, c.movements) {
			t.Errorf("%s: the movements were changed", c.name)
		}
	}
}

func TestStanding(t *testing.T) {
	roster := Movement{ID: 1, Person: 9, In: 1}
	by := func(kind OrderKind, id int64, day int) Movement {
		m := OrderCase{Kind: kind, Person: 9, To: 2, Groups: []GroupID{1}}.Movement()
		m.ID, m.Day, m.Order = id, dayN(day), OrderID(id)
		return m
	}
	for _, c := range []struct {
		name      string
		movements []Movement
		on        int
		want      Standing
	}{
		{"nobody said anything", nil, 5, StandingUnsaid},
		{"by the roster", []Movement{roster}, 5, StandingStudies},
		{"before a withdrawal", []Movement{roster, by(OrderWithdraw, 2, 6)}, 5, StandingStudies},
		{"from the withdrawal's day on", []Movement{roster, by(OrderWithdraw, 2, 6)}, 6, StandingLeft},
		{"after graduation", []Movement{roster, by(OrderGraduate, 2, 6)}, 9, StandingLeft},
		{"on leave", []Movement{roster, by(OrderAcademicLeave, 2, 6)}, 9, StandingOnLeave},
		{"back from leave", []Movement{roster, by(OrderAcademicLeave, 2, 6), by(OrderReturn, 3, 8)}, 9, StandingStudies},
		{"to be back", []Movement{roster, by(OrderAcademicLeave, 2, 6), by(OrderReturn, 3, 8)}, 7, StandingStudies},
		{"left from leave", []Movement{roster, by(OrderAcademicLeave, 2, 6), by(OrderWithdraw, 3, 8)}, 9, StandingLeft},
		{"the group is disbanded", []Movement{roster, {ID: 2, Day: dayN(6), Out: 1, Order: 2, Kind: OrderDisband}}, 9, StandingUnsaid},
		{"on leave while the group is disbanded", []Movement{roster, by(OrderAcademicLeave, 2, 4), {ID: 3, Day: dayN(6), Out: 1, Order: 3, Kind: OrderDisband}}, 9, StandingOnLeave},
		{"an edit by hand has the last word", []Movement{roster, by(OrderWithdraw, 2, 6), {ID: 3, Person: 9, Day: dayN(7), All: true}}, 9, StandingUnsaid},
	} {
		if got := StandingOn(c.movements, dayN(c.on)); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	if got := GroupsOn([]Movement{roster, by(OrderTransfer, 2, 6)}, dayN(6)); !slices.Equal(got, []GroupID{2}) {
		t.Errorf("after a transfer in %v", got)
	}
}

// drawMovement draws one movement of a person or of everybody.
func drawMovement(t *rapid.T, id int64) Movement {
	m := Movement{
		ID: id, Person: 1, Day: dayN(rapid.IntRange(0, 8).Draw(t, "day")),
		Out: GroupID(rapid.IntRange(0, 3).Draw(t, "out")), In: GroupID(rapid.IntRange(0, 3).Draw(t, "in")),
		All: rapid.IntRange(0, 3).Draw(t, "all") == 0, Order: OrderID(rapid.IntRange(0, 6).Draw(t, "order")),
	}
	if m.Order != 0 && rapid.IntRange(0, 5).Draw(t, "everybody") == 0 {
		m.Person, m.In, m.All = 0, 0, false
	}
	return m
}

// naive says in which groups the person is on a day, by going through all movements up to it.
func naive(movements []Movement, on time.Time) map[GroupID]bool {
	in := map[GroupID]bool{}
	for day := 0; day <= 9 && !dayN(day).After(on); day++ {
		for id := int64(0); id < 100; id++ {
			for _, m := range movements {
				if m.ID != id || !m.Day.Equal(dayN(day)) {
					continue
				}
				if m.All {
					clear(in)
				}
				delete(in, m.Out)
				if m.In != 0 {
					in[m.In] = true
				}
			}
		}
	}
	return in
}

// TestEnrolmentsAreTheMovementsDayByDay: whatever was moved and cancelled, the enrolments say of each day what
// going through the movements in force says, and what is cancelled in whatever order leaves no trace.
func TestEnrolmentsAreTheMovementsDayByDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []Movement
		for id := range rapid.IntRange(0, 14).Draw(t, "movements") {
			all = append(all, drawMovement(t, int64(id)))
		}
		inForce := func(cancelled map[OrderID]bool) []Movement {
			return slices.DeleteFunc(slices.Clone(all), func(m Movement) bool { return cancelled[m.Order] })
		}
		orders := rapid.Permutation([]OrderID{1, 2, 3, 4, 5, 6}).Draw(t, "cancelled in this order")
		cancelled := map[OrderID]bool{}
		for _, next := range append([]OrderID{-1}, orders...) {
			cancelled[next] = true
			movements := inForce(cancelled)
			list := Enrolments(movements)
			for day := range 10 {
				want, got := naive(movements, dayN(day)), map[GroupID]bool{}
				for _, e := range list {
					if e.On(dayN(day)) {
						if got[e.Group] {
							t.Fatalf("twice in a group on day %d: %s", day, enrolmentWords(list))
						}
						got[e.Group] = true
					}
				}
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("on day %d in %v, want %v: %s of %+v", day, got, want, enrolmentWords(list), movements)
				}
			}
			for _, e := range list {
				if !e.Until.IsZero() && !e.Until.After(e.From) {
					t.Fatalf("an enrolment of no days: %s", enrolmentWords(list))
				}
			}
		}
		byRoster := slices.DeleteFunc(slices.Clone(all), func(m Movement) bool { return m.Order != 0 })
		if got, want := Enrolments(inForce(cancelled)), Enrolments(byRoster); !reflect.DeepEqual(got, want) {
			t.Fatalf("after all were cancelled %s, want %s", enrolmentWords(got), enrolmentWords(want))
		}
	})
}
