package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	fynetest "fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/app"
	"zvonok/app/cli"
	"zvonok/app/demo"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/views/theme"
	"zvonok/views/tour"
	"zvonok/vkclient/sandbox"
)

type demoCmd struct {
	Groups int `help:"Сколько учебных групп." default:"24"`
}

// mostGroups is more than any college has; the local VK holds everybody in memory.
const mostGroups = 2000

// Validate is asked by the command line's reader.
func (cmd demoCmd) Validate() error {
	if cmd.Groups < 1 || cmd.Groups > mostGroups {
		return fmt.Errorf("--groups: нужно число от 1 до %d, а не %d", mostGroups, cmd.Groups)
	}
	return nil
}

// errRealCollege keeps the demonstration, which brings people of its own, out of a college that is none.
var errRealCollege = errors.New("в этой папке уже есть колледж, и он не демонстрационный: укажите для демонстрации другую папку ключом --data")

// mayDemonstrate refuses a folder with a college that is no demonstration.
func mayDemonstrate(ctx context.Context, dir string) error {
	path := filepath.Join(dir, store.FileName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if ours, err := store.DemonstrationAt(ctx, path); err != nil || !ours {
		return errors.Join(errRealCollege, err)
	}
	return nil
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
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("не удалось создать папку данных: %w", err)
	}
	if err := mayDemonstrate(ctx, dir); err != nil {
		return err
	}
	d, err := startDemonstration(cmd.Groups, sandbox.Options{StateFile: filepath.Join(dir, "vk-sandbox.jsonl")})
	if err != nil {
		return err
	}
	defer d.vk.Close()
	_, _ = fmt.Fprintf(e.Err, "Демонстрация: местный VK работает по адресу %s/sandbox/, ключи хранятся только в памяти.\n", d.url)
	return shown(e, openWindow(ctx, d.parts(dir, e.Log)))
}

// demonstration is the demonstration college beside its local VK.
type demonstration struct {
	groups  int
	vk      *sandbox.Server
	url     string
	secrets vault.Vault
}

// parts are those of the demonstration's window.
func (d *demonstration) parts(dir string, log *slog.Logger) windowParts {
	return windowParts{
		dir: dir, vkURL: d.url, log: log, vault: d.secrets, prepare: d.prepare, equip: d.lendAccount,
		getenv: func(string) string { return "" }, // a token of the environment is not for the demonstration
	}
}

// startDemonstration starts a local VK with the college's people in it beside those of the options.
func startDemonstration(groups int, o sandbox.Options) (*demonstration, error) {
	_, accounts := demo.College(groups)
	users := make([]sandbox.User, len(accounts))
	for i, a := range accounts {
		users[i] = sandbox.User{
			ID: int64(a.Messenger), FirstName: a.Name.FirstName, LastName: a.Name.LastName, Phone: a.Phone, NobodyAdds: a.NobodyAdds,
			HasProfile: true,
		}
	}
	o.Users = append(users, o.Users...)
	o.EmptyCall = time.Hour // the call of the lesson that goes on waits for the visitor
	vk, err := sandbox.New(o)
	if err != nil {
		return nil, err
	}
	at, err := vk.Start("127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, vk.Close())
	}
	return &demonstration{groups: groups, vk: vk, url: at, secrets: &vault.Memory{}}, nil
}

// prepare fills a college that is still empty, and leaves what an earlier start has filled as people left it; its
// chats are made while the window is already open.
func (d *demonstration) prepare(ctx context.Context, c *app.College) error {
	filled := 0
	err := c.Store.Update(ctx, func(tx *store.Tx) (err error) {
		if filled, err = tx.IntSetting(store.SettingRosterVersion, 0); err != nil {
			return err
		}
		return tx.SetSetting(store.SettingDemonstration, "1")
	})
	if err != nil {
		return err
	}
	if filled == 0 {
		snapshot, _ := demo.College(d.groups)
		snapshot.Today = c.Clock.Now().UTC().Truncate(24 * time.Hour)
		if err := c.Apply(ctx, snapshot); err != nil {
			return err
		}
	}
	if err := errors.Join(d.fillJournals(ctx, c), d.holdCall(ctx, c), allowMessages(ctx, c)); err != nil {
		return err
	}
	return d.equip(ctx, c)
}

// demonstrationClient is the number of the demonstration's VK ID application: the local VK takes any.
const demonstrationClient = "51000001"

// allowMessages lets sign-ins ask for the right to start calls, which the local VK gives to all.
func allowMessages(ctx context.Context, c *app.College) error {
	return c.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetSetting(store.SettingSignInMessages, "1") })
}

// equip gives the college its name and what it needs of the local VK.
func (d *demonstration) equip(ctx context.Context, c *app.College) error {
	if err := c.Name(ctx, "Педагогический колледж"); err != nil {
		return err
	}
	err := c.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetSetting(store.SettingSignInClient, demonstrationClient) })
	if err != nil {
		return err
	}
	return c.KeepCommunityToken(ctx, d.secrets, d.vk.Info().CommunityToken, model.MessengerAddresses{})
}

// lendAccount gives the college an account for calls: somebody of the local VK, as whom the agent starts them.
func (d *demonstration) lendAccount(ctx context.Context, session *app.Session) error {
	return session.KeepCallToken(ctx, d.callAccount())
}

// callAccount is the token of that somebody.
func (d *demonstration) callAccount() string { return d.vk.Info().Users[0].Token }

type tourCmd struct {
	Out     string `help:"Папка для картинок и отчёта." required:"" type:"path" placeholder:"ПАПКА"`
	Window  bool   `help:"В настоящем окне, а не в памяти."`
	Dark    bool   `help:"В тёмном оформлении."`
	Browser string `help:"Открывать адреса этой командой и ждать, пока в браузере войдут; иначе показ входит сам." placeholder:"КОМАНДА"`
	Keyring bool   `help:"Ключи в хранилище ключей системы, а не в памяти."`
	// TokenLifetime lets access tokens end so soon that the tour needs new ones; 0 is the local VK's hour.
	TokenLifetime time.Duration `hidden:""`
}

// Run makes the tour in a college and a local VK of its own, which are forgotten afterwards; the college of
// --data is kept.
func (cmd tourCmd) Run(ctx context.Context, g *cli.Globals) error {
	dir, log := g.Data, slog.New(slog.DiscardHandler)
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "zvonok-tour-"); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
	} else {
		// The tour fills its college with the demonstration: a real one must never be that college.
		if _, err := os.Stat(filepath.Join(dir, store.FileName)); err == nil {
			return errors.New("в этой папке уже есть колледж: для показа укажите пустую папку")
		}
		log = windowLog(dir)
	}
	d, err := startDemonstration(demo.DefaultGroups, sandbox.Options{Users: append(intruders(), strangers()...), AccessLifetime: cmd.TokenLifetime})
	if err != nil {
		return err
	}
	defer d.vk.Close()
	if cmd.Keyring {
		d.secrets = vault.Keyring{}
	}
	w, err := newTourWorld(ctx, dir, log, d, newTourBrowser(d.vk, cmd.Browser))
	if err != nil {
		return err
	}
	defer w.close()
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
	screen := tour.Screen{}
	if cmd.Browser != "" {
		screen.Patience = 2 * time.Minute // people type slower than the tour
	}
	var err error
	a.Lifecycle().SetOnStarted(func() {
		go func() {
			err = tour.Run(ctx, w.config(cmd, win, screen, nil))
			fyne.Do(a.Quit)
		}()
	})
	win.ShowAndRun()
	return err
}
