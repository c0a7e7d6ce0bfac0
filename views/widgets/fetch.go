package widgets

import "errors"

// errBroke is what a screen is told in the place of work that a mistake of the program has ended.
var errBroke = errors.New("действие не выполнено из-за ошибки в программе: повторите его")

// Fetch does work off the UI goroutine and hands its result to then on it. Work that panics has an error for a result, so
// that no screen waits for ever; the executor hears of the panic.
func Fetch[T any](exec Executor, work func() (T, error), then func(T, error)) {
	exec.Go(func() {
		var result T
		err := errBroke
		defer func() { exec.UI(func() { then(result, err) }) }()
		result, err = work()
	})
}

// Perform is Fetch for work without a result.
func Perform(exec Executor, work func() error, then func(error)) {
	Fetch(exec, func() (struct{}, error) { return struct{}{}, work() }, func(_ struct{}, err error) { then(err) })
}
