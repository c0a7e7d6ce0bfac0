package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/desk"
	"zvonok/model/store"
)

// TestEachAddressOnce: every way to open the page has an address of its own, and none is VK ID's.
func TestEachAddressOnce(t *testing.T) {
	l := newLinker(t, newWorld(t), "Безликова", 13)
	if _, err := l.LinkAddress(t.Context()); err == nil {
		t.Error("an address without a sign-in")
	}
	if _, err := l.BeginLink(l.As(t.Context())); err != nil {
		t.Fatal(err)
	}
	defer l.CancelLink()
	if err := l.ReopenLink(t.Context()); err != nil {
		t.Fatal(err)
	}
	copied, err := l.LinkAddress(t.Context())
	if want := []string{"http://127.0.0.1:5000/start/1", "http://127.0.0.1:5000/start/2"}; err != nil || !slices.Equal(*l.opened, want) {
		t.Errorf("opened %q, %v", *l.opened, err)
	}
	if copied != "http://127.0.0.1:5000/start/3" {
		t.Errorf("copied %q", copied)
	}
}

func TestWrongPasteGoesOn(t *testing.T) {
	l := newLinker(t, newWorld(t), "Безликова", 13)
	if err := l.PasteLink(t.Context(), "good"); err == nil {
		t.Error("pasted without a sign-in")
	}
	if _, err := l.BeginLink(l.As(t.Context())); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"", "https://example.com"} {
		if err := l.PasteLink(t.Context(), address); err == nil {
			t.Errorf("%q was taken", address)
		}
	}
	if err := l.PasteLink(t.Context(), "good"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.WaitLink(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestWaitingEnds: by the deadline, by the person, by the window, by another attempt.
func TestWaitingEnds(t *testing.T) {
	for name, test := range map[string]struct {
		end  func(*testing.T, *linker, context.CancelFunc)
		want error
	}{
		"cancelled": {func(_ *testing.T, l *linker, _ context.CancelFunc) { l.CancelLink() }, desk.ErrLinkCancelled},
		"the window closed": {func(_ *testing.T, l *linker, cancel context.CancelFunc) {
			cancel()
			l.CancelLink() // as a window does, in case the waiting has not begun
		}, nil},
		"begun anew": {func(t *testing.T, l *linker, _ context.CancelFunc) {
			if _, err := l.BeginLink(l.As(t.Context())); err != nil {
				t.Error(err)
			}
			l.CancelLink()
		}, desk.ErrLinkCancelled},
		"late": {func(_ *testing.T, l *linker, _ context.CancelFunc) { l.clock.pass(10 * time.Minute) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLinker(t, newWorld(t), "Безликова", 13)
			begun, err := l.BeginLink(l.As(t.Context()))
			if err != nil {
				t.Fatal(err)
			}
			if left := begun.Deadline.Sub(l.clock.Now()); left != 10*time.Minute {
				t.Errorf("waits %v", left)
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			ended := make(chan error, 1)
			go func() {
				_, err := l.WaitLink(ctx)
				ended <- err
			}()
			test.end(t, l, cancel)
			err = <-ended
			if err == nil || test.want != nil && !errors.Is(err, test.want) && !strings.Contains(err.Error(), "вход не начат") {
				t.Errorf("ended with %v, want %v", err, test.want)
			}
			if l.registry.open != 0 || l.state(t).Linked() {
				t.Errorf("listening %d, linked %v", l.registry.open, l.state(t).Linked())
			}
		})
	}
}

// TestApplicationOfTheSettings reaches the sign-in: its number, and whether it may ask for the right to act in
// chats, which nobody asks for before the administrator says so.
func TestApplicationOfTheSettings(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		client, messages string
		want             app.Application
	}{
		"of a new college": {want: app.Application{Client: "51"}},
		"of its own":       {client: "77", want: app.Application{Client: "77"}},
		"with the right":   {client: "77", messages: "1", want: app.Application{Client: "77", Messages: true}},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLinker(t, w, "Безликова", 13)
			w.update(t, func(tx *store.Tx) error {
				return errors.Join(tx.SetSetting(store.SettingSignInClient, c.client), tx.SetSetting(store.SettingSignInMessages, c.messages))
			})
			if _, err := l.BeginLink(l.As(t.Context())); err != nil {
				t.Fatal(err)
			}
			defer l.CancelLink()
			if l.registry.of != c.want {
				t.Errorf("signs in for %+v, want %+v", l.registry.of, c.want)
			}
		})
	}
}

// TestPortOfTheSettings reaches the listener.
func TestPortOfTheSettings(t *testing.T) {
	w := newWorld(t)
	l := newLinker(t, w, "Безликова", 13)
	w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingSignInPort, "8934") })
	if err := l.link(t); err != nil {
		t.Fatal(err)
	}
	if l.registry.port != 8934 {
		t.Errorf("port %d", l.registry.port)
	}
}
