package agent

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"zvonok/app"
	"zvonok/model"
)

func TestOutcomeOf(t *testing.T) {
	refused := model.Report{Refusals: []model.Refusal{{}}}
	for _, c := range []struct {
		report model.Report
		err    error
		want   Outcome
	}{
		{model.Report{}, nil, Done},
		{refused, nil, Partial},
		{refused, &app.Fault{Kind: app.FaultStop}, Failed},
		{model.Report{}, errors.New("disk full"), Failed},
		{model.Report{}, fmt.Errorf("run: %w", context.Canceled), Stopped},
		{model.Report{}, &app.LimitError{}, Waiting},
		{model.Report{}, app.ErrUnconfirmed, Waiting},
		{model.Report{}, app.ErrOutdated, Waiting},
		{model.Report{}, ErrDeclined, Waiting},
	} {
		if got := outcomeOf(c.report, c.err); got != c.want {
			t.Errorf("%v with %d refusals is %q, want %q", c.err, len(c.report.Refusals), got, c.want)
		}
	}
}
