package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
)

// ofThisComputer are the settings that a copy does not bring: they decide where people's browsers and tokens go.
var ofThisComputer = []Setting{SettingAPIAddress, SettingSignInAddress, SettingWebAddress}

// ownSettings are those of this computer in the college at target. One that is missing or damaged has none.
func ownSettings(ctx context.Context, target string) (map[Setting]string, error) {
	own := map[Setting]string{}
	if _, err := os.Stat(target); err != nil {
		return own, nil //nolint:nilerr // there is no college
	}
	db, err := sql.Open(driver, dsn(target, url.Values{"mode": {"ro"}}))
	if err != nil {
		return nil, err
	}
	for _, name := range ofThisComputer {
		var value string
		if db.QueryRowContext(ctx, `SELECT value FROM settings WHERE name = $1`, name).Scan(&value) == nil {
			own[name] = value
		}
	}
	return own, errors.Join(db.Close(), ctx.Err())
}

// keepOwn gives a copy that is to take a college's place the settings of this computer; where it has none they are the
// program's own. What the agent had to do, and what was confirmed for it, belonged to other lists than those of the copy.
func keepOwn(ctx context.Context, fresh *sql.DB, own map[Setting]string) error {
	for _, all := range []string{`DELETE FROM confirmed`, `DELETE FROM errands`, `DELETE FROM servers`, `DELETE FROM epochs`} {
		if _, err := fresh.ExecContext(ctx, all); err != nil {
			return err
		}
	}
	for _, name := range append([]Setting{settingMoved}, ofThisComputer...) { // a copy of what a college left behind is opened here from now on
		if _, err := fresh.ExecContext(ctx, `DELETE FROM settings WHERE name = $1`, name); err != nil {
			return err
		}
	}
	for name, value := range own {
		if value == "" {
			continue
		}
		if _, err := fresh.ExecContext(ctx, `INSERT INTO settings (name, value) VALUES ($1, $2)`, name, value); err != nil {
			return err
		}
	}
	return nil
}
