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

// Agent is the agent of the server that has a college's data folder, for commands beside it. What they ask lies in the database: whoever
// may write there owns the college, and nothing of it crosses a network.
type Agent struct{ College *college.College }

// errand is what is asked of the server's agent.
type errand struct {
	Preview bool // make the plan only
	Run     agent.RunOptions
}

// errandAnswer is what came of it.
type errandAnswer struct {
	Summary model.PlanSummary
	Report  model.Report
	Failed  *app.SentError `json:",omitempty"`
}

const (
	// errandLook is how often a command looks how far its errand is.
	errandLook = 200 * time.Millisecond
	// errandStops is for how many looks a command that was told to stop waits for what was done by then.
	errandStops = 50
)

var errServerEnded = errors.New("сервер колледжа остановлен раньше ответа: то, что сделано, сохранено. Запустите сервер и повторите команду")

// Preview makes the plan of a run.
func (a Agent) Preview(ctx context.Context, o agent.RunOptions, progress func(model.Progress)) (model.PlanSummary, error) {
	got, err := a.ask(ctx, errand{Preview: true, Run: o}, progress)
	return got.Summary, err
}

// Run carries the desired state to the messenger. Who is to confirm the plan is shown it first; another plan is then not carried out.
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
	got, err := a.ask(ctx, errand{Run: o}, progress)
	return got.Report, err
}

// ask has the server do an errand, and waits for what comes of it.
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
		err = errors.Join(err, a.College.Store.Update(lasting, func(tx *store.Tx) error { return tx.DropErrand(id) }))
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
		_, served := Beside(a.College.Dir) // before the look: it answers before it ends
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
			if json.Unmarshal([]byte(told), &p) == nil {
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
	err := all.server.parts.Areas.College.Store.View(ctx, func(tx *store.Tx) (err error) {
		open, err = tx.OpenErrands()
		return err
	})
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
	err = guard.Run(func() (err error) {
		if asked.Preview {
			got.Summary, err = s.parts.Areas.Keeper.Preview(ctx, asked.Run, tell)
		} else {
			got.Report, err = s.parts.Areas.Keeper.Run(ctx, asked.Run, tell)
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
