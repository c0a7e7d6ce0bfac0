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

	"zvonok/app/tokens"
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

func (s System) at(path string) string { return s.Root + path }

func (s System) has(path string) bool {
	_, err := os.Stat(s.at(path))
	return err == nil
}

// ready refuses where a service cannot be installed or removed.
func (s System) ready() error {
	switch {
	case !s.has(systemdRuns):
		return errNoSystemd
	case !s.Admin:
		return errNotRoot
	}
	return nil
}

func (s System) placeProgram(ctx context.Context) error {
	if s.Program == s.at(serviceProgram) {
		return nil
	}
	return s.Do(ctx, "install", "-m", "0755", s.Program, s.at(serviceProgram))
}

func (s System) makeUser(ctx context.Context) error {
	if s.Do(ctx, "id", serviceName) == nil {
		return nil
	}
	return s.Do(ctx, "useradd", "--system", "--user-group", "--home-dir", serviceData, "--no-create-home", "--shell", "/usr/sbin/nologin", serviceName)
}

// moveCollege copies the data folder, and gives the old one another name: two colleges of the same people would part.
func (s System) moveCollege(ctx context.Context, from string) error {
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
	if err := s.Do(ctx, "chown", "-R", serviceName+":"+serviceName, half); err != nil {
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

func (s System) placeToken(token string) error {
	if token == "" {
		return nil
	}
	return s.write(serviceToken, token+"\n", 0o600)
}

// write replaces a file.
func (s System) write(path, text string, mode os.FileMode) error {
	path = s.at(path)
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
