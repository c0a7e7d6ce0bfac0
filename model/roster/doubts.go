package roster

import (
	"cmp"
	"slices"

	"zvonok/model"
)

// Doubt is a record that looks new and somebody who looks gone: perhaps one and the same person under another name
// or in another group. An answer is remembered by the record's key: the old person has it then, or the
// new one.
type Doubt struct {
	Key      Key
	Person   model.PersonID
	New, Old model.Name
	Place    string // the group; both groups of a move, the child's group of a parent; empty for staff
}

// nearNames is how many letters two spellings of one name may differ in.
const nearNames = 2

// doubtful are the sections of people in the order in which a record of several sections is asked about.
var doubtful = [...]struct {
	section Section
	kind    model.Kind
}{{Students, model.Student}, {Staff, model.Staff}, {Parents, model.Parent}}

// suspect is somebody who seems to be gone from a section.
type suspect struct {
	person *model.Person
	group  model.GroupID // of a student
}

// doubt finds the new records that may be somebody who seems to be gone, each pair only where neither side fits somebody
// else too: first people of the same place, then, among the rest, students of different groups.
func (x *comparison) doubt() {
	gone := x.suspects()
	if len(gone[Students])+len(gone[Staff])+len(gone[Parents]) == 0 {
		return
	}
	doubts := x.doubtsBeside(gone)
	asked := model.Set(doubts, func(d Doubt) model.PersonID { return d.Person })
	gone[Students] = slices.DeleteFunc(gone[Students], func(s suspect) bool { return asked[s.person.ID] })
	doubts = append(doubts, x.doubtsElsewhere(gone[Students], doubts)...)
	x.out.Doubts = slices.DeleteFunc(doubts, func(d Doubt) bool { return x.d.Different[d.Key] == d.Person })
	model.Sort(x.out.Doubts, func(a, b Doubt) int { return cmp.Compare(a.Key, b.Key) })
}

// suspects are people of the college who are no longer in their sections of the roster, in the order of the college.
func (x *comparison) suspects() map[Section][]suspect {
	gone := map[Section][]suspect{}
	for i := range x.c.People {
		p := &x.c.People[i]
		if !p.Active {
			continue
		}
		e := x.entryOf[p.ID]
		for _, of := range doubtful {
			if !p.Kind.Has(of.kind) || e != nil && e.key(of.section) != "" {
				continue
			}
			if of.section != Students {
				gone[of.section] = append(gone[of.section], suspect{person: p})
				continue
			}
			for _, in := range x.enrolments[p.ID] {
				if !x.came(in.To) {
					gone[Students] = append(gone[Students], suspect{p, in.Group})
				}
			}
		}
	}
	return gone
}

// place is where a record or a person of a section is: a group, a child, or the staff.
type place struct {
	section Section
	id      int64
}

// doubtsBeside finds the new records that may be somebody of the same group, of the staff, or with the same child.
func (x *comparison) doubtsBeside(gone map[Section][]suspect) (doubts []Doubt) {
	at := map[place]*resemblances{}
	put := func(where place, p *model.Person) {
		if at[where] == nil {
			at[where] = &resemblances{}
		}
		at[where].people = append(at[where].people, resembled{p, foldName(p.Name)})
	}
	for _, s := range gone[Students] {
		put(place{Students, int64(s.group)}, s.person)
	}
	for _, s := range gone[Staff] {
		put(place{Staff, 0}, s.person)
	}
	for _, s := range gone[Parents] {
		for _, g := range x.guardians[s.person.ID] {
			put(place{Parents, int64(g.Student)}, s.person)
		}
	}
	asked := map[model.PersonID][]Doubt{}
	for _, e := range x.entries {
		if e.was != nil {
			continue
		}
		name := foldName(e.now.Name)
		for _, of := range doubtful {
			var like []*model.Person
			for _, where := range x.placesOf(e, of.section) {
				if at[where] == nil {
					continue
				}
				at[where].among(name, func(p resembled) bool {
					if !slices.Contains(like, p.Person) && mayBeSame(p.name, name) && !x.codesDisagree(e, p.Person) {
						like = append(like, p.Person)
					}
					return len(like) < 2 // two are too many already
				})
			}
			if len(like) == 1 {
				p := like[0]
				asked[p.ID] = append(asked[p.ID], Doubt{e.key(of.section), p.ID, e.now.Name, p.Name, x.placeName(e, of.section)})
				break
			}
		}
	}
	for _, d := range asked {
		if len(d) == 1 {
			doubts = append(doubts, d[0])
		}
	}
	return doubts
}

// placesOf are the places of an entry in a section that the college knows.
func (x *comparison) placesOf(e *entry, sec Section) (places []place) {
	switch {
	case e.key(sec) == "":
	case sec == Staff:
		places = append(places, place{Staff, 0})
	case sec == Students:
		if ref, ok := x.refs[e.student.Group]; ok && !ref.IsNew() {
			places = append(places, place{Students, ref.ID})
		}
	default:
		for _, child := range e.parent.Children {
			if ref, ok := x.refs[child.Student]; ok && !ref.IsNew() {
				places = append(places, place{Parents, ref.ID})
			}
		}
	}
	return places
}

func (x *comparison) placeName(e *entry, sec Section) string {
	switch sec {
	case Students:
		return e.group
	case Parents:
		child := e.parent.Children[0].Student
		ref := x.refs[child]
		return x.studentGroup(ref, child)
	}
	return ""
}

// sameMiddle reports whether two folded middle names are one, or one is left out.
func sameMiddle(a, b string) bool { return a == "" || b == "" || a == b }

// mayBeSame reports whether two names of one place may be one person's: another surname with the same first and middle
// name, the middle name left out, or a spelling that differs in a letter or two.
func mayBeSame(a, b foldedName) bool {
	if a.first != "" && a.first == b.first {
		switch {
		case a.last == b.last && sameMiddle(a.middle, b.middle):
			return true
		case a.middle == b.middle:
			return a.middle != ""
		}
	}
	return Distance(a.letters, b.letters) <= nearNames
}
