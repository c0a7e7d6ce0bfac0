// Package guard keeps a panic on one goroutine from ending the whole program, which other people are working with.
package guard

import (
	"errors"
	"log/slog"
	"runtime/debug"
)

// ErrPanic says that a mistake of the program ended what was run. The cause is only in the log: it is no text for people.
var ErrPanic = errors.New("ошибка в программе: действие не выполнено, сделанное до него сохранено. Повторите его; " +
	"подробности записаны в журнал программы (в окне это файл zvonok.log в папке данных)")

// Run runs f on the caller's goroutine. A panic in it is written into the log (slog.Default) and comes back as ErrPanic.
func Run(f func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			slog.Error("work panicked", slog.Any("cause", cause), slog.String("stack", string(debug.Stack())))
			err = ErrPanic
		}
	}()
	return f()
}

// Safe is f whose panic ends f alone and is written into the log. Those who wait for the answer of f are told by Run within f.
func Safe(f func()) func() {
	return func() { _ = Run(func() error { f(); return nil }) }
}

// Go runs f, made Safe, on a goroutine of its own.
func Go(f func()) { go Safe(f)() }
