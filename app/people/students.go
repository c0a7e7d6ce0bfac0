package people

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// takeKind takes a kind from a person. If that was their only kind, they have left the college.
func takeKind(e *college.Edit, p model.Person, kind model.Kind) error {
	if kind.Has(model.Staff) {
		p.Roles = 0
	}
	if rest := p.Kind &^ kind; rest != 0 {
		p.Kind = rest
	} else {
		p.Active = false
	}
	return e.UpdatePerson(p)
}

const renamed = "Изменение ФИО"

// RenamePerson changes the full name of a person that somebody has seen. If it has changed since, nothing is changed and
// the error is a *model.Conflict.
func (s *People) RenamePerson(ctx context.Context, id model.PersonID, seen, name model.Name) error {
	name, err := model.CleanName(name)
	if err != nil {
		return err
	}
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		p, err := e.Of(id, 0)
		if err != nil || p.Name == name {
			return err
		}
		if p.Name != seen {
			return s.college.Conflict(e.Tx, model.Conflict{Thing: "ФИО", What: college.Change(seen.String(), p.Name.String()),
				Theirs: p.Name.String(), Yours: name.String()}, p.Name, renamed, p.Name.String())
		}
		p.Name = name
		if err := e.UpdatePerson(p); err != nil {
			return err
		}
		return e.Note(renamed, name.String(), college.Change(seen.String(), name.String()))
	})
}

// AddStudent adds a student to a group from today on. A name that the group has already must be confirmed.
func (s *People) AddStudent(ctx context.Context, group model.GroupID, n model.NewPerson) (id model.PersonID, err error) {
	store.Answers(ctx, &id)
	if n.Name, err = model.CleanName(n.Name); err != nil {
		return 0, err
	}
	err = s.college.EditRoster(ctx, func(e *college.Edit) error {
		g, err := e.Group(group)
		if err != nil {
			return err
		}
		names, _, err := e.PlacedIn(group, e.Today)
		if err != nil {
			return err
		}
		if err := n.CheckNamesake(names, "в группе "+g.Name); err != nil {
			return err
		}
		if id, err = e.InsertPerson(model.Person{Name: n.Name, Kind: model.Student, Active: true}); err != nil {
			return err
		}
		if err := e.Enrol(id, group, e.Today); err != nil {
			return err
		}
		return e.Note("Добавление студента", n.Name.String(), "группа: "+college.Change("", g.Name))
	})
	return id, err
}

// MoveStudents enrols students in a group from today on; they leave the groups where they were.
func (s *People) MoveStudents(ctx context.Context, students []model.PersonID, group model.GroupID) error {
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		g, err := e.Group(group)
		if err != nil {
			return err
		}
		return e.Each(students, model.Student, func(p model.Person) error {
			before, already, err := groupNamesOf(e, p.ID, group)
			if err != nil || already {
				return err
			}
			if err := errors.Join(e.EndEnrolments(p.ID, e.Today), e.Enrol(p.ID, group, e.Today)); err != nil {
				return err
			}
			return e.NoteEach(college.Students, "Перевод студента", p.Name.String(), "группа: "+college.Change(before, g.Name))
		})
	})
}

// groupNamesOf names the groups in which a student is or will be, and says whether they are the one given.
func groupNamesOf(e *college.Edit, id model.PersonID, group model.GroupID) (names string, already bool, err error) {
	enrolled, err := e.Enrolled(id)
	var open []string
	for _, g := range enrolled {
		if g.Until.IsZero() || g.Until.Format(time.DateOnly) > e.Today {
			open = append(open, g.GroupName)
			already = g.Group == group
		}
	}
	return strings.Join(open, ", "), already && len(open) == 1, err
}

// LeaveStudents marks students as having left the college today (выбыли).
func (s *People) LeaveStudents(ctx context.Context, students []model.PersonID) error {
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		return e.Each(students, model.Student, func(p model.Person) error {
			before, _, err := groupNamesOf(e, p.ID, 0)
			if err != nil {
				return err
			}
			if err := e.EndEnrolments(p.ID, e.Today); err != nil {
				return err
			}
			if err := takeKind(e, p, model.Student); err != nil {
				return err
			}
			return e.NoteEach(college.Students, "Выбытие студента", p.Name.String(), "группа: "+college.Change(before, "выбыл"))
		})
	})
}

// ReturnStudents brings students who had left back into a group from today on.
func (s *People) ReturnStudents(ctx context.Context, students []model.PersonID, group model.GroupID) error {
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		g, err := e.Group(group)
		if err != nil {
			return err
		}
		return bringBack(e, students, model.Student, func(p model.Person) error {
			if err := e.Enrol(p.ID, group, e.Today); err != nil {
				return err
			}
			return e.NoteEach(college.Students, "Возвращение студента", p.Name.String(), "группа: "+college.Change("выбыл", g.Name))
		})
	})
}

// bringBack makes people who left the college members of it again, and lets then do what follows.
func bringBack(e *college.Edit, people []model.PersonID, kind model.Kind, then func(model.Person) error) error {
	if err := model.CheckChosen(people); err != nil {
		return err
	}
	for _, id := range people {
		p, err := e.Person(id)
		if err != nil {
			return err
		}
		if p.Active || !p.Kind.Has(kind) {
			return fmt.Errorf("%s уже числится в колледже", p.Name)
		}
		p.Active, p.Kind = true, kind
		if err := e.UpdatePerson(p); err != nil {
			return err
		}
		if err := then(p); err != nil {
			return err
		}
	}
	return nil
}
