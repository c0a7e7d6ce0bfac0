package entry

import (
	"time"

	"zvonok/views/background"
	"zvonok/views/keys"
)

// lookEvery is how often the watch looks whether anybody is there.
const lookEvery = 10 * time.Second

// watch notices that nobody has touched the program for a while.
type watch struct {
	deps    Deps
	limit   time.Duration
	idle    func()
	last    time.Time
	inputs  int // keys.Inputs at the last look
	stopped bool
}

func newWatch(deps Deps, limit time.Duration, idle func()) *watch {
	return &watch{deps: deps, limit: limit, idle: idle, inputs: keys.Inputs(), last: wall(deps.Now())}
}

// wall is a time by the wall's clock, so that a sleep of the computer counts as idleness.
func wall(t time.Time) time.Time { return t.Round(0) }

// look calls idle once the limit is reached, and looks again later.
func (w *watch) look() {
	if w.stopped {
		return
	}
	now := wall(w.deps.Now())
	if inputs := keys.Inputs(); inputs != w.inputs {
		w.inputs, w.last = inputs, now
	}
	if now.Sub(w.last) >= w.limit {
		w.stopped = true
		w.idle()
		return
	}
	w.deps.Timer(lookEvery, w.look)
}

// watchIdleness begins to watch the window, where the college wants it locked.
func (e *Entry) watchIdleness() {
	e.stopWatching()
	if !e.deps.Service.HasPassword() {
		return
	}
	background.Fetch(e.deps.Exec, func() (time.Duration, error) { return e.deps.Service.IdleLimit(e.deps.Exec.Context()) },
		func(limit time.Duration, err error) {
			if err != nil || limit <= 0 {
				return
			}
			e.stopWatching()
			e.watch = newWatch(e.deps, limit, e.Lock)
			e.watch.look()
		})
}

func (e *Entry) stopWatching() {
	if e.watch != nil {
		e.watch.stopped = true
	}
}
