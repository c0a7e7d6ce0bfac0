package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"zvonok/app/tokens"
)

// windowsServices are those of Windows. A service has an account that is its alone: it has no password, and nobody signs in by it.
type windowsServices struct {
	Computer
	programFiles, programData string // folders of Windows
}

const (
	windowsAccount     = `NT SERVICE\` + serviceName
	windowsEnvironment = `HKLM\SYSTEM\CurrentControlSet\Services\` + serviceName
	// Administrators and the system itself, whatever they are called in the language of Windows.
	windowsSystem, windowsAdministrators = "*S-1-5-18", "*S-1-5-32-544"
)

var errNotElevated = errors.New("служба устанавливается с правами администратора: откройте командную строку пунктом «Запуск от имени администратора» и повторите")

func (w windowsServices) ready() error {
	if !w.Admin {
		return errNotElevated
	}
	return nil
}

func (w windowsServices) own() string { return filepath.Join(w.programData, "Zvonok") }

func (w windowsServices) data() string { return filepath.Join(w.own(), "data") }

func (w windowsServices) token() string { return filepath.Join(w.own(), "community-token") }

func (w windowsServices) password() string { return filepath.Join(w.own(), "db-password") }

func (w windowsServices) program() string {
	return filepath.Join(w.programFiles, "Zvonok Server", "zvonok-server.exe")
}

func (w windowsServices) installed() bool { return isThere(w.program()) }

func (w windowsServices) keepsToken() bool { return isThere(w.token()) }

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (w windowsServices) words(listen string) serviceWords {
	_, port, _ := net.SplitHostPort(listen)
	return serviceWords{
		account: "учётной записи " + windowsAccount, token: w.token(), password: w.password(),
		why: "записано в файле " + filepath.Join(w.data(), serviceLog),
		commands: "Команды для этого колледжа, в командной строке администратора: zvonok КОМАНДА --data \"" + w.data() + "\"\n" +
			"Чтобы брандмауэр Windows пропускал другие компьютеры, выполните там же: netsh advfirewall firewall add rule " +
			"name=" + serviceName + " dir=in action=allow protocol=TCP localport=" + port,
		removed: "Служба убрана, ключ сообщества удалён.",
	}
}

func (w windowsServices) steps(ctx context.Context, what installation) []func() error {
	return []func() error{
		func() error { return w.placeProgram(ctx) },
		func() error { return w.register(ctx, what) },
		func() error { return w.closeFolder(ctx) },
		func() error {
			if what.from == "" {
				return nil
			}
			what.release() // Windows renames no folder in which a file is open
			return settle(w.data(), what.from)
		},
		func() error { return w.placeSecrets(ctx, what) },
		func() error { return w.Do(ctx, "net", "start", serviceName) },
	}
}

// placeProgram copies the program to where only administrators write. A service that works has to be stopped for that.
func (w windowsServices) placeProgram(ctx context.Context) error {
	if w.known(ctx) {
		_ = w.Do(ctx, "net", "stop", serviceName) // it may not work
	}
	if w.Program == w.program() {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(w.program()), 0o755); err != nil { //nolint:gosec // a folder of programs
		return err
	}
	return copyFile(w.Program, w.program())
}

func (w windowsServices) known(ctx context.Context) bool {
	return w.Do(ctx, "sc", "query", serviceName) == nil
}

// register makes the service, or gives it another command. One that fails is started again twice; where it may only have lost its database,
// again and again: the last action repeats.
func (w windowsServices) register(ctx context.Context, what installation) error {
	verb := "create"
	if w.known(ctx) {
		verb = "config"
	}
	command := []string{w.program(), "serve", "--as-service", "--data", w.data()}
	command = append(command, what.options...)
	for i, arg := range command {
		command[i] = quoteArgument(arg)
	}
	third := "//0"
	if what.password != nil {
		third = "/restart/60000"
	}
	return errors.Join(
		w.Do(ctx, "sc", verb, serviceName, "binPath=", strings.Join(command, " "), "start=", "delayed-auto", "obj=", windowsAccount,
			"DisplayName=", "Звонок: сервер колледжа"),
		w.Do(ctx, "sc", "failure", serviceName, "reset=", "86400", "actions=", "restart/5000/restart/60000"+third),
		w.Do(ctx, "sc", "failureflag", serviceName, "1"),
	)
}

// quoteArgument is an argument as programs of Windows read it.
func quoteArgument(arg string) string { return `"` + strings.ReplaceAll(arg, `"`, `\"`) + `"` }

// closeFolder gives the service's folder to administrators and the service. Others may make folders beside it, so one that was
// there before loses what rights it had.
func (w windowsServices) closeFolder(ctx context.Context) error {
	if err := os.MkdirAll(w.data(), 0o700); err != nil {
		return err
	}
	for _, dir := range []string{w.own(), w.data()} {
		if info, err := os.Lstat(dir); err != nil || !info.IsDir() {
			return fmt.Errorf("папка %s — ссылка на другую: уберите её (%w)", dir, err)
		}
	}
	for _, args := range [][]string{
		{"/setowner", windowsAdministrators, "/T"}, {"/reset", "/T"},
		{"/inheritance:r", "/grant:r", windowsSystem + ":(OI)(CI)F", windowsAdministrators + ":(OI)(CI)F", windowsAccount + ":(OI)(CI)F"},
	} {
		if err := w.Do(ctx, "icacls", append([]string{w.own()}, args...)...); err != nil {
			return err
		}
	}
	return nil
}

// placeSecrets writes the token and the password of the database into the folder that is closed to others by now, and tells the service
// where they are.
func (w windowsServices) placeSecrets(ctx context.Context, what installation) error {
	if what.token != "" {
		if err := os.WriteFile(w.token(), []byte(what.token+"\n"), 0o600); err != nil {
			return err
		}
	}
	if what.password != nil {
		if err := os.WriteFile(w.password(), []byte(*what.password+"\n"), 0o600); err != nil {
			return err
		}
	}
	var told []string
	for _, secret := range []struct{ variable, path string }{{tokens.FileVariable, w.token()}, {tokens.DatabaseFileVariable, w.password()}} {
		if isThere(secret.path) {
			told = append(told, secret.variable+"="+secret.path)
		}
	}
	if len(told) == 0 {
		return nil
	}
	return w.Do(ctx, "reg", "add", windowsEnvironment, "/v", "Environment", "/t", "REG_MULTI_SZ", "/d", strings.Join(told, `\0`), "/f")
}

func (w windowsServices) remove(ctx context.Context) error {
	_ = w.Do(ctx, "net", "stop", serviceName) // it may not work
	err := w.Do(ctx, "sc", "delete", serviceName)
	if err == nil {
		err = os.RemoveAll(filepath.Dir(w.program()))
	}
	for _, secret := range []string{w.token(), w.password()} {
		if removed := os.Remove(secret); err == nil && !errors.Is(removed, os.ErrNotExist) {
			err = removed
		}
	}
	return err
}
