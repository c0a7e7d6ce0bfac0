package oneroster

import (
	"strings"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

var Sds1Stems = []string{"school", "section", "student", "teacher", "studentenrollment", "teacherroster"}

// sds1 is the state of reading School Data Sync v1.
type sds1 struct {
	*table.Reader
	s        roster.Snapshot
	students map[string]roster.Key // by SIS ID; "" for those who are not active
	staff    map[string]roster.Key
	sections map[string]int // into s.Teachings, -1 when not active
	learners map[classPerson]bool
}

// classPerson is a pair of a class and a person, for finding repeats.
type classPerson struct{ class, person string }

// readSDS1 reads Microsoft School Data Sync v1. Its sections become teachings without a group.
func ReadSDS1(r *table.Reader, tables []table.Sheet) roster.Snapshot {
	d := &sds1{
		Reader: r,
		s: roster.Snapshot{
			Format: roster.SDSv1, Source: "sds", Lacks: roster.FieldCurator | roster.FieldSpecialty | roster.FieldHours,
			Given: map[roster.Section]bool{roster.Students: true, roster.Staff: true, roster.Teachings: true, roster.Learners: true}, Files: map[roster.Section]string{},
		},
		students: map[string]roster.Key{}, staff: map[string]roster.Key{}, sections: map[string]int{}, learners: map[classPerson]bool{},
	}
	for _, f := range []struct {
		stem, title string
		section     roster.Section
		columns     []table.Column
		row         func(rec *table.Record)
		marks       []string
	}{
		{"student", "Student.csv", roster.Students, sds1People, d.readStudent, []string{"sisid", "firstname", "studentnumber"}},
		{"teacher", "Teacher.csv", roster.Staff, sds1People, d.readTeacher, []string{"sisid", "firstname", "teachernumber"}},
		{"section", "Section.csv", roster.Teachings, sds1Sections, d.readSection, []string{"sisid", "sectionname"}},
		{"teacherroster", "TeacherRoster.csv", "", sds1Rosters, d.readRoster, nil},
		{"studentenrollment", "StudentEnrollment.csv", roster.Learners, sds1Rosters, d.readEnrollment, nil},
	} {
		t, ok := table.Pick(tables, Sds1Stems, f.stem, f.marks...)
		if !ok {
			r.Problems.Add(roster.Place{File: f.title}, "", "Нет файла "+f.title+": School Data Sync выгружает его вместе с остальными")
			continue
		}
		if f.section != "" {
			d.s.Files[f.section] = t.File
		}
		r.Each(t, f.columns, f.row)
	}
	return d.s
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

// person reads the row of a person, who is nobody when the key is empty.
func (d *sds1) person(rec *table.Record, kind string, known map[string]roster.Key) (string, roster.Key, model.Name) {
	id := rec.Code(0)
	if id == "" {
		return "", "", model.Name{}
	}
	if _, twice := known[id]; twice {
		rec.Problem(0, "Этот SIS ID уже есть выше: у каждого свой, удалите лишнюю строку")
		return "", "", model.Name{}
	}
	if known[id] = ""; !isActive(rec.Values[4]) {
		return "", "", model.Name{}
	}
	known[id] = roster.CodeKey(kind, id)
	return id, known[id], foreignName(rec, 1, 2, 3)
}

func (d *sds1) readStudent(rec *table.Record) {
	if id, key, name := d.person(rec, "student", d.students); key != "" {
		d.s.Students = append(d.s.Students, roster.Student{Key: key, Code: id, Name: name, At: rec.Place()})
	}
}

func (d *sds1) readTeacher(rec *table.Record) {
	if id, key, name := d.person(rec, "staff", d.staff); key != "" {
		d.s.Staff = append(d.s.Staff, roster.StaffMember{
			Key: key, Code: id, Name: name, Roles: model.RoleTeacher, Stated: model.RoleTeacher, At: rec.Place(),
		})
	}
}

func (d *sds1) readSection(rec *table.Record) {
	id := rec.Code(0)
	if id == "" {
		return
	}
	if _, twice := d.sections[id]; twice {
		rec.Problem(0, "Этот SIS ID уже есть выше: у каждой секции свой, удалите лишнюю строку")
		return
	}
	if d.sections[id] = -1; !isActive(rec.Values[3]) {
		return
	}
	title := rec.Values[1]
	if title == "" {
		title = rec.Values[2]
	}
	if title == "" {
		rec.Problem(1, "У секции нет названия: впишите его")
		return
	}
	d.sections[id] = len(d.s.Teachings)
	d.s.Teachings = append(d.s.Teachings, roster.Teaching{Key: roster.CodeKey("teaching", id), Subject: title, At: rec.Place()})
}

// pair follows the two references of a row; teaching is nil when either end is not active or not known.
func (d *sds1) pair(rec *table.Record, people map[string]roster.Key, file string) (teaching *roster.Teaching, person roster.Key) {
	section, id := rec.Code(0), rec.Code(1)
	if section == "" || id == "" {
		return nil, ""
	}
	i, ok := d.sections[section]
	if !ok {
		rec.Problem(0, "Такой секции нет в Section.csv: выгрузите все файлы заново, в одно время")
		return nil, ""
	}
	person, ok = people[id]
	if !ok {
		rec.Problem(1, "Такого человека нет в "+file+": выгрузите все файлы заново, в одно время")
	}
	again := d.learners[classPerson{section, string(person)}]
	if i < 0 || person == "" || again {
		return nil, ""
	}
	d.learners[classPerson{section, string(person)}] = true
	return &d.s.Teachings[i], person
}

func (d *sds1) readRoster(rec *table.Record) {
	if t, person := d.pair(rec, d.staff, "Teacher.csv"); t != nil {
		t.Teachers = append(t.Teachers, person)
	}
}

func (d *sds1) readEnrollment(rec *table.Record) {
	if t, person := d.pair(rec, d.students, "Student.csv"); t != nil {
		t.Learners = append(t.Learners, person)
	}
}
