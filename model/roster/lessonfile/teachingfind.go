package lessonfile

import (
	"slices"
	"strings"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

// teachingRef is how a row names a teaching. Subgroup and teacher may be empty.
type teachingRef struct {
	group, subject, subgroup, teacher string
}

// refColumns are the columns that name a teaching, for problems; a file of plans has no teacher's.
type refColumns struct{ group, subject, subgroup, teacher string }

// teachingFinder finds the teachings that rows name. The answer for a reference is worked out once.
type teachingFinder struct {
	problems *roster.Problems
	columns  refColumns
	all      []model.TeachingRow
	own      func(model.TeachingID) bool
	groups   map[string][]*model.TeachingRow // by folded name
	names    model.Titles[string]            // the folded names
	teachers []model.Name                    // of the whole college, without repeats
	answers  map[teachingRef]foundTeaching
}

// foundTeaching is a teaching, or what is wrong with the reference to it.
type foundTeaching struct {
	teaching               *model.TeachingRow
	column, value, message string
}

func newTeachingFinder(opts Options, problems *roster.Problems, columns refColumns) *teachingFinder {
	f := &teachingFinder{
		problems: problems, columns: columns, all: opts.Teachings, own: opts.Own, groups: map[string][]*model.TeachingRow{},
		names: table.NewTitles[string](), answers: map[teachingRef]foundTeaching{},
	}
	seen := map[model.Name]bool{}
	for i := range f.all {
		t := &f.all[i]
		for _, name := range t.TeacherNames {
			if !seen[name] {
				seen[name] = true
				f.teachers = append(f.teachers, name)
			}
		}
		if t.GroupName == "" {
			continue
		}
		name := model.Fold(t.GroupName)
		f.groups[name] = append(f.groups[name], t)
		f.names.Put(t.GroupName, name)
	}
	return f
}

// find is the teaching that a row names; what is wrong with the name becomes a problem of the row.
func (f *teachingFinder) find(ref teachingRef, at roster.Place) (*model.TeachingRow, bool) {
	answer, known := f.answers[ref]
	if !known {
		answer = f.look(ref)
		f.answers[ref] = answer
	}
	if answer.message != "" {
		at.Column = answer.column
		f.problems.Add(at, answer.value, answer.message)
		return nil, false
	}
	return answer.teaching, true
}

func (f *teachingFinder) look(ref teachingRef) foundTeaching {
	wrong := func(column, value, message string) foundTeaching {
		return foundTeaching{column: column, value: value, message: message}
	}
	name, _ := f.names.Find(ref.group)
	found := f.groups[name]
	if found == nil {
		return wrong(f.columns.group, ref.group, "Группы «"+ref.group+"» нет в нагрузке колледжа"+f.guess("название", table.NearestOf, ref.group, f.groupNames()))
	}
	group, inGroup := found[0].GroupName, found
	for _, key := range []func(string) string{table.HeaderKey, table.Alike} {
		if found = keep(inGroup, func(t *model.TeachingRow) bool { return isSubject(t, ref.subject, key) }); len(found) > 0 {
			break
		}
	}
	if len(found) == 0 {
		return wrong(f.columns.subject, ref.subject, "Предмета «"+ref.subject+"» нет в нагрузке группы "+group+
			f.guess("название", table.NearestOf, ref.subject, eachText(inGroup, func(t *model.TeachingRow) string { return t.Subject })))
	}
	if ref.subgroup != "" {
		named := keep(found, func(t *model.TeachingRow) bool { return subgroupKey(t.Subgroup) == subgroupKey(ref.subgroup) })
		if len(named) == 0 {
			return wrong(f.columns.subgroup, ref.subgroup, "У предмета «"+ref.subject+"» в группе "+group+" нет подгруппы «"+ref.subgroup+
				"»"+listedAs("; есть: ", eachText(found, func(t *model.TeachingRow) string { return t.Subgroup })))
		}
		found = named
	}
	if ref.teacher != "" {
		led := keep(found, func(t *model.TeachingRow) bool {
			return slices.ContainsFunc(t.TeacherNames, table.CalledBy(ref.teacher))
		})
		if len(led) == 0 {
			return wrong(f.columns.teacher, ref.teacher, f.notLed(ref, group, found))
		}
		found = led
	}
	return f.only(ref, found)
}

// only picks the one teaching that is meant among several; a row that names no subgroup means the subject of
// the whole group, if there is one.
func (f *teachingFinder) only(ref teachingRef, found []*model.TeachingRow) foundTeaching {
	if whole := keep(found, func(t *model.TeachingRow) bool { return t.Subgroup == "" }); ref.subgroup == "" && len(whole) > 0 {
		found = whole
	}
	if f.own != nil {
		mine := keep(found, func(t *model.TeachingRow) bool { return f.own(t.ID) })
		if len(mine) == 0 {
			return foundTeaching{column: f.columns.subject, value: ref.subject, message: "Предмет «" + found[0].Title() + "» в группе " +
				found[0].GroupName + " ведёте не вы: загрузить его может свой преподаватель или администратор ПОО"}
		}
		found = mine
	}
	if len(found) == 1 {
		return foundTeaching{teaching: found[0]}
	}
	start := "В группе " + found[0].GroupName + " несколько предметов «" + ref.subject + "»: "
	if subgroups := eachText(found, func(t *model.TeachingRow) string { return t.Subgroup }); len(subgroups) > 1 {
		return foundTeaching{column: f.columns.subgroup, message: start + "укажите подгруппу" + listedAs(": ", subgroups)}
	}
	if indexes := eachText(found, func(t *model.TeachingRow) string { return t.Index }); len(indexes) > 1 {
		titles := eachText(found, func(t *model.TeachingRow) string { return t.Index + " " + t.Subject })
		return foundTeaching{column: f.columns.subject, value: ref.subject, message: start + "напишите его с индексом" + listedAs(": ", titles)}
	}
	teachers := eachText(found, func(t *model.TeachingRow) string { return joinNames(t.TeacherNames) })
	if f.columns.teacher != "" && len(teachers) > 1 {
		return foundTeaching{column: f.columns.teacher, value: ref.teacher, message: start + "укажите преподавателя" + listedAs(": ", teachers)}
	}
	return foundTeaching{column: f.columns.subject, value: ref.subject, message: start +
		"их не различить, назовите их в нагрузке по-разному или разделите на подгруппы"}
}

// notLed says why no teaching of the found ones has the teacher.
func (f *teachingFinder) notLed(ref teachingRef, group string, found []*model.TeachingRow) string {
	if slices.ContainsFunc(f.teachers, table.CalledBy(ref.teacher)) {
		return "Преподаватель «" + ref.teacher + "» не ведёт предмет «" + ref.subject + "» в группе " + group +
			listedAs("; ведёт: ", eachText(found, func(t *model.TeachingRow) string { return joinNames(t.TeacherNames) }))
	}
	names := make([]string, 0, 2*len(f.teachers))
	for _, name := range f.teachers {
		names = append(names, name.String(), name.Short())
	}
	return "Преподавателя «" + ref.teacher + "» нет в нагрузке колледжа" + f.guess("ФИО", table.NearestPerson, ref.teacher, names)
}

// leads is the teacher that a row names for a teaching: the only one when it names nobody.
func (f *teachingFinder) leads(t *model.TeachingRow, teacher string) model.PersonID {
	if len(t.Teachers) == 1 {
		return t.Teachers[0]
	}
	if i := slices.IndexFunc(t.TeacherNames, table.CalledBy(teacher)); teacher != "" && i >= 0 {
		return t.Teachers[i]
	}
	return 0
}

// guess names what is close to a name that is not known. When there are too many problems to show it looks
// for nothing.
func (f *teachingFinder) guess(what string, nearest func(string, []string) string, name string, known []string) string {
	if len(f.problems.List) < roster.MaxProblems {
		if near := nearest(name, known); near != "" {
			return "; может быть, это «" + near + "»?"
		}
	}
	return ": проверьте " + what + " или загрузите нагрузку"
}

func (f *teachingFinder) groupNames() []string {
	names := make([]string, 0, len(f.groups))
	for _, teachings := range f.groups {
		names = append(names, teachings[0].GroupName)
	}
	slices.Sort(names) // the nearest is the first of equally near ones
	return names
}

// isSubject reports whether a text names the subject of a teaching, with its index or without, in texts that key makes equal.
func isSubject(t *model.TeachingRow, text string, key func(string) string) bool {
	name := key(text)
	subject, index := key(t.Subject), key(t.Index)
	return name == subject || name == index+subject || name == subject+index || name == key(t.Title())
}

// subgroupKey is a subgroup without the word for it: «1», «подгруппа 1» and «1 подгр.» are one.
func subgroupKey(s string) string {
	key := table.HeaderKey(s)
	for _, word := range []string{"подгруппа", "подгр", "пг"} {
		if cut := strings.Trim(strings.ReplaceAll(key, word, ""), " "); cut != "" {
			key = cut
		}
	}
	return key
}

func keep(from []*model.TeachingRow, want func(*model.TeachingRow) bool) []*model.TeachingRow {
	return model.Only(from, want)
}

// eachText gives the texts of teachings, sorted and without repeats and empty ones.
func eachText(of []*model.TeachingRow, text func(*model.TeachingRow) string) []string {
	var texts []string
	for _, t := range of {
		if s := text(t); s != "" {
			texts = append(texts, s)
		}
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}

// listedAs is a list after a start, without both when there is nothing in it.
func listedAs(start string, texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return start + strings.Join(texts, "; ")
}

func joinNames(names []model.Name) string {
	return strings.Join(model.Each(names, model.Name.Short), ", ")
}
