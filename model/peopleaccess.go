package model

import (
	"errors"
	"slices"
)

// PeopleAccess is what an actor may see and do in «Пользователи».
type PeopleAccess struct {
	See       bool // the section is open
	Everybody bool // every group and person; otherwise those of the actor's groups and subjects
	Parents   bool // parents of everybody or of the actor's groups
	Edit      bool // changes the roster
	Rights    bool // «Права доступа»
}

// PeopleAccess is the table of rights of «Пользователи». The administrator sees and edits everything;
// the holder of «Управление чатами» sees everything; a curator sees their groups with the parents, a
// teacher the groups of their subjects without them; students, parents and other staff have no section.
func (a Actor) PeopleAccess() PeopleAccess {
	switch {
	case !a.Kind.Has(Staff):
		return PeopleAccess{}
	case a.Roles.Has(RoleAdmin):
		return PeopleAccess{See: true, Everybody: true, Parents: true, Edit: true, Rights: true}
	case a.Roles.Has(RightManageChats):
		return PeopleAccess{See: true, Everybody: true, Parents: true}
	}
	curates := a.Roles.Has(RoleCurator) || len(a.Groups) > 0
	return PeopleAccess{
		See:     curates || a.Roles.Has(RoleTeacher) || len(a.Teachings) > 0,
		Parents: curates,
	}
}

// SeesGroup reports whether the actor may open the group's card; teachings are those of the group.
func (a Actor) SeesGroup(g GroupID, teachings []TeachingID) bool {
	access := a.PeopleAccess()
	return access.Everybody || access.See && (a.Curates(g) || slices.ContainsFunc(teachings, a.Leads))
}

// SeesParents reports whether the actor may see the parents of the group's students.
func (a Actor) SeesParents(g GroupID) bool {
	access := a.PeopleAccess()
	return access.Everybody || access.See && a.Curates(g)
}

// PersonTies are the groups and subjects through which a person may be known to an actor.
type PersonTies struct {
	Groups    []GroupID    // in which the person learns
	Teachings []TeachingID // of those groups, or that the person learns
	Children  []GroupID    // in which the person's children learn
}

// AccessToPerson is what the actor may see of a person's card and do with it: staff see the people that
// their lists show, and themselves; parents are seen only by those who see the group's parents.
func (a Actor) AccessToPerson(id PersonID, ties PersonTies) PeopleAccess {
	access := a.PeopleAccess()
	if access.Everybody || !access.See {
		return access
	}
	access.See = id == a.Person || slices.ContainsFunc(ties.Groups, a.Curates) ||
		slices.ContainsFunc(ties.Children, a.Curates) || slices.ContainsFunc(ties.Teachings, a.Leads)
	access.Parents = id == a.Person || slices.ContainsFunc(ties.Groups, a.Curates)
	return access
}

// RightsRow is a member of staff in «Права доступа».
type RightsRow struct {
	Person PersonID
	Name   Name
	Roles  Roles
	Linked bool
}

// RightsEdit grants and takes back RoleAdmin and RightManageChats, several at once.
type RightsEdit struct {
	People      []PersonID
	Grant, Take Roles
	// LoseOwn confirms that the actor gives up their own right of an administrator.
	LoseOwn bool
}

// GrantedRights are the roles that «Права доступа» deals with; the others belong to the roster.
const GrantedRights = RoleAdmin | RightManageChats

// Errors of changes of rights.
var (
	ErrLastAdmin = errors.New("в колледже должен остаться хотя бы один администратор ПОО, который может войти: сначала назначьте другого и выдайте ему учётную запись")
	ErrOwnAdmin  = errors.New("вы снимаете права администратора ПОО с себя: подтвердите это отдельно")
	errNoRights  = errors.New("выберите, какое право дать или забрать")
)

// CheckRights says whether an edit of rights may be made by the actor in a college of these
// administrators. It does not ask whether the actor may edit rights at all.
func CheckRights(e RightsEdit, actor PersonID, admins []PersonID) error {
	if (e.Grant|e.Take)&^GrantedRights != 0 || e.Grant|e.Take == 0 || e.Grant&e.Take != 0 {
		return errNoRights
	}
	if len(e.People) == 0 {
		return ErrNobody
	}
	if !e.Take.Has(RoleAdmin) {
		return nil
	}
	if err := CheckAdminsLeft(admins, e.People); err != nil {
		return err
	}
	if actor != 0 && slices.Contains(e.People, actor) && slices.Contains(admins, actor) && !e.LoseOwn {
		return ErrOwnAdmin
	}
	return nil
}

// CheckAdminsLeft refuses to let all of the administrators go. A college that has none yet loses none.
func CheckAdminsLeft(admins, going []PersonID) error {
	for _, id := range admins {
		if !slices.Contains(going, id) {
			return nil
		}
	}
	if len(admins) == 0 {
		return nil
	}
	return ErrLastAdmin
}
