package people

import (
	"context"
	"errors"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// AddParent makes somebody a student's parent: a new person, or one who is known.
func (s *People) AddParent(ctx context.Context, n model.NewParent) (id model.PersonID, err error) {
	store.Answers(ctx, &id)
	if n.Relation, err = model.CleanRelation(n.Relation); err != nil {
		return 0, err
	}
	if n.Known == 0 {
		if n.Person.Name, err = model.CleanName(n.Person.Name); err != nil {
			return 0, err
		}
	}
	err = s.college.EditRoster(ctx, func(e *college.Edit) error {
		child, err := e.Of(n.Student, model.Student)
		if err != nil {
			return err
		}
		parent, err := newParent(e, n)
		if err != nil {
			return err
		}
		id = parent.ID
		if err := e.PutGuardianship(parent.ID, child.ID, n.Relation); err != nil {
			return err
		}
		return e.Note("Добавление родителя", parent.Name.String(), "студент: "+child.Name.String()+relationWords(n.Relation))
	})
	return id, err
}

func relationWords(relation string) string {
	if relation == "" {
		return ""
	}
	return ", " + relation
}

// newParent is the person of a NewParent, who is a parent afterwards.
func newParent(e *college.Edit, n model.NewParent) (model.Person, error) {
	if n.Known == 0 {
		named, err := e.PeopleNamed(n.Person.Name, model.Staff|model.Parent)
		if err != nil {
			return model.Person{}, err
		}
		if err := n.Person.CheckKnown(named); err != nil {
			return model.Person{}, err
		}
		p := model.Person{Name: n.Person.Name, Kind: model.Parent, Active: true}
		p.ID, err = e.InsertPerson(p)
		return p, err
	}
	if n.Known == n.Student {
		return model.Person{}, errors.New("студент не может быть родителем самому себе")
	}
	p, err := e.Of(n.Known, 0)
	if err != nil || p.Kind.Has(model.Parent) {
		return p, err
	}
	p.Kind |= model.Parent
	return p, e.UpdatePerson(p)
}

// RemoveParent ends that a person is a student's parent; a person who has no other child in the college and is nothing
// else leaves it.
func (s *People) RemoveParent(ctx context.Context, parent, student model.PersonID) error {
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		p, err := e.Of(parent, model.Parent)
		if err != nil {
			return err
		}
		child, err := e.Person(student)
		if err != nil {
			return err
		}
		if err := e.DropGuardianship(parent, student); err != nil {
			return err
		}
		left, err := e.Children(parent, e.Today)
		if err != nil {
			return err
		}
		if len(left) == 0 {
			if err := takeKind(e, p, model.Parent); err != nil {
				return err
			}
		}
		return e.Note("Удаление родителя", p.Name.String(), "студент: "+college.Change(child.Name.String(), ""))
	})
}

// LeaveParents marks parents as having left the college; it does not matter who their children are.
func (s *People) LeaveParents(ctx context.Context, parents []model.PersonID) error {
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		return e.Each(parents, model.Parent, func(p model.Person) error {
			if err := e.DropChildren(p.ID); err != nil {
				return err
			}
			if err := takeKind(e, p, model.Parent); err != nil {
				return err
			}
			return e.Note("Выбытие родителя", p.Name.String(), "")
		})
	})
}
