// Package roster holds what rosters say, whatever their format, and compares it with the college.
//
// The packages below it turn files into a Snapshot and a list of Problems, formats those of any format; Compare sets a
// Snapshot against the college as it is and answers with Changes, which the store applies in one transaction. Nothing
// here touches a database. app/imports drives it.
package roster

import (
	"slices"
	"time"

	"zvonok/model"
)

// Format names a known format of rosters, as `zvonok import --json` prints it.
type Format string

// The known formats.
const (
	WorkbookXLSX Format = "workbook-xlsx"
	WorkbookCSV  Format = "workbook-csv"
	OneRoster11  Format = "oneroster-1.1"
	OneRoster12  Format = "oneroster-1.2"
	SDSv1        Format = "sds-v1"
	SDSv21       Format = "sds-v2.1"
)

// Key is a record's stable identity within one source system: «student:13001». Two snapshots of one
// source give one record one key, whatever else changed in it. Without a code a person's key is made
// of the name and the group.
type Key string

// Section names a part of a roster that a source may hold or leave out.
type Section string

// The sections of a roster.
const (
	Groups    Section = "groups"
	Students  Section = "students"
	Parents   Section = "parents"
	Staff     Section = "staff"
	Teachings Section = "teachings"
	Learners  Section = "learners"
)

// Snapshot is a roster as a source states it. Lists keep the source's order; every Key is unique
// within its section and every reference resolves within the snapshot.
type Snapshot struct {
	Format Format
	// Source is the namespace of the keys: «workbook», «oneroster», «sds». Rosters of different
	// sources never match by code.
	Source string
	// Today is the college's calendar date (00:00 UTC) on which the roster was read. Dates up to it have
	// come.
	Today time.Time
	// Given names the sections that the source holds. Other sections are not compared. Learners
	// is every membership in a class: its learners, its teachers, its group.
	Given map[Section]bool
	// Files says in which file each given section is, as Place.File does.
	Files map[Section]string
	// Lacks names the optional values that the source has no place for; the college keeps its own.
	Lacks Fields
	// Warnings are Russian sentences to show before the roster is applied. They hold nothing up.
	Warnings []string

	Groups    []Group
	Students  []Student
	Parents   []Parent
	Staff     []StaffMember
	Teachings []Teaching
}

// Fields is a set of optional values of records.
type Fields uint8

// The values that a source may have no place for.
const (
	FieldCurator Fields = 1 << iota
	FieldSpecialty
	FieldHours
)

// Has reports whether f includes all of want.
func (f Fields) Has(want Fields) bool { return f&want == want }

// Group is a study group.
type Group struct {
	Key       Key
	Name      string
	Year      int // 1…4 (course), 0 when unknown
	Specialty string
	Curator   Key // of a staff member; empty when there is none
	At        Place
}

// Student is a student with the enrolment that the source states.
type Student struct {
	Key   Key
	Code  string // the identifier in the source; empty when the person is known by name and group
	Name  model.Name
	Group Key // empty in a foreign roster without homerooms
	// From and To are calendar dates (00:00 UTC); zero when not stated. To is the first day on which the
	// student has left.
	From, To  time.Time
	Messenger model.MessengerID // 0 when not stated
	At        Place
}

// Parent is a parent or guardian with their children.
type Parent struct {
	Key       Key
	Code      string // see Student.Code
	Name      model.Name
	Children  []Child
	Messenger model.MessengerID
	At        Place
}

// HasChild reports whether the student is a child of p.
func (p *Parent) HasChild(student Key) bool {
	return slices.ContainsFunc(p.Children, func(c Child) bool { return c.Student == student })
}

// Child is one student of a parent.
type Child struct {
	Student  Key
	Relation string // «мать», «отец», «опекун» …; may be empty
}

// StaffMember is a member of staff.
type StaffMember struct {
	Key   Key
	Code  string // see Student.Code
	Name  model.Name
	Roles model.Roles
	// Stated are the roles that the source says something about; the others stay as
	// the college has them.
	Stated    model.Roles
	Messenger model.MessengerID
	At        Place
}

// Teaching says who teaches what, and who learns it.
type Teaching struct {
	Key        Key
	Group      Key // empty for a foreign section without a homeroom
	Subject    string
	Index      string
	Subgroup   string
	Hours      int
	WholeGroup bool // every student of Group learns it; Learners is then empty
	Teachers   []Key
	Learners   []Key
	At         Place
}

// Place is a place in the source. Row counts from 1 as a person sees it, the header
// included; 0 means the file as a whole. File is the file's base name, with the sheet's name for a
// workbook: «колледж.xlsx, лист «Студенты»».
type Place struct {
	File   string
	Row    int
	Column string
}

// Problem is something in a source that keeps it from being imported.
type Problem struct {
	Place
	Value   string // the wrong value as in the source, shortened to 80 characters
	Message string // Russian: what is wrong and what to do
	// Emptying says that nothing is wrong but that the file is empty or cut off, and would empty a list of the college.
	Emptying bool
}
