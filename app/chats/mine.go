package chats

import (
	"context"
	"errors"
	"slices"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// errNotMine: people open only chats whose list they are on.
var errNotMine = errors.New("вас нет в списке этого чата: обновите экран «Чаты»")

// MyChats are the chats in which the session's person should be (29.1.2), by type and title.
func (s *Lists) MyChats(ctx context.Context) (chats []model.MyChat, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Self(tx)
		if err != nil {
			return err
		}
		mine, err := tx.MyChats(actor.Person)
		chats = make([]model.MyChat, 0, len(mine))
		for _, c := range mine {
			chats = append(chats, s.myChat(actor, c))
		}
		return err
	})
	return chats, err
}

func (s *Lists) myChat(actor model.Actor, c store.MyChat) model.MyChat {
	my := model.MyChat{
		Chat: c.ID, Key: c.Key, Title: c.Title, Role: actor.RoleIn(c.Key), Admin: c.Member.Admin,
		Members: c.Members, Presence: c.Member.Presence, Created: c.Peer != 0, HasLink: c.Link != "",
	}
	if my.Presence == model.PresenceRefused && c.Member.Code != 0 {
		my.Reason = s.pages.Explain(c.Member.Code)
	}
	return my
}

// myOwn loads one of the person's own chats, to lead them there. A person without a profile would be a stranger there,
// and be removed.
func (s *Lists) myOwn(ctx context.Context, id model.ChatID) (found store.MyChat, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Self(tx)
		if err != nil {
			return err
		}
		mine, err := tx.MyChats(actor.Person)
		at := slices.IndexFunc(mine, func(c store.MyChat) bool { return c.ID == id })
		switch {
		case err != nil:
			return err
		case at < 0:
			return errNotMine
		}
		found = mine[at]
		person, err := tx.Person(actor.Person)
		if err == nil && person.Messenger == 0 {
			err = app.ErrNotLinked
		}
		return err
	})
	return found, err
}

// MyChatAddress is where one of the person's own chats is opened: its page or, while they are not in it yet, its invite
// link.
func (s *Lists) MyChatAddress(ctx context.Context, id model.ChatID) (string, error) {
	c, err := s.myOwn(ctx, id)
	switch {
	case err != nil:
		return "", err
	case c.Peer == 0:
		return "", app.ErrNoLink
	case c.Member.InChatAs == 0 && c.Link != "":
		return s.checkedInvite(c.Link)
	}
	return s.pages.Chat(c.Peer), nil
}

// MyInviteLink is the invite link of one of the person's own chats.
func (s *Lists) MyInviteLink(ctx context.Context, id model.ChatID) (string, error) {
	c, err := s.myOwn(ctx, id)
	if err != nil {
		return "", err
	}
	return s.checkedInvite(c.Link)
}
