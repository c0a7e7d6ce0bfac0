package agent

import (
	"context"
	"log/slog"
	"time"

	"zvonok/model/store"
)

// Daily makes the day's copy and clears away what is too old. A failure keeps nobody from working.
func (k *Keeper) Daily(ctx context.Context) {
	for _, work := range []struct {
		words string
		do    func(context.Context) error
	}{
		{"daily copy of the college not made", k.college.BackUpDaily},
		{"old changes not forgotten", k.college.PruneUndo},
		{"old events and requests not forgotten", k.store.Forget},
		{"announcements of lessons that are gone not forgotten", func(ctx context.Context) error {
			return k.store.Update(ctx, func(tx *store.Tx) error { return tx.PruneTold(k.clock.Now()) })
		}},
		{"leftovers of restores and exports not removed", k.college.Sweep},
	} {
		if err := work.do(ctx); err != nil && ctx.Err() == nil {
			k.log.Error(work.words, slog.Any("error", err))
		}
	}
}

// midnights tells of every beginning of a day of the college.
func (k *Keeper) midnights(ctx context.Context, days chan<- struct{}) {
	for ctx.Err() == nil {
		left, err := k.college.UntilTomorrow(ctx)
		if err != nil {
			if ctx.Err() == nil {
				k.log.Error("end of the day not known", slog.Any("error", err))
			}
			left = time.Hour
		}
		if k.clock.Sleep(ctx, left) != nil {
			return
		}
		select {
		case days <- struct{}{}:
		case <-ctx.Done():
		}
	}
}

// turnDay carries out the orders of a day that has come.
func (k *Keeper) turnDay(ctx context.Context) {
	if err := k.college.TurnDay(ctx); err != nil && ctx.Err() == nil {
		k.log.Error("orders of the day not carried out", slog.Any("error", err))
	}
}
