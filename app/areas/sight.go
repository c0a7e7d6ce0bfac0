package areas

import (
	"context"
	"slices"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Sight gives a function that reduces changes, one after the other, to what the acting person may see, and gives the state
// of synchronisation. Its error is app.ErrSignedOut when the session has ended.
func (a *Areas) Sight(ctx context.Context) func(model.Change) (model.Change, model.SyncStatus, error) {
	var before map[model.ChatID]bool // what they saw when they were told last
	return func(c model.Change) (seen model.Change, status model.SyncStatus, err error) {
		err = a.College.Store.View(ctx, func(tx *store.Tx) error {
			actor, err := college.Self(tx)
			if err != nil {
				return err
			}
			visible := before
			if !actor.Manager() && (before == nil || len(c.Chats) > 0 || c.Roster || c.All) {
				if visible, err = tx.VisibleChats(actor); err != nil {
					return err
				}
			}
			groups, err := tx.GroupsOf(slices.Concat(c.Journals, c.LessonsOf))
			if err != nil {
				return err
			}
			own, err := tx.OwnTeachings(actor.Person, c.LessonsOf)
			if err != nil {
				return err
			}
			seen = seenBy(actor, c, groups, own, before, visible)
			if before = visible; actor.SeesManagement() {
				status = a.SyncStatus()
			}
			return nil
		})
		return seen, status, err
	}
}

// seenBy is the part of a change that a person may see who sees the chats of now, and saw those of before. groups are those of the
// subjects that the change names, and own says which of them the person leads or learns. Somebody who has left a chat is told of it. If
// before is not known, any chat that they do not see may be one that they have left.
func seenBy(actor model.Actor, c model.Change, groups map[model.TeachingID]model.GroupID, own map[model.TeachingID]bool, before, now map[model.ChatID]bool) model.Change {
	c.Look, c.Edited = false, false // these are for the agent alone
	if !actor.Manager() {
		all := len(c.Chats)
		c.Chats = slices.DeleteFunc(slices.Clone(c.Chats), func(id model.ChatID) bool { return !now[id] && !before[id] })
		c.AnyChat = before == nil && len(c.Chats) < all
	}
	sees := func(id model.TeachingID) bool {
		return actor.AccessToJournal(model.Teaching{ID: id, Group: groups[id]}).See
	}
	if len(c.LessonsOf) > 0 {
		c.Lessons = slices.ContainsFunc(c.LessonsOf, func(id model.TeachingID) bool { return own[id] || sees(id) })
		c.LessonsOf = nil
	}
	c.Journals = slices.DeleteFunc(slices.Clone(c.Journals), func(id model.TeachingID) bool { return !sees(id) })
	others := func(id model.PersonID) bool { return id != actor.Person }
	c.Joins = slices.DeleteFunc(slices.Clone(c.Joins), others) // how many have joined stands in the journal
	if !actor.SeesManagement() {
		c.Sync, c.Audit = false, false
		c.Access = slices.DeleteFunc(slices.Clone(c.Access), others)
	}
	return c
}
