package store

import (
	"errors"

	"zvonok/model"
)

// The settings of linking profiles by signing in.
const (
	SettingSignInClient   Setting = "vkid.client_id" // the number of the college's application at VK ID
	SettingSignInPort     Setting = "vkid.port"      // the port on 127.0.0.1 that takes the answer, 0 = any
	SettingSignInMessages Setting = "vkid.messages"  // «1» where VK lets the application act in people's chats
)

// LinkState loads how a person is linked with a profile in the messenger.
func (tx *Tx) LinkState(id model.PersonID) (model.LinkState, error) {
	var s model.LinkState
	var err error
	if s.Person, err = tx.Person(id); err != nil {
		return s, err
	}
	s.Profile = s.Person.Messenger
	if !s.Linked() {
		return s, nil
	}
	err = tx.one(`SELECT name, picture, linked_at, sign_in_again, crossed FROM links WHERE person_id = $1`, []any{id},
		&s.Name, &s.Picture, toMoment{&s.LinkedAt}, &s.SignInAgain, &s.Crossed)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	s.SignedIn = !s.LinkedAt.IsZero()
	return s, err
}

// PersonOfProfile finds whose a profile in the messenger is; nobody's is ErrNotFound.
func (tx *Tx) PersonOfProfile(profile model.MessengerID) (model.Person, error) {
	var p model.Person
	err := tx.one(`SELECT `+personColumns+` FROM people p WHERE p.messenger = $1`, []any{profile}, personFields(&p)...)
	return p, err
}

// SetProfile gives a person another profile in the messenger, or, with zero, none. Somebody who was invited to a chat
// under the old profile may have joined since the agent last looked. They count as being in it, so that the agent takes
// them out.
func (tx *Tx) SetProfile(id model.PersonID, profile model.MessengerID) error {
	return tx.setProfiles([]profileOf{{id, profile}})
}

// profileOf is a person with the profile that they are to have.
type profileOf struct {
	person  model.PersonID
	profile model.MessengerID
}

// setProfiles is SetProfile for many: a profile may move from one of them to another, and no two may have it even for a moment.
func (tx *Tx) setProfiles(of []profileOf) error {
	tx.changed.Roster, tx.changed.All = true, true
	err := manyOf(tx, `UPDATE members SET there = (SELECT p.messenger FROM persons p WHERE p.id = $1)
		WHERE person_id = $1 AND there = 0 AND origin <> $2
		AND EXISTS (SELECT 1 FROM persons p WHERE p.id = $1 AND p.messenger IS NOT NULL AND p.messenger <> $3)
		AND EXISTS (SELECT 1 FROM chats c WHERE c.id = members.chat_id AND c.peer <> 0)`, of,
		func(p profileOf) []any { return []any{p.person, model.OriginExcluded, p.profile} })
	if err != nil {
		return err
	}
	err = tx.exec(`UPDATE persons SET messenger = NULL WHERE messenger IS NOT NULL AND id IN (`+tx.engine.listed(1)+`)`,
		list(model.Each(of, func(p profileOf) model.PersonID { return p.person })))
	if err != nil {
		return err
	}
	return manyOf(tx, `UPDATE persons SET messenger = $1 WHERE id = $2`, of, func(p profileOf) []any { return []any{orNull(p.profile), p.person} })
}

// Proved loads who has proved that their profile is theirs, by signing in.
func (tx *Tx) Proved() (map[model.PersonID]bool, error) {
	return loadMap[model.PersonID, bool](tx, `SELECT l.person_id, 1 FROM links l JOIN persons p ON p.id = l.person_id
		WHERE l.linked_at <> 0 AND p.messenger IS NOT NULL`)
}

// PutLink writes what a sign-in said of the profile: Name, Picture, LinkedAt and Crossed. The sign-in is good again.
func (tx *Tx) PutLink(id model.PersonID, s model.LinkState) error {
	tx.changed.Roster = true
	return tx.exec(`INSERT INTO links (person_id, name, picture, linked_at, crossed) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (person_id) DO UPDATE SET name = excluded.name, picture = excluded.picture,
		linked_at = excluded.linked_at, crossed = excluded.crossed, sign_in_again = 0`,
		id, s.Name, s.Picture, seconds(s.LinkedAt), s.Crossed)
}

// EndSignIn notes that the person's sign-in is over.
func (tx *Tx) EndSignIn(id model.PersonID) error {
	tx.changed.Roster = true
	return tx.exec(`UPDATE links SET sign_in_again = 1 WHERE person_id = $1`, id)
}

// Cross notes that the person has moved to the messenger.
func (tx *Tx) Cross(id model.PersonID) error {
	tx.changed.Roster = true
	return tx.exec(`INSERT INTO links (person_id, crossed) VALUES ($1, 1) ON CONFLICT (person_id) DO UPDATE SET crossed = 1`, id)
}

// DropLink forgets what is known of a person's profile.
func (tx *Tx) DropLink(id model.PersonID) error {
	tx.changed.Roster = true
	return tx.exec(`DELETE FROM links WHERE person_id = $1`, id)
}

// MyChat is one of a person's own chats.
type MyChat struct {
	model.Chat
	Member  model.Member // the person's row
	Members int          // people who should be in the chat
}

// MyChats loads the chats in which the person should be, by type and title.
func (tx *Tx) MyChats(id model.PersonID) ([]MyChat, error) {
	return load(tx, func(c *MyChat) []any {
		return append(append(chatFields(&c.Chat), memberFields(&c.Member)...), &c.Members)
	}, `SELECT `+chatColumns+`, `+memberColumns+`,
		(SELECT count(*) FROM members o WHERE o.chat_id = c.id AND o.origin IN (1, 2))
		FROM members m JOIN chats c ON c.id = m.chat_id
		WHERE m.person_id = $1 AND m.origin IN (1, 2) AND c.deleted = 0
		ORDER BY c.type, c.title COLLATE russian, c.id`, id)
}
