package cli

import (
	"context"
	_ "embed" // the service's files
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// systemd is that of Linux.
type systemd struct {
	Computer
	Root string // before each path; empty but in tests
}

func (s systemd) at(path string) string { return s.Root + path }

func (s systemd) has(path string) bool {
	_, err := os.Stat(s.at(path))
	return err == nil
}

// ready refuses where a service cannot be installed or removed.
func (s systemd) ready() error {
	switch {
	case !s.has(systemdRuns):
		return errNoSystemd
	case !s.Admin:
		return errNotRoot
	}
	return nil
}

func (s systemd) installed() bool { return s.has(serviceUnit) || s.packaged() }

func (s systemd) data() string { return s.at(serviceData) }

func (s systemd) keepsToken() bool { return s.has(serviceToken) }

func (s systemd) words(string) serviceWords {
	words := serviceWords{
		account: "пользователя " + serviceUser, token: serviceToken, password: servicePassword, why: "скажет «journalctl -u " + serviceName + "»",
		commands: "Команды для этого колледжа: sudo -u " + serviceUser + " zvonok КОМАНДА --data " + serviceData, removed: "Служба убрана, ключ сообщества удалён.",
	}
	if s.packaged() {
		words.removed = "Служба выключена, ключ сообщества удалён. Саму службу убирает удаление пакета " + serviceName + "."
	}
	return words
}

func (s systemd) steps(ctx context.Context, what installation) []func() error {
	return []func() error{
		func() error { return s.placeOptions(what.options) },
		func() error { return s.placeService(ctx) },
		func() error { return s.makeUser(ctx) },
		func() error { return s.moveCollege(ctx, what.from) },
		func() error { return s.placeToken(what.token) },
		func() error { return s.placePassword(what.password) },
		func() error { return s.Do(ctx, "systemctl", "daemon-reload") },
		func() error { return s.Do(ctx, "systemctl", "enable", serviceName) },
		func() error { return s.Do(ctx, "systemctl", "restart", serviceName) },
	}
}

func (s systemd) remove(ctx context.Context) error {
	err := s.Do(ctx, "systemctl", "disable", "--now", serviceName)
	if err == nil {
		err = s.drop(serviceUnit)
	}
	if dropped := errors.Join(s.drop(serviceToken), s.drop(servicePassword)); err == nil {
		err = dropped
	}
	if err == nil && !s.packaged() {
		err = s.drop(serviceOptions)
	}
	if err == nil {
		err = s.Do(ctx, "systemctl", "daemon-reload")
	}
	return err
}

func (s systemd) makeUser(ctx context.Context) error {
	if s.Do(ctx, "id", serviceUser) == nil {
		return nil
	}
	return s.Do(ctx, "useradd", "--system", "--user-group", "--home-dir", serviceData, "--no-create-home", "--shell", "/usr/sbin/nologin", serviceUser)
}

// moveCollege copies the data folder, and gives the old one another name: two colleges of the same people would part.
func (s systemd) moveCollege(ctx context.Context, from string) error {
	if from == "" {
		return nil
	}
	// What was copied half is no college: it gets its name when it is whole.
	half := s.at(serviceData) + ".part"
	if err := errors.Join(os.RemoveAll(half), os.MkdirAll(half, 0o700)); err != nil {
		return err
	}
	if err := s.Do(ctx, "cp", "-a", from+"/.", half); err != nil {
		return err
	}
	if err := s.Do(ctx, "chown", "-R", serviceUser+":"+serviceUser, half); err != nil {
		return err
	}
	if err := os.Remove(s.at(serviceData)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("папка %s занята не колледжем: уберите её (%w)", serviceData, err)
	}
	moved := movedName(from)
	if err := os.Rename(from, moved); err != nil {
		return fmt.Errorf("папку %s не удалось переименовать в %s: уберите то, что так называется (%w)", from, moved, err)
	}
	if err := os.Rename(half, s.at(serviceData)); err != nil {
		return errors.Join(err, os.Rename(moved, from))
	}
	return nil
}

func (s systemd) placeToken(token string) error {
	if token == "" {
		return nil
	}
	return s.write(serviceToken, token+"\n", 0o600)
}

// placePassword keeps the password of the college's database; the file alone says that there is one.
func (s systemd) placePassword(password *string) error {
	if password == nil {
		return nil
	}
	return s.write(servicePassword, *password+"\n", 0o600)
}

// write replaces a file.
func (s systemd) write(path, text string, mode os.FileMode) error {
	if err := errors.Join(os.MkdirAll(filepath.Dir(s.at(path)), 0o755), s.drop(path)); err != nil { //nolint:gosec // systemd's own folders
		return err
	}
	return os.WriteFile(s.at(path), []byte(text), mode) //nolint:gosec // the paths are constants
}

// serviceText is the service as systemd reads it; packages have the same file.
//
//go:embed zvonok-server.service
var serviceText string

// serviceOptionsText is a file of settings with the line that holds the options of the service's command.
//
//go:embed zvonok-server.default
var serviceOptionsText string

const optionsLine = "ZVONOK_OPTIONS="

// packaged says that a package brought the service: then the program and the unit are its files.
func (s systemd) packaged() bool {
	return s.has("/usr/lib/systemd/system/"+serviceUnitName) || s.has("/lib/systemd/system/"+serviceUnitName)
}

// placeService puts the program and the unit in their places. A package has its own there, and a unit of an earlier installation
// by hand would hide it.
func (s systemd) placeService(ctx context.Context) error {
	if s.packaged() {
		return s.drop(serviceUnit)
	}
	if s.Program != s.at(serviceProgram) {
		if err := s.Do(ctx, "install", "-m", "0755", s.Program, s.at(serviceProgram)); err != nil {
			return err
		}
	}
	return s.write(serviceUnit, strings.Replace(serviceText, packagedProgram, serviceProgram, 1), 0o644)
}

// placeOptions writes the options of the service's command, and leaves the other settings in their file alone.
func (s systemd) placeOptions(options []string) error {
	for _, option := range options {
		if strings.ContainsAny(option, " \t\r\n\"'\\$`") {
			return fmt.Errorf("«%s» не может быть ключом службы: уберите пробелы, кавычки, $ и обратную черту", option)
		}
	}
	settings, err := os.ReadFile(s.at(serviceOptions))
	if errors.Is(err, os.ErrNotExist) {
		settings, err = []byte(serviceOptionsText), nil
	}
	if err != nil {
		return err
	}
	lines := slices.DeleteFunc(strings.Split(strings.TrimSpace(string(settings)), "\n"), func(line string) bool { return strings.HasPrefix(line, optionsLine) })
	return s.write(serviceOptions, strings.Join(append(lines, optionsLine+`"`+strings.Join(options, " ")+`"`, ""), "\n"), 0o644)
}

// drop removes a file that may be missing.
func (s systemd) drop(path string) error {
	if err := os.Remove(s.at(path)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
