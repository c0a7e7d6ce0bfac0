package oneroster

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

// dates are the first day of something and the first day after it.
type dates struct{ from, to time.Time }

var classColumns = []table.Column{
	{Name: "sourcedId", Filled: true}, {Name: "status"}, {Name: "title"}, {Name: "grades", List: true},
	{Name: "courseSourcedId"}, {Name: "classCode"}, {Name: "classType"},
}

func (o *oneRoster) readClass(rec *table.Record) {
	id := rec.Values[0]
	if id == "" {
		return
	}
	if gone(rec.Values[1]) {
		o.classOf[id] = nil
		return
	}
	if _, twice := o.classOf[id]; twice {
		rec.Problem(0, "Этот sourcedId уже есть выше: у каждого класса свой, удалите лишнюю строку")
		return
	}
	c := &class{
		id: id, title: cmp.Or(rec.Values[2], o.courses[rec.Values[4]], rec.Values[5]), at: rec.Place(), year: gradeYear(rec.Values[3]),
		homeroom: strings.EqualFold(rec.Values[6], "homeroom"),
	}
	if c.title == "" {
		rec.Problem(2, "У класса нет названия, и у его курса тоже: впишите название там, откуда выгружен список")
	}
	o.classOf[id] = c
	o.classes = append(o.classes, c)
}

var enrollmentColumns = []table.Column{
	{Name: "classSourcedId", Filled: true}, {Name: "userSourcedId", Filled: true}, {Name: "role", Required: true},
	{Name: "primary"}, {Name: "status"}, {Name: "beginDate"}, {Name: "endDate"},
}

// current reports whether something with these dates is going on today.
func current(r *table.Reader, begin, end time.Time) bool {
	return !begin.After(r.Today) && (end.IsZero() || end.After(r.Today))
}

func (o *oneRoster) readEnrollment(rec *table.Record) {
	begin, end := rec.Date(5), rec.Date(6)
	role := strings.ToLower(rec.Values[2])
	if !rec.Ok || (role != "student" && role != "teacher") {
		return // proctors and administrators are in no chat of a class
	}
	if gone(rec.Values[4]) || !current(o.Reader, begin, end) {
		return
	}
	c, classKnown := o.classOf[rec.Values[0]]
	if !classKnown && o.s.Given[roster.Teachings] {
		rec.Problem(0, "Такого класса нет в classes.csv: выгрузите все файлы заново, в одно время")
	}
	u, userKnown := o.userOf[rec.Values[1]]
	if !userKnown && o.s.Given[roster.Students] {
		rec.Problem(1, "Такого пользователя нет в users.csv: выгрузите все файлы заново, в одно время")
	}
	if c != nil && u != nil {
		primary := strings.EqualFold(rec.Values[3], "true")
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
