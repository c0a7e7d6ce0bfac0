package desk_test

import (
	"errors"
	"log/slog"
	"slices"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/store"
)

// TestEnterAsksForRight: nobody comes in without a password where people have accounts, nobody becomes somebody else outside
// the demonstration, and only who may begin a synchronisation ends one.
func TestEnterAsksForRight(t *testing.T) {
	w := newWorld(t)
	s := w.sessionOfNobody()
	admin := w.person(t, "Админова")
	if err := s.StopSync(s.As(t.Context())); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("nobody ended a synchronisation: %v", err)
	}
	if err := s.EnterOwner(t.Context()); err != nil {
		t.Fatalf("the owner of a file without accounts: %v", err)
	}
	if err := s.StopSync(s.As(t.Context())); err != nil {
		t.Errorf("the administrator may not end a synchronisation: %v", err)
	}
	if err := s.Become(t.Context(), w.person(t, "Учителева")); !errors.Is(err, app.ErrNoRight) || s.Person().ID != admin {
		t.Errorf("became another in a real college: %v", err)
	}
	if people, err := s.Personas(t.Context()); !errors.Is(err, app.ErrNoRight) || people != nil {
		t.Errorf("was told of %d personas, %v", len(people), err)
	}
	if _, err := s.CreateAccounts(s.As(t.Context()), []model.PersonID{admin}); err != nil {
		t.Fatal(err)
	}
	other := w.sessionOfNobody()
	for what, err := range map[string]error{"EnterOwner": other.EnterOwner(t.Context()), "Enter": other.Enter(t.Context(), admin)} {
		if !errors.Is(err, app.ErrNoRight) || other.Person().ID != 0 {
			t.Errorf("%s beside an account: %v", what, err)
		}
	}
	w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingDemonstration, "1") })
	if err := other.EnterOwner(t.Context()); err != nil {
		t.Errorf("the demonstration: %v", err)
	}
	if err := other.Become(t.Context(), w.person(t, "Учителева")); err != nil {
		t.Errorf("another in the demonstration: %v", err)
	}
	people, err := other.Personas(t.Context())
	for _, kind := range []model.Kind{model.Staff, model.Student, model.Parent} {
		if err != nil || !slices.ContainsFunc(people, func(p model.Person) bool { return p.Kind.Has(kind) }) {
			t.Errorf("personas of the demonstration: %+v, %v", people, err)
		}
	}
	if err := other.StopSync(other.As(t.Context())); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("a teacher ended a synchronisation: %v", err)
	}
}

func (w *world) sessionOfNobody() *desk.Session {
	return desk.NewSession(w.college, agent.NewKeeper(w.college, w.agent, slog.New(slog.DiscardHandler)), desk.SafeBrowser{}, app.Addresses{})
}
