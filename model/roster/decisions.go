package roster

import (
	"cmp"
	"slices"

	"zvonok/model"
)

// Decisions are what a person decided about a roster before it is applied.
type Decisions struct {
	// KeepGone keeps in the college the people, groups and subjects that the roster no longer names.
	KeepGone bool
	// Same says that a record that looks new is somebody of the college under another name.
	Same map[Key]model.PersonID
}

// Doubt is a record that looks new, beside somebody of the same place who looks gone: perhaps one and the
// same person under another name. What was answered once is remembered by the record's key.
type Doubt struct {
	Key      Key
	Person   model.PersonID
	New, Old model.Name
	Place    string // the group; empty for staff
}

// nearNames is how many letters two spellings of one name may differ in.
const nearNames = 2

// heed applies the decisions on who is who, before anything else is matched.
func (x *comparison) heed() {
	for _, e := range x.entries {
		for _, p := range peopleSections {
			if id, ok := x.d.Same[e.key(p.section)]; ok && e.key(p.section) != "" {
				x.claim(e, id)
			}
		}
	}
}

// doubt finds the new records that may be somebody who seems to be gone, each pair only where neither side
// has another.
func (x *comparison) doubt() {
	gone := map[int64][]*model.Person{} // by group; 0 holds the staff
	for i := range x.c.People {
		p := &x.c.People[i]
		if x.entryOf[p.ID] != nil || !p.Active {
			continue
		}
		if p.Kind.Has(model.Staff) {
			gone[0] = append(gone[0], p)
		}
		for _, e := range x.enrolments[p.ID] {
			if p.Kind.Has(model.Student) && !x.came(e.To) {
				gone[int64(e.Group)] = append(gone[int64(e.Group)], p)
			}
		}
	}
	asked := map[model.PersonID][]Doubt{}
	for _, e := range x.entries {
		if e.was != nil && !void(e.was) || e.parent != nil && e.student == nil && e.staff == nil {
			continue
		}
		place, key := int64(0), e.key(Staff)
		if e.student != nil {
			ref, ok := x.resolve(e.student.Group)
			if !ok || ref.IsNew() {
				continue
			}
			place, key = ref.ID, e.student.Key
		}
		var like []*model.Person
		for _, p := range gone[place] {
			if mayBeSame(p.Name, e.now.Name) && !x.codesDisagree(e, p) {
				like = append(like, p)
			}
		}
		if len(like) == 1 {
			d := Doubt{Key: key, Person: like[0].ID, New: e.now.Name, Old: like[0].Name}
			if place != 0 {
				d.Place = x.groups[model.GroupID(place)].name()
			}
			asked[d.Person] = append(asked[d.Person], d)
		}
	}
	for _, doubts := range asked {
		if len(doubts) == 1 {
			x.out.Doubts = append(x.out.Doubts, doubts[0])
		}
	}
	slices.SortFunc(x.out.Doubts, func(a, b Doubt) int { return cmp.Compare(a.Key, b.Key) })
}

// mayBeSame reports whether two names may be one person's: another surname with the same first and middle
// name, or a spelling that differs in a letter or two.
func mayBeSame(a, b model.Name) bool {
	if a.FirstName != "" && fold(a.FirstName) == fold(b.FirstName) && fold(a.MiddleName) == fold(b.MiddleName) {
		return a.MiddleName != "" || fold(a.LastName) == fold(b.LastName)
	}
	return distance([]rune(foldName(a)), []rune(foldName(b))) <= nearNames
}

// Losses counts what the changes take out of the college, of all that is there.
func (c Changes) Losses(college College) model.ImportLosses {
	lost := model.ImportLosses{
		Students: model.Loss{Gone: len(c.Students.Removed)}, Parents: model.Loss{Gone: len(c.Parents.Removed)},
		Staff: model.Loss{Gone: len(c.Staff.Removed)}, Teachings: model.Loss{Gone: len(c.Teachings.Removed), From: len(college.Teachings)},
	}
	studying := map[model.PersonID]bool{}
	for _, p := range college.People {
		for kind, part := range map[model.Kind]*model.Loss{model.Student: &lost.Students, model.Parent: &lost.Parents, model.Staff: &lost.Staff} {
			if p.Active && p.Kind.Has(kind) {
				part.From++
			}
		}
		studying[p.ID] = p.Active && p.Kind.Has(model.Student)
	}
	lost.Groups = c.groupLosses(college, studying)
	return lost
}

// groupLosses counts the students who leave, for each group that has some.
func (c Changes) groupLosses(college College, studying map[model.PersonID]bool) (groups []model.GroupLoss) {
	leaves := make(map[model.PersonID]bool, len(c.Students.Removed))
	for _, l := range c.Students.Removed {
		leaves[model.PersonID(l.Ref.ID)] = true
	}
	names := make(map[model.GroupID]string, len(college.Groups))
	for _, g := range college.Groups {
		names[g.ID] = g.Name
	}
	at := map[model.GroupID]int{}
	for _, e := range college.Enrolments {
		if !studying[e.Student] || !e.To.IsZero() {
			continue
		}
		i, known := at[e.Group]
		if !known {
			i = len(groups)
			at[e.Group] = i
			groups = append(groups, model.GroupLoss{Group: names[e.Group]})
		}
		groups[i].From++
		if leaves[e.Student] {
			groups[i].Gone++
		}
	}
	return groups
}
