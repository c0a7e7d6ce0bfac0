package roster

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"zvonok/model"
)

// DateLayout is how rosters and texts write dates: «01.09.2026».
const DateLayout = "02.01.2006"

// compareStudents notes what changes among the students and in their enrolments.
func (x *comparison) compareStudents() {
	for i := range x.s.Students {
		s := &x.s.Students[i]
		e := x.byKey[s.Key]
		if s.Group != "" {
			ref, ok := x.resolve(s.Group)
			if !ok {
				x.problem(s.At, string(s.Group), "Группы студента нет ни в файле, ни в колледже")
				continue
			}
			e.group = x.groupName(ref, s.Group)
		}
		fields := personFields(e)
		fields = append(fields, x.enrol(e, s)...)
		x.note(Students, e, model.Student, Line{Detail: e.group, Group: e.group, Fields: fields})
	}
	x.warnOfHeld()
	if n := x.out.Students.Left; n > 0 {
		x.out.Warnings = append(x.out.Warnings, "по файлу уже "+model.PluralForm(n, "выбыл", "выбыли", "выбыли")+" "+
			model.Plural(n, "новый студент", "новых студента", "новых студентов")+": в списках групп их не будет")
	}
}

// enrol brings the student's enrolments to what the snapshot states.
func (x *comparison) enrol(e *entry, s *Student) []FieldChange {
	if !x.s.Given[Groups] {
		return nil
	}
	var was []*Enrolment
	if e.was != nil {
		was = x.enrolments[e.was.ID]
	}
	if s.Group == "" {
		return x.closeEnrolments(model.PersonID(e.ref.ID), nil, func(o *Enrolment) bool {
			return x.ordered(o) || len(x.keysOf[Groups][int64(o.Group)]) == 0
		})
	}
	group, _ := x.resolve(s.Group)
	old := x.stated(s, was, group)
	if heldByOrder(old, s) {
		again := slices.ContainsFunc(was, func(o *Enrolment) bool {
			return o.Group == old.Group && !o.From.After(x.s.Today) && !x.came(o.To)
		})
		if x.came(old.To) && !again {
			x.held = append(x.held, e.now.Name)
		}
		return nil
	}
	fields := x.closeEnrolments(model.PersonID(e.ref.ID), old, x.ordered)
	from := ""
	if len(fields) > 0 {
		from, fields = fields[0].Before, nil
	}
	write := EnrolmentWrite{Student: e.ref, Group: group, From: s.From, To: s.To}
	if old == nil {
		if write.From.IsZero() && len(was) > 0 {
			write.From = x.s.Today
		}
		x.out.Writes.Enrolments = append(x.out.Writes.Enrolments, write)
		return append(fields, FieldChange{"Группа", from, e.group})
	}
	write.ID = old.ID
	if write.From.IsZero() || old.Opened {
		write.From = old.From // an order says more exactly since when
	}
	if write.From.Equal(old.From) && write.To.Equal(old.To) {
		return fields
	}
	x.out.Writes.Enrolments = append(x.out.Writes.Enrolments, write)
	if !write.From.Equal(old.From) {
		fields = append(fields, FieldChange{"Зачислен", dateText(old.From), dateText(write.From)})
	}
	if !write.To.Equal(old.To) {
		fields = append(fields, FieldChange{"Выбыл", dateText(old.To), dateText(write.To)})
	}
	return fields
}

// stated finds the one of a student's enrolments that the snapshot speaks of.
func (x *comparison) stated(s *Student, was []*Enrolment, group Ref) (old *Enrolment) {
	for _, o := range was {
		if int64(o.Group) == group.ID && group.ID != 0 && (old == nil || old.before(o, s.From)) {
			old = o
		}
	}
	if old != nil && x.came(old.To) && !x.came(s.To) && s.From.After(old.To) {
		return nil // a second time in the same group
	}
	return old
}

// heldByOrder reports whether an order ends the enrolment and the snapshot does not state an end of its own: it was
// made before the order was known where it comes from, and the order stays.
func heldByOrder(old *Enrolment, s *Student) bool { return old != nil && old.Closed && s.To.IsZero() }

// leftByOrder reports whether an order made the entry's person leave the students, so that the snapshot does not bring
// them back.
func (x *comparison) leftByOrder(e *entry) bool {
	s := e.student
	if e.was == nil || s == nil || s.Group == "" || e.was.Active && e.was.Kind.Has(model.Student) || !x.s.Given[Groups] {
		return false
	}
	group, _ := x.resolve(s.Group)
	return heldByOrder(x.stated(s, x.enrolments[e.was.ID], group), s)
}

// ordered reports whether an order makes a future enrolment.
func (x *comparison) ordered(o *Enrolment) bool { return o.Opened && !x.came(o.From) }

// onLeave reports whether an order has given a student leave, so that lists need not name them.
func (x *comparison) onLeave(id model.PersonID) bool {
	return x.c.OnLeave[id] && !slices.ContainsFunc(x.enrolments[id], func(o *Enrolment) bool { return !x.came(o.To) })
}

// awaited reports whether a student is in no group yet, and an order brings them to one: lists do not name them before.
func (x *comparison) awaited(id model.PersonID) (awaited bool) {
	for _, o := range x.enrolments[id] {
		switch {
		case x.came(o.To):
		case x.ordered(o):
			awaited = true
		default:
			return false
		}
	}
	return awaited
}

// warnOfHeld tells of students kept by orders from the groups that the snapshot states.
func (x *comparison) warnOfHeld() {
	if len(x.held) == 0 {
		return
	}
	names := make([]string, len(x.held))
	for i, n := range x.held {
		names[i] = n.Short()
	}
	x.out.Warnings = append(slices.Clip(x.out.Warnings), "В файле "+model.StudentWords(len(x.held))+
		" в группах, которые они покинули по приказам ("+model.FewOf(names, 3, ", ")+"). Действуют приказы; если приказ ошибочен, отмените его")
}

// before reports whether o fits a stated first day better than e: it begins on that day, or later than e.
func (e *Enrolment) before(o *Enrolment, from time.Time) bool {
	if exact := o.From.Equal(from); !from.IsZero() && exact != e.From.Equal(from) {
		return exact
	}
	return o.From.After(e.From) || (o.From.Equal(e.From) && o.ID > e.ID)
}

// closeEnrolments ends a person's open enrolments but one today, without those that spare names, if any.
func (x *comparison) closeEnrolments(id model.PersonID, but *Enrolment, spare func(*Enrolment) bool) []FieldChange {
	var fields []FieldChange
	for _, o := range x.enrolments[id] {
		if o == but || x.came(o.To) || spare != nil && spare(o) {
			continue
		}
		to := x.s.Today
		if to.Before(o.From) {
			to = o.From
		}
		if to.Equal(o.To) {
			continue // not begun, and cut to nothing already
		}
		x.out.Writes.Enrolments = append(x.out.Writes.Enrolments, EnrolmentWrite{
			ID: o.ID, Student: Ref{ID: int64(id)}, Group: Ref{ID: int64(o.Group)}, From: o.From, To: to,
		})
		fields = append(fields, FieldChange{"Группа", x.groups[o.Group].name(), ""})
	}
	return fields
}

// withdraw takes a student who is no longer in the snapshot out of their groups by its order: one movement for each
// group, so that the order does not cut short what a later roster states about their past.
func (x *comparison) withdraw(id model.PersonID) {
	w := &x.out.Writes
	if len(w.Withdrawn) == 0 {
		w.Order = model.RosterOrder(x.s.Today, x.s.Files[Students])
	}
	now, toCome := []model.Movement{}, []model.Movement{}
	for _, o := range x.enrolments[id] {
		switch {
		case x.came(o.To):
		case o.From.After(x.s.Today):
			toCome = append(toCome, model.Movement{Person: id, Day: o.From, Out: o.Group})
		default:
			now = append(now, model.Movement{Person: id, Day: x.s.Today, Out: o.Group})
		}
	}
	if len(now) == 0 {
		now = append(now, model.Movement{Person: id, Day: x.s.Today}) // out of the college alone
	}
	w.Withdrawn = append(append(w.Withdrawn, now...), toCome...)
}

// compareParents notes what changes among the parents and in their children.
func (x *comparison) compareParents() {
	for i := range x.s.Parents {
		p := &x.s.Parents[i]
		e := x.byKey[p.Key]
		fields := personFields(e)
		var was []*Guardianship
		if e.was != nil {
			was = x.guardians[e.was.ID]
		}
		var first *Child // of those that are known
		named := make([]int64, 0, 4)
		for n := range p.Children {
			child := &p.Children[n]
			ref, ok := x.resolve(child.Student)
			if !ok {
				x.problem(p.At, string(child.Student), "Студента, чей это родитель, нет ни в файле, ни в колледже")
				continue
			}
			if first == nil {
				first = child
			}
			old := guardianshipOf(was, ref.ID)
			if slices.Contains(named, ref.ID) {
				old = nil // named twice
			}
			named = append(named, ref.ID)
			if old != nil && (child.Relation == "" || child.Relation == old.Relation) {
				continue
			}
			x.out.Writes.Guardianships = append(x.out.Writes.Guardianships,
				GuardianshipWrite{e.ref, ref, child.Relation})
			change := FieldChange{"Студент", "", x.personName(ref, child.Student)}
			if old != nil {
				change = FieldChange{"Кем приходится", old.Relation, child.Relation}
			}
			fields = append(fields, change)
		}
		for _, g := range was {
			if slices.Contains(named, int64(g.Student)) || len(x.keysOf[Students][int64(g.Student)]) == 0 {
				continue
			}
			x.out.Writes.GuardianshipsGone = append(x.out.Writes.GuardianshipsGone, *g)
			fields = append(fields, FieldChange{"Студент", x.personName(Ref{ID: int64(g.Student)}, ""), ""})
		}
		line := Line{Fields: fields}
		if first != nil && e.noted(model.Parent, line) {
			ref := x.refs[first.Student]
			line.Detail, line.Group = x.personName(ref, first.Student), x.studentGroup(ref, first.Student)
		}
		x.note(Parents, e, model.Parent, line)
	}
}

// guardianshipOf finds the one of a student among those of a parent.
func guardianshipOf(list []*Guardianship, student int64) *Guardianship {
	for _, g := range list {
		if int64(g.Student) == student {
			return g
		}
	}
	return nil
}

// compareStaff notes what changes among the staff.
func (x *comparison) compareStaff() {
	for i := range x.s.Staff {
		e := x.byKey[x.s.Staff[i].Key]
		fields := personFields(e)
		if e.was != nil && e.was.Roles != e.now.Roles {
			fields = append(fields, FieldChange{"Роли", RolesText(e.was.Roles), RolesText(e.now.Roles)})
		}
		x.note(Staff, e, model.Staff, Line{Detail: RolesText(e.now.Roles), Fields: fields})
	}
}

// noted reports whether the line of an entry is shown, because it adds or changes something.
func (e *entry) noted(kind model.Kind, line Line) bool { return e.added(kind) || len(line.Fields) > 0 }

func (e *entry) added(kind model.Kind) bool { return e.was == nil || !e.was.Kind.Has(kind) }

// note puts the line of an entry into its section as added, changed or unchanged.
func (x *comparison) note(sec Section, e *entry, kind model.Kind, line Line) {
	out := x.out.Section(sec)
	if !e.noted(kind, line) {
		out.Unchanged++
		return
	}
	line.Ref, line.Title = e.ref, e.now.Name.String()
	if e.added(kind) {
		line.Fields = nil
		if sec == Students && x.came(e.student.To) {
			out.Left++
		}
		out.Added = append(out.Added, line)
		return
	}
	out.Changed = append(out.Changed, line)
}

// personFields are the changes in what every person has.
func personFields(e *entry) []FieldChange {
	if e.was == nil || (e.was.Name == e.now.Name && e.was.Messenger == e.now.Messenger && e.was.Active == e.now.Active) {
		return nil
	}
	var fields []FieldChange
	if e.was.Name != e.now.Name {
		fields = append(fields, FieldChange{"ФИО", e.was.Name.String(), e.now.Name.String()})
	}
	if e.was.Messenger != e.now.Messenger {
		fields = append(fields, FieldChange{"VK ID", messengerText(e.was.Messenger), messengerText(e.now.Messenger)})
	}
	if e.was.Active != e.now.Active {
		fields = append(fields, FieldChange{"Состояние", activeText(e.was.Active), activeText(e.now.Active)})
	}
	return fields
}

// compareGroups notes what changes among the groups.
func (x *comparison) compareGroups() {
	for i := range x.s.Groups {
		g := &x.s.Groups[i]
		ref := x.refs[g.Key]
		now := GroupWrite{Ref: ref, Name: g.Name, Year: g.Year, Specialty: g.Specialty, Active: true}
		if g.Curator != "" {
			curator, ok := x.resolve(g.Curator)
			if !ok {
				x.problem(g.At, string(g.Curator), "Куратора нет ни в файле, ни в колледже")
			}
			now.Curator = curator
		}
		was := x.groups[model.GroupID(ref.ID)]
		line := Line{Ref: ref, Title: g.Name, Group: g.Name}
		if was == nil {
			x.out.Groups.Added = append(x.out.Groups.Added, line)
			x.out.Writes.Groups = append(x.out.Writes.Groups, now)
			continue
		}
		if x.s.Lacks.Has(FieldCurator) {
			now.Curator = Ref{ID: int64(was.Curator)}
		}
		if x.s.Lacks.Has(FieldSpecialty) {
			now.Specialty = was.Specialty
		}
		if now.Year == 0 {
			now.Year = was.Year
		}
		line.Fields = changed(line.Fields, "Группа", was.Name, now.Name)
		line.Fields = changed(line.Fields, "Курс", numberText(was.Year), numberText(now.Year))
		line.Fields = changed(line.Fields, "Специальность", was.Specialty, now.Specialty)
		if now.Curator.ID != int64(was.Curator) || now.Curator.IsNew() {
			line.Fields = append(line.Fields, FieldChange{"Куратор",
				x.personName(Ref{ID: int64(was.Curator)}, ""), x.personName(now.Curator, g.Curator)})
		}
		now.Active = was.Active || !was.Disbanded
		if now.Active != was.Active {
			line.Fields = append(line.Fields, FieldChange{"Состояние", "расформирована", "учится"})
		}
		if len(line.Fields) == 0 {
			x.out.Groups.Unchanged++
			continue
		}
		x.out.Groups.Changed = append(x.out.Groups.Changed, line)
		x.out.Writes.Groups = append(x.out.Writes.Groups, now)
	}
	for i := range x.c.Groups {
		g := &x.c.Groups[i]
		if x.d.KeepGone || !x.s.Given[Groups] || x.groupIDs[g.ID] || !g.Active || len(x.keysOf[Groups][int64(g.ID)]) == 0 {
			continue
		}
		ref := Ref{ID: int64(g.ID)}
		x.out.Groups.Removed = append(x.out.Groups.Removed, Line{Ref: ref, Title: g.Name, Group: g.Name})
		x.out.Writes.Groups = append(x.out.Writes.Groups,
			GroupWrite{ref, g.Name, g.Year, g.Specialty, Ref{ID: int64(g.Curator)}, false})
	}
}

func changed(fields []FieldChange, field, before, after string) []FieldChange {
	if before == after {
		return fields
	}
	return append(fields, FieldChange{field, before, after})
}

func (g *CollegeGroup) name() string {
	if g == nil {
		return ""
	}
	return g.Name
}

// groupName is the name of a group by its id or, when new, by its key.
func (x *comparison) groupName(ref Ref, k Key) string {
	if g := x.groups[model.GroupID(ref.ID)]; g != nil {
		return g.Name
	}
	if x.newGroups == nil {
		x.newGroups = make(map[Key]string)
		for i := range x.s.Groups {
			x.newGroups[x.s.Groups[i].Key] = x.s.Groups[i].Name
		}
	}
	return x.newGroups[k]
}

// studentGroup is the name of a student's group as it will be, else as it is; empty for none.
func (x *comparison) studentGroup(ref Ref, k Key) string {
	for _, e := range []*entry{x.byKey[k], x.entryOf[model.PersonID(ref.ID)]} {
		if e != nil && e.group != "" {
			return e.group
		}
	}
	for _, o := range x.enrolments[model.PersonID(ref.ID)] {
		if !x.came(o.To) {
			return x.groups[o.Group].name()
		}
	}
	return ""
}

// personName is the name of a person by the id or, when new, by the key.
func (x *comparison) personName(ref Ref, k Key) string {
	if p := x.people[model.PersonID(ref.ID)]; p != nil {
		return p.Name.String()
	}
	if e := x.byKey[k]; e != nil {
		return e.now.Name.String()
	}
	return ""
}

func dateText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(DateLayout)
}

func messengerText(id model.MessengerID) string { return numberText(int(id)) }

func numberText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func activeText(active bool) string {
	if active {
		return "в колледже"
	}
	return "выбыл"
}

// roleTitles are the roles as our workbook writes them.
var roleTitles = [...]struct {
	role  model.Roles
	title string
}{
	{model.RoleAdmin, "Администратор ПОО"},
	{model.RoleCurator, "Куратор"},
	{model.RoleTeacher, "Преподаватель-предметник"},
	{model.RightManageChats, "Управление чатами"},
}

// RolesText names the roles as our workbook writes them, by comma.
func RolesText(roles model.Roles) string {
	var titles []string
	for _, r := range roleTitles {
		if roles.Has(r.role) {
			titles = append(titles, r.title)
		}
	}
	return strings.Join(titles, ", ")
}

// sortRefs puts references in an order and drops repeats.
func sortRefs(refs []Ref) []Ref {
	slices.SortFunc(refs, func(a, b Ref) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Key, b.Key)) })
	return slices.Compact(refs)
}
