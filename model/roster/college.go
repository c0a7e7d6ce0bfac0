package roster

import (
	"time"

	"zvonok/model"
)

// College is the college as it is, with just what Compare needs. The store
// loads it with one plain SELECT a list; the order of the rows does not matter.
type College struct {
	// People holds everybody, those who left included.
	People []model.Person
	// Groups holds every group, the disbanded ones included.
	Groups []CollegeGroup
	// Teachings holds every teaching with its Teachers in ascending order.
	Teachings []model.Teaching
	// Learners lists those who learn in teachings that are not for the whole group.
	Learners      []Learner
	Guardianships []Guardianship
	Enrolments    []Enrolment
	// OnLeave are the students on academic leave by an order: in no group, but of the college.
	OnLeave map[model.PersonID]bool
	// SigningIn are the administrators who can sign in, by their own account.
	SigningIn []model.PersonID
	// Proved are those who have proved that their profile is theirs, by signing in.
	Proved map[model.PersonID]bool
	// Keys says under which keys the sources know the records.
	Keys []KeyRow
}

// CollegeGroup is a group, with whether it is in force.
type CollegeGroup struct {
	model.Group
	Active bool // false once it was disbanded; such groups are kept for the history
	// Disbanded: an order did it, which no roster takes back.
	Disbanded bool
}

// Learner is a student in a teaching.
type Learner struct {
	Teaching model.TeachingID
	Student  model.PersonID
}

// Guardianship is a parent of a student; there is at most one for the two of them.
type Guardianship struct {
	Parent, Student model.PersonID
	Relation        string // «мать», «опекун» …; may be empty
}

// Enrolment is a student's time in a group. From and To are calendar dates (00:00 UTC); a zero From is
// unknown, a zero To has not come. To is the first day after their last one.
type Enrolment struct {
	ID       int64
	Student  model.PersonID
	Group    model.GroupID
	From, To time.Time
	// Opened and Closed: From and To come from orders.
	Opened, Closed bool
}

// KeyRow says that a source knows a record by a key. Section is one of Groups, Students, Parents, Staff
// and Teachings, and says which table ID belongs to: a person may be in several sections.
type KeyRow struct {
	Source  string
	Section Section
	Key     Key
	ID      int64
}
