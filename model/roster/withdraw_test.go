package roster_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"zvonok/model"
	"zvonok/model/roster"
)

// withdrawn are the movements of the order by which students leave, in words: «Лисина out of 3 on 23.11».
func withdrawn(t *testing.T, c roster.College, ch roster.Changes) string {
	t.Helper()
	var words []string
	for _, m := range ch.Writes.Withdrawn {
		i := slices.IndexFunc(c.People, func(p model.Person) bool { return p.ID == m.Person })
		words = append(words, fmt.Sprintf("%s out of %q on %s", c.People[i].Name.LastName, groupOf(c, m.Out), m.Day.Format("02.01")))
		if m.In != 0 || m.All {
			t.Errorf("%+v", m)
		}
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

func groupOf(c roster.College, id model.GroupID) string {
	for i := range c.Groups {
		if c.Groups[i].ID == id {
			return c.Groups[i].Name
		}
	}
	return ""
}

// TestWithdrawal: those that a roster no longer names, and nobody else, leave by one order.
func TestWithdrawal(t *testing.T) {
	coming := example()
	coming.Students[1].From = today.AddDate(0, 0, 7)
	for _, tt := range []struct {
		name   string
		before roster.Snapshot
		edit   func(s *roster.Snapshot)
		keep   bool
		want   string
	}{
		{"everybody is there", example(), func(*roster.Snapshot) {}, false, ""},
		{"gone", example(), func(s *roster.Snapshot) { s.Students = s.Students[1:] }, false, `Анисимова out of "ДО-19-3" on 23.11`},
		{"gone and kept", example(), func(s *roster.Snapshot) { s.Students = s.Students[1:] }, true, ""},
		{"gone before they came", coming, func(s *roster.Snapshot) { s.Students = slices.Delete(s.Students, 1, 2) }, false,
			`Воробьева out of "" on 23.11, Воробьева out of "ДО-19-3" on 30.11`},
		{"gone with the group", example(), func(s *roster.Snapshot) {
			s.Groups = []roster.Group{{Key: "group:до-20-1", Name: "ДО-20-1", Year: 1}}
			s.Students, s.Parents, s.Teachings = s.Students[:1], nil, nil
			s.Students[0].Group = "group:до-20-1"
			s.Given = map[roster.Section]bool{roster.Groups: true, roster.Students: true}
		}, false, `Воробьева out of "ДО-19-3" on 23.11, Гайворонская out of "ДО-19-3" on 23.11, Галочкина out of "ДО-19-3" on 23.11, Гаршина out of "ДО-19-3" on 23.11`},
		{"left on a day that the roster states", example(), func(s *roster.Snapshot) { s.Students[0].To = today }, false, ""},
		{"in no group any more", example(), func(s *roster.Snapshot) { s.Students[0].Group = "" }, false, ""},
	} {
		before, _ := load(t, roster.College{}, tt.before)
		s := example()
		s.Parents, s.Teachings, s.Given = nil, nil, map[roster.Section]bool{roster.Groups: true, roster.Students: true}
		s.Files = map[roster.Section]string{roster.Students: "колледж.xlsx"}
		tt.edit(&s)
		ch, problems := roster.Compare(before, s, roster.Decisions{KeepGone: tt.keep})
		clean(t, problems)
		if got := withdrawn(t, before, ch); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		order, n := ch.Withdrawal()
		if n > 0 && (order.Title() != "№ б/н (список) от 23.11.2026" || !order.Effective.Equal(today) || !order.ByRoster || order.Basis != "загрузка списков: колледж.xlsx") {
			t.Errorf("%s: %+v", tt.name, order)
		}
		for _, e := range ch.Writes.Enrolments {
			if slices.ContainsFunc(ch.Writes.Withdrawn, func(m model.Movement) bool { return int64(m.Person) == e.Student.ID }) {
				t.Errorf("%s: the roster moves those that its order moves: %+v", tt.name, e)
			}
		}
	}
}

// TestLineGroups: every line of a roster that is about a group says so, of parents and of subjects too.
func TestLineGroups(t *testing.T) {
	added, problems := roster.Compare(roster.College{}, example(), roster.Decisions{})
	clean(t, problems)
	before := apply(t, roster.College{}, added)
	s := example()
	s.Students, s.Parents, s.Teachings = s.Students[2:], s.Parents[1:], s.Teachings[1:]
	s.Parents[0].Children[0].Student = s.Students[0].Key
	removed, problems := roster.Compare(before, s, roster.Decisions{})
	clean(t, problems)
	if n := removed.Counts(); n.Students.Removed != 2 || n.Parents.Removed != 1 || n.Teachings.Removed != 1 || n.Learners.Removed != 3 {
		t.Fatalf("removed %+v", n)
	}
	for name, ch := range map[string]roster.Changes{"added": added, "removed": removed} {
		for _, sec := range []roster.Section{roster.Groups, roster.Students, roster.Parents, roster.Teachings, roster.Learners} {
			out := ch.Section(sec)
			for _, l := range slices.Concat(out.Added, out.Changed, out.Removed) {
				if l.Group != "ДО-19-3" {
					t.Errorf("%s, %s: %+v", name, sec, l)
				}
			}
		}
	}
}
