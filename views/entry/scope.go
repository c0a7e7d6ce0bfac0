package entry

import (
	"context"
	"time"

	"zvonok/views/background"
)

// scope is an executor and a timer for as long as a person is signed in: results that come later are not shown. Its
// methods are for the UI goroutine, except Go and UI.
type scope struct {
	exec  background.Executor
	timer background.Timer
	ended bool
}

// Context is that of the person: work that has begun goes on after the end of the scope.
func (s *scope) Context() context.Context { return s.exec.Context() }

// Go runs f off the UI goroutine; the end of the scope does not stop it.
func (s *scope) Go(f func()) { s.exec.Go(f) }

// UI runs f on the UI goroutine, unless the scope has ended by then.
func (s *scope) UI(f func()) {
	s.exec.UI(func() {
		if !s.ended {
			f()
		}
	})
}

// Timer is a Timer that does nothing more once the scope has ended.
func (s *scope) Timer(after time.Duration, do func()) (stop func()) {
	return s.timer(after, func() {
		if !s.ended {
			do()
		}
	})
}

// End ends the scope.
func (s *scope) End() { s.ended = true }
