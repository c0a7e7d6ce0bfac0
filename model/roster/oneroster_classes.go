package roster

import (
	"slices"
	"strings"
	"time"
)

// dates are the first day of something and the first day after it.
type dates struct{ from, to time.Time }

var classColumns = []column{
	{name: "sourcedId", filled: true}, {name: "status"}, {name: "title"}, {name: "grades", list: true},
	{name: "courseSourcedId"}, {name: "classCode"}, {name: "classType"},
}

func (o *oneRoster) readClass(rec *record) {
	id := rec.values[0]
	if id == "" {
		return
	}
	if gone(rec.values[1]) {
		o.classOf[id] = nil
		return
	}
	if _, twice := o.classOf[id]; twice {
		rec.problem(0, "Этот sourcedId уже есть выше: у каждого класса свой, удалите лишнюю строку")
		return
	}
	c := &class{
		id: id, title: rec.values[2], at: rec.place(), year: gradeYear(rec.values[3]),
		homeroom: strings.EqualFold(rec.values[6], "homeroom"),
	}
	if c.title == "" {
		c.title = o.courses[rec.values[4]]
	}
	if c.title == "" {
		c.title = rec.values[5]
	}
	if c.title == "" {
		rec.problem(2, "У класса нет названия, и у его курса тоже: впишите название там, откуда выгружен список")
	}
	o.classOf[id] = c
	o.classes = append(o.classes, c)
}

var enrollmentColumns = []column{
	{name: "classSourcedId", filled: true}, {name: "userSourcedId", filled: true}, {name: "role", required: true},
	{name: "primary"}, {name: "status"}, {name: "beginDate"}, {name: "endDate"},
}

// current reports whether something with these dates is going on today.
func (r *reader) current(begin, end time.Time) bool {
	return !begin.After(r.today) && (end.IsZero() || end.After(r.today))
}

func (o *oneRoster) readEnrollment(rec *record) {
	begin, end := rec.date(5), rec.date(6)
	role := strings.ToLower(rec.values[2])
	if !rec.ok || (role != "student" && role != "teacher") {
		return // proctors and administrators are in no chat of a class
	}
	if gone(rec.values[4]) || !o.current(begin, end) {
		return
	}
	c, classKnown := o.classOf[rec.values[0]]
	if !classKnown && o.s.Given[Teachings] {
		rec.problem(0, "Такого класса нет в classes.csv: выгрузите все файлы заново, в одно время")
	}
	u, userKnown := o.userOf[rec.values[1]]
	if !userKnown && o.s.Given[Students] {
		rec.problem(1, "Такого пользователя нет в users.csv: выгрузите все файлы заново, в одно время")
	}
	if c != nil && u != nil {
		primary := strings.EqualFold(rec.values[3], "true")
		o.enrol(c, u, role == "teacher", primary, dates{begin, end})
	}
}

func (u *user) enrolled(teacher bool) {
	if teacher {
		u.roles |= asTeacher
	} else {
		u.roles |= asStudent
	}
}

// enrol makes a user a member of a class.
func (o *oneRoster) enrol(c *class, u *user, teacher, primary bool, on dates) {
	u.enrolled(teacher)
	switch {
	case teacher:
		if !slices.Contains(c.teachers, u) {
			c.teachers = append(c.teachers, u)
		}
		if primary && c.primary == nil {
			c.primary = u
		}
	case c.homeroom:
		if u.group != nil {
			if u.group != c {
				o.twoGroups++
			}
			return
		}
		u.group, u.joined = c, on
		c.learners = append(c.learners, u)
	default:
		if !slices.Contains(c.learners, u) {
			c.learners = append(c.learners, u)
		}
	}
}
