package vkid_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// granted signs Полина in for the scopes.
func (w *world) granted(t *testing.T, scopes ...string) app.Grant {
	t.Helper()
	vkid := vkclient.NewVKID(vkclient.VKIDOptions{
		Hosts: vkclient.HostsAt(w.url), ClientID: "51", RedirectURI: "http://127.0.0.1:9/callback", Clock: w.clock,
	})
	attempt, err := vkid.Begin(scopes...)
	if err != nil {
		t.Fatal(err)
	}
	v := newVisitor(t, w)
	v.keep = true
	v.open(attempt.URL).press("continue", "login", "+79005005002").press("password").press("continue", "password", "Polnova-parol-2").press("allow")
	answer, err := attempt.ReadAnswer(v.answer)
	if err != nil {
		t.Fatal(err)
	}
	issued, err := vkid.Exchange(t.Context(), attempt, answer)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := issued.Pack()
	if err != nil {
		t.Fatal(err)
	}
	g, err := w.identity().Unpack(packed)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestOwnCalls: people that VK lets act in chats start and finish calls; others are told what to do instead.
func TestOwnCalls(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	g := w.granted(t, "vkid.personal_info", "messages")
	if !g.MayCall {
		t.Fatal("the grant may not call")
	}
	calls := w.identity().Calls(g)
	call, err := calls.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := w.vk.State().Calls; len(got) != 1 || got[0].OwnerID != fullID || got[0].JoinLink != call.Link || got[0].Finished {
		t.Fatalf("VK has %+v", got)
	}
	if err := calls.Finish(t.Context(), call.ID); err != nil || !w.vk.State().Calls[0].Finished {
		t.Errorf("not finished: %v", err)
	}

	plain := w.granted(t)
	if plain.MayCall {
		t.Error("a grant without the scope may call")
	}
	if _, err := w.identity().Calls(plain).Start(t.Context()); err == nil || !strings.Contains(err.Error(), "вставьте ссылку") {
		t.Errorf("without the scope: %v", err)
	}

	w.clock.pass(2 * time.Hour)
	for name, over := range map[string]app.Grant{"expired": g, "empty": {}} {
		calls := w.identity().Calls(over)
		if _, err := calls.Start(t.Context()); !errors.Is(err, app.ErrSignInAgain) {
			t.Errorf("%s: starting: %v", name, err)
		}
		if err := calls.Finish(t.Context(), call.ID); !errors.Is(err, app.ErrSignInAgain) {
			t.Errorf("%s: finishing: %v", name, err)
		}
	}
}
