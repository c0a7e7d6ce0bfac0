//go:build !nowindow

package window

import "fyne.io/fyne/v2"

// eventQueue is what Fyne's lifecycle has beside its interface: a queue of events and who runs them.
type eventQueue interface {
	QueueEvent(event func())
	InitEventQueue()
	RunEventQueue(run func(event func(), wait bool))
}

// endSafely keeps Fyne 2.8.1 from a panic or a hang at the very end, where it hands its last events to the drawing
// goroutine while it closes the way there. Once the window runs, another queue takes their place, which needs no way.
func endSafely(a fyne.App) {
	queue := a.Lifecycle().(eventQueue) //nolint:forcetypeassert,errcheck // a version without it fails in every test that opens a window
	queue.QueueEvent(func() {           // the first queue is being read by now
		queue.InitEventQueue()
		go queue.RunEventQueue(func(event func(), _ bool) { event() })
	})
}
