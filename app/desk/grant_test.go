package desk_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/desk"
	"zvonok/model"
)

func TestRenewing(t *testing.T) {
	l := newLinker(t, newWorld(t), "Безликова", 13)
	if err := l.link(t); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		left time.Duration
		want int
	}{{6 * time.Minute, 0}, {5 * time.Minute, 1}, {-time.Hour, 1}} {
		l.expire(t, test.left)
		l.registry.spent, l.registry.refreshes = nil, 0
		if err := l.RenewLink(l.As(t.Context())); err != nil {
			t.Fatal(err)
		}
		if l.registry.refreshes != test.want {
			t.Errorf("%v before the end: %d refreshes, want %d", test.left, l.registry.refreshes, test.want)
		}
		if got := l.secret(t); (got == "grant-1") != (test.want == 1) {
			t.Errorf("%v before the end the vault keeps %q", test.left, got)
		}
	}
}

// TestRenewingAtOnce: however many ask, the refresh token is used once.
func TestRenewingAtOnce(t *testing.T) {
	l := newLinker(t, newWorld(t), "Безликова", 13)
	if err := l.link(t); err != nil {
		t.Fatal(err)
	}
	l.expire(t, time.Minute)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if err := l.RenewLink(l.As(t.Context())); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if l.registry.refreshes != 1 {
		t.Errorf("%d refreshes", l.registry.refreshes)
	}
}

// TestSignInIsOver: the link stands, the useless token goes, and the person hears what to do.
func TestSignInIsOver(t *testing.T) {
	l := newLinker(t, newWorld(t), "Безликова", 13)
	if err := l.link(t); err != nil {
		t.Fatal(err)
	}
	l.expire(t, time.Minute)
	l.registry.refreshErr = app.ErrSignInAgain
	for range 2 {
		if err := l.RenewLink(l.As(t.Context())); !errors.Is(err, app.ErrSignInAgain) {
			t.Fatalf("got %v", err)
		}
	}
	if s := l.state(t); !s.Linked() || !s.SignInAgain || l.secret(t) != "" {
		t.Errorf("%+v, kept %q", s, l.secret(t))
	}
	l.registry.refreshErr = nil
	if err := l.link(t); err != nil {
		t.Fatal(err)
	}
	if s := l.state(t); s.SignInAgain {
		t.Error("the new sign-in is not taken for good")
	}
}

// TestLostRefresh: an answer that did not come leaves the token for another try.
func TestLostRefresh(t *testing.T) {
	l := newLinker(t, newWorld(t), "Безликова", 13)
	if err := l.link(t); err != nil {
		t.Fatal(err)
	}
	l.expire(t, time.Minute)
	l.registry.refreshErr = errors.New("VK ID не отвечает")
	if err := l.RenewLink(l.As(t.Context())); err == nil || l.secret(t) == "" || l.state(t).SignInAgain {
		t.Errorf("got %v, kept %q", err, l.secret(t))
	}
	l.registry.refreshErr = nil
	if err := l.RenewLink(l.As(t.Context())); err != nil {
		t.Error(err)
	}
}

// TestGrantPrintsNothing, whatever the verb.
func TestGrantPrintsNothing(t *testing.T) {
	secret := "refresh-token"
	g := app.Grant{Secret: &secret}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "grant", g)
	for _, text := range []string{fmt.Sprint(g), fmt.Sprintf("%+v %#v %s %x", g, g, g, g), log.String()} {
		if strings.Contains(text, secret) || strings.Contains(text, fmt.Sprintf("%x", secret)) {
			t.Errorf("printed %s", text)
		}
	}
}

// TestGrantStaysWithItsService: a sign-in goes to no other address than it came from, whatever the settings name.
func TestGrantStaysWithItsService(t *testing.T) {
	l := newLinker(t, newWorld(t), "Алексеева", 101)
	l.UseIdentity(desk.LinkParts{Identity: l.registry.at, Client: "51", Log: slog.New(slog.DiscardHandler), Farewell: time.Second,
		At: model.MessengerAddresses{SignIn: "https://id.example.ru"}})
	if err := l.link(t); err != nil {
		t.Fatal(err)
	}
	l.expireSealed(t)
	if err := l.RenewLink(l.As(t.Context())); err != nil || l.registry.refreshes != 1 {
		t.Fatalf("at its own address: %v, %d", err, l.registry.refreshes)
	}
	l.expireSealed(t)
	l.UseIdentity(desk.LinkParts{Identity: l.registry.at, Client: "51", Log: slog.New(slog.DiscardHandler), Farewell: time.Second,
		At: model.MessengerAddresses{SignIn: "https://evil.example"}})
	if err := l.RenewLink(l.As(t.Context())); !errors.Is(err, app.ErrSignInAgain) || l.registry.refreshes != 1 {
		t.Errorf("at another: %v, %d", err, l.registry.refreshes)
	}
	if notes, err := l.Unlink(l.As(t.Context())); err != nil || len(l.registry.revoked) != 0 {
		t.Errorf("taken back at %v, %v, %v", l.registry.revoked, notes, err)
	}
	if l.secret(t) != "" {
		t.Error("the grant stays in the vault")
	}
}

// expireSealed lets the grant that the vault keeps with its addresses end now.
func (l *linker) expireSealed(t *testing.T) {
	t.Helper()
	name, rest, _ := strings.Cut(l.secret(t), "\n")
	name, _, _ = strings.Cut(name, "@")
	secret := name + "@" + l.clock.Now().Format(time.RFC3339) + "\n" + rest
	if err := l.vault.Set(t.Context(), l.secretName(t), secret); err != nil {
		t.Fatal(err)
	}
}
