package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofrs/flock"

	"zvonok/app/college"
	"zvonok/app/server"
	"zvonok/app/tokens"
	"zvonok/model"
)

// Where the service is, and what is its own. The data folder is no person's: nobody signs in by the service's user.
const (
	serviceName    = "zvonok"
	serviceProgram = "/usr/local/bin/zvonok"
	serviceUnit    = "/etc/systemd/system/zvonok.service"
	serviceData    = "/var/lib/zvonok"
	serviceToken   = "/etc/zvonok/community-token" //nolint:gosec // where it is, not what it is
	systemdRuns    = "/run/systemd/system"
)

var (
	errNoSystemd = errors.New("служба ставится только там, где есть systemd (Linux). Здесь откройте доступ в окне программы, «Настройки системы» › " +
		"«Доступ с других компьютеров», или пусть «zvonok serve» запускает то, что запускает здесь программы вместе с компьютером")
	errNotRoot = errors.New("служба устанавливается с правами администратора системы: повторите с sudo")
	errToMove  = errors.New("переносить нечего: в папке данных нет колледжа. Сначала заведите его: «zvonok account ЛОГИН --admin --name ФИО --college НАЗВАНИЕ», " +
		"или назовите папку ключом --data")
	errOpen = errors.New("колледж сейчас открыт в окне «Звонка»: закройте его и повторите")
)

// System is the computer's, as the installation of a service changes it.
type System struct {
	Root string // before each path; empty but in tests
	// Admin says that the process may change the system.
	Admin bool
	// Program is the path of this program.
	Program string
	// Do runs a program of the system.
	Do func(ctx context.Context, name string, args ...string) error
}

// ThisSystem is that of this computer.
func ThisSystem() System {
	program, err := os.Executable()
	if err != nil {
		program = os.Args[0]
	}
	return System{Admin: os.Geteuid() == 0, Program: program, Do: func(ctx context.Context, name string, args ...string) error {
		output, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%s: %w %s", name, err, bytes.TrimSpace(output))
		}
		return nil
	}}
}

func (h System) at(path string) string { return h.Root + path }

func (h System) has(path string) bool {
	_, err := os.Stat(h.at(path))
	return err == nil
}

// ready refuses where a service cannot be installed or removed.
func (h System) ready() error {
	switch {
	case !h.has(systemdRuns):
		return errNoSystemd
	case !h.Admin:
		return errNotRoot
	}
	return nil
}

// install makes the server a service of the system, with a user and a folder of its own.
func (cmd *Serve) install(ctx context.Context, e *Env, g Globals) error {
	h := e.System
	if err := h.ready(); err != nil {
		return err
	}
	from, err := movable(g, h)
	if err != nil {
		return err
	}
	e.printf("Служба «%s» будет запускаться вместе с компьютером, от имени пользователя %[1]s.\n", serviceName)
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
		func() error { return h.placeProgram(ctx) },
		func() error { return h.makeUser(ctx) },
		func() error { return h.moveCollege(ctx, from) },
		func() error { return h.placeToken(token) },
		func() error { return h.write(serviceUnit, unit(cmd.arguments(g), h.has(serviceToken)), 0o644) },
		func() error { return h.Do(ctx, "systemctl", "daemon-reload") },
		func() error { return h.Do(ctx, "systemctl", "enable", serviceName) },
		func() error { return h.Do(ctx, "systemctl", "restart", serviceName) },
	} {
		if err := step(); err != nil {
			return fmt.Errorf("служба не установлена до конца: %w. Когда причина устранена, повторите «zvonok serve --install»; почему служба не запустилась, "+
				"скажет «journalctl -u %s»", err, serviceName)
		}
	}
	e.printf("Служба работает. Колледж: %s.\n", serviceData)
	if running, found := server.Beside(h.at(serviceData)); found && len(running.Connect.Pins) > 0 {
		e.printLink(running.Connect)
	}
	e.printf("Команды для этого колледжа: sudo -u %s zvonok КОМАНДА --data %s\n", serviceName, serviceData)
	if !h.has(serviceToken) {
		e.printf("Ключа сообщества VK у службы нет, поэтому чаты она не ведёт. Повторите «zvonok serve --install», когда он будет.\n")
	}
	return nil
}

// uninstall removes the service; the college stays.
func (cmd *Serve) uninstall(ctx context.Context, e *Env) error {
	h := e.System
	if err := h.ready(); err != nil {
		return err
	}
	if !h.has(serviceUnit) {
		return errors.New("служба не установлена")
	}
	if !cmd.Yes {
		if yes, err := e.agree(ctx, "Остановить и убрать службу? Колледж останется в "+serviceData+"."); err != nil || !yes {
			return err
		}
	}
	err := h.Do(ctx, "systemctl", "disable", "--now", serviceName)
	if err == nil {
		err = os.Remove(h.at(serviceUnit))
	}
	if removed := os.Remove(h.at(serviceToken)); err == nil && !errors.Is(removed, os.ErrNotExist) {
		err = removed
	}
	if err == nil {
		err = h.Do(ctx, "systemctl", "daemon-reload")
	}
	if err != nil {
		return fmt.Errorf("служба убрана не до конца: %w", err)
	}
	e.printf("Служба убрана, ключ сообщества удалён. Колледж остался в %s.\n", serviceData)
	return nil
}

// movable is the data folder whose college the service is to have; empty where the service has one already.
func movable(g Globals, h System) (string, error) {
	if holdsCollege(h.at(serviceData)) {
		return "", nil
	}
	from, err := g.DataDir()
	if err != nil {
		return "", err
	}
	if !holdsCollege(from) {
		return "", errToMove
	}
	if running, found := server.Beside(from); found {
		return "", server.TakenError{PID: running.PID}
	}
	lock := flock.New(filepath.Join(from, college.WindowLock))
	if got, err := lock.TryLock(); err != nil || !got {
		return "", errors.Join(errOpen, err)
	}
	return from, lock.Close()
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

// arguments are those of the service's command.
func (cmd *Serve) arguments(g Globals) []string {
	args := []string{"serve", "--data", serviceData, "--listen", cmd.Listen}
	for _, address := range cmd.Address {
		args = append(args, "--address", address)
	}
	if cmd.NoAgent {
		args = append(args, "--no-agent")
	}
	if g.VKURL != "" {
		args = append(args, "--vk-url", g.VKURL)
	}
	return args
}

func (h System) placeProgram(ctx context.Context) error {
	if h.Program == h.at(serviceProgram) {
		return nil
	}
	return h.Do(ctx, "install", "-m", "0755", h.Program, h.at(serviceProgram))
}

func (h System) makeUser(ctx context.Context) error {
	if h.Do(ctx, "id", serviceName) == nil {
		return nil
	}
	return h.Do(ctx, "useradd", "--system", "--user-group", "--home-dir", serviceData, "--no-create-home", "--shell", "/usr/sbin/nologin", serviceName)
}

// moveCollege copies the data folder, and gives the old one another name: two colleges of the same people would part.
func (h System) moveCollege(ctx context.Context, from string) error {
	if from == "" {
		return nil
	}
	// What was copied half is no college: it gets its name when it is whole.
	half := h.at(serviceData) + ".part"
	if err := errors.Join(os.RemoveAll(half), os.MkdirAll(half, 0o700)); err != nil {
		return err
	}
	if err := h.Do(ctx, "cp", "-a", from+"/.", half); err != nil {
		return err
	}
	if err := h.Do(ctx, "chown", "-R", serviceName+":"+serviceName, half); err != nil {
		return err
	}
	if err := os.Remove(h.at(serviceData)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("папка %s занята не колледжем: уберите её (%w)", serviceData, err)
	}
	return errors.Join(os.Rename(half, h.at(serviceData)), os.Rename(from, movedName(from)))
}

func (h System) placeToken(token string) error {
	if token == "" {
		return nil
	}
	return h.write(serviceToken, token+"\n", 0o600)
}

// write replaces a file.
func (h System) write(path, text string, mode os.FileMode) error {
	path = h.at(path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return os.WriteFile(path, []byte(text), mode)
}

// unit is the service as systemd reads it. Go asks for the network's interfaces by netlink.
func unit(args []string, token bool) string {
	credential := []string{
		"LoadCredential=community-token:" + serviceToken, "Environment=" + tokens.FileVariable + "=%d/community-token",
	}
	if !token {
		credential = nil
	}
	quoted := make([]string, len(args))
	for i, arg := range args {
		quoted[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, `%`, `%%`, `$`, `$$`).Replace(arg) + `"`
	}
	return strings.Join(slices.Concat([]string{
		"[Unit]", "Description=Звонок: сервер колледжа", "Wants=network-online.target", "After=network-online.target", "",
		"[Service]", "Type=notify", "ExecStart=" + serviceProgram + " " + strings.Join(quoted, " "),
		"User=" + serviceName, "StateDirectory=" + serviceName, "StateDirectoryMode=0700", "UMask=0077",
	}, credential, []string{
		"Restart=on-failure", "RestartSec=5", "RestartPreventExitStatus=2 3", "TimeoutStopSec=30",
		"NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes",
		"ProtectKernelTunables=yes", "ProtectKernelModules=yes", "ProtectKernelLogs=yes", "ProtectControlGroups=yes", "ProtectClock=yes",
		"RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK", "RestrictNamespaces=yes", "RestrictSUIDSGID=yes", "RestrictRealtime=yes",
		"LockPersonality=yes", "SystemCallArchitectures=native", "SystemCallFilter=@system-service", "",
		"[Install]", "WantedBy=multi-user.target", "",
	}), "\n")
}
