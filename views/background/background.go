// Package background runs the work of screens off the UI goroutine and hands its results back. Tests take another Executor and Timer
// and wait for nothing.
package background

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
)

// Executor says where work runs. Screens take one, so that tests run everything in order on one goroutine.
type Executor interface {
	// Go runs f off the UI goroutine.
	Go(f func())
	// UI runs f on the UI goroutine; widgets are touched nowhere else.
	UI(f func())
	// Context is the context for work that has no other. It says who is at work.
	Context() context.Context
}

// Async is the Executor of a real window.
type Async struct {
	// Under is its Context; nil is context.Background().
	Under context.Context
	// Panicked is called, on any goroutine, when the work has panicked; if it is nil, the panic ends the program.
	Panicked func(cause any, stack []byte)
}

// Go starts f on its own goroutine.
func (a Async) Go(f func()) {
	go func() {
		defer a.catch()
		f()
	}()
}

// UI hands f to Fyne's main goroutine and does not wait for it.
func (a Async) UI(f func()) {
	fyne.Do(func() {
		defer a.catch()
		f()
	})
}

// Context is Under.
func (a Async) Context() context.Context {
	if a.Under == nil {
		return context.Background()
	}
	return a.Under
}

func (a Async) catch() {
	if a.Panicked == nil {
		return
	}
	if cause := recover(); cause != nil {
		a.Panicked(cause, debug.Stack())
	}
}

// Timer runs do on the UI goroutine once the time has passed, unless stop is called before.
type Timer func(after time.Duration, do func()) (stop func())

// UITimer is the Timer of a real window.
func UITimer(after time.Duration, do func()) (stop func()) {
	stopped := false // read and written on the UI goroutine only
	timer := time.AfterFunc(after, func() {
		fyne.Do(func() {
			if !stopped {
				do()
			}
		})
	})
	return func() {
		stopped = true
		timer.Stop()
	}
}

// errBroke is what a screen shows when its work has panicked.
var errBroke = errors.New("действие не выполнено из-за ошибки в программе: повторите его")

// Fetch does work off the UI goroutine and calls then with its result on it. If the work panics, the result is an error,
// so that no screen waits forever, and the executor hears of the panic.
func Fetch[T any](exec Executor, work func() (T, error), then func(T, error)) {
	var result T
	Perform(exec, func() (err error) {
		result, err = work()
		return err
	}, func(err error) { then(result, err) })
}

// Perform is Fetch for work without a result.
func Perform(exec Executor, work func() error, then func(error)) {
	exec.Go(func() {
		err := errBroke
		defer func() { exec.UI(func() { then(err) }) }()
		err = work()
	})
}
