package vkmessenger

import (
	"context"
	"errors"
	"fmt"

	"zvonok/app"
	"zvonok/model"
	"zvonok/vkclient"
)

// Calls starts and finishes calls by a user token: VK answers error 27 to communities. It is safe for
// concurrent use.
type Calls struct {
	client *vkclient.Client
	words  map[vkclient.ErrorClass]string // where what to do depends on whose token it is
}

var _ app.Calls = (*Calls)(nil)

// NewCalls makes Calls of a client that holds the token of the college's account for calls.
func NewCalls(client *vkclient.Client) *Calls { return &Calls{client: client, words: accountWords} }

// NewOwnCalls makes Calls of a client that holds the token of the person at work. A sign-in that is over is
// app.ErrSignInAgain.
func NewOwnCalls(client *vkclient.Client) *Calls { return &Calls{client: client, words: ownWords} }

// Start is calls.start, for the token's owner and no community.
func (c *Calls) Start(ctx context.Context) (model.Call, error) {
	started, err := c.client.CallsStart(ctx)
	switch {
	case err != nil:
		return model.Call{}, c.fault(err)
	case started.JoinLink == "":
		return model.Call{}, &app.Fault{Kind: app.FaultUnknown, Cause: errors.New("vk: calls.start: no join_link"),
			Message: "VK начал звонок, но не дал на него ссылку: повторите или создайте звонок в VK и вставьте ссылку"}
	}
	return model.Call{ID: started.CallID, Link: started.JoinLink}, nil
}

// Finish is calls.forceFinish. VK answers error 100 about a call that it no longer knows.
func (c *Calls) Finish(ctx context.Context, id string) error {
	err := c.client.CallsForceFinish(ctx, id)
	if err == nil {
		return nil
	}
	f := c.fault(err)
	switch vkclient.Class(err) {
	case vkclient.BadParameter, vkclient.NotFound:
		f.Kind, f.Message = app.FaultDone, "звонок уже завершён"
	case vkclient.NoRight:
		f.Message = "VK разрешает завершить звонок только тому, кто его начал: завершите его в VK Мессенджере"
	case vkclient.UnknownOutcome:
		f.Message = "VK не подтвердил, что звонок завершён: повторите"
	}
	return f
}

// callWords say what a failed call means, for every kind of token.
var callWords = map[vkclient.ErrorClass]string{
	vkclient.Captcha:        "VK просит подтвердить, что звонок начинает человек: начните звонок в браузере и вставьте ссылку на него",
	vkclient.Confirmation:   "VK просит подтвердить действие: откройте VK в браузере, подтвердите и повторите",
	vkclient.TooFast:        "VK ограничил число звонков: подождите несколько минут или создайте звонок в VK и вставьте ссылку",
	vkclient.Flood:          "VK ограничил число звонков: подождите час или создайте звонок в VK и вставьте ссылку",
	vkclient.Unwell:         "VK не отвечает: проверьте подключение к интернету и повторите",
	vkclient.Cancelled:      "остановлено: звонок не начат",
	vkclient.UnknownOutcome: "VK не подтвердил, что звонок начат: повторите — программа начнёт новый",
	vkclient.BadParameter:   "VK не понял запрос: создайте звонок в VK и вставьте ссылку на него",
	vkclient.LimitReached:   "достигнут предел VK по числу звонков: завершите лишние или создайте звонок в VK и вставьте ссылку",
	vkclient.Other:          "VK отказал: создайте звонок в VK и вставьте ссылку на него",
}

var accountWords = map[vkclient.ErrorClass]string{
	vkclient.Expired: "ключ аккаунта для звонков устарел или отозван: администратору ПОО нужно ввести новый в «Настройках системы»",
	vkclient.NoRight: "VK не разрешает аккаунту для звонков начинать звонки: нужен ключ человека, а не сообщества, с правом " +
		"«Сообщения». Пока создайте звонок в VK и вставьте ссылку на него",
}

var ownWords = map[vkclient.ErrorClass]string{
	vkclient.Expired: app.ErrSignInAgain.Error(),
	vkclient.NoRight: "VK не разрешает программе начинать звонки от вашего имени: создайте звонок в VK и вставьте ссылку на него",
}

// fault turns an error of the client into one in the words of calls.
func (c *Calls) fault(err error) *app.Fault {
	f := fault(err)
	class := classOf(err)
	if text := c.words[class]; text != "" {
		f.Message = text
	} else if text := callWords[class]; text != "" {
		f.Message = text
	}
	if class == vkclient.Expired && f.Message == app.ErrSignInAgain.Error() {
		f.Cause = fmt.Errorf("%w: %w", app.ErrSignInAgain, err)
	}
	return f
}
