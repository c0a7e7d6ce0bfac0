package agent

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// chatsNamed is how many chats a reminder names at most: a message has a length.
const chatsNamed = 20

// Remind lets the agent write to those who wait for a reminder.
func (k *Keeper) Remind(ctx context.Context) (told model.Reminded, err error) {
	if by := k.elsewhere(); by != nil {
		return by.Remind(ctx)
	}
	err = k.inTurn(ctx, nil, func(ctx context.Context, agent *Agent, _ func(model.Progress)) error {
		return agent.alone(ctx, college.RunLock, func(t *turn) error {
			if err := t.recognise(ctx); err != nil {
				return err
			}
			if _, err := t.mayCarry(ctx, nil); err != nil {
				return err
			}
			told, err = t.remind(ctx)
			return err
		})
	})
	return told, err
}

// note is a reminder on its way.
type note struct {
	store.Reminder
	profile model.MessengerID
	text    string
}

// remind writes to everybody who waits for a reminder. It may be killed at any moment: a message that was sent is
// taken by the messenger once however often it is sent.
func (t *turn) remind(ctx context.Context) (told model.Reminded, err error) {
	notes, err := t.notes(ctx)
	if err != nil {
		return told, err
	}
	textless := slices.DeleteFunc(slices.Clone(notes), func(n note) bool { return n.text != "" })
	told.Without = len(textless)
	if err := t.answerNotes(ctx, textless); err != nil {
		return told, err
	}
	notes = slices.DeleteFunc(notes, func(n note) bool { return n.text == "" })
	for batch := range slices.Chunk(notes, t.Messenger.Batch()) {
		if err := t.remindBatch(ctx, batch); err != nil {
			return told, err
		}
		for _, n := range batch {
			switch n.State {
			case model.ReminderSent:
				told.Sent++
			case model.ReminderClosed:
				told.Closed++
			case model.ReminderRefused:
				told.Refused++
			case model.ReminderWaiting: // nobody knows whether it was sent: the next run sends it under the same number
				told.Queued++
			case model.ReminderNeedless:
			}
		}
	}
	return told, nil
}

// notes are the reminders that wait, each with its text; one without a text is not sent.
func (t *turn) notes(ctx context.Context) (notes []note, err error) {
	err = t.College.Store.View(ctx, func(tx *store.Tx) error {
		reminders, err := tx.Reminders()
		if err != nil {
			return err
		}
		maps.DeleteFunc(reminders, func(_ model.PersonID, r store.Reminder) bool { return r.State != model.ReminderWaiting })
		if len(reminders) == 0 {
			return nil
		}
		name, err := college.NameIn(tx)
		if err != nil {
			return err
		}
		profiles, err := tx.Profiles()
		if err != nil {
			return err
		}
		today, err := t.College.Day(tx)
		if err != nil {
			return err
		}
		rows, err := tx.Listed(false, today)
		if err != nil {
			return err
		}
		hosts, _ := t.Messenger.LinkHosts()
		chats := map[model.PersonID][]string{}
		for _, r := range rows {
			if r.Link == "" {
				continue
			}
			link, err := model.CheckInviteLink(r.Link, hosts)
			if err != nil {
				t.Log.Warn("a stored invite link is sent to nobody", slog.Int64("chat", int64(r.Chat)), slog.Any("error", err))
				continue
			}
			chats[r.Person] = append(chats[r.Person], "«"+r.Title+"»: "+link)
		}
		for _, id := range slices.Sorted(maps.Keys(reminders)) {
			n := note{Reminder: reminders[id], profile: profiles[id]}
			if list := chats[id]; n.profile != 0 && len(list) > 0 {
				n.text = noteText(name, list)
			} else {
				n.State = model.ReminderNeedless
			}
			notes = append(notes, n)
		}
		return nil
	})
	return notes, err
}

// noteText is the message.
func noteText(college string, chats []string) string {
	which := "чат"
	if len(chats) > 1 {
		which = "чаты"
	}
	more := ""
	if n := len(chats) - chatsNamed; n > 0 {
		chats, more = chats[:chatsNamed], fmt.Sprintf("\nи ещё %d — спросите куратора", n)
	}
	return fmt.Sprintf("Здравствуйте! %s приглашает вас в %s:\n%s%s\nОткройте ссылку и нажмите «Присоединиться».", college, which, strings.Join(chats, "\n"), more)
}

// remindBatch asks who lets the community write to them, writes to those and notes what became of it.
func (t *turn) remindBatch(ctx context.Context, batch []note) error {
	allowed, err := t.Messenger.MayWrite(ctx, model.Each(batch, func(n note) model.MessengerID { return n.profile }))
	if err != nil {
		return err
	}
	var ops []app.Op
	var written []*note
	for i := range batch {
		n := &batch[i]
		if !allowed[i] {
			n.State = model.ReminderClosed
			continue
		}
		number := numberOf(fmt.Sprintf("reminder/%d/%d", n.Person, n.Asked.Unix())) // the same however often it is sent
		ops = append(ops, app.Op{Kind: app.OpSay, Peer: n.profile, Text: n.text, Random: number})
		written = append(written, n)
	}
	var stop error
	if len(ops) > 0 {
		outcomes, err := t.outcomesOf(ctx, ops, nil)
		if err != nil {
			stop = err
		}
		for i, o := range outcomes {
			if o.Err == nil {
				written[i].State, written[i].Sent = model.ReminderSent, t.College.Clock.Now()
				continue
			}
			f := app.FaultOf(o.Err)
			switch f.Kind {
			case app.FaultStop:
				stop = f
			case app.FaultUnknown: // it waits, and is sent again under the same number
			case app.FaultRefused, app.FaultGone, app.FaultDone:
				written[i].State, written[i].Code = model.ReminderRefused, f.Code
			}
		}
	}
	return errors.Join(stop, t.answerNotes(ctx, batch))
}

// answerNotes writes down what became of reminders, even when the run was just cancelled: it has happened.
func (t *turn) answerNotes(ctx context.Context, notes []note) error {
	if len(notes) == 0 {
		return nil
	}
	reminders := model.Each(notes, func(n note) store.Reminder { return n.Reminder })
	return t.update(context.WithoutCancel(ctx), func(tx *store.Tx) error { return tx.AnswerReminders(reminders) })
}
