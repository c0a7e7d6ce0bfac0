package roster

import (
	"time"

	"zvonok/model"
)

// Ref names a record of the college: by its id or, when the import is about to make it, by a key of
// the source, which is unique among all new records of one Changes. The zero Ref names nothing.
type Ref struct {
	ID  int64
	Key Key
}

// IsNew reports whether the record is to be inserted.
func (r Ref) IsNew() bool { return r.ID == 0 && r.Key != "" }

// IsZero reports whether r names nothing.
func (r Ref) IsZero() bool { return r == Ref{} }

// Changes is what a roster would change in the college: Writes for the store, and for people the same
// by sections.
type Changes struct {
	Format Format
	Source string
	// Warnings are the snapshot's, to be shown before applying.
	Warnings []string

	Groups, Students, Parents, Staff, Teachings, Learners SectionChanges

	// Renamings are groups that seem to have another name now, in the order of the college.
	Renamings []Renaming

	// Doubts are records that may be somebody under another name, in ascending order of keys.
	Doubts []Doubt

	Writes Writes
}

// Renaming is a group that ends while all of its students, and nobody from elsewhere, go to one new group.
type Renaming struct {
	Old, New string
	Students int
}

// SectionChanges are the changes in one section, as the preview shows them.
type SectionChanges struct {
	Added     []Line
	Changed   []Line
	Removed   []Line // people who leave, groups that are disbanded, teachings and learners that end
	Unchanged int
	// Left counts those of Added who have left already, as the source itself says: students alone.
	Left int
}

// Line is one record in the preview.
type Line struct {
	Ref    Ref    // zero for a learner, who is a pair
	Title  string // «Каган Наталья Васильевна», «ДО-19-3», «ДО-19-3/История»
	Detail string // what tells namesakes apart: the group, the subject; may be empty
	Group  string // the groups it is about, of a parent the child's; empty for staff
	Fields []FieldChange
}

// FieldChange is a value before and after, in words: «Группа: ДО-19-1 → ДО-19-3».
type FieldChange struct {
	Field, Before, After string
	OfGroup              bool // Before and After are names of groups
}

// Writes are the rows to write, in an order in which every Ref is known when it is met: people,
// groups, enrolments, the order, guardianships, teachings, learners, keys. Each row holds every column as it will
// be; a messenger id that does not change is not to be written, since its person may have another by then.
//
// Messenger ids may move from one person to another within People: where they are unique, set all that change to none first.
type Writes struct {
	People     []PersonWrite
	Groups     []GroupWrite
	Enrolments []EnrolmentWrite
	// Order lets students leave who are no longer in the roster, and Withdrawn is what it does:
	// every one of them out of their groups on its day, and out of one that is to come on the day on which it begins.
	// Without Withdrawn there is no order.
	Order         model.Order
	Withdrawn     []model.Movement
	Guardianships []GuardianshipWrite // insert, or update the relation
	// GuardianshipsGone are to be deleted; Relation is what it was.
	GuardianshipsGone []Guardianship
	Teachings         []TeachingWrite
	Learners          []LearnerWrite
	// LearnersGone are to be deleted, before TeachingsGone; those of TeachingsGone are here too.
	LearnersGone []Learner
	// TeachingsGone are to be deleted, after the chats of theirs are marked as deleted.
	TeachingsGone []model.TeachingID
	// KeysGone are to be deleted before Keys are written.
	KeysGone []KeyRow
	// Keys are to be inserted, or pointed at another record when the key exists.
	Keys []KeyWrite
}

// PersonWrite is a person to insert (Ref.IsNew) or update.
type PersonWrite struct {
	Ref   Ref
	Name  model.Name
	Kind  model.Kind
	Roles model.Roles
	// Had and Messenger are the messenger id before and after.
	Had, Messenger model.MessengerID
	Active         bool
}

// NewMessenger reports whether the person gets a messenger id, another one, or loses theirs.
func (w PersonWrite) NewMessenger() bool { return w.Had != w.Messenger }

// ProfilesStand reports whether the messenger ids can still be written as they were compared: people link profiles at any time.
// now holds the college's by now, proved who has proved theirs.
func (w Writes) ProfilesStand(now map[model.PersonID]model.MessengerID, proved map[model.PersonID]bool) bool {
	given, moves := map[model.MessengerID]bool{}, map[model.PersonID]bool{}
	for _, p := range w.People {
		if !p.NewMessenger() {
			continue
		}
		id := model.PersonID(p.Ref.ID) // 0 of a new one, who has none yet
		if now[id] != p.Had || proved[id] && p.Messenger != 0 {
			return false
		}
		given[p.Messenger], moves[id] = true, true
	}
	for id, profile := range now {
		if given[profile] && !moves[id] {
			return false
		}
	}
	return true
}

// GroupWrite is a group to insert or update; Curator is zero when there is none.
type GroupWrite struct {
	Ref       Ref
	Name      string
	Year      int
	Specialty string
	Curator   Ref
	Active    bool
}

// EnrolmentWrite is an enrolment to insert (ID is zero) or update.
type EnrolmentWrite struct {
	ID             int64
	Student, Group Ref
	From, To       time.Time
}

// GuardianshipWrite is a guardianship to insert or update.
type GuardianshipWrite struct {
	Parent, Student Ref
	Relation        string
}

// TeachingWrite is a teaching to insert or update. Teachers is the whole list; Group is zero when
// there is none.
type TeachingWrite struct {
	Ref                      Ref
	Group                    Ref
	Subject, Index, Subgroup string
	Hours                    int
	WholeGroup               bool
	Teachers                 []Ref
}

// LearnerWrite is a learner to insert.
type LearnerWrite struct {
	Teaching, Student Ref
}

// KeyWrite is a key to record.
type KeyWrite struct {
	Section Section
	Key     Key
	Ref     Ref
}

// Empty reports whether there is nothing to write.
func (w Writes) Empty() bool {
	return len(w.People) == 0 && len(w.Groups) == 0 && len(w.Enrolments) == 0 &&
		len(w.Withdrawn) == 0 && len(w.Guardianships) == 0 && len(w.GuardianshipsGone) == 0 && len(w.Teachings) == 0 &&
		len(w.Learners) == 0 && len(w.LearnersGone) == 0 && len(w.TeachingsGone) == 0 &&
		len(w.KeysGone) == 0 && len(w.Keys) == 0
}

// Section is the part of c for a section.
func (c *Changes) Section(s Section) *SectionChanges {
	switch s {
	case Groups:
		return &c.Groups
	case Students:
		return &c.Students
	case Parents:
		return &c.Parents
	case Staff:
		return &c.Staff
	case Teachings:
		return &c.Teachings
	default:
		return &c.Learners
	}
}

// Count is how many records of a section an import changes.
type Count struct {
	Added     int `json:"added"`
	Changed   int `json:"changed"`
	Removed   int `json:"removed"`
	Unchanged int `json:"unchanged"`
}

// Counts are the counts of every section, as `zvonok import --json` prints them.
type Counts struct {
	Students  Count `json:"students"`
	Parents   Count `json:"parents"`
	Staff     Count `json:"staff"`
	Groups    Count `json:"groups"`
	Teachings Count `json:"teachings"`
	Learners  Count `json:"learners"`
}

// Counts counts the changes.
func (c Changes) Counts() Counts {
	return Counts{
		Students: c.Students.count(), Parents: c.Parents.count(), Staff: c.Staff.count(),
		Groups: c.Groups.count(), Teachings: c.Teachings.count(), Learners: c.Learners.count(),
	}
}

// Withdrawal is the order that lets students leave who are no longer in the roster, and how many leave; with none there
// is no order.
func (c Changes) Withdrawal() (order model.Order, students int) {
	return c.Writes.Order, len(c.Students.Removed)
}

func (s SectionChanges) count() Count {
	return Count{len(s.Added), len(s.Changed), len(s.Removed), s.Unchanged}
}
