// Package app is what happens: use cases with their rights, the agent that carries the college's wishes
// to the messenger, and the ports to the world outside. It knows no widget and no SQL.
package app

import (
	"context"
	"fmt"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// College is an open college with the time by which it lives.
type College struct {
	Store *store.Store
	Dir   string // the data folder
	Clock Clock
	// PasswordCost is what a password's hash costs; zero is DefaultPasswordCost, tests take less.
	PasswordCost PasswordCost
	// DiskSpace is how many bytes are free where a folder is; nil asks the system.
	DiskSpace func(folder string) (uint64, error)

	readings readings
}

// Name gives the college its name.
func (c *College) Name(ctx context.Context, name string) error {
	return c.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetSetting(store.SettingCollegeName, name) })
}

// zone loads the college's time zone.
func (c *College) zone(tx *store.Tx) (*time.Location, error) {
	name, err := tx.Setting(store.SettingTimeZone, model.DefaultSettings().TimeZone)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("часовой пояс «%s» неизвестен: укажите его в настройках: %w", name, err)
	}
	return zone, nil
}

// today is the college's calendar day as 00:00 UTC.
func (c *College) today(tx *store.Tx) (time.Time, error) {
	zone, err := c.zone(tx)
	if err != nil {
		return time.Time{}, err
	}
	y, m, d := c.Clock.Now().In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC), nil
}

// day is today as the store writes it.
func (c *College) day(tx *store.Tx) (string, error) {
	today, err := c.today(tx)
	return today.Format(time.DateOnly), err
}

func (c *College) roster(tx *store.Tx) (model.Roster, error) {
	day, err := c.day(tx)
	if err != nil {
		return model.Roster{}, err
	}
	return tx.Roster(day)
}

// WindowLock is the file in the data folder that an open window holds locked.
const WindowLock = "window.lock"

// NameIn is the college's name.
func NameIn(tx *store.Tx) (string, error) {
	return tx.Setting(store.SettingCollegeName, "Колледж")
}
