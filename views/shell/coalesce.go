package shell

import (
	"time"

	"zvonok/views/background"
)

// coalesceFor is how long changes are gathered before the window reads again.
const coalesceFor = 100 * time.Millisecond

// Coalescer turns a burst of changes into one reading.
type Coalescer struct {
	exec    background.Executor
	timer   background.Timer
	do      func()
	stop    func() // not nil while the timer runs
	stopped bool
}

// NewCoalescer makes a coalescer that runs do on the UI goroutine about 100 ms after the first of a burst of changes.
func NewCoalescer(exec background.Executor, timer background.Timer, do func()) *Coalescer {
	return &Coalescer{exec: exec, timer: timer, do: do}
}

// Changed says that something changed; it may be called on any goroutine.
func (c *Coalescer) Changed() {
	c.exec.UI(func() {
		if c.stop != nil || c.stopped {
			return
		}
		c.stop = c.timer(coalesceFor, func() {
			c.stop = nil
			c.do()
		})
	})
}

// Stop forgets what was gathered and ends the coalescer; it is called on the UI goroutine.
func (c *Coalescer) Stop() {
	c.stopped = true
	if c.stop != nil {
		c.stop()
		c.stop = nil
	}
}
