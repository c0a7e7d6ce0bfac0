package roster

import (
	"cmp"
	"slices"
	"time"

	"zvonok/model"
)

// Compare says what the snapshot would change in the college. It answers with Problems where the
// change must not happen: an empty section would empty the college, the last administrator would go,
// two people would share a messenger id, or a reference leads nowhere.
//
// A record is first matched by its key in the snapshot's source; then a person who is not yet known to
// the source by a code by an equal messenger id, or by an equal name and place, where both are unique.
// Only records that the source once brought are ever removed, and what the source does not state is
// never changed.
func Compare(c College, s Snapshot, d Decisions) (Changes, []Problem) {
	x := newComparison(c, s)
	x.d = d
	x.checkEmptySections()
	x.spell()
	x.matchGroups()
	x.gatherPeople()
	x.matchPeople()
	x.tellProved()
	x.keepAdmins()
	x.compareStudents()
	x.compareParents()
	x.compareStaff()
	x.writePeople()
	x.compareGroups()
	x.compareTeachings()
	x.writeKeys()
	x.doubt()
	x.findRenamings()
	return x.out, x.problems.Sorted()
}

// comparison is the state of one Compare.
type comparison struct {
	c        College
	s        Snapshot
	d        Decisions
	out      Changes
	problems Problems

	people     map[model.PersonID]*model.Person
	groups     map[model.GroupID]*CollegeGroup
	teachings  map[model.TeachingID]*model.Teaching
	enrolments map[model.PersonID][]*Enrolment
	guardians  map[model.PersonID][]*Guardianship // by parent
	learners   map[model.TeachingID][]Learner     // ascending by student

	// keys and keysOf are the source's own; a person has keys in several sections.
	keys   map[Key]int64
	keysOf map[Section]map[int64][]Key

	entries []*entry
	entryOf map[model.PersonID]*entry
	// refs leads from the keys of the snapshot to records, old and new.
	refs map[Key]Ref
	// byKey leads from the keys of the snapshot's people to their entries.
	byKey map[Key]*entry

	proved      []string               // full names of those whose proved profile stays
	held        []model.Name           // students kept by orders from the groups that the snapshot states
	newGroups   map[Key]string         // names, filled when first asked for
	groupIDs    map[model.GroupID]bool // matched
	teachingIDs map[model.TeachingID]bool
	staying     map[model.GroupID]bool // that the source no longer has, but that do not end
}

func newComparison(c College, s Snapshot) *comparison {
	x := &comparison{
		c: c, s: s,
		out:         Changes{Format: s.Format, Source: s.Source, Warnings: slices.Clone(s.Warnings)},
		people:      make(map[model.PersonID]*model.Person, len(c.People)),
		groups:      make(map[model.GroupID]*CollegeGroup, len(c.Groups)),
		teachings:   make(map[model.TeachingID]*model.Teaching, len(c.Teachings)),
		enrolments:  make(map[model.PersonID][]*Enrolment, len(c.Enrolments)),
		guardians:   make(map[model.PersonID][]*Guardianship, len(c.Guardianships)),
		learners:    make(map[model.TeachingID][]Learner, len(c.Teachings)),
		keys:        make(map[Key]int64, len(c.Keys)),
		keysOf:      map[Section]map[int64][]Key{},
		entryOf:     make(map[model.PersonID]*entry, len(c.People)),
		refs:        make(map[Key]Ref, len(s.Students)+len(s.Parents)+len(s.Staff)+len(s.Groups)+len(s.Teachings)),
		byKey:       make(map[Key]*entry, len(s.Students)+len(s.Parents)+len(s.Staff)),
		groupIDs:    make(map[model.GroupID]bool, len(c.Groups)),
		teachingIDs: make(map[model.TeachingID]bool, len(c.Teachings)),
		staying:     map[model.GroupID]bool{},
	}
	for i := range c.People {
		x.people[c.People[i].ID] = &c.People[i]
	}
	for i := range c.Groups {
		x.groups[c.Groups[i].ID] = &c.Groups[i]
	}
	for i := range c.Teachings {
		x.teachings[c.Teachings[i].ID] = &c.Teachings[i]
	}
	for i := range c.Enrolments {
		e := &c.Enrolments[i]
		x.enrolments[e.Student] = append(x.enrolments[e.Student], e)
	}
	for i := range c.Guardianships {
		g := &c.Guardianships[i]
		x.guardians[g.Parent] = append(x.guardians[g.Parent], g)
	}
	x.indexLearners()
	counts := map[Section]int{Groups: 0, Students: 0, Parents: 0, Staff: 0, Teachings: 0}
	for _, k := range c.Keys {
		if n, own := counts[k.Section]; own {
			counts[k.Section] = n + 1
		}
	}
	for sec, n := range counts {
		x.keysOf[sec] = make(map[int64][]Key, n)
	}
	for _, k := range c.Keys {
		if k.Source == s.Source && x.keysOf[k.Section] != nil {
			x.keys[k.Key] = k.ID
			x.keysOf[k.Section][k.ID] = append(x.keysOf[k.Section][k.ID], k.Key)
		}
	}
	return x
}

// warn adds a sentence that is shown before the roster is applied.
func (x *comparison) warn(text string) { x.out.Warnings = append(x.out.Warnings, text) }

// indexLearners cuts one sorted copy of the learners into a list a teaching.
func (x *comparison) indexLearners() {
	all := slices.Clone(x.c.Learners)
	model.Sort(all, func(a, b Learner) int {
		return cmp.Or(cmp.Compare(a.Teaching, b.Teaching), cmp.Compare(a.Student, b.Student))
	})
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].Teaching == all[0].Teaching {
			n++
		}
		x.learners[all[0].Teaching] = all[:n]
		all = all[n:]
	}
}

// came reports whether a calendar date has come.
func (x *comparison) came(date time.Time) bool { return !date.IsZero() && !date.After(x.s.Today) }

// checkEmptySections keeps an empty roster from emptying the college.
func (x *comparison) checkEmptySections() {
	var students, parents, staff, groups int
	for i := range x.c.People {
		p := &x.c.People[i]
		if !p.Active {
			continue
		}
		students += int(p.Kind & model.Student / model.Student)
		parents += int(p.Kind & model.Parent / model.Parent)
		staff += int(p.Kind & model.Staff / model.Staff)
	}
	for i := range x.c.Groups {
		if x.c.Groups[i].Active {
			groups++
		}
	}
	memberships := 0
	for i := range x.s.Teachings {
		t := &x.s.Teachings[i]
		memberships += len(t.Learners)
		if t.WholeGroup {
			memberships++
		}
	}
	for _, e := range []struct {
		section        Section
		title          string
		now, was       int
		one, few, many string
	}{
		{Groups, "«Группы»", len(x.s.Groups), groups, "группа", "группы", "групп"},
		{Students, "«Студенты»", len(x.s.Students), students, "студент", "студента", "студентов"},
		{Parents, "«Родители»", len(x.s.Parents), parents, "родитель", "родителя", "родителей"},
		{Staff, "«Сотрудники»", len(x.s.Staff), staff, "сотрудник", "сотрудника", "сотрудников"},
		{Teachings, "«Нагрузка»", len(x.s.Teachings), len(x.c.Teachings), "строка нагрузки", "строки нагрузки", "строк нагрузки"},
		{Learners, "студентов предметов", memberships, len(x.c.Learners), "студент предмета", "студента предметов", "студентов предметов"},
	} {
		if !x.s.Given[e.section] || e.now > 0 || e.was == 0 {
			continue
		}
		x.problems.Put(Problem{Place: Place{File: x.s.Files[e.section]}, Emptying: true, Message: "Список " + e.title +
			" пуст, а в колледже " + model.Plural(e.was, e.one, e.few, e.many) +
			". Пустой список не загружается, чтобы никто не пропал из чатов: выгрузите данные ещё раз"})
	}
}

// writeKeys records the keys of the snapshot: one key a record and section, since an old name may one
// day be somebody else's.
func (x *comparison) writeKeys() {
	for i := range x.s.Groups {
		x.writeKey(Groups, x.s.Groups[i].Key)
	}
	for i := range x.s.Students {
		x.writeKey(Students, x.s.Students[i].Key)
	}
	for i := range x.s.Parents {
		x.writeKey(Parents, x.s.Parents[i].Key)
	}
	for i := range x.s.Staff {
		x.writeKey(Staff, x.s.Staff[i].Key)
	}
	for i := range x.s.Teachings {
		x.writeKey(Teachings, x.s.Teachings[i].Key)
	}
	for _, id := range x.out.Writes.TeachingsGone {
		for _, k := range x.keysOf[Teachings][int64(id)] {
			x.dropKey(Teachings, k, int64(id))
		}
	}
}

func (x *comparison) writeKey(sec Section, k Key) {
	ref := x.refs[k]
	if ref.IsZero() {
		return
	}
	w := &x.out.Writes
	if ref.IsNew() {
		w.Keys = append(w.Keys, KeyWrite{sec, k, ref})
		return
	}
	if x.keys[k] != ref.ID {
		w.Keys = append(w.Keys, KeyWrite{sec, k, ref})
	}
	for _, old := range x.keysOf[sec][ref.ID] {
		if old != k {
			x.dropKey(sec, old, ref.ID)
		}
	}
}

// dropKey drops a key, unless another record of the snapshot has it now.
func (x *comparison) dropKey(sec Section, k Key, id int64) {
	if _, taken := x.refs[k]; !taken {
		x.out.Writes.KeysGone = append(x.out.Writes.KeysGone, KeyRow{x.s.Source, sec, k, id})
	}
}
