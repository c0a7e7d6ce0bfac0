//go:build !nowindow

package window

import (
	"context"
	"fmt"
	"os"

	"zvonok/app/cli"
	"zvonok/app/demo"
	"zvonok/app/desk"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// Run opens the window on the demonstration college. Its secrets stay in memory; without --data it is
// forgotten when the window closes.
func (cmd Demo) Run(ctx context.Context, e *cli.Env, g *cli.Globals, p Program) error {
	if err := g.MadeUp(); err != nil {
		return err
	}
	dir := g.Data
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "zvonok-demo-"); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("не удалось создать папку данных: %w", err)
	}
	d, err := demo.In(ctx, dir, cmd.Groups)
	if err != nil {
		return err
	}
	defer d.VK.Close()
	_, _ = fmt.Fprintf(e.Err, "Демонстрация: учебный VK работает по адресу %s/sandbox/, ключи хранятся только в памяти.\n", d.URL)
	return shown(e, open(ctx, p, e, "", d.Parts(desk.Parts{Dir: dir, Log: e.Log})))
}

// frameOfDemonstration is frame where nobody has a password: after a restore, which ends the session, its owner goes on.
// filled is called each time the window is filled.
func frameOfDemonstration(cfg shell.Config, session *desk.Session, out outside, save dialog.Where, filled func(*shell.Shell)) {
	var sh *shell.Shell
	var fill func()
	again := func() {
		sh.Drop()
		background.Perform(cfg.Exec, func() error { return session.EnterOwner(context.Background()) }, func(err error) {
			fill()
			if err != nil {
				dialog.ShowError(cfg.Window, "Вход не удался", err.Error())
				return
			}
			sh.Toast("Колледж восстановлен из копии", widgets.ToneGood)
		})
	}
	fill = func() {
		sh = frame(cfg, session, out, after{restored: again}, save)
		filled(sh)
	}
	fill()
}
