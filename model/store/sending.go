package store

import (
	"database/sql"

	"zvonok/model"
)

// SettingTokenKept changes when another process than the window has put a community's token into the keyring.
const SettingTokenKept Setting = "agent.token_kept"

// Sending loads what was confirmed for the community of the settings.
func (tx *Tx) Sending() (s model.Sending, err error) {
	community, err := tx.IntSetting(SettingCommunityID, 0)
	if err != nil {
		return s, err
	}
	s.Community = model.MessengerID(community)
	demonstration, err := tx.Setting(SettingDemonstration, "")
	if err != nil {
		return s, err
	}
	s.Demonstration = demonstration == "1"
	types := func(into *[]model.ChatType, query string, args ...any) error {
		return tx.each(func(rows *sql.Rows) error {
			var t model.ChatType
			err := rows.Scan(&t)
			*into = append(*into, t)
			return err
		}, query, args...)
	}
	if err := types(&s.Confirmed, `SELECT type FROM confirmed WHERE community = $1 ORDER BY type`, community); err != nil {
		return s, err
	}
	return s, types(&s.Listed, `SELECT DISTINCT type FROM chats WHERE deleted = 0 ORDER BY type`)
}

// Confirm notes that a plan of chats of these types was confirmed for the community.
func (tx *Tx) Confirm(community model.MessengerID, types []model.ChatType) error {
	tx.changed.Sync = true
	return manyOf(tx, `INSERT INTO confirmed (community, type) VALUES ($1, $2) ON CONFLICT DO NOTHING`, types,
		func(t model.ChatType) []any { return []any{community, t} })
}
