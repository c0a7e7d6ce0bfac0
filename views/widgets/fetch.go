package widgets

// Fetch does work off the UI goroutine and hands its result to then on it.
func Fetch[T any](exec Executor, work func() (T, error), then func(T, error)) {
	exec.Go(func() {
		result, err := work()
		exec.UI(func() { then(result, err) })
	})
}

// Perform is Fetch for work without a result.
func Perform(exec Executor, work func() error, then func(error)) {
	exec.Go(func() {
		err := work()
		exec.UI(func() { then(err) })
	})
}
