package roster

import (
	"cmp"
	"slices"
	"time"

	"zvonok/model"
)

// Decisions are what a person decided about a roster before it is applied.
type Decisions struct {
	// KeepGone keeps in the college the people, groups and subjects that the roster no longer names.
	KeepGone bool
	// Same says that a record that looks new is somebody of the college under another name, Different that it is
	// another person.
	Same, Different map[Key]model.PersonID
}

// decide applies the decisions on who is who, before anything else is matched. Somebody still named elsewhere in the roster,
// a parent who teaches, gets the record as well.
func (x *comparison) decide() {
	if len(x.d.Same) == 0 {
		return
	}
	for _, e := range slices.Clone(x.entries) {
		for _, p := range peopleSections {
			k := e.key(p.section)
			id, ok := x.d.Same[k]
			if k == "" || !ok {
				continue
			}
			if other := x.entryFor(id); other != nil && other != e && x.unite(other, e) {
				break
			}
			x.claim(e, id)
		}
	}
}

// joinByKeys makes one entry of those in different sections that the source's keys lead to the same person: somebody said
// so before, or they had the same messenger id. Different ids keep them apart.
func (x *comparison) joinByKeys() {
	first := make(map[int64]*entry, len(x.entries))
	for _, e := range slices.Clone(x.entries) {
		for _, p := range peopleSections {
			id := x.keys[e.key(p.section)]
			if id == 0 {
				continue
			}
			other := first[id]
			if other == nil {
				first[id] = e
			}
			if other != nil && other != e && (other.now.Messenger == 0 || e.now.Messenger == 0) && x.unite(other, e) {
				for _, q := range peopleSections {
					if first[x.keys[e.key(q.section)]] == e {
						first[x.keys[e.key(q.section)]] = other
					}
				}
				break
			}
		}
	}
}

// entryFor is the entry that leads to a person by a key of the source or a messenger id.
func (x *comparison) entryFor(id model.PersonID) *entry {
	for _, p := range peopleSections {
		for _, k := range x.keysOf[p.section][int64(id)] {
			if e := x.byKey[k]; e != nil {
				return e
			}
		}
	}
	p := x.people[id]
	if p == nil || p.Messenger == 0 {
		return nil
	}
	if i := slices.IndexFunc(x.entries, func(e *entry) bool { return e.now.Messenger == p.Messenger }); i >= 0 {
		return x.entries[i]
	}
	return nil
}

// unite makes the records of another entry those of e, unless it has such records itself.
func (x *comparison) unite(e, other *entry) bool {
	for _, p := range peopleSections {
		if e.key(p.section) != "" && other.key(p.section) != "" {
			return false
		}
	}
	e.student, e.parent, e.staff = cmp.Or(e.student, other.student), cmp.Or(e.parent, other.parent), cmp.Or(e.staff, other.staff)
	e.gather()
	for _, p := range peopleSections {
		if k := e.key(p.section); k != "" {
			x.byKey[k] = e
		}
	}
	x.entries = slices.DeleteFunc(x.entries, func(o *entry) bool { return o == other })
	return true
}

// Losses counts what the changes take out of the college on a day, and of how many.
func (c Changes) Losses(college College, day time.Time) model.ImportLosses {
	leaves := model.Set(c.Students.Removed, func(l Line) model.PersonID { return model.PersonID(l.Ref.ID) })
	lost := college.StudentLosses(day, func(id model.PersonID) (goes, finishes bool) { return leaves[id], false })
	lost.Parents.Gone, lost.Staff.Gone = len(c.Parents.Removed), len(c.Staff.Removed)
	for _, p := range college.People {
		if p.Active && p.Kind.Has(model.Parent) {
			lost.Parents.From++
		}
		if p.Active && p.Kind.Has(model.Staff) {
			lost.Staff.From++
		}
	}
	lost.Teachings = model.Loss{Gone: len(c.Teachings.Removed), From: len(college.Teachings)}
	return lost
}

// StudentLosses counts the students who go, of all and of each group on a day. That a whole group finishes is not too much
// for the group.
func (c College) StudentLosses(day time.Time, of func(model.PersonID) (goes, finishes bool)) (lost model.ImportLosses) {
	student := map[model.PersonID]bool{}
	for _, p := range c.People {
		if student[p.ID] = p.Active && p.Kind.Has(model.Student); student[p.ID] {
			goes, _ := of(p.ID)
			lost.Students.Count(goes)
		}
	}
	groups := make(map[model.GroupID]*model.Loss, len(c.Groups))
	for _, e := range c.Enrolments {
		if !student[e.Student] || e.From.After(day) || !e.To.IsZero() && !e.To.After(day) {
			continue
		}
		if groups[e.Group] == nil {
			groups[e.Group] = new(model.Loss)
		}
		goes, finishes := of(e.Student)
		groups[e.Group].Count(goes && !finishes)
	}
	for _, g := range c.Groups {
		if loss := groups[g.ID]; loss != nil {
			lost.Groups = append(lost.Groups, model.GroupLoss{Group: g.Name, Loss: *loss})
		}
	}
	return lost
}
