package agent

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/guard"
	"zvonok/model/store"
)

// settleEdits lets a few edits in a row go in one run.
const settleEdits = 500 * time.Millisecond

// Keeper runs the agent in the background, one run at a time: soon after an edit in this process or another, at the beginning of a
// day, at intervals, and when the user asks. It knows the state of synchronisation at any moment without waiting.
type Keeper struct {
	college *college.College
	store   *store.Store
	clock   app.Clock
	log     *slog.Logger

	wake  chan struct{}
	calls chan struct{} // remote lessons changed
	turn  chan struct{} // holds one token: the goroutine that has taken it runs

	mu         sync.Mutex
	agent      *Agent // nil while it does not work on this machine
	absent     error  // why not
	unseen     bool   // the agent has not looked at the chats yet: much may have happened before it started
	status     model.SyncStatus
	deputy     Deputy           // nil unless the agent works at another server
	there      model.SyncStatus // how that one stands
	stop       context.CancelFunc
	tokenSaved func(context.Context) error  // looks for a token again, may be nil
	ran        func(Outcome, time.Duration) // is told of runs, may be nil
	sleep      time.Duration                // between two looks
	endSleep   context.CancelFunc
}

// NewKeeper makes a Keeper; agent is nil where the community's token is not on this machine.
func NewKeeper(college *college.College, agent *Agent, log *slog.Logger) *Keeper {
	k := &Keeper{
		agent: agent, absent: app.ErrNoAgent, unseen: true, college: college, store: college.Store, clock: college.Clock, log: log,
		wake: make(chan struct{}, 1), calls: make(chan struct{}, 1), turn: make(chan struct{}, 1),
	}
	k.status.AgentHere = agent != nil
	college.Store.Subscribe(func(c model.Change) {
		switch {
		case c.Look:
			k.lookSoon()
		case c.Edited:
			k.Wake()
		}
		if c.All {
			k.reschedule()
		}
	})
	return k
}

// Status is the state of synchronisation; it does not block.
func (k *Keeper) Status() model.SyncStatus {
	k.mu.Lock()
	defer k.mu.Unlock()
	status := k.status
	if k.agent == nil && k.deputy != nil {
		status.AgentHere, status.Running, status.Progress = true, k.there.Running, k.there.Progress
	}
	return status
}

// Wake tells the Keeper that there is something to carry.
func (k *Keeper) Wake() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// unsee makes the next run look at the chats.
func (k *Keeper) unsee() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.unseen = true
}

// lookSoon tells the Keeper to look at the chats soon: somebody may have come by an invite link.
func (k *Keeper) lookSoon() {
	k.unsee()
	k.Wake()
}

// addsDirectly reports whether the agent works here and can add people to chats that exist.
func (k *Keeper) addsDirectly() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.agent != nil && k.agent.Messenger.Capabilities().AddDirectly
}

// Stop ends the run that is under way, if any; what it has done stays done.
func (k *Keeper) Stop() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.stop != nil {
		k.stop()
	}
}

// Keep works until ctx ends.
func (k *Keeper) Keep(ctx context.Context) {
	k.turnDay(ctx)
	k.readStatus(ctx)
	k.Daily(ctx)
	ticks, days := make(chan struct{}), make(chan struct{})
	guard.Go(func() { k.tick(ctx, ticks) })
	guard.Go(func() { k.midnights(ctx, days) })
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(guard.Safe(func() { k.keepCalls(ctx) }))
	beside.Go(guard.Safe(func() { k.watch(ctx) }))
	again := retry{alarm: newAlarm(k.clock)}
	for {
		refresh := false
		select {
		case <-ctx.Done():
			return
		case <-ticks:
			refresh = true
			k.Daily(ctx)
		case <-days:
		case <-again.due:
		case <-k.wake:
			k.readStatus(ctx)
			if k.clock.Sleep(ctx, settleEdits) != nil {
				return
			}
		}
		k.turnDay(ctx)
		if !k.Here() {
			continue
		}
		look := k.firstLook() || refresh
		_, err := k.Run(ctx, RunOptions{Refresh: look}, nil)
		if err != nil && look {
			k.unsee() // the next run has to look: the state of the chats is not known
		}
		if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, app.ErrUnconfirmed) {
			again.forget()
			continue
		}
		k.log.Warn("background synchronisation ended early", slog.Any("error", err))
		if passes(err) {
			again.later(ctx)
		}
	}
}

// Run waits for its turn and runs the agent, keeping the status up to date.
func (k *Keeper) Run(ctx context.Context, o RunOptions, progress func(model.Progress)) (model.Report, error) {
	if by := k.elsewhere(); by != nil {
		return by.Run(ctx, o, progress)
	}
	var report model.Report
	var began time.Time
	err := k.inTurn(ctx, progress, func(ctx context.Context, agent *Agent, tell func(model.Progress)) (err error) {
		began = time.Now()
		report, err = agent.Run(ctx, o, tell)
		return err
	})
	if k.ran != nil && !began.IsZero() {
		k.ran(outcomeOf(report, err), time.Since(began))
	}
	return report, err
}

// Preview waits for its turn and makes a plan.
func (k *Keeper) Preview(ctx context.Context, o RunOptions, progress func(model.Progress)) (model.PlanSummary, error) {
	if by := k.elsewhere(); by != nil {
		return by.Preview(ctx, o, progress)
	}
	var summary model.PlanSummary
	err := k.inTurn(ctx, progress, func(ctx context.Context, agent *Agent, tell func(model.Progress)) (err error) {
		summary, err = agent.Preview(ctx, o, tell)
		return err
	})
	return summary, err
}

func (k *Keeper) inTurn(ctx context.Context, progress func(model.Progress), fn func(context.Context, *Agent, func(model.Progress)) error) error {
	if _, err := k.worker(); err != nil {
		return err
	}
	select {
	case k.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	agent, err := k.worker() // another one may have come while waiting
	if err != nil {
		<-k.turn
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		cancel()
		k.readStatus(context.WithoutCancel(ctx))
		k.set(func(s *model.SyncStatus) { s.Running = false }, nil)
		<-k.turn // last, so that nobody takes the state of the next run for that of this one
	}()
	k.set(func(s *model.SyncStatus) { s.Running, s.Progress = true, model.Progress{} }, cancel)
	return guard.Run(func() error {
		return fn(ctx, agent, func(p model.Progress) {
			k.set(func(s *model.SyncStatus) { s.Progress = p }, cancel)
			if progress != nil {
				progress(p)
			}
		})
	})
}

func (k *Keeper) set(change func(*model.SyncStatus), stop context.CancelFunc) {
	k.mu.Lock()
	change(&k.status)
	k.stop = stop
	k.mu.Unlock()
	k.store.Publish(model.Change{Sync: true})
}

// readStatus reads the state of synchronisation from the database.
func (k *Keeper) readStatus(ctx context.Context) {
	err := k.store.View(ctx, func(tx *store.Tx) error {
		last, problem, held, err := tx.LastRun()
		if err != nil {
			return err
		}
		pending, err := tx.Pending()
		if err != nil {
			return err
		}
		missing, err := tx.CountMissing()
		if err != nil {
			return err
		}
		unconfirmed, err := waitingFor(k.college, tx)
		if err != nil {
			return err
		}
		k.mu.Lock()
		defer k.mu.Unlock()
		k.status.LastRun, k.status.Problem, k.status.Pending = last, problem, pending
		k.status.Missing, k.status.Unconfirmed = missing, unconfirmed
		k.status.Held = held
		return nil
	})
	if err != nil {
		k.log.Error("state of synchronisation not read", slog.Any("error", err))
		return
	}
	k.store.Publish(model.Change{Sync: true})
}
