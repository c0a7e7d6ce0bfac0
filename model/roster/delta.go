package roster

import (
	"slices"

	"zvonok/model"
)

// merge lays a delta over the source's own part of the college, so that Compare need know only whole
// rosters. Records of the college that are not the source's appear as references alone.
func (x *comparison) merge(delta Snapshot) Snapshot {
	m := &merger{
		x: x, delta: &delta,
		out: Snapshot{
			Format: delta.Format, Source: delta.Source, Today: delta.Today, Files: delta.Files, Warnings: delta.Warnings,
			Lacks: delta.Lacks &^ FieldCurator,
			Given: map[Section]bool{Groups: true, Students: true, Parents: true, Staff: true, Teachings: true, Learners: true},
		},
		at: map[Key]int{}, drop: map[Key]bool{}, touched: map[Key]bool{}, moved: map[Key]bool{},
	}
	for _, keys := range delta.Gone {
		for _, k := range keys {
			m.drop[k] = true
		}
	}
	m.base()
	m.overlay()
	m.memberships()
	m.placeTeachings()
	return m.out
}

// merger is the state of one merge.
type merger struct {
	x     *comparison
	delta *Snapshot
	out   Snapshot
	at    map[Key]int  // where a key stands in its list of out
	drop  map[Key]bool // keys that are gone
	// touched are the teachings whose learners changed or may have.
	touched map[Key]bool
	moved   map[Key]bool // the students whose group changed
}

// base takes over the college's records that the source knows and the delta does not end.
func (m *merger) base() {
	stated := map[Key]bool{}
	for i := range m.delta.Groups {
		stated[m.delta.Groups[i].Key] = true
	}
	for i := range m.delta.Students {
		stated[m.delta.Students[i].Key] = true
	}
	for i := range m.delta.Parents {
		stated[m.delta.Parents[i].Key] = true
	}
	for i := range m.delta.Staff {
		stated[m.delta.Staff[i].Key] = true
	}
	for i := range m.delta.Teachings {
		stated[m.delta.Teachings[i].Key] = true
	}
	for _, sec := range []Section{Groups, Students, Parents, Staff, Teachings} {
		for _, keys := range m.x.keysOf[sec] {
			for _, k := range keys {
				if m.delta.Complete[sec] && !stated[k] {
					m.drop[k] = true
				}
			}
		}
	}
	m.baseGroups()
	m.basePeople()
	m.baseTeachings()
}

// keep is the key under which a record goes on, or "" when it is not the source's or is gone.
func (m *merger) keep(sec Section, id int64) Key {
	keys := m.x.keysOf[sec][id]
	if len(keys) == 0 || m.drop[keys[0]] {
		return ""
	}
	return keys[0]
}

// ref refers to a record whoever's it is; "" when it is gone.
func (m *merger) ref(sec Section, id int64) Key {
	if id == 0 {
		return ""
	}
	keys := m.x.keysOf[sec][id]
	switch {
	case len(keys) > 0 && m.drop[keys[0]]:
		return ""
	case len(keys) > 0 && m.has(keys[0]):
		return keys[0]
	}
	return ownKey(id)
}

func (m *merger) has(k Key) bool {
	_, ok := m.at[k]
	return ok
}

func (m *merger) baseGroups() {
	for i := range m.x.c.Groups {
		g := &m.x.c.Groups[i]
		if k := m.keep(Groups, int64(g.ID)); k != "" && g.Active {
			m.at[k] = len(m.out.Groups)
			m.out.Groups = append(m.out.Groups, Group{Key: k, Name: g.Name, Year: g.Year, Specialty: g.Specialty})
		}
	}
}

func (m *merger) basePeople() {
	x := m.x
	for i := range x.c.People {
		p := &x.c.People[i]
		if !p.Active {
			continue
		}
		id := int64(p.ID)
		if k := m.keep(Students, id); k != "" && p.Kind.Has(model.Student) {
			s := Student{Key: k, Code: k.code(), Name: p.Name, kept: true}
			for _, e := range x.enrolments[p.ID] {
				if own := x.keysOf[Groups][int64(e.Group)]; !x.came(e.To) && len(own) > 0 {
					s.Group, s.From, s.To = m.keep(Groups, int64(e.Group)), e.From, e.To
					s.kept = s.Group != "" // the group is gone
				}
			}
			m.at[k] = len(m.out.Students)
			m.out.Students = append(m.out.Students, s)
		}
		if k := m.keep(Staff, id); k != "" && p.Kind.Has(model.Staff) {
			m.at[k] = len(m.out.Staff)
			m.out.Staff = append(m.out.Staff, StaffMember{Key: k, Code: k.code(), Name: p.Name})
		}
	}
	for i := range x.c.People {
		p := &x.c.People[i]
		if k := m.keep(Parents, int64(p.ID)); k != "" && p.Active && p.Kind.Has(model.Parent) {
			parent := Parent{Key: k, Code: k.code(), Name: p.Name}
			for _, g := range x.guardians[p.ID] {
				if child := m.ref(Students, int64(g.Student)); child != "" {
					parent.Children = append(parent.Children, Child{child, g.Relation})
				}
			}
			m.at[k] = len(m.out.Parents)
			m.out.Parents = append(m.out.Parents, parent)
		}
	}
	for i := range m.out.Groups {
		g := &m.out.Groups[i]
		g.Curator = m.ref(Staff, int64(x.groups[model.GroupID(x.keys[g.Key])].Curator))
	}
}

// baseTeachings takes over the teachings, those of whole groups with their learners one by one.
func (m *merger) baseTeachings() {
	inGroup := map[Key][]Key{}
	for i := range m.out.Students {
		if s := &m.out.Students[i]; s.Group != "" {
			inGroup[s.Group] = append(inGroup[s.Group], s.Key)
		}
	}
	for i := range m.x.c.Teachings {
		t := &m.x.c.Teachings[i]
		k := m.keep(Teachings, int64(t.ID))
		if k == "" {
			continue
		}
		now := Teaching{
			Key: k, Group: m.ref(Groups, int64(t.Group)), Subject: t.Subject, Index: t.Index, Subgroup: t.Subgroup,
			Hours: t.Hours, WholeGroup: t.WholeGroup,
		}
		for _, id := range t.Teachers {
			now.Teachers = include(now.Teachers, m.ref(Staff, int64(id)))
		}
		for _, l := range m.x.learners[t.ID] {
			now.Learners = include(now.Learners, m.ref(Students, int64(l.Student)))
		}
		if learners := inGroup[now.Group]; t.WholeGroup && len(learners) > 0 {
			now.Learners, now.WholeGroup = slices.Clone(learners), false
			m.touched[k] = true
		}
		m.at[k] = len(m.out.Teachings)
		m.out.Teachings = append(m.out.Teachings, now)
	}
}

// overlay puts the delta's records over the college's.
func (m *merger) overlay() {
	for _, g := range m.delta.Groups {
		if i, ok := m.at[g.Key]; ok {
			was := &m.out.Groups[i]
			was.Name, was.Year, was.At = g.Name, g.Year, g.At
			continue
		}
		m.at[g.Key] = len(m.out.Groups)
		m.out.Groups = append(m.out.Groups, g)
	}
	for _, s := range m.delta.Students {
		if i, ok := m.at[s.Key]; ok {
			was := &m.out.Students[i]
			was.Name, was.Messenger, was.At = s.Name, s.Messenger, s.At
			continue
		}
		s.kept = true
		m.at[s.Key] = len(m.out.Students)
		m.out.Students = append(m.out.Students, s)
	}
	for _, p := range m.delta.Parents {
		if i, ok := m.at[p.Key]; ok {
			was := &m.out.Parents[i]
			was.Name, was.Messenger, was.At = p.Name, p.Messenger, p.At
			if len(p.Children) > 0 || m.delta.Complete[Parents] {
				was.Children = slices.Clone(p.Children)
			}
			continue
		}
		p.Children = slices.Clone(p.Children)
		m.at[p.Key] = len(m.out.Parents)
		m.out.Parents = append(m.out.Parents, p)
	}
	for _, s := range m.delta.Staff {
		if i, ok := m.at[s.Key]; ok {
			m.out.Staff[i] = s
			continue
		}
		m.at[s.Key] = len(m.out.Staff)
		m.out.Staff = append(m.out.Staff, s)
	}
	for _, t := range m.delta.Teachings {
		if i, ok := m.at[t.Key]; ok {
			was := &m.out.Teachings[i]
			was.Subject, was.At = t.Subject, t.At
			continue
		}
		m.at[t.Key] = len(m.out.Teachings)
		m.out.Teachings = append(m.out.Teachings, t)
	}
	m.overlayPeople()
}

// overlayPeople takes over what the delta says of people without saying what they are.
func (m *merger) overlayPeople() {
	for _, r := range m.delta.renamed {
		if i, ok := m.at[codeKey("student", r.code)]; ok {
			m.out.Students[i].Name = r.name
		}
		if i, ok := m.at[codeKey("parent", r.code)]; ok {
			m.out.Parents[i].Name = r.name
		}
		if i, ok := m.at[codeKey("staff", r.code)]; ok {
			m.out.Staff[i].Name = r.name
		}
	}
	for _, k := range m.delta.families {
		for i := range m.out.Parents {
			if p := &m.out.Parents[i]; !slices.Contains(k.parents, p.Key) {
				p.Children = slices.DeleteFunc(p.Children, func(c Child) bool { return c.Student == k.student })
			}
		}
	}
	for _, l := range m.delta.linked {
		i, ok := m.at[codeKey("parent", l.parent)]
		if !ok {
			m.x.problem(Place{File: m.delta.Files[Students], Column: "agentSourcedIds"}, l.parent,
				"Этого родителя нет ни в файле, ни в колледже: выгрузите полный список")
			continue
		}
		p := &m.out.Parents[i]
		switch j := slices.IndexFunc(p.Children, func(c Child) bool { return c.Student == l.child.Student }); {
		case j < 0:
			p.Children = append(p.Children, l.child)
		case l.told:
			p.Children[j].Relation = l.child.Relation
		}
	}
}

// memberships moves people in and out of classes.
func (m *merger) memberships() {
	if m.delta.Complete[Learners] {
		m.emptyClasses()
	}
	for i := range m.delta.Left {
		m.leave(&m.delta.Left[i])
	}
	for i := range m.delta.Joined {
		m.join(&m.delta.Joined[i])
	}
}

// emptyClasses takes everybody out of the source's classes: the delta says anew who is in.
func (m *merger) emptyClasses() {
	for i := range m.out.Groups {
		m.out.Groups[i].Curator = ""
	}
	for i := range m.out.Students {
		if s := &m.out.Students[i]; s.Group != "" {
			s.Group, s.kept = "", false
			m.moved[s.Key] = true
		}
	}
	for i := range m.out.Teachings {
		t := &m.out.Teachings[i]
		t.Teachers, t.Learners, t.WholeGroup = nil, nil, false
		m.touched[t.Key] = true
	}
}

// leave ends a membership; one that the college does not know has ended already.
func (m *merger) leave(l *Membership) {
	student, staff := codeKey("student", l.Person), codeKey("staff", l.Person)
	if i, ok := m.at[codeKey("group", l.Class)]; ok {
		g := &m.out.Groups[i]
		if l.Teacher && g.Curator == staff {
			g.Curator = ""
		}
		if j, known := m.at[student]; known && !l.Teacher && m.out.Students[j].Group == g.Key {
			m.out.Students[j].Group, m.out.Students[j].kept = "", false
			m.moved[student] = true
		}
	}
	if i, ok := m.at[codeKey("teaching", l.Class)]; ok {
		t := &m.out.Teachings[i]
		if l.Teacher {
			t.Teachers = without(t.Teachers, staff)
			return
		}
		t.Learners = without(t.Learners, student)
		m.touched[t.Key] = true
	}
}

// join begins a membership.
func (m *merger) join(l *Membership) {
	person := codeKey("student", l.Person)
	if l.Teacher {
		person = codeKey("staff", l.Person)
	}
	p, personKnown := m.at[person]
	g, isGroup := m.at[codeKey("group", l.Class)]
	t, isTeaching := m.at[codeKey("teaching", l.Class)]
	switch {
	case !personKnown:
		m.x.problem(l.At, l.Person, "Этого человека нет ни в файле, ни в колледже: выгрузите полный список")
	case isGroup && l.Teacher:
		if group := &m.out.Groups[g]; l.Primary || group.Curator == "" {
			group.Curator = person
		}
	case isGroup:
		s := &m.out.Students[p]
		if s.Group != m.out.Groups[g].Key || !l.From.Equal(s.From) && !l.From.IsZero() || !l.To.Equal(s.To) {
			s.Group, s.From, s.To, s.kept = m.out.Groups[g].Key, l.From, l.To, false
			m.moved[person] = true
		}
	case isTeaching && l.Teacher:
		m.out.Teachings[t].Teachers = include(m.out.Teachings[t].Teachers, person)
	case isTeaching:
		m.out.Teachings[t].Learners = include(m.out.Teachings[t].Learners, person)
		m.touched[m.out.Teachings[t].Key] = true
	default:
		m.x.problem(l.At, l.Class, "Этого класса нет ни в файле, ни в колледже: выгрузите полный список")
	}
}

func without(keys []Key, k Key) []Key {
	return slices.DeleteFunc(keys, func(other Key) bool { return other == k })
}

// placeTeachings finds the group of the teachings whose learners changed, by the rule of whole rosters.
func (m *merger) placeTeachings() {
	size := map[Key]int{}
	for i := range m.out.Students {
		size[m.out.Students[i].Group]++
	}
	for i := range m.out.Teachings {
		t := &m.out.Teachings[i]
		if !m.touched[t.Key] && !slices.ContainsFunc(t.Learners, func(k Key) bool { return m.moved[k] }) {
			continue
		}
		t.Group, t.WholeGroup = "", false
		for n, k := range t.Learners {
			var group Key
			if j, ok := m.at[k]; ok {
				group = m.out.Students[j].Group
			}
			if group == "" || (n > 0 && group != t.Group) {
				t.Group = ""
				break
			}
			t.Group = group
		}
		if t.Group != "" && len(t.Learners) == size[t.Group] {
			t.WholeGroup, t.Learners = true, nil
		}
	}
}
