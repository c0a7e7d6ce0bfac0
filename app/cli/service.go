package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"zvonok/app/server"
	"zvonok/app/tokens"
	"zvonok/model"
)

// Where the service is, and what is its own. The data folder is no person's: nobody signs in by the service's user.
const (
	serviceName     = "zvonok-server"
	serviceUser     = "zvonok"
	serviceProgram  = "/usr/local/bin/zvonok"
	packagedProgram = "/usr/bin/zvonok-server"
	serviceUnitName = serviceName + ".service"
	serviceUnit     = "/etc/systemd/system/" + serviceUnitName
	serviceOptions  = "/etc/default/zvonok-server"
	serviceData     = "/var/lib/zvonok"
	serviceToken    = "/etc/zvonok/community-token" //nolint:gosec // where it is, not what it is
	systemdRuns     = "/run/systemd/system"
)

var (
	errNoSystemd = errors.New("служба ставится только там, где есть systemd (Linux). Здесь откройте доступ в окне программы, «Настройки системы» › " +
		"«Доступ с других компьютеров», или пусть «zvonok serve» запускает то, что запускает здесь программы вместе с компьютером")
	errNotRoot = errors.New("служба устанавливается с правами администратора системы: повторите с sudo")
	errToMove  = errors.New("переносить нечего: в папке данных нет колледжа. Сначала заведите его: «zvonok account ЛОГИН --admin --name ФИО --college НАЗВАНИЕ», " +
		"или назовите папку ключом --data")
)

// install makes the server a service of the system, with a user and a folder of its own.
func (cmd *Serve) install(ctx context.Context, e *Env, g Globals) error {
	system := e.System
	if err := system.ready(); err != nil {
		return err
	}
	from, release, err := movable(g, system)
	if err != nil {
		return err
	}
	defer release()
	e.printf("Служба %s будет запускаться вместе с компьютером, от имени пользователя %s.\n", serviceName, serviceUser)
	if from != "" {
		e.printf("Колледж переедет из %s в %s. Прежняя папка останется под именем %s.\n", from, serviceData, movedName(from))
	}
	if !cmd.Yes {
		if yes, err := e.agree(ctx, "Установить?"); err != nil || !yes {
			return err
		}
	}
	token, err := cmd.serviceToken(ctx, e)
	if err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return system.placeOptions(cmd.arguments(g)) },
		func() error { return system.placeService(ctx) },
		func() error { return system.makeUser(ctx) },
		func() error { return system.moveCollege(ctx, from) },
		func() error { return system.placeToken(token) },
		func() error { return system.Do(ctx, "systemctl", "daemon-reload") },
		func() error { return system.Do(ctx, "systemctl", "enable", serviceName) },
		func() error { return system.Do(ctx, "systemctl", "restart", serviceName) },
	} {
		if err := step(); err != nil {
			return fmt.Errorf("служба не установлена до конца: %w. Когда причина устранена, повторите «zvonok serve --install»; почему служба не запустилась, "+
				"скажет «journalctl -u %s»", err, serviceName)
		}
	}
	e.printf("Служба работает. Колледж: %s.\n", serviceData)
	if running, found := server.Beside(system.at(serviceData)); found && len(running.Connect.Pins) > 0 {
		e.printLink(running.Connect)
	}
	e.printf("В окне на этом компьютере выберите «Подключиться к колледжу», как на остальных.\n")
	e.printf("Команды для этого колледжа: sudo -u %s zvonok КОМАНДА --data %s\n", serviceUser, serviceData)
	if !system.has(serviceToken) {
		e.printf("Ключа сообщества VK у службы нет, поэтому чаты она не ведёт. Повторите «zvonok serve --install», когда он будет.\n")
	}
	return nil
}

// uninstall removes the service; the college stays.
func (cmd *Serve) uninstall(ctx context.Context, e *Env) error {
	system := e.System
	if err := system.ready(); err != nil {
		return err
	}
	if !system.has(serviceUnit) && !system.packaged() {
		return errors.New("служба не установлена")
	}
	if !cmd.Yes {
		if yes, err := e.agree(ctx, "Остановить и убрать службу? Колледж останется в "+serviceData+"."); err != nil || !yes {
			return err
		}
	}
	err := system.Do(ctx, "systemctl", "disable", "--now", serviceName)
	if err == nil {
		err = system.remove(serviceUnit)
	}
	if removed := system.remove(serviceToken); err == nil {
		err = removed
	}
	if err == nil && !system.packaged() {
		err = system.remove(serviceOptions)
	}
	if err == nil {
		err = system.Do(ctx, "systemctl", "daemon-reload")
	}
	if err != nil {
		return fmt.Errorf("служба убрана не до конца: %w", err)
	}
	if system.packaged() {
		e.printf("Служба выключена, ключ сообщества удалён. Саму службу убирает удаление пакета zvonok-server. Колледж остался в %s.\n", serviceData)
		return nil
	}
	e.printf("Служба убрана, ключ сообщества удалён. Колледж остался в %s.\n", serviceData)
	return nil
}

// movable is the data folder whose college the service is to have; empty where the service has one already. No window opens it
// until release is called.
func movable(g Globals, system System) (from string, release func(), err error) {
	if holdsCollege(system.at(serviceData)) {
		return "", func() {}, nil
	}
	if from, err = g.DataDir(); err != nil {
		return "", nil, err
	}
	if !holdsCollege(from) {
		return "", nil, errToMove
	}
	if running, found := server.Beside(from); found {
		return "", nil, server.TakenError{PID: running.PID}
	}
	lock, err := withoutWindow(from)
	if err != nil {
		return "", nil, err
	}
	return from, func() { _ = lock.Close() }, nil
}

func movedName(from string) string { return filepath.Clean(from) + "-перенесён" }

// serviceToken is the community's token of the environment, else what is typed; it may be empty.
func (cmd *Serve) serviceToken(ctx context.Context, e *Env) (string, error) {
	keys := tokens.Keys{Getenv: e.Getenv}
	if keys.Given(model.CommunityToken) {
		token, err := keys.Find(ctx, model.CommunityToken)
		return token.Secret, err
	}
	if cmd.NoAgent || cmd.Yes || e.System.has(serviceToken) {
		return "", nil
	}
	_, _ = fmt.Fprintf(e.Err, "Вставьте ключ сообщества VK, он будет лежать в %s, и нажмите Enter. Пустая строка — без ключа:\n", serviceToken)
	token, err := e.secretLine()
	if errors.Is(err, errNothingTyped) {
		return "", nil
	}
	if err == nil {
		err = tokens.Check(model.CommunityToken, token)
	}
	return token, err
}

// arguments are the options of the service's command.
func (cmd *Serve) arguments(g Globals) []string {
	args := []string{"--listen", cmd.Listen}
	for _, address := range cmd.Address {
		args = append(args, "--address", address)
	}
	for _, proxy := range prefixes(cmd.BehindProxy) {
		args = append(args, "--behind-proxy", proxy.String())
	}
	if cmd.NoAgent {
		args = append(args, "--no-agent")
	}
	if g.VKURL != "" {
		args = append(args, "--vk-url", g.VKURL)
	}
	return args
}
