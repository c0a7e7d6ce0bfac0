package desk_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"testing"

	"zvonok/app"
	"zvonok/app/access"
	"zvonok/app/agent"
	"zvonok/app/areas"
	"zvonok/app/college"
	"zvonok/app/conformance"
	"zvonok/model/store"
)

func (w *world) areas() *areas.Areas {
	return areas.New(w.college, agent.NewKeeper(w.college, nil, slog.New(slog.DiscardHandler)), app.Addresses{})
}

// state tells one state of the college from another.
func (w *world) state(t *testing.T) string {
	t.Helper()
	var state string
	w.view(t, func(tx *store.Tx) error {
		line, err := tx.LastAudit()
		if err != nil {
			return err
		}
		listed, err := tx.ListedChats()
		if err != nil {
			return err
		}
		names, err := tx.Names()
		state = fmt.Sprint(line, listed, names)
		return err
	})
	return state
}

func TestContractsRefuseNobody(t *testing.T) {
	w := newWorld(t)
	conformance.Nobody(t, w.areas(), func() string { return w.state(t) })
}

func TestContractsHaveClasses(t *testing.T) {
	conformance.Classes(t)
	w := newWorld(t)
	conformance.Reading(t, w.areas(), w.ctx(t, "Админова"), func() string { return w.state(t) })
}

func TestContractsCanBeSent(t *testing.T) { conformance.Crossing(t) }

// TestContractsByRole holds who may what against testdata/rights.txt.
func TestContractsByRole(t *testing.T) {
	w := newWorld(t)
	got := conformance.Rights(w.areas(), []string{"Админова", "Менеджерова", "Кураторова", "Учителева", "Алексеева", "Мамина"},
		func(who string) context.Context { return w.ctx(t, who) })
	want, err := os.ReadFile("testdata/rights.txt")
	if err != nil || got != string(want) {
		t.Errorf("who may what is now (%v):\n%s", err, got)
	}
}

// TestContractsAsPeopleUseThem plays scenarios on the areas, each in a college of its own.
func TestContractsAsPeopleUseThem(t *testing.T) {
	conformance.Scenarios(t, func(t *testing.T) conformance.Door {
		w := openWorld(t, t.TempDir(), newFake())
		w.college.PasswordCost = college.PasswordCost{Memory: 8, Time: 1, Threads: 1}
		areas := w.areas()
		return func(token string) conformance.Desk {
			return conformance.Desk{Contracts: areas, Ctx: access.As(t.Context(), token)}
		}
	})
}
