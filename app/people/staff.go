package people

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// rosterRoles are the roles that belong to the roster; the others are granted in «Права доступа».
const rosterRoles = model.RoleCurator | model.RoleTeacher

// AddStaff makes somebody a member of staff: a new person, or one who is known. A new one of a name that the staff or
// the parents have already must be confirmed.
func (s *People) AddStaff(ctx context.Context, n model.NewStaff) (id model.PersonID, err error) {
	store.Answers(ctx, &id)
	if n.Known == 0 {
		if n.Name, err = model.CleanName(n.Name); err != nil {
			return 0, err
		}
	}
	n.Roles &= rosterRoles
	err = s.college.EditRoster(ctx, func(e *college.Edit) error {
		p, err := newMember(e, n)
		if err != nil {
			return err
		}
		id = p.ID
		return e.Note("Добавление сотрудника", p.Name.String(), "роли: "+college.Change("", model.RoleWords(n.Roles)))
	})
	return id, err
}

// newMember is the person of a NewStaff, who is a member of staff afterwards.
func newMember(e *college.Edit, n model.NewStaff) (model.Person, error) {
	if n.Known == 0 {
		named, err := e.PeopleNamed(n.Name, model.Staff|model.Parent)
		if err != nil {
			return model.Person{}, err
		}
		if err := n.CheckKnown(named); err != nil {
			return model.Person{}, err
		}
		p := model.Person{Name: n.Name, Kind: model.Staff, Roles: n.Roles, Active: true}
		p.ID, err = e.InsertPerson(p)
		return p, err
	}
	p, err := e.Of(n.Known, 0)
	if err != nil {
		return p, err
	}
	if p.Kind.Has(model.Staff) {
		return p, fmt.Errorf("%s уже сотрудник: роли меняют в его карточке", p.Name)
	}
	p.Kind |= model.Staff
	p.Roles |= n.Roles
	return p, e.UpdatePerson(p)
}

const editedRoles = "Изменение ролей"

// SetRoles gives a member of staff the roles RoleCurator and RoleTeacher, or takes them, when somebody has seen them as
// they were; the rights of «Права доступа» stay as they are. If the roles have changed since, nothing is changed and the
// error is a *model.Conflict.
func (s *People) SetRoles(ctx context.Context, id model.PersonID, seen, roles model.Roles) error {
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		p, err := e.Of(id, model.Staff)
		if err != nil {
			return err
		}
		before := p.Roles
		if seen, now := seen&rosterRoles, before&rosterRoles; seen != now {
			return s.college.Conflict(e.Tx, model.Conflict{Thing: "роли: " + p.Name.String(),
				What: college.Change(model.RoleWords(seen), model.RoleWords(now)), Mine: college.Change(model.RoleWords(now), model.RoleWords(roles))},
				now, editedRoles, p.Name.String())
		}
		if p.Roles = before&^rosterRoles | roles&rosterRoles; p.Roles == before {
			return nil
		}
		if err := e.UpdatePerson(p); err != nil {
			return err
		}
		return e.Note(editedRoles, p.Name.String(), college.Change(model.RoleWords(before), model.RoleWords(p.Roles)))
	})
}

// LeaveStaff marks members of staff as having left the college. Their groups stay without a curator and
// their subjects without them; the last administrator cannot leave.
func (s *People) LeaveStaff(ctx context.Context, people []model.PersonID) error {
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		if err := keepsAdmin(e, people); err != nil {
			return err
		}
		return e.Each(people, model.Staff, func(p model.Person) error {
			groups, err := e.Curated(p.ID)
			if err != nil {
				return err
			}
			if err := errors.Join(e.DropCurator(p.ID), e.DropTeacher(p.ID)); err != nil {
				return err
			}
			if err := takeKind(e, p, model.Staff); err != nil {
				return err
			}
			details := "роли: " + college.Change(model.RoleWords(p.Roles), "выбыл")
			if len(groups) > 0 {
				names := model.Each(groups, func(g model.GroupChoice) string { return g.Name })
				details += "; без куратора: " + strings.Join(names, ", ")
			}
			return e.NoteEach(college.Staff, "Выбытие сотрудника", p.Name.String(), details)
		})
	})
}

// ReturnStaff brings back members of staff who had left; they get no roles and rights back.
func (s *People) ReturnStaff(ctx context.Context, people []model.PersonID) error {
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		return bringBack(e, people, model.Staff, func(p model.Person) error {
			return e.NoteEach(college.Staff, "Возвращение сотрудника", p.Name.String(), "")
		})
	})
}

// keepsAdmin refuses to let the last administrators go.
func keepsAdmin(e *college.Edit, going []model.PersonID) error {
	admins, err := e.Admins()
	if err != nil {
		return err
	}
	return model.CheckAdminsLeft(admins, going)
}
