package oneroster

import (
	"cmp"
	"strconv"
	"strings"

	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

var sds1Stems = []string{"school", "section", "student", "teacher", "studentenrollment", "teacherroster"}

// ReadSDS1 reads Microsoft School Data Sync v1. Its sections become teachings without a group.
func ReadSDS1(r *table.Reader, tables []table.Sheet) roster.Snapshot {
	o := newOneRoster(r, roster.SDSv1, "sds")
	missing := func(f file) {
		r.Problems.Add(roster.Place{File: f.name}, "", "Нет файла "+f.name+": School Data Sync выгружает его вместе с остальными")
	}
	o.readFiles(tables, sds1Stems, missing,
		file{"student", "Student.csv", []string{"sisid", "firstname", "studentnumber"}, sds1People, o.sds1Person(asStudent), []roster.Section{roster.Students}, false},
		file{"teacher", "Teacher.csv", []string{"sisid", "firstname", "teachernumber"}, sds1People, o.sds1Person(asTeacher), []roster.Section{roster.Staff}, false},
		file{"section", "Section.csv", []string{"sisid", "sectionname"}, sds1Sections, o.readSDS1Section, []roster.Section{roster.Teachings}, false},
		file{"teacherroster", "TeacherRoster.csv", nil, sds1Rosters, o.sds1Member(asTeacher, "Teacher.csv"), nil, false},
		file{"studentenrollment", "StudentEnrollment.csv", nil, sds1Rosters, o.sds1Member(asStudent, "Student.csv"), []roster.Section{roster.Learners}, false},
	)
	o.assemble()
	return o.s
}

var (
	sds1People = []table.Column{
		{Name: "SIS ID", Filled: true}, {Name: "First Name", Required: true, Person: true}, {Name: "Last Name", Required: true, Person: true},
		{Name: "Middle Name"}, {Name: "Status"},
	}
	sds1Sections = []table.Column{
		{Name: "SIS ID", Filled: true}, {Name: "Section Name", Required: true}, {Name: "Course Name"}, {Name: "Status"},
	}
	sds1Rosters = []table.Column{{Name: "Section SIS ID", Filled: true}, {Name: "SIS ID", Filled: true}}
)

func isActive(status string) bool { return status == "" || strings.EqualFold(status, "active") }

// sds1ID is what a person is found by: a student and a teacher may have the same SIS ID.
func sds1ID(role userRoles, id string) string { return strconv.Itoa(int(role)) + " " + id }

// sds1Person makes the reader of people of a role.
func (o *oneRoster) sds1Person(role userRoles) func(rec *table.Record) {
	return func(rec *table.Record) {
		id := rec.Code(0)
		if id == "" {
			return
		}
		known := sds1ID(role, id)
		if _, twice := o.userOf[known]; twice {
			rec.Problem(0, "Этот SIS ID уже есть выше: у каждого свой, удалите лишнюю строку")
			return
		}
		if o.userOf[known] = nil; !isActive(rec.Values[4]) {
			return
		}
		u := &user{id: id, name: foreignName(rec, 1, 2, 3), at: rec.Place(), roles: role}
		o.userOf[known] = u
		o.users = append(o.users, u)
	}
}

func (o *oneRoster) readSDS1Section(rec *table.Record) {
	id := rec.Code(0)
	if id == "" {
		return
	}
	if _, twice := o.classOf[id]; twice {
		rec.Problem(0, "Этот SIS ID уже есть выше: у каждой секции свой, удалите лишнюю строку")
		return
	}
	if o.classOf[id] = nil; !isActive(rec.Values[3]) {
		return
	}
	title := cmp.Or(rec.Values[1], rec.Values[2])
	if title == "" {
		rec.Problem(1, "У секции нет названия: впишите его")
		return
	}
	c := &class{id: id, title: title, at: rec.Place()}
	o.classOf[id] = c
	o.classes = append(o.classes, c)
}

// sds1Member makes the reader of the rows that say which people of a role are in which section; file is where these
// people are listed.
func (o *oneRoster) sds1Member(role userRoles, file string) func(rec *table.Record) {
	return func(rec *table.Record) {
		section, id := rec.Code(0), rec.Code(1)
		if section == "" || id == "" {
			return
		}
		c, ok := o.classOf[section]
		if !ok {
			rec.Problem(0, "Такой секции нет в Section.csv: выгрузите все файлы заново, в одно время")
			return
		}
		u, ok := o.userOf[sds1ID(role, id)]
		if !ok {
			rec.Problem(1, "Такого человека нет в "+file+": выгрузите все файлы заново, в одно время")
		}
		if c != nil && u != nil {
			o.enrol(c, u, role == asTeacher, false, dates{})
		}
	}
}
