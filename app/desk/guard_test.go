package desk_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/model"
	"zvonok/model/guard"
)

// faulty is a messenger in which the program makes a mistake.
type faulty struct{ *fake }

func (faulty) Read(context.Context, []model.MessengerID) ([]app.Conversation, error) {
	panic("a nil map")
}

// silence keeps what is expected out of the test's output.
func silence(t *testing.T) {
	former := slog.Default()
	slog.SetDefault(slog.New(slog.DiscardHandler))
	t.Cleanup(func() { slog.SetDefault(former) })
}

// TestAPanicInARunIsTold: a mistake on a goroutine of a run ends that run with words; the next run is not kept out by it.
func TestAPanicInARunIsTold(t *testing.T) {
	w := newWorld(t)
	w.run(t, correct)
	w.agent.Messenger = faulty{w.vk}
	silence(t)
	keeper := agent.NewKeeper(w.college, w.agent, slog.New(slog.DiscardHandler))
	if _, err := keeper.Run(t.Context(), correct, nil); !errors.Is(err, guard.ErrPanic) {
		t.Fatalf("the run answers %v", err)
	}
	if status := keeper.Status(); status.Running || status.Problem == "" {
		t.Errorf("the state of synchronisation is %+v", status)
	}
	w.agent.Messenger = w.vk
	if _, err := keeper.Run(t.Context(), correct, nil); err != nil {
		t.Error("the next run:", err)
	}
	// On the goroutine of the run itself, while it holds the lock.
	if _, err := keeper.Preview(t.Context(), correct, func(model.Progress) { panic("a nil map") }); !errors.Is(err, guard.ErrPanic) {
		t.Fatalf("the preview answers %v", err)
	}
	if _, err := keeper.Run(t.Context(), correct, nil); err != nil {
		t.Error("the run after the preview:", err)
	}
}
