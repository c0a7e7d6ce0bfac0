package cli

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/app/host"
	"zvonok/app/remote"
	"zvonok/app/server"
	"zvonok/app/tokens"
	"zvonok/app/vault"
	"zvonok/model"
)

// Doctor is `zvonok doctor`.
type Doctor struct {
	Server string `help:"Проверить, подключается ли этот компьютер к серверу колледжа, по ссылке подключения." placeholder:"ССЫЛКА"`
}

var errUnwell = errors.New("проверка нашла неполадки: смотрите выше, что делать")

// leastFree is how many free bytes on the disk a college needs to go on for a while.
const leastFree = 256 << 20

// checkup prints what was found, one line a check.
type checkup struct {
	*Env
	failed bool
}

// tell prints that all is well, or what is wrong and what to do.
func (c *checkup) tell(what, good string, err error) {
	if err != nil {
		c.failed = true
		c.printf("✗ %s: %v\n", what, err)
		return
	}
	c.printf("✓ %s: %s\n", what, good)
}

// Run checks what the program depends on and says what to do.
func (cmd *Doctor) Run(ctx context.Context, e *Env, g *Globals) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	check := &checkup{Env: e}
	if cmd.Server != "" {
		return check.server(ctx, cmd.Server)
	}
	college, err := check.open(ctx, *g)
	if err != nil {
		check.tell("База данных", "", err)
	} else {
		defer college.Store.Close()
		check.college(ctx, college)
	}
	owner, atServer, noToken := checkToken(ctx, e, college, *g)
	check.vault(ctx, atServer)
	vk, err := e.VKServer(ctx, g.VKURL)
	good := "отвечает " + vk.Name
	if vk.Issuer != "" {
		good += ", сертификат от «" + vk.Issuer + "»"
	}
	check.tell("Связь с VK", good, unreachable(err))
	now := e.Clock.Now()
	check.tell("Часы", now.Format("02.01.2006 15:04 -07:00"), checkClock(now, vk.Time))
	if college != nil {
		check.tell("Ключ сообщества VK", owner, noToken)
	}
	check.display()
	if check.failed {
		return errUnwell
	}
	return nil
}

// connectionSteps are how the steps of a connection are called, and what is said when all is well.
var connectionSteps = map[model.ConnectionStep]struct{ name, good string }{
	model.CheckAddress: {"Адрес", "отвечает"}, model.CheckKey: {"Ключ сервера", "это сервер вашего колледжа"},
	model.CheckVersion: {"Версия", "подходит"}, model.CheckTime: {"Часы", "идут одинаково"},
}

// server checks the connection with a college's server.
func (c *checkup) server(ctx context.Context, text string) error {
	link, err := model.ParseConnectionLink(text)
	if err != nil {
		return err
	}
	for _, check := range remote.Check(ctx, link, c.Clock) {
		step := connectionSteps[check.Step]
		if check.Step == model.CheckAddress {
			step.name += " " + check.Address
		}
		c.tell(step.name, step.good, check.Err)
	}
	if c.failed {
		return errUnwell
	}
	return nil
}

// college checks the file, the disk and the copies.
func (c *checkup) college(ctx context.Context, college *college.College) {
	c.tell("База данных", college.Store.Place(), college.Store.Check(ctx))
	free, err := college.FreeDisk(college.Dir)
	if err == nil && free < leastFree {
		err = fmt.Errorf("свободно только %s: освободите место, иначе резервные копии не делаются и изменения не сохранятся", model.SizeWords(free))
	}
	c.tell("Место на диске", "свободно "+model.SizeWords(free), err)
	last, err := college.LastBackup(ctx)
	words := "ещё нет: первая появится, когда откроется окно или начнёт работу «zvonok agent»"
	if !last.At.IsZero() {
		words = "последняя от " + last.At.Format("02.01.2006 15:04") + ", " + last.Why.String()
	}
	c.tell("Резервные копии", words, err)
	if running, found := server.Beside(college.Dir); found {
		var failed error
		for _, check := range remote.Check(ctx, running.Link, c.Clock) {
			failed = cmp.Or(failed, check.Err)
		}
		c.tell("Доступ с других компьютеров", fmt.Sprintf("открыт, процесс %d", running.PID), failed)
	}
}

// display says whether a window can be opened; commands work either way, so that it is no failure.
func (c *checkup) display() {
	if c.NoWindow {
		c.printf("– Экран: не нужен, эта сборка без окна\n")
		return
	}
	if needsDisplay && c.Getenv("DISPLAY") == "" && c.Getenv("WAYLAND_DISPLAY") == "" {
		c.printf("– Экран: не найден, окно не откроется; команды без окна работают. Чтобы открыть окно, запустите программу на рабочем столе компьютера\n")
		return
	}
	c.printf("✓ Экран: есть\n")
}

// vault checks the keyring; an agent without a window takes its token from the environment and needs none.
func (c *checkup) vault(ctx context.Context, atServer bool) {
	const what = "Хранилище ключей"
	_, err := c.Vault.Get(ctx, "doctor")
	if errors.Is(err, vault.ErrNone) {
		err = nil
	}
	const unneeded = "– %s: не работает, но и не нужно, ключ сообщества %s\n"
	switch {
	case err != nil && atServer:
		c.printf(unneeded, what, "у сервера колледжа")
	case err != nil && (tokens.Keys{Getenv: c.Getenv}).Given(model.CommunityToken):
		c.printf(unneeded, what, "задан переменной окружения")
	default:
		c.tell(what, "работает", err)
	}
}

// unreachable says why VK cannot be reached and what to do.
func unreachable(err error) error {
	var invalid x509.CertificateInvalidError
	var untrusted *tls.CertificateVerificationError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return errors.New("сертификат VK кажется просроченным: проверьте дату и время на компьютере")
	case errors.As(err, &untrusted):
		return errors.New("отвечает не VK или его сертификат подменён: проверьте антивирус, прокси и брандмауэр, которые проверяют защищённые соединения")
	}
	return errors.New("VK не отвечает: проверьте интернет, прокси и брандмауэр и повторите")
}

// checkToken gives whose token the college has. Where a server works for the college its agent is asked: the token may be
// out of a command's reach, such as the credential of a service.
func checkToken(ctx context.Context, e *Env, c *college.College, g Globals) (owner string, atServer bool, err error) {
	if c == nil {
		return "", false, nil
	}
	if agent := (server.Agent{College: c}); agent.Served(ctx) {
		id, name, err := agent.Community(ctx)
		if !errors.Is(err, app.ErrNoAgent) {
			return communityWords(id, name) + ", ключ у сервера колледжа", true, err
		}
	}
	keys, err := e.keys(c, g)
	if err != nil {
		return "", false, err
	}
	m, err := host.Made(ctx, keys, model.CommunityToken, e.Messenger.OfCommunity)
	if err != nil {
		return "", false, err
	}
	id, name, err := m.Community(ctx)
	return communityWords(id, name), false, err
}

func communityWords(id model.MessengerID, name string) string {
	return fmt.Sprintf("сообщество «%s» (%d)", name, id)
}

// checkClock sets this computer's clock against VK's, which is zero when VK did not answer. Certificates, sign-ins
// and the beginning of lessons depend on it.
func checkClock(now, vk time.Time) error {
	const remedy = "включите в настройках компьютера автоматическую установку даты и времени"
	if vk.IsZero() {
		if now.Year() < 2025 {
			return errors.New("на компьютере неверная дата, поэтому связь с VK не установится: " + remedy)
		}
		return nil
	}
	if off := model.ClockOff(now, vk); off != "" {
		return fmt.Errorf("%s: занятия будут открываться не вовремя, вход может не пройти — %s", off, remedy)
	}
	return nil
}
