package vkmessenger_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/vkmessenger"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// calling is a VK that gives one answer to everything, and a client to make Calls of.
func calling(t *testing.T, answer string) *vkclient.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(answer)) }))
	t.Cleanup(server.Close)
	return vkclient.New(vkclient.Options{Hosts: vkclient.HostsAt(server.URL), Token: "secret", Kind: vkclient.UserToken, Clock: &clock{now: time.Unix(1, 0)}})
}

// TestCalls: a call of the local VK is started with a link to give away, and finished once.
func TestCalls(t *testing.T) {
	w := newWorld(t, roster.Snapshot{}, nil, sandbox.Options{Users: []sandbox.User{{ID: 7, FirstName: "Анна"}, {ID: 8, FirstName: "Пётр"}}})
	calls, others := vkmessenger.NewCalls(w.person(t, 7)), vkmessenger.NewCalls(w.person(t, 8))
	first, err := calls.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	second, err := calls.Start(t.Context())
	if err != nil || first == second || first.ID == "" {
		t.Fatalf("started %+v and %+v, %v", first, second, err)
	}
	if link, err := model.CheckCallLink(first.Link, vkclient.HostsAt(w.base).Names()); err != nil || link != first.Link {
		t.Errorf("the link %q becomes %q: %v", first.Link, link, err)
	}
	if err := others.Finish(t.Context(), first.ID); err == nil || kind(err) != app.FaultRefused || !strings.Contains(err.Error(), "тому, кто его начал") {
		t.Errorf("another's call: %v", err)
	}
	for range 2 {
		if err := calls.Finish(t.Context(), first.ID); err != nil {
			t.Error(err)
		}
	}
	if err := calls.Finish(t.Context(), "no such call"); err == nil || kind(err) != app.FaultDone {
		t.Errorf("a call that is not there: %v", err)
	}
	if got := w.vk.State().Calls; len(got) != 2 || !got[0].Finished || got[1].Finished || got[0].OwnerID != 7 {
		t.Errorf("VK has %+v", got)
	}
	community := vkmessenger.NewCalls(w.client(w.vk.Info().CommunityToken, vkclient.CommunityToken))
	if _, err := community.Start(t.Context()); err == nil || !strings.Contains(err.Error(), "ключ человека, а не сообщества") {
		t.Errorf("a community: %v", err)
	}
}

// TestCallWords: whatever VK refuses with, the one who reads it knows what to do, and is told no secret.
func TestCallWords(t *testing.T) {
	for code, want := range map[int]struct {
		kind         app.FaultKind
		account, own string
	}{
		5:    {app.FaultStop, "ввести новый в «Настройках системы»", "привяжите профиль заново"},
		1117: {app.FaultStop, "ввести новый в «Настройках системы»", "привяжите профиль заново"},
		7:    {app.FaultRefused, "нужен ключ человека", "вставьте ссылку"},
		15:   {app.FaultRefused, "нужен ключ человека", "от вашего имени"},
		27:   {app.FaultRefused, "нужен ключ человека", "вставьте ссылку"},
		14:   {app.FaultStop, "начните звонок в браузере", "начните звонок в браузере"},
		17:   {app.FaultStop, "подтвердите и повторите", "подтвердите и повторите"},
		9:    {app.FaultStop, "подождите час", "подождите час"},
		29:   {app.FaultStop, "подождите час", "подождите час"},
		10:   {app.FaultUnknown, "программа начнёт новый", "программа начнёт новый"},
		100:  {app.FaultRefused, "создайте звонок в VK", "создайте звонок в VK"},
		103:  {app.FaultRefused, "предел VK", "предел VK"},
		777:  {app.FaultRefused, "создайте звонок в VK", "создайте звонок в VK"},
	} {
		client := calling(t, `{"error":{"error_code":`+strconv.Itoa(code)+`,"error_msg":"secret","redirect_uri":"https://vk.ru/x"}}`)
		for whose, calls := range map[string]*vkmessenger.Calls{want.account: vkmessenger.NewCalls(client), want.own: vkmessenger.NewOwnCalls(client)} {
			_, err := calls.Start(t.Context())
			if err == nil || kind(err) != want.kind || !strings.Contains(err.Error(), whose) || strings.Contains(err.Error(), "secret") {
				t.Errorf("%d: %v, want %q", code, err, whose)
			}
			if err := calls.Finish(t.Context(), "id"); err == nil || strings.Contains(err.Error(), "secret") {
				t.Errorf("%d: finishing: %v", code, err)
			}
		}
		_, err := vkmessenger.NewOwnCalls(client).Start(t.Context())
		if got := errors.Is(err, app.ErrSignInAgain); got != (code == 5 || code == 1117) {
			t.Errorf("%d: sign in again: %v", code, got)
		}
	}
}

// TestCallWithoutLink: a call that nobody can be told of is no call.
func TestCallWithoutLink(t *testing.T) {
	for answer, want := range map[string]string{
		`{"response":{"call_id":"1"}}`: "не дал на него ссылку",
		`{"response":7}`:               "вставьте ссылку",
		`<html>`:                       "программа начнёт новый",
	} {
		if call, err := vkmessenger.NewCalls(calling(t, answer)).Start(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %+v, %v", answer, call, err)
		}
	}
}

// TestSay: a message reaches the chat once, however often it is sent.
func TestSay(t *testing.T) {
	w := newWorld(t, roster.Snapshot{}, nil, sandbox.Options{})
	m := vkmessenger.New(w.client(w.vk.Info().CommunityToken, vkclient.CommunityToken))
	made, err := m.Send(t.Context(), []app.Op{{Kind: app.OpCreate, Title: "ДО-19-3"}})
	if err != nil {
		t.Fatal(err)
	}
	say := app.Op{Kind: app.OpSay, Peer: made[0].Peer, Text: "Английский язык, 10:00: https://vk.ru/call/join/abc", Random: 77}
	gone := app.Op{Kind: app.OpSay, Peer: 2_000_000_999, Text: say.Text, Random: 78}
	var last []int64
	for range 2 {
		outcomes, err := m.Send(t.Context(), []app.Op{say, gone})
		if err != nil || outcomes[0].Err != nil || kind(outcomes[1].Err) != app.FaultGone {
			t.Fatalf("%+v, %v", outcomes, err)
		}
		page, err := w.client(w.vk.Info().CommunityToken, vkclient.CommunityToken).GetConversations(t.Context(), 0, 10)
		if err != nil || len(page.Items) != 1 {
			t.Fatal(page, err)
		}
		last = append(last, page.Items[0].LastMessageID)
	}
	if last[0] != last[1] {
		t.Errorf("the chat's last message is %d, then %d", last[0], last[1])
	}
	first, err := m.Send(t.Context(), []app.Op{say})
	if err != nil || first[0].Message == 0 {
		t.Fatalf("the message's number: %+v, %v", first, err)
	}
	reply := app.Op{Kind: app.OpSay, Peer: say.Peer, Text: "Перенесено", Random: 79, Answers: first[0].Message}
	lost := app.Op{Kind: app.OpSay, Peer: say.Peer, Text: "Отменено", Random: 80, Answers: 999}
	outcomes, err := m.Send(t.Context(), []app.Op{reply, lost})
	if err != nil || outcomes[0].Err != nil || kind(outcomes[1].Err) != app.FaultRefused {
		t.Fatalf("%+v, %v", outcomes, err)
	}
	said := w.vk.Messages(int64(say.Peer))
	if len(said) != 2 || said[1].Text != "Перенесено" || said[1].Reply != first[0].Message || outcomes[0].Message != said[1].Number {
		t.Errorf("the chat holds %+v", said)
	}
}

// TestProbeCalls: the check says whose the token is and whether it may start calls, and starts none.
func TestProbeCalls(t *testing.T) {
	w := newWorld(t, roster.Snapshot{}, nil, sandbox.Options{Users: []sandbox.User{{ID: 7, FirstName: "Зоя", LastName: "Звонкова"}}})
	info := w.vk.Info()
	probe := func(token string) (model.TokenReport, error) {
		return vkmessenger.NewCalls(w.client(token, vkclient.UserToken)).Probe(t.Context())
	}
	report, err := probe(info.Users[0].Token)
	if err != nil || !report.Usable() || report.Community != 7 || report.Name != "Зоя Звонкова" || !strings.Contains(report.Abilities[0].Words, "при первом звонке") {
		t.Errorf("a good token: %+v, %v", report, err)
	}
	report, err = probe(info.Users[0].PlainToken)
	if err != nil || report.Usable() || report.Name != "Зоя Звонкова" || !strings.Contains(report.Abilities[0].Words, "нет права «Сообщения»") {
		t.Errorf("a token without the right: %+v, %v", report, err)
	}
	for token, want := range map[string]string{info.CommunityToken: "ключ сообщества, а не человека", "vk1.a.wrong0123456789": "неверен, устарел или отозван"} {
		if _, err := probe(token); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), token) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if state := w.vk.State(); len(state.Calls) != 0 || state.Methods["calls.start"] != 0 {
		t.Errorf("the check started %d calls", len(state.Calls))
	}
	for code, want := range map[int]string{14: "под этим аккаунтом", 9: "подождите час", 100: "ключ сообщества, а не человека"} {
		calls := vkmessenger.NewCalls(calling(t, `{"error":{"error_code":`+strconv.Itoa(code)+`,"error_msg":"secret","captcha_sid":"1","captcha_img":"x"}}`))
		if _, err := calls.Probe(t.Context()); err == nil || kind(err) != app.FaultStop || !strings.Contains(err.Error(), want) {
			t.Errorf("%d: %v", code, err)
		}
	}
}
