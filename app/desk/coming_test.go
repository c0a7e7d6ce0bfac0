package desk_test

import (
	"slices"
	"strings"
	"testing"

	"zvonok/model"
)

// TestOrderToCome: before the day of a transfer a student is where they are now, in every list; the group that they come
// to cannot be disbanded meanwhile.
func TestOrderToCome(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	w.at(26)
	w.order(t, model.OrderTransfer, 30, "Борисова", "Б-1")
	s, ctx := w.as(t, "Админова"), t.Context()
	look := func(when, group string, inA, inB int) {
		t.Helper()
		students, err := s.Students(s.As(ctx), model.PeopleFilter{Name: "Борисова"})
		must(t, err)
		if len(students) != 1 || students[0].GroupName != group {
			t.Errorf("%s: %+v", when, students)
		}
		groups, err := s.Groups(s.As(ctx))
		must(t, err)
		for i, want := range []int{inA, inB} {
			card, err := s.Group(s.As(ctx), groups[i].ID)
			must(t, err)
			if groups[i].Students != want || len(card.Students) != want {
				t.Errorf("%s: %s counts %d students and lists %d, want %d", when, groups[i].Name, groups[i].Students, len(card.Students), want)
			}
		}
		card, err := s.Chat(s.As(ctx), w.chat(t, "А-1").ID)
		must(t, err)
		i := slices.IndexFunc(card.Members, func(m model.MemberRow) bool { return m.Name.LastName == "Борисова" })
		if i >= 0 && card.Members[i].Group != group {
			t.Errorf("%s the chat says %q", when, card.Members[i].Group)
		}
		person, err := s.PersonCard(s.As(ctx), w.person(t, "Борисова"))
		must(t, err)
		for _, g := range person.Groups {
			if g.Now != (g.GroupName == group) {
				t.Errorf("%s the card says %+v", when, g)
			}
		}
	}
	look("before its day", "А-1", 3, 2)
	w.order(t, model.OrderTransfer, 30, "Григорьева", "А-1")
	w.order(t, model.OrderTransfer, 30, "Дмитриева", "А-1")
	w.at(30)
	look("on its day", "Б-1", 4, 1)
}

// TestGroupToCome: a person who is in no group yet is told of the one to come, which cannot be disbanded.
func TestGroupToCome(t *testing.T) {
	w := newWorld(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	id, err := s.AddGroup(s.As(ctx), model.GroupEdit{Name: "В-1"})
	must(t, err)
	w.at(26)
	w.order(t, model.OrderTransfer, 30, "Борисова", "В-1")
	if err := s.DisbandGroups(s.As(ctx), []model.GroupID{id}); err == nil || !strings.Contains(err.Error(), "В-1 ещё придёт 1 студент") {
		t.Error(err)
	}
	students := small()
	student(&students, "Борисова").From = onDay(33)
	w2 := openWorld(t, t.TempDir(), newFake())
	w2.apply(t, students)
	rows, err := w2.as(t, "Админова").Students(w2.ctx(t, "Админова"), model.PeopleFilter{Name: "Борисова"})
	must(t, err)
	if len(rows) != 1 || rows[0].GroupName != "А-1 с 03.12.2026" || rows[0].Group != 0 {
		t.Errorf("%+v", rows)
	}
}
