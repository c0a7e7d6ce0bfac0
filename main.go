// Zvonok («Звонок») keeps a college's class chats in VK Messenger equal to its roster.
//
// This file is the command line and the wiring: it makes the parts and hands them to each other.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // Windows has no time zones of its own, and Russia has eleven

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	fynetest "fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"github.com/gofrs/flock"
	"github.com/pkg/browser"
	"gopkg.in/natefinch/lumberjack.v2"

	"zvonok/app"
	"zvonok/app/cli"
	"zvonok/app/demo"
	"zvonok/app/vault"
	"zvonok/app/vkmessenger"
	"zvonok/assets"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
	"zvonok/views/chats"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/tour"
	"zvonok/views/widgets"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
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
		Vault: vault.Keyring{}, Messenger: newMessenger, Version: version,
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

func newMessenger(token, vkURL string) (app.Messenger, error) {
	at, err := hosts(vkURL)
	if err != nil {
		return nil, err
	}
	return vkmessenger.New(vkclient.New(vkclient.Options{Hosts: at, Token: vkclient.Secret(token), Kind: vkclient.CommunityToken})), nil
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
	log := slog.New(slog.NewTextHandler(&lumberjack.Logger{Filename: filepath.Join(dir, "zvonok.log"), MaxSize: 5, MaxBackups: 3}, nil))
	return openWindow(ctx, windowParts{
		dir: dir, vkURL: g.VKURL, log: log,
		token: func(c *app.College) (string, error) { return c.CommunityToken(ctx, e.Vault, e.Getenv) },
	})
}

// windowParts are what differs between a college's window and the demonstration's.
type windowParts struct {
	dir, vkURL string
	log        *slog.Logger
	token      func(*app.College) (string, error)
	prepare    func(context.Context, *app.College) error // nil outside the demonstration
	personas   bool
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
	var agent *app.Agent
	token, err := p.token(college)
	switch {
	case err == nil:
		messenger, err := newMessenger(token, p.vkURL)
		if err != nil {
			return err
		}
		agent = &app.Agent{College: college, Messenger: messenger, Log: p.log}
	case !errors.Is(err, app.ErrNoToken):
		p.log.Warn("the community's token cannot be read", slog.Any("error", err))
	}
	if p.prepare != nil {
		if err := p.prepare(ctx, college); err != nil {
			return err
		}
	}
	at, err := hosts(p.vkURL)
	if err != nil {
		return err
	}
	keeper := app.NewKeeper(college, agent, p.log)
	session := app.NewSession(college, keeper, app.SafeBrowser{Launch: browser.OpenURL, Hosts: at.Names()}, addresses(at))
	if err := session.EnterOwner(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go keeper.Keep(ctx)
	keeper.Wake()
	return showWindow(ctx, session, p.personas)
}

// addresses are the messenger's pages. A local VK has its own.
func addresses(at vkclient.Hosts) app.Addresses {
	return app.Addresses{
		Home:    vkmessenger.HomeURL(at),
		Chat:    func(peer model.MessengerID) string { return vkmessenger.ChatURL(at, peer) },
		Explain: vkmessenger.Explain,
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
func showWindow(ctx context.Context, session *app.Session, personas bool) (err error) {
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
	w.CenterOnScreen()
	cfg := shell.Config{
		Window: w, Exec: widgets.Async{}, Timer: widgets.UITimer, Now: time.Now, Service: session,
		Closed: func() {
			size := w.Canvas().Size()
			a.Preferences().SetFloat("width", float64(size.Width))
			a.Preferences().SetFloat("height", float64(size.Height))
		},
	}
	if personas {
		cfg.Personas = session
	}
	frame(cfg, session)
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

// frame fills the window with the sections of the program.
func frame(cfg shell.Config, session *app.Session) *shell.Shell {
	return shell.New(cfg, shell.Section{Key: "chats", Title: "Чаты", Open: func(frame *shell.Shell) shell.Screen {
		return chats.Open(chats.Deps{Exec: cfg.Exec, Timer: cfg.Timer, Frame: frame, Service: session})
	}})
}

type demoCmd struct {
	Groups int `help:"Сколько учебных групп." default:"24"`
}

// Run opens the window on the demonstration college. Its secrets stay in memory; without --data it is
// forgotten when the window closes.
func (cmd demoCmd) Run(ctx context.Context, e *cli.Env, g *cli.Globals) error {
	dir := g.Data
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "zvonok-demo-"); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
	}
	d, err := startDemonstration(cmd.Groups, filepath.Join(dir, "vk-sandbox.jsonl"))
	if err != nil {
		return err
	}
	defer d.vk.Close()
	_, _ = fmt.Fprintf(e.Err, "Демонстрация: местный VK работает по адресу %s/sandbox/, ключи хранятся только в памяти.\n", d.url)
	return openWindow(ctx, windowParts{
		dir: dir, vkURL: d.url, log: e.Log, personas: true, prepare: d.prepare,
		token: func(*app.College) (string, error) { return d.vk.Info().CommunityToken, nil },
	})
}

type sandboxCmd struct {
	Listen string `help:"Адрес." default:"127.0.0.1:0" placeholder:"ADDR"`
	Faults string `help:"Какие сбои устраивать, например error=6:2%,drop@10. Подробно на странице /sandbox/." placeholder:"SPEC"`
	State  string `help:"Файл состояния: с ним местный VK можно перезапускать." type:"path" placeholder:"FILE"`
	Users  int    `help:"Сколько людей есть в местном VK." default:"300"`
	JSON   bool   `name:"json" help:"Вывести адреса и ключи одним объектом JSON."`
}

// Run serves a local VK until it is told to stop.
func (cmd sandboxCmd) Run(ctx context.Context, e *cli.Env) error {
	vk, err := sandbox.New(sandbox.Options{StateFile: cmd.State, Faults: cmd.Faults, Users: sandbox.DefaultUsers(cmd.Users), Log: e.Log})
	if err != nil {
		return err
	}
	at, err := vk.Start(cmd.Listen)
	if err != nil {
		return errors.Join(fmt.Errorf("адрес %s занять не удалось: %w", cmd.Listen, err), vk.Close())
	}
	if cmd.JSON {
		if err := json.NewEncoder(e.Out).Encode(vk.Info()); err != nil {
			return errors.Join(err, vk.Close())
		}
	} else {
		describeSandbox(e.Out, at, vk.Info())
	}
	<-ctx.Done()
	return vk.Close()
}

func describeSandbox(out io.Writer, at string, info sandbox.Info) {
	_, _ = fmt.Fprintf(out, "Местный VK: %s/sandbox/\nМессенджер: %s\nСообщество %d, ключ %s\nОстановить: Ctrl+C\n",
		at, info.Messenger, info.CommunityID, info.CommunityToken)
}

// demonstration is the demonstration college beside its local VK.
type demonstration struct {
	groups int
	vk     *sandbox.Server
	url    string
}

func startDemonstration(groups int, stateFile string) (*demonstration, error) {
	_, accounts := demo.College(groups)
	users := make([]sandbox.User, len(accounts))
	for i, a := range accounts {
		users[i] = sandbox.User{
			ID: int64(a.Messenger), FirstName: a.Name.FirstName, LastName: a.Name.LastName, Phone: a.Phone, NobodyAdds: a.NobodyAdds,
			HasProfile: true,
		}
	}
	vk, err := sandbox.New(sandbox.Options{StateFile: stateFile, Users: users})
	if err != nil {
		return nil, err
	}
	at, err := vk.Start("127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, vk.Close())
	}
	return &demonstration{groups: groups, vk: vk, url: at}, nil
}

// prepare fills a college that is still empty; its chats are made while the window is already open.
func (d *demonstration) prepare(ctx context.Context, c *app.College) error {
	snapshot, _ := demo.College(d.groups)
	snapshot.Today = time.Now().UTC().Truncate(24 * time.Hour)
	if err := c.Apply(ctx, snapshot); err != nil {
		return err
	}
	return c.Name(ctx, "Педагогический колледж")
}

type tourCmd struct {
	Out    string `help:"Папка для картинок и отчёта." required:"" type:"path" placeholder:"DIR"`
	Window bool   `help:"В настоящем окне, а не в памяти."`
	Dark   bool   `help:"В тёмном оформлении."`
}

// Run makes the tour in a college and a local VK of its own, which are forgotten afterwards.
func (cmd tourCmd) Run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "zvonok-tour-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	d, err := startDemonstration(demo.DefaultGroups, "")
	if err != nil {
		return err
	}
	defer d.vk.Close()
	w, err := newTourWorld(ctx, dir, d)
	if err != nil {
		return err
	}
	defer w.college.Store.Close()
	variant := fynetheme.VariantLight
	if cmd.Dark {
		variant = fynetheme.VariantDark
	}
	if err := theme.Russian(); err != nil {
		return err
	}
	if cmd.Window {
		return cmd.inWindow(ctx, w, variant)
	}
	a := fynetest.NewApp()
	a.Settings().SetTheme(theme.NewForced(variant))
	win := fynetest.NewWindow(nil)
	win.Resize(fyne.NewSize(1280, 800))
	return tour.Run(ctx, w.config(cmd, win, tour.NewMemory(), func(dark bool, size fyne.Size) {
		look := fynetheme.VariantLight
		if dark {
			look = fynetheme.VariantDark
		}
		a.Settings().SetTheme(theme.NewForced(look))
		win.Resize(size)
	}))
}

// inWindow makes the tour in a real window, which ends with it.
func (cmd tourCmd) inWindow(ctx context.Context, w *tourWorld, variant fyne.ThemeVariant) error {
	a := newFyneApp()
	a.Settings().SetTheme(theme.NewForced(variant))
	win := a.NewWindow("Звонок")
	win.Resize(fyne.NewSize(1280, 800))
	var err error
	a.Lifecycle().SetOnStarted(func() {
		go func() {
			err = tour.Run(ctx, w.config(cmd, win, tour.Screen{}, nil))
			fyne.Do(a.Quit)
		}()
	})
	win.ShowAndRun()
	return err
}

// tourWorld is the demonstration college behind the tour's window. Its agent works only when it is told
// to, so that the tour can count in between.
type tourWorld struct {
	*demonstration
	*app.Session
	dir     string
	college *app.College
	keeper  *app.Keeper
}

func newTourWorld(ctx context.Context, dir string, d *demonstration) (*tourWorld, error) {
	s, err := store.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	college := &app.College{Store: s, Dir: dir, Clock: vkclient.SystemClock{}}
	messenger, err := newMessenger(d.vk.Info().CommunityToken, d.url)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	log := slog.New(slog.DiscardHandler)
	keeper := app.NewKeeper(college, &app.Agent{College: college, Messenger: messenger, Log: log}, log)
	nobody := app.SafeBrowser{Launch: func(string) error { return nil }}
	session := app.NewSession(college, keeper, nobody, addresses(vkclient.HostsAt(d.url)))
	w := &tourWorld{demonstration: d, Session: session, dir: dir, college: college, keeper: keeper}
	if err := college.Name(ctx, "Педагогический колледж"); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return w, session.EnterOwner(ctx)
}

func (w *tourWorld) config(cmd tourCmd, win fyne.Window, stage tour.Stage, look func(bool, fyne.Size)) tour.Config {
	return tour.Config{
		Out: cmd.Out, Dark: cmd.Dark, Stage: stage, Window: win, World: w, Look: look,
		Open: func() {
			frame(shell.Config{Window: win, Exec: stage.Exec(), Timer: stage.Timer(), Now: time.Now, Service: w.Session, Personas: w.Session}, w.Session)
		},
	}
}

// Import writes the demonstration's roster as a workbook and imports that.
func (w *tourWorld) Import(ctx context.Context) (any, error) {
	snapshot, _ := demo.College(w.groups)
	path := filepath.Join(w.dir, "колледж.xlsx")
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(roster.WriteWorkbook(f, snapshot), f.Close()); err != nil {
		return nil, err
	}
	done, err := w.college.Import(ctx, []string{path}, 0, func(roster.Changes) bool { return true })
	if err != nil {
		return done.Problems, err
	}
	return done.Changes.Counts(), w.EnterOwner(ctx)
}

// Carry lets the agent carry what was edited.
func (w *tourWorld) Carry(ctx context.Context) (model.Report, error) {
	return w.keeper.Run(ctx, app.RunOptions{}, nil)
}

// Count counts what stands in the database and in the local VK.
func (w *tourWorld) Count(ctx context.Context) (tour.Counts, error) {
	var c tour.Counts
	err := w.college.Store.View(ctx, func(tx *store.Tx) error {
		college, err := tx.College()
		if err != nil {
			return err
		}
		for _, p := range college.People {
			for kind, n := range map[model.Kind]*int{
				model.Student: &c.Database.Students, model.Parent: &c.Database.Parents, model.Staff: &c.Database.Staff,
			} {
				if p.Kind.Has(kind) {
					*n++
				}
			}
		}
		c.Database.Groups = len(college.Groups)
		chats, err := tx.Summaries(model.ChatFilter{})
		c.Database.Chats = len(chats)
		for _, chat := range chats {
			c.Database.Members += chat.Members
		}
		return err
	})
	state := w.vk.State()
	c.VK.Chats, c.VK.Requests = len(state.Chats), int(state.Requests)
	for _, chat := range state.Chats {
		people, admins := people(chat)
		c.VK.Members += people
		c.VK.Admins += admins
	}
	return c, err
}

// people counts the people of a chat, the community left out, and the administrators among them.
func people(chat sandbox.StateChat) (people, admins int) {
	for _, m := range chat.Members {
		if m.MemberID < 0 {
			continue
		}
		people++
		if m.IsAdmin {
			admins++
		}
	}
	return people, admins
}

func (w *tourWorld) there(title string) (sandbox.StateChat, bool) {
	for _, chat := range w.vk.State().Chats {
		if chat.Title == title {
			return chat, true
		}
	}
	return sandbox.StateChat{}, false
}

// There says how a chat stands in the local VK.
func (w *tourWorld) There(title string) (inside, admins int, ok bool) {
	chat, ok := w.there(title)
	inside, admins = people(chat)
	return inside, admins, ok
}

// Join lets whoever is not in the chat yet, of those who may wait for it, enter by its link.
func (w *tourWorld) Join(ctx context.Context, title string) error {
	chat, ok := w.there(title)
	if !ok {
		return fmt.Errorf("no chat %q", title)
	}
	var waiting []model.MessengerID
	err := w.college.Store.View(ctx, func(tx *store.Tx) error {
		profiles, err := tx.Profiles()
		if err != nil {
			return err
		}
		chats, err := tx.ListedChats()
		for _, c := range chats {
			if c.Title != title {
				continue
			}
			for _, m := range c.Members {
				if m.Origin.Wanted() && m.Presence == model.PresenceWaiting {
					waiting = append(waiting, profiles[m.Person])
				}
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	at := vkclient.HostsAt(w.url)
	for _, u := range w.vk.Info().Users {
		if !slices.Contains(waiting, model.MessengerID(u.UserID)) {
			continue
		}
		person := vkclient.New(vkclient.Options{Hosts: at, Token: vkclient.Secret(u.Token), Kind: vkclient.UserToken})
		if _, err := person.JoinChatByInviteLink(ctx, chat.InviteLink); err != nil {
			return err
		}
	}
	return nil
}
