// Package people holds the use cases of «Пользователи»: groups, students, parents, staff, subjects. It keeps app.People
// over app/college. Areas know nothing of each other: app/areas puts them together, and app/desk has their tests.
package people

import (
	"context"
	"errors"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// People are the use cases of «Пользователи». The context says who acts.
type People struct{ college *college.College }

var _ app.People = (*People)(nil)

// New makes the use cases of a college.
func New(c *college.College) *People { return &People{c} }

// PeopleAccess is what the session's person may see and do in «Пользователи», as the roster has it now.
func (s *People) PeopleAccess(ctx context.Context) (access model.PeopleAccess, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Actor(tx)
		access = actor.PeopleAccess()
		return err
	})
	return access, err
}

// withPeople runs fn for an actor who may open «Пользователи».
func (s *People) withPeople(ctx context.Context, fn func(*store.Tx, model.Actor, store.PeopleScope) error) error {
	return s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Actor(tx)
		if err != nil {
			return err
		}
		access := actor.PeopleAccess()
		if !access.See {
			return app.ErrNoRight
		}
		today, err := s.college.Day(tx)
		if err != nil {
			return err
		}
		return fn(tx, actor, store.PeopleScope{Everybody: access.Everybody, Of: actor.Person, Today: today})
	})
}

// Groups are the rows of «Учебные группы» that the actor may see, in ascending order of ID.
func (s *People) Groups(ctx context.Context) (groups []model.GroupRow, err error) {
	err = s.withPeople(ctx, func(tx *store.Tx, _ model.Actor, scope store.PeopleScope) error {
		groups, err = tx.GroupRows(scope)
		return err
	})
	return groups, err
}

// Students are the rows of «Студенты» that the actor may see, by name. Students who left are shown only to those who may
// bring them back.
func (s *People) Students(ctx context.Context, f model.PeopleFilter) (students []model.StudentRow, err error) {
	err = s.withPeople(ctx, func(tx *store.Tx, actor model.Actor, scope store.PeopleScope) error {
		if f.Left && !actor.PeopleAccess().Edit {
			return app.ErrNoRight
		}
		students, err = tx.StudentRows(f, scope)
		hideParents(students, actor)
		return err
	})
	return students, err
}

// hideParents takes the number of parents from those whose parents the actor may not see.
func hideParents(students []model.StudentRow, actor model.Actor) {
	for i := range students {
		if !actor.SeesParents(students[i].Group) {
			students[i].Parents = -1
		}
	}
}

// Parents are the rows of «Родители» that the actor may see, by name.
func (s *People) Parents(ctx context.Context, f model.PeopleFilter) (parents []model.ParentRow, err error) {
	err = s.withPeople(ctx, func(tx *store.Tx, actor model.Actor, scope store.PeopleScope) error {
		if !actor.PeopleAccess().Parents {
			return app.ErrNoRight
		}
		parents, err = tx.ParentRows(f, scope)
		return err
	})
	return parents, err
}

// StaffMembers are the rows of «Сотрудники», by name; for those who may see everybody. Staff who left are shown only to
// those who may bring them back.
func (s *People) StaffMembers(ctx context.Context, f model.PeopleFilter) (staff []model.StaffRow, err error) {
	err = s.withPeople(ctx, func(tx *store.Tx, actor model.Actor, scope store.PeopleScope) error {
		if !scope.Everybody || f.Left && !actor.PeopleAccess().Edit {
			return app.ErrNoRight
		}
		staff, err = tx.StaffRows(f)
		return err
	})
	return staff, err
}

// Group is a group's card.
func (s *People) Group(ctx context.Context, id model.GroupID) (card model.GroupCard, err error) {
	err = s.withPeople(ctx, func(tx *store.Tx, actor model.Actor, scope store.PeopleScope) error {
		if card.Group, err = tx.Group(id); err != nil {
			return err
		}
		if card.Teachings, err = tx.TeachingRows(store.TeachingFilter{Group: id, Today: scope.Today}); err != nil {
			return err
		}
		led := model.Each(card.Teachings, func(t model.TeachingRow) model.TeachingID { return t.ID })
		if !actor.SeesGroup(id, led) {
			return app.ErrNoRight
		}
		card.Access = actor.PeopleAccess()
		card.Access.Parents = actor.SeesParents(id)
		if card.Curator != 0 {
			curator, err := tx.Person(card.Curator)
			if err != nil {
				return err
			}
			if curator.Active {
				card.CuratorName = curator.Name
			} else {
				card.Curator = 0
			}
		}
		scope.Everybody = true // who sees the group sees all of its students
		card.Students, err = tx.StudentRows(model.PeopleFilter{Group: id}, scope)
		hideParents(card.Students, actor)
		return err
	})
	return card, err
}

// PersonCard is a person's card with what the actor may see of it.
func (s *People) PersonCard(ctx context.Context, id model.PersonID) (card model.PersonCard, err error) {
	err = s.withPeople(ctx, func(tx *store.Tx, actor model.Actor, scope store.PeopleScope) error {
		if card.Person, err = tx.Person(id); err != nil {
			return err
		}
		ties, err := tx.Ties(id, scope.Today)
		if err != nil {
			return err
		}
		if card.Access = actor.AccessToPerson(id, ties); !card.Access.See {
			return app.ErrNoRight
		}
		for _, load := range []func(*store.Tx, *model.PersonCard, string) error{
			loadPlaces, loadSteps, loadFamily, loadSubjects, loadLogin,
		} {
			if err := load(tx, &card, scope.Today); err != nil {
				return err
			}
		}
		card.Chats, err = tx.PersonChats(id)
		return err
	})
	return card, err
}

func loadPlaces(tx *store.Tx, card *model.PersonCard, today string) (err error) {
	if card.Groups, err = tx.Enrolled(card.ID); err != nil {
		return err
	}
	for i := range card.Groups {
		g := &card.Groups[i]
		g.Now = g.From.Format(time.DateOnly) <= today && (g.Until.IsZero() || g.Until.Format(time.DateOnly) > today)
	}
	onLeave, err := tx.OnLeave(today)
	if err != nil {
		return err
	}
	card.OnLeave = onLeave[card.ID]
	card.Curates, err = tx.Curated(card.ID)
	return err
}

// loadSteps loads the history of a student. Only those who edit the roster see the orders behind it.
func loadSteps(tx *store.Tx, card *model.PersonCard, today string) error {
	movements, err := tx.Movements(card.ID)
	if err != nil {
		return err
	}
	names, err := tx.GroupNames()
	if err != nil {
		return err
	}
	orders := map[model.OrderID]model.Order{}
	for _, m := range movements {
		if m.Order == 0 {
			continue
		}
		o, err := tx.Order(m.Order)
		if err != nil {
			return err
		}
		if !card.Access.Edit {
			o = model.Order{Kind: o.Kind}
		}
		orders[m.Order] = o
	}
	day, err := time.Parse(time.DateOnly, today)
	if err != nil {
		return err
	}
	card.Steps = model.History(movements, day, func(g model.GroupID) string { return names[g] }, func(id model.OrderID) model.Order { return orders[id] })
	for i := range card.Steps {
		if !card.Access.Edit {
			card.Steps[i].Order = 0
		}
	}
	return nil
}

// loadLogin loads the login for those who make accounts.
func loadLogin(tx *store.Tx, card *model.PersonCard, _ string) error {
	if !card.Access.Edit {
		return nil
	}
	account, err := tx.AccountOf(card.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	card.Login = account.Login
	return err
}

func loadFamily(tx *store.Tx, card *model.PersonCard, today string) (err error) {
	if card.Children, err = tx.Children(card.ID, today); err != nil || !card.Access.Parents {
		return err
	}
	card.Parents, err = tx.ParentsOf(card.ID)
	return err
}

func loadSubjects(tx *store.Tx, card *model.PersonCard, today string) error {
	for _, part := range []struct {
		kind model.Kind
		f    store.TeachingFilter
	}{
		{model.Staff, store.TeachingFilter{Teacher: card.ID, Today: today}},
		{model.Student, store.TeachingFilter{Learner: card.ID, Today: today}},
	} {
		if !card.Kind.Has(part.kind) {
			continue
		}
		teachings, err := tx.TeachingRows(part.f)
		if err != nil {
			return err
		}
		card.Teachings = append(card.Teachings, teachings...)
	}
	return nil
}
