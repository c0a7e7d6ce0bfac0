// Package college is an open college: its store, clock and calendar day, who acts in it, its copies and its locks. The
// areas of use cases and the agent are built on it. What two of them need belongs here; what only one needs does not.
package college

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
)

// College is an open college with its clock.
type College struct {
	Store *store.Store
	Dir   string // the data folder
	Clock app.Clock
	// PasswordCost is what a password's hash costs; zero is DefaultPasswordCost, tests take less.
	PasswordCost PasswordCost
	// DiskSpace is how many bytes are free where a folder is; nil asks the system.
	DiskSpace func(folder string) (uint64, error)

	phone  atomic.Pointer[func() model.PhonePage] // set by the server that has one
	epochs sync.Map                               // of this process, by the kind of the agent's work
}

// PhoneBy sets the function that Phone asks from now on; nil says that there is no page for the phone.
func (c *College) PhoneBy(know func() model.PhonePage) {
	if know == nil {
		c.phone.Store(nil)
		return
	}
	c.phone.Store(&know)
}

// Phone says whether the college's server has the page for the phone.
func (c *College) Phone() model.PhonePage {
	if know := c.phone.Load(); know != nil {
		return (*know)()
	}
	return model.PhonePage{}
}

// SetName gives the college its name.
func (c *College) SetName(ctx context.Context, name string) error {
	return c.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetSetting(store.SettingCollegeName, name) })
}

// Zone loads the college's time zone.
func (c *College) Zone(tx *store.Tx) (*time.Location, error) {
	name, err := tx.Setting(store.SettingTimeZone, model.DefaultSettings().TimeZone)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("часовой пояс «%s» неизвестен: укажите его в настройках (%w)", name, err)
	}
	return zone, nil
}

// Today is the college's calendar day as 00:00 UTC.
func (c *College) Today(tx *store.Tx) (time.Time, error) {
	zone, err := c.Zone(tx)
	if err != nil {
		return time.Time{}, err
	}
	return model.Day(c.Clock.Now(), zone), nil
}

// Day is today as the store writes it.
func (c *College) Day(tx *store.Tx) (string, error) {
	today, err := c.Today(tx)
	return today.Format(time.DateOnly), err
}

// Roster loads the college's lists as of today.
func (c *College) Roster(tx *store.Tx) (model.Roster, error) {
	day, err := c.Day(tx)
	if err != nil {
		return model.Roster{}, err
	}
	return tx.Roster(day)
}

// WindowLock is the file in the data folder that an open window holds locked.
const WindowLock = "window.lock"

// NameIn is the college's name.
func NameIn(tx *store.Tx) (string, error) {
	return tx.Setting(store.SettingCollegeName, model.DefaultSettings().CollegeName)
}

// ID tells the college from others of this computer; it is random and made when it is first asked for.
func (c *College) ID(ctx context.Context) (string, error) {
	id, err := store.Read(ctx, c.Store, func(tx *store.Tx) (string, error) { return tx.Setting(store.SettingCollegeID, "") })
	if err != nil || id != "" {
		return id, err
	}
	err = c.Store.Update(ctx, func(tx *store.Tx) (err error) {
		if id, err = tx.Setting(store.SettingCollegeID, ""); err != nil || id != "" {
			return err
		}
		id = rand.Text()
		return tx.SetSetting(store.SettingCollegeID, id)
	})
	return id, err
}

// EarlyIn is how long before its start a remote lesson is open to its teacher.
func EarlyIn(tx *store.Tx) (time.Duration, error) {
	minutes, err := tx.IntSetting(store.SettingEarlyMinutes, 0)
	return time.Duration(minutes) * time.Minute, err
}

// AcademicHour is how many minutes an academic hour of the college has.
func AcademicHour(tx *store.Tx) (minutes int, err error) {
	return tx.IntSetting(store.SettingAcademicHour, model.DefaultSettings().AcademicHour)
}

// RemoteTime is a lesson's time by the college's clock: «23.11.2026, 10:00–11:30».
func RemoteTime(begins, ends time.Time, zone *time.Location) string {
	return begins.In(zone).Format("02.01.2006, 15:04") + "–" + ends.In(zone).Format("15:04")
}

// PasswordCost is what Argon2id spends on one password.
type PasswordCost struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// DefaultPasswordCost is for passwords that people choose.
var DefaultPasswordCost = PasswordCost{Memory: 64 * 1024, Time: 3, Threads: 2}

// Bearable reports whether checking a password may cost as much: a hash comes from the database, which may be damaged or
// come from elsewhere, and must not take all the memory, or minutes. The limit is four times what our hashes cost.
func (c PasswordCost) Bearable() bool {
	return c.Time > 0 && c.Threads > 0 && c.Memory <= 4*DefaultPasswordCost.Memory && c.Time <= 4*DefaultPasswordCost.Time && c.Threads <= 4*DefaultPasswordCost.Threads
}
