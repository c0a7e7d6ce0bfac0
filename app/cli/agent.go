package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/server"
	"zvonok/model/guard"
	"zvonok/model/store"
)

// Agent is `zvonok agent`.
type Agent struct {
	Once bool `help:"Один раз привести чаты к спискам, отправить ссылки на звонки и закончить."`
}

// Run carries the desired state to the messenger, once or until it is told to stop.
func (cmd *Agent) Run(ctx context.Context, e *Env, g *Globals) error {
	c, err := e.open(ctx, *g)
	if err != nil {
		return err
	}
	defer c.Store.Close()
	if running, found := server.Beside(c.Dir); found && !running.NoAgent {
		return fmt.Errorf("колледж обслуживает сервер (процесс %d): чаты ведёт он сам, и второй агент не нужен. Чтобы вести их отсюда, "+
			"запустите сервер с ключом --no-agent", running.PID)
	}
	carrier, err := e.agent(ctx, c, *g)
	if err != nil {
		return err
	}
	if cmd.Once {
		return alone(ctx, c, func(ctx context.Context) error {
			report, err := carrier.Run(ctx, agent.RunOptions{Refresh: true}, e.tell(false))
			return errors.Join(e.ended(report, err, false), carrier.CarryCalls(ctx))
		})
	}
	return keep(ctx, e, carrier)
}

// claimAgain is when an agent that another one keeps from working tries again.
const claimAgain = 5 * time.Second

// keep lets the agent work until ctx ends, once no other one before the same database does.
func keep(ctx context.Context, e *Env, carrier *agent.Agent) error {
	c, waited := carrier.College, false
	for {
		err := alone(ctx, c, func(ctx context.Context) error {
			if waited {
				e.printf("Теперь чаты ведёт эта программа.\n")
			}
			e.Log.Info("agent started", slog.String("data", c.Dir))
			keeper := agent.NewKeeper(c, carrier, e.Log)
			keeper.Wake()
			keeper.Keep(ctx)
			return nil
		})
		if !errors.Is(err, store.ErrClaimed) {
			return err
		}
		if !waited {
			e.printf("Чаты ведёт другая программа «Звонка» с этой же базой. Эта ждёт, чтобы продолжить за неё.\n")
			waited = true
		}
		if c.Clock.Sleep(ctx, claimAgain) != nil {
			return nil
		}
	}
}

// errLostDatabase ends an agent: another one may have taken its place.
var errLostDatabase = errors.New("связь с базой данных прервалась, поэтому работа остановлена: запустите команду снова, когда база ответит")

// alone does what only the agent may do, which one process on a college's database has at a time. Where the database is lost, the work is
// told to end.
func alone(ctx context.Context, c *college.College, work func(context.Context) error) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	claim, err := c.Store.Claim(ctx, store.ClaimAgent)
	if err != nil {
		return err
	}
	defer claim.Close()
	guard.Go(func() {
		select {
		case <-claim.Lost():
			end(errLostDatabase)
		case <-ctx.Done():
		}
	})
	err = work(ctx)
	if errors.Is(context.Cause(ctx), errLostDatabase) {
		err = errLostDatabase
	}
	return err
}
