//go:build !windows

package desk

import (
	"os/exec"
	"path/filepath"
	"runtime"
)

// folderProgram shows a file in its folder, without a shell.
func folderProgram(path string) *exec.Cmd {
	command := folderCommand(runtime.GOOS, path)
	return exec.Command(command[0], command[1:]...) //nolint:noctx,gosec // it outlives the program; its name is a constant, the path an argument of its own
}

// folderCommand is what shows a file in its folder; only macOS selects it there.
func folderCommand(system, path string) []string {
	if system == "darwin" {
		return []string{"/usr/bin/open", "-R", path}
	}
	return []string{"xdg-open", filepath.Dir(path)}
}
