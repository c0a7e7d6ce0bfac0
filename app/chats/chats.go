// Package chats holds the use cases of chats: «Управление чатами» and a person's own. It keeps app.Chats over app/college
// and changes what the chats should be; app/agent carries that to the messenger. Areas know nothing of each other:
// app/areas puts them together, and app/desk has their tests.
package chats

import (
	"context"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Lists are the use cases of chats: «Управление чатами» and one's own. The context says who acts.
type Lists struct {
	college *college.College
	pages   app.Addresses // the messenger's
}

var _ app.Chats = (*Lists)(nil)

// New makes the use cases of a college.
func New(c *college.College, pages app.Addresses) *Lists { return &Lists{c, pages} }

// Chats are the rows of «Управление чатами» that the actor may see, in ascending order of ID.
func (s *Lists) Chats(ctx context.Context, f model.ChatFilter) (visible []model.ChatSummary, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		visible, _, err = visibleIn(tx, f)
		return err
	})
	return visible, err
}

// visibleIn are the chats of «Управление чатами» that the actor may see, with what they may do there.
func visibleIn(tx *store.Tx, f model.ChatFilter) (visible []model.ChatSummary, actor model.Actor, err error) {
	if actor, err = college.Actor(tx); err != nil {
		return nil, actor, err
	}
	if !actor.SeesManagement() {
		return nil, actor, app.ErrNoRight
	}
	summaries, err := tx.Summaries(f)
	if err != nil {
		return nil, actor, err
	}
	memberships, err := tx.Memberships(actor.Person)
	for _, c := range summaries {
		if c.Access = actor.AccessTo(c.Chat, memberships[c.ID]); c.Access.See {
			visible = append(visible, c)
		}
	}
	return visible, actor, err
}

// Chat is a chat as «Редактирование чата» shows it.
func (s *Lists) Chat(ctx context.Context, id model.ChatID) (model.ChatCard, error) {
	var card model.ChatCard
	err := s.withChat(ctx, id, maySee, func(tx *store.Tx, c model.ListedChat, access model.Access) (err error) {
		card.Chat, card.Access = c.Chat, access
		if card.Version, err = tx.ChatVersion(id); err != nil {
			return err
		}
		if card.Strangers, err = tx.CountStrangers(id); err != nil {
			return err
		}
		if card.GroupName, err = tx.GroupName(c.Key.Group); err != nil {
			return err
		}
		today, err := s.college.Day(tx)
		if err != nil {
			return err
		}
		if card.Members, err = tx.MemberRows(id, today); err != nil {
			return err
		}
		for i := range card.Members {
			m := &card.Members[i]
			if m.Code != 0 {
				m.Reason = s.pages.Explain(m.Code)
			}
			if m.Kind.Has(model.Staff) && (m.Group == "" || c.Key.Type != model.ChatParents) {
				m.Group = "Сотрудник"
				if m.Admin && c.Key.Type == model.ChatSubject {
					m.Group = "Преподаватель"
				}
			}
		}
		return nil
	})
	return card, err
}

// Candidates are the people that «Добавить студентов/родителей/сотрудников» offers: those of the chat's
// group who are not on its list, or, for a chat without a group, all of the kind.
func (s *Lists) Candidates(ctx context.Context, id model.ChatID) (people []model.Candidate, err error) {
	err = s.withChat(ctx, id, mayEdit, func(tx *store.Tx, c model.ListedChat, _ model.Access) error {
		people, err = s.candidatesFor(tx, c)
		return err
	})
	return people, err
}

// Others are all people of the college who are not in the chat, for those who may add anybody.
func (s *Lists) Others(ctx context.Context, id model.ChatID) (people []model.Candidate, err error) {
	err = s.withChat(ctx, id, mayEdit, func(tx *store.Tx, c model.ListedChat, access model.Access) error {
		if !access.AddAnyone {
			return app.ErrNoRight
		}
		today, err := s.college.Day(tx)
		if err != nil {
			return err
		}
		people, err = tx.Candidates(store.CandidateFilter{NotIn: c.ID, Today: today})
		return err
	})
	return people, err
}

func (s *Lists) candidatesFor(tx *store.Tx, c model.ListedChat) ([]model.Candidate, error) {
	f := store.CandidateFilter{Kind: c.Key.Type.Adds(), Group: c.Key.Group, NotIn: c.ID}
	if c.Key.Type == model.ChatSubject && c.Key.Group == 0 {
		f.Teaching = c.Key.Teaching
	}
	var err error
	if f.Today, err = s.college.Day(tx); err != nil {
		return nil, err
	}
	return tx.Candidates(f)
}

// InviteLink is the link that lets a person join the chat.
func (s *Lists) InviteLink(ctx context.Context, id model.ChatID) (link string, err error) {
	err = s.withChat(ctx, id, maySee, func(_ *store.Tx, c model.ListedChat, _ model.Access) error {
		link, err = s.checkedInvite(c.Link)
		return err
	})
	return link, err
}

// checkedInvite checks a chat's invite link before it is opened, shown or printed: a stored link may come from a foreign
// copy.
func (s *Lists) checkedInvite(link string) (string, error) {
	if link == "" {
		return "", app.ErrNoLink
	}
	return model.CheckInviteLink(link, s.pages.InviteHosts)
}

func maySee(a model.Access) bool    { return a.See }
func mayEdit(a model.Access) bool   { return a.See && a.Edit }
func mayDelete(a model.Access) bool { return a.See && a.Delete }

// chatIn loads a chat that is not deleted, with what the actor may do with it, and refuses actors who may not do what may
// asks for.
func (s *Lists) chatIn(tx *store.Tx, id model.ChatID, may func(model.Access) bool) (model.ListedChat, model.Actor, model.Access, error) {
	actor, err := college.Actor(tx)
	if err != nil {
		return model.ListedChat{}, actor, model.Access{}, err
	}
	c, err := tx.ListedChat(id)
	if err != nil {
		return c, actor, model.Access{}, err
	}
	if c.Deleted {
		return c, actor, model.Access{}, store.ErrNotFound
	}
	access := actor.AccessTo(c.Chat, membership(c, actor.Person))
	if !may(access) {
		return c, actor, access, app.ErrNoRight
	}
	return c, actor, access, nil
}

func membership(c model.ListedChat, id model.PersonID) model.Membership {
	for _, m := range c.Members {
		if m.Person == id && m.Origin.Wanted() {
			return model.Membership{Member: true, Admin: m.Admin}
		}
	}
	return model.Membership{}
}

// ChatAddress is a chat's page in the web messenger.
func (s *Lists) ChatAddress(ctx context.Context, id model.ChatID) (address string, err error) {
	err = s.withChat(ctx, id, maySee, func(_ *store.Tx, c model.ListedChat, _ model.Access) error {
		if c.Peer == 0 {
			return app.ErrNoLink
		}
		address = s.pages.Chat(c.Peer)
		return nil
	})
	return address, err
}

// withChat is chatIn for methods that only read.
func (s *Lists) withChat(ctx context.Context, id model.ChatID, may func(model.Access) bool,
	fn func(*store.Tx, model.ListedChat, model.Access) error,
) error {
	return s.college.Store.View(ctx, func(tx *store.Tx) error {
		c, _, access, err := s.chatIn(tx, id, may)
		if err != nil {
			return err
		}
		return fn(tx, c, access)
	})
}
