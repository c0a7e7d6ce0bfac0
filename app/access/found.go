package access

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"zvonok/model"
	"zvonok/model/store"
)

var errFounded = errors.New("колледж на этом компьютере уже заведён: войдите в него")

// Entry says how one gets into the college of this computer.
func (s *Access) Entry(ctx context.Context) (entry model.Entry, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		if entry.Founded, err = tx.HasPeople(); err != nil {
			return err
		}
		if entry.Accounts, err = tx.HasAccounts(); err != nil {
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
	admin := model.Person{Name: f.Administrator, Kind: model.Staff, Roles: model.RoleAdmin, Active: true}
	login := strings.TrimSpace(f.Login)
	err := s.college.Store.Update(ctx, func(tx *store.Tx) error {
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
		if admin.ID, err = tx.InsertPerson(admin); err != nil {
			return err
		}
		if err := tx.AddAccount(store.AccountRecord{Person: admin.ID, Login: login, Hash: hash}); err != nil {
			return err
		}
		if err := tx.RosterEdited(); err != nil {
			return err
		}
		return tx.Audit(s.college.Clock.Now(), admin.ID, "Заведён колледж", name, "администратор: "+admin.Name.String()+", логин "+login)
	})
	return admin.ID, err
}
