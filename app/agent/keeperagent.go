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

// Dismiss removes the agent; those who ask for a run are told why.
func (k *Keeper) Dismiss(why error) { k.exchange(nil, why) }

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
	k.tokenSaved = do
}

// reschedule ends the sleep between two looks if the settings give it another length now.
func (k *Keeper) reschedule() {
	sleep := k.interval(context.Background())
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.endSleep != nil && k.sleep != sleep {
		k.endSleep()
	}
}

// worker is the agent, or the reason why it is not here.
func (k *Keeper) worker() (*Agent, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.agent == nil {
		return nil, k.absent
	}
	return k.agent, nil
}

// Here reports whether the agent works in this process.
func (k *Keeper) Here() bool { return k.Absent() == nil }

// Absent is why the agent does not work in this process; nil if it does.
func (k *Keeper) Absent() error {
	_, err := k.worker()
	return err
}

// Community is the community that the agent's token opens, as the messenger says now.
func (k *Keeper) Community(ctx context.Context) (model.MessengerID, string, error) {
	agent, err := k.worker()
	if err != nil {
		return 0, "", err
	}
	return agent.Messenger.Community(ctx)
}

// firstLook reports, once, that the agent has not looked at the chats yet.
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

// tick says, as often as the settings want it, that it is time to look at the chats.
func (k *Keeper) tick(ctx context.Context, ticks chan<- struct{}) {
	for ctx.Err() == nil {
		sleeping, end := context.WithCancel(ctx)
		sleep := k.interval(ctx)
		k.mu.Lock()
		k.sleep, k.endSleep = sleep, end
		k.mu.Unlock()
		err := k.clock.Sleep(sleeping, sleep)
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
	usual := model.DefaultSettings().AgentMinutes
	minutes, err := store.Read(ctx, k.store, func(tx *store.Tx) (int, error) { return tx.IntSetting(store.SettingAgentMinutes, usual) })
	if err != nil {
		if ctx.Err() == nil {
			k.log.Error("interval of synchronisation not read", slog.Any("error", err))
		}
		minutes = usual
	}
	return time.Duration(max(minutes, model.MinAgentMinutes)) * time.Minute
}
