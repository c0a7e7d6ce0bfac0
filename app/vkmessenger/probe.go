package vkmessenger

import (
	"context"
	"errors"

	"zvonok/app"
	"zvonok/model"
	"zvonok/vkclient"
)

// nowhere is a conversation that no community has: asking about it changes nothing and still tells
// whether one may ask.
const nowhere = 999_999_999

// Probe asks whose token it is by groups.getById and what it may do by reading calls alone:
// messages.getConversations, and messages.getConversationMembers and messages.getInviteLink of a
// conversation that does not exist. VK answers 7, 15 or 27 to a token without the right before it looks
// for the conversation. Adding people and calls are never a community's, so nobody asks for them.
func (m *Messenger) Probe(ctx context.Context) (model.TokenReport, error) {
	community, err := m.client.GroupsGetByID(ctx)
	if err != nil {
		return model.TokenReport{}, probeFault(err)
	}
	results, err := m.client.Execute(ctx, []vkclient.Call{
		vkclient.GetConversationsCall(0, 1),
		vkclient.GetConversationMembersCall(vkclient.PeerID(nowhere), 0, 1),
		vkclient.GetInviteLinkCall(vkclient.PeerID(nowhere), false),
	})
	if err != nil {
		if !forbidden(err) {
			return model.TokenReport{}, probeFault(err)
		}
		results = []vkclient.Result{{Err: err}, {Err: err}, {Err: err}}
	}
	for _, r := range results {
		if r.Err != nil && !forbidden(r.Err) && stops(r.Err) {
			return model.TokenReport{}, probeFault(r.Err)
		}
	}
	return model.TokenReport{
		Community: model.MessengerID(community.ID), Name: community.Name,
		Abilities: abilities(results[0].Err, results[1].Err, results[2].Err),
	}, nil
}

// abilities puts what VK answered into a list. Managing chats is one right of VK, «Сообщения»: a token that may read
// conversations may create chats, remove people and name administrators in the community's own.
func abilities(conversations, members, link error) []model.TokenAbility {
	const giveRight = "создайте в настройках сообщества ключ с правом «Сообщения сообщества»"
	manage, lists, links := model.VerdictYes, model.VerdictYes, model.VerdictYes
	words := func(v model.Verdict) string {
		if v == model.VerdictYes {
			return ""
		}
		return giveRight
	}
	if forbidden(conversations) {
		manage = model.VerdictNo
	}
	if manage == model.VerdictNo || forbidden(members) {
		lists = model.VerdictNo
	}
	if manage == model.VerdictNo || forbidden(link) {
		links = model.VerdictNo
	}
	return []model.TokenAbility{
		{Name: "Создавать чаты", Verdict: manage, Words: words(manage), Needed: true},
		{Name: "Видеть и удалять участников", Verdict: lists, Words: words(lists), Needed: true},
		{Name: "Назначать администраторов", Verdict: lists, Words: words(lists), Needed: true},
		{Name: "Выдавать пригласительные ссылки", Verdict: links, Words: words(links), Needed: true},
		{Name: "Отправлять сообщения", Verdict: manage, Words: words(manage), Needed: true},
		{Name: "Добавлять участников", Verdict: model.VerdictOther,
			Words: "только по ссылке: VK не разрешает сообществам добавлять людей в готовый чат"},
		{Name: "Начинать звонки", Verdict: model.VerdictNo,
			Words: "звонок начинает преподаватель: VK не разрешает этого сообществам"},
	}
}

// forbidden reports whether VK refused for want of a right.
func forbidden(err error) bool { return vkclient.Class(err) == vkclient.NoRight }

// stops reports whether an error says nothing about rights.
func stops(err error) bool { return fault(err).Kind == app.FaultStop }

// probeFault tells why a token could not be checked.
func probeFault(err error) *app.Fault {
	f := fault(err)
	f.Kind = app.FaultStop
	var api *vkclient.APIError
	var transport *vkclient.TransportError
	switch class := vkclient.Class(err); {
	case class == vkclient.Expired:
		f.Message = "VK не принял ключ: он неверен, устарел или отозван. Скопируйте ключ целиком или создайте новый в настройках сообщества"
	case class == vkclient.BadParameter, class == vkclient.NoRight:
		f.Message = "это ключ человека, а не сообщества: создайте ключ в настройках сообщества, раздел «Работа с API»"
	case class == vkclient.Cancelled && errors.Is(err, context.Canceled):
		f.Message = "проверка остановлена: ключ не сохранён"
	case !errors.As(err, &api) && errors.As(err, &transport) && class == vkclient.Other:
		f.Message = "по этому адресу отвечает не VK: проверьте адреса VK в настройках и подключение к интернету"
	}
	return f
}
