package remote

import (
	"context"
	"errors"

	"zvonok/app"
	"zvonok/app/remote/kept"
	"zvonok/model"
)

// read gives the answer of a method: the kept one while it holds, else a new one or, without the line, the kept one all the same.
func (c *Client) read(ctx context.Context, w *work, procedure string, params []any) (*kept.Answer, error) {
	q, err := kept.NewQuestion(procedure, touches[procedure], params)
	if err != nil {
		return nil, err
	}
	former := w.answers.Get(q.Name)
	if former != nil && c.hearing() && w.answers.Holds(q, former, c.hours.Now()) {
		return former, nil
	}
	if state := c.Line().State; state == model.LineConnected || state == model.LineConnecting && former == nil {
		asked := w.answers.Asking()
		got, err := c.ask(ctx, procedure, params)
		if err == nil {
			w.answers.Take(q, got, asked)
			return got, nil
		}
		if former == nil || !errors.Is(err, ErrNoServer) {
			return nil, err
		}
	}
	if former == nil {
		return nil, c.away()
	}
	c.shows(w, q, former)
	return former, nil
}

// hearing reports whether the server would have told if something had changed.
func (c *Client) hearing() bool {
	c.line.mu.Lock()
	defer c.line.mu.Unlock()
	return c.line.now.State == model.LineConnected && c.clock.Now().Sub(c.line.heard).Abs() < silence
}

// away says why the college does not answer, and makes the line be tried: somebody wants to work.
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

// shows notes how old an answer is that is shown without the line: as old as the last word of the server, if it held until then.
func (c *Client) shows(w *work, q kept.Question, former *kept.Answer) {
	of := former.Got
	if heard, _ := w.answers.Heard(); w.answers.Holds(q, former, heard) {
		of = heard
	}
	c.line.change(w, func(now *model.Line) {
		if now.State != model.LineConnected && (now.ShownAt.IsZero() || of.Before(now.ShownAt)) {
			now.ShownAt = of
		}
	})
}
