package agent

import (
	"context"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/guard"
	"zvonok/model/store"
)

// inFlight is how many requests are under way at once: enough to keep the messenger's pace when its
// answers are slow.
const inFlight = 4

// refresh reads the state of every chat in the messenger and writes down what is new.
func (r *run) refresh(ctx context.Context) error {
	var chats []model.ListedChat
	var before known
	err := r.College.Store.View(ctx, func(tx *store.Tx) error {
		all, err := tx.ListedChats()
		if err != nil {
			return err
		}
		for _, c := range all {
			if c.Peer != 0 && !c.Deleted && r.covers(c.Key.Type) {
				chats = append(chats, c)
			}
		}
		if r.profiles, err = tx.Profiles(); err != nil {
			return err
		}
		before, err = r.knownStrangers(tx)
		return err
	})
	if err != nil {
		return err
	}
	done := 0
	var mu sync.Mutex
	workers, ctx := errgroup.WithContext(ctx)
	workers.SetLimit(inFlight)
	for batch := range slices.Chunk(chats, r.Messenger.ReadBatch()) {
		workers.Go(func() error {
			return guard.Run(func() error {
				faults, err := r.refreshBatch(ctx, batch, before)
				if err != nil {
					return err
				}
				mu.Lock()
				defer mu.Unlock()
				maps.Copy(r.unreachable, faults)
				done += len(batch)
				r.progress(model.Progress{Stage: model.StageRead, Done: done, Total: len(chats)})
				return nil
			})
		})
	}
	return workers.Wait()
}

func (r *run) covers(t model.ChatType) bool {
	return len(r.o.Types) == 0 || slices.Contains(r.o.Types, t)
}

// refreshBatch reads a few chats and gives those that could not be read.
func (r *run) refreshBatch(ctx context.Context, chats []model.ListedChat, before known) (map[model.ChatID]*app.Fault, error) {
	read, err := r.Messenger.Read(ctx, model.Each(chats, func(c model.ListedChat) model.MessengerID { return c.Peer }))
	if err != nil {
		return nil, err
	}
	faults := map[model.ChatID]*app.Fault{}
	var altered []model.Chat
	var rows []store.ChatRow
	var others []model.ChatID
	var strangers []model.Stranger
	for i, c := range chats {
		there := read[i]
		code := 0
		if there.Err != nil {
			f := app.FaultOf(there.Err)
			if f.Kind == app.FaultStop {
				return nil, f
			}
			faults[c.ID], code = f, f.Code
			there.Title = c.ActualTitle
		} else {
			rows = append(rows, seen(c, there, r.profiles)...)
			if now := before.strangersIn(c, there, r.profiles); before.changed(c.ID, now) {
				others, strangers = append(others, c.ID), append(strangers, now...)
			}
		}
		if c.ActualTitle != there.Title || c.Code != code {
			c.ActualTitle, c.Code = there.Title, code
			altered = append(altered, c.Chat)
		}
	}
	if len(altered)+len(rows)+len(others) == 0 {
		return faults, nil
	}
	r.nameStrangers(ctx, strangers)
	return faults, r.update(ctx, func(tx *store.Tx) error {
		for _, c := range altered {
			if err := tx.SetChatAnswer(c); err != nil {
				return err
			}
		}
		if len(others) > 0 {
			current, err := before.meanwhile(tx, others, strangers)
			if err != nil {
				return err
			}
			if err := tx.SetStrangers(others, current); err != nil {
				return err
			}
		}
		return tx.SetMemberAnswers(rows)
	})
}

// seen says which rows of a chat's list have to change after a look at the messenger.
func seen(c model.ListedChat, there app.Conversation, profiles map[model.PersonID]model.MessengerID) []store.ChatRow {
	var rows []store.ChatRow
	for _, m := range c.Members {
		was := m
		found := model.MessengerID(0)
		for _, profile := range []model.MessengerID{profiles[m.Person], m.InChatAs} {
			if _, in := there.Members[profile]; in && profile != 0 {
				found = profile
				break
			}
		}
		m.InChatAs, m.AdminInChat = found, there.Members[found]
		switch {
		case found != 0:
			m.Presence, m.Code = model.PresenceInChat, 0
		case was.Presence == model.PresenceInChat:
			m.Presence = model.PresenceWaiting
		}
		if m != was {
			rows = append(rows, store.ChatRow{Chat: c.ID, RowChange: model.RowChange{Member: m}})
		}
	}
	return rows
}
