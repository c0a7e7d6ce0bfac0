package remote

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/guard"
)

const (
	// silence is how long the server may say nothing before the connection counts as lost.
	silence = 40 * time.Second
	// looking is how often the desk checks whether the server is silent, or the computer has slept.
	looking = 5 * time.Second
	// firstPause and longestPause are between two tries to connect; not all desks of a college come back at once.
	firstPause, longestPause = time.Second, time.Minute
)

// line is the connection of a desk as far as it is known.
type line struct {
	mu     sync.Mutex
	of     *work // nil: of nobody
	now    model.Line
	server string // the version of its program, as it said last
	// heard is when the server was last heard, and looked when the line was last looked at, by the desk's own clock: by that on the
	// wall, since the monotonic one may stand still while the computer sleeps.
	heard, looked time.Time
	cut           context.CancelFunc // of the stream that is listened to
	woken         chan struct{}      // holds at most one
	told          listeners[model.Line]
}

// Line is the state of the connection with the server; it does not block.
func (c *Client) Line() model.Line {
	c.line.mu.Lock()
	defer c.line.mu.Unlock()
	now := c.line.now
	now.Server = c.line.server
	return now
}

// hearsVersion notes which version of the program the server has.
func (l *line) hearsVersion(version string) {
	l.mu.Lock()
	another := l.server != version
	l.server = version
	now := l.now
	l.mu.Unlock()
	if another {
		l.told.tell(now)
	}
}

// SubscribeLine calls fn whenever the line has changed, on any goroutine, until cancel is called.
func (c *Client) SubscribeLine(fn func(model.Line)) (cancel func()) { return c.line.told.add(fn) }

// learn takes over further addresses and keys that the server names.
func (c *Client) learn(text string) {
	told, err := model.ParseConnectionLink(text)
	if err == nil && c.route.learn(told) {
		c.routes.tell(c.route.known())
	}
}

// SubscribeLink calls fn whenever the server has told of another address or key of its own, on any goroutine, until cancel is called.
func (c *Client) SubscribeLink(fn func(model.ConnectionLink)) (cancel func()) {
	return c.routes.add(fn)
}

// Wake makes a lost line be tried at once: somebody wants to work.
func (c *Client) Wake() {
	select {
	case c.line.woken <- struct{}{}:
	default:
	}
}

// listens notes that a stream is listened to from now on, which cut ends.
func (l *line) listens(cut context.CancelFunc, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut, l.heard = cut, now.Round(0)
}

// hears notes that the server was heard.
func (l *line) hears(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.heard = now.Round(0)
}

// becomes makes the line that of a work, as it begins; nil for nobody's.
func (l *line) becomes(of *work, now model.Line) {
	l.mu.Lock()
	l.of, l.now = of, now
	l.mu.Unlock()
	l.told.tell(now)
}

// change changes the line, as long as it is that of the work, and tells the listeners if that changed it.
func (l *line) change(of *work, how func(*model.Line)) {
	l.mu.Lock()
	if l.of != of {
		l.mu.Unlock()
		return
	}
	before := l.now
	how(&l.now)
	now := l.now
	l.mu.Unlock()
	if now != before {
		l.told.tell(now)
	}
}

// enter changes the state of the line.
func (c *Client) enter(w *work, state model.LineState) {
	c.line.change(w, func(now *model.Line) {
		if now.State == state {
			return
		}
		since := c.hours.Now()
		if now.State == model.LineConnected {
			since = since.Add(c.line.heard.Sub(c.clock.Now()))
		}
		now.State, now.Since = state, since
		if state == model.LineConnected {
			now.ShownAt = time.Time{}
		}
	})
}

// hold keeps the line until ctx or the session ends.
func (c *Client) hold(ctx context.Context, w *work) {
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		began, came := c.clock.Now(), false
		err := c.listen(ctx, w, func() { pause, came = firstPause, true })
		another := came && len(c.route.known().Addresses) > 1 && c.clock.Now().Sub(began) > firstPause // may answer at once
		switch {
		case ctx.Err() != nil:
			return
		case errors.Is(err, app.ErrSignedOut):
			w.answers.Leave()
			c.enter(w, model.LineSignedOut)
			return
		case errors.Is(err, errKey):
			c.enter(w, model.LineWrongKey)
		case errors.Is(err, errWire):
			c.enter(w, model.LineOtherVersion)
		case another:
			c.enter(w, model.LineConnecting)
		default:
			c.enter(w, model.LineLost)
		}
		w.answers.Expire(c.hours.Now())
		if another {
			pause /= 2 // the next one is the first
			continue
		}
		// Nobody can make the tries follow each other faster than this.
		if c.clock.Sleep(ctx, firstPause/2) != nil {
			return
		}
		c.rest(ctx, pause/2+rand.N(pause/2)-firstPause/2)
	}
}

// rest waits until the next try.
func (c *Client) rest(ctx context.Context, pause time.Duration) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	over := make(chan struct{})
	guard.Go(func() {
		defer close(over)
		_ = c.clock.Sleep(ctx, pause)
	})
	select {
	case <-c.line.woken:
	case <-over:
	}
}

// lookOn looks after the line and saves the state of the answers, until ctx ends.
func (c *Client) lookOn(ctx context.Context, w *work) {
	tick := time.NewTicker(looking)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			c.look()
			w.answers.Save()
		}
	}
}

// look cuts a stream on which the server is silent, and has a lost line tried at once when the computer has slept.
func (c *Client) look() {
	now, l := c.clock.Now(), &c.line
	l.mu.Lock()
	slept := !l.looked.IsZero() && now.Sub(l.looked) > 3*looking
	silent := l.cut != nil && now.Sub(l.heard).Abs() > silence
	l.looked = now.Round(0)
	if silent {
		l.cut()
	}
	l.mu.Unlock()
	if slept {
		c.Wake()
	}
}
