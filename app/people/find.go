package people

import (
	"context"
	"strings"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Find searches the people, groups and chats that the actor's lists show. Students and parents have no such lists, and
// nothing to search in.
func (s *People) Find(ctx context.Context, text string) (found []model.Found, more int, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Actor(tx)
		if err != nil {
			return err
		}
		if !actor.SeesManagement() {
			return app.ErrNoRight
		}
		// The statements narrow by one word: the others may stand before it.
		word, _, _ := strings.Cut(model.Fold(text), " ")
		if word == "" {
			return nil
		}
		today, err := s.college.Day(tx)
		if err != nil {
			return err
		}
		var all []model.Found
		for _, search := range []func(*store.Tx, model.Actor, string, store.PeopleScope) ([]model.Found, error){findStudents, findParents, findStaff, findGroups, findChats} {
			some, err := search(tx, actor, word, store.PeopleScope{Everybody: actor.PeopleAccess().Everybody, Of: actor.Person, Today: today})
			if err != nil {
				return err
			}
			all = append(all, some...)
		}
		found, more = model.BestFound(all, text)
		return nil
	})
	return found, more, err
}

func findStudents(tx *store.Tx, actor model.Actor, word string, scope store.PeopleScope) ([]model.Found, error) {
	if !actor.PeopleAccess().See {
		return nil, nil
	}
	rows, err := tx.StudentRows(model.PeopleFilter{Name: word}, scope)
	return model.Each(rows, model.StudentRow.Found), err
}

func findParents(tx *store.Tx, actor model.Actor, word string, scope store.PeopleScope) ([]model.Found, error) {
	if !actor.PeopleAccess().Parents {
		return nil, nil
	}
	rows, err := tx.ParentRows(model.PeopleFilter{Name: word}, scope)
	return model.Each(rows, model.ParentRow.Found), err
}

func findStaff(tx *store.Tx, _ model.Actor, word string, scope store.PeopleScope) ([]model.Found, error) {
	if !scope.Everybody {
		return nil, nil
	}
	rows, err := tx.StaffRows(model.PeopleFilter{Name: word})
	return model.Each(rows, model.StaffRow.Found), err
}

func findGroups(tx *store.Tx, actor model.Actor, _ string, scope store.PeopleScope) ([]model.Found, error) {
	if !actor.PeopleAccess().See {
		return nil, nil
	}
	rows, err := tx.GroupRows(scope)
	return model.Each(rows, model.GroupRow.Found), err
}

func findChats(tx *store.Tx, actor model.Actor, word string, _ store.PeopleScope) (found []model.Found, err error) {
	chats, err := tx.TitledChats(model.ChatFilter{Title: word})
	if err != nil {
		return nil, err
	}
	memberships, err := tx.Memberships(actor.Person)
	for _, c := range chats {
		if actor.AccessTo(c.Chat, memberships[c.ID]).See {
			found = append(found, c.Found())
		}
	}
	return found, err
}
