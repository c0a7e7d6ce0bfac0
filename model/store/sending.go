package store

import "zvonok/model"

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
	s.Confirmed, err = loadColumn[model.ChatType](tx, `SELECT type FROM confirmed WHERE community = $1 ORDER BY type`, community)
	if err != nil {
		return s, err
	}
	s.Listed, err = loadColumn[model.ChatType](tx, `SELECT DISTINCT type FROM chats WHERE deleted = 0 ORDER BY type`)
	return s, err
}

// Confirm notes that a plan of chats of these types was confirmed for the community.
func (tx *Tx) Confirm(community model.MessengerID, types []model.ChatType) error {
	tx.changed.Sync = true
	return manyOf(tx, `INSERT INTO confirmed (community, type) VALUES ($1, $2) ON CONFLICT DO NOTHING`, types,
		func(t model.ChatType) []any { return []any{community, t} })
}
