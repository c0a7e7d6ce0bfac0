package model

import (
	"strings"
	"time"
)

// PeopleFilter narrows a list of «Пользователи»; zero fields do not narrow. Name matches any part of the
// full name, without regard to case and ё/е.
type PeopleFilter struct {
	Name  string
	Group GroupID // students of the group, parents of its students
	// Left asks for the students or the staff who have left the college, instead of the present ones.
	Left bool
}

// GroupRow is a row of «Учебные группы».
type GroupRow struct {
	Group
	CuratorName Name // empty when the group has no curator
	Students    int  // enrolled now or to be
	Teachings   int
}

// StudentRow is a student in a list. A student who is enrolled in no group has no Group.
type StudentRow struct {
	Person    PersonID
	Name      Name
	Group     GroupID
	GroupName string
	// From is the calendar day of the enrolment (00:00 UTC), zero when unknown; it may be yet to come.
	From   time.Time
	Linked bool // a profile of the messenger is linked
	// Parents counts the parents; -1 for an actor who may not see them.
	Parents int
	// Left: has left the college; GroupName is then the last group.
	Left bool
	// OnLeave: in no group by an order, «в академическом отпуске».
	OnLeave bool
}

// Relative is somebody's child or parent.
type Relative struct {
	Person   PersonID
	Name     Name
	Relation string // «мать», «опекун» …; may be empty
	Group    string // the child's group; empty for parents
	Linked   bool
}

// ParentRow is a row of «Родители».
type ParentRow struct {
	Person   PersonID
	Name     Name
	Children []Relative // by name
	Linked   bool
}

// StaffRow is a row of «Сотрудники».
type StaffRow struct {
	Person  PersonID
	Name    Name
	Roles   Roles // as granted; see Duties
	Curates []string
	Teaches int // how many subjects of groups
	Linked  bool
	Left    bool // has left the college
}

// Duties are the roles that the person holds, those that follow from a group or a subject included.
func (r StaffRow) Duties() Roles {
	roles := r.Roles
	if len(r.Curates) > 0 {
		roles |= RoleCurator
	}
	if r.Teaches > 0 {
		roles |= RoleTeacher
	}
	return roles
}

// TeachingRow is a line of «Дисциплины и подгруппы».
type TeachingRow struct {
	Teaching
	GroupName    string
	TeacherNames []Name // in the order of Teachers
	// Learners are those who learn one by one, ascending; empty for the whole group. LearnerCount counts
	// the learners either way.
	Learners     []PersonID
	LearnerCount int
}

// Title is the subject as people call it: «Английский язык (ОГСЭ), подгруппа 1».
func (t TeachingRow) Title() string {
	title := t.Subject
	if t.Index != "" {
		title += " (" + t.Index + ")"
	}
	if t.Subgroup != "" {
		title += ", подгруппа " + t.Subgroup
	}
	return title
}

// GroupCard is a group as its card shows it: students by name, teachings by subject.
type GroupCard struct {
	Group
	CuratorName Name
	Students    []StudentRow
	Teachings   []TeachingRow
	Access      PeopleAccess
}

// PersonChat is a chat that a person belongs to.
type PersonChat struct {
	Chat     ChatID
	Title    string
	Type     ChatType
	Admin    bool
	Presence Presence
}

// Enrolled is a student's time in a group. From and Until are calendar days (00:00 UTC); a zero From is
// unknown, a zero Until has not come. Until is the first day after their last one.
type Enrolled struct {
	Group       GroupID
	GroupName   string
	From, Until time.Time
	Now         bool // in force today
}

// PersonCard is a person as the card shows them.
type PersonCard struct {
	Person
	Groups    []Enrolled   // latest first
	Steps     []PersonStep // latest first
	Children  []Relative
	Parents   []Relative // empty for an actor who may not see them
	Curates   []GroupChoice
	Teachings []TeachingRow // led by the person, or learned
	Chats     []PersonChat
	// OnLeave: in no group by an order, «в академическом отпуске».
	OnLeave bool
	// Login is the person's account; empty when there is none or the actor may not see it.
	Login  string
	Access PeopleAccess
}

// RelationChoices are the relations that «Добавить родителя» offers; another may be written.
var RelationChoices = []string{"мать", "отец", "опекун", "попечитель", "бабушка", "дедушка", "иное"}

// RoleWords are the roles in words, as a list: «Администратор ПОО, куратор».
func RoleWords(r Roles) string {
	var words []string
	for _, role := range []struct {
		role Roles
		word string
	}{
		{RoleAdmin, "Администратор ПОО"}, {RoleCurator, "куратор"}, {RoleTeacher, "преподаватель-предметник"},
		{RightManageChats, "Управление чатами"},
	} {
		if r.Has(role.role) {
			words = append(words, role.word)
		}
	}
	return strings.Join(words, ", ")
}

// KindWords are the kinds in words: «студент, родитель».
func KindWords(k Kind) string {
	var words []string
	for _, kind := range []struct {
		kind Kind
		word string
	}{{Student, "студент"}, {Parent, "родитель"}, {Staff, "сотрудник"}} {
		if k.Has(kind.kind) {
			words = append(words, kind.word)
		}
	}
	return strings.Join(words, ", ")
}
