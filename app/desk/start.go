package desk

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"zvonok/model/guard"
)

// startProgram starts a program with a link.
func startProgram(program, link string) error {
	command := programCommand(runtime.GOOS, program, link)
	return outlive(exec.Command(command[0], command[1:]...)) //nolint:noctx,gosec // it outlives the program; the system's user named it
}

// outlive starts another program, which goes on when this one ends.
func outlive(started *exec.Cmd) error {
	if err := started.Start(); err != nil {
		return err
	}
	guard.Go(func() { _ = started.Wait() }) // or it stays in the system's table when it ends
	return nil
}

// programCommand is what starts a program with a link, without a shell. A program of macOS is a folder, which the system opens.
func programCommand(system, program, link string) []string {
	if system == "darwin" && filepath.Ext(program) == ".app" {
		return []string{"/usr/bin/open", "-a", program, link}
	}
	return []string{program, link}
}

// begunWith is the environment that the program was started in: what it has set for itself since, such as the scale of its
// letters, is not for a second one, which sets its own.
var begunWith = os.Environ()

// StartSelf starts the program once more, in a process that outlives this one.
func StartSelf(args ...string) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("не нашлась сама программа: %w", err)
	}
	again := exec.Command(self, args...) //nolint:noctx,gosec // it outlives the program, and is this very one
	again.Env = begunWith
	if err := again.Start(); err != nil {
		return fmt.Errorf("программа не запустилась: %w", err)
	}
	return nil
}
