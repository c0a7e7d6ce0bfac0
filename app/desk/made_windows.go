package desk

import (
	"os/exec"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/windows"
)

// folderProgram shows a file selected in its folder, without a shell. Explorer reads its command line by itself: the quotes
// belong around the path alone, where Go would put them around the whole argument. No path of Windows holds a quote.
func folderProgram(path string) *exec.Cmd {
	folder, _ := windows.GetSystemWindowsDirectory()            // without it the name alone is looked for in PATH
	show := exec.Command(filepath.Join(folder, "explorer.exe")) //nolint:noctx // it outlives the program
	show.SysProcAttr = &syscall.SysProcAttr{CmdLine: `explorer.exe /select,"` + path + `"`}
	return show
}
