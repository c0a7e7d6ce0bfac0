// Package demo makes the demonstration college: the groups, people and subjects that the manual's
// pictures show, filled up to a believable college of any size. It is made by code from the lists in
// assets/demo and is the same every time.
package demo

import (
	"math/rand/v2"
	"time"

	"zvonok/model"
	"zvonok/model/roster"
)

// DefaultGroups is how many groups the demonstration has unless told otherwise.
const DefaultGroups = 24

// schoolYear is the calendar year in which the demonstration's school year began, as in the manual's
// pictures of the journal.
const schoolYear = 2023

// today is the date of the manual's lesson (Рисунок 448).
var today = time.Date(schoolYear, time.October, 20, 0, 0, 0, 0, time.UTC)

// Account is somebody's account in the messenger.
type Account struct {
	// Key is the person's key in the snapshot; the teacher's for a teacher who is also a parent.
	Key       roster.Key
	Name      model.Name
	Messenger model.MessengerID
	Phone     string // «+70000001001», in a code that no operator has
	// NobodyAdds means that the person lets nobody add or write to them; they can still open a link.
	NobodyAdds bool
}

// College is a college of so many groups, DefaultGroups being the usual number, and the accounts of
// those of its people who have one. The snapshot is a complete roster by codes, as our workbook states it,
// with the messenger's numbers set; Today is a day of the autumn term of 2023.
func College(groups int) (roster.Snapshot, []Account) {
	b := &builder{
		rng:    rand.New(rand.NewPCG(29, 2)),
		names:  readNames(),
		groups: planGroups(groups),
		staff:  make(map[string]*staffMember),
	}
	b.hireNamed()
	b.admitStudents()
	b.planTeachings()
	b.hireTeachers()
	b.appointCurators()
	b.assignTeachers()
	return b.snapshot()
}

// builder holds the college while it is being made.
type builder struct {
	rng       *rand.Rand
	names     names
	groups    []*group
	people    []*staffMember          // the staff in the order of their codes
	staff     map[string]*staffMember // the same by full name, which is unique among staff
	teachings []*teaching
}

// percent reports true in so many cases of a hundred.
func (b *builder) percent(share int) bool { return b.rng.IntN(100) < share }
