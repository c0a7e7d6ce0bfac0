package main

import (
	"context"
	"errors"
	"fmt"
	stdlog "log"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/pkg/browser"
	"gopkg.in/natefinch/lumberjack.v2"

	"zvonok/app"
	"zvonok/app/cli"
	"zvonok/app/desk"
	"zvonok/app/vault"
	"zvonok/assets"
	"zvonok/model"
	"zvonok/model/guard"
	"zvonok/model/store"
	"zvonok/views/entry"
	"zvonok/views/lessons"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/widgets"
	"zvonok/vkclient"
)

// leaveWithin is how long a quit may take before the process is ended; a person has been told 5 s.
const leaveWithin = 3 * time.Second

var (
	// errNoScreen: the graphics did not start.
	errNoScreen = errors.New("окно открыть не удалось: нет экрана или OpenGL. По удалённому рабочему столу положите рядом с программой " +
		"opengl32.dll из Mesa; команды без окна («zvonok --help») работают и так")
	// errCrashed: a mistake of the program on the goroutine that draws.
	errCrashed = errors.New("«Звонок» остановился из-за ошибки в программе: откройте его снова, сделанное сохранено. Подробности — в файле zvonok.log " +
		"в папке данных")
)

type windowCmd struct{}

// Run opens the window on the college of the data folder. What keeps it from opening is told where a person sees it.
func (windowCmd) Run(ctx context.Context, e *cli.Env, g *cli.Globals) error {
	err := func() error {
		dir, err := g.DataDir()
		if err != nil {
			return err
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fmt.Errorf("не удалось создать папку данных: %w", err)
		}
		return openWindow(ctx, windowParts{dir: dir, vkURL: g.VKURL, log: windowLog(dir), vault: e.Vault, getenv: e.Getenv,
			preferences: ownPreferences()})
	}()
	return shown(e, err)
}

// shown tells why there is no window; a second start has brought the first one to the front, which is no error.
func shown(e *cli.Env, err error) error {
	switch {
	case errors.Is(err, desk.ErrShown):
		_, _ = fmt.Fprintln(e.Err, err)
		return nil
	case err != nil:
		desk.Alert("Звонок", widgets.Sentence(err.Error()))
	}
	return err
}

// ownPreferences are those of the computer's user; on Windows they belong to this computer and do not roam.
func ownPreferences() app.Preferences {
	find := os.UserConfigDir
	if runtime.GOOS == "windows" {
		find = os.UserCacheDir
	}
	dir, err := find()
	if err != nil {
		return "" // a user without a folder keeps none
	}
	return app.Preferences(filepath.Join(dir, "zvonok", "preferences.json"))
}

// windowLog is the log of a window, in the college's data folder.
func windowLog(dir string) *slog.Logger {
	return slog.New(slog.NewTextHandler(&lumberjack.Logger{Filename: filepath.Join(dir, "zvonok.log"), MaxSize: 5, MaxBackups: 3}, nil))
}

// windowParts are what differs between a college's window and the demonstration's.
type windowParts struct {
	dir, vkURL  string
	log         *slog.Logger
	vault       vault.Vault
	getenv      func(string) string
	preferences app.Preferences
	// prepare and equip fill the demonstration's college and session; they are nil elsewhere.
	prepare func(context.Context, *app.College) error
	equip   func(context.Context, *app.Session) error
}

// client is the number by which a local VK knows the program: it takes any. At VK every college has its own.
func (p windowParts) client() string {
	if p.vkURL == "" {
		return ""
	}
	return "51"
}

// openWindow shows the window of a folder until it is closed. The college is opened within it, so that what keeps it from
// opening is seen.
func openWindow(ctx context.Context, p windowParts) error {
	claim, err := desk.Claim(filepath.Join(p.dir, app.WindowLock))
	if err != nil {
		return err
	}
	defer claim.Close()
	running, cancel := context.WithCancel(ctx)
	defer cancel()
	w := &collegeWindow{windowParts: p, running: running, hasTray: make(chan bool, 1)}
	defer w.close()
	guard.Go(func() { w.hasTray <- hasTray() })
	return w.run(ctx, claim)
}

// collegeWindow is a window with the college behind it.
type collegeWindow struct {
	windowParts
	running context.Context // ends with the window
	app     fyne.App
	window  fyne.Window
	outside outside
	hasTray chan bool // answered once

	mu      sync.Mutex
	session *app.Session // nil until the college is open
	store   *store.Store
	closed  bool
}

// run makes the window and draws until it is closed.
func (w *collegeWindow) run(ctx context.Context, claim *desk.Window) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			w.log.Error("the window panicked", slog.Any("cause", cause), slog.String("stack", string(debug.Stack())))
			err = fmt.Errorf("%w (%v)", errCrashed, cause)
		}
	}()
	// Fyne writes into Go's own log, whose place is the terminal: there it is of no use to anybody.
	stdlog.SetFlags(0)
	stdlog.SetOutput(slog.NewLogLogger(windowLog(w.dir).Handler(), slog.LevelWarn).Writer())
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
	claim.OnKnock(func() { fyne.Do(w.front) })
	entry.Opening{
		Window: w.window, Exec: w.exec(), Timer: widgets.UITimer, Service: w, Dir: w.dir, Opened: w.opened, Quit: w.app.Quit,
	}.Start()
	go giveBack(w.running)
	w.app.Run()
	return nil
}

// end is for a quit that hangs.
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
	w.app = newFyneApp()
	w.app.SetIcon(fyne.NewStaticResource("icon.png", assets.IconPNG))
	w.app.Settings().SetTheme(theme.New())
	if err := theme.Russian(); err != nil {
		return err
	}
	w.window = w.app.NewWindow("Звонок")
	width, height := w.app.Preferences().FloatWithFallback("width", 1280), w.app.Preferences().FloatWithFallback("height", 800)
	w.window.Resize(fyne.NewSize(float32(width), float32(height)))
	w.window.SetMaster() // the entry in the system's tray does not outlive it
	w.window.CenterOnScreen()
	w.window.Show()
	if !onScreen(w.window) {
		return errNoScreen
	}
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

// front brings the window before the others.
func (w *collegeWindow) front() {
	w.window.Show()
	w.window.RequestFocus()
}

// notify shows a notification of the operating system. The system may take its time, so nobody waits for it.
func (w *collegeWindow) notify(title, text string) {
	w.exec().Go(func() {
		if done, err := desk.Toast(appID, title, text); err != nil {
			w.log.Warn("no notification", slog.Any("error", err))
		} else if !done {
			w.app.SendNotification(fyne.NewNotification(title, text))
		}
	})
}

func (w *collegeWindow) exec() widgets.Executor { return widgets.Async{Panicked: w.panicked} }

// panicked tells of a mistake of the program in work that went on beside the window, which goes on.
func (w *collegeWindow) panicked(cause any, stack []byte) {
	w.log.Error("work panicked", slog.Any("cause", cause), slog.String("stack", string(stack)))
	fyne.Do(func() {
		widgets.ShowError(w.window, "Ошибка в программе", "Последнее действие не выполнено, остальное сохранено. Повторите его; если ошибка "+
			"вернётся, откройте «Звонок» снова. Подробности — в файле zvonok.log в папке данных.")
	})
}

// Open opens the college and makes the session and what works beside the window.
func (w *collegeWindow) Open(ctx context.Context) error {
	s, err := store.Open(ctx, w.dir)
	if err != nil {
		return err
	}
	session, keeper, err := w.ready(ctx, s)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return errors.Join(context.Canceled, s.Close())
	}
	w.session, w.store = session, s
	exec := w.exec()
	exec.Go(func() { keeper.Keep(w.running) })
	exec.Go(func() {
		// The keyring may ask a person to unlock it: the window does not wait for that.
		if err := session.StartAgent(w.running); err != nil {
			w.log.Warn("the agent is not here", slog.Any("error", err))
		}
	})
	return nil
}

func (w *collegeWindow) ready(ctx context.Context, s *store.Store) (*app.Session, *app.Keeper, error) {
	college := &app.College{Store: s, Dir: w.dir, Clock: vkclient.SystemClock{}}
	if w.prepare != nil {
		if err := w.prepare(ctx, college); err != nil {
			return nil, nil, err
		}
	}
	session, keeper, err := newSession(ctx, college, w.windowParts, browser.OpenURL)
	if err != nil {
		return nil, nil, err
	}
	if w.prepare == nil {
		_, err = session.Entry(ctx) // what is damaged shows by now
		return session, keeper, err
	}
	return session, keeper, errors.Join(session.EnterOwner(ctx), w.equip(ctx, session))
}

// Copies lists the copies to which a college that does not open can be brought back.
func (w *collegeWindow) Copies() ([]model.Backup, error) { return app.Rescue{Dir: w.dir}.Copies() }

// Restore puts a copy in the college's place.
func (w *collegeWindow) Restore(ctx context.Context, name string) error {
	return app.Rescue{Dir: w.dir}.Restore(ctx, name)
}

// Elsewhere starts the program on another folder.
func (w *collegeWindow) Elsewhere(dir string) error {
	return startSelf("--data", dir)
}

// close closes the college, if it was opened.
func (w *collegeWindow) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	if w.store != nil {
		_ = w.store.Close()
	}
}

// opened fills the window once the college is open.
func (w *collegeWindow) opened() {
	w.mu.Lock()
	session := w.session
	w.mu.Unlock()
	cfg := shell.Config{
		Window: w.window, Exec: w.exec(), Timer: widgets.UITimer, Now: time.Now, Service: session,
		Closed: func() {
			size := w.window.Canvas().Size()
			w.app.Preferences().SetFloat("width", float64(size.Width))
			w.app.Preferences().SetFloat("height", float64(size.Height))
		},
	}
	if w.prepare != nil {
		cfg.Personas = session
		frameOfDemonstration(cfg, session, w.outside, nil, func(*shell.Shell) {})
		return
	}
	wayIn(cfg, session, w.outside, func() error { return startSelf("demo") }).Start()
}

// newFyneApp makes the program's Fyne application.
func newFyneApp() fyne.App {
	// What FyneApp.toml says reaches only packaged programs.
	fyneapp.SetMetadata(fyne.AppMetadata{ID: appID, Name: "Звонок", Version: version, Migrations: map[string]bool{"fyneDo": true}})
	theme.SpareEmoji()
	return fyneapp.NewWithID(appID)
}

// giveBack returns memory to the system soon after the start and now and then: the window idles most of
// the day, and what loading took would stay with it.
func giveBack(ctx context.Context) {
	for pause := 3 * time.Second; (vkclient.SystemClock{}).Sleep(ctx, pause) == nil; pause = 30 * time.Second {
		debug.FreeOSMemory()
	}
}

// wayIn asks who comes before it shows the program; demonstration opens the demonstration instead.
func wayIn(cfg shell.Config, session *app.Session, out outside, demonstration func() error) *entry.Entry {
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

// startSelf starts the program once more, in a process that outlives this one.
func startSelf(args ...string) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("не нашлась сама программа: %w", err)
	}
	if err := exec.Command(self, args...).Start(); err != nil { //nolint:noctx // see above
		return fmt.Errorf("программа не запустилась: %w", err)
	}
	return nil
}
