// Package agent carries the college's wishes to the messenger: plans of chats, calls and reminders that are due. Agent
// does one run, Keeper lets it run at the right times, and Sync keeps app.Sync for the screens. Only it carries out
// plans, through the port app.Messenger.
package agent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync/atomic"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// ErrDeclined says that the user looked at the plan and said no.
var ErrDeclined = errors.New("отменено: в VK ничего не отправлено")

// journalKept is how long the journal of finished steps is kept.
const journalKept = 90 * 24 * time.Hour

// Agent carries the desired state to the messenger; nothing else does.
type Agent struct {
	College   *college.College
	Messenger app.Messenger
	// Calls are those of the account that starts calls for lessons whose teachers cannot; nil without one.
	Calls app.Calls
	Log   *slog.Logger

	community atomic.Pointer[community] // whose token it holds; nil before it has asked
	paused    pauses                    // what failed with remote lessons
}

// community is a community of the messenger.
type community struct {
	id   model.MessengerID
	name string
}

// RunOptions say what a run does.
type RunOptions struct {
	// Initialise, KeepManual and Types are those of model.PlanOptions.
	Initialise, KeepManual bool
	Types                  []model.ChatType
	// Refresh reads the state of every chat in the messenger before planning; without it the plan is made
	// from the last known state and only chats that changed are touched.
	Refresh bool
	// Confirms says that a person has seen the plan and agreed to it, as with every Initialise: from then on the agent
	// carries these types by itself.
	Confirms bool
	// OverLimit confirms that the safety limit may be exceeded.
	OverLimit bool
	// Fingerprint, when not empty, is that of the summary that the user confirmed.
	Fingerprint string
	// Confirm, when not nil, sees the plan before anything is sent and may decline it.
	Confirm func(model.PlanSummary) bool `json:"-"`
	// Actor is who asked for the run, for the audit; zero for the agent itself or the command line.
	Actor model.PersonID
}

// run is one run of the agent.
type run struct {
	*turn
	o           RunOptions
	progress    func(model.Progress)
	unreachable map[model.ChatID]*app.Fault
	profiles    map[model.PersonID]model.MessengerID
	names       map[model.PersonID]string // whole names
}

// Preview makes the plan of a run without carrying or saving any of it.
func (a *Agent) Preview(ctx context.Context, o RunOptions, progress func(model.Progress)) (model.PlanSummary, error) {
	var summary model.PlanSummary
	err := a.alone(ctx, college.RunLock, func(t *turn) error {
		r := newRun(t, o, progress)
		if err := r.look(ctx); err != nil {
			return err
		}
		var err error
		summary, err = r.preview(ctx)
		return err
	})
	return summary, err
}

// Run brings the messenger to the desired state: it settles what an earlier run left in doubt, reads
// the state of the chats, plans, checks the safety limit, saves the corrected lists and carries the
// plan. It can be killed at any moment and goes on with the next run. Refusals of single people and
// chats are in the report; the error is for what ended the run. The report is true in any case.
func (a *Agent) Run(ctx context.Context, o RunOptions, progress func(model.Progress)) (model.Report, error) {
	report := model.Report{Refusals: []model.Refusal{}}
	err := a.alone(ctx, college.RunLock, func(t *turn) error {
		started := a.College.Clock.Now()
		requests, calls := a.Messenger.Usage()
		r := newRun(t, o, progress)
		err := r.carryOut(ctx, &report)
		nowRequests, nowCalls := a.Messenger.Usage()
		report.Requests, report.Calls = nowRequests-requests, nowCalls-calls
		report.Seconds = a.College.Clock.Now().Sub(started).Seconds()
		return err
	})
	return report, err
}

func newRun(t *turn, o RunOptions, progress func(model.Progress)) *run {
	if progress == nil {
		progress = func(model.Progress) {}
	}
	return &run{turn: t, o: o, progress: progress, unreachable: map[model.ChatID]*app.Fault{}}
}

// look settles open outcomes and, when asked to, reads the state of the chats.
func (r *run) look(ctx context.Context) error {
	if err := r.recognise(ctx); err != nil {
		return err
	}
	if err := r.narrow(ctx); err != nil {
		return err
	}
	if err := r.settle(ctx); err != nil {
		return err
	}
	if r.o.Refresh {
		if err := r.refresh(ctx); err != nil {
			return err
		}
	}
	r.progress(model.Progress{Stage: model.StagePlan})
	return nil
}

// recognise refuses the token of a community that did not make the college's chats: the
// numbers of their conversations mean other chats there. The college is asked again each time, because a copy may have
// taken its place.
func (a *Agent) recognise(ctx context.Context) error {
	own := a.community.Load()
	if own == nil {
		id, name, err := a.Messenger.Community(ctx)
		if err != nil {
			return err
		}
		own = &community{id, name}
		a.community.Store(own)
	}
	known, err := store.Read(ctx, a.College.Store, func(tx *store.Tx) (int, error) { return tx.IntSetting(store.SettingCommunityID, 0) })
	if err != nil || known == int(own.id) {
		return err
	}
	return a.College.Store.Update(ctx, func(tx *store.Tx) error {
		bound, err := tx.HasChatsInMessenger()
		if err != nil {
			return err
		}
		if known != 0 && bound {
			return fmt.Errorf("ключ принадлежит сообществу «%s» (%d), а чаты колледжа созданы сообществом %d: введите его ключ", own.name, own.id, known)
		}
		return tx.SetSetting(store.SettingCommunityID, strconv.FormatInt(int64(own.id), 10))
	})
}

// preview makes the plan and puts it into words.
func (r *run) preview(ctx context.Context) (summary model.PlanSummary, err error) {
	err = r.College.Store.View(ctx, func(tx *store.Tx) error {
		plan, roster, err := r.plan(tx)
		if err != nil {
			return err
		}
		summary = r.summarise(plan, roster)
		summary.Strangers, err = tx.CountAllStrangers()
		return err
	})
	return summary, err
}

// plan makes the plan of the college as tx shows it.
func (r *run) plan(tx *store.Tx) (plan model.Plan, roster model.Roster, err error) {
	listed, err := tx.ListedChats()
	if err != nil {
		return plan, roster, err
	}
	if roster, err = r.College.Roster(tx); err != nil {
		return plan, roster, err
	}
	if r.profiles, err = tx.Profiles(); err != nil {
		return plan, roster, err
	}
	names, err := tx.Names()
	if err != nil {
		return plan, roster, err
	}
	r.names = make(map[model.PersonID]string, len(names))
	for id, name := range names {
		r.names[id] = name.String() // once each, although each is in many chats
	}
	limit, err := tx.IntSetting(store.SettingRemovalLimit, model.DefaultSettings().RemovalLimit)
	if err != nil {
		return plan, roster, err
	}
	plan = model.MakePlan(model.Desired(roster, r.o.Types...), listed, r.profiles, model.PlanOptions{
		Initialise: r.o.Initialise, KeepManual: r.o.KeepManual, Types: r.o.Types,
		Capabilities: r.Messenger.Capabilities(), Looked: r.o.Refresh, LimitPercent: limit,
	})
	return plan, roster, nil
}

func (r *run) carryOut(ctx context.Context, report *model.Report) error {
	var id store.RunID
	err := r.update(ctx, func(tx *store.Tx) (err error) {
		if err := r.College.TurnDayIn(tx); err != nil {
			return err
		}
		id, err = tx.BeginRun(r.College.Clock.Now())
		return err
	})
	if err != nil {
		return err
	}
	err = r.attempt(ctx, id, report)
	if errors.Is(err, model.ErrTakenOver) {
		return err // another agent has taken the run over
	}
	if errors.Is(err, ErrDeclined) || errors.Is(err, app.ErrOutdated) || errors.Is(err, app.ErrUnconfirmed) {
		return errors.Join(err, r.update(context.WithoutCancel(ctx), func(tx *store.Tx) error { return tx.ForgetRun(id) }))
	}
	if err != nil && ctx.Err() != nil {
		report.Cancelled = true
		err = &app.Fault{Kind: app.FaultStop, Message: "остановлено: сделанное сохранено, следующая синхронизация продолжит с того же места", Cause: ctx.Err()}
	}
	problem := ""
	if err != nil {
		problem = err.Error()
	}
	report.Held = errors.As(err, new(*app.LimitError))
	text, jsonErr := json.Marshal(report)
	// The end is written down even when the run was cancelled.
	return errors.Join(err, jsonErr, r.update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		return errors.Join(tx.PruneSteps(r.College.Clock.Now().Add(-journalKept)),
			tx.EndRun(id, r.College.Clock.Now(), string(text), problem))
	}))
}

func (r *run) attempt(ctx context.Context, id store.RunID, report *model.Report) error {
	if err := r.look(ctx); err != nil {
		return err
	}
	confirmed := r.o.Fingerprint
	if r.o.Confirm != nil {
		summary, err := r.preview(ctx)
		if err != nil {
			return err
		}
		if err := r.allowed(summary.Limit); err != nil {
			return err
		}
		if confirmed != "" && confirmed != summary.Fingerprint {
			return app.ErrOutdated
		}
		if !r.o.Confirm(summary) {
			return ErrDeclined
		}
		confirmed = summary.Fingerprint
	}
	if r.o.Initialise {
		if err := r.College.BackupBefore(ctx, model.BackupInitialise); err != nil {
			return err
		}
	}
	plan, err := r.decide(ctx, confirmed)
	if err != nil {
		return err
	}
	c := &carrier{run: r, id: id, plan: &plan, report: report}
	if err := c.carry(ctx); err != nil {
		return err
	}
	if err := r.evict(ctx, report); err != nil {
		return err
	}
	if _, err := r.remind(ctx); err != nil {
		return err
	}
	return r.College.Store.View(ctx, func(tx *store.Tx) (err error) {
		report.Strangers, err = tx.CountAllStrangers()
		return err
	})
}

// allowed stops a run that would remove more people than the safety limit lets it.
func (r *run) allowed(limit model.SafetyLimit) error {
	if limit.Exceeded() && !r.o.OverLimit {
		return &app.LimitError{SafetyLimit: limit}
	}
	return nil
}

// decide makes the plan once more and saves the corrected lists, in one transaction, before anything is
// sent: an edit that came in the meantime is in the plan, and a plan other than the confirmed one goes no
// further. The line of «Журнал изменений» is written with the lists, so that an initialisation that is killed while
// it sends can be seen and taken back.
func (r *run) decide(ctx context.Context, confirmed string) (plan model.Plan, err error) {
	err = r.update(ctx, func(tx *store.Tx) error {
		var roster model.Roster
		if plan, roster, err = r.plan(tx); err != nil {
			return err
		}
		if err := r.allowed(plan.Limit); err != nil {
			return err
		}
		if r.o.Initialise || r.o.Confirms {
			if err := r.confirm(tx); err != nil {
				return err
			}
		}
		if !r.o.Initialise && confirmed == "" {
			return Save(tx, &plan)
		}
		summary := r.summarise(plan, roster)
		if confirmed != "" && confirmed != summary.Fingerprint {
			return app.ErrOutdated
		}
		if r.o.Initialise {
			now := r.College.Clock.Now()
			if err := tx.Record(now); err != nil {
				return err
			}
			details := fmt.Sprintf("новых чатов: %d; участников: добавится %d, удалится %d", len(summary.NewChats), len(summary.Add), len(summary.Remove))
			if err := tx.Audit(now, r.o.Actor, "Инициализация списка чатов", "", details); err != nil {
				return err
			}
		}
		return Save(tx, &plan)
	})
	return plan, err
}

// Save writes the lists of the plan and gives new chats their IDs.
func Save(tx *store.Tx, plan *model.Plan) error {
	rows := make([]store.ChatRow, 0, plan.RowChanges())
	for i := range plan.Chats {
		c := &plan.Chats[i]
		switch {
		case c.New:
			id, err := tx.InsertChat(c.Chat)
			if err != nil {
				return err
			}
			c.ID = id
		case c.Altered:
			if err := tx.UpdateChat(c.Chat); err != nil {
				return err
			}
		}
		for _, row := range c.Rows {
			rows = append(rows, store.ChatRow{Chat: c.ID, RowChange: row})
		}
	}
	return errors.Join(tx.PutMembers(rows), tx.SweepDeleted())
}
