package roster

import (
	"strings"
)

// readSDS2 reads Microsoft School Data Sync 2.1. There a file that is left out marks what it held as
// inactive; here it is left as it is, with a warning.
func (r *reader) readSDS2(tables []table) Snapshot {
	o := newOneRoster(r, SDSv21, "sds")
	o.s.Lacks |= FieldCurator
	for _, f := range []struct {
		stem, file string
		sections   []Section
		columns    []column
		row        func(rec *record)
		marks      []string
	}{
		{"courses", "", nil, courseColumns, o.readCourse, nil},
		{"users", "users.csv", []Section{Students, Staff}, userColumns, o.readUser, []string{"sourcedid", "givenname"}},
		{"roles", "roles.csv", nil, sds2RoleColumns, o.readSDS2Role, []string{"usersourcedid", "isprimary"}},
		{"classes", "classes.csv", []Section{Teachings}, classColumns, o.readClass, []string{"sourcedid", "title", "coursesourcedid"}},
		{"enrollments", "enrollments.csv", []Section{Learners}, enrollmentColumns, o.readEnrollment, []string{"classsourcedid", "usersourcedid"}},
		{"relationships", "relationships.csv", []Section{Parents}, relationshipColumns, o.readRelationship, []string{"relationshipusersourcedid"}},
	} {
		t, ok := pick(tables, oneRosterStems, f.stem, f.marks...)
		if !ok || len(t.header) == 0 {
			if f.file != "" {
				o.s.Warnings = append(o.s.Warnings, "Нет файла "+f.file+" или он пуст: по правилам School Data Sync 2.1 всё, что в нём "+
					"было, считается недействующим. Здесь оно останется как есть")
			}
			continue
		}
		o.holds(t.file, f.sections...)
		r.each(t, f.columns, f.row)
	}
	if !o.s.Given[Students] {
		r.problems.add(Place{File: "users.csv"}, "", "Нет файла users.csv, а без него неизвестно, кто есть кто: выгрузите его вместе с остальными")
	}
	if !o.s.Given[Parents] {
		// Whose parents they are is not stated, and to list them without children would part them.
		for _, u := range o.users {
			u.roles &^= asParent
		}
	}
	o.assemble()
	return o.s
}

var sds2RoleColumns = []column{
	{name: "userSourcedId", filled: true}, {name: "role", filled: true}, {name: "status"},
	{name: "roleStartDate"}, {name: "roleEndDate"},
}

// readSDS2Role reads a role. The format knows many roles of staff; all but the teachers' are one to us.
func (o *oneRoster) readSDS2Role(rec *record) {
	begin, end := rec.date(3), rec.date(4)
	if rec.values[0] == "" || !o.current(begin, end) {
		return
	}
	u := o.userOf[rec.values[0]]
	if u == nil {
		rec.problem(0, "Такого пользователя нет в users.csv: выгрузите все файлы заново, в одно время")
		return
	}
	u.stated = true
	switch strings.ToLower(rec.values[1]) {
	case "student":
		u.roles |= asStudent
	case "teacher", "professor", "faculty", "substitute":
		u.roles |= asTeacher
	case "parent", "guardian", "relative":
		u.roles |= asParent
		u.relation = relations[strings.ToLower(rec.values[1])]
	default:
		u.roles |= asOtherStaff
	}
}

var relationshipColumns = []column{
	{name: "userSourcedId", filled: true}, {name: "relationshipUserSourcedId", filled: true}, {name: "relationshipRole", required: true},
}

// readRelationship reads who is a parent of whom; doctors and emergency contacts are nobody's parents.
func (o *oneRoster) readRelationship(rec *record) {
	relation, ok := relations[strings.ToLower(rec.values[2])]
	if !rec.ok || !ok {
		return
	}
	student, parent := o.userOf[rec.values[0]], o.userOf[rec.values[1]]
	if student == nil {
		rec.problem(0, "Такого пользователя нет в users.csv: выгрузите все файлы заново, в одно время")
	}
	if parent == nil {
		rec.problem(1, "Такого пользователя нет в users.csv: выгрузите все файлы заново, в одно время")
	}
	if student == nil || parent == nil {
		return
	}
	student.enrolled(false)
	student.agents = append(student.agents, parent.id)
	parent.roles |= asParent
	parent.stated, parent.relation = true, relation
}
