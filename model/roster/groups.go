package roster

import (
	"slices"

	"zvonok/model"
)

// compareGroups notes what changes among the groups.
func (x *comparison) compareGroups() {
	for i := range x.s.Groups {
		g := &x.s.Groups[i]
		ref := x.refs[g.Key]
		now := GroupWrite{Ref: ref, Name: g.Name, Year: g.Year, Specialty: g.Specialty, Active: true}
		if g.Curator != "" {
			curator, ok := x.refs[g.Curator]
			if !ok {
				x.problems.Add(g.At, string(g.Curator), "Куратора нет ни в файле, ни в колледже")
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
		if was.Name != now.Name {
			line.Fields = append(line.Fields, groupChange(was.Name, now.Name))
		}
		line.Fields = changed(line.Fields, "Курс", numberText(was.Year), numberText(now.Year))
		line.Fields = changed(line.Fields, "Специальность", was.Specialty, now.Specialty)
		if now.Curator.ID != int64(was.Curator) || now.Curator.IsNew() {
			line.Fields = append(line.Fields, FieldChange{Field: "Куратор",
				Before: x.personName(Ref{ID: int64(was.Curator)}, ""), After: x.personName(now.Curator, g.Curator)})
		}
		now.Active = was.Active || !was.Disbanded
		if now.Active != was.Active {
			line.Fields = append(line.Fields, FieldChange{Field: "Состояние", Before: "расформирована", After: "учится"})
		}
		if len(line.Fields) == 0 {
			x.out.Groups.Unchanged++
			continue
		}
		x.out.Groups.Changed = append(x.out.Groups.Changed, line)
		x.out.Writes.Groups = append(x.out.Writes.Groups, now)
	}
	x.endGroups()
}

// endGroups disbands the groups that the source no longer has, but none in which somebody would be then or later: what it does
// not say of people, who were added by hand or come by an order, it does not say of their groups and subjects either.
func (x *comparison) endGroups() {
	if x.d.KeepGone || !x.s.Given[Groups] {
		return
	}
	var peopled []string
	stay := x.peopled()
	for i := range x.c.Groups {
		g := &x.c.Groups[i]
		if x.groupIDs[g.ID] || !g.Active || len(x.keysOf[Groups][int64(g.ID)]) == 0 {
			continue
		}
		if stay[g.ID] {
			x.staying[g.ID] = true
			peopled = append(peopled, g.Name)
			continue
		}
		ref := Ref{ID: int64(g.ID)}
		x.out.Groups.Removed = append(x.out.Groups.Removed, Line{Ref: ref, Title: g.Name, Group: g.Name})
		x.out.Writes.Groups = append(x.out.Writes.Groups,
			GroupWrite{ref, g.Name, g.Year, g.Specialty, Ref{ID: int64(g.Curator)}, false})
	}
	if n := len(peopled); n > 0 {
		x.out.Warnings = append(slices.Clip(x.out.Warnings), "В файле нет "+model.Plural(n, "группы, в которой", "групп, в которых", "групп, в которых")+
			" учатся добавленные вручную или куда позже придут по приказам ("+model.FewOf(peopled, 3, ", ")+"): "+
			model.PluralForm(n, "она остаётся", "они остаются", "они остаются")+
			". Если "+model.PluralForm(n, "она больше не нужна", "они больше не нужны", "они больше не нужны")+", переведите студентов или отмените приказ")
	}
}

// peopled are the groups in which somebody is after the changes, on this day or on one to come.
func (x *comparison) peopled() map[model.GroupID]bool {
	type stay struct {
		person model.PersonID
		group  model.GroupID
	}
	out := model.Set(x.out.Writes.Withdrawn, func(m model.Movement) stay { return stay{m.Person, m.Out} })
	ended := map[int64]bool{}
	for _, w := range x.out.Writes.Enrolments {
		ended[w.ID] = x.came(w.To) || !w.To.IsZero() && !w.To.After(w.From)
	}
	groups := map[model.GroupID]bool{}
	for i := range x.c.Enrolments {
		e := &x.c.Enrolments[i]
		if !x.came(e.To) && !ended[e.ID] && !out[stay{e.Student, e.Group}] {
			groups[e.Group] = true
		}
	}
	return groups
}
