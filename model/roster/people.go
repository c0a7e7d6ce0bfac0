package roster

import (
	"cmp"

	"zvonok/model"
)

// entry is one person of the snapshot with the records of all the sections that name them.
type entry struct {
	student *Student
	parent  *Parent
	staff   *StaffMember

	ref Ref
	was *model.Person // nil for a new person
	now model.Person
	// group is the student's group in words, for the preview.
	group string
	// sameCode leads on to the next entry with the same code.
	sameCode *entry
}

// key is the entry's key in a section, or "".
func (e *entry) key(sec Section) Key {
	switch {
	case sec == Students && e.student != nil:
		return e.student.Key
	case sec == Parents && e.parent != nil:
		return e.parent.Key
	case sec == Staff && e.staff != nil:
		return e.staff.Key
	}
	return ""
}

// peopleSections are the sections of people with the kind that each gives.
var peopleSections = [...]struct {
	section Section
	kind    model.Kind
}{{Staff, model.Staff}, {Students, model.Student}, {Parents, model.Parent}}

// firstKey is the key that names the entry while the person is new.
func (e *entry) firstKey() Key {
	for _, p := range peopleSections {
		if k := e.key(p.section); k != "" {
			return k
		}
	}
	return ""
}

// gatherPeople makes one entry a person: an equal code with an equal name, or an equal messenger id, is
// one person in all sections.
func (x *comparison) gatherPeople() {
	s := &x.s
	x.entries = make([]*entry, 0, len(s.Students)+len(s.Parents)+len(s.Staff))
	byCode := make(map[string]*entry, cap(x.entries))
	byMessenger := make(map[model.MessengerID]*entry, len(s.Students)+len(s.Staff))
	place := func(sec Section, k Key, code string, name model.Name, id model.MessengerID) *entry {
		if code != "" {
			for e := byCode[code]; e != nil; e = e.sameCode {
				if e.key(sec) == "" && (e.now.Name == name || model.FoldName(e.now.Name) == model.FoldName(name)) {
					x.byKey[k] = e
					return e
				}
			}
		}
		e := (*entry)(nil)
		if id != 0 {
			e = byMessenger[id]
		}
		if e == nil || e.key(sec) != "" {
			e = &entry{}
			x.entries = append(x.entries, e)
		}
		if other := byCode[code]; code != "" && other != e {
			e.sameCode, byCode[code] = other, e
		}
		if id != 0 {
			byMessenger[id] = e
		}
		x.byKey[k] = e
		return e
	}
	for i := range s.Students {
		r := &s.Students[i]
		e := place(Students, r.Key, r.Code, r.Name, r.Messenger)
		e.student, e.now.Name = r, r.Name
	}
	for i := range s.Parents {
		r := &s.Parents[i]
		e := place(Parents, r.Key, r.Code, r.Name, r.Messenger)
		e.parent, e.now.Name = r, r.Name
	}
	for i := range s.Staff {
		r := &s.Staff[i]
		e := place(Staff, r.Key, r.Code, r.Name, r.Messenger)
		e.staff, e.now.Name = r, r.Name
	}
	for _, e := range x.entries {
		e.gather()
	}
}

// gather takes the name and the messenger id over from the records: those of the staff count most.
func (e *entry) gather() {
	if e.student != nil {
		e.now.Name, e.now.Messenger = e.student.Name, e.student.Messenger
	}
	if e.parent != nil {
		e.now.Name, e.now.Messenger = e.parent.Name, cmp.Or(e.parent.Messenger, e.now.Messenger)
	}
	if e.staff != nil {
		e.now.Name, e.now.Messenger = e.staff.Name, cmp.Or(e.staff.Messenger, e.now.Messenger)
	}
}

// settle works out what an entry's person will be, once it is known who they were.
func (x *comparison) settle(e *entry) {
	var kind model.Kind
	live := false
	if e.was != nil {
		e.now.ID = e.was.ID
		e.now.Roles = e.was.Roles
		if stated := e.now.Messenger; stated == 0 || x.c.Proved[e.was.ID] {
			if stated != 0 && stated != e.was.Messenger {
				x.proved = append(x.proved, e.now.Name.String())
			}
			e.now.Messenger = e.was.Messenger
		}
		if e.was.Active {
			kind = e.was.Kind
		}
	}
	for _, p := range peopleSections {
		switch {
		case p.section == Students && x.leftByOrder(e):
		case e.key(p.section) != "":
			kind |= p.kind
			live = live || p.section != Students || !x.came(e.student.To)
		case e.was != nil && x.loses(e.was, p.section, p.kind):
			kind &^= p.kind
		case kind.Has(p.kind):
			live = true // from another source or by hand
		}
	}
	if kind == 0 && e.was != nil {
		kind = e.was.Kind // of the past
	}
	e.now.Kind, e.now.Active = kind, live
	switch {
	case e.staff != nil:
		e.now.Roles = e.now.Roles&^e.staff.Stated | e.staff.Roles&e.staff.Stated
	case !kind.Has(model.Staff):
		e.now.Roles = 0
	}
}

// keepAdmins leaves their role to the administrators who can sign in where nobody else could do so as one: whoever the file makes an
// administrator has no account yet, and an administrator is needed to give one.
func (x *comparison) keepAdmins() {
	var losing []*entry
	for _, id := range x.c.SigningIn {
		e := x.entryOf[id]
		switch {
		case e == nil && !x.loses(x.people[id], Staff, model.Staff), e != nil && e.now.Active && e.now.Roles.Has(model.RoleAdmin):
			return
		case e != nil && e.now.Active && e.now.Kind.Has(model.Staff):
			losing = append(losing, e)
		}
	}
	if len(x.c.SigningIn) == 0 || x.staffEmptied() {
		return
	}
	if len(losing) == 0 {
		x.problems.Add(Place{File: x.s.Files[Staff]}, "", "После загрузки ни один администратор ПОО не сможет войти в программу: те, у кого есть "+
			"учётные записи, выбывают. Сначала выдайте учётную запись тому, кто остаётся администратором, или оставьте в файле нынешнего")
		return
	}
	names := make([]string, len(losing))
	for i, e := range losing {
		e.now.Roles |= model.RoleAdmin
		names[i] = e.now.Name.String()
	}
	n := len(losing)
	x.warn(model.FewOf(names, 3, ", ") + " " +
		model.PluralForm(n, "остаётся администратором", "остаются администраторами", "остаются администраторами") +
		" ПОО, хотя в файле этой роли нет: других администраторов с учётной записью в колледже нет. Выдайте учётную запись другому администратору и загрузите файл снова")
}

// tellProved says whose profile stays although the file has another.
func (x *comparison) tellProved() {
	if n := len(x.proved); n > 0 {
		x.warn("В файле другой VK ID у " + model.Plural(n, "человека, который сам привязал", "человек, которые сами привязали", "человек, которые сами привязали") +
			" профиль, войдя в VK: " + model.FewOf(x.proved, 3, ", ") + ". Остаётся привязанный профиль; исправьте VK ID в файле")
	}
}

// staffEmptied: the list of staff is empty, which is complained of by itself.
func (x *comparison) staffEmptied() bool { return x.s.Given[Staff] && len(x.s.Staff) == 0 }

// loses reports whether a person leaves a section: they are not in it in the snapshot, and it was this source that put
// them there.
func (x *comparison) loses(p *model.Person, sec Section, kind model.Kind) bool {
	return !x.d.KeepGone && x.s.Given[sec] && p.Active && p.Kind.Has(kind) && len(x.keysOf[sec][int64(p.ID)]) > 0 &&
		!(sec == Students && (x.onLeave(p.ID) || x.awaited(p.ID)))
}

// writePeople writes down the people who are new or other than before, then those who leave.
func (x *comparison) writePeople() {
	w := &x.out.Writes
	admins, adminsLeft := 0, 0
	for _, e := range x.entries {
		if e.now.Active && e.now.Roles.Has(model.RoleAdmin) {
			adminsLeft++
		}
		for _, p := range peopleSections {
			if e.was != nil && e.key(p.section) == "" && x.loses(e.was, p.section, p.kind) {
				x.removed(e.was, p.section)
			}
		}
		if e.was == nil || *e.was != e.now {
			w.People = append(w.People, personWrite(e.ref, e.was, e.now))
		}
	}
	for i := range x.c.People {
		p := &x.c.People[i]
		isAdmin := p.Active && p.Roles.Has(model.RoleAdmin)
		if isAdmin {
			admins++
		}
		now := *p
		if x.entryOf[p.ID] == nil {
			now = x.leave(p)
			if isAdmin && now.Active && now.Roles.Has(model.RoleAdmin) {
				adminsLeft++
			}
			if now != *p {
				w.People = append(w.People, personWrite(Ref{ID: int64(p.ID)}, p, now))
			}
		}
	}
	if admins > 0 && adminsLeft == 0 && len(x.c.SigningIn) == 0 && !x.staffEmptied() {
		x.problems.Add(Place{File: x.s.Files[Staff]}, "", "После загрузки в колледже не останется ни одного "+
			"администратора ПОО: укажите роль «Администратор ПОО» хотя бы у одного сотрудника")
	}
	x.checkMessengers()
}

// leave says what becomes of a person who is not in the snapshot, and notes it in the sections.
func (x *comparison) leave(p *model.Person) model.Person {
	var lost model.Kind
	for _, s := range peopleSections {
		if x.loses(p, s.section, s.kind) {
			lost |= s.kind
			x.removed(p, s.section)
		}
	}
	now := *p
	if lost == 0 {
		return now
	}
	if lost.Has(model.Staff) {
		now.Roles = 0
	}
	if rest := p.Kind &^ lost; rest != 0 {
		now.Kind = rest
	} else {
		now.Active = false
	}
	return now
}

// removed notes that a person leaves a section and ends what they had there.
func (x *comparison) removed(p *model.Person, sec Section) {
	line := Line{Ref: Ref{ID: int64(p.ID)}, Title: p.Name.String()}
	switch sec {
	case Students:
		for _, e := range x.enrolments[p.ID] {
			if !x.came(e.To) {
				line.Detail = x.groups[e.Group].name()
			}
		}
		line.Group = line.Detail
		x.withdraw(p.ID)
	case Parents:
		for _, g := range x.guardians[p.ID] {
			if child := x.people[g.Student]; child != nil && line.Detail == "" {
				line.Detail, line.Group = child.Name.String(), x.studentGroup(Ref{ID: int64(g.Student)}, "")
			}
			x.out.Writes.GuardianshipsGone = append(x.out.Writes.GuardianshipsGone, *g)
		}
	case Staff:
		line.Detail = RolesText(p.Roles)
	}
	out := x.out.Section(sec)
	out.Removed = append(out.Removed, line)
}

// checkMessengers finds people who would share a messenger id with another, and frees the ids of those
// who have left.
func (x *comparison) checkMessengers() {
	owner := make(map[model.MessengerID]*entry, len(x.entries))
	for _, e := range x.entries {
		if e.now.Messenger == 0 {
			continue
		}
		if other := owner[e.now.Messenger]; other != nil {
			x.sharedMessenger(e, other.now.Name)
			continue
		}
		owner[e.now.Messenger] = e
	}
	written := make(map[int64]int, len(x.out.Writes.People))
	for i, w := range x.out.Writes.People {
		if !w.Ref.IsNew() {
			written[w.Ref.ID] = i
		}
	}
	for i := range x.c.People {
		p := &x.c.People[i]
		e := owner[p.Messenger]
		if p.Messenger == 0 || e == nil || x.entryOf[p.ID] != nil {
			continue
		}
		at, leaves := written[int64(p.ID)]
		switch {
		case leaves && !x.out.Writes.People[at].Active:
			x.out.Writes.People[at].Messenger = 0
		case !leaves && !p.Active:
			freed := *p
			freed.Messenger = 0
			x.out.Writes.People = append(x.out.Writes.People, personWrite(Ref{ID: int64(p.ID)}, p, freed))
		default:
			x.sharedMessenger(e, p.Name)
		}
	}
}

func (x *comparison) sharedMessenger(e *entry, other model.Name) {
	x.problems.Add(e.place(), messengerText(e.now.Messenger), "VK ID уже есть у другого человека ("+other.String()+
		"): проверьте, чей он")
}

func (e *entry) place() Place {
	switch {
	case e.staff != nil:
		return e.staff.At
	case e.student != nil:
		return e.student.At
	}
	return e.parent.At
}

func personWrite(ref Ref, was *model.Person, p model.Person) PersonWrite {
	w := PersonWrite{Ref: ref, Name: p.Name, Kind: p.Kind, Roles: p.Roles, Messenger: p.Messenger, Active: p.Active}
	if was != nil {
		w.Had = was.Messenger
	}
	return w
}
