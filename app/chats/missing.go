package chats

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/app/slips"
	"zvonok/model"
	"zvonok/model/store"
)

// errNobodyToInvite says that there is nothing to print.
var errNobodyToInvite = errors.New("приглашать некого: все уже в чате, или у чата ещё нет ссылки — она появится после синхронизации")

// Missing lists who should be in a chat that the actor sees and is not there, by group, chat and name.
func (s *Lists) Missing(ctx context.Context) (rows []model.MissingRow, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		zone, err := s.college.Zone(tx)
		if err != nil {
			return err
		}
		rows, _, err = s.missingIn(tx, false)
		for i := range rows {
			if r := &rows[i]; r.Code != 0 {
				r.Reason = s.pages.Explain(r.Code)
			}
			if !rows[i].Reminded.IsZero() {
				rows[i].Reminded = rows[i].Reminded.In(zone)
			}
		}
		return err
	})
	return rows, err
}

// missingIn loads who is missing from the chats that the actor sees or, with editing, may edit.
func (s *Lists) missingIn(tx *store.Tx, editing bool) ([]model.MissingRow, model.Actor, error) {
	chats, actor, err := accessible(tx, editing)
	if err != nil {
		return nil, actor, err
	}
	today, err := s.college.Day(tx)
	if err != nil {
		return nil, actor, err
	}
	all, err := tx.Listed(false, today)
	var rows []model.MissingRow
	for _, r := range all {
		if _, ok := chats[r.Chat]; ok {
			rows = append(rows, r)
		}
	}
	return rows, actor, err
}

// accessible are the chats that the actor sees or, with editing, may edit.
func accessible(tx *store.Tx, editing bool) (map[model.ChatID]model.ChatSummary, model.Actor, error) {
	visible, actor, err := visibleIn(tx, model.ChatFilter{})
	chats := make(map[model.ChatID]model.ChatSummary, len(visible))
	for _, c := range visible {
		if c.Access.Edit || !editing {
			chats[c.ID] = c
		}
	}
	return chats, actor, err
}

// ExportMissing writes «Кто ещё не в чате» as a workbook (XLSX): the given rows or, with none, all.
func (s *Lists) ExportMissing(ctx context.Context, only []model.ChatPerson, w io.Writer) error {
	rows, err := s.Missing(ctx)
	if err != nil {
		return err
	}
	wanted := setOf(only)
	return college.WriteTexts(w, college.TextSheet{
		Name: "Кто ещё не в чате", Widths: []float64{20, 36, 36, 40, 24}, Head: []string{"Группа", "ФИО", "Чат", "Почему", "Напоминание"},
		TooLong: college.ErrTooManyRows,
	}, func(row func(texts ...string) error) error {
		for _, r := range rows {
			if len(only) > 0 && !wanted[r.ChatPerson] {
				continue
			}
			if err := row(r.GroupName, r.Name.String(), r.Title, r.Why(), r.ReminderWords()); err != nil {
				return err
			}
		}
		return nil
	})
}

func setOf[T comparable](list []T) map[T]bool {
	return model.Set(list, func(one T) T { return one })
}

// PrintInvites writes invitations as a PDF. A chat without a link gives none.
func (s *Lists) PrintInvites(ctx context.Context, o model.InviteOrder, w io.Writer) error {
	var invites []slips.Invite
	var name string
	sheets := o.Kind == model.InviteSheets && len(o.People) == 0
	page := s.college.Phone()
	err := s.college.Store.View(ctx, func(tx *store.Tx) error {
		chats, _, err := accessible(tx, false)
		if err != nil {
			return err
		}
		if name, err = college.NameIn(tx); err != nil {
			return err
		}
		ids, groups, people := setOf(o.Chats), setOf(o.Groups), setOf(o.People)
		for _, id := range o.Chats {
			if _, ok := chats[id]; !ok {
				return app.ErrNoRight
			}
		}
		today, err := s.college.Day(tx)
		if err != nil {
			return err
		}
		rows, err := tx.Listed(sheets || o.Kind == model.InviteEveryone, today)
		if err != nil {
			return err
		}
		done := map[model.ChatID]bool{}
		for _, r := range rows {
			c, ok := chats[r.Chat]
			if !ok || r.Link == "" || !ids[r.Chat] && !groups[c.Key.Group] && !people[r.ChatPerson] || sheets && done[r.Chat] {
				continue
			}
			done[r.Chat] = true
			link, err := s.checkedInvite(r.Link)
			if err != nil {
				return fmt.Errorf("чат «%s», %w", r.Title, err)
			}
			invite := slips.Invite{Chat: r.Title, Link: link, Name: r.Name.String(), Group: r.GroupName, Unlinked: r.Presence == model.PresenceNoProfile}
			if page.On() {
				invite.Page = page.Address
			}
			if sheets {
				invite.Name = ""
			}
			invites = append(invites, invite)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(invites) == 0 {
		return errNobodyToInvite
	}
	return slips.WriteInvites(w, name, invites)
}

// AskReminders asks the agent for «Напомнить»: the community writes to each of the people which chats they have to join, with
// the links, to nobody more often than once a day. asked is how many will get a message. Only chats that the actor may edit
// count.
func (s *Lists) AskReminders(ctx context.Context, people []model.PersonID) (told model.Reminded, asked int, err error) {
	store.Answers(ctx, &told, &asked)
	var due []model.PersonID
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
		rows, actor, err := s.missingIn(tx, true)
		if err != nil {
			return err
		}
		reachable := model.Reachable(rows)
		reminders, err := tx.Reminders()
		if err != nil {
			return err
		}
		now := s.college.Clock.Now()
		for _, id := range slices.Compact(slices.Sorted(slices.Values(people))) {
			last := reminders[id]
			switch can, mine := reachable[id]; {
			case !mine:
				return app.ErrNoRight
			case !can:
				told.Without++
			case !last.Sent.IsZero() && now.Sub(last.Sent) < model.ReminderPause:
				told.Recent++
			default:
				due = append(due, id)
			}
		}
		if asked = len(due); asked == 0 {
			return nil
		}
		if err := tx.AskReminders(now, due); err != nil {
			return err
		}
		names, err := college.Names(tx, due)
		if err != nil {
			return err
		}
		return tx.Audit(now, actor.Person, "Напоминание войти в чаты", model.PeopleWords(len(due)), names)
	})
	return told, asked, err
}
