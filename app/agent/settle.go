package agent

import (
	"context"
	"errors"
	"slices"
	"time"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
)

// settle finds out what became of creations that were sent and not answered: a chat that was made is
// adopted, so that no chat is made twice.
func (r *run) settle(ctx context.Context) error {
	for waited := false; ; waited = true {
		open, err := store.Read(ctx, r.College.Store, (*store.Tx).OpenCreations)
		if err != nil || len(open) == 0 {
			return err
		}
		var last time.Time
		for _, s := range open {
			if s.SentAt.After(last) {
				last = s.SentAt
			}
		}
		// Not longer, if the clock has been set back since.
		wait := min(last.Add(carriedWithin).Sub(r.College.Clock.Now()), carriedWithin)
		left, err := r.adopt(ctx, open)
		if err != nil {
			return err
		}
		if len(left) == 0 {
			return nil
		}
		if waited || wait <= 0 {
			return r.close(ctx, left, store.StepRefused)
		}
		if err := r.College.Clock.Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// adopt gives chats whose creation is in doubt the conversations of their titles that belong to no chat of ours. It
// returns the chats for which it found none.
func (r *run) adopt(ctx context.Context, open []store.SentStep) (left []model.ChatID, err error) {
	conversations, err := r.Messenger.Conversations(ctx)
	if err != nil {
		return nil, err
	}
	var doubtful []model.ListedChat
	err = r.College.Store.View(ctx, func(tx *store.Tx) error {
		bound, err := tx.BoundPeers()
		if err != nil {
			return err
		}
		free := conversations[:0]
		for _, c := range conversations {
			if !bound[c.Peer] {
				free = append(free, c)
			}
		}
		conversations = free
		if r.profiles, err = tx.Profiles(); err != nil {
			return err
		}
		for _, s := range open {
			c, err := tx.ListedChat(s.Chat)
			if err != nil {
				return err
			}
			doubtful = append(doubtful, c)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	candidates, err := r.candidates(ctx, doubtful, conversations)
	if err != nil {
		return nil, err
	}
	found := r.matches(doubtful, candidates)
	for _, chat := range doubtful {
		conversation, ok := found[chat.ID]
		if !ok {
			left = append(left, chat.ID)
			continue
		}
		if err := r.bind(ctx, chat, conversation); err != nil {
			return nil, err
		}
	}
	return left, nil
}

// candidates reads the free conversations that have the title of a doubtful chat. One that the messenger does not show for
// a limit or a failure of its own may be the chat that is looked for: then nothing is known yet.
func (r *run) candidates(ctx context.Context, doubtful []model.ListedChat, free []app.Conversation) (map[string][]app.Conversation, error) {
	titles := model.Set(doubtful, func(c model.ListedChat) string { return c.ActualTitle })
	var peers []model.MessengerID
	for _, c := range free {
		if titles[c.Title] {
			peers = append(peers, c.Peer)
		}
	}
	byTitle := map[string][]app.Conversation{}
	for batch := range slices.Chunk(peers, r.Messenger.ReadBatch()) {
		read, err := r.Messenger.Read(ctx, batch)
		if err != nil {
			return nil, err
		}
		for _, c := range read {
			if c.Err == nil {
				byTitle[c.Title] = append(byTitle[c.Title], c)
			} else if f := app.FaultOf(c.Err); f.Kind == app.FaultStop {
				return nil, f
			}
		}
	}
	return byTitle, nil
}

// matches gives each doubtful chat the conversation of its title that has most of its people: two sections may have one
// title. The closest pairs come first, so that no chat takes the conversation that was made for its namesake. A
// conversation with strangers alone is none of ours.
func (r *run) matches(doubtful []model.ListedChat, byTitle map[string][]app.Conversation) map[model.ChatID]app.Conversation {
	type pair struct {
		chat         model.ChatID
		conversation app.Conversation
		common       int
	}
	var pairs []pair
	for _, chat := range doubtful {
		for _, c := range byTitle[chat.ActualTitle] {
			common := 0
			for _, m := range chat.Members {
				if _, in := c.Members[r.profiles[m.Person]]; in {
					common++
				}
			}
			if common > 0 || len(c.Members) == 0 {
				pairs = append(pairs, pair{chat.ID, c, 2*common - len(c.Members)})
			}
		}
	}
	model.Sort(pairs, func(a, b pair) int { return b.common - a.common })
	found, taken := map[model.ChatID]app.Conversation{}, map[model.MessengerID]bool{}
	for _, p := range pairs {
		if _, has := found[p.chat]; !has && !taken[p.conversation.Peer] {
			found[p.chat], taken[p.conversation.Peer] = p.conversation, true
		}
	}
	return found
}

// bind makes the conversation the chat's.
func (r *run) bind(ctx context.Context, chat model.ListedChat, found app.Conversation) error {
	return r.update(ctx, func(tx *store.Tx) error {
		chat.Peer, chat.ActualTitle = found.Peer, found.Title
		return errors.Join(tx.SetChatAnswer(chat.Chat),
			tx.SetMemberAnswers(seen(chat, found, r.profiles)),
			tx.CloseSteps(chat.ID, store.StepDone))
	})
}

func (r *run) close(ctx context.Context, chats []model.ChatID, as store.StepState) error {
	return r.update(ctx, func(tx *store.Tx) error {
		for _, id := range chats {
			if err := tx.CloseSteps(id, as); err != nil {
				return err
			}
		}
		return nil
	})
}
