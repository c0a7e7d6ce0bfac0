// Package chats holds the use cases of chats: «Управление чатами» and one's own.
package chats

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

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
func (s *Lists) Chats(ctx context.Context, f model.ChatFilter) ([]model.ChatSummary, error) {
	var visible []model.ChatSummary
	err := s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Actor(tx)
		if err != nil {
			return err
		}
		if !actor.SeesManagement() {
			return app.ErrNoRight
		}
		summaries, err := tx.Summaries(f)
		if err != nil {
			return err
		}
		memberships, err := tx.Memberships(actor.Person)
		if err != nil {
			return err
		}
		for _, c := range summaries {
			c.Access = actor.AccessTo(c.Chat, memberships[c.ID])
			if c.Access.See {
				visible = append(visible, c)
			}
		}
		return nil
	})
	return visible, err
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

const editedChat = "Изменение чата"

// SaveChat carries out «Сохранить». An edit that was made on an older version is a *model.Conflict.
func (s *Lists) SaveChat(ctx context.Context, edit model.ChatEdit) error {
	title, err := cleanTitle(edit.Title)
	if err != nil {
		return err
	}
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
		c, actor, access, err := s.chatIn(tx, edit.Chat, mayEdit)
		if err != nil {
			return err
		}
		if len(edit.MakeAdmin)+len(edit.NoMore) > 0 && !access.NameAdmins {
			return app.ErrNoRight
		}
		if err := s.mayAdd(tx, c, actor, access, edit.Add); err != nil {
			return err
		}
		if err := present(tx, edit.Add, edit.MakeAdmin); err != nil {
			return err
		}
		changes, err := editWords(tx, c.Title, title, edit)
		if err != nil {
			return err
		}
		version, err := tx.ChatVersion(c.ID)
		if err != nil {
			return err
		}
		if version != edit.Version {
			return s.college.Conflict(tx, model.Conflict{Thing: "чат «" + c.Title + "»", Mine: changes}, version, editedChat, c.Title)
		}
		rows, err := s.editRows(tx, c, edit)
		if err != nil {
			return err
		}
		if err := tx.Record(s.college.Clock.Now()); err != nil {
			return err
		}
		if c.Title != title {
			if err := untaken(tx, title); err != nil {
				return err
			}
			c.Title, c.TitleByHand = title, true
		}
		if err := tx.UpdateChat(c.Chat); err != nil {
			return err
		}
		if err := tx.PutMembers(rows); err != nil {
			return err
		}
		return tx.Audit(s.college.Clock.Now(), actor.Person, editedChat, c.Title, changes)
	})
	return err
}

// editWords says what an edit of a chat changes.
func editWords(tx *store.Tx, before, after string, edit model.ChatEdit) (string, error) {
	var words []string
	if before != after {
		words = append(words, "наименование: "+college.Change(before, after))
	}
	people, err := college.PeopleChange(tx, college.PeoplePart{What: "добавлены", People: edit.Add}, college.PeoplePart{What: "удалены", People: edit.Remove},
		college.PeoplePart{What: "назначены администраторами", People: edit.MakeAdmin},
		college.PeoplePart{What: "больше не администраторы", People: edit.NoMore})
	if err != nil {
		return "", err
	}
	words = append(words, people...)
	return strings.Join(words, "; "), nil
}

func cleanTitle(title string) (string, error) {
	title = model.Squeeze(title)
	switch n := len([]rune(title)); {
	case n == 0:
		return "", errors.New("введите наименование чата")
	case n > model.MaxChatTitle:
		return "", fmt.Errorf("наименование чата длиннее %d знаков: сократите его", model.MaxChatTitle)
	}
	return title, nil
}

// mayAdd refuses people that the actor may not put in the chat: only a manager adds anyone, others
// those that the chat suggests, and themselves.
func (s *Lists) mayAdd(tx *store.Tx, c model.ListedChat, actor model.Actor, access model.Access, add []model.PersonID) error {
	if access.AddAnyone || len(add) == 0 {
		return nil
	}
	offered, err := s.candidatesFor(tx, c)
	if err != nil {
		return err
	}
	return onlyOf(offered, actor.Person, add)
}

func onlyOf(offered []model.Candidate, self model.PersonID, chosen []model.PersonID) error {
	allowed := map[model.PersonID]bool{self: true}
	for _, c := range offered {
		allowed[c.Person] = true
	}
	for _, id := range chosen {
		if !allowed[id] {
			return app.ErrNoRight
		}
	}
	return nil
}

// present refuses people who are not, or no longer, of the college: the owner of the file, for instance.
func present(tx *store.Tx, lists ...[]model.PersonID) error {
	for _, id := range slices.Concat(lists...) {
		switch p, err := tx.Person(id); {
		case errors.Is(err, store.ErrNotFound):
			return app.ErrNotOfCollege
		case err != nil:
			return err
		case !p.Active:
			return fmt.Errorf("%s больше не числится в колледже: добавить нельзя", p.Name)
		}
	}
	return nil
}

// editRows are the rows of the chat's list that an edit alters.
func (s *Lists) editRows(tx *store.Tx, c model.ListedChat, edit model.ChatEdit) (rows []store.ChatRow, err error) {
	wanted := map[model.PersonID]bool{}
	if c.Auto {
		_, wanted, err = s.wantedBy(tx, c.Key)
	}
	return rowsOf(c.ID, edit.Altered(c.Members, wanted)), err
}

// wantedBy is the chat that the policy has for the key, nil when it has none, and the people that it wants there; the
// values say who is to be an administrator.
func (s *Lists) wantedBy(tx *store.Tx, key model.ChatKey) (*model.DesiredChat, map[model.PersonID]bool, error) {
	wanted := map[model.PersonID]bool{}
	roster, err := s.college.Roster(tx)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range model.Desired(roster, key.Type) {
		if d.Key != key {
			continue
		}
		for _, m := range d.Members {
			wanted[m.Person] = m.Admin
		}
		return &d, wanted, nil
	}
	return nil, wanted, nil
}

// DeleteChats deletes chats here and, by the agent, in the messenger, for good (29.2.4): all of them,
// or, when one may not be deleted, none.
func (s *Lists) DeleteChats(ctx context.Context, ids []model.ChatID) error {
	if len(ids) > 1 {
		if err := s.backUpChats(ctx, ids); err != nil {
			return err
		}
	}
	err := s.college.Store.Update(ctx, func(tx *store.Tx) error {
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
		for _, l := range college.InOne(done) {
			if err := tx.Audit(s.college.Clock.Now(), who, l.Action, l.Subject, l.Details); err != nil {
				return err
			}
		}
		return nil
	})
	return err
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
