package roster

import (
	"strings"

	"zvonok/model"
)

var sds1Stems = []string{"school", "section", "student", "teacher", "studentenrollment", "teacherroster"}

// sds1 is the state of reading School Data Sync v1.
type sds1 struct {
	*reader
	s        Snapshot
	students map[string]Key // by SIS ID; "" for those who are not active
	staff    map[string]Key
	sections map[string]int // into s.Teachings, -1 when not active
	learners map[classPerson]bool
}

// classPerson is a pair of a class and a person, for finding repeats.
type classPerson struct{ class, person string }

// readSDS1 reads Microsoft School Data Sync v1. Its sections become teachings without a group.
func (r *reader) readSDS1(tables []table) Snapshot {
	d := &sds1{
		reader: r,
		s: Snapshot{
			Format: SDSv1, Source: "sds", Lacks: FieldCurator | FieldSpecialty | FieldHours,
			Given: map[Section]bool{Students: true, Staff: true, Teachings: true, Learners: true}, Files: map[Section]string{},
		},
		students: map[string]Key{}, staff: map[string]Key{}, sections: map[string]int{}, learners: map[classPerson]bool{},
	}
	for _, f := range []struct {
		stem, title string
		section     Section
		columns     []column
		row         func(rec *record)
		marks       []string
	}{
		{"student", "Student.csv", Students, sds1People, d.readStudent, []string{"sisid", "firstname", "studentnumber"}},
		{"teacher", "Teacher.csv", Staff, sds1People, d.readTeacher, []string{"sisid", "firstname", "teachernumber"}},
		{"section", "Section.csv", Teachings, sds1Sections, d.readSection, []string{"sisid", "sectionname"}},
		{"teacherroster", "TeacherRoster.csv", "", sds1Rosters, d.readRoster, nil},
		{"studentenrollment", "StudentEnrollment.csv", Learners, sds1Rosters, d.readEnrollment, nil},
	} {
		t, ok := pick(tables, sds1Stems, f.stem, f.marks...)
		if !ok {
			r.problems.add(Place{File: f.title}, "", "Нет файла "+f.title+": School Data Sync выгружает его вместе с остальными")
			continue
		}
		if f.section != "" {
			d.s.Files[f.section] = t.file
		}
		r.each(t, f.columns, f.row)
	}
	return d.s
}

var (
	sds1People = []column{
		{name: "SIS ID", filled: true}, {name: "First Name", required: true, person: true}, {name: "Last Name", required: true, person: true},
		{name: "Middle Name"}, {name: "Status"},
	}
	sds1Sections = []column{
		{name: "SIS ID", filled: true}, {name: "Section Name", required: true}, {name: "Course Name"}, {name: "Status"},
	}
	sds1Rosters = []column{{name: "Section SIS ID", filled: true}, {name: "SIS ID", filled: true}}
)

func isActive(status string) bool { return status == "" || strings.EqualFold(status, "active") }

// foreignName reads a name in three columns.
func (rec *record) foreignName(first, last, middle int) model.Name {
	n := model.Name{LastName: rec.values[last], FirstName: rec.values[first]}
	if middle >= 0 {
		n.MiddleName = rec.values[middle]
	}
	if n.LastName == "" && n.FirstName == "" {
		rec.problem(last, "Нет ни фамилии, ни имени: впишите их")
	}
	return n
}

// person reads the row of a person, who is nobody when the key is empty.
func (d *sds1) person(rec *record, kind string, known map[string]Key) (string, Key, model.Name) {
	id := rec.code(0)
	if id == "" {
		return "", "", model.Name{}
	}
	if _, twice := known[id]; twice {
		rec.problem(0, "Этот SIS ID уже есть выше: у каждого свой, удалите лишнюю строку")
		return "", "", model.Name{}
	}
	if known[id] = ""; !isActive(rec.values[4]) {
		return "", "", model.Name{}
	}
	known[id] = codeKey(kind, id)
	return id, known[id], rec.foreignName(1, 2, 3)
}

func (d *sds1) readStudent(rec *record) {
	if id, key, name := d.person(rec, "student", d.students); key != "" {
		d.s.Students = append(d.s.Students, Student{Key: key, Code: id, Name: name, At: rec.place()})
	}
}

func (d *sds1) readTeacher(rec *record) {
	if id, key, name := d.person(rec, "staff", d.staff); key != "" {
		d.s.Staff = append(d.s.Staff, StaffMember{
			Key: key, Code: id, Name: name, Roles: model.RoleTeacher, Stated: model.RoleTeacher, At: rec.place(),
		})
	}
}

func (d *sds1) readSection(rec *record) {
	id := rec.code(0)
	if id == "" {
		return
	}
	if _, twice := d.sections[id]; twice {
		rec.problem(0, "Этот SIS ID уже есть выше: у каждой секции свой, удалите лишнюю строку")
		return
	}
	if d.sections[id] = -1; !isActive(rec.values[3]) {
		return
	}
	title := rec.values[1]
	if title == "" {
		title = rec.values[2]
	}
	if title == "" {
		rec.problem(1, "У секции нет названия: впишите его")
		return
	}
	d.sections[id] = len(d.s.Teachings)
	d.s.Teachings = append(d.s.Teachings, Teaching{Key: codeKey("teaching", id), Subject: title, At: rec.place()})
}

// pair follows the two references of a row; teaching is nil when either end is not active or not known.
func (d *sds1) pair(rec *record, people map[string]Key, file string) (teaching *Teaching, person Key) {
	section, id := rec.code(0), rec.code(1)
	if section == "" || id == "" {
		return nil, ""
	}
	i, ok := d.sections[section]
	if !ok {
		rec.problem(0, "Такой секции нет в Section.csv: выгрузите все файлы заново, в одно время")
		return nil, ""
	}
	person, ok = people[id]
	if !ok {
		rec.problem(1, "Такого человека нет в "+file+": выгрузите все файлы заново, в одно время")
	}
	again := d.learners[classPerson{section, string(person)}]
	if i < 0 || person == "" || again {
		return nil, ""
	}
	d.learners[classPerson{section, string(person)}] = true
	return &d.s.Teachings[i], person
}

func (d *sds1) readRoster(rec *record) {
	if t, person := d.pair(rec, d.staff, "Teacher.csv"); t != nil {
		t.Teachers = append(t.Teachers, person)
	}
}

func (d *sds1) readEnrollment(rec *record) {
	if t, person := d.pair(rec, d.students, "Student.csv"); t != nil {
		t.Learners = append(t.Learners, person)
	}
}
