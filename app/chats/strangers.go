package chats

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Strangers lists who is in a chat in the messenger and not on its list, and who each may be. For those who may edit the
// chat.
func (s *Lists) Strangers(ctx context.Context, id model.ChatID) (rows []model.StrangerRow, err error) {
	err = s.withChat(ctx, id, mayEdit, func(tx *store.Tx, c model.ListedChat, _ model.Access) error {
		strangers, err := tx.StrangersIn(id)
		if err != nil || len(strangers) == 0 {
			return err
		}
		listed, others, owners, err := unlinked(tx, c)
		if err != nil {
			return err
		}
		for _, stranger := range strangers {
			row := model.StrangerRow{Stranger: stranger, Known: owners[stranger.Profile]}
			if row.Code != 0 {
				row.Reason = s.pages.Explain(row.Code)
			}
			if row.Known.Person == 0 {
				var ok bool
				// People who are awaited in this chat are likelier than others of the college, who count only if their
				// name is equal.
				if row.Like, row.Sure, ok = model.Resembling(stranger.Name, listed); !ok {
					if row.Like, row.Sure, ok = model.Resembling(stranger.Name, others); !ok || !row.Sure {
						row.Like, row.Sure = model.Candidate{}, false
					}
				}
			}
			rows = append(rows, row)
		}
		return nil
	})
	return rows, err
}

// unlinked are the people without a profile, those on the chat's list and the others, and who has each profile.
func unlinked(tx *store.Tx, c model.ListedChat) (listed, others []model.Candidate, owners map[model.MessengerID]model.Candidate, err error) {
	people, err := tx.Candidates(store.CandidateFilter{})
	if err != nil {
		return nil, nil, nil, err
	}
	profiles, err := tx.Profiles()
	if err != nil {
		return nil, nil, nil, err
	}
	on := model.Map(c.Members, func(m model.Member) (model.PersonID, bool) { return m.Person, m.Origin.Wanted() })
	owners = map[model.MessengerID]model.Candidate{}
	for _, p := range people {
		switch profile := profiles[p.Person]; {
		case profile != 0:
			owners[profile] = p
		case on[p.Person]:
			listed = append(listed, p)
		default:
			others = append(others, p)
		}
	}
	return listed, others, owners, nil
}

// LinkStranger carries out «Это он»: the stranger's profile becomes the person's. For Администратор ПОО alone, since
// the profile gets into all of the person's chats.
func (s *Lists) LinkStranger(ctx context.Context, id model.ChatID, profile model.MessengerID, person model.PersonID) error {
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		who, err := college.MaySetUp(tx)
		if err != nil {
			return err
		}
		stranger, err := strangerIn(tx, id, profile)
		if err != nil {
			return err
		}
		p, err := tx.Person(person)
		if err != nil {
			return err
		}
		switch owner, err := tx.PersonOfProfile(profile); {
		case err == nil:
			return fmt.Errorf("этот профиль уже привязан: %s", owner.Name)
		case !errors.Is(err, store.ErrNotFound):
			return err
		}
		if p.Messenger != 0 {
			return fmt.Errorf("%s: уже привязан другой профиль. Сначала отмените его привязку", p.Name)
		}
		if !p.Active {
			return fmt.Errorf("%s больше не числится в колледже: обновите список (F5) и выберите другого человека", p.Name)
		}
		if err := errors.Join(tx.SetProfile(person, profile), tx.DropStrangers([]model.Stranger{stranger})); err != nil {
			return err
		}
		tx.LookAgain()
		number := strconv.FormatInt(int64(profile), 10)
		return tx.Audit(s.college.Clock.Now(), who, "Привязка профиля из чата", p.Name.String(), stranger.Title(number)+", "+number)
	})
}

// ListStrangers carries out «Добавить в список»: people of the college who are in the chat in the messenger become
// members of it, added by hand unless the college's lists want them there. For those who may edit the chat and add such
// people.
func (s *Lists) ListStrangers(ctx context.Context, id model.ChatID, profiles []model.MessengerID) error {
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		c, actor, access, err := s.chatIn(tx, id, mayEdit)
		if err != nil {
			return err
		}
		strangers, edit := map[model.PersonID]model.Stranger{}, model.ChatEdit{Chat: id}
		for _, profile := range profiles {
			stranger, err := strangerIn(tx, id, profile)
			if err != nil {
				return err
			}
			owner, err := tx.PersonOfProfile(profile)
			if errors.Is(err, store.ErrNotFound) {
				return errors.New("этот профиль ни к кому не привязан: сначала укажите, кто это")
			}
			if err != nil {
				return err
			}
			strangers[owner.ID] = stranger
			edit.Add = append(edit.Add, owner.ID)
		}
		if err := s.mayAdd(tx, c, actor, access, edit.Add); err != nil {
			return err
		}
		if err := present(tx, edit.Add); err != nil {
			return err
		}
		rows, err := s.editRows(tx, c, edit)
		if err != nil {
			return err
		}
		if err := tx.Record(s.college.Clock.Now()); err != nil {
			return err
		}
		for i := range rows {
			there := strangers[rows[i].Person]
			rows[i].Presence, rows[i].InChatAs, rows[i].AdminInChat, rows[i].Code = model.PresenceInChat, there.Profile, there.Admin, 0
		}
		if err := errors.Join(tx.PutMembers(rows), tx.DropStrangers(slices.Collect(maps.Values(strangers)))); err != nil {
			return err
		}
		tx.LookAgain()
		return tx.Audit(s.college.Clock.Now(), actor.Person, "Добавление в список тех, кто уже в чате", c.Title,
			model.PeopleWords(len(rows)))
	})
}

// RemoveStrangers carries out «Удалить из чата»: the agent removes them with its next run.
func (s *Lists) RemoveStrangers(ctx context.Context, id model.ChatID, profiles []model.MessengerID) error {
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		c, actor, _, err := s.chatIn(tx, id, mayEdit)
		if err != nil {
			return err
		}
		for _, profile := range profiles {
			stranger, err := strangerIn(tx, id, profile)
			if err != nil {
				return err
			}
			stranger.Leaving, stranger.Code = true, 0
			if err := tx.PutStrangers([]model.Stranger{stranger}); err != nil {
				return err
			}
		}
		return tx.Audit(s.college.Clock.Now(), actor.Person, "Удаление из чата тех, кого нет в списке", c.Title,
			model.PeopleWords(len(profiles)))
	})
}

func strangerIn(tx *store.Tx, id model.ChatID, profile model.MessengerID) (model.Stranger, error) {
	strangers, err := tx.StrangersIn(id)
	if err != nil {
		return model.Stranger{}, err
	}
	for _, s := range strangers {
		if s.Profile == profile {
			return s, nil
		}
	}
	return model.Stranger{}, store.ErrNotFound
}
