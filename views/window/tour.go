//go:build !nowindow

package window

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	fynetest "fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/app/cli"
	"zvonok/app/desk"
	"zvonok/views/dialog"
	"zvonok/views/entry"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/tour"
	"zvonok/views/tour/world"
)

// Run makes the tour in a college and its own local VK, which are forgotten afterwards; the college of
// --data is kept.
func (cmd Tour) Run(ctx context.Context, e *cli.Env, g *cli.Globals, p Program) error {
	if err := g.MadeUp(); err != nil {
		return err
	}
	dir, log := g.Data, slog.New(slog.DiscardHandler)
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "zvonok-tour-"); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
	} else {
		log = desk.Log(dir)
	}
	if err := theme.Russian(); err != nil {
		return err
	}
	if cmd.Desks {
		return cmd.acrossDesks(ctx, dir, log, e.Messenger)
	}
	w, err := world.New(ctx, world.Options{
		Dir: dir, Log: log, VK: e.Messenger, Browser: cmd.Browser, Keyring: cmd.Keyring, TokenLifetime: cmd.TokenLifetime,
	})
	if err != nil {
		return err
	}
	defer w.Close()
	if cmd.Window {
		return cmd.inWindow(ctx, w, newApp(p.ID, e.Version), e.Version)
	}
	a, win := cmd.inMemory()
	return tour.Run(w.Session.As(ctx), cmd.config(w, win, tour.NewMemory(), func(dark bool, size fyne.Size) {
		a.Settings().SetTheme(look(dark))
		win.Resize(size)
	}, e.Version))
}

// inMemory makes an application without a display, and its window.
func (cmd Tour) inMemory() (fyne.App, fyne.Window) {
	a := fynetest.NewApp()
	a.Settings().SetTheme(look(cmd.Dark))
	win := fynetest.NewWindow(nil)
	win.Resize(fyne.NewSize(1280, 800))
	return a, win
}

// look is the light or the dark theme, whatever the system's is.
func look(dark bool) fyne.Theme {
	if dark {
		return theme.NewForced(fynetheme.VariantDark)
	}
	return theme.NewForced(fynetheme.VariantLight)
}

// inWindow makes the tour in a real window, which ends with it.
func (cmd Tour) inWindow(ctx context.Context, w *world.World, a fyne.App, version string) error {
	a.Settings().SetTheme(look(cmd.Dark))
	win := a.NewWindow("Звонок")
	win.Resize(fyne.NewSize(1280, 800))
	screen := tour.Screen{}
	if cmd.Browser != "" {
		screen.Patience = 2 * time.Minute // people type slower than the tour
	}
	var err error
	a.Lifecycle().SetOnStarted(func() {
		go func() {
			err = tour.Run(w.Session.As(ctx), cmd.config(w, win, screen, nil, version))
			fyne.Do(a.Quit)
		}()
	})
	win.ShowAndRun()
	return err
}

func (cmd Tour) config(w *world.World, win fyne.Window, stage tour.Stage, look func(bool, fyne.Size), version string) tour.Config {
	cfg := shell.Config{Window: win, Exec: stage.Exec(w.Session.As(context.Background())), Timer: stage.Timer(), Now: w.Now, Service: w.Session, Personas: w.Session}
	guide := manual{exec: cfg.Exec, window: win, data: cmd.Out, open: func(string) error { return nil }}
	cfg = helped(cfg, w.Session, guide, version)
	first := cfg
	first.Exec, first.Service, first.Personas = stage.Exec(w.Empty.As(context.Background())), w.Empty, nil
	var filled *shell.Shell // nil before the window was filled
	return tour.Config{
		Out: cmd.Out, Dark: cmd.Dark, Stage: stage, Window: win, World: w, Look: look, Lessons: cmd.Browser == "",
		Open: func() {
			if filled != nil {
				filled.Drop()
			}
			frameOfDemonstration(cfg, w.Session, outside{notify: func(string, string) {}}, saveIn(cmd.Out), func(sh *shell.Shell) { filled = sh })
		},
		FirstStart: func() {
			wayIn(first, w.Empty, outside{}, entry.Deps{Demonstration: func() error { return nil }}).Start()
		},
	}
}

// saveIn writes the files that people save into a folder, without asking where to.
func saveIn(folder string) dialog.Where {
	return func(_ fyne.Window, name string, then func(dialog.File, error)) {
		f, err := os.Create(filepath.Join(folder, name))
		if err != nil {
			then(nil, err)
			return
		}
		then(f, nil)
	}
}
