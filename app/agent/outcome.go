package agent

import (
	"context"
	"errors"
	"time"

	"zvonok/app"
	"zvonok/model"
)

// Outcome is how a run ended.
type Outcome string

// The outcomes of runs.
const (
	Done    Outcome = "done"
	Partial Outcome = "partial" // the messenger refused some people or chats
	Waiting Outcome = "waiting" // a person has to look at the plan first
	Stopped Outcome = "stopped" // by a person, or by the end of the program
	Failed  Outcome = "failed"
)

// Told sets the function that is called with the outcome and the length of each run. It is called before Keep; ran has to
// be safe for concurrent use.
func (k *Keeper) Told(ran func(how Outcome, took time.Duration)) { k.ran = ran }

func outcomeOf(report model.Report, err error) Outcome {
	switch {
	case err == nil && len(report.Refusals) > 0:
		return Partial
	case err == nil:
		return Done
	case errors.Is(err, context.Canceled):
		return Stopped
	case !passes(err), errors.Is(err, app.ErrUnconfirmed), errors.Is(err, app.ErrOutdated):
		return Waiting
	}
	return Failed
}
