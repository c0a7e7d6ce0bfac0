//go:build !nowindow

package window

import (
	"fyne.io/fyne/v2"

	"zvonok/app/desk"
	"zvonok/views/background"
	"zvonok/views/entry"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// wayIn asks who comes before it shows the program. deps says what else there is to choose.
func wayIn(cfg shell.Config, session *desk.Session, out outside, deps entry.Deps) *entry.Entry {
	var way *entry.Entry
	var sh *shell.Shell
	deps.Window, deps.Exec, deps.Timer, deps.Now, deps.Service, deps.Quit, deps.Made = cfg.Window, cfg.Exec, cfg.Timer, cfg.Now, session, fyne.CurrentApp().Quit, cfg.Made
	deps.Enter = func(notice string, exec background.Executor, timer background.Timer) {
		cfg.Exec, cfg.Timer = exec, timer
		cfg.Menu = func() []widgets.MenuItem { return way.UserMenu(sh.MayLeave) }
		sh = frame(cfg, session, out, after{restored: way.SignOut, moved: way.LetGo}, nil)
		if notice != "" {
			sh.Toast(notice, widgets.ToneNeutral)
		}
	}
	deps.Leave = func() { sh.Drop() }
	deps.Covered = func(covered bool) { sh.Cover(covered) }
	deps.Unsaved = func() bool { return sh.Unsaved() }
	way = entry.New(deps)
	return way
}
