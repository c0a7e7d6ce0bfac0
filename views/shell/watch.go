package shell

import (
	"context"

	"zvonok/model"
	"zvonok/views/widgets"
)

// Changes tells what changed in the college; Subscribe calls f on any goroutine until cancel is called.
type Changes interface {
	Subscribe(f func(model.Change)) (cancel func())
}

// Watch is what a screen does from Shown to Hidden: it runs read, on the UI goroutine, soon after changes that concern
// it, once for a burst of them. leave ends that, and ctx with it; it is called on the UI goroutine.
func Watch(exec widgets.Executor, timer widgets.Timer, changes Changes, read func(), concerns func(model.Change) bool) (ctx context.Context, leave func()) {
	ctx, end := context.WithCancel(exec.Context())
	reload := NewCoalescer(exec, timer, read)
	cancel := changes.Subscribe(func(c model.Change) {
		if concerns(c) {
			reload.Changed()
		}
	})
	return ctx, func() {
		end()
		cancel()
		reload.Stop()
	}
}
