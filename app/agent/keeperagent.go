package agent

import (
	"context"
	"log/slog"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// SetAgent gives the Keeper its agent at run time: from now on it carries the college's changes. A run of
// the agent before it is stopped; what that one has done stays done.
func (k *Keeper) SetAgent(agent *Agent) { k.exchange(agent, nil) }

// Rest takes the agent away; why is what those are told who ask for a run.
func (k *Keeper) Rest(why error) { k.exchange(nil, why) }

func (k *Keeper) exchange(agent *Agent, absent error) {
	k.mu.Lock()
	k.agent, k.absent, k.unseen = agent, absent, true
	k.status.AgentHere = agent != nil
	if k.stop != nil {
		k.stop()
	}
	k.mu.Unlock()
	k.store.Publish(model.Change{Sync: true})
	k.Wake()
	k.wakeCalls()
}

// TokenSaved says what to do when another process has saved a token of the community.
func (k *Keeper) TokenSaved(do func(context.Context) error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.engage = do
}

// reschedule ends a sleep between two looks that has another length by the settings now.
func (k *Keeper) reschedule() {
	nap := k.interval(context.Background())
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.rouse != nil && k.nap != nap {
		k.rouse()
	}
}

// worker is the agent, or why there is none.
func (k *Keeper) worker() (*Agent, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.agent == nil {
		return nil, k.absent
	}
	return k.agent, nil
}

func (k *Keeper) here() bool {
	_, err := k.worker()
	return err == nil
}

// firstLook reports, once, that the agent has not looked yet how the chats stand.
func (k *Keeper) firstLook() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	first := k.unseen
	k.unseen = false
	return first
}

// Quietly stops the run that is under way and works while no other can begin in this process.
func (k *Keeper) Quietly(ctx context.Context, fn func() error) error {
	k.Stop()
	select {
	case k.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-k.turn }()
	return fn()
}

// tick tells, as often as the settings say, that it is time to look how the chats stand.
func (k *Keeper) tick(ctx context.Context, ticks chan<- struct{}) {
	for ctx.Err() == nil {
		napping, end := context.WithCancel(ctx)
		nap := k.interval(ctx)
		k.mu.Lock()
		k.nap, k.rouse = nap, end
		k.mu.Unlock()
		err := k.clock.Sleep(napping, nap)
		end()
		if err != nil {
			continue // the end, or another interval
		}
		select {
		case ticks <- struct{}{}:
		case <-ctx.Done():
		}
	}
}

func (k *Keeper) interval(ctx context.Context) time.Duration {
	minutes := model.DefaultSettings().AgentMinutes
	err := k.store.View(ctx, func(tx *store.Tx) (err error) {
		minutes, err = tx.IntSetting(store.SettingAgentMinutes, minutes)
		return err
	})
	if err != nil {
		if ctx.Err() == nil {
			k.log.Error("interval of synchronisation not read", slog.Any("error", err))
		}
		minutes = model.DefaultSettings().AgentMinutes
	}
	return time.Duration(max(minutes, model.MinAgentMinutes)) * time.Minute
}
