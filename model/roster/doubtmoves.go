package roster

import (
	"slices"

	"zvonok/model"
)

// meeting are those gone and those new who share something of their names.
type meeting struct {
	gone  []suspect
	fresh []*entry
}

// doubtsElsewhere finds the new students who may be somebody gone from another group: of the same name, with or without
// the middle one; or with another surname, where no other student of the college has that first and middle name and both
// groups go on, so that a year's freshmen are not taken for the last year's graduates.
func (x *comparison) doubtsElsewhere(gone []suspect, asked []Doubt) (doubts []Doubt) {
	known := model.Set(asked, func(d Doubt) Key { return d.Key })
	fresh := model.Only(x.entries, func(e *entry) bool { return e.was == nil && e.student != nil && !known[e.student.Key] })
	if len(gone) == 0 || len(fresh) == 0 {
		return nil
	}
	given := func(n model.Name) string {
		if n.MiddleName == "" {
			return ""
		}
		return model.Fold(n.FirstName + " " + n.MiddleName)
	}
	living := map[string]int{}
	for i := range x.c.People {
		if p := &x.c.People[i]; p.Active && p.Kind.Has(model.Student) {
			living[given(p.Name)]++
		}
	}
	for _, by := range []struct {
		key  func(model.Name) string
		fits func(e *entry, s suspect) bool
	}{
		{model.FoldName, func(*entry, suspect) bool { return true }},
		{func(n model.Name) string { return model.Fold(n.LastName + " " + n.FirstName) },
			func(e *entry, s suspect) bool {
				return sameMiddle(model.Fold(e.now.Name.MiddleName), model.Fold(s.person.Name.MiddleName))
			}},
		{given, func(e *entry, s suspect) bool { return living[given(s.person.Name)] == 1 && x.goesOn(e, s.group) }},
	} {
		meetings := map[string]*meeting{"": {}}
		for _, s := range gone {
			m := meetings[by.key(s.person.Name)]
			if m == nil {
				m = &meeting{}
				meetings[by.key(s.person.Name)] = m
			}
			m.gone = append(m.gone, s)
		}
		for _, e := range fresh {
			if m := meetings[by.key(e.now.Name)]; m != nil {
				m.fresh = append(m.fresh, e)
			}
		}
		delete(meetings, "")
		met, found := map[*entry]bool{}, map[suspect]bool{}
		for _, m := range meetings {
			if len(m.gone) != 1 || len(m.fresh) != 1 || !by.fits(m.fresh[0], m.gone[0]) || x.codesDisagree(m.fresh[0], m.gone[0].person) {
				continue
			}
			e, s := m.fresh[0], m.gone[0]
			met[e], found[s] = true, true
			where := x.groups[s.group].name()
			if e.group != "" && e.group != where {
				where += " › " + e.group
			}
			doubts = append(doubts, Doubt{e.student.Key, s.person.ID, e.now.Name, s.person.Name, where})
		}
		fresh = slices.DeleteFunc(fresh, func(e *entry) bool { return met[e] })
		gone = slices.DeleteFunc(gone, func(s suspect) bool { return found[s] })
	}
	return doubts
}

// goesOn reports whether an entry's group is not new, and the other one still in the roster.
func (x *comparison) goesOn(e *entry, old model.GroupID) bool {
	ref, ok := x.refs[e.student.Group]
	return ok && !ref.IsNew() && x.groupIDs[old]
}
