package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"zvonok/model"
)

const chatColumns = `c.id, c.type, c.group_id, c.teaching_id, c.title, c.auto, c.title_by_hand, c.creator,
	c.peer, c.title_there, c.link, c.deleted, c.code`

func chatFields(c *model.Chat) []any {
	return []any{&c.ID, &c.Key.Type, &c.Key.Group, &c.Key.Teaching, &c.Title, &c.Auto, &c.TitleByHand, &c.Creator,
		&c.Peer, &c.ActualTitle, &c.Link, &c.Deleted, &c.Code}
}

// ListedChats loads every chat, the deleted ones that the agent has not removed yet included, with
// its list, in ascending order of ID.
func (tx *Tx) ListedChats() ([]model.ListedChat, error) {
	chats, err := load(tx, func(c *model.ListedChat) []any { return chatFields(&c.Chat) }, `SELECT `+chatColumns+` FROM chats c ORDER BY c.id`)
	if err != nil {
		return nil, err
	}
	// All lists share one slice. Growing to a hundred thousand members would take a fifth of the time.
	var n int
	if err := tx.one(`SELECT count(*) FROM members`, nil, &n); err != nil {
		return nil, err
	}
	members := make([]model.Member, 0, n)
	at := 0
	first := make([]int, len(chats)+1) // where the list of each chat begins
	// Four numbers a row, the small ones in one: each column of each row is a call into SQLite, and a hundred thousand
	// rows make this the longest read. Plain numbers, since into other types database/sql goes by reflection.
	var v [4]int64
	into := []any{&v[0], &v[1], &v[2], &v[3]}
	err = tx.each(func(rows *sql.Rows) error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for chats[at].ID != model.ChatID(v[0]) {
			at++
			first[at] = len(members)
		}
		small := v[3]
		members = append(members, model.Member{
			Person: model.PersonID(v[1]), InChatAs: model.MessengerID(v[2]), Origin: model.Origin(small & 0xff), Presence: model.Presence(small >> 8 & 0xff),
			Admin: small>>16&1 != 0, AdminByHand: small>>17&1 != 0, AdminInChat: small>>18&1 != 0, Code: int(small >> 19),
		})
		return nil
	}, `SELECT chat_id, person_id, there, origin | (presence << 8) | (admin << 16) | (admin_by_hand << 17) | (admin_there << 18) | (code << 19)
		FROM members ORDER BY chat_id, person_id`)
	for at++; at < len(first); at++ {
		first[at] = len(members)
	}
	for i := range chats {
		chats[i].Members = members[first[i]:first[i+1]:first[i+1]]
	}
	return chats, err
}

// ListedChat loads one chat with its list.
func (tx *Tx) ListedChat(id model.ChatID) (model.ListedChat, error) {
	var c model.ListedChat
	err := tx.one(`SELECT `+chatColumns+` FROM chats c WHERE c.id = $1`, []any{id}, chatFields(&c.Chat)...)
	if err != nil {
		return c, err
	}
	c.Members, err = load(tx, memberFields, `SELECT `+memberColumns+` FROM members m WHERE m.chat_id = $1 ORDER BY m.person_id`, id)
	return c, err
}

// AutoChat loads the automatic chat of the key with its list.
func (tx *Tx) AutoChat(key model.ChatKey) (model.ListedChat, error) {
	var id model.ChatID
	err := tx.one(`SELECT id FROM chats WHERE auto = 1 AND deleted = 0 AND type = $1 AND group_id = $2 AND teaching_id = $3`,
		[]any{key.Type, key.Group, key.Teaching}, &id)
	if err != nil {
		return model.ListedChat{}, err
	}
	return tx.ListedChat(id)
}

// ChatVersion is the number that every edit of the chat raises.
func (tx *Tx) ChatVersion(id model.ChatID) (int64, error) {
	var version int64
	err := tx.one(`SELECT version FROM chats WHERE id = $1 AND deleted = 0`, []any{id}, &version)
	return version, err
}

// TitledChats loads the rows of «Управление чатами» without the rights and without what is counted, in ascending order of ID.
func (tx *Tx) TitledChats(f model.ChatFilter) ([]model.ChatSummary, error) {
	chats, err := load(tx, func(s *model.ChatSummary) []any { return append(chatFields(&s.Chat), &s.GroupName) }, `SELECT `+chatColumns+`, coalesce(g.name, '') FROM chats c LEFT JOIN groups g ON g.id = c.group_id
		WHERE c.deleted = 0 AND ($1 = 0 OR c.type = $1)
		AND ($2 = '' OR EXISTS (SELECT 1 FROM members m JOIN persons p ON p.id = m.person_id
			WHERE m.chat_id = c.id AND m.origin IN (1, 2) AND p.folded LIKE $2 ESCAPE '\'))
		ORDER BY c.id`,
		f.Type, likePattern(f.Member))
	title := model.Fold(f.Title)
	return slices.DeleteFunc(chats, func(s model.ChatSummary) bool { return !model.FoldedContains(s.Title, title) }), err
}

// Summaries loads the rows of «Управление чатами», without the rights, in ascending order of ID.
func (tx *Tx) Summaries(f model.ChatFilter) ([]model.ChatSummary, error) {
	summaries, err := tx.TitledChats(f)
	if err != nil {
		return nil, err
	}
	counts := make(map[model.ChatID]*model.ChatSummary, len(summaries))
	for i := range summaries {
		counts[summaries[i].ID] = &summaries[i]
	}
	if err := tx.countMembers(counts); err != nil {
		return nil, err
	}
	if err := tx.countStrangers(counts); err != nil {
		return nil, err
	}
	return summaries, tx.nameAdmins(counts)
}

func (tx *Tx) countMembers(chats map[model.ChatID]*model.ChatSummary) error {
	return tx.each(func(rows *sql.Rows) error {
		var id model.ChatID
		var presence model.Presence
		var n int
		if err := rows.Scan(&id, &presence, &n); err != nil {
			return err
		}
		s := chats[id]
		if s == nil {
			return nil
		}
		s.Members += n
		switch presence {
		case model.PresenceInChat:
			s.InChat = n
		case model.PresenceWaiting:
			s.Waiting = n
		case model.PresenceNoProfile:
			s.NoProfile = n
		case model.PresenceRefused:
			s.Refused = n
		case model.PresenceUnknown:
			s.Unsent = n
		}
		return nil
	}, `SELECT chat_id, presence, count(*) FROM members WHERE origin IN (1, 2) GROUP BY chat_id, presence`)
}

func (tx *Tx) nameAdmins(chats map[model.ChatID]*model.ChatSummary) error {
	type admin struct {
		chat model.ChatID
		name model.Name
	}
	admins, err := load(tx, func(a *admin) []any { return []any{&a.chat, &a.name.LastName, &a.name.FirstName, &a.name.MiddleName} },
		`SELECT m.chat_id, p.last_name, p.first_name, p.middle_name FROM members m JOIN persons p ON p.id = m.person_id
		WHERE m.admin = 1 AND m.origin IN (1, 2) ORDER BY p.id`)
	sortByName(newSortKeys(), admins, func(a *admin) model.Name { return a.name })
	for _, a := range admins {
		if s := chats[a.chat]; s != nil {
			s.Admins = append(s.Admins, a.name.String())
		}
	}
	return err
}

// retireChat takes the key from the deleted chat that has it. With auto = 1 SQLite uses the index of the keys: without it,
// every new chat would look through all of them.
const retireChat = `UPDATE chats SET auto = 0 WHERE auto = 1 AND type = $1 AND group_id = $2 AND teaching_id = $3 AND deleted = 1`

// InsertChat adds a chat and gives its ID. An automatic chat takes the place of the deleted one of the
// same key, which is then only waiting to be removed from the messenger.
func (tx *Tx) InsertChat(c model.Chat) (model.ChatID, error) {
	if c.Auto {
		if err := tx.exec(retireChat, c.Key.Type, c.Key.Group, c.Key.Teaching); err != nil {
			return 0, err
		}
	}
	var id model.ChatID
	err := tx.one(`INSERT INTO chats (type, group_id, teaching_id, title, auto, title_by_hand, creator)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		[]any{c.Key.Type, c.Key.Group, c.Key.Teaching, c.Title, c.Auto, c.TitleByHand, c.Creator}, &id)
	if err != nil {
		return 0, fmt.Errorf("чат «%s» не записан: %w", c.Title, err)
	}
	tx.changed.Chats = append(tx.changed.Chats, id)
	return id, nil
}

// UpdateChat writes what the college wants of a chat: its title, whether it is deleted and whether the
// policy still keeps it.
func (tx *Tx) UpdateChat(c model.Chat) error {
	tx.changed.Chats = append(tx.changed.Chats, c.ID)
	return tx.exec(`UPDATE chats SET title = $1, title_by_hand = $2, deleted = $3, auto = $4, version = version + 1 WHERE id = $5`,
		c.Title, c.TitleByHand, c.Deleted, c.Auto, c.ID)
}

// SetChatAnswer writes what the messenger answered about a chat as a whole.
func (tx *Tx) SetChatAnswer(c model.Chat) error {
	tx.changed.Chats = append(tx.changed.Chats, c.ID)
	return tx.exec(`UPDATE chats SET peer = $1, title_there = $2, link = $3, code = $4 WHERE id = $5`,
		c.Peer, c.ActualTitle, c.Link, c.Code, c.ID)
}

// FinishDeletion finishes a chat's deletion. An automatic chat leaves a mark that keeps the correction from
// making it again; others go without a trace.
func (tx *Tx) FinishDeletion(id model.ChatID) error {
	tx.changed.Chats = append(tx.changed.Chats, id)
	return errors.Join(tx.exec(`DELETE FROM members WHERE chat_id = $1`, id),
		tx.exec(`DELETE FROM strangers WHERE chat_id = $1`, id),
		tx.exec(`DELETE FROM chats WHERE id = $1 AND auto = 0`, id),
		tx.exec(`UPDATE chats SET peer = 0, link = '', title_there = '', code = 0 WHERE id = $1`, id))
}

// BoundPeers lists the conversations of the college's chats.
func (tx *Tx) BoundPeers() (map[model.MessengerID]bool, error) {
	return loadMap[model.MessengerID, bool](tx, `SELECT peer, 1 FROM chats WHERE peer <> 0`)
}

// SetActualTitle notes under which title a chat is about to be created, so that it can be looked for
// when the answer does not come.
func (tx *Tx) SetActualTitle(id model.ChatID, title string) error {
	return tx.exec(`UPDATE chats SET title_there = $1 WHERE id = $2`, title, id)
}

// HasChatsInMessenger reports whether any chat of the college is in the messenger.
func (tx *Tx) HasChatsInMessenger() (has bool, err error) {
	err = tx.one(`SELECT EXISTS (SELECT 1 FROM chats WHERE peer <> 0)`, nil, &has)
	return has, err
}

// SweepDeleted drops what is left of deleted chats that are not in the messenger.
func (tx *Tx) SweepDeleted() error {
	err := tx.exec(`DELETE FROM members WHERE chat_id IN (SELECT id FROM chats WHERE deleted = 1 AND peer = 0)`)
	if err != nil {
		return err
	}
	return tx.exec(`DELETE FROM chats WHERE deleted = 1 AND auto = 0 AND peer = 0`)
}

// GroupName is a group's name, empty for none.
func (tx *Tx) GroupName(id model.GroupID) (name string, err error) {
	err = tx.one(`SELECT coalesce((SELECT name FROM groups WHERE id = $1), '')`, []any{id}, &name)
	return name, err
}

// HasAutoChat reports whether the college has the automatic chat of the key.
func (tx *Tx) HasAutoChat(key model.ChatKey) (has bool, err error) {
	err = tx.one(`SELECT EXISTS (SELECT 1 FROM chats WHERE auto = 1 AND deleted = 0 AND type = $1 AND group_id = $2 AND teaching_id = $3)`,
		[]any{key.Type, key.Group, key.Teaching}, &has)
	return has, err
}

// HasChatTitled reports whether there is a chat of this title.
func (tx *Tx) HasChatTitled(title string) (has bool, err error) {
	err = tx.one(`SELECT EXISTS (SELECT 1 FROM chats WHERE deleted = 0 AND title = $1)`, []any{title}, &has)
	return has, err
}
