package model

import "time"

// LessonFileKind says what a file of lessons holds.
type LessonFileKind uint8

// The kinds of files of lessons.
const (
	FilePlan      LessonFileKind = iota + 1 // КТП
	FileTimetable                           // расписание
)

// TopicLine is a topic of a plan that was read and resolved.
type TopicLine struct {
	Teaching TeachingID
	Number   int
	Title    string
	Hours    int
	Kind     LessonKind // zero when the file names none
}

// TimetableLine is a lesson of a timetable that was read and resolved.
type TimetableLine struct {
	Teaching     TeachingID
	Date         time.Time // calendar day, 00:00 UTC
	Begins, Ends int       // minutes since midnight by the college's clock
	Kind         LessonKind
	Title        string // may be empty
	Room         string // may be empty
}

// LessonsPreview says what a file of lessons would change. With Problems nothing is imported.
type LessonsPreview struct {
	Kind LessonFileKind
	// Fingerprint says which preview is being applied.
	Fingerprint string
	Problems    []ImportProblem
	Warnings    []string        // Russian, of the files as a whole
	Subjects    []LessonsChange // by group and subject
	Added       int
	Changed     int
	Removed     int
	Kept        int // absent from the file, and kept because they are in use
}

// LessonsChange counts what a file changes in one subject.
type LessonsChange struct {
	Group, Subject                string
	Added, Changed, Removed, Kept int
}
