package store

import (
	"database/sql"
	"errors"

	"zvonok/model"
)

// SettingRemoveStrangers is «1» where the agent removes strangers by itself.
const SettingRemoveStrangers Setting = "agent.remove_strangers"

func (tx *Tx) strangers(where string, args ...any) ([]model.Stranger, error) {
	return load(tx, func(s *model.Stranger) []any {
		return []any{&s.Chat, &s.Profile, &s.Name.FirstName, &s.Name.LastName, &s.Admin, &s.Leaving, &s.Code}
	}, `SELECT s.chat_id, s.profile, s.first_name, s.last_name, s.admin, s.leaving, s.code FROM strangers s `+where+` ORDER BY s.chat_id, s.last_name COLLATE russian, s.first_name COLLATE russian, s.profile`, args...)
}

// Strangers loads those who are in chats in the messenger though no row of a list explains them.
func (tx *Tx) Strangers() ([]model.Stranger, error) { return tx.strangers(``) }

// StrangersIn loads the strangers of one chat, by name.
func (tx *Tx) StrangersIn(id model.ChatID) ([]model.Stranger, error) {
	return tx.strangers(`WHERE s.chat_id = $1`, id)
}

// LeavingStrangers loads those that the agent is to remove, and their conversations; may says which types of chats count.
func (tx *Tx) LeavingStrangers(may func(model.ChatType) bool) (list []model.Stranger, peers map[model.ChatID]model.MessengerID, err error) {
	// Somebody who is on the list by now, under the same profile, stays.
	list, err = tx.strangers(`WHERE s.leaving = 1 AND NOT EXISTS (SELECT 1 FROM members m JOIN persons p ON p.id = m.person_id
		WHERE m.chat_id = s.chat_id AND p.messenger = s.profile AND m.origin IN (1, 2))`)
	if err != nil || len(list) == 0 {
		return list, nil, err
	}
	peers = map[model.ChatID]model.MessengerID{}
	return list, peers, tx.each(func(rows *sql.Rows) error {
		var chat model.ChatID
		var peer model.MessengerID
		var kind model.ChatType
		err := rows.Scan(&chat, &peer, &kind)
		if may(kind) {
			peers[chat] = peer
		}
		return err
	}, `SELECT id, peer, type FROM chats WHERE peer <> 0 AND deleted = 0`)
}

// SetStrangers writes who the strangers of the chats are and forgets those known before.
func (tx *Tx) SetStrangers(chats []model.ChatID, strangers []model.Stranger) error {
	tx.changed.Chats = append(tx.changed.Chats, chats...)
	return errors.Join(manyOf(tx, `DELETE FROM strangers WHERE chat_id = $1`, chats, func(id model.ChatID) []any { return []any{id} }),
		tx.PutStrangers(strangers))
}

// PutStrangers writes strangers.
func (tx *Tx) PutStrangers(strangers []model.Stranger) error {
	for _, s := range strangers {
		tx.changed.Chats = append(tx.changed.Chats, s.Chat)
	}
	return manyOf(tx, `INSERT INTO strangers (chat_id, profile, first_name, last_name, admin, leaving, code) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (chat_id, profile) DO UPDATE SET first_name = excluded.first_name, last_name = excluded.last_name,
		admin = excluded.admin, leaving = excluded.leaving, code = excluded.code`, strangers, func(s model.Stranger) []any {
		return []any{s.Chat, s.Profile, s.Name.FirstName, s.Name.LastName, s.Admin, s.Leaving, s.Code}
	})
}

// DropStrangers forgets strangers: they were removed, or are known now.
func (tx *Tx) DropStrangers(strangers []model.Stranger) error {
	for _, s := range strangers {
		tx.changed.Chats = append(tx.changed.Chats, s.Chat)
	}
	return manyOf(tx, `DELETE FROM strangers WHERE chat_id = $1 AND profile = $2`, strangers,
		func(s model.Stranger) []any { return []any{s.Chat, s.Profile} })
}

// CountAllStrangers counts those who are not to be removed, in all chats.
func (tx *Tx) CountAllStrangers() (n model.StrangerCount, err error) {
	err = tx.one(`SELECT count(DISTINCT s.chat_id), count(*) FROM strangers s JOIN chats c ON c.id = s.chat_id
		WHERE s.leaving = 0 AND c.deleted = 0`, nil, &n.Chats, &n.People)
	return n, err
}

func (tx *Tx) countStrangers(chats map[model.ChatID]*model.ChatSummary) error {
	return tx.each(func(rows *sql.Rows) error {
		var id model.ChatID
		var n int
		err := rows.Scan(&id, &n)
		if s := chats[id]; s != nil {
			s.Strangers = n
		}
		return err
	}, `SELECT chat_id, count(*) FROM strangers GROUP BY chat_id`)
}

// CountStrangers counts a chat's strangers.
func (tx *Tx) CountStrangers(id model.ChatID) (n int, err error) {
	err = tx.one(`SELECT count(*) FROM strangers WHERE chat_id = $1`, []any{id}, &n)
	return n, err
}
