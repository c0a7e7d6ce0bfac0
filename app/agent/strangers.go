package agent

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
)

// known is what the college knew of strangers before a run looked.
type known struct {
	strangers map[model.ChatID][]model.Stranger
	// remove: the settings say that strangers are removed by themselves. ours are the profiles of the college's
	// people, who are no strangers to it and stay; so do administrators of the chat and those that the messenger kept before.
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

// strangersIn are those in the conversation that no row of the chat's list explains, in ascending order of profile. What
// was known of one stays known. The former profile of somebody who has come under another one has to leave.
func (k known) strangersIn(c model.ListedChat, there app.Conversation, profiles map[model.PersonID]model.MessengerID) []model.Stranger {
	explained, former := make(map[model.MessengerID]bool, 2*len(c.Members)), map[model.MessengerID]bool{}
	for _, m := range c.Members {
		profile := profiles[m.Person]
		explained[profile] = true
		if _, in := there.Members[profile]; in && m.InChatAs != profile {
			former[m.InChatAs] = true // the person is there under the new profile already
		} else {
			explained[m.InChatAs] = true
		}
	}
	before := model.Map(k.strangers[c.ID], func(s model.Stranger) (model.MessengerID, model.Stranger) { return s.Profile, s })
	var found []model.Stranger
	for _, profile := range slices.Sorted(maps.Keys(there.Members)) {
		if explained[profile] {
			continue
		}
		s := before[profile]
		s.Chat, s.Profile, s.Admin = c.ID, profile, there.Members[profile]
		if former[profile] || k.remove && !s.Admin && s.Code == 0 && !k.ours[profile] {
			s.Leaving = true
		}
		found = append(found, s)
	}
	return found
}

// changed reports whether the chat's strangers are others than were known.
func (k known) changed(chat model.ChatID, now []model.Stranger) bool {
	before := slices.Clone(k.strangers[chat])
	model.Sort(before, func(a, b model.Stranger) int { return int(a.Profile - b.Profile) })
	return !slices.Equal(before, now)
}

// meanwhile returns what has to be written about the strangers who were found in chats. What people decided about them
// while the messenger was asked is kept; those who are linked or listed by now are left out.
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

// evict removes the strangers who have to go. Removing is safe to repeat.
func (r *run) evict(ctx context.Context, report *model.Report) error {
	var leaving []model.Stranger
	var peers map[model.ChatID]model.MessengerID
	err := r.College.Store.View(ctx, func(tx *store.Tx) (err error) {
		leaving, peers, err = tx.LeavingStrangers(r.covers)
		return err
	})
	if err != nil {
		return err
	}
	leaving = slices.DeleteFunc(leaving, func(s model.Stranger) bool { return peers[s.Chat] == 0 || r.unreachable[s.Chat] != nil })
	for batch := range slices.Chunk(leaving, r.Messenger.Batch()) {
		ops := model.Each(batch, func(s model.Stranger) app.Op {
			return app.Op{Kind: app.OpRemove, Peer: peers[s.Chat], Profile: s.Profile}
		})
		outcomes, err := r.outcomesOf(ctx, ops, nil)
		if err != nil {
			return err
		}
		if err := r.evicted(ctx, batch, outcomes, report); err != nil {
			return err
		}
	}
	return nil
}

// evicted writes down what became of removals. Somebody whose removal was refused stays a stranger, with the reason, and is
// not tried again until somebody asks.
func (r *run) evicted(ctx context.Context, batch []model.Stranger, outcomes []app.Outcome, report *model.Report) error {
	var gone, stay []model.Stranger
	var stop error
	for i, s := range batch {
		if outcomes[i].Err == nil {
			gone = append(gone, s)
			report.Members.Removed++
			continue
		}
		switch f := app.FaultOf(outcomes[i].Err); f.Kind {
		case app.FaultDone:
			gone = append(gone, s)
		case app.FaultRefused, app.FaultGone:
			s.Leaving, s.Code = false, f.Code
			stay = append(stay, s)
		case app.FaultStop:
			stop = f
		case app.FaultUnknown: // the next run removes them again
		}
	}
	return errors.Join(stop, r.update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		return errors.Join(tx.DropStrangers(gone), tx.PutStrangers(stay))
	}))
}
