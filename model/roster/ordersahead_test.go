package roster_test

import (
	"slices"
	"strings"
	"testing"

	"zvonok/model"
	"zvonok/model/roster"
)

// ordered is the college of the example in which orders stand behind the enrolments of one student, and a group beside.
func ordered(t *testing.T, student model.PersonID, enrolments ...roster.Enrolment) roster.College {
	t.Helper()
	c, _ := load(t, roster.College{}, example())
	c.Groups = append(c.Groups, roster.CollegeGroup{Group: model.Group{ID: 900, Name: "ДО-19-4", Year: 4}, Active: true})
	c.Enrolments = slices.DeleteFunc(c.Enrolments, func(e roster.Enrolment) bool { return e.Student == student })
	for i, e := range enrolments {
		e.ID, e.Student = int64(1000+i), student
		if e.Group == 0 {
			e.Group = group(t, c, "ДО-19-3").ID
		}
		c.Enrolments = append(c.Enrolments, e)
	}
	return c
}

// TestFirstNamedBeforeTransfer: a student that an order brought, and another is about to move, is known when a roster first names
// them, in the group that they leave.
func TestFirstNamedBeforeTransfer(t *testing.T) {
	soon := today.AddDate(0, 0, 3)
	for name, list := range map[string][]roster.Enrolment{
		"in the order of the days": {{From: today, To: soon, Opened: true, Closed: true}, {Group: 900, From: soon, Opened: true}},
		"in another":               {{Group: 900, From: soon, Opened: true}, {From: today, To: soon, Opened: true, Closed: true}},
	} {
		c := ordered(t, 800, list...)
		c.People = append(c.People, model.Person{ID: 800, Name: model.ParseName("Новикова Анна Петровна"), Kind: model.Student, Active: true})
		s := example()
		s.Students = append(s.Students, roster.Student{Key: "student:800", Code: "800", Name: model.ParseName("Новикова Анна Петровна"), Group: s.Groups[0].Key})
		changes, problems := roster.Compare(c, s, roster.Decisions{})
		clean(t, problems)
		if n := changes.Counts().Students; n != (roster.Count{Unchanged: 6}) {
			t.Errorf("%s: %+v, %+v", name, n, changes.Students)
		}
	}
}

// TestAwaitedStudent: somebody who comes back by an order of a day to come is in no roster before, and stays awaited.
func TestAwaitedStudent(t *testing.T) {
	s := example()
	s.Students = s.Students[1:]
	s.Parents, s.Teachings = nil, nil
	s.Given = map[roster.Section]bool{roster.Groups: true, roster.Students: true, roster.Staff: true}
	ago, soon := today.AddDate(0, 0, -30), today.AddDate(0, 0, 3)
	for name, c := range map[string]struct {
		enrolments []roster.Enrolment
		removed    int
	}{
		"comes back":      {[]roster.Enrolment{{To: ago, Closed: true}, {From: soon, Opened: true}}, 0},
		"is to be moved":  {[]roster.Enrolment{{To: soon, Closed: true}, {Group: 900, From: soon, Opened: true}}, 1},
		"has no orders":   {[]roster.Enrolment{{}}, 1},
		"is back by hand": {[]roster.Enrolment{{To: ago, Closed: true}, {From: ago}}, 1},
	} {
		college := ordered(t, 1, c.enrolments...)
		if p := person(t, college, example().Students[0].Name.String()); p.ID != 1 {
			t.Fatalf("the first student is %d", p.ID)
		}
		changes, problems := roster.Compare(college, s, roster.Decisions{})
		clean(t, problems)
		if got := changes.Counts().Students.Removed; got != c.removed || c.removed == 0 && len(changes.Writes.Enrolments) > 0 {
			t.Errorf("who %s: %d removed, %+v", name, got, changes.Writes.Enrolments)
		}
	}
}

// TestBackInTheSameGroup: nothing has to be said about somebody who left a group by one order and came back by another.
func TestBackInTheSameGroup(t *testing.T) {
	ago, then := today.AddDate(0, 0, -30), today.AddDate(0, 0, -5)
	s := example()
	s.Students[0].From = today.AddDate(-1, 0, 0)
	for name, c := range map[string]struct {
		enrolments []roster.Enrolment
		warned     bool
	}{
		"came back": {[]roster.Enrolment{{From: s.Students[0].From, To: ago, Closed: true}, {From: then, Opened: true}}, false},
		"left":      {[]roster.Enrolment{{From: s.Students[0].From, To: ago, Closed: true}}, true},
		"moved":     {[]roster.Enrolment{{From: s.Students[0].From, To: ago, Closed: true}, {Group: 900, From: ago, Opened: true}}, true},
	} {
		changes, problems := roster.Compare(ordered(t, 1, c.enrolments...), s, roster.Decisions{})
		clean(t, problems)
		if n := changes.Counts().Students; n != (roster.Count{Unchanged: 5}) || len(changes.Warnings) > 0 != c.warned {
			t.Errorf("who %s: %+v, %q", name, n, changes.Warnings)
		}
	}
}

// TestGroupThatSomebodyComesTo: a group that a roster leaves out does not end, nor do its subjects, while an order brings somebody
// there later or somebody added by hand is in it: they would be in a group that is no more.
func TestGroupThatSomebodyComesTo(t *testing.T) {
	soon := today.AddDate(0, 0, 3)
	added := model.Person{ID: 800, Name: model.ParseName("Новикова Анна Петровна"), Kind: model.Student, Active: true}
	for name, c := range map[string]struct {
		enrolments []roster.Enrolment
		removed    int
	}{
		"comes by an order":            {[]roster.Enrolment{{To: soon, Closed: true}, {Group: 900, From: soon, Opened: true}}, 0},
		"was added by hand":            {[]roster.Enrolment{{Group: 900}}, 0},
		"is elsewhere":                 {[]roster.Enrolment{{}}, 1},
		"has left it":                  {[]roster.Enrolment{{Group: 900, To: today}}, 1},
		"comes by a list that is gone": {[]roster.Enrolment{{}, {Group: 900, From: soon}}, 1},
	} {
		student := person(t, ordered(t, 1), example().Students[1].Name.String()).ID
		if name == "was added by hand" {
			student = added.ID
		}
		college := ordered(t, student, c.enrolments...)
		college.People = append(college.People, added)
		college.Teachings = append(college.Teachings, model.Teaching{ID: 900, Group: 900, Subject: "Хор", WholeGroup: true})
		college.Keys = append(college.Keys, roster.KeyRow{Source: "workbook", Section: roster.Groups, Key: "group:до-19-4", ID: 900},
			roster.KeyRow{Source: "workbook", Section: roster.Teachings, Key: "teaching:до-19-4|хор||", ID: 900})
		changes, problems := roster.Compare(college, example(), roster.Decisions{})
		clean(t, problems)
		warned := slices.ContainsFunc(changes.Warnings, func(w string) bool { return strings.Contains(w, "(ДО-19-4): она остаётся") })
		if n := changes.Counts(); n.Groups.Removed != c.removed || n.Teachings.Removed != c.removed || warned != (c.removed == 0) {
			t.Errorf("who %s: %d groups and %d subjects removed, %q", name, n.Groups.Removed, n.Teachings.Removed, changes.Warnings)
		}
	}
}
