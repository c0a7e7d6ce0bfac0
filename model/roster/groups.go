package roster

import (
	"slices"
	"strings"
	"unicode"

	"zvonok/model"
)

// spell gives the groups and subjects of the snapshot the names by which the college has them, where they are only typed with
// Latin letters of the same look. A group stays as it is where the snapshot has the other one as well.
func (x *comparison) spell() {
	// The snapshot may be compared again.
	x.s.Groups, x.s.Teachings = slices.Clone(x.s.Groups), slices.Clone(x.s.Teachings)
	every := model.Each(x.c.Groups, func(g CollegeGroup) string { return g.Name })
	active := model.Each(model.Only(x.c.Groups, func(g CollegeGroup) bool { return g.Active }), func(g CollegeGroup) string { return g.Name })
	inFile := namesOf(model.Each(x.s.Groups, func(g Group) string { return g.Name }))
	for _, known := range []func(string) string{namesOf(active), namesOf(every)} {
		for i := range x.s.Groups {
			g := &x.s.Groups[i]
			as, same := known(g.Name), model.Fold(g.Name)
			if as != "" && model.Fold(as) != same && model.Fold(inFile(as)) == same {
				g.Name = as
			}
		}
	}
	known := namesOf(model.Each(x.c.Teachings, func(t model.Teaching) string { return t.Subject }))
	for i := range x.s.Teachings {
		t := &x.s.Teachings[i]
		if as := known(t.Subject); as != "" && as != t.Subject && model.Fold(as) != model.Fold(t.Subject) {
			t.Subject = as
		}
	}
}

// namesOf gives a function that finds the name that a text means: an equal one, or else the only one that looks the same. Without one it gives
// "". Names that model.Fold makes equal count as the first of them.
func namesOf(names []string) func(string) string {
	titles, met, first := model.NewTitles[string](model.Fold, model.FoldTitle), map[string]bool{}, map[string]bool{}
	for _, name := range names {
		if met[name] {
			continue
		}
		met[name] = true
		if key := model.Fold(name); !first[key] {
			first[key] = true
			titles.Put(name, name)
		}
	}
	found := map[string]string{} // subjects recur in row after row
	return func(text string) string {
		name, known := found[text]
		if !known {
			name, _ = titles.Find(text)
			found[text] = name
		}
		return name
	}
}

// compareGroups notes what changes among the groups.
func (x *comparison) compareGroups() {
	alike := x.groupsAlike()
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
			x.warnOfTwins(g.Name, alike[look(g.Name)])
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

// groupsAlike are the names of the groups of the snapshot, and of those in force, by their look.
func (x *comparison) groupsAlike() map[string][]string {
	alike := map[string][]string{}
	add := func(name string) {
		if l := look(name); !slices.Contains(alike[l], name) {
			alike[l] = append(alike[l], name)
		}
	}
	for i := range x.c.Groups {
		if x.c.Groups[i].Active {
			add(x.c.Groups[i].Name)
		}
	}
	for i := range x.s.Groups {
		add(x.s.Groups[i].Name)
	}
	return alike
}

// look is a group's name as people tell groups apart: «ИС 21», «ис-21» and one with a Latin «C» are one to them. Between
// digits a sign counts, but not which: «ТО-1-11» is not «ТО-11-1».
func look(name string) string {
	var b strings.Builder
	var before rune
	apart := false
	for _, r := range model.FoldTitle(name) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			apart = true
			continue
		}
		if apart && unicode.IsDigit(before) && unicode.IsDigit(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		before, apart = r, false
	}
	return b.String()
}

// warnOfTwins tells of a new group that looks like others.
func (x *comparison) warnOfTwins(name string, alike []string) {
	var others []string
	for _, other := range alike {
		if other != name {
			others = append(others, "«"+other+"»")
		}
	}
	if len(others) == 0 {
		return
	}
	x.warn("Группа «" + name + "» добавится рядом с " + model.FewOf(others, 3, ", ") + ": названия различаются только пробелами, знаками или " +
		"латинскими буквами вместо русских. Если это одна группа, исправьте название в файле")
}

// endGroups disbands the groups that the source no longer has, but none in which somebody would be then or later: what it does
// not say of people, who were added by hand or come by an order, it does not say of their groups and subjects either.
func (x *comparison) endGroups() {
	if x.d.KeepGone || !x.s.Given[Groups] {
		return
	}
	var peopled []string
	var stay map[model.GroupID]bool // made when first asked for
	for i := range x.c.Groups {
		g := &x.c.Groups[i]
		if x.groupIDs[g.ID] || !g.Active || len(x.keysOf[Groups][int64(g.ID)]) == 0 {
			continue
		}
		if stay == nil {
			stay = x.peopled()
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
		x.warn("В файле нет " + model.Plural(n, "группы, в которой", "групп, в которых", "групп, в которых") +
			" учатся добавленные вручную или куда позже придут по приказам (" + model.FewOf(peopled, 3, ", ") + "): " +
			model.PluralForm(n, "она остаётся", "они остаются", "они остаются") +
			". Если " + model.PluralForm(n, "она больше не нужна", "они больше не нужны", "они больше не нужны") + ", переведите студентов или отмените приказ")
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

// findRenamings finds the groups that end while all of their students go to one new group. A student who may be somebody under another name
// counts as that person.
func (x *comparison) findRenamings() {
	to := map[model.PersonID]Key{} // the new groups of students
	goes := func(id model.PersonID, e *entry) {
		if e != nil && e.student != nil && x.refs[e.student.Group].IsNew() {
			to[id] = e.student.Group
		}
	}
	for id, e := range x.entryOf {
		goes(id, e)
	}
	for _, d := range x.out.Doubts {
		goes(d.Person, x.byKey[d.Key])
	}
	if len(to) == 0 {
		return
	}
	from := map[model.GroupID]map[Key]int{} // how many of a group go where, "" for none that is new
	into := map[Key]map[model.GroupID]bool{}
	for i := range x.c.Enrolments {
		e := &x.c.Enrolments[i]
		if p := x.people[e.Student]; e.From.After(x.s.Today) || x.came(e.To) || p == nil || !p.Active {
			continue
		}
		if from[e.Group] == nil {
			from[e.Group] = map[Key]int{}
		}
		k := to[e.Student]
		from[e.Group][k]++
		if into[k] == nil {
			into[k] = map[model.GroupID]bool{}
		}
		into[k][e.Group] = true
	}
	for _, l := range x.out.Groups.Removed {
		gone := from[model.GroupID(l.Ref.ID)]
		for k, n := range gone {
			if k != "" && n > 1 && len(gone) == 1 && len(into[k]) == 1 {
				x.out.Renamings = append(x.out.Renamings, Renaming{l.Title, x.groupName(Ref{}, k), n})
			}
		}
	}
}
