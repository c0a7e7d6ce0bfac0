package access

import (
	"context"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Rights are the rows of «Права доступа»: all the staff, by name. Only the administrator sees them.
func (s *Access) Rights(ctx context.Context) (staff []model.RightsRow, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := college.May(tx, func(a model.Actor) bool { return a.PeopleAccess().Rights }); err != nil {
			return err
		}
		staff, err = tx.RightsRows()
		return err
	})
	return staff, err
}

// SetRights grants and takes back the rights of «Права доступа», for all of the people or for none.
// Nobody takes away the last administrator (model.ErrLastAdmin), and giving up one's own right of an
// administrator must be confirmed (model.ErrOwnAdmin).
func (s *Access) SetRights(ctx context.Context, edit model.RightsEdit) error {
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		if !e.Actor.PeopleAccess().Rights {
			return app.ErrNoRight
		}
		admins, err := e.Admins()
		if err != nil {
			return err
		}
		if err := model.CheckRights(edit, e.Actor.Person, admins); err != nil {
			return err
		}
		err = e.Each(edit.People, model.Staff, func(p model.Person) error {
			before := p.Roles
			if p.Roles = before&^edit.Take | edit.Grant; p.Roles == before {
				return nil
			}
			if err := e.UpdatePerson(p); err != nil {
				return err
			}
			return e.Note("Изменение прав доступа", p.Name.String(),
				college.Change(model.RoleWords(before&model.GrantedRights), model.RoleWords(p.Roles&model.GrantedRights)))
		})
		if err != nil {
			return err
		}
		// What counts is what the database holds now, whatever was worked out before.
		left, err := e.Admins()
		if err == nil && len(admins) > 0 && len(left) == 0 {
			err = model.ErrLastAdmin
		}
		return err
	})
}
