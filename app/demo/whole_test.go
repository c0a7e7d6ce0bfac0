package demo

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"zvonok/model"
	"zvonok/model/roster"
)

func TestSizeOf200Groups(t *testing.T) {
	s, accounts := College(200)
	people := make(map[model.MessengerID]bool)
	for _, a := range accounts {
		people[a.Messenger] = true
	}
	closed := 0
	for _, a := range accounts {
		if a.NobodyAdds {
			closed++
		}
	}
	all := len(s.Staff) + len(s.Students) + len(s.Parents)
	for _, want := range []struct {
		of        string
		got, want int
		percent   float64 // of want that it may be off
	}{
		{"groups", len(s.Groups), 200, 0},
		{"students", len(s.Students), 5000, 5},
		{"parents", len(s.Parents), 8000, 5},
		{"staff", len(s.Staff), 400, 5},
		{"teachings", len(s.Teachings), 2000, 5},
		{"people without an account", all - len(people), all * 6 / 100, 15},
		{"people that nobody adds", closed, all * 3 / 100, 15},
	} {
		t.Logf("%s: %d", want.of, want.got)
		if math.Abs(float64(want.got-want.want)) > float64(want.want)*want.percent/100 {
			t.Errorf("%s: %d, want %d ± %v %%", want.of, want.got, want.want, want.percent)
		}
	}
}

func TestDeterminism(t *testing.T) {
	s1, a1 := College(60)
	s2, a2 := College(60)
	if !reflect.DeepEqual(s1, s2) || !reflect.DeepEqual(a1, a2) {
		t.Error("two colleges of one size differ")
	}
}

func TestReferencesAndKeys(t *testing.T) {
	for _, groups := range []int{1, 5, DefaultGroups, 200} {
		s, accounts := College(groups)
		known := make(map[roster.Key]bool)
		add := func(key roster.Key) {
			if key == "" || known[key] {
				t.Errorf("%d groups: the key %q stands twice or is empty", groups, key)
			}
			known[key] = true
		}
		messengers := make(map[roster.Key]model.MessengerID)
		staffNames := make(map[string]bool)
		for _, m := range s.Staff {
			add(m.Key)
			messengers[m.Key] = m.Messenger
			if staffNames[m.Name.String()] {
				t.Errorf("%d groups: two of staff are called %s", groups, m.Name)
			}
			staffNames[m.Name.String()] = true
		}
		for _, g := range s.Groups {
			add(g.Key)
		}
		inGroup := make(map[string]bool)
		for _, st := range s.Students {
			add(st.Key)
			messengers[st.Key] = st.Messenger
			name := string(st.Group) + st.Name.String()
			if inGroup[name] {
				t.Errorf("%d groups: two of one group are called %s", groups, st.Name)
			}
			inGroup[name] = true
		}
		resolve := func(whose, key roster.Key) {
			if !known[key] {
				t.Errorf("%d groups: %s refers to %q, which is not there", groups, whose, key)
			}
		}
		for _, g := range s.Groups {
			resolve(g.Key, g.Curator)
		}
		for _, st := range s.Students {
			resolve(st.Key, st.Group)
		}
		for _, p := range s.Parents {
			add(p.Key)
			messengers[p.Key] = p.Messenger
			if len(p.Children) == 0 {
				t.Errorf("%d groups: %s is a parent of nobody", groups, p.Name)
			}
			for _, c := range p.Children {
				resolve(p.Key, c.Student)
			}
		}
		for _, teaching := range s.Teachings {
			add(teaching.Key)
			resolve(teaching.Key, teaching.Group)
			if teaching.WholeGroup == (len(teaching.Learners) > 0) || len(teaching.Teachers) == 0 {
				t.Errorf("%d groups: %+v", groups, teaching)
			}
			for _, key := range slices.Concat(teaching.Teachers, teaching.Learners) {
				resolve(teaching.Key, key)
			}
		}
		used := make(map[model.MessengerID]bool)
		for _, a := range accounts {
			if messengers[a.Key] != a.Messenger || a.Messenger < 1001 || used[a.Messenger] {
				t.Errorf("%d groups: the account %+v is of nobody or of two", groups, a)
			}
			used[a.Messenger] = true
		}
	}
}

func BenchmarkCollege200(b *testing.B) {
	for b.Loop() {
		College(200)
	}
}
