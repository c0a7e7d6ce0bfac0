//go:build !nowindow

package window

import (
	"fyne.io/fyne/v2"

	"zvonok/app/desk"
	"zvonok/views/entry"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// wayIn asks who comes before it shows the program; demonstration opens the demonstration instead.
func wayIn(cfg shell.Config, session *desk.Session, out outside, demonstration func() error) *entry.Entry {
	var way *entry.Entry
	var sh *shell.Shell
	way = entry.New(entry.Deps{
		Window: cfg.Window, Exec: cfg.Exec, Timer: cfg.Timer, Now: cfg.Now, Service: session, Demonstration: demonstration,
		Quit: fyne.CurrentApp().Quit,
		Enter: func(notice string, exec widgets.Executor, timer widgets.Timer) {
			cfg.Exec, cfg.Timer = exec, timer
			cfg.Menu = func() []widgets.MenuItem { return way.UserMenu(sh.MayLeave) }
			sh = frame(cfg, session, out, way.SignOut, nil)
			if notice != "" {
				sh.Toast(notice, widgets.ToneNeutral)
			}
		},
		Leave:   func() { sh.Drop() },
		Covered: func(covered bool) { sh.Cover(covered) },
		Unsaved: func() bool { return sh.Unsaved() },
	})
	return way
}
