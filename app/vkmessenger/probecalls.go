package vkmessenger

import (
	"context"
	"errors"
	"strings"

	"zvonok/app"
	"zvonok/model"
	"zvonok/vkclient"
)

// Probe asks whose the account's token is by users.get and, since VK has no way to ask about calls without
// starting one, whether it has the scope messages, which calls need, by messages.getConversations.
func (c *Calls) Probe(ctx context.Context) (model.TokenReport, error) {
	people, err := c.client.UsersGet(ctx, nil)
	if err != nil {
		return model.TokenReport{}, c.probeFault(err)
	}
	if len(people) == 0 { // so VK answers a community
		return model.TokenReport{}, &app.Fault{Kind: app.FaultStop, Message: notAPerson}
	}
	_, err = c.client.GetConversations(ctx, 0, 1)
	if err != nil && !forbidden(err) {
		return model.TokenReport{}, c.probeFault(err)
	}
	ability := model.TokenAbility{Name: "Начинать звонки", Needed: true, Verdict: model.VerdictYes,
		Words: "право «Сообщения» есть; окончательно VK ответит при первом звонке"}
	if err != nil {
		ability.Verdict, ability.Words = model.VerdictNo, "у ключа нет права «Сообщения»: получите его у VK и создайте ключ заново"
	}
	return model.TokenReport{
		Community: model.MessengerID(people[0].ID), Name: strings.TrimSpace(people[0].FirstName + " " + people[0].LastName),
		Abilities: []model.TokenAbility{ability},
	}, nil
}

const notAPerson = "это ключ сообщества, а не человека: сообществам VK не разрешает начинать звонки, нужен ключ пользователя"

// probeFault tells why the account's token could not be checked.
func (c *Calls) probeFault(err error) *app.Fault {
	f := probeFault(err)
	switch class := vkclient.Class(err); {
	case class == vkclient.Expired:
		f.Message = "VK не принял ключ: он неверен, устарел или отозван. Скопируйте ключ целиком или получите новый"
	case class == vkclient.BadParameter, class == vkclient.NoRight:
		f.Message = notAPerson
	case class == vkclient.Captcha:
		f.Message = "VK просит подтвердить, что аккаунтом управляет человек: откройте VK в браузере под этим аккаунтом, затем повторите"
	case class == vkclient.Cancelled && !errors.Is(err, context.Canceled):
		f.Message = "VK не ответил вовремя: повторите"
	}
	return f
}
