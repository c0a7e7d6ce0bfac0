package system

import (
	"context"
	"os/exec"
	"syscall"
	"time"
)

// toastLimit is longer than PowerShell needs to begin on a slow computer.
const toastLimit = time.Minute

// Toast shows a notification of Windows and reports that it did; it takes a second, so it is not for the UI goroutine.
func Toast(app, title, text string) (bool, error) {
	ctx, cancel := context.WithTimeout(context.Background(), toastLimit)
	defer cancel()
	show := exec.CommandContext(ctx, "powershell.exe", toastCommand(app, title, text)...)
	show.SysProcAttr = &syscall.SysProcAttr{HideWindow: true}
	return true, show.Run()
}
