package chats

import (
	"context"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// DeleteChats deletes chats here and, by the agent, in the messenger, for good (29.2.4): all of them,
// or, when one may not be deleted, none.
func (s *Lists) DeleteChats(ctx context.Context, ids []model.ChatID) error {
	if len(ids) > 1 {
		if err := s.backUpChats(ctx, ids); err != nil {
			return err
		}
	}
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		var done []college.DoneLine
		var who model.PersonID
		if err := tx.Record(s.college.Clock.Now()); err != nil {
			return err
		}
		for _, id := range ids {
			c, actor, _, err := s.chatIn(tx, id, mayDelete)
			if err != nil {
				return err
			}
			c.Deleted = true
			if err := tx.UpdateChat(c.Chat); err != nil {
				return err
			}
			who = actor.Person
			done = append(done, college.DoneLine{Of: college.Chats, Action: "Удаление чата", Subject: c.Title})
		}
		return college.AuditEach(tx, s.college.Clock.Now(), who, done)
	})
}

// backUpChats copies the college before chats are deleted by somebody who may delete each of them.
func (s *Lists) backUpChats(ctx context.Context, ids []model.ChatID) error {
	err := s.college.Store.View(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			if _, _, _, err := s.chatIn(tx, id, mayDelete); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.college.BackupBefore(ctx, model.BackupChats)
}
