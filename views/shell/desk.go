package shell

import (
	"context"

	"fyne.io/fyne/v2"

	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/overlay"
	"zvonok/views/widgets"
)

// Frame is what screens need of the window around them.
type Frame interface {
	Window() fyne.Window
	Push(Screen)
	Back()
	CanGoBack() bool
	Toast(text string, tone widgets.Tone)
	ToastAction(text string, tone widgets.Tone, label string, do func())
}

// Desk is what every screen works with. The Deps of the packages embed it.
type Desk struct {
	Exec  background.Executor
	Timer background.Timer
	Frame Frame
	// Save asks where to put a file of that name.
	Save dialog.Where
	// Made opens the files that were made.
	Made dialog.Opener
	// Undo is nil where nothing can be taken back, or the person may not do so.
	Undo Undoing
}

// Focus gives the keyboard to a widget. What is in a field is replaced by what is typed, as in one that Tab leads to.
func (d Desk) Focus(f fyne.Focusable) { overlay.Focus(d.Frame.Window().Canvas(), f) }

// Tell says in passing what was done.
func (d Desk) Tell(text string) { d.Frame.Toast(text, widgets.ToneGood) }

// Warn says in passing what went wrong and asks for nothing.
func (d Desk) Warn(err error) { d.Frame.Toast(err.Error(), widgets.ToneRefused) }

// Fail says in a dialog what could not be done, and why.
func (d Desk) Fail(what string, err error) {
	dialog.ShowError(d.Frame.Window(), what, err.Error())
}

// Do works off the UI goroutine and then calls then on it, which may be nil; failed is the title of the dialog that tells of an error. The
// work goes on when its screen is left, and whatever has opened meanwhile, its end is told.
func (d Desk) Do(failed string, work func(context.Context) error, then func()) {
	background.Perform(d.Exec, func() error { return work(d.Exec.Context()) }, func(err error) {
		switch {
		case err != nil:
			d.Fail(failed, err)
		case then != nil:
			then()
		}
	})
}

// Stop stops the run that carries chats, and says so; then may be nil.
func (d Desk) Stop(stop func(context.Context) error, then func()) {
	background.Perform(d.Exec, func() error { return stop(d.Exec.Context()) }, func(err error) {
		if err != nil {
			d.Warn(err)
			return
		}
		d.Frame.Toast("Синхронизация останавливается: начатые запросы будут закончены.", widgets.ToneNeutral)
		if then != nil {
			then()
		}
	})
}

// Ask reads what a dialog needs before it opens. Where another dialog has opened meanwhile, nothing follows: whoever presses a button
// twice gets one.
func Ask[T any](d Desk, failed string, work func(context.Context) (T, error), then func(T)) {
	over := d.Frame.Window().Canvas().Overlays()
	before := over.Top()
	background.Fetch(d.Exec, func() (T, error) { return work(d.Exec.Context()) }, func(result T, err error) {
		switch top := over.Top(); {
		case top != nil && top != before:
		case err != nil:
			d.Fail(failed, err)
		default:
			then(result)
		}
	})
}

// Export makes a file, asks where to put it, and then says done and offers to open it.
func (d Desk) Export(e dialog.Export, done string) {
	if e.Where == nil {
		e.Where = d.Save
	}
	e.Done, e.Opener = done, d.Made
	e.Run(d.Exec, d.Frame.Window())
}
