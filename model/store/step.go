package store

import "zvonok/model"

// Beginnings loads how far a new college has come.
func (tx *Tx) Beginnings() (b model.Beginnings, err error) {
	community, err := tx.IntSetting(SettingCommunityID, 0)
	if err != nil {
		return b, err
	}
	b.Community = community != 0
	err = tx.one(`SELECT EXISTS (SELECT 1 FROM people WHERE active = 1 AND kinds & $1 <> 0),
			EXISTS (SELECT 1 FROM chats WHERE peer <> 0), (SELECT count(*) FROM accounts)`,
		[]any{model.Student}, &b.Students, &b.Chats, &b.Accounts)
	return b, err
}
