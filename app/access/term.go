package access

import (
	"context"
	"errors"
	"time"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// oneTimeDays is for how many days a one-time password holds.
func oneTimeDays(tx *store.Tx) (int, error) {
	days, err := tx.IntSetting(store.SettingOneTimeDays, model.DefaultSettings().OneTimeDays)
	return min(max(days, model.MinOneTimeDays), model.MaxOneTimeDays), err
}

// oneTimeTerm is today and the last day on which a one-time password of today holds.
func oneTimeTerm(c *college.College, tx *store.Tx) (made, until time.Time, err error) {
	days, err := oneTimeDays(tx)
	if err != nil {
		return made, until, err
	}
	made, err = c.Today(tx)
	return made, model.OneTimeUntil(made, days), err
}

// holds refuses an account's one-time password that has run out, with the names of the administrators who can give a new
// one. It is asked only about a password that is right: strangers learn no names.
func holds(c *college.College, tx *store.Tx, account store.AccountRecord) error {
	if !account.OneTime {
		return nil
	}
	days, err := oneTimeDays(tx)
	if err != nil {
		return err
	}
	today, err := c.Today(tx)
	if err != nil || !model.OneTimeRunOut(account.Made, today, days) {
		return err
	}
	refused := model.RunOutError{Login: account.Login}
	err = administrators(tx, func(p model.Person, a store.AccountRecord) {
		if p.ID != account.Person && !a.Disabled {
			refused.Ask = append(refused.Ask, p.Name)
		}
	})
	if err != nil {
		return err
	}
	return refused
}

// administrators calls f for each administrator who has an account, by name.
func administrators(tx *store.Tx, f func(model.Person, store.AccountRecord)) error {
	staff, err := tx.Members(model.Staff)
	if err != nil {
		return err
	}
	for _, p := range staff {
		if !p.Roles.Has(model.RoleAdmin) {
			continue
		}
		account, err := tx.AccountOf(p.ID)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		f(p, account)
	}
	return nil
}

// HasAdministrator reports whether an administrator can sign in.
func HasAdministrator(ctx context.Context, c *college.College) (has bool, err error) {
	err = c.Store.View(ctx, func(tx *store.Tx) error {
		return administrators(tx, func(p model.Person, a store.AccountRecord) { has = has || p.Active && !a.Disabled })
	})
	return has, err
}
