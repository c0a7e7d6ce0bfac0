package tour

import (
	"cmp"
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/views/background"
)

// patience is how long the tour waits for something to appear before the step has failed.
const patience = 15 * time.Second

// Stage is where the window is: on a screen or in memory.
type Stage interface {
	// Exec does work under a context that tells who is at work.
	Exec(under context.Context) background.Executor
	Timer() background.Timer
	// Do runs f on the UI goroutine and waits for it.
	Do(f func())
	// Wait lets the window work until the condition, which is asked on the UI goroutine, holds.
	Wait(holds func() bool) error
}

var errPatience = errors.New("it did not happen in time")

// Screen is the Stage of a real window. Its methods are called off the UI goroutine.
type Screen struct {
	// Patience is how long it waits for something to appear, such as what somebody else does in a browser; 0 is 15 s.
	Patience time.Duration
}

// Exec is the real executor.
func (Screen) Exec(under context.Context) background.Executor { return background.Async{Under: under} }

// Timer is the real timer.
func (Screen) Timer() background.Timer { return background.UITimer }

// Do runs f on Fyne's main goroutine.
func (Screen) Do(f func()) { fyne.DoAndWait(f) }

// Wait asks again and again.
func (s Screen) Wait(holds func() bool) error {
	for end := time.Now().Add(cmp.Or(s.Patience, patience)); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		held := false
		s.Do(func() { held = holds() })
		if held {
			return nil
		}
	}
	return errPatience
}

// Memory is the Stage of a window without a display: the caller of Do and Wait is the UI goroutine, and what other
// goroutines hand over waits for it in a queue.
type Memory struct{ queue chan func() }

// NewMemory makes an empty stage.
func NewMemory() *Memory { return &Memory{queue: make(chan func(), 1<<16)} }

// Exec queues what is for the UI goroutine.
func (m *Memory) Exec(under context.Context) background.Executor { return queued{under, m.queue} }

type queued struct {
	under context.Context
	queue chan func()
}

func (q queued) Go(f func())              { go f() }
func (q queued) UI(f func())              { q.queue <- f }
func (q queued) Context() context.Context { return q.under }

// Timer queues what is due.
func (m *Memory) Timer() background.Timer {
	return func(after time.Duration, do func()) (stop func()) {
		stopped := false
		timer := time.AfterFunc(after, func() {
			m.queue <- func() {
				if !stopped {
					do()
				}
			}
		})
		return func() {
			stopped = true
			timer.Stop()
		}
	}
}

// Do runs f at once.
func (m *Memory) Do(f func()) { f() }

// Wait works off the queue.
func (m *Memory) Wait(holds func() bool) error {
	// The condition may also come true by itself, as when it opens a list and looks into it.
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		for more := true; more; {
			select {
			case f := <-m.queue:
				f()
			default:
				more = false
			}
		}
		if holds() {
			return nil
		}
		select {
		case f := <-m.queue:
			f()
		case <-again.C:
		}
	}
	return errPatience
}

// Of is the same stage for one of several applications: in memory each has one window only, and what goes on in it is done
// while its application is the current one.
func (m *Memory) Of(a fyne.App) Stage { return part{m, a} }

type part struct {
	*Memory
	app fyne.App
}

// within does f in the application.
func (p part) within(f func()) func() {
	return func() {
		fyne.SetCurrentApp(p.app)
		f()
	}
}

// Exec queues what is for the UI goroutine.
func (p part) Exec(under context.Context) background.Executor {
	return queuedWithin{queued{under, p.queue}, p}
}

type queuedWithin struct {
	queued
	part part
}

func (q queuedWithin) UI(f func()) { q.queued.UI(q.part.within(f)) }

// Timer queues what is due.
func (p part) Timer() background.Timer {
	timer := p.Memory.Timer()
	return func(after time.Duration, do func()) (stop func()) { return timer(after, p.within(do)) }
}

// Do runs f at once.
func (p part) Do(f func()) { p.within(f)() }

// Wait works off the queue, for all applications.
func (p part) Wait(holds func() bool) error {
	return p.Memory.Wait(func() (held bool) {
		p.Do(func() { held = holds() })
		return held
	})
}
