package desk

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"zvonok/app"
	"zvonok/model"
)

// OpenMyChat opens one of the person's own chats in the browser.
func (s *Session) OpenMyChat(ctx context.Context, id model.ChatID) error {
	address, err := s.MyChatAddress(ctx, id)
	if err != nil {
		return err
	}
	return s.browser.Open(address)
}

// EnterMessenger carries out «Перейти в VK Мессенджер» and remembers that the person has gone over once.
func (s *Session) EnterMessenger(ctx context.Context) error {
	if err := s.browser.Open(s.addresses.Home); err != nil {
		return err
	}
	return s.NoteCrossed(ctx)
}

// JoinMyChats carries out «Войти во все мои чаты» as far as that goes without the person: the agent adds them, if it may;
// else their own token enters, if it may. The chats that are left are opened by OpenMyChat, one after another.
func (s *Session) JoinMyChats(ctx context.Context) (model.Joining, error) {
	var joining model.Joining
	state, err := s.LinkState(ctx)
	if err == nil && !state.Linked() {
		err = app.ErrNotLinked
	}
	if err != nil {
		return joining, err
	}
	chats, err := s.MyChats(ctx)
	if err != nil {
		return joining, err
	}
	chats = slices.DeleteFunc(chats, func(c model.MyChat) bool { return !c.MayJoin() })
	adds, err := s.AddsPeople(ctx)
	if err != nil {
		return joining, err
	}
	if adds {
		waiting := len(chats)
		chats = slices.DeleteFunc(chats, func(c model.MyChat) bool { return c.Presence != model.PresenceRefused })
		joining.ByAgent = waiting - len(chats)
	}
	joining.Left = s.joinByToken(ctx, state, chats, &joining)
	if joining.Joined+joining.ByAgent > 0 {
		err = s.LookSoon(ctx)
	}
	return joining, errors.Join(err, ctx.Err())
}

// joinByToken enters chats by the person's own token, where it may, and gives those that are left. What fails here the
// person can do by hand, so it is no error.
func (s *Session) joinByToken(ctx context.Context, state model.LinkState, chats []model.MyChat, joining *model.Joining) (left []model.MyChat) {
	if !state.SignedIn || state.SignInAgain || s.linking == nil || len(chats) == 0 {
		return chats
	}
	service, _, err := s.identity(ctx)
	if err != nil {
		return chats
	}
	g, err := s.grant(ctx, service, state.Person.ID)
	if err != nil || !g.MayJoin {
		return chats
	}
	for i, c := range chats {
		link, err := s.MyInviteLink(ctx, c.Chat)
		if err == nil {
			err = service.Join(ctx, g, link)
		}
		if ctx.Err() != nil {
			return append(left, chats[i:]...)
		}
		if err != nil {
			s.linking.Log.Warn("a chat was not entered by its invite link", slog.String("chat", c.Title), slog.Any("error", err))
			left = append(left, c)
			continue
		}
		joining.Joined++
	}
	return left
}

// Remind carries out «Напомнить», as AskReminders does. Where the agent works on another computer it writes from there.
func (s *Session) Remind(ctx context.Context, people []model.PersonID) (told model.Reminded, err error) {
	told, asked, err := s.AskReminders(ctx, people)
	if err != nil || asked == 0 {
		return told, err
	}
	sent, err := s.SendReminders(ctx)
	if errors.Is(err, app.ErrNoAgent) || errors.Is(err, app.ErrAgentOff) || errors.Is(err, app.ErrBusy) || errors.Is(err, app.ErrUnconfirmed) {
		told.Queued = asked // the agent that works sends them with its next run
		return told, nil
	}
	told.Sent, told.Closed, told.Refused, told.Queued = sent.Sent, sent.Closed, sent.Refused, sent.Queued
	told.Without += sent.Without
	return told, err
}
