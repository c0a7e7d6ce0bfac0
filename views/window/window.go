//go:build !nowindow

package window

import (
	"context"
	"errors"
	"fmt"
	stdlog "log"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/app"
	"zvonok/app/cli"
	"zvonok/app/college"
	"zvonok/app/desk"
	"zvonok/app/system"
	"zvonok/assets"
	"zvonok/model/guard"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/entry"
	"zvonok/views/lessons"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// Included says whether this build has a window.
const Included = true

// leaveWithin is how long a quit may take before the process is ended: a window is gone after 5 s at most, with what
// comes before.
const leaveWithin = 3 * time.Second

var (
	// errNoScreen: the graphics did not start.
	errNoScreen = errors.New("окно открыть не удалось: нет экрана или OpenGL. По удалённому рабочему столу положите рядом с программой " +
		"opengl32.dll из Mesa; команды без окна («zvonok --help») работают и так")
	// errNoDatabase: what is between a window and a database is the server.
	errNoDatabase = errors.New("окно не открывает базу данных само: запустите сервер командой «zvonok serve --db» и подключитесь к нему в окне по ссылке")
	// errCrashed: a mistake of the program on the goroutine that draws.
	errCrashed = errors.New("«Звонок» остановился из-за ошибки в программе: откройте его снова, сделанное сохранено. Подробности — в файле zvonok.log " +
		"в папке данных")
)

// Run opens the window on the college of the data folder. A failure is shown where a person sees it.
func (cmd Window) Run(ctx context.Context, e *cli.Env, g *cli.Globals, p Program) error {
	err := func() error {
		if g.DB != "" {
			return errNoDatabase
		}
		dir, err := g.DataDir()
		if err != nil {
			return err
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fmt.Errorf("не удалось создать папку данных: %w", err)
		}
		return open(ctx, p, e, cmd.Link, desk.Parts{
			Dir: dir, URL: g.VKURL, Log: desk.Log(dir), Vault: e.Vault, Getenv: e.Getenv, Preferences: desk.OwnPreferences(),
		})
	}()
	return shown(e, err)
}

// shown shows why there is no window. A second start that has brought the first window to the front is no error.
func shown(e *cli.Env, err error) error {
	switch {
	case errors.Is(err, system.ErrShown):
		_, _ = fmt.Fprintln(e.Err, err)
		return nil
	case err != nil:
		system.Alert("Звонок", widgets.Sentence(err.Error()))
	}
	return err
}

// open shows the window of a folder until it is closed. The college is opened inside the window, which shows a failure.
func open(ctx context.Context, p Program, e *cli.Env, link string, parts desk.Parts) error {
	claim, err := system.Claim(filepath.Join(parts.Dir, college.WindowLock), link)
	if err != nil {
		return err
	}
	defer claim.Close()
	running, cancel := context.WithCancel(ctx)
	defer cancel()
	parts.Messenger, parts.Clock, parts.Version = e.Messenger, e.Clock, e.Version
	w := &collegeWindow{id: p.ID, version: e.Version, releases: p.Releases, log: parts.Log, hasTray: make(chan bool, 1), link: link}
	w.folder = desk.NewFolder(running, parts, w.exec().Go)
	defer w.folder.Close()
	guard.Go(func() { w.hasTray <- hasTray() })
	guard.Go(func() { giveBack(running, e.Clock) })
	return w.run(ctx, claim)
}

// collegeWindow is a window with the college behind it.
type collegeWindow struct {
	id, version string // of the application
	releases    desk.Releases
	folder      *desk.Folder
	log         *slog.Logger
	app         fyne.App
	window      fyne.Window
	looks       *looks
	outside     outside
	hasTray     chan bool    // answered once
	link        string       // of a college to connect to; empty once that was offered
	way         *entry.Entry // into the college; nil while none is open
}

// run makes the window and draws until it is closed.
func (w *collegeWindow) run(ctx context.Context, claim *system.Window) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			w.log.Error("the window panicked", slog.Any("cause", cause), slog.String("stack", string(debug.Stack())))
			err = fmt.Errorf("%w (%v)", errCrashed, cause)
		}
	}()
	if err := system.Identify(w.id); err != nil {
		w.log.Warn("identify the application", slog.Any("error", err))
	}
	// Fyne writes into Go's standard log, which goes to the terminal, where nobody can use it.
	stdlog.SetFlags(0)
	stdlog.SetOutput(slog.NewLogLogger(desk.Log(w.folder.Dir).Handler(), slog.LevelWarn).Writer())
	if err := w.make(); err != nil {
		return err
	}
	leave := sync.OnceFunc(func() { desk.EndWithin(leaveWithin, w.end) })
	defer leave()
	defer context.AfterFunc(ctx, func() {
		leave()
		fyne.Do(w.app.Quit)
	})()
	w.window.SetOnClosed(leave)
	claim.OnKnock(func(link string) { fyne.Do(func() { w.knocked(link) }) })
	w.reopen()
	w.app.Run()
	return nil
}

// reopen opens the college that the folder leads to now, and asks who comes.
func (w *collegeWindow) reopen() {
	w.way = nil
	entry.Opening{
		Window: w.window, Exec: w.exec(), Timer: background.UITimer, Service: w.folder, Dir: w.folder.Dir, Opened: w.opened, Quit: w.app.Quit,
		Help: func() { w.manual().help(shell.TopicStart) }, Looks: w.looks,
	}.Start()
}

// manual is the guide as this window opens it.
func (w *collegeWindow) manual() manual {
	return manual{exec: w.exec(), window: w.window, data: w.folder.Dir, open: w.folder.OpenFile}
}

// knocked brings the window to the front after a second start. A connection link that comes before the college is open is
// offered later.
func (w *collegeWindow) knocked(link string) {
	w.front()
	switch {
	case link == "":
	case w.way == nil:
		w.link = link
	default:
		w.way.Offer(link)
	}
}

// end ends the process if the quit hangs.
func (w *collegeWindow) end() {
	w.log.Warn("the window took too long to close, so the process ends")
	os.Exit(cli.ExitDone)
}

// make makes the application and its window and shows it, still empty. Without a screen the graphics library panics, and
// without OpenGL it only says so and goes on with no window.
func (w *collegeWindow) make() (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			w.log.Error("no window", slog.Any("cause", cause), slog.String("stack", string(debug.Stack())))
			err = fmt.Errorf("%w (%v)", errNoScreen, cause)
		}
	}()
	w.app = newApp(w.id, w.version)
	w.app.SetIcon(fyne.NewStaticResource("icon.png", assets.IconPNG))
	w.looks = newLooks(w.app)
	if err := theme.Russian(); err != nil {
		return err
	}
	w.window = w.app.NewWindow("Звонок")
	w.looks.window = w.window
	w.window.Resize(w.looks.windowSize())
	w.window.SetMaster() // the entry in the system's tray goes with it
	w.window.CenterOnScreen()
	w.window.Show()
	w.looks.askSystem()
	if !onScreen(w.window) {
		return errNoScreen
	}
	w.looks.fit()
	w.outside = outside{notify: w.notify, front: w.front}
	select {
	case there := <-w.hasTray:
		if tray, ok := w.app.(desktop.App); ok && there {
			w.outside.tray, w.outside.empty = tray.SetSystemTrayMenu, lessons.EmptyTrayMenu(lessons.TrayActions{Show: w.front, Quit: w.app.Quit})
			w.outside.tray(w.outside.empty) // Fyne makes no entry once the window runs
		}
	case <-time.After(trayPatience):
	}
	return nil
}

// trayPatience is how long the window waits for the desktop to say whether it has a tray.
const trayPatience = 300 * time.Millisecond

// onScreen reports whether the system has a window for ours.
func onScreen(win fyne.Window) (there bool) {
	native, ok := win.(driver.NativeWindow)
	if !ok {
		return true
	}
	native.RunNative(func(context any) {
		switch c := context.(type) {
		case driver.X11WindowContext:
			there = c.WindowHandle != 0
		case driver.WaylandWindowContext:
			there = c.WaylandSurface != 0
		case driver.WindowsWindowContext:
			there = c.HWND != 0
		case driver.MacWindowContext:
			there = c.NSWindow != 0
		default:
			there = true
		}
	})
	return there
}

// front brings the window to the front.
func (w *collegeWindow) front() {
	w.window.Show()
	w.window.RequestFocus()
}

// notify shows a notification of the operating system. The system may take its time, so nobody waits for it.
func (w *collegeWindow) notify(title, text string) {
	w.exec().Go(func() {
		if done, err := system.Toast(w.id, title, text); err != nil {
			w.log.Warn("no notification", slog.Any("error", err))
		} else if !done {
			w.app.SendNotification(fyne.NewNotification(title, text))
		}
	})
}

func (w *collegeWindow) exec() background.Executor { return background.Async{Panicked: w.panicked} }

// panicked shows that work beside the window has panicked; the window goes on.
func (w *collegeWindow) panicked(cause any, stack []byte) {
	w.log.Error("work panicked", slog.Any("cause", cause), slog.String("stack", string(stack)))
	fyne.Do(func() {
		dialog.ShowError(w.window, "Ошибка в программе", "Последнее действие не выполнено, остальное сохранено. Повторите его; если ошибка "+
			"вернётся, откройте «Звонок» снова. Подробности — в файле zvonok.log в папке данных.")
	})
}

// opened fills the window once the college is open.
func (w *collegeWindow) opened() {
	session := w.folder.Session()
	// What somebody began goes on when the window closes, so that nothing is lost.
	exec := background.Async{Under: session.As(context.Background()), Panicked: w.panicked}
	cfg := shell.Config{
		Window: w.window, Exec: exec, Timer: background.UITimer, Now: session.Now, Service: session, Line: session.Line(), Guests: session.Guests,
		Closed: w.looks.keepSize, Looks: w.looks, Made: w.folder,
	}
	guide := w.manual()
	cfg = helped(cfg, session, guide, w.version)
	cfg.Hints = w.folder.Preferences
	if !w.folder.Demonstration() {
		cfg = w.asking(cfg, session, guide)
	}
	if w.folder.Demonstration() {
		cfg.Personas = session
		cfg.Found = func() error { return desk.StartSelf() }
		frameOfDemonstration(cfg, session, w.outside, nil, func(*shell.Shell) {})
		return
	}
	link := w.link
	w.link = ""
	w.way = wayIn(cfg, session, w.outside, entry.Deps{
		Demonstration: func() error { return desk.StartSelf("demo") }, Connect: w.folder, Link: link, Reopen: w.reopen,
		Help: func() { guide.help(shell.TopicStart) }, Looks: w.looks,
	})
	w.way.Start()
}

// newApp makes the program's Fyne application. What FyneApp.toml says reaches only packaged programs.
func newApp(id, version string) fyne.App {
	fyneapp.SetMetadata(fyne.AppMetadata{ID: id, Name: "Звонок", Version: version, Migrations: map[string]bool{"fyneDo": true}})
	a := fyneapp.NewWithID(id)
	endSafely(a)
	return a
}

// giveBack returns memory to the system soon after the start and then now and again: the window idles most of the day and
// would keep the memory that loading took. The pauses grow, because the time that loading takes depends on the computer.
func giveBack(ctx context.Context, clock app.Clock) {
	for pause := 3 * time.Second; clock.Sleep(ctx, pause) == nil; pause = min(2*pause, 30*time.Second) {
		system.FreeMemory()
	}
}
