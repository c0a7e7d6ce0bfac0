package oneroster

import (
	"strings"

	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

// ReadSDS2 reads Microsoft School Data Sync 2.1. In it a file that is left out marks what it held as
// inactive; here it is left as it is, with a warning.
func ReadSDS2(r *table.Reader, tables []table.Sheet) roster.Snapshot {
	o := newOneRoster(r, roster.SDSv21, "sds")
	o.s.Lacks |= roster.FieldCurator
	missing := func(f file) {
		o.s.Warnings = append(o.s.Warnings, "Нет файла "+f.name+" или он пуст: по правилам School Data Sync 2.1 всё, что в нём "+
			"было, считается недействующим. Здесь оно останется как есть")
	}
	o.readFiles(tables, stems, missing,
		file{"courses", "", nil, courseColumns, o.readCourse, nil, true},
		file{"users", "users.csv", []string{"sourcedid", "givenname"}, userColumns, o.readUser, []roster.Section{roster.Students, roster.Staff}, true},
		file{"roles", "roles.csv", []string{"usersourcedid", "isprimary"}, sds2RoleColumns, o.readSDS2Role, nil, true},
		file{"classes", "classes.csv", []string{"sourcedid", "title", "coursesourcedid"}, classColumns, o.readClass, []roster.Section{roster.Teachings}, true},
		file{"enrollments", "enrollments.csv", []string{"classsourcedid", "usersourcedid"}, enrollmentColumns, o.readEnrollment, []roster.Section{roster.Learners}, true},
		file{"relationships", "relationships.csv", []string{"relationshipusersourcedid"}, relationshipColumns, o.readRelationship, []roster.Section{roster.Parents}, true},
	)
	if !o.s.Given[roster.Students] {
		r.Problems.Add(roster.Place{File: "users.csv"}, "", "Нет файла users.csv, а без него неизвестно, кто есть кто: выгрузите его вместе с остальными")
	}
	if !o.s.Given[roster.Parents] {
		// The file does not say whose parents they are: listed without children, they would lose those they have.
		for _, u := range o.users {
			u.roles &^= asParent
		}
	}
	o.assemble()
	return o.s
}

var sds2RoleColumns = []table.Column{
	{Name: "userSourcedId", Filled: true}, {Name: "role", Filled: true}, {Name: "status"},
	{Name: "roleStartDate"}, {Name: "roleEndDate"},
}

// readSDS2Role reads a role. The format knows many roles of staff; all but the teachers' are one to us.
func (o *oneRoster) readSDS2Role(rec *table.Record) {
	begin, end := rec.Date(3), rec.Date(4)
	if rec.Values[0] == "" || !current(o.Reader, begin, end) {
		return
	}
	u := o.userOf[rec.Values[0]]
	if u == nil {
		rec.Problem(0, "Такого пользователя нет в users.csv: выгрузите все файлы заново, в одно время")
		return
	}
	u.stated = true
	switch strings.ToLower(rec.Values[1]) {
	case "student":
		u.roles |= asStudent
	case "teacher", "professor", "faculty", "substitute":
		u.roles |= asTeacher
	case "parent", "guardian", "relative":
		u.roles |= asParent
		u.relation = relations[strings.ToLower(rec.Values[1])]
	default:
		u.roles |= asOtherStaff
	}
}

var relationshipColumns = []table.Column{
	{Name: "userSourcedId", Filled: true}, {Name: "relationshipUserSourcedId", Filled: true}, {Name: "relationshipRole", Required: true},
}

// readRelationship reads parents and their children; doctors and emergency contacts are no parents.
func (o *oneRoster) readRelationship(rec *table.Record) {
	relation, ok := relations[strings.ToLower(rec.Values[2])]
	if !rec.Ok || !ok {
		return
	}
	student, parent := o.userOf[rec.Values[0]], o.userOf[rec.Values[1]]
	if student == nil {
		rec.Problem(0, "Такого пользователя нет в users.csv: выгрузите все файлы заново, в одно время")
	}
	if parent == nil {
		rec.Problem(1, "Такого пользователя нет в users.csv: выгрузите все файлы заново, в одно время")
	}
	if student == nil || parent == nil {
		return
	}
	student.enrolled(false)
	student.agents = append(student.agents, parent.id)
	parent.roles |= asParent
	parent.stated, parent.relation = true, relation
}
