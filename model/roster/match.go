package roster

import (
	"zvonok/model"
)

// namesKey reports whether the source's groups and subjects have no keys but their names. One that was renamed by hand has the
// key of its old name, which another one may have by now, so the name of today counts first.
func (x *comparison) namesKey() bool { return x.s.Format == WorkbookXLSX || x.s.Format == WorkbookCSV }

// matchGroups finds the college's groups behind the snapshot's: by key, then by an equal name.
func (x *comparison) matchGroups() {
	byName := map[string]*CollegeGroup{}
	for i := range x.c.Groups {
		g := &x.c.Groups[i]
		name := model.Fold(g.Name)
		if _, twice := byName[name]; twice {
			byName[name] = nil
			continue
		}
		byName[name] = g
	}
	for _, find := range []func(*Group) *CollegeGroup{
		func(g *Group) *CollegeGroup {
			if x.namesKey() {
				return byName[model.Fold(g.Name)]
			}
			return nil
		},
		func(g *Group) *CollegeGroup { return x.groups[model.GroupID(x.keys[g.Key])] },
		func(g *Group) *CollegeGroup {
			if was := byName[model.Fold(g.Name)]; was != nil && len(x.keysOf[Groups][int64(was.ID)]) == 0 {
				return was
			}
			return nil
		},
	} {
		for i := range x.s.Groups {
			g := &x.s.Groups[i]
			if _, ok := x.refs[g.Key]; ok {
				continue
			}
			if was := find(g); was != nil && !x.groupIDs[was.ID] {
				x.groupIDs[was.ID] = true
				x.refs[g.Key] = Ref{ID: int64(was.ID)}
			}
		}
	}
	for i := range x.s.Groups {
		if k := x.s.Groups[i].Key; x.refs[k].IsZero() {
			x.refs[k] = Ref{Key: k}
		}
	}
}

// matchPeople finds the college's people behind the entries and settles what each will be.
func (x *comparison) matchPeople() {
	x.joinByKeys()
	x.decide()
	x.matchByKey()
	x.matchByMessenger()
	x.matchByName(Students, x.studentPlaces)
	x.matchByName(Staff, x.staffPlaces)
	x.nameRefs(Students, Staff)
	x.matchByName(Parents, x.parentPlaces)
	x.nameRefs(Students, Staff, Parents)
	for _, e := range x.entries {
		x.settle(e)
	}
}

// matchByKey matches the people that the source knows.
func (x *comparison) matchByKey() {
	for _, e := range x.entries {
		for _, p := range peopleSections {
			k := e.key(p.section)
			if was := x.people[model.PersonID(x.keys[k])]; k != "" && was != nil {
				x.claim(e, was.ID)
			}
		}
	}
}

// claim makes the person of an id that of e, if they exist and no other entry has them.
func (x *comparison) claim(e *entry, id model.PersonID) {
	p := x.people[id]
	if p == nil || x.entryOf[id] != nil || e.was != nil {
		return
	}
	e.was, x.entryOf[id] = p, e
}

// nameRefs lets the keys of the sections lead to the people matched so far.
func (x *comparison) nameRefs(sections ...Section) {
	for _, e := range x.entries {
		e.ref = Ref{Key: e.firstKey()}
		if e.was != nil {
			e.ref = Ref{ID: int64(e.was.ID)}
		}
		for _, sec := range sections {
			if k := e.key(sec); k != "" {
				x.refs[k] = e.ref
			}
		}
	}
}

// matchByMessenger matches people by their messenger ids; codes that disagree keep two people apart,
// unless the names agree.
func (x *comparison) matchByMessenger() {
	byID := make(map[model.MessengerID]*model.Person)
	for i := range x.c.People {
		p := &x.c.People[i]
		if p.Messenger == 0 || x.entryOf[p.ID] != nil {
			continue
		}
		if other := byID[p.Messenger]; other == nil || !other.Active {
			byID[p.Messenger] = p
		}
	}
	if len(byID) == 0 {
		return
	}
	for _, e := range x.entries {
		p := byID[e.now.Messenger]
		if e.was != nil || e.now.Messenger == 0 || p == nil {
			continue
		}
		if !x.codesDisagree(e, p) || model.FoldName(e.now.Name) == model.FoldName(p.Name) {
			x.claim(e, p.ID)
		}
	}
}

// codesDisagree reports whether the entry and the person both have a code of the source: the codes differ then, or they
// would have been matched.
func (x *comparison) codesDisagree(e *entry, p *model.Person) bool {
	for _, s := range peopleSections {
		k := e.key(s.section)
		if k == "" || !k.isCode() {
			continue
		}
		for _, old := range x.keysOf[s.section][int64(p.ID)] {
			if old.isCode() {
				return true
			}
		}
	}
	return false
}

// namePlace is a name with the group or the child that it is unique in.
type namePlace struct {
	name  string
	place int64
}

// matchByName matches the entries of a section to people of an equal name and place, where neither the entry nor the
// person has a namesake. places gives the places of the entries and of the people that are still free.
func (x *comparison) matchByName(sec Section, places func(free []*entry) (map[*entry][]int64, map[namePlace][]model.PersonID)) {
	free := model.Only(x.entries, func(e *entry) bool { return e.was == nil && e.key(sec) != "" })
	if len(free) == 0 || len(x.c.People) == 0 {
		return
	}
	of, at := places(free)
	claims := map[model.PersonID][]*entry{}
	for _, e := range free {
		name := model.FoldName(e.now.Name)
		var only model.PersonID
		for _, place := range of[e] {
			for _, id := range at[namePlace{name, place}] {
				if only == 0 {
					only = id
				}
				if only != id {
					only = -1
				}
			}
		}
		if only > 0 && !x.codesDisagree(e, x.people[only]) {
			claims[only] = append(claims[only], e)
		}
	}
	for id, by := range claims {
		if len(by) == 1 {
			x.claim(by[0], id)
		}
	}
}

// studentPlaces are the groups of students, zero for those in none.
func (x *comparison) studentPlaces(free []*entry) (map[*entry][]int64, map[namePlace][]model.PersonID) {
	of := make(map[*entry][]int64, len(free))
	for _, e := range free {
		if e.student.Group == "" {
			of[e] = []int64{0}
		} else if ref, ok := x.refs[e.student.Group]; ok && !ref.IsNew() {
			of[e] = []int64{ref.ID}
		}
	}
	at := map[namePlace][]model.PersonID{}
	for i := range x.c.People {
		p := &x.c.People[i]
		if !p.Kind.Has(model.Student) || x.entryOf[p.ID] != nil {
			continue
		}
		np, placed := namePlace{name: model.FoldName(p.Name)}, false
		for _, e := range x.enrolments[p.ID] {
			if !x.came(e.To) { // with an order to come, of the group that they leave and of the one they go to
				np.place, placed = int64(e.Group), true
				at[np] = append(at[np], p.ID)
			}
		}
		if !placed {
			at[np] = append(at[np], p.ID)
		}
	}
	return of, at
}

// staffPlaces put all the staff in one place.
func (x *comparison) staffPlaces(free []*entry) (map[*entry][]int64, map[namePlace][]model.PersonID) {
	of := model.Map(free, func(e *entry) (*entry, []int64) { return e, []int64{0} })
	at := map[namePlace][]model.PersonID{}
	for i := range x.c.People {
		p := &x.c.People[i]
		if p.Kind.Has(model.Staff) && x.entryOf[p.ID] == nil {
			np := namePlace{name: model.FoldName(p.Name)}
			at[np] = append(at[np], p.ID)
		}
	}
	return of, at
}

// parentPlaces are the children.
func (x *comparison) parentPlaces(free []*entry) (map[*entry][]int64, map[namePlace][]model.PersonID) {
	of := make(map[*entry][]int64, len(free))
	for _, e := range free {
		for _, child := range e.parent.Children {
			if ref, ok := x.refs[child.Student]; ok && !ref.IsNew() {
				of[e] = append(of[e], ref.ID)
			}
		}
	}
	at := map[namePlace][]model.PersonID{}
	for _, g := range x.c.Guardianships {
		if p := x.people[g.Parent]; p != nil && x.entryOf[p.ID] == nil {
			np := namePlace{model.FoldName(p.Name), int64(g.Student)}
			at[np] = append(at[np], p.ID)
		}
	}
	return of, at
}
