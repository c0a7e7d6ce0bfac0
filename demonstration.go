package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"
	_ "time/tzdata" // Windows has no time zones of its own, and Russia has eleven

	"fyne.io/fyne/v2"
	fynetest "fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/app"
	"zvonok/app/cli"
	"zvonok/app/demo"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/tour"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

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
	return openWindow(ctx, d.parts(dir, e.Log))
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
	groups  int
	vk      *sandbox.Server
	url     string
	secrets vault.Memory
}

// parts are those of the demonstration's window.
func (d *demonstration) parts(dir string, log *slog.Logger) windowParts {
	return windowParts{
		dir: dir, vkURL: d.url, log: log, vault: &d.secrets, prepare: d.prepare,
		getenv: func(string) string { return "" }, // a token of the environment is not for the demonstration
	}
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
	if err := c.Name(ctx, "Педагогический колледж"); err != nil {
		return err
	}
	return c.KeepCommunityToken(ctx, &d.secrets, d.vk.Info().CommunityToken)
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
	w := &tourWorld{demonstration: d, dir: dir, college: college}
	err = college.Name(ctx, "Педагогический колледж")
	if err == nil {
		err = college.KeepCommunityToken(ctx, &d.secrets, d.vk.Info().CommunityToken)
	}
	if err == nil {
		w.Session, w.keeper, err = newSession(ctx, college, d.parts(dir, slog.New(slog.DiscardHandler)), func(string) error { return nil })
	}
	if err == nil {
		err = w.StartAgent(ctx)
	}
	if err == nil {
		err = w.EnterOwner(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return w, nil
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
		inside, admins := peopleOf(chat)
		c.VK.Members += inside
		c.VK.Admins += admins
	}
	return c, err
}

// peopleOf counts the people of a chat, the community left out, and the administrators among them.
func peopleOf(chat sandbox.StateChat) (people, admins int) {
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
	inside, admins = peopleOf(chat)
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
