package model

// GroupID identifies a study group (учебная группа). Zero means none.
type GroupID int64

// TeachingID identifies a teaching (нагрузка). Zero means none.
type TeachingID int64

// Group is a study group.
type Group struct {
	ID        GroupID
	Name      string // «ДО-19-3»
	Year      int    // курс, 1…MaxYear; 0 when unknown
	Specialty string // may be empty
	Curator   PersonID
}

// Teaching says that teachers lead a subject in a group, in a subgroup, or, in foreign rosters, in a
// section of no group.
type Teaching struct {
	ID       TeachingID
	Group    GroupID // zero for a section without a group
	Subject  string  // «Английский язык», or the title of a foreign section
	Index    string  // the curriculum's index, «ОГСЭ»; may be empty
	Subgroup string  // may be empty
	Hours    int     // planned academic hours, 0 when unknown
	// WholeGroup means that every student of the group learns the subject; otherwise the learners
	// are listed one by one.
	WholeGroup bool
	Teachers   []PersonID // in ascending order
}

// Roster is the college's people and their places as the policy needs them. Every list of people is
// in ascending order without repeats and holds only those who have not left (29.2.2: «зачисленные и
// не выбывшие»).
type Roster struct {
	Admins    []PersonID // holders of RoleAdmin
	Teachers  []PersonID // holders of RoleTeacher or of any teaching
	Curators  []PersonID // holders of RoleCurator or of any group
	Groups    []Group
	Teachings []Teaching
	Students  map[GroupID][]PersonID
	Parents   map[GroupID][]PersonID // parents of the group's students
	Learners  map[TeachingID][]PersonID
}
