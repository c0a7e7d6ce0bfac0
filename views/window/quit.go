//go:build !nowindow

package window

import "fyne.io/fyne/v2"

// eventQueue is the part of Fyne's lifecycle that its interface does not show: the queue of events and what runs them.
type eventQueue interface {
	QueueEvent(event func())
	InitEventQueue()
	RunEventQueue(run func(event func(), wait bool))
}

// endSafely keeps Fyne 2.8.1 from a panic or a hang when the program ends: its queue of events runs them on the drawing
// goroutine, which is ending by then. Once the window runs, a queue that runs them on its own goroutine replaces it.
func endSafely(a fyne.App) {
	queue := a.Lifecycle().(eventQueue) //nolint:forcetypeassert,errcheck // if a later version has it no longer, every test that opens a window fails
	queue.QueueEvent(func() {           // by now the first queue is being read
		queue.InitEventQueue()
		go queue.RunEventQueue(func(event func(), _ bool) { event() })
	})
}
