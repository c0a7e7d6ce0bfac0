package model

import (
	"encoding/json"
	"time"
)

// JournalAccess is what an actor may do with a subject's journal.
type JournalAccess struct {
	See    bool
	Edit   bool // lessons, marks, absences, tasks
	Remote bool // makes lessons remote, opens them as the teacher, ends and deletes them
}

// AccessToJournal is the table of rights of 29.3: only the subject's own teacher works in its journal; the
// administrator and the group's curator read it.
func (a Actor) AccessToJournal(t Teaching) JournalAccess {
	if !a.Kind.Has(Staff) {
		return JournalAccess{}
	}
	leads := a.Leads(t.ID)
	return JournalAccess{See: leads || a.Roles.Has(RoleAdmin) || a.Curates(t.Group), Edit: leads, Remote: leads}
}

// LessonsAccess is what an actor sees of «Занятия».
type LessonsAccess struct {
	See     bool // the section is open
	Teaches bool // has lessons of own subjects: «Сегодня»
	Journal bool // «Журнал успеваемости»
	Learns  bool // a student's lists of lessons
	Import  bool // loads plans; the administrator timetables too
	All     bool // every journal of the college
}

// LessonsAccess is the table of rights of «Занятия».
func (a Actor) LessonsAccess() LessonsAccess {
	staff := a.Kind.Has(Staff)
	admin := staff && a.Roles.Has(RoleAdmin)
	teaches := staff && len(a.Teachings) > 0
	access := LessonsAccess{
		Teaches: teaches, Journal: admin || teaches || staff && len(a.Groups) > 0,
		Learns: a.Kind.Has(Student), Import: admin || teaches, All: admin,
	}
	access.See = access.Journal || access.Learns
	return access
}

// CourseGroups are the groups of a course on «Журнал успеваемости» (Рисунок 446), the actor's first, then
// by name. Year is 0 for groups without a course.
type CourseGroups struct {
	Year   int
	Groups []JournalGroup
}

// JournalGroup is a group whose journal can be opened.
type JournalGroup struct {
	ID   GroupID // zero gathers the sections that belong to no group
	Name string
	Own  bool // the actor curates it or teaches in it
}

// JournalQuery asks for a page of a journal; a zero Teaching is the first that is the actor's own, a zero
// Term the present one. With a Teaching, Group may be left out.
type JournalQuery struct {
	Group    GroupID
	Teaching TeachingID
	Term     Term
}

// JournalPage is a subject's journal for a term (Рисунок 447).
type JournalPage struct {
	Group     Group
	Teaching  TeachingRow   // zero when the group has no subject that the actor may see
	Teachings []TeachingRow // those of the group whose journals the actor may see, by title
	Term      Term
	Terms     []Term // earliest first
	Today     time.Time
	Students  []JournalStudent // by name
	Lessons   []JournalLesson  // by date and time
	Cells     Cells            // those that are not empty
	Plan      []Topic          // by number
	FactHours int              // academic hours of the term's lessons up to today
	PlanHours int              // of the subject as the roster plans it
	Access    JournalAccess
	Chat      string // the title of the subject's chat as it is now; empty where it has none
}

// CellKey is a place in the journal.
type CellKey struct {
	Lesson LessonID
	Person PersonID
}

// Cells are the marks and absences by their places in the journal.
type Cells map[CellKey]Cell

// placed is a cell with its place.
type placed struct {
	CellKey
	Cell
}

// MarshalJSON writes the cells as a list, for a place is no key of JSON.
func (c Cells) MarshalJSON() ([]byte, error) {
	list := make([]placed, 0, len(c))
	for key, cell := range c {
		list = append(list, placed{key, cell})
	}
	return json.Marshal(list)
}

// UnmarshalJSON is the opposite of MarshalJSON.
func (c *Cells) UnmarshalJSON(text []byte) error {
	var list []placed
	err := json.Unmarshal(text, &list)
	*c = make(Cells, len(list))
	for _, p := range list {
		(*c)[p.CellKey] = p.Cell
	}
	return err
}

// JournalStudent is a row of the journal.
type JournalStudent struct {
	Person PersonID
	Name   Name
	// Left: no longer learns the subject, and is shown because of their marks.
	Left bool
}

// JournalLesson is a column of the journal.
type JournalLesson struct {
	Lesson
	Tasks  []Task
	Remote *RemoteLesson  // nil for a lesson that is not remote
	Stream []StreamLesson // the others that share its call; of the journal's own teacher alone
}

// CellEdit sets a student's absence and mark of a lesson; the marks of its tasks stay.
type CellEdit struct {
	CellKey
	Absence Absence
	Mark    Mark
	Seen    CellEntry // what stood there when it was entered
}

// Entry is the entry that the edit makes.
func (e CellEdit) Entry() CellEntry { return CellEntry{e.Absence, e.Mark} }

// LessonLine is a lesson in a list of a day. Begins and Ends of a remote lesson are those of its call.
type LessonLine struct {
	Lesson
	Subject   string // with the index and the subgroup
	GroupName string
	Teachers  []Name
	Remote    *RemoteLesson  // nil for a lesson that is not remote
	Stream    []StreamLesson // the others that share its call, where that is known
	Mine      bool           // the actor leads it; otherwise learns it
}

// From and Until are when the lesson takes place, UTC: of its call or of the timetable; zero when unknown.
func (l LessonLine) From() time.Time {
	if l.Remote != nil {
		return l.Remote.Begins
	}
	return l.Begins
}

// Until is the end that belongs to From.
func (l LessonLine) Until() time.Time {
	if l.Remote != nil {
		return l.Remote.Ends
	}
	return l.Ends
}

// NoticeKind says what a Notice tells.
type NoticeKind uint8

// The notices.
const (
	NoticeSoon  NoticeKind = iota + 1 // a remote lesson of one's own begins in NoticeAhead
	NoticeEnded                       // a remote lesson that one joined is over: CallEnded
)

// NoticeAhead is how long before a remote lesson people are reminded of it.
const NoticeAhead = 5 * time.Minute

// Notice tells the person at work something of a remote lesson at its time.
type Notice struct {
	Kind   NoticeKind
	Lesson LessonLine
}

// SectionsName gathers, in «Журнал успеваемости», the subjects of foreign rosters that belong to no group.
const SectionsName = "Без группы"
