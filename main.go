// Zvonok («Звонок») keeps a college's class chats in VK Messenger equal to its roster.
//
// This file is the command line and the wiring: it makes the parts and hands them to each other.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // Windows has no time zones of its own, and Russia has eleven

	"zvonok/app"
	"zvonok/app/cli"
	"zvonok/app/vault"
	"zvonok/app/vkid"
	"zvonok/app/vkmessenger"
	"zvonok/model"
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
	out, problems := cli.Printable(os.Stdout), cli.Printable(os.Stderr)
	var line commands
	parsed := cli.Parse(&line, os.Args[1:], out, problems, os.Exit)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	env := &cli.Env{
		In: os.Stdin, Out: out, Err: problems, Getenv: app.TakeTokens(), Clock: vkclient.SystemClock{},
		Log:   slog.New(slog.NewTextHandler(problems, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Vault: vault.Keyring{}, Reach: reach, Messenger: newMessenger, Calls: newCalls, VKServer: vkServer, Version: version,
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	err := parsed.Run(env, &line.Globals)
	stop()
	if err != nil {
		_, _ = fmt.Fprintln(problems, "zvonok: "+err.Error())
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
	r := app.Reach{Own: vkmessenger.Addresses(vkclient.DefaultHosts()), Page: vkmessenger.OwnPage, Same: vkmessenger.SameAPI}
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

func vkServer(ctx context.Context, vkURL string) (cli.VKServer, error) {
	at, err := hosts(vkURL)
	if err != nil {
		return cli.VKServer{}, err
	}
	server, err := vkclient.Ask(ctx, at)
	return cli.VKServer(server), err
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

// newSession makes the session of a window with all that it works with; launch opens an address in the
// browser.
func newSession(ctx context.Context, college *app.College, p windowParts, launch func(string) error) (*app.Session, *app.Keeper, error) {
	where, err := reach(p.vkURL)
	if err != nil {
		return nil, nil, err
	}
	desk := app.Desk{Getenv: p.getenv, Own: where.Own, Fixed: where.Fixed, Page: where.Page, Same: where.Same, Log: p.log, Messenger: newMessenger, Calls: newCalls,
		ProbeCalls: func(ctx context.Context, token string, at model.MessengerAddresses) (model.TokenReport, error) {
			return callsAt(token, vkmessenger.Hosts(at)).Probe(ctx)
		},
		Launch: startProgram, Preferences: p.preferences,
	}
	if desk.Computer, err = os.Hostname(); err != nil {
		desk.Computer = "этот компьютер"
	}
	pages, err := college.Pages(ctx, where, p.preferences)
	if err != nil {
		return nil, nil, err
	}
	at := vkmessenger.Hosts(pages)
	keeper := app.NewKeeper(college, nil, p.log)
	session := app.NewSession(college, keeper, app.SafeBrowser{Launch: launch, Hosts: append(vkmessenger.CallHosts(at), vkmessenger.InviteHosts(at)...)}, addresses(at))
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

// addresses are the messenger's pages. A local VK has its own.
func addresses(at vkclient.Hosts) app.Addresses {
	return app.Addresses{
		Home:    vkmessenger.HomeURL(at),
		Calls:   at.Calls,
		Chat:    func(peer model.MessengerID) string { return vkmessenger.ChatURL(at, peer) },
		Explain: vkmessenger.Explain, CallHosts: vkmessenger.CallHosts(at), InviteHosts: vkmessenger.InviteHosts(at),
	}
}
