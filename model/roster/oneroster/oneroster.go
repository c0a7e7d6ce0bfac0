// Package oneroster reads OneRoster 1.1 and 1.2, and Microsoft's School Data Sync, whose second version has nearly the
// same tables.
package oneroster

import (
	"slices"
	"strconv"
	"strings"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

// oneRoster is the state of reading OneRoster or School Data Sync 2.1, whose model is nearly the same.
type oneRoster struct {
	*table.Reader
	s       roster.Snapshot
	modes   map[string]string // by table: bulk, delta, absent; empty without a manifest
	users   []*user
	userOf  map[string]*user
	classes []*class
	classOf map[string]*class
	courses map[string]string // titles
	// twoGroups counts the students in two homerooms.
	twoGroups int
	// idle counts the users without a role or a class.
	idle int
}

// user is a person with all that the tables say of them.
type user struct {
	id       string
	name     model.Name
	at       roster.Place
	roles    userRoles
	stated   bool   // the roster gives them a role, perhaps one of no use to us
	relation string // of a parent: «родитель», «опекун» …
	agents   []string
	group    *class // homeroom
	joined   dates
}

// userRoles is what a user is.
type userRoles uint8

const (
	asStudent userRoles = 1 << iota
	asParent
	asTeacher
	asOtherStaff
)

// class is a homeroom or a scheduled class with its members.
type class struct {
	id, title string
	year      int
	homeroom  bool
	at        roster.Place
	teachers  []*user
	primary   *user
	learners  []*user
}

func newOneRoster(r *table.Reader, format roster.Format, source string) *oneRoster {
	return &oneRoster{
		Reader: r,
		s: roster.Snapshot{
			Format: format, Source: source, Lacks: roster.FieldSpecialty | roster.FieldHours,
			Given: map[roster.Section]bool{}, Files: map[roster.Section]string{},
		},
		modes: map[string]string{}, userOf: map[string]*user{}, classOf: map[string]*class{}, courses: map[string]string{},
	}
}

// Stems are the names of files that are enough to say what a table is.
var Stems = slices.Concat(stems, sds1Stems)

var stems = []string{
	"manifest", "users", "roles", "classes", "enrollments", "courses", "orgs", "academicsessions", "demographics",
	"userprofiles", "categories", "lineitems", "results", "resources", "classresources", "courseresources", "relationships",
}

// file describes a file of a format. It is found by its name or, if that is another one, by the headers that mark it.
type file struct {
	stem, name string // without a name it is not missed
	marks      []string
	columns    []table.Column
	row        func(rec *table.Record)
	gives      []roster.Section
	optional   bool // an empty one counts as missing
}

// readFiles reads the files of a format among the tables, and calls missing for the others.
func (o *oneRoster) readFiles(tables []table.Sheet, known []string, missing func(f file), files ...file) {
	for _, f := range files {
		t, ok := table.Pick(tables, known, f.stem, f.marks...)
		if !ok || o.modes[f.stem] == "absent" || f.optional && len(t.Header) == 0 {
			if f.name != "" {
				missing(f)
			}
			continue
		}
		for _, sec := range f.gives {
			o.s.Given[sec], o.s.Files[sec] = true, t.File
		}
		o.Each(t, f.columns, f.row)
	}
}

var (
	manifestColumns = []table.Column{{Name: "propertyName", Filled: true}, {Name: "value"}}
	courseColumns   = []table.Column{{Name: "sourcedId", Filled: true}, {Name: "title"}}
)

// Read reads OneRoster 1.1 or 1.2.
func Read(r *table.Reader, tables []table.Sheet) roster.Snapshot {
	o := newOneRoster(r, roster.OneRoster11, "oneroster")
	roleMarks := []string{"usersourcedid", "roletype"}
	if t, ok := table.Pick(tables, stems, "roles", roleMarks...); ok && len(t.Header) > 0 {
		o.s.Format = roster.OneRoster12
	}
	missing := func(f file) {
		if o.modes[f.stem] == "bulk" || f.stem == "users" && len(o.modes) == 0 {
			r.Problems.Add(roster.Place{File: f.name}, "", "Нет файла "+f.name+": выгрузите список ещё раз вместе с ним")
		}
	}
	o.readFiles(tables, stems, missing,
		file{stem: "manifest", marks: []string{"propertyname"}, columns: manifestColumns, row: o.readManifest, optional: true})
	files := []file{
		{"courses", "", []string{"sourcedid", "coursecode"}, courseColumns, o.readCourse, nil, true},
		{"users", "users.csv", []string{"sourcedid", "givenname"}, userColumns, o.readUser, []roster.Section{roster.Students, roster.Staff}, false},
		{"roles", "roles.csv", roleMarks, roleColumns, o.readRole, nil, true},
		{"classes", "classes.csv", []string{"sourcedid", "classtype"}, classColumns, o.readClass, []roster.Section{roster.Teachings}, false},
		{"enrollments", "enrollments.csv", []string{"classsourcedid", "usersourcedid"}, enrollmentColumns, o.readEnrollment, []roster.Section{roster.Learners}, false},
	}
	if slices.ContainsFunc(files, func(f file) bool { return f.name != "" && o.modes[f.stem] == "delta" }) {
		r.Problems.Add(roster.Place{File: "manifest.csv"}, "delta", "Здесь одни изменения (delta), а не весь список: "+
			"выгрузите его целиком (bulk) и загрузите")
		return o.s
	}
	o.readFiles(tables, stems, missing, files...)
	o.assemble()
	return o.s
}

func (o *oneRoster) readManifest(rec *table.Record) {
	name, value := strings.ToLower(rec.Values[0]), strings.ToLower(rec.Values[1])
	if stem, ok := strings.CutPrefix(name, "file."); ok {
		switch value {
		case "bulk", "delta", "absent":
			o.modes[stem] = value
		case "":
			o.modes[stem] = "absent"
		default:
			rec.Problem(1, "В manifest.csv бывает только bulk, delta или absent")
		}
		return
	}
	if name != "oneroster.version" {
		return
	}
	switch {
	case strings.HasPrefix(value, "1.2"):
		o.s.Format = roster.OneRoster12
	case strings.HasPrefix(value, "1.1"), strings.HasPrefix(value, "1.0"):
		o.s.Format = roster.OneRoster11
	default:
		rec.Problem(1, "Эта версия OneRoster не поддерживается: выгрузите список в версии 1.1 или 1.2")
	}
}

func (o *oneRoster) readCourse(rec *table.Record) { o.courses[rec.Values[0]] = rec.Values[1] }

// gone reports whether a row's status says that its record is deleted.
func gone(status string) bool { return strings.EqualFold(status, "tobedeleted") }

// assemble makes the snapshot's lists of what was read.
func (o *oneRoster) assemble() {
	o.takeAgents()
	homerooms := false
	for _, c := range o.classes {
		if c.homeroom {
			homerooms = true
		}
	}
	if homerooms && o.s.Given[roster.Teachings] {
		o.s.Given[roster.Groups] = true
		o.s.Files[roster.Groups] = o.s.Files[roster.Teachings]
	}
	led := false
	for _, c := range o.classes {
		if !c.homeroom {
			o.s.Teachings = append(o.s.Teachings, o.teaching(c))
			continue
		}
		g := roster.Group{Key: roster.CodeKey("group", c.id), Name: c.title, Year: c.year, Curator: c.curator(), At: c.at}
		led = led || g.Curator != ""
		o.s.Groups = append(o.s.Groups, g)
	}
	if !led {
		o.s.Lacks |= roster.FieldCurator
	}
	o.placeUsers()
	if o.twoGroups > 0 {
		o.s.Warnings = append(o.s.Warnings, model.Plural(o.twoGroups, "студент записан", "студента записаны", "студентов записано")+
			" сразу в два класса типа homeroom: взят первый")
	}
	if o.idle > 0 {
		o.s.Warnings = append(o.s.Warnings, model.Plural(o.idle, "пользователь", "пользователя", "пользователей")+
			" без роли и без зачислений "+model.PluralForm(o.idle, "не загружается", "не загружаются", "не загружаются"))
	}
}

func (c *class) curator() roster.Key {
	switch {
	case c.primary != nil:
		return roster.CodeKey("staff", c.primary.id)
	case len(c.teachers) > 0:
		return roster.CodeKey("staff", c.teachers[0].id)
	}
	return ""
}

// teaching makes a teaching of a scheduled class. Its group is the homeroom of all its learners, where
// they have one in common.
func (o *oneRoster) teaching(c *class) roster.Teaching {
	t := roster.Teaching{Key: roster.CodeKey("teaching", c.id), Subject: c.title, At: c.at}
	for _, u := range c.teachers {
		t.Teachers = append(t.Teachers, roster.CodeKey("staff", u.id))
	}
	var group *class
	common := len(c.learners) > 0
	for i, u := range c.learners {
		if i == 0 {
			group = u.group
		}
		common = common && u.group != nil && u.group == group
	}
	if common {
		t.Group = roster.CodeKey("group", group.id)
		t.WholeGroup = len(c.learners) == len(group.learners)
	}
	if !t.WholeGroup {
		for _, u := range c.learners {
			t.Learners = append(t.Learners, roster.CodeKey("student", u.id))
		}
	}
	return t
}

// gradeYear is the year of study that a list of grades states, when it is one of ours.
func gradeYear(grades string) int {
	n, err := strconv.Atoi(strings.TrimSpace(grades))
	if err != nil || n < 1 || n > 4 {
		return 0
	}
	return n
}
