package files

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/views/background"
	"zvonok/views/widgets"
)

// Reading is the page of a screen that reads files: it shows one step after another, and while it is shown takes
// files that are dropped on the window.
type Reading struct {
	window fyne.Window
	take   func(paths []string)
	again  func(failure string)
	body   *fyne.Container
	turn   int // counts the readings, to recognise answers that come too late
	stop   context.CancelFunc
}

// NewReading makes an empty page; take gets the files that are dropped on the window, and again is told why files could
// not be read, to ask for others.
func NewReading(window fyne.Window, take func(paths []string), again func(failure string)) *Reading {
	return &Reading{window: window, take: take, again: again, body: container.NewStack()}
}

// Content implements shell.Screen.
func (r *Reading) Content() fyne.CanvasObject { return r.body }

// Shown lets files be dropped on the window.
func (r *Reading) Shown() {
	r.window.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) {
		var paths []string
		for _, u := range uris {
			paths = append(paths, u.Path())
		}
		r.take(paths)
	})
}

// Hidden takes that back, and ends a reading that is under way.
func (r *Reading) Hidden() {
	r.window.SetOnDropped(nil)
	r.Cancel()
}

// Show shows a step in place of the one before.
func (r *Reading) Show(step fyne.CanvasObject) {
	r.body.Objects = []fyne.CanvasObject{step}
	r.body.Refresh()
}

// NewReread makes the button that reads the same files once more.
func NewReread(reread func()) *widgets.Button {
	button := widgets.NewSecondary("Прочитать ещё раз", reread)
	button.SetTooltip("Если файл исправлен (F5)")
	return button
}

// Cancel ends a reading that is under way; its answer is ignored.
func (r *Reading) Cancel() {
	r.turn++
	if r.stop != nil {
		r.stop()
		r.stop = nil
	}
}

// Read reads files off the UI goroutine, in place of a reading under way, and then calls then with what it found on the
// UI goroutine.
func Read[T any](r *Reading, exec background.Executor, work func(context.Context) (T, error), then func(T)) {
	r.Cancel()
	turn := r.turn
	ctx, cancel := context.WithCancel(exec.Context())
	r.stop = cancel
	background.Fetch(exec, func() (T, error) { return work(ctx) }, func(found T, err error) {
		if turn != r.turn {
			return
		}
		r.Cancel()
		if err != nil {
			r.again(err.Error())
			return
		}
		then(found)
	})
}
