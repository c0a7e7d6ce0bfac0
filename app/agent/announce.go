package agent

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"log/slog"
	"math"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// What keeps a chat from being told of a remote lesson, in words.
const (
	noChatWords  = "в чат не написано: у предмета нет чата. Создайте его в «Управлении чатами» кнопкой «+ Добавить»"
	noPeerWords  = "в чат не написано: чата предмета ещё нет в VK. Сообщение уйдёт, когда он там появится"
	notSaidWords = "в чат ещё не написано — "
)

// announce tells the subject's chat what is due of a lesson.
func (c *callCarrier) announce(ctx context.Context, w store.WaitingRemote) error {
	kind, one := w.Announcement(w.Told, c.now), []*store.WaitingRemote{&w}
	what := fmt.Sprintf("post/%d", w.Lesson)
	switch {
	case kind == model.TellNothing:
		if w.Told == nil && w.PostAt.After(c.now) {
			c.due(w.PostAt)
		}
		return nil
	case !w.HasChat:
		return c.tell(ctx, one, noChatWords)
	case w.Peer == 0:
		return c.tell(ctx, one, noPeerWords)
	case c.rests(what):
		return nil
	}
	if w.Link != "" { // it may come from a foreign copy
		_, hosts := c.Messenger.LinkHosts()
		if _, err := model.CheckCallLink(w.Link, hosts); err != nil {
			return c.tell(ctx, one, notSaidWords+err.Error())
		}
	}
	said, err := c.say(ctx, announced(w), kind, w.Told, w.PostAt)
	if err != nil {
		return c.fail(ctx, what, one, notSaidWords, err)
	}
	c.paused.forget(what)
	return c.edit(context.WithoutCancel(ctx), w.Lesson, func(tx *store.Tx, r *model.RemoteLesson) error {
		if r != nil && !r.Finished.IsZero() {
			return nil
		}
		// If the lesson was deleted meanwhile, the chat is told that next.
		if err := tx.SetTold(said); err != nil || r == nil || r.Problem == "" {
			return err
		}
		r.Problem = ""
		return tx.PutRemote(*r)
	})
}

// callOff tells a chat that a lesson which was announced there does not take place, unless its time has passed.
func (c *callCarrier) callOff(ctx context.Context, told model.Told) error {
	what := fmt.Sprintf("off/%d", told.Lesson)
	if told.Peer != 0 && c.now.Before(told.Ends) {
		if c.rests(what) {
			return nil
		}
		if _, err := c.say(ctx, told, model.TellNoLesson, &told, time.Time{}); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			c.Log.Warn("a chat was not told that a lesson is off", slog.Any("error", err))
			if kind := app.FaultOf(err).Kind; kind != app.FaultGone && kind != app.FaultRefused {
				c.due(c.paused.lengthen(what, c.now))
				return nil
			}
		}
	}
	c.paused.forget(what)
	return c.edit(context.WithoutCancel(ctx), told.Lesson, func(tx *store.Tx, r *model.RemoteLesson) error {
		if r != nil {
			return nil // it is remote again: the chat will be told what differs
		}
		return tx.ForgetTold(told.Lesson)
	})
}

// announced is what the chat knows once it is told of the lesson as it is now.
func announced(w store.WaitingRemote) model.Told {
	t := model.Told{Lesson: w.Lesson, Peer: w.Peer, Subject: w.Subject, Topic: w.Topic, Begins: w.Begins, Ends: w.Ends, Link: w.Link}
	if w.PostAt.IsZero() {
		t.Link = "" // the teacher wants no link in the chat
	}
	return t
}

// say writes one announcement into the chat, as a reply to the previous one in the same conversation, and returns what
// the chat knows then. due is when the first one had to be sent.
func (c *callCarrier) say(ctx context.Context, now model.Told, kind model.Announcement, before *model.Told, due time.Time) (model.Told, error) {
	if c.noPosts == nil {
		c.noPosts = c.mayPost(ctx)
	}
	if c.noPosts != nil {
		return now, c.noPosts
	}
	op := app.Op{Kind: app.OpSay, Peer: now.Peer, Text: announcementText(now, kind, before, c.zone)}
	if before != nil && before.Peer == now.Peer {
		op.Answers, now.Message = before.Message, before.Message
	}
	op.Random = announcementRandom(now, kind, before, due)
	outcome, err := c.sayOp(ctx, op)
	if err != nil && op.Answers != 0 && app.FaultOf(err).Kind == app.FaultRefused {
		op.Answers = 0 // somebody deleted that message
		outcome, err = c.sayOp(ctx, op)
	}
	if err != nil && app.FaultOf(err).Kind == app.FaultStop {
		c.noPosts = err
	}
	now.At = c.now
	if outcome.Message != 0 {
		now.Message = outcome.Message
	}
	return now, err
}

func (c *callCarrier) sayOp(ctx context.Context, op app.Op) (app.Outcome, error) {
	outcomes, err := c.outcomesOf(ctx, []app.Op{op}, nil)
	if err != nil {
		return app.Outcome{}, err
	}
	return outcomes[0], outcomes[0].Err
}

// announcementText is the message of an announcement.
func announcementText(now model.Told, kind model.Announcement, before *model.Told, zone *time.Location) string {
	when := college.RemoteTime(now.Begins, now.Ends, zone)
	var text string
	switch kind {
	case model.TellLesson:
		text = fmt.Sprintf("Дистанционное занятие: %s\n%s", now.Subject, when)
	case model.TellMoved:
		text = fmt.Sprintf("Дистанционное занятие перенесено: %s\nБыло: %s\nСтало: %s", now.Subject, college.RemoteTime(before.Begins, before.Ends, zone), when)
	case model.TellLink:
		text = fmt.Sprintf("Звонок: %s\n%s", now.Subject, when)
		if before.Link != "" {
			text = fmt.Sprintf("Новая ссылка на звонок, прежняя не действует: %s\n%s", now.Subject, when)
		}
		return text + "\nСсылка на звонок: " + now.Link
	case model.TellNoLesson:
		return fmt.Sprintf("Дистанционное занятие отменено: %s\n%s", now.Subject, when)
	case model.TellNothing:
	}
	if now.Topic != "" {
		text += "\nТема: " + now.Topic
	}
	switch {
	case now.Link != "" && (before == nil || before.Link != now.Link):
		text += "\nСсылка на звонок: " + now.Link
	case now.Link == "":
		text += "\nСсылка на звонок придёт сюда к началу занятия."
	}
	return text
}

// announcementRandom is the same number for the same announcement, so that the messenger takes it once however often it is
// sent. The previous announcement, or when the first one was due, distinguishes it from another one with the same words.
func announcementRandom(now model.Told, kind model.Announcement, before *model.Told, due time.Time) int64 {
	since := fmt.Sprint(due.Unix())
	if before != nil {
		since = fmt.Sprintf("%d/%d/%d", before.At.Unix(), before.Message, before.Begins.Unix())
	}
	return numberOf(fmt.Sprintf("%d/%d/%s/%d/%d/%s", now.Lesson, kind, since, now.Begins.Unix(), now.Ends.Unix(), now.Link))
}

// numberOf is the same for the same text, positive, and fits in 32 bits: by it the messenger takes a message once.
func numberOf(text string) int64 {
	sum := sha256.Sum256([]byte(text))
	return int64(binary.BigEndian.Uint32(sum[:])%math.MaxInt32) + 1
}
