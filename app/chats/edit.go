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

const editedChat = "Изменение чата"

// SaveChat carries out «Сохранить». An edit that was made on an older version is a *model.Conflict.
func (s *Lists) SaveChat(ctx context.Context, edit model.ChatEdit) error {
	title, err := cleanTitle(edit.Title)
	if err != nil {
		return err
	}
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		c, actor, access, err := s.chatIn(tx, edit.Chat, mayEdit)
		if err != nil {
			return err
		}
		if len(edit.MakeAdmin)+len(edit.NoMore) > 0 && !access.NameAdmins {
			return app.ErrNoRight
		}
		edit = edit.Of(c.Members)
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
		return errors.Join(tx.UpdateChat(c.Chat),
			tx.PutMembers(rows),
			tx.Audit(s.college.Clock.Now(), actor.Person, editedChat, c.Title, changes))
	})
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
			return fmt.Errorf("%s больше не числится в колледже: уберите из добавленных и сохраните ещё раз", p.Name)
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
