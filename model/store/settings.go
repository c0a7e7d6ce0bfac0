package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"strconv"
	"time"

	"zvonok/model"
)

// Setting names a setting of the college.
type Setting string

// The settings of the college. Nothing secret is ever one of them.
const (
	SettingCollegeID     Setting = "college.id" // random; tells colleges of one computer apart
	SettingCollegeName   Setting = "college.name"
	SettingTimeZone      Setting = "college.time_zone"      // IANA name
	SettingRemovalLimit  Setting = "agent.removal_limit"    // percent of the automatic members
	SettingCommunityID   Setting = "messenger.community_id" // the community whose chats these are
	SettingRosterVersion Setting = "roster.version"         // counts the rosters that were applied
	settingOrdersDay     Setting = "orders.day"             // ГГГГ-ММ-ДД: orders were carried out up to this day
	SettingSchoolYear    Setting = "college.school_year"    // the last school year that the college was turned to, by the calendar year when it begins
	SettingIdleMinutes   Setting = "session.idle_minutes"   // idle minutes until the window is locked, 0 = never
	SettingOneTimeDays   Setting = "accounts.one_time_days" // for how many days a one-time password holds
	SettingDemonstration Setting = "college.demonstration"  // «1» in the demonstration college
)

// Setting loads a setting, or gives the fallback when it was never set.
func (tx *Tx) Setting(name Setting, fallback string) (string, error) {
	var value string
	err := tx.one(`SELECT value FROM settings WHERE name = $1`, []any{name}, &value)
	if errors.Is(err, ErrNotFound) {
		return fallback, nil
	}
	return value, err
}

// DemonstrationAt reports whether the file at path is the college of a demonstration, without changing it.
func DemonstrationAt(ctx context.Context, path string) (bool, error) {
	return markedAt(ctx, path, SettingDemonstration)
}

// MovedAt reports whether the file at path is what a college left behind when it moved elsewhere.
func MovedAt(ctx context.Context, path string) (bool, error) {
	return markedAt(ctx, path, settingMoved)
}

// markedAt reports whether the college at path has a setting, without changing it.
func markedAt(ctx context.Context, path string, name Setting) (bool, error) {
	db, err := sql.Open(driver, dsn(path, url.Values{"mode": {"ro"}, "_busy_timeout": {"15000"}}))
	if err != nil {
		return false, err
	}
	defer db.Close()
	sqlTx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return false, foreign(path, err)
	}
	defer sqlTx.Rollback()
	mark, err := (&Tx{ctx: ctx, tx: sqlTx, engine: sqlite{}}).Setting(name, "")
	if err != nil {
		return false, foreign(path, err)
	}
	return mark != "", nil
}

// IntSetting is Setting for whole numbers; what cannot be read as one is the fallback.
func (tx *Tx) IntSetting(name Setting, fallback int) (int, error) {
	text, err := tx.Setting(name, "")
	if err != nil {
		return 0, err
	}
	if n, err := strconv.Atoi(text); err == nil {
		return n, nil
	}
	return fallback, nil
}

// SetSetting writes a setting. SettingsChanged tells of those that people see; the others concern the agent alone.
func (tx *Tx) SetSetting(name Setting, value string) error {
	tx.changed.Sync = true
	return tx.exec(`INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
}

// Audit adds a line to «Журнал изменений»: who did what to what, and its counts. actor is zero for the
// owner of the file at the command line.
func (tx *Tx) Audit(at time.Time, actor model.PersonID, action, subject, details string) error {
	tx.told, tx.changed.Audit = true, true
	return tx.exec(`INSERT INTO audit (at, actor, action, subject, details, change_id) VALUES ($1, $2, $3, $4, $5, $6)`,
		at.Unix(), actor, action, subject, details, tx.change)
}

// The other settings of «Настройки системы».
const (
	SettingAcademicHour  Setting = "college.academic_hour"    // minutes
	SettingAgentMinutes  Setting = "agent.minutes"            // how often the agent reads the state of the chats
	SettingEarlyMinutes  Setting = "lessons.early_minutes"    // how many minutes before its start a remote lesson lets its teacher in
	SettingCommunityName Setting = "messenger.community_name" // as the messenger last told it
	SettingAPIAddress    Setting = "messenger.api"            // URL, empty = the messenger's own; so are the next two
	SettingSignInAddress Setting = "messenger.sign_in"
	SettingWebAddress    Setting = "messenger.web"
)

// SettingAgentOff is «1» where the agent is switched off on the computer of that name.
func SettingAgentOff(computer string) Setting { return Setting("agent.off@" + computer) }

// SettingServing is «1» where the window on the computer of that name opens the college to other computers.
func SettingServing(computer string) Setting { return Setting("serving@" + computer) }

// SettingsChanged tells everybody after the commit that everything may look different.
func (tx *Tx) SettingsChanged() {
	tx.changed.All, tx.changed.Roster, tx.changed.Sync = true, true, true
}
