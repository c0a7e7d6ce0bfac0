package roster

import (
	"cmp"
	"slices"

	"zvonok/model"
)

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
			ref, ok := x.refs[child.Student]
			if !ok {
				x.problems.Add(p.At, string(child.Student), "Студента, чей это родитель, нет ни в файле, ни в колледже")
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
			change := FieldChange{Field: "Студент", After: x.personName(ref, child.Student)}
			if old != nil {
				change = FieldChange{Field: "Кем приходится", Before: old.Relation, After: child.Relation}
			}
			fields = append(fields, change)
		}
		for _, g := range was {
			if slices.Contains(named, int64(g.Student)) || len(x.keysOf[Students][int64(g.Student)]) == 0 {
				continue
			}
			x.out.Writes.GuardianshipsGone = append(x.out.Writes.GuardianshipsGone, *g)
			fields = append(fields, FieldChange{Field: "Студент", Before: x.personName(Ref{ID: int64(g.Student)}, "")})
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
			fields = changed(fields, "Роли", RolesText(e.was.Roles), RolesText(e.now.Roles))
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
		fields = append(fields, FieldChange{Field: "ФИО", Before: e.was.Name.String(), After: e.now.Name.String()})
	}
	fields = changed(fields, "VK ID", messengerText(e.was.Messenger), messengerText(e.now.Messenger))
	return changed(fields, "Состояние", activeText(e.was.Active), activeText(e.now.Active))
}

// sortRefs puts references in an order and drops repeats.
func sortRefs(refs []Ref) []Ref {
	model.Sort(refs, func(a, b Ref) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Key, b.Key)) })
	return slices.Compact(refs)
}
