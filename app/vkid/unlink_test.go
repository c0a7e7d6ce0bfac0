package vkid_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// TestUnlinkingLeavesVK: the profile leaves the chats of the local VK, also those entered by the link since
// the agent last looked.
func TestUnlinkingLeavesVK(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.sync(t)
	if err := w.linkAs(t, "+79005005002", "Polnova-parol-2"); err != nil {
		t.Fatal(err)
	}
	w.sync(t)
	chats, err := w.MyChats(w.As(t.Context()))
	if err != nil || len(chats) < 2 {
		t.Fatalf("%d chats, %v", len(chats), err)
	}
	var token string
	for _, u := range w.vk.Info().Users {
		if u.UserID == fullID {
			token = u.Token
		}
	}
	person := vkclient.New(vkclient.Options{Hosts: vkclient.HostsAt(w.url), Token: vkclient.Secret(token), Kind: vkclient.UserToken})
	for i, c := range chats {
		link, err := w.MyInviteLink(w.As(t.Context()), c.Chat)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := person.JoinChatByInviteLink(t.Context(), link); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			w.sync(t) // of the first one the agent knows, of the others it does not
		}
	}
	if got := w.inside(fullID); len(got) != len(chats) {
		t.Fatalf("entered %d chats of %d", len(got), len(chats))
	}
	notes, err := w.Unlink(w.As(t.Context()))
	if err != nil || len(notes) != 0 {
		t.Fatal(notes, err)
	}
	if _, err := w.agent.Run(t.Context(), agent.RunOptions{}, nil); err != nil {
		t.Fatal(err)
	}
	if got := w.inside(fullID); len(got) != 0 {
		t.Errorf("still in %q", got)
	}
}

// inside are the titles of the chats in which the local VK has somebody.
func (w *world) inside(id int64) (titles []string) {
	for _, c := range w.vk.State().Chats {
		if slices.ContainsFunc(c.Members, func(m sandbox.StateMember) bool { return m.MemberID == id }) {
			titles = append(titles, c.Title)
		}
	}
	return titles
}

// TestRenewedAndRevoked: an access token near its end is renewed once, the refresh token changes, and
// unlinking makes both useless.
func TestRenewedAndRevoked(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	if err := w.linkAs(t, "+79005005002", "Polnova-parol-2"); err != nil {
		t.Fatal(err)
	}
	first := w.secret(t)
	w.clock.pass(50 * time.Minute)
	if err := w.RenewLink(w.As(t.Context())); err != nil || w.secret(t) != first {
		t.Fatalf("renewed too early: %v", err)
	}
	w.clock.pass(6 * time.Minute)
	if err := w.RenewLink(w.As(t.Context())); err != nil || w.secret(t) == first {
		t.Fatalf("not renewed: %v", err)
	}
	if n := w.vk.State().Methods["oauth2.auth"]; n != 2 {
		t.Errorf("%d requests for tokens, want 2", n)
	}
	last := w.secret(t)
	if _, err := w.Unlink(w.As(t.Context())); err != nil {
		t.Fatal(err)
	}
	if w.secret(t) != "" {
		t.Error("the vault keeps the tokens")
	}
	identity := w.identity()
	g, err := identity.Unpack(last)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := identity.Refresh(t.Context(), g); !errors.Is(err, app.ErrSignInAgain) {
		t.Errorf("a revoked grant: %v", err)
	}
}

// TestStolenRefresh: a refresh token that somebody else has used ends the sign-in, and the person hears it.
func TestStolenRefresh(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	if err := w.linkAs(t, "+79005005002", "Polnova-parol-2"); err != nil {
		t.Fatal(err)
	}
	identity := w.identity()
	g, err := identity.Unpack(w.secret(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := identity.Refresh(t.Context(), g); err != nil {
		t.Fatal(err)
	}
	w.clock.pass(time.Hour)
	if err := w.RenewLink(w.As(t.Context())); !errors.Is(err, app.ErrSignInAgain) {
		t.Errorf("got %v", err)
	}
	if s := w.state(t); !s.SignInAgain || !s.Linked() {
		t.Errorf("%+v", s)
	}
}
