package remote

import (
	"context"
	"errors"

	"zvonok/app"
	"zvonok/model"
)

// read gives the answer of a method: the one that is kept, while it holds, or a new one, or, without the line, the one that is kept.
func (c *Client) read(ctx context.Context, w *work, procedure string, params []any) (*answer, error) {
	q, err := questionOf(procedure, params)
	if err != nil {
		return nil, err
	}
	kept := w.answers.get(q.name)
	if kept != nil && c.hearing() && w.answers.holds(q, kept, c.hours.Now()) {
		return kept, nil
	}
	if state := c.Line().State; state == model.LineConnected || state == model.LineConnecting && kept == nil {
		asked := w.answers.asking()
		got, err := c.ask(ctx, procedure, params)
		if err == nil {
			got.asked = asked
			w.answers.take(q, got)
			return got, nil
		}
		if kept == nil || !errors.Is(err, ErrNoServer) {
			return nil, err
		}
	}
	if kept == nil {
		return nil, c.away()
	}
	c.shows(w, q, kept)
	return kept, nil
}

// hearing reports whether the server would have told if something had changed.
func (c *Client) hearing() bool {
	c.line.mu.Lock()
	defer c.line.mu.Unlock()
	return c.line.now.State == model.LineConnected && c.clock.Now().Sub(c.line.heard).Abs() < silence
}

// away says why the college does not answer, and has the line tried: somebody wants to work.
func (c *Client) away() error {
	switch c.Line().State {
	case model.LineSignedOut:
		return app.ErrSignedOut
	case model.LineWrongKey:
		return errKey
	case model.LineOtherVersion:
		return errWire
	}
	c.Wake()
	return ErrNoServer
}

// shows notes of when an answer is that is shown without the line: of when the server was last heard, if it held until then.
func (c *Client) shows(w *work, q question, kept *answer) {
	of := kept.Got
	if heard, _ := w.answers.heard(); w.answers.holds(q, kept, heard) {
		of = heard
	}
	c.line.change(w, func(now *model.Line) {
		if now.State != model.LineConnected && (now.ShownAt.IsZero() || of.Before(now.ShownAt)) {
			now.ShownAt = of
		}
	})
}
