// Zvonok («Звонок») keeps a college's class chats in VK Messenger equal to its roster.
//
// This file is the command line and the wiring: it makes the parts and hands them to each other.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // Windows has no time zones of its own, and Russia has eleven

	"zvonok/app/cli"
	"zvonok/app/desk"
	"zvonok/app/host"
	"zvonok/app/server"
	"zvonok/app/system"
	"zvonok/app/tokens"
	"zvonok/app/vault"
	"zvonok/app/vkid"
	"zvonok/app/vkmessenger"
	"zvonok/views/window"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// The version and the application's ID at the operating system are FyneApp.toml's: `make build` stamps them in.
var (
	version = "dev"
	appID   = "ru.poo.zvonok.dev"
	// Where later versions are told of, and the key that signs it (desk.Releases). Builds for packages leave both empty.
	releasesURL, releasesKey string
)

// commands is the command line.
type commands struct {
	cli.Globals

	Window    window.Window   `cmd:"" default:"1" help:"Открыть окно программы."`
	Demo      window.Demo     `cmd:"" help:"Окно на демонстрационном колледже и учебном VK: наружу ничего не отправляется."`
	Tour      window.Tour     `cmd:"" help:"Пройти по окнам программы без участия человека и оставить их снимки и report.json."`
	Import    cli.Import      `cmd:"" help:"Загрузить списки групп, студентов, родителей, сотрудников и нагрузку."`
	Template  cli.Template    `cmd:"" help:"Записать книгу XLSX для заполнения."`
	Sync      cli.Sync        `cmd:"" help:"Инициализировать список чатов: привести чаты в VK к спискам колледжа."`
	Agent     cli.Agent       `cmd:"" help:"Постоянно переносить изменения в VK, без окна."`
	Token     cli.Token       `cmd:"" help:"Сохранить ключ сообщества VK в хранилище ключей (читается со стандартного ввода)."`
	Password  cli.Password    `cmd:"" help:"Выдать одноразовый пароль тому, кто забыл свой."`
	Serve     cli.Serve       `cmd:"" help:"Открыть доступ к колледжу с других компьютеров, без окна."`
	Account   cli.Account     `cmd:"" help:"Завести учётную запись администратора ПОО, без окна."`
	VKSandbox sandbox.Command `cmd:"" name:"vk-sandbox" help:"Учебный VK на этом компьютере, для проб и испытаний."`
	Backup    cli.Backup      `cmd:"" help:"Записать копию колледжа."`
	Restore   cli.Restore     `cmd:"" help:"Восстановить колледж из копии."`
	Move      cli.Move        `cmd:"" help:"Перенести колледж в базу PostgreSQL или обратно."`
	Doctor    cli.Doctor      `cmd:"" help:"Проверить, что программе ничто не мешает."`
	Version   versionCmd      `cmd:"" help:"Показать версию."`
}

func main() {
	out, problems := cli.Printable(cli.Readable(os.Stdout)), cli.Printable(cli.Readable(os.Stderr))
	var line commands
	parsed := cli.Parse(&line, arguments(os.Args[1:]), out, system.Told(problems), os.Exit)
	if cli.AsJSON(parsed) {
		out = cli.Printable(os.Stdout)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	counts := server.NewCounts()
	vk := vkmessenger.VK{Answered: counts.VK}
	env := &cli.Env{
		In: os.Stdin, Out: out, Err: problems, Getenv: tokens.Take(), Clock: vkclient.SystemClock{}, Vault: vault.Keyring{},
		Version: version, NoWindow: !window.Included, Log: slog.New(slog.NewTextHandler(problems, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Messenger: host.Messenger{
			Reach: vkmessenger.Reach, OfCommunity: vk.OfCommunity, OfAccount: vk.OfAccount, ProbeAccount: vk.ProbeAccount,
			Pages: vkmessenger.Pages, Identity: vkid.At,
		},
		Counts: counts, VKServer: vkServer, System: cli.ThisSystem(),
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.BindTo(out, (*io.Writer)(nil))
	err := parsed.Run(env, &line.Globals, window.Program{ID: appID, Releases: desk.Releases{URL: releasesURL, Key: releasesKey}}, env.Log)
	stop()
	if err != nil && !errors.As(err, new(cli.ElsewhereError)) {
		_, _ = fmt.Fprintln(problems, "zvonok: "+err.Error())
	}
	os.Exit(cli.ExitCode(err))
}

// arguments are those of the command line. The system starts the program with nothing but a connection link on which somebody has
// clicked: that opens the window.
func arguments(given []string) []string {
	if len(given) == 1 && strings.HasPrefix(given[0], "zvonok://") {
		return []string{"window", "--link", given[0]}
	}
	return given
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
