package app

import (
	"context"

	"zvonok/model"
)

// People is the contract of «Пользователи»: groups, students, parents, staff and subjects. The context says who acts, and every method
// checks their rights. Errors are in Russian, ready to be shown.
type People interface {
	// AddGroup adds a group.
	AddGroup(ctx context.Context, edit model.GroupEdit) (id model.GroupID, err error)
	// EditGroup changes the name, course, specialty and curator of a group that somebody has seen as it was.
	EditGroup(ctx context.Context, seen model.Group, edit model.GroupEdit) error
	// SetCurator makes a member of staff the curator of a group that somebody has seen as it was, or, when it is
	// nobody, leaves it without one.
	SetCurator(ctx context.Context, seen model.Group, curator model.PersonID) error
	// DisbandGroups ends groups without students, with their subjects.
	DisbandGroups(ctx context.Context, ids []model.GroupID) error
	// AddParent makes somebody a student's parent: a new person, or one who is known.
	AddParent(ctx context.Context, n model.NewParent) (id model.PersonID, err error)
	// RemoveParent ends that a person is a student's parent. A person who has no other child in the college and is
	// nothing else leaves it.
	RemoveParent(ctx context.Context, parent model.PersonID, student model.PersonID) error
	// LeaveParents marks parents as having left the college, even if their children are still there.
	LeaveParents(ctx context.Context, parents []model.PersonID) error
	// PeopleAccess is what the session's person may see and do in «Пользователи», as the roster has it now.
	PeopleAccess(ctx context.Context) (access model.PeopleAccess, err error)
	// Groups are the rows of «Учебные группы» that the actor may see, in ascending order of ID.
	Groups(ctx context.Context) (groups []model.GroupRow, err error)
	// Students are the rows of «Студенты» that the actor may see, by name. Students who left are shown only to those who may
	// bring them back.
	Students(ctx context.Context, f model.PeopleFilter) (students []model.StudentRow, err error)
	// Parents are the rows of «Родители» that the actor may see, by name.
	Parents(ctx context.Context, f model.PeopleFilter) (parents []model.ParentRow, err error)
	// StaffMembers are the rows of «Сотрудники», by name, for those who may see everybody. Staff who left are shown only to
	// those who may bring them back.
	StaffMembers(ctx context.Context, f model.PeopleFilter) (staff []model.StaffRow, err error)
	// Group is a group's card.
	Group(ctx context.Context, id model.GroupID) (card model.GroupCard, err error)
	// Find searches the people, groups and chats that the actor's lists show, and refuses actors without any of these
	// lists. It gives the best answers, at most model.MostFound, and how many more there are; a blank text finds nothing.
	Find(ctx context.Context, text string) (found []model.Found, more int, err error)
	// PersonCard is a person's card with what the actor may see of it.
	PersonCard(ctx context.Context, id model.PersonID) (card model.PersonCard, err error)
	// AddStaff makes somebody a member of staff: a new person, or one who is known.
	AddStaff(ctx context.Context, n model.NewStaff) (id model.PersonID, err error)
	// SetRoles gives a member of staff the roles RoleCurator and RoleTeacher, or takes them, when somebody has seen
	// them as they were; the rights of «Права доступа» stay as they are.
	SetRoles(ctx context.Context, id model.PersonID, seen model.Roles, roles model.Roles) error
	// LeaveStaff marks members of staff as having left the college.
	LeaveStaff(ctx context.Context, people []model.PersonID) error
	// ReturnStaff brings back members of staff who had left; roles and rights are given again.
	ReturnStaff(ctx context.Context, people []model.PersonID) error
	// RenamePerson changes a full name, if it is still the one that was seen.
	RenamePerson(ctx context.Context, id model.PersonID, seen model.Name, name model.Name) error
	// AddStudent adds a student to a group from today on.
	AddStudent(ctx context.Context, group model.GroupID, n model.NewPerson) (id model.PersonID, err error)
	// MoveStudents enrols students in a group from today on; they leave the groups where they were.
	MoveStudents(ctx context.Context, students []model.PersonID, group model.GroupID) error
	// LeaveStudents marks students as having left the college today (выбыли).
	LeaveStudents(ctx context.Context, students []model.PersonID) error
	// ReturnStudents brings students who had left back into a group from today on.
	ReturnStudents(ctx context.Context, students []model.PersonID, group model.GroupID) error
	// AddTeaching adds a subject to a group: its teachers, and the whole group or chosen learners.
	AddTeaching(ctx context.Context, edit model.TeachingEdit) (id model.TeachingID, err error)
	// EditTeaching changes a subject, its teachers and learners, that somebody has seen as it was; the group stays.
	EditTeaching(ctx context.Context, seen model.TeachingRow, edit model.TeachingEdit) error
	// EndTeachings ends subjects; their chats are emptied by the agent, and «Инициализировать список» removes them.
	EndTeachings(ctx context.Context, ids []model.TeachingID) error
}
