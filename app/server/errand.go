package server

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/guard"
	"zvonok/model/store"
)

// Agent is the agent of the server that has a college's data folder, for commands beside it, or that of another server before the
// same database. What they ask is written into the database: those who may write there own the college, and nothing of it crosses a
// network.
type Agent struct{ College *college.College }

var _ agent.Deputy = Agent{}

// errand is what is asked of the server's agent.
type errand struct {
	Do  deed
	Run agent.RunOptions
}

// deed is what an agent can be asked for.
type deed string

const (
	toRun     deed = "run"
	toPreview deed = "preview" // make the plan only
	toRemind  deed = "remind"
	toStop    deed = "stop"
	toCheck   deed = "check" // ask the messenger whose token the agent has
)

// errandAnswer is what came of it.
type errandAnswer struct {
	Summary       model.PlanSummary
	Report        model.Report
	Reminded      model.Reminded
	CommunityID   model.MessengerID
	CommunityName string
	Failed        *app.SentError `json:",omitempty"`
}

const (
	// errandLook is how often a command checks how far its errand is.
	errandLook = 200 * time.Millisecond
	// errandStops is for how many looks a command that was told to stop waits for what was done by then.
	errandStops = 50
)

var (
	errServerEnded = errors.New("сервер колледжа остановлен раньше ответа: то, что сделано, сохранено. Когда сервер снова заработает, повторите")
	errOlderServer = errors.New("сервер колледжа более ранней версии, чем эта команда: обновите его и повторите")
)

// Preview makes the plan of a run.
func (a Agent) Preview(ctx context.Context, o agent.RunOptions, progress func(model.Progress)) (model.PlanSummary, error) {
	got, err := a.ask(ctx, errand{Do: toPreview, Run: o}, progress)
	return got.Summary, err
}

// Run carries the desired state to the messenger. A person who confirms the plan is shown it first; then no other plan is
// carried out.
func (a Agent) Run(ctx context.Context, o agent.RunOptions, progress func(model.Progress)) (model.Report, error) {
	if o.Confirm != nil {
		none := model.Report{Refusals: []model.Refusal{}}
		summary, err := a.Preview(ctx, o, progress)
		switch {
		case err != nil:
			return none, err
		case summary.Limit.Exceeded() && !o.OverLimit:
			none.Held = true
			return none, &app.LimitError{SafetyLimit: summary.Limit}
		case !o.Confirm(summary):
			return none, agent.ErrDeclined
		}
		o.Fingerprint = summary.Fingerprint
	}
	got, err := a.ask(ctx, errand{Do: toRun, Run: o}, progress)
	return got.Report, err
}

// Remind lets the agent write to those who wait for a reminder.
func (a Agent) Remind(ctx context.Context) (model.Reminded, error) {
	got, err := a.ask(ctx, errand{Do: toRemind}, nil)
	return got.Reminded, err
}

// StopRun ends the run that is under way; what it has done stays done.
func (a Agent) StopRun(ctx context.Context) error {
	_, err := a.ask(ctx, errand{Do: toStop}, nil)
	return err
}

// Community is the community that the agent's token opens, as the messenger says now.
func (a Agent) Community(ctx context.Context) (model.MessengerID, string, error) {
	got, err := a.ask(ctx, errand{Do: toCheck}, nil)
	if err == nil && got.CommunityID == 0 {
		err = errOlderServer // one that does not know the errand answers nothing
	}
	return got.CommunityID, got.CommunityName, err
}

// Served reports whether a server is there that does what is asked.
func (a Agent) Served(ctx context.Context) bool {
	if !a.College.Store.Shared() {
		_, found := Beside(a.College.Dir)
		return found
	}
	all, err := works(ctx, a.College)
	return err != nil || slices.ContainsFunc(all, func(f fellow) bool { return f.Agent }) // who asks is told what is wrong
}

// ask makes the server do an errand, and waits for the result.
func (a Agent) ask(ctx context.Context, asked errand, progress func(model.Progress)) (got errandAnswer, err error) {
	text, err := json.Marshal(asked)
	if err != nil {
		return got, err
	}
	id, lasting := rand.Text(), context.WithoutCancel(ctx)
	if err := a.College.Store.Update(ctx, func(tx *store.Tx) error { return tx.AskErrand(id, string(text)) }); err != nil {
		return got, err
	}
	defer func() {
		dropped := a.College.Store.Update(lasting, func(tx *store.Tx) error { return tx.DropErrand(id) })
		if err == nil {
			err = dropped // else the same would be said twice
		}
	}()
	answer, err := a.wait(ctx, id, progress)
	if err == nil {
		err = json.Unmarshal([]byte(answer), &got)
	}
	if err == nil && got.Failed != nil {
		err = got.Failed.Received()
	}
	return got, err
}

// wait waits for the answer of an errand. When ctx ends the server is told to stop, and has a moment to say what is done by then.
func (a Agent) wait(ctx context.Context, id string, progress func(model.Progress)) (answer string, err error) {
	lasting, told := context.WithoutCancel(ctx), ""
	for looks := 0; ; looks++ {
		switch {
		case ctx.Err() == nil:
			looks = 0
		case looks == 1:
			err = a.College.Store.Update(lasting, func(tx *store.Tx) error { return tx.StopErrand(id) })
		case looks > errandStops:
			err = ctx.Err()
		}
		if err != nil {
			return "", err
		}
		served := a.Served(lasting) // before the look: it answers before it ends
		var e store.Errand
		err = a.College.Store.View(lasting, func(tx *store.Tx) (err error) {
			e, err = tx.Errand(id)
			return err
		})
		switch {
		case err == nil && e.Answer != "":
			return e.Answer, nil
		case errors.Is(err, store.ErrNotFound), err == nil && !served:
			return "", errServerEnded
		case err != nil:
			return "", err
		}
		if e.Progress != told {
			told = e.Progress
			var p model.Progress
			if json.Unmarshal([]byte(told), &p) == nil && progress != nil {
				progress(p)
			}
		}
		sleeping := ctx
		if looks > 0 {
			sleeping = lasting
		}
		_ = a.College.Clock.Sleep(sleeping, errandLook) // the end of ctx is seen above
	}
}

// errands are those that the server does just now.
type errands struct {
	server *Server
	going  map[string]context.CancelFunc // by their IDs
	wait   sync.WaitGroup
}

// keepErrands does what commands on the data folder ask of the agent, until ctx ends.
func (s *Server) keepErrands(ctx context.Context) {
	some := make(chan struct{}, 1)
	some <- struct{}{}
	defer s.parts.Areas.College.Store.Subscribe(func(c model.Change) {
		if !c.Sync {
			return
		}
		select {
		case some <- struct{}{}:
		default:
		}
	})()
	all := &errands{server: s, going: map[string]context.CancelFunc{}}
	defer all.wait.Wait()
	for {
		select {
		case <-ctx.Done():
			return
		case <-some:
		}
		if err := all.look(ctx); err != nil && ctx.Err() == nil {
			s.parts.Log.Error("what commands ask of the agent was not read", slog.Any("error", err))
		}
	}
}

// look begins what is asked, and ends what is no longer wanted.
func (all *errands) look(ctx context.Context) error {
	var open []store.Errand
	at := all.server.parts.Areas
	if at.College.Store.Shared() && !at.Keeper.Here() {
		return nil // they are another server's
	}
	open, err := store.Read(ctx, at.College.Store, (*store.Tx).OpenErrands)
	maps.DeleteFunc(all.going, func(id string, _ context.CancelFunc) bool {
		return err == nil && !slices.ContainsFunc(open, func(e store.Errand) bool { return e.ID == id })
	})
	for _, e := range open {
		end, begun := all.going[e.ID]
		if !begun {
			var doing context.Context
			doing, end = context.WithCancel(ctx)
			all.going[e.ID] = end
			all.wait.Go(guard.Safe(func() {
				defer end()
				all.server.do(doing, e)
			}))
		}
		if e.Stopped {
			end()
		}
	}
	return err
}

// do does an errand and writes down what came of it.
func (s *Server) do(ctx context.Context, e store.Errand) {
	lasting, at := context.WithoutCancel(ctx), s.parts.Areas.College.Store
	got, err := s.carryOut(ctx, e)
	if err != nil {
		failed, broken := app.ToSend(err)
		got.Failed, err = &failed, broken
	}
	var text []byte
	if err == nil {
		text, err = json.Marshal(got)
	}
	if err == nil {
		err = at.Update(lasting, func(tx *store.Tx) error { return tx.AnswerErrand(e.ID, string(text)) })
	}
	if err != nil {
		s.parts.Log.Error("the answer to a command was not written", slog.Any("error", err))
	}
}

func (s *Server) carryOut(ctx context.Context, e store.Errand) (got errandAnswer, err error) {
	var asked errand
	if err := json.Unmarshal([]byte(e.Asked), &asked); err != nil {
		return got, err
	}
	tell := s.advance(ctx, e.ID)
	keeper := s.parts.Areas.Keeper
	err = guard.Run(func() (err error) {
		switch asked.Do {
		case toRun:
			got.Report, err = keeper.Run(ctx, asked.Run, tell)
		case toPreview:
			got.Summary, err = keeper.Preview(ctx, asked.Run, tell)
		case toRemind:
			got.Reminded, err = keeper.Remind(ctx)
		case toStop:
			keeper.Stop()
		case toCheck:
			got.CommunityID, got.CommunityName, err = keeper.Community(ctx)
		default:
			err = errOlderServer
		}
		return err
	})
	return got, err
}

// advance notes how far an errand is, each tenth of the way.
func (s *Server) advance(ctx context.Context, id string) func(model.Progress) {
	var last model.Progress
	return func(p model.Progress) {
		if p.Total == 0 || last.Total > 0 && p.Stage == last.Stage && p.Done*10/p.Total == last.Done*10/last.Total {
			return
		}
		last = p
		text, err := json.Marshal(p)
		if err == nil {
			err = s.parts.Areas.College.Store.Update(ctx, func(tx *store.Tx) error { return tx.AdvanceErrand(id, string(text)) })
		}
		if err != nil && ctx.Err() == nil {
			s.parts.Log.Warn("a command is not told how far its errand is", slog.Any("error", err))
		}
	}
}
