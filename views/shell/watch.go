package shell

import (
	"context"

	"zvonok/model"
)

// Changes tells what changed in the college; Subscribe calls f on any goroutine until cancel is called.
type Changes interface {
	Subscribe(f func(model.Change)) (cancel func())
}

// Watch is what a screen does from Shown to Hidden: it reads, on the UI goroutine, soon after changes that concern it,
// once for a burst of them. leave ends that, and ctx with it; it is called on the UI goroutine.
func Watch(d Desk, changes Changes, reads ...Read) (ctx context.Context, leave func()) {
	ctx, end := context.WithCancel(d.Exec.Context())
	reloads := model.Each(reads, func(r Read) *Coalescer { return NewCoalescer(d.Exec, d.Timer, r.Do) })
	cancel := changes.Subscribe(func(c model.Change) {
		for i, r := range reads {
			if r.On(c) {
				reloads[i].Changed()
			}
		}
	})
	return ctx, func() {
		end()
		cancel()
		for _, r := range reloads {
			r.Stop()
		}
	}
}
