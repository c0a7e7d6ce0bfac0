package vkmessenger_test

import (
	"slices"

	"zvonok/model/roster"
)

// weekLater is the roster of the college a week later, for what measures and tests imports: of a hundred students one
// has left or moved to the next group, and what refers to them has changed with them.
func weekLater(s roster.Snapshot) roster.Snapshot {
	group := map[roster.Key]roster.Key{} // of everybody who is still there
	var students []roster.Student
	for i, u := range s.Students {
		if i%200 == 7 {
			continue // left
		}
		if i%200 == 107 {
			at := slices.IndexFunc(s.Groups, func(g roster.Group) bool { return g.Key == u.Group })
			u.Group = s.Groups[(at+1)%len(s.Groups)].Key
		}
		students = append(students, u)
		group[u.Key] = u.Group
	}
	var parents []roster.Parent
	for _, p := range s.Parents {
		p.Children = slices.DeleteFunc(slices.Clone(p.Children), func(c roster.Child) bool { return group[c.Student] == "" })
		if len(p.Children) > 0 {
			parents = append(parents, p)
		}
	}
	teachings := slices.Clone(s.Teachings)
	for i := range teachings {
		t := &teachings[i]
		t.Learners = slices.DeleteFunc(slices.Clone(t.Learners), func(k roster.Key) bool { return group[k] != t.Group })
	}
	s.Students, s.Parents, s.Teachings = students, parents, teachings
	return s
}
