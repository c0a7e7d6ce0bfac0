package agent

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/guard"
	"zvonok/model/store"
)

// createRounds is how often a creation is tried when its outcome stays unknown.
const createRounds = 5

// carrier carries one plan. Work on several requests goes on at once; mu guards the plan's chats and
// the report.
type carrier struct {
	*run
	id     store.RunID
	plan   *model.Plan
	report *model.Report

	mu          sync.Mutex
	done, total int
	began       time.Time
	doubtful    map[*model.PlannedChat]bool // creations of this round with an unknown outcome
}

// task is one operation with the place where its outcome belongs.
type task struct {
	chat *model.PlannedChat
	step model.Step
	op   app.Op
}

// carry goes through the stages: a role can only be given to somebody who is there, and the people of
// a chat only settled when the chat is.
func (c *carrier) carry(ctx context.Context) error {
	c.began = c.College.Clock.Now()
	var deletions, creations, changes, roles []task
	for i := range c.plan.Chats {
		chat := &c.plan.Chats[i]
		if f := c.unreachable[chat.ID]; f != nil {
			c.refuse(chat, 0, f)
			continue
		}
		if len(chat.Steps) == 0 && !chat.New && !chat.Deleted {
			c.report.Chats.Unchanged++
		}
		for _, s := range chat.Steps {
			t := task{chat: chat, step: s, op: app.Op{Peer: chat.Peer, Profile: s.Profile}}
			switch s.Kind {
			case model.StepDelete:
				deletions = append(deletions, t)
			case model.StepCreate:
				creations = append(creations, t)
			case model.StepSetAdmin, model.StepLink:
				roles = append(roles, t)
			default:
				changes = append(changes, t)
			}
		}
	}
	c.total = len(deletions) + len(changes) + len(roles) + 3*len(creations)
	if err := c.delete(ctx, deletions); err != nil {
		return err
	}
	if err := c.create(ctx, creations); err != nil {
		return err
	}
	if err := c.send(ctx, changes); err != nil {
		return err
	}
	// A role is for those who are there: somebody who was to be added may have been refused.
	roles = slices.DeleteFunc(roles, func(t task) bool {
		return t.step.Kind == model.StepSetAdmin && member(t.chat, t.step.Person).InChatAs == 0
	})
	for _, t := range creations {
		roles = append(roles, c.afterCreation(t.chat)...)
	}
	c.total = c.done + len(roles)
	if err := c.send(ctx, roles); err != nil {
		return err
	}
	c.count()
	c.progress(model.Progress{Stage: model.StageDone, Done: c.done, Total: c.total})
	return nil
}

// afterCreation is what a new chat needs besides its first members.
func (c *carrier) afterCreation(chat *model.PlannedChat) []task {
	if chat.Peer == 0 {
		return nil
	}
	tasks := []task{{chat: chat, step: model.Step{Kind: model.StepLink}, op: app.Op{Peer: chat.Peer}}}
	if !c.Messenger.Capabilities().SetRole {
		return tasks
	}
	for _, m := range chat.Members {
		if m.InChatAs != 0 && m.Admin && !m.AdminInChat {
			s := model.Step{Kind: model.StepSetAdmin, Person: m.Person, Profile: m.InChatAs}
			tasks = append(tasks, task{chat: chat, step: s, op: app.Op{Peer: chat.Peer, Profile: m.InChatAs}})
		}
	}
	return tasks
}

// create makes chats. What became of a creation without an answer is looked up before it is repeated.
func (c *carrier) create(ctx context.Context, tasks []task) error {
	limit := c.Messenger.Capabilities().FirstMembers
	for i := range tasks {
		t := &tasks[i]
		t.op.Title = t.chat.Title
		t.op.Profiles = t.chat.FirstMembers(c.profiles, limit)
	}
	for round := 0; len(tasks) > 0 && round < createRounds; round++ {
		c.doubtful = map[*model.PlannedChat]bool{}
		if err := c.send(ctx, tasks); err != nil {
			return err
		}
		if len(c.doubtful) == 0 {
			return nil
		}
		if err := c.settle(ctx); err != nil {
			return err
		}
		var again []task
		for _, t := range tasks {
			if !c.doubtful[t.chat] {
				continue
			}
			found, err := c.reload(ctx, t.chat)
			if err != nil {
				return err
			}
			if !found {
				again = append(again, t)
			}
		}
		tasks = again
	}
	for _, t := range tasks {
		c.refuse(t.chat, 0, &app.Fault{Message: "VK не подтвердил создание чата: повторите синхронизацию"})
	}
	return nil
}

// reload takes over what settling wrote down about a chat whose creation was in doubt, and reports
// whether it was found.
func (c *carrier) reload(ctx context.Context, chat *model.PlannedChat) (found bool, err error) {
	err = c.update(ctx, func(tx *store.Tx) error {
		listed, err := tx.ListedChat(chat.ID)
		if err != nil || listed.Peer == 0 {
			return err
		}
		chat.Chat, chat.Members, found = listed.Chat, listed.Members, true
		var rows []store.ChatRow
		for i := range chat.Members {
			m := &chat.Members[i]
			switch {
			case !m.Origin.Wanted():
			case m.InChatAs != 0:
				c.report.Members.Added++
			case c.profiles[m.Person] != 0:
				m.Presence = model.PresenceWaiting
				rows = append(rows, store.ChatRow{Chat: chat.ID, RowChange: model.RowChange{Member: *m}})
			}
		}
		return tx.SetMemberAnswers(rows)
	})
	if err == nil && found {
		c.report.Chats.Created++
	}
	return found, err
}

// send carries tasks in batches, several at once.
func (c *carrier) send(ctx context.Context, tasks []task) error {
	workers, workCtx := errgroup.WithContext(ctx)
	workers.SetLimit(inFlight)
	for batch := range slices.Chunk(tasks, c.Messenger.Batch()) {
		if workCtx.Err() != nil {
			break
		}
		workers.Go(func() error {
			return guard.Run(func() error { return c.sendBatch(workCtx, batch) })
		})
	}
	if err := workers.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// ops names the operation of each kind of step that is one.
var ops = map[model.StepKind]app.OpKind{
	model.StepCreate: app.OpCreate, model.StepRename: app.OpRename, model.StepRemove: app.OpRemove, model.StepAdd: app.OpAdd,
	model.StepSetAdmin: app.OpSetAdmin, model.StepUnsetAdmin: app.OpUnsetAdmin, model.StepLink: app.OpLink,
}

// sendBatch writes the steps down, sends them and writes the answers down.
func (c *carrier) sendBatch(ctx context.Context, batch []task) error {
	sent := make([]store.SentStep, len(batch))
	request := make([]app.Op, len(batch))
	for i := range batch {
		t := &batch[i]
		t.op.Kind = ops[t.step.Kind]
		if t.op.Kind == app.OpRename {
			t.op.Title = t.chat.Title
		}
		request[i] = t.op
	}
	outcomes, sendErr := c.outcomesOf(ctx, request, func(tx *store.Tx) error {
		now := c.College.Clock.Now()
		for i, t := range batch {
			sent[i] = store.SentStep{Chat: t.chat.ID, Person: t.step.Person, Kind: t.step.Kind, SentAt: now}
			if t.op.Kind == app.OpCreate {
				if err := tx.SetActualTitle(t.chat.ID, t.op.Title); err != nil {
					return err
				}
			}
		}
		return tx.SendSteps(c.id, sent)
	})
	if outcomes == nil {
		return sendErr
	}
	// What is unknown is found out by settling.
	return c.answer(ctx, batch, sent, outcomes, sendErr)
}

// answer takes the outcomes over into the plan's chats, the journal and the report. It is written
// down even when the run has just been cancelled, for it has happened.
func (c *carrier) answer(ctx context.Context, batch []task, sent []store.SentStep, outcomes []app.Outcome, stop error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var rows []store.ChatRow
	var chats []model.Chat
	for i, t := range batch {
		outcome := outcomes[i]
		sent[i].State = store.StepDone
		if outcome.Err != nil {
			f := app.FaultOf(outcome.Err)
			sent[i].Code = f.Code
			switch f.Kind {
			case app.FaultUnknown:
				sent[i].State = store.StepUnknown
				if t.step.Kind == model.StepCreate {
					c.doubtful[t.chat] = true
				}
				continue
			case app.FaultStop:
				// Not carried out: a later run plans it again. What was cut off may have been.
				sent[i].State = store.StepRefused
				if errors.Is(f, context.Canceled) || errors.Is(f, context.DeadlineExceeded) {
					sent[i].State = store.StepUnknown
				}
				if stop == nil {
					stop = f
				}
				continue
			case app.FaultRefused, app.FaultGone:
				sent[i].State = store.StepRefused
				rows = append(rows, c.refused(t, f)...)
				if t.step.Person == 0 {
					chats = append(chats, t.chat.Chat)
				}
				c.done++
				continue
			case app.FaultDone:
			}
		}
		c.done++
		changed, alteredChat := c.succeeded(t, outcome)
		rows = append(rows, changed...)
		if alteredChat {
			chats = append(chats, t.chat.Chat)
		}
	}
	err := c.update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		for _, chat := range chats {
			if err := tx.SetChatAnswer(chat); err != nil {
				return err
			}
		}
		return errors.Join(tx.SetMemberAnswers(rows), tx.AnswerSteps(sent))
	})
	c.tell()
	if stop != nil {
		return stop
	}
	return err
}

// member finds a person on the chat's list.
func member(chat *model.PlannedChat, id model.PersonID) *model.Member {
	at, found := slices.BinarySearchFunc(chat.Members, id, func(m model.Member, id model.PersonID) int {
		return int(m.Person - id)
	})
	if !found {
		return nil
	}
	return &chat.Members[at]
}
