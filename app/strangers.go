package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"

	"zvonok/model"
	"zvonok/model/store"
)

// known is what the college knew of strangers before a run looked.
type known struct {
	strangers map[model.ChatID][]model.Stranger
	// remove: the settings say that strangers are removed by themselves. ours are the profiles of the college's
	// people, who are no strangers to it and stay; so do administrators of the chat and whom the messenger kept before.
	remove bool
	ours   map[model.MessengerID]bool
}

func (r *run) knownStrangers(tx *store.Tx) (k known, err error) {
	all, err := tx.Strangers()
	if err != nil {
		return k, err
	}
	k.strangers = map[model.ChatID][]model.Stranger{}
	for _, s := range all {
		k.strangers[s.Chat] = append(k.strangers[s.Chat], s)
	}
	k.ours = map[model.MessengerID]bool{}
	for _, profile := range r.profiles {
		k.ours[profile] = true
	}
	remove, err := tx.Setting(store.SettingRemoveStrangers, "")
	k.remove = remove == "1"
	return k, err
}

// strangers are those in the conversation whom no row of the chat's list explains, in ascending order of profile. What
// was known of one stays known.
func (k known) strangersIn(c model.ListedChat, there Conversation, profiles map[model.PersonID]model.MessengerID) []model.Stranger {
	explained := make(map[model.MessengerID]bool, 2*len(c.Members))
	for _, m := range c.Members {
		explained[profiles[m.Person]], explained[m.There] = true, true
	}
	before := map[model.MessengerID]model.Stranger{}
	for _, s := range k.strangers[c.ID] {
		before[s.Profile] = s
	}
	var found []model.Stranger
	for _, profile := range slices.Sorted(maps.Keys(there.Members)) {
		if explained[profile] {
			continue
		}
		s := before[profile]
		s.Chat, s.Profile, s.Admin = c.ID, profile, there.Members[profile]
		if k.remove && !s.Admin && s.Code == 0 && !k.ours[profile] {
			s.Leaving = true
		}
		found = append(found, s)
	}
	return found
}

// changed reports whether the chat's strangers are others than were known.
func (k known) changed(chat model.ChatID, now []model.Stranger) bool {
	before := slices.Clone(k.strangers[chat])
	slices.SortFunc(before, func(a, b model.Stranger) int { return int(a.Profile - b.Profile) })
	return !slices.Equal(before, now)
}

// meanwhile gives what is to be written of strangers who were found in chats: what people decided about them while the
// messenger was asked stands. Who was dropped meanwhile, being linked or listed now, is left out.
func (k known) meanwhile(tx *store.Tx, chats []model.ChatID, found []model.Stranger) (current []model.Stranger, err error) {
	type place struct {
		chat    model.ChatID
		profile model.MessengerID
	}
	now, before := map[place]model.Stranger{}, map[place]bool{}
	for _, chat := range chats {
		strangers, err := tx.StrangersIn(chat)
		if err != nil {
			return nil, err
		}
		for _, s := range strangers {
			now[place{chat, s.Profile}] = s
		}
		for _, s := range k.strangers[chat] {
			before[place{chat, s.Profile}] = true
		}
	}
	for _, s := range found {
		at := place{s.Chat, s.Profile}
		is, known := now[at]
		if known {
			s.Leaving, s.Code = s.Leaving || is.Leaving, is.Code
		}
		if known || !before[at] {
			current = append(current, s)
		}
	}
	return current, nil
}

// nameStrangers asks the messenger for the names of those who have none yet. Without an answer they keep their numbers.
func (r *run) nameStrangers(ctx context.Context, strangers []model.Stranger) {
	var nameless []model.MessengerID
	for _, s := range strangers {
		if s.Name == (model.Name{}) && !slices.Contains(nameless, s.Profile) {
			nameless = append(nameless, s.Profile)
		}
	}
	if len(nameless) == 0 {
		return
	}
	names, err := r.Messenger.Names(ctx, nameless)
	if err != nil {
		r.Log.Warn("names of strangers not told", slog.Any("error", err))
		return
	}
	for i := range strangers {
		if name, ok := names[strangers[i].Profile]; ok {
			strangers[i].Name = name
		}
	}
}

// evict removes the strangers who are to go. Removing is safe to repeat.
func (r *run) evict(ctx context.Context, report *model.Report) error {
	var leaving []model.Stranger
	var peers map[model.ChatID]model.MessengerID
	err := r.College.Store.View(ctx, func(tx *store.Tx) (err error) {
		leaving, peers, err = tx.LeavingStrangers()
		return err
	})
	if err != nil {
		return err
	}
	leaving = slices.DeleteFunc(leaving, func(s model.Stranger) bool { return peers[s.Chat] == 0 || r.unreachable[s.Chat] != nil })
	for batch := range slices.Chunk(leaving, r.Messenger.Batch()) {
		ops := make([]Op, len(batch))
		for i, s := range batch {
			ops[i] = Op{Kind: OpRemove, Peer: peers[s.Chat], Profile: s.Profile}
		}
		outcomes, err := r.outcomesOf(ctx, ops)
		if err != nil {
			return err
		}
		if err := r.evicted(ctx, batch, outcomes, report); err != nil {
			return err
		}
	}
	return nil
}

// evicted writes down what became of removals. Who was refused stays a stranger, with the reason, and is not tried again
// until somebody asks.
func (r *run) evicted(ctx context.Context, batch []model.Stranger, outcomes []Outcome, report *model.Report) error {
	var gone, stay []model.Stranger
	var stop error
	for i, s := range batch {
		if outcomes[i].Err == nil {
			gone = append(gone, s)
			report.Members.Removed++
			continue
		}
		switch f := faultOf(outcomes[i].Err); f.Kind {
		case FaultDone:
			gone = append(gone, s)
		case FaultRefused, FaultGone:
			s.Leaving, s.Code = false, f.Code
			stay = append(stay, s)
		case FaultStop:
			stop = f
		case FaultUnknown: // the next run removes them again
		}
	}
	return errors.Join(stop, r.College.Store.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		if err := tx.DropStrangers(gone); err != nil {
			return err
		}
		return tx.PutStrangers(stay)
	}))
}

// Strangers lists who is in a chat in the messenger and not on its list, with whom each may be. For who may edit the chat.
func (s *Session) Strangers(ctx context.Context, id model.ChatID) (rows []model.StrangerRow, err error) {
	err = s.withChat(ctx, id, func(tx *store.Tx, c model.ListedChat, _ model.Actor, access model.Access) error {
		if !access.Edit {
			return ErrNoRight
		}
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
				row.Reason = s.addresses.Explain(row.Code)
			}
			if row.Known.Person == 0 {
				var ok bool
				// Who is waited for in this chat is likelier than somebody of the college; of those only the very same name counts.
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

// unlinked are the people without a profile, those on the chat's list and the others, and whose the profiles are.
func unlinked(tx *store.Tx, c model.ListedChat) (listed, others []model.Candidate, owners map[model.MessengerID]model.Candidate, err error) {
	people, err := tx.Candidates(store.CandidateFilter{})
	if err != nil {
		return nil, nil, nil, err
	}
	profiles, err := tx.Profiles()
	if err != nil {
		return nil, nil, nil, err
	}
	on := map[model.PersonID]bool{}
	for _, m := range c.Members {
		on[m.Person] = m.Origin.Wanted()
	}
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
// whoever is linked enters all of the person's chats.
func (s *Session) LinkStranger(ctx context.Context, id model.ChatID, profile model.MessengerID, person model.PersonID) error {
	err := s.college.Store.Update(ctx, func(tx *store.Tx) error {
		who, err := MaySetUp(tx)
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
			return fmt.Errorf("%s больше не числится в колледже: привязать профиль нельзя", p.Name)
		}
		if err := tx.SetProfile(person, profile); err != nil {
			return err
		}
		if err := tx.DropStrangers([]model.Stranger{stranger}); err != nil {
			return err
		}
		number := strconv.FormatInt(int64(profile), 10)
		return tx.Audit(s.college.Clock.Now(), who, "Привязка профиля из чата", p.Name.String(), stranger.Title(number)+", "+number)
	})
	if err == nil {
		s.keeper.Look()
	}
	return err
}

// ListStrangers carries out «Добавить в список»: people of the college who are in the chat in the messenger become
// members of it, added by hand unless the college's lists want them there. For who may edit the chat and add such people.
func (s *Session) ListStrangers(ctx context.Context, id model.ChatID, profiles []model.MessengerID) error {
	err := s.college.Store.Update(ctx, func(tx *store.Tx) error {
		c, actor, access, err := s.chatIn(tx, id)
		if err != nil {
			return err
		}
		if !access.Edit {
			return ErrNoRight
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
			rows[i].Presence, rows[i].There, rows[i].AdminThere, rows[i].Code = model.PresenceInChat, there.Profile, there.Admin, 0
		}
		if err := tx.PutMembers(rows); err != nil {
			return err
		}
		if err := tx.DropStrangers(slices.Collect(maps.Values(strangers))); err != nil {
			return err
		}
		return tx.Audit(s.college.Clock.Now(), actor.Person, "Добавление в список тех, кто уже в чате", c.Title,
			model.Plural(len(rows), "человек", "человека", "человек"))
	})
	if err == nil {
		s.keeper.Look()
	}
	return err
}

// RemoveStrangers carries out «Удалить из чата»: the agent removes them with its next run.
func (s *Session) RemoveStrangers(ctx context.Context, id model.ChatID, profiles []model.MessengerID) error {
	err := s.college.Store.Update(ctx, func(tx *store.Tx) error {
		c, actor, access, err := s.chatIn(tx, id)
		if err != nil {
			return err
		}
		if !access.Edit {
			return ErrNoRight
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
			model.Plural(len(profiles), "человек", "человека", "человек"))
	})
	return err
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
