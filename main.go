// Zvonok («Звонок») keeps a college's class chats in VK Messenger equal to its roster.
//
// This file is the command line and the wiring: it makes the parts and hands them to each other.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	_ "time/tzdata" // Windows has no time zones of its own, and Russia has eleven

	"zvonok/app"
	"zvonok/app/cli"
	"zvonok/app/vault"
	"zvonok/app/vkid"
	"zvonok/app/vkmessenger"
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

	Window    windowCmd       `cmd:"" default:"1" help:"Открыть окно программы."`
	Demo      demoCmd         `cmd:"" help:"Окно на демонстрационном колледже и местном VK."`
	Tour      tourCmd         `cmd:"" help:"Пройти главную работу без участия человека: картинка каждого экрана и report.json."`
	Import    cli.Import      `cmd:"" help:"Загрузить списки групп, студентов, родителей, сотрудников и нагрузку."`
	Template  cli.Template    `cmd:"" help:"Записать книгу XLSX для заполнения."`
	Sync      cli.Sync        `cmd:"" help:"Инициализировать список чатов: привести чаты в VK к спискам колледжа."`
	Agent     cli.Agent       `cmd:"" help:"Постоянно переносить изменения в VK, без окна."`
	Token     cli.Token       `cmd:"" help:"Сохранить ключ сообщества VK в хранилище ключей (читается со стандартного ввода)."`
	Password  cli.Password    `cmd:"" help:"Выдать одноразовый пароль тому, кто забыл свой."`
	VKSandbox sandbox.Command `cmd:"" name:"vk-sandbox" help:"Местный VK для проб и испытаний."`
	Backup    cli.Backup      `cmd:"" help:"Записать копию колледжа."`
	Restore   cli.Restore     `cmd:"" help:"Восстановить колледж из копии."`
	Doctor    cli.Doctor      `cmd:"" help:"Проверить, что программе ничто не мешает."`
	Version   versionCmd      `cmd:"" help:"Показать версию."`
}

func main() {
	out, problems := cli.Printable(os.Stdout), cli.Printable(os.Stderr)
	var line commands
	parsed := cli.Parse(&line, os.Args[1:], out, problems, os.Exit)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	env := &cli.Env{
		In: os.Stdin, Out: out, Err: problems, Getenv: app.TakeTokens(), Clock: vkclient.SystemClock{},
		Log:   slog.New(slog.NewTextHandler(problems, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Vault: vault.Keyring{}, Reach: vkmessenger.Reach, Messenger: vkmessenger.OfCommunity, Calls: vkmessenger.OfAccount, VKServer: vkServer, Version: version,
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.BindTo(out, (*io.Writer)(nil))
	err := parsed.Run(env, &line.Globals, env.Log)
	stop()
	if err != nil {
		_, _ = fmt.Fprintln(problems, "zvonok: "+err.Error())
	}
	os.Exit(cli.ExitCode(err))
}

func vkServer(ctx context.Context, vkURL string) (cli.VKServer, error) {
	server, err := vkmessenger.Server(ctx, vkURL)
	return cli.VKServer(server), err
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
	where, err := vkmessenger.Reach(p.vkURL)
	if err != nil {
		return nil, nil, err
	}
	desk := app.Desk{Getenv: p.getenv, Own: where.Own, Fixed: where.Fixed, Page: where.Page, Same: where.Same, Log: p.log, Messenger: vkmessenger.OfCommunity, Calls: vkmessenger.OfAccount,
		ProbeCalls: vkmessenger.ProbeAccount, Launch: startProgram, Preferences: p.preferences,
	}
	if desk.Computer, err = os.Hostname(); err != nil {
		desk.Computer = "этот компьютер"
	}
	set, err := college.Pages(ctx, where, p.preferences)
	if err != nil {
		return nil, nil, err
	}
	at := vkmessenger.Hosts(set)
	keeper := app.NewKeeper(college, nil, p.log)
	session := app.NewSession(college, keeper, app.SafeBrowser{Launch: launch, Hosts: append(vkmessenger.CallHosts(at), vkmessenger.InviteHosts(at)...)}, vkmessenger.Pages(set))
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
