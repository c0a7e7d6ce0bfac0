package access

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

var errFounded = errors.New("колледж на этом компьютере уже заведён: войдите в него")

// Entry says how to get into the college of this computer.
func (s *Access) Entry(ctx context.Context) (entry model.Entry, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		if entry.Founded, err = tx.HasPeople(); err != nil {
			return err
		}
		if entry.Accounts, err = tx.HasAccounts(); err != nil {
			return err
		}
		if entry.ID, err = tx.Setting(store.SettingCollegeID, ""); err != nil {
			return err
		}
		entry.College, err = tx.Setting(store.SettingCollegeName, "")
		return err
	})
	return entry, err
}

// Found begins a college with its administrator and says who that is.
func (s *Access) Found(ctx context.Context, f model.Founding) (model.PersonID, error) {
	if err := f.Check(); err != nil {
		return 0, err
	}
	hash := s.passwords.hash(f.Password, s.passwords.chosen)
	return found(ctx, s.college, f, store.AccountRecord{Hash: hash})
}

// found begins a college; account is the administrator's, without the person, who gets their number here.
func found(ctx context.Context, c *college.College, f model.Founding, account store.AccountRecord) (model.PersonID, error) {
	admin := model.Person{Name: f.Administrator, Kind: model.Staff, Roles: model.RoleAdmin, Active: true}
	account.Login = strings.TrimSpace(f.Login)
	err := c.Store.Update(ctx, func(tx *store.Tx) error {
		if has, err := tx.HasPeople(); err != nil || has {
			return errors.Join(err, errFounded)
		}
		id, err := tx.Setting(store.SettingCollegeID, rand.Text())
		if err != nil {
			return err
		}
		name := model.Squeeze(f.College)
		for setting, value := range map[store.Setting]string{
			store.SettingCollegeID: id, store.SettingCollegeName: name, store.SettingTimeZone: f.TimeZone,
		} {
			if err := tx.SetSetting(setting, value); err != nil {
				return err
			}
		}
		if account.Person, err = tx.InsertPerson(admin); err != nil {
			return err
		}
		return errors.Join(tx.AddAccount(account),
			tx.RosterEdited(),
			tx.Audit(c.Clock.Now(), account.Person, "Заведён колледж", name, "администратор: "+admin.Name.String()+", логин "+account.Login))
	})
	return account.Person, err
}
