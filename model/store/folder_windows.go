package store

import (
	"fmt"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/windows"
)

// fullDisk are the system's errors of a disk that is full.
var fullDisk = []syscall.Errno{windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL}

// closeFolder refuses a folder that lies on another computer: there the locks that keep two programs from writing at once cannot be
// relied on. Its rights are those of the user's own profile.
func closeFolder(dir string) error {
	full, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("не удалось открыть папку данных: %w", err)
	}
	volume := filepath.VolumeName(full)
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if err != nil {
		return fmt.Errorf("не удалось открыть папку данных: %w", err)
	}
	if strings.HasPrefix(volume, `\\`) && !strings.HasPrefix(volume, `\\?\`) || windows.GetDriveType(root) == windows.DRIVE_REMOTE {
		return fmt.Errorf("папка данных «%s» лежит в сети, и колледж в ней может повредиться: выберите папку на диске этого компьютера. "+
			"Чтобы с колледжем работали с других компьютеров, откройте его им в «Настройках системы»", dir)
	}
	return nil
}
