package agent

import (
	"context"
	"slices"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
)

// delete removes chats for everybody. The messenger has no single call for it: every member is
// removed, the invite link replaced so that the old one leads nowhere, and the conversation dropped
// from the community's own list. Each part may be repeated, so a deletion that was cut off is simply
// done again.
func (c *carrier) delete(ctx context.Context, tasks []task) error {
	for batch := range slices.Chunk(tasks, c.Messenger.ReadBatch()) {
		if err := c.deleteBatch(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

func (c *carrier) deleteBatch(ctx context.Context, batch []task) error {
	peers := model.Each(batch, func(t task) model.MessengerID { return t.chat.Peer })
	there, err := c.Messenger.Read(ctx, peers)
	if err != nil {
		return err
	}
	failed := map[model.MessengerID]*app.Fault{}
	var removals, links, forgets []app.Op
	for i, conversation := range there {
		peer := peers[i]
		if conversation.Err != nil {
			switch f := app.FaultOf(conversation.Err); f.Kind {
			case app.FaultStop:
				return f
			case app.FaultGone: // there is nothing that the agent could still do there
			default:
				failed[peer] = f
			}
			continue
		}
		for profile := range conversation.Members {
			removals = append(removals, app.Op{Kind: app.OpRemove, Peer: peer, Profile: profile})
		}
		links = append(links, app.Op{Kind: app.OpReplaceLink, Peer: peer})
		forgets = append(forgets, app.Op{Kind: app.OpForget, Peer: peer})
	}
	for _, part := range [][]app.Op{removals, links, forgets} {
		if err := c.sendPlain(ctx, part, failed); err != nil {
			return err
		}
	}
	for _, t := range batch {
		if f := failed[t.chat.Peer]; f != nil {
			c.refuse(t.chat, 0, f)
			t.chat.Code = f.Code
		} else {
			c.report.Chats.Deleted++
		}
		c.done++
	}
	c.tell()
	return c.update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		for _, t := range batch {
			end := func() error { return tx.FinishDeletion(t.chat.ID) }
			if failed[t.chat.Peer] != nil {
				end = func() error { return tx.SetChatAnswer(t.chat.Chat) }
			}
			if err := end(); err != nil {
				return err
			}
		}
		return nil
	})
}

// sendPlain sends operations that need no journal, being harmless to repeat; chats for which one was
// refused are added to failed.
func (c *carrier) sendPlain(ctx context.Context, plain []app.Op, failed map[model.MessengerID]*app.Fault) error {
	for batch := range slices.Chunk(plain, c.Messenger.Batch()) {
		outcomes, err := c.outcomesOf(ctx, batch, nil)
		if err != nil {
			return app.FaultOf(err)
		}
		for i, o := range outcomes {
			if o.Err == nil {
				continue
			}
			switch f := app.FaultOf(o.Err); f.Kind {
			case app.FaultStop:
				return f
			case app.FaultDone:
			default:
				failed[batch[i].Peer] = f
			}
		}
	}
	return nil
}
