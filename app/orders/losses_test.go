package orders

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"zvonok/model"
)

// TestConfirmed: a grave change is not made unasked because the database failed just when its losses were counted.
func TestConfirmed(t *testing.T) {
	grave := model.Losses{Emptied: []string{"ДО-19-1"}}
	refused := errors.New("человека нет в группе")
	for name, c := range map[string]struct {
		sure bool
		lost model.Losses
		err  error
		want error
	}{
		"nothing is lost": {},
		"grave":           {lost: grave, want: &model.LossError{Losses: grave}},
		"confirmed":       {sure: true, lost: grave},
		"refused":         {err: refused},
		"the database":    {err: fmt.Errorf("x: %w", model.ErrAgain), want: model.ErrAgain},
		"no room":         {err: model.ErrNoRoom, want: model.ErrNoRoom},
		"too late":        {err: context.DeadlineExceeded, want: context.DeadlineExceeded},
	} {
		err := confirmed(c.sure, func() (model.Losses, error) { return c.lost, c.err })
		if loss := new(*model.LossError); errors.As(c.want, loss) {
			if !errors.As(err, loss) {
				t.Errorf("%s: %v", name, err)
			}
		} else if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
