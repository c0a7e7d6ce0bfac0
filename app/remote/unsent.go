package remote

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"time"

	"zvonok/app"
	"zvonok/app/remote/kept"
	"zvonok/model"
)

// setCells and journal are the methods that know of the outbox.
var setCells, journal = procedure("Lessons", "SetCells"), procedure("Lessons", "Journal")

// betweenTries is how long what waits is not sent again after its answer was lost.
const betweenTries = time.Second

// SetCells is that of app.Lessons. Without the line, what is entered into a journal that this desk has shown waits, and no error is
// given: it is in Unsent until the college has it.
func (c *Client) SetCells(ctx context.Context, edits []model.CellEdit) error {
	w := c.workOf(ctx)
	if w == nil {
		return c.call(ctx, setCells, []any{edits})
	}
	defer w.outbox.Turn()()
	id := rand.Text()
	waiting, _ := w.outbox.Count()
	failed := ErrNoServer
	if waiting == 0 && c.Line().State == model.LineConnected {
		failed = c.tryCells(ctx, w, id, edits)
	} else if c.Line().State == model.LineSignedOut {
		failed = app.ErrSignedOut
	}
	if !errors.Is(failed, ErrNoServer) {
		return failed
	}
	step, known := w.outbox.Step(edits)
	if !known {
		return c.call(context.WithValue(ctx, callKey{}, id), setCells, []any{edits})
	}
	step.ID, step.At = id, c.hours.Now()
	if err := w.outbox.Add(step); err != nil {
		return err
	}
	c.Wake()
	c.unsentChanged(w)
	return nil
}

// tryCells tries once to send what was entered.
func (c *Client) tryCells(ctx context.Context, w *work, id string, edits []model.CellEdit) error {
	defer w.answers.Writes()
	_, err := c.askOnce(context.WithValue(ctx, callKey{}, id), setCells, []any{edits})
	return err
}

// Journal is that of app.Lessons, with what waits to be sent.
func (c *Client) Journal(ctx context.Context, q model.JournalQuery) (page model.JournalPage, err error) {
	if err = c.call(ctx, journal, []any{q}, &page); err != nil {
		return page, err
	}
	if w := c.workOf(ctx); w != nil {
		w.outbox.Saw(page)
		w.outbox.Show(&page)
	}
	return page, nil
}

// Unsent is what the person at work has entered that the college does not have, in the order in which it was entered; also what it
// refused, until it is revoked or sent again.
func (c *Client) Unsent(context.Context) ([]model.Unsent, error) {
	if w := c.work.Load(); w != nil {
		return w.outbox.List(), nil
	}
	return nil, nil
}

// Revoke drops what was not sent, or was refused.
func (c *Client) Revoke(_ context.Context, id string) error {
	return c.changeUnsent(func(o *kept.Outbox) error { return o.Revoke(id) })
}

// SendAgain sends what was refused once more, over what stands there now.
func (c *Client) SendAgain(_ context.Context, id string) error {
	return c.changeUnsent(func(o *kept.Outbox) error { return o.Again(id, rand.Text()) })
}

// KeepsUnsent reports whether what waits outlives the program: it does only for a person who is remembered on this
// computer.
func (c *Client) KeepsUnsent() bool {
	w := c.work.Load()
	return w != nil && w.outbox.Survives()
}

func (c *Client) changeUnsent(how func(*kept.Outbox) error) error {
	w := c.work.Load()
	if w == nil {
		return app.ErrSignedOut
	}
	if err := how(w.outbox); err != nil {
		return err
	}
	c.unsentChanged(w)
	return nil
}

// unsentChanged tells that something else waits: journals show it.
func (c *Client) unsentChanged(w *work) {
	c.line.change(w, func(now *model.Line) { now.Waiting, now.Refused = w.outbox.Count() })
	c.changes.tell(model.Change{Lessons: true})
}

// send sends what waits whenever the line is there, until ctx ends.
func (c *Client) send(ctx context.Context, w *work) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.outbox.Some():
		}
		for c.Line().State == model.LineConnected {
			step, some := w.outbox.First()
			if !some {
				break
			}
			err := c.tryCells(ctx, w, step.ID, step.Edits())
			if isOfLine(err) || isOfDatabase(err) {
				w.outbox.Stay()
				if c.clock.Sleep(ctx, betweenTries) != nil {
					return
				}
				continue
			}
			if err := w.outbox.Sent(step.ID, err); err != nil {
				slog.Warn("this computer does not know that something was sent", slog.Any("error", err))
			}
			c.unsentChanged(w)
		}
	}
}

// isOfLine reports whether an error is no answer of the college.
func isOfLine(err error) bool {
	return errors.Is(err, ErrNoServer) || errors.Is(err, errKey) || errors.Is(err, errWire) || errors.Is(err, app.ErrSignedOut) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// isOfDatabase reports whether the college would take the same call a little later, however often it comes by its id.
func isOfDatabase(err error) bool {
	return errors.Is(err, model.ErrNoRoom) || errors.Is(err, model.ErrAgain) || errors.Is(err, model.ErrAway)
}
