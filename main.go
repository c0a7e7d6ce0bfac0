// Zvonok («Звонок») keeps a college's class chats in VK Messenger equal to its roster.
//
// This file is the command line and the wiring: it makes the parts and hands them to each other.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // Windows has no time zones of its own, and Russia has eleven

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"github.com/gofrs/flock"
	"github.com/pkg/browser"
	"gopkg.in/natefinch/lumberjack.v2"

	"zvonok/app"
	"zvonok/app/cli"
	"zvonok/app/vault"
	"zvonok/app/vkid"
	"zvonok/app/vkmessenger"
	"zvonok/assets"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/views/entry"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/widgets"
	"zvonok/vkclient"
)

const (
	version = "0.1.0"
	appID   = "ru.poo.zvonok" // the same in FyneApp.toml
)

// commands is the command line.
type commands struct {
	cli.Globals

	Window    windowCmd    `cmd:"" default:"1" help:"Открыть окно программы."`
	Demo      demoCmd      `cmd:"" help:"Окно на демонстрационном колледже и местном VK."`
	Tour      tourCmd      `cmd:"" help:"Пройти главную работу без участия человека: картинка каждого экрана и report.json."`
	Import    cli.Import   `cmd:"" help:"Загрузить списки групп, студентов, родителей, сотрудников и нагрузку."`
	Template  cli.Template `cmd:"" help:"Записать книгу XLSX для заполнения."`
	Sync      cli.Sync     `cmd:"" help:"Инициализировать список чатов: привести чаты в VK к спискам колледжа."`
	Agent     cli.Agent    `cmd:"" help:"Постоянно переносить изменения в VK, без окна."`
	Token     cli.Token    `cmd:"" help:"Сохранить ключ сообщества VK в хранилище ключей (читается со стандартного ввода)."`
	Password  cli.Password `cmd:"" help:"Выдать одноразовый пароль тому, кто забыл свой."`
	VKSandbox sandboxCmd   `cmd:"" name:"vk-sandbox" help:"Местный VK для проб и испытаний."`
	Backup    cli.Backup   `cmd:"" help:"Записать копию колледжа."`
	Restore   cli.Restore  `cmd:"" help:"Восстановить колледж из копии."`
	Doctor    cli.Doctor   `cmd:"" help:"Проверить, что программе ничто не мешает."`
	Version   versionCmd   `cmd:"" help:"Показать версию."`
}

func main() {
	for _, name := range []string{"LC_ALL", "LANG"} {
		if value := os.Getenv(name); value == "POSIX" || strings.TrimSuffix(value, ".UTF-8") == "C" {
			// Fyne complains of a system without a language once for every text that it is given.
			_ = os.Setenv(name, "ru_RU.UTF-8")
		}
	}
	var line commands
	parsed := cli.Parse(&line, os.Args[1:], os.Stdout, os.Stderr, os.Exit)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	env := &cli.Env{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, Clock: vkclient.SystemClock{},
		Log:   slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Vault: vault.Keyring{}, Reach: reach, Messenger: newMessenger, Calls: newCalls, VKTime: vkTime, Version: version,
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	err := parsed.Run(env, &line.Globals)
	stop()
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "zvonok: "+err.Error())
	}
	os.Exit(cli.ExitCode(err))
}

// hosts are VK's own addresses or the ones of the server that was named.
func hosts(vkURL string) (vkclient.Hosts, error) {
	if vkURL == "" {
		return vkclient.DefaultHosts(), nil
	}
	u, err := url.Parse(strings.TrimRight(vkURL, "/"))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return vkclient.Hosts{}, fmt.Errorf("адрес VK «%s» не похож на http://…: проверьте ключ --vk-url", vkURL)
	}
	return vkclient.HostsAt(u.String()), nil
}

// reach says where VK is: at its own addresses, or at those of the server that was named.
func reach(vkURL string) (app.Reach, error) {
	r := app.Reach{Own: vkmessenger.Addresses(vkclient.DefaultHosts()), Same: vkmessenger.SameAPI}
	if vkURL == "" {
		return r, nil
	}
	at, err := hosts(vkURL)
	if err != nil {
		return r, err
	}
	fixed := vkmessenger.Addresses(at)
	r.Fixed = &fixed
	return r, nil
}

func newMessenger(token string, at model.MessengerAddresses) (app.Messenger, error) {
	return messengerAt(token, vkmessenger.Hosts(at)), nil
}

func newCalls(token string, at model.MessengerAddresses) (app.Calls, error) {
	return callsAt(token, vkmessenger.Hosts(at)), nil
}

func vkTime(ctx context.Context, vkURL string) (time.Time, error) {
	at, err := hosts(vkURL)
	if err != nil {
		return time.Time{}, err
	}
	return vkclient.ServerTime(ctx, at)
}

func messengerAt(token string, at vkclient.Hosts) *vkmessenger.Messenger {
	return vkmessenger.New(vkclient.New(vkclient.Options{Hosts: at, Token: vkclient.Secret(token), Kind: vkclient.CommunityToken}))
}

func callsAt(token string, at vkclient.Hosts) *vkmessenger.Calls {
	return vkmessenger.NewCalls(vkclient.New(vkclient.Options{Hosts: at, Token: vkclient.Secret(token), Kind: vkclient.UserToken}))
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(e *cli.Env) error {
	_, err := fmt.Fprintln(e.Out, "zvonok "+e.Version)
	return err
}

type windowCmd struct{}

// Run opens the window on the college of the data folder.
func (windowCmd) Run(ctx context.Context, e *cli.Env, g *cli.Globals) error {
	dir, err := g.DataDir()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("не удалось создать папку данных: %w", err)
	}
	return openWindow(ctx, windowParts{dir: dir, vkURL: g.VKURL, log: windowLog(dir), vault: e.Vault, getenv: e.Getenv, preferences: ownPreferences()})
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

func openWindow(ctx context.Context, p windowParts) error {
	lock := flock.New(filepath.Join(p.dir, app.WindowLock))
	if got, err := lock.TryLock(); err != nil || !got {
		return errors.Join(errors.New("этот колледж уже открыт в другом окне"), err)
	}
	defer lock.Close()
	s, err := store.Open(ctx, p.dir)
	if err != nil {
		return err
	}
	defer s.Close()
	college := &app.College{Store: s, Dir: p.dir, Clock: vkclient.SystemClock{}}
	if p.prepare != nil {
		if err := p.prepare(ctx, college); err != nil {
			return err
		}
	}
	session, keeper, err := newSession(ctx, college, p, browser.OpenURL)
	if err != nil {
		return err
	}
	if p.prepare != nil {
		if err := errors.Join(session.EnterOwner(ctx), p.equip(ctx, session)); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go keeper.Keep(ctx)
	go func() {
		// The keyring may ask a person to unlock it: the window does not wait for that.
		if err := session.StartAgent(ctx); err != nil {
			p.log.Warn("the agent is not here", slog.Any("error", err))
		}
	}()
	return showWindow(ctx, session, p.prepare != nil)
}

// newSession makes the session of a window with all that it works with; launch opens an address in the
// browser.
func newSession(ctx context.Context, college *app.College, p windowParts, launch func(string) error) (*app.Session, *app.Keeper, error) {
	where, err := reach(p.vkURL)
	if err != nil {
		return nil, nil, err
	}
	desk := app.Desk{Getenv: p.getenv, Own: where.Own, Fixed: where.Fixed, Same: where.Same, Log: p.log, Messenger: newMessenger, Calls: newCalls,
		ProbeCalls: func(ctx context.Context, token string, at model.MessengerAddresses) (model.TokenReport, error) {
			return callsAt(token, vkmessenger.Hosts(at)).Probe(ctx)
		},
		Launch: startProgram, Preferences: p.preferences,
	}
	if desk.Computer, err = os.Hostname(); err != nil {
		desk.Computer = "этот компьютер"
	}
	set, err := college.Addresses(ctx)
	if err != nil {
		return nil, nil, err
	}
	if where.Fixed != nil {
		set = *where.Fixed
	}
	at := vkmessenger.Hosts(set)
	keeper := app.NewKeeper(college, nil, p.log)
	session := app.NewSession(college, keeper, app.SafeBrowser{Launch: launch, Hosts: append(vkmessenger.CallHosts(at), linkHosts...)}, addresses(at))
	session.UseVault(p.vault)
	session.Equip(desk)
	session.UseIdentity(app.LinkParts{Log: p.log, Client: p.client(), At: vkmessenger.Addresses(at).Normal(where.Own), Identity: func(of app.Application) app.Identity {
		return vkid.New(vkid.Options{Hosts: at, Log: p.log}, of)
	}})
	return session, keeper, nil
}

// startProgram starts a program with a link as its only argument; the program outlives this one.
func startProgram(program, link string) error {
	started := exec.Command(program, link) //nolint:noctx // see above
	if err := started.Start(); err != nil {
		return err
	}
	go func() { _ = started.Wait() }() // lest it stay in the system's table when it ends
	return nil
}

// linkHosts are where VK's invite links lead, whatever its other addresses are.
var linkHosts = []string{"vk.me", "vk.ru", "vk.com"}

// addresses are the messenger's pages. A local VK has its own.
func addresses(at vkclient.Hosts) app.Addresses {
	return app.Addresses{
		Home:    vkmessenger.HomeURL(at),
		Calls:   at.Calls,
		Chat:    func(peer model.MessengerID) string { return vkmessenger.ChatURL(at, peer) },
		Explain: vkmessenger.Explain, CallHosts: vkmessenger.CallHosts(at),
	}
}

// newFyneApp makes the program's Fyne application.
func newFyneApp() fyne.App {
	// What FyneApp.toml says reaches only packaged programs.
	fyneapp.SetMetadata(fyne.AppMetadata{ID: appID, Name: "Звонок", Version: version, Migrations: map[string]bool{"fyneDo": true}})
	return fyneapp.NewWithID(appID)
}

// errNoScreen: the graphics did not start.
var errNoScreen = errors.New("окно открыть не удалось: нет экрана или OpenGL. По удалённому рабочему столу положите рядом с программой " +
	"opengl32.dll из Mesa; команды без окна («zvonok --help») работают и так")

// showWindow runs the window until it is closed.
func showWindow(ctx context.Context, session *app.Session, demonstration bool) (err error) {
	started := false
	defer func() {
		if started {
			return
		}
		// Without a screen the graphics library panics before the window's first event.
		if cause := recover(); cause != nil {
			err = errNoScreen
		}
	}()
	a := newFyneApp()
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.IconPNG))
	a.Settings().SetTheme(theme.New())
	if err := theme.Russian(); err != nil {
		return err
	}
	w := a.NewWindow("Звонок")
	width, height := a.Preferences().FloatWithFallback("width", 1280), a.Preferences().FloatWithFallback("height", 800)
	w.Resize(fyne.NewSize(float32(width), float32(height)))
	w.SetMaster() // the entry in the system's tray does not outlive it
	w.CenterOnScreen()
	cfg := shell.Config{
		Window: w, Exec: widgets.Async{}, Timer: widgets.UITimer, Now: time.Now, Service: session,
		Closed: func() {
			size := w.Canvas().Size()
			a.Preferences().SetFloat("width", float64(size.Width))
			a.Preferences().SetFloat("height", float64(size.Height))
		},
	}
	if demonstration {
		cfg.Personas = session
		frame(cfg, session, nil, nil)
	} else {
		wayIn(cfg, session, openDemonstration).Start()
	}
	context.AfterFunc(ctx, func() { fyne.Do(a.Quit) })
	a.Lifecycle().SetOnStarted(func() { started = true })
	go giveBack(ctx)
	w.ShowAndRun()
	return nil
}

// giveBack returns memory to the system soon after the start and now and then: the window idles most of
// the day, and what loading took would stay with it.
func giveBack(ctx context.Context) {
	for pause := 3 * time.Second; (vkclient.SystemClock{}).Sleep(ctx, pause) == nil; pause = 30 * time.Second {
		debug.FreeOSMemory()
	}
}

// wayIn asks who comes before it shows the program; demonstration opens the demonstration instead.
func wayIn(cfg shell.Config, session *app.Session, demonstration func() error) *entry.Entry {
	var way *entry.Entry
	var sh *shell.Shell
	way = entry.New(entry.Deps{
		Window: cfg.Window, Exec: cfg.Exec, Timer: cfg.Timer, Now: cfg.Now, Service: session, Demonstration: demonstration,
		Quit: fyne.CurrentApp().Quit,
		Enter: func(notice string) {
			cfg.Under = way.Skin()
			cfg.Menu = func() []widgets.MenuItem { return way.UserMenu(sh.MayLeave) }
			sh = frame(cfg, session, way.SignOut, nil)
			if notice != "" {
				sh.Toast(notice, widgets.ToneNeutral)
			}
		},
		Leave: func() { sh.Drop() },
	})
	return way
}

// openDemonstration starts the demonstration in a window of its own.
func openDemonstration() error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("не нашлась сама программа: запустите «zvonok demo»: %w", err)
	}
	// The demonstration outlives this window, so it has no context of its own.
	if err := exec.Command(self, "demo").Start(); err != nil { //nolint:noctx // see above
		return fmt.Errorf("демонстрация не открылась: запустите «zvonok demo»: %w", err)
	}
	return nil
}
