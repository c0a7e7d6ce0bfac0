package areas

import (
	"errors"
	"log/slog"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// TestActingEndsAtOnce: a session that was found to go on a moment ago does nothing any more once it has ended, here or in another
// process.
func TestActingEndsAtOnce(t *testing.T) {
	dir := t.TempDir()
	open := func() *Areas {
		s, err := store.Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		c := &college.College{Store: s, Dir: dir, Clock: still{}, PasswordCost: college.PasswordCost{Memory: 64, Time: 1, Threads: 1}}
		return New(c, agent.NewKeeper(c, nil, slog.New(slog.DiscardHandler)), app.Addresses{})
	}
	here, there := open(), open()
	const login, password = "kagan.nv", "синий чемодан"
	_, err := here.Found(t.Context(), model.Founding{College: "Педагогический колледж", TimeZone: "Europe/Moscow",
		Administrator: model.ParseName("Каган Наталья Васильевна"), Login: login, Password: password})
	if err != nil {
		t.Fatal(err)
	}
	begin := func() (token string) {
		begun, err := here.BeginSession(t.Context(), login, password, model.Computer{})
		if err != nil {
			t.Fatal(err)
		}
		return begun.Token
	}
	works := func(token string) error {
		acting, err := here.Acting(t.Context(), token)
		if err == nil {
			_, err = here.Groups(acting)
		}
		return err
	}
	end := func(at *Areas, token string) error {
		acting, err := at.Acting(t.Context(), token)
		if err != nil {
			return err
		}
		sessions, err := at.Sessions(acting)
		for _, s := range sessions {
			if err == nil && s.Own {
				err = at.EndSession(acting, s.ID)
			}
		}
		return err
	}
	for name, by := range map[string]*Areas{"here": here, "in another process": there} {
		token := begin()
		for range 2 {
			if err := works(token); err != nil {
				t.Fatalf("%s: at work: %v", name, err)
			}
		}
		if err := end(by, token); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := works(token); !errors.Is(err, app.ErrSignedOut) {
			t.Errorf("ended %s: %v", name, err)
		}
		if _, err := here.College.Store.Elsewhere(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := here.Acting(t.Context(), token); !errors.Is(err, app.ErrSignedOut) {
			t.Errorf("ended %s, it is let in: %v", name, err)
		}
	}
}
