package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"strings"
	"sync"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/areas"
	"zvonok/app/college"
	"zvonok/app/host"
	"zvonok/app/server"
	"zvonok/model"
	"zvonok/model/guard"
	"zvonok/model/store"
)

// Serve is `zvonok serve`: the college's server, without a window.
type Serve struct {
	Listen      string    `help:"Где принимать соединения: :ПОРТ или АДРЕС:ПОРТ; без ключа — :8473." default:":8473" placeholder:"АДРЕС"`
	Address     []string  `help:"Имя или адрес, по которому сервер находят другие компьютеры. Можно повторять; без ключа — все адреса этого компьютера." placeholder:"АДРЕС"`
	BehindProxy []network `name:"behind-proxy" help:"Сеть прокси перед сервером: адреса компьютеров сообщает он, в заголовке X-Forwarded-For или строкой протокола PROXY. Можно повторять." placeholder:"CIDR"`
	Key         string    `help:"Взять ключ сервера из файла, записанного с --export-key на прежнем компьютере." placeholder:"ФАЙЛ" type:"path"`
	Phone       string    `help:"Открыть страницу для телефона по этому адресу, https://ИМЯ или https://ИМЯ:ПОРТ. Нужен сертификат, которому доверяют браузеры." placeholder:"АДРЕС"`
	PhoneListen string    `name:"phone-listen" help:"Где принимать соединения браузеров: :ПОРТ или АДРЕС:ПОРТ; без ключа — порт адреса страницы." placeholder:"АДРЕС"`
	PhoneCert   string    `name:"phone-cert" help:"Сертификат страницы для телефона вместе с промежуточными, в PEM; обновлённый читается сам." placeholder:"ФАЙЛ" type:"path"`
	PhoneKey    string    `name:"phone-key" help:"Ключ этого сертификата, в PEM." placeholder:"ФАЙЛ" type:"path"`
	PhoneBehind string    `name:"phone-behind" help:"Сертификат у прокси на этом же компьютере: он передаёт страницу сюда без шифрования." placeholder:"127.0.0.1:ПОРТ"`
	Watch       string    `help:"Отвечать средствам наблюдения по HTTP: /healthz и /metrics. Без адреса, :8475, — только этому компьютеру." placeholder:"[АДРЕС]:ПОРТ"`
	NoAgent     bool      `help:"Не выполнять здесь синхронизацию с VK."`
	JSON        bool      `name:"json" help:"Вывести ссылку подключения одним объектом JSON."`
	Install     bool      `help:"Сделать сервер службой этого компьютера: колледж переедет в её папку." xor:"do"`
	Uninstall   bool      `help:"Убрать службу; колледж останется." xor:"do"`
	AsService   bool      `hidden:"" help:"Программу запустила Windows как службу."`
	Yes         bool      `short:"y" help:"Не спрашивать подтверждения."`
	PrepareKey  bool      `help:"Приготовить новый ключ сервера и закончить. Сервер, запущенный после этого, заранее сообщит о нём подключённым компьютерам." xor:"do"`
	ChangeKey   bool      `help:"Перейти на приготовленный ключ и закончить." xor:"do"`
	ExportKey   string    `help:"Записать ключ сервера в файл, под фразой, чтобы перенести колледж на другой компьютер, и закончить." placeholder:"ФАЙЛ" type:"path" xor:"do"`
}

// network is one of addresses, as it is typed.
type network netip.Prefix

// UnmarshalText reads ADDRESS/BITS; the error is in Russian.
func (n *network) UnmarshalText(text []byte) error {
	prefix, err := netip.ParsePrefix(string(text))
	if err != nil {
		return fmt.Errorf("«%s» — не сеть: укажите её как 10.0.0.0/24", text)
	}
	*n = network(prefix)
	return nil
}

func prefixes(networks []network) (prefixes []netip.Prefix) {
	for _, n := range networks {
		prefixes = append(prefixes, netip.Prefix(n))
	}
	return prefixes
}

// serving is what --json prints.
type serving struct {
	Link        string `json:"link"`
	Listen      string `json:"listen"`
	Fingerprint string `json:"fingerprint"` // of the server's key, as the link has it
	Version     string `json:"version"`
	Agent       bool   `json:"agent"` // works here
	Engine      string `json:"engine"`
	Phone       string `json:"phone,omitempty"` // where the page for the phone is, if it works
	Watch       string `json:"watch,omitempty"` // where it tells how it is, HOST:PORT
}

// Run serves the college of the data folder until it is told to stop.
func (cmd *Serve) Run(ctx context.Context, e *Env, g *Globals) error {
	switch {
	case cmd.Install:
		return cmd.install(ctx, e, *g)
	case cmd.Uninstall:
		return cmd.uninstall(ctx, e)
	}
	dir, err := g.DataDir()
	if err != nil {
		return err
	}
	return cmd.attended(ctx, e, dir, func(ctx context.Context, ready func() error) error { return cmd.serve(ctx, e, *g, ready) })
}

// serve serves the college, and calls ready once it answers.
func (cmd *Serve) serve(ctx context.Context, e *Env, g Globals, ready func() error) error {
	c, err := e.open(ctx, g)
	if err != nil {
		return err
	}
	defer c.Store.Close()
	switch {
	case cmd.ExportKey != "":
		return cmd.exportKey(ctx, e, c)
	case cmd.PrepareKey:
		return prepareKey(e, c)
	case cmd.ChangeKey:
		return changeKey(e, c)
	case cmd.Key != "":
		if err := cmd.bringKey(ctx, e, c); err != nil {
			return err
		}
	}
	return cmd.answer(ctx, e, g, c, ready)
}

// answer answers other computers until ctx ends.
func (cmd *Serve) answer(ctx context.Context, e *Env, g Globals, c *college.College, ready func() error) error {
	keeper := agent.NewKeeper(c, nil, e.Log)
	keeper.Told(e.Counts.Run)
	all, err := e.areas(ctx, c, keeper, g, cmd.NoAgent)
	if err != nil {
		return err
	}
	s, err := server.Start(ctx, server.Parts{Areas: all, Listen: cmd.Listen, Addresses: cmd.Address, NoAgent: cmd.NoAgent,
		BehindProxy: prefixes(cmd.BehindProxy), Version: e.Version, Phone: cmd.phone(),
		Watch: cmd.Watch, Counts: e.Counts, Log: e.Log})
	if err != nil {
		return err
	}
	defer s.Close()
	noAgent := all.StartAgent(ctx)
	running, end := context.WithCancel(ctx)
	var beside sync.WaitGroup
	beside.Go(guard.Safe(func() { keeper.Keep(running) }))
	beside.Go(guard.Safe(func() { all.AwaitAgent(running) }))
	defer func() {
		end()
		beside.Wait()
		all.LeaveAgent()
	}()
	if err := cmd.tell(ctx, e, all, s, noAgent); err != nil {
		return err
	}
	if err := ready(); err != nil {
		e.Log.Warn("the system was not told that the server is ready", slog.Any("error", err))
	}
	return s.Run(ctx)
}

// Validate refuses a page for the phone that contradicts itself.
func (cmd *Serve) Validate() error { return cmd.phone().Check() }

// phone is how the page for the phone is asked for.
func (cmd *Serve) phone() server.PhoneParts {
	return server.PhoneParts{URL: cmd.Phone, Listen: cmd.PhoneListen, CertFile: cmd.PhoneCert, KeyFile: cmd.PhoneKey, Behind: cmd.PhoneBehind}
}

// printLink prints how other computers connect.
func (e *Env) printLink(link model.ConnectionLink) {
	e.printf("Ссылка подключения: %s\n", link)
	e.printf("Или по листку: адрес %s, проверочный код %s\n", strings.Join(link.Addresses, " или "), link.Pins[0].Code())
}

// tellReady tells systemd, where it has started the program, that the server answers: it waits for that.
func tellReady(ctx context.Context, socket string) error {
	if socket == "" {
		return nil
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "unixgram", socket)
	if err != nil {
		return err
	}
	_, err = conn.Write([]byte("READY=1"))
	return errors.Join(err, conn.Close())
}

// tell prints how other computers connect; noAgent is what keeps the agent away, if anything.
func (cmd *Serve) tell(ctx context.Context, e *Env, all *areas.Areas, s *server.Server, noAgent error) error {
	link, here := s.Link(), all.Keeper.Here()
	if noAgent != nil {
		_, _ = fmt.Fprintf(e.Err, "Синхронизация с VK здесь не идёт: %v\n", noAgent)
	}
	page := s.Phone()
	if page.Problem != "" {
		_, _ = fmt.Fprintf(e.Err, "Страница для телефона не работает: %s\n", page.Problem)
	}
	watched, err := s.Watched()
	if err != nil {
		_, _ = fmt.Fprintf(e.Err, "Средства наблюдения ответа не получат: %v\n", err)
	}
	if cmd.JSON {
		said := serving{link.String(), s.Address(), link.Pins[0].String(), e.Version, here, all.College.Store.Engine(), "", watched}
		if page.On() {
			said.Phone = page.Address
		}
		return e.printJSON(said)
	}
	name, err := store.Read(ctx, all.College.Store, college.NameIn)
	if err != nil {
		return err
	}
	e.printf("«%s» открыт для других компьютеров.\n", name)
	e.printLink(link)
	if !s.Alone() {
		e.printf("Брандмауэр этого компьютера должен пропускать входящие соединения TCP на порт %d.\n", s.Port())
	}
	if page.On() {
		e.printf("Страница для телефона: %s\nВ приложении VK ID колледжа должен быть доверенный адрес возврата %s\n", page.Address, page.Returns)
	}
	if watched != "" {
		e.printf("Средства наблюдения спрашивают здесь: http://%s/healthz и http://%s/metrics\n", watched, watched)
	}
	switch {
	case here:
		e.printf("Синхронизация с VK идёт здесь.\n")
	case errors.Is(all.Keeper.Absent(), app.ErrAgentElsewhere):
		e.printf("Синхронизацию с VK ведёт другой сервер этого колледжа.\n")
	case noAgent == nil && cmd.NoAgent:
		e.printf("Синхронизация с VK здесь выключена ключом --no-agent.\n")
	case noAgent == nil:
		e.printf("Синхронизация с VK здесь не идёт: она выключена в настройках, или на этом компьютере нет ключа сообщества.\n")
	}
	e.printf("Чтобы закрыть доступ, нажмите Ctrl+C.\n")
	return nil
}

// areas puts the areas of a college together with all that they work with on this computer.
func (e *Env) areas(ctx context.Context, c *college.College, keeper *agent.Keeper, g Globals, noAgent bool) (*areas.Areas, error) {
	reach, err := e.Messenger.Reach(g.VKURL)
	if err != nil {
		return nil, err
	}
	parts := host.Parts{
		Reach: reach, Getenv: e.Getenv, Messenger: e.Messenger, Log: e.Log, NoAgent: noAgent,
	}
	if parts.Computer, err = os.Hostname(); err != nil {
		parts.Computer = "сервер"
	}
	at, err := host.PagesOf(ctx, c, reach, "")
	if err != nil {
		return nil, err
	}
	all := areas.New(c, keeper, e.Messenger.Pages(at))
	all.UseVault(e.Vault)
	all.Equip(parts)
	all.UseIdentity(func(of app.Application) app.Identity { return e.Messenger.Identity(at, e.Log, of) }, host.ClientAt(g.VKURL))
	return all, nil
}
