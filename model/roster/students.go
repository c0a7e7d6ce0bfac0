package roster

import (
	"slices"
	"time"

	"zvonok/model"
)

// compareStudents notes what changes among the students and in their enrolments.
func (x *comparison) compareStudents() {
	for i := range x.s.Students {
		s := &x.s.Students[i]
		e := x.byKey[s.Key]
		if s.Group != "" {
			ref, ok := x.refs[s.Group]
			if !ok {
				x.problems.Add(s.At, string(s.Group), "Группы студента нет ни в файле, ни в колледже")
				continue
			}
			e.group = x.groupName(ref, s.Group)
		}
		fields := personFields(e)
		fields = append(fields, x.enrol(e, s)...)
		x.note(Students, e, model.Student, Line{Detail: e.group, Group: e.group, Fields: fields})
	}
	x.warnOfHeld()
	x.warnOfNamesakes()
	if n := x.out.Students.Left; n > 0 {
		x.warn("по файлу уже " + model.PluralForm(n, "выбыл", "выбыли", "выбыли") + " " +
			model.Plural(n, "новый студент", "новых студента", "новых студентов") + ": в списках групп " + model.PluralForm(n, "не появится", "не появятся", "не появятся"))
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
	group := x.refs[s.Group]
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
		return append(fields, groupChange(from, e.group))
	}
	write.ID = old.ID
	if write.From.IsZero() || old.Opened {
		write.From = old.From // an order says more exactly since when
	}
	if write.From.Equal(old.From) && write.To.Equal(old.To) {
		return fields
	}
	x.out.Writes.Enrolments = append(x.out.Writes.Enrolments, write)
	fields = changed(fields, "Зачислен", dateText(old.From), dateText(write.From))
	return changed(fields, "Выбыл", dateText(old.To), dateText(write.To))
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
	group := x.refs[s.Group]
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
	names := model.Each(x.held, model.Name.Short)
	x.warn("В файле " + model.StudentWords(len(x.held)) +
		" в группах, которые они покинули по приказам (" + model.FewOf(names, 3, ", ") + "). Действуют приказы; если приказ ошибочен, отмените его")
}

// warnOfNamesakes tells of new students whose name another student of the snapshot has, where no codes tell the two apart: they may
// be one who was moved, and left in the old group as well.
func (x *comparison) warnOfNamesakes() {
	isNew := func(e *entry) bool { return e.was == nil && e.student != nil && !x.came(e.student.To) }
	if !slices.ContainsFunc(x.entries, isNew) {
		return
	}
	of := map[string][]*entry{}
	for _, e := range x.entries {
		if e.student != nil && !x.came(e.student.To) {
			name := model.FoldName(e.now.Name)
			of[name] = append(of[name], e)
		}
	}
	var names []string
	for i := range x.s.Students {
		e := x.byKey[x.s.Students[i].Key]
		if isNew(e) && slices.ContainsFunc(of[model.FoldName(e.now.Name)], func(o *entry) bool {
			return o != e && (o.student.Code == "" || e.student.Code == "")
		}) {
			names = append(names, e.now.Name.Short()+", "+e.group)
		}
	}
	if len(names) > 0 {
		x.warn("В файле есть другой студент с тем же ФИО, поэтому новыми людьми добавятся: " +
			model.FewOf(names, 3, "; ") + ". Если это один человек, оставьте одну его строку")
	}
}

// before reports whether o fits a stated first day better than e: it begins on that day, or later than e.
func (e *Enrolment) before(o *Enrolment, from time.Time) bool {
	if exact := o.From.Equal(from); !from.IsZero() && exact != e.From.Equal(from) {
		return exact
	}
	return o.From.After(e.From) || (o.From.Equal(e.From) && o.ID > e.ID)
}

// closeEnrolments ends a person's open enrolments today, but one and those that spare names.
func (x *comparison) closeEnrolments(id model.PersonID, but *Enrolment, spare func(*Enrolment) bool) []FieldChange {
	var fields []FieldChange
	for _, o := range x.enrolments[id] {
		if o == but || x.came(o.To) || spare(o) {
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
		fields = append(fields, groupChange(x.groups[o.Group].name(), ""))
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
