//go:build unix

package store

import (
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"syscall"
)

// fullDisk are the system's errors of a disk, or a user's share of it, that is full.
var fullDisk = []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT}

// closeFolder takes from others the right to write in the user's data folder, which a umask of 002 gives them. It refuses
// a folder that belongs to somebody else or is shared on purpose.
func closeFolder(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("не удалось открыть папку данных: %w", err)
	}
	if owner, known := info.Sys().(*syscall.Stat_t); known && int(owner.Uid) != os.Geteuid() {
		return fmt.Errorf("папка данных «%s» принадлежит другому пользователю компьютера, и он может подменить в ней файлы: "+
			"выберите другую папку или запустите «Звонок» от имени её владельца", dir)
	}
	const othersWrite = 0o022
	switch {
	case info.Mode().Perm()&othersWrite == 0:
		return nil
	case info.Mode()&fs.ModeSticky != 0:
		return fmt.Errorf("папка «%s» общая для всех пользователей компьютера: создайте в ней отдельную папку для данных", dir)
	}
	if err := os.Chmod(dir, 0o700); err != nil { //nolint:gosec // a folder
		return fmt.Errorf("в папку данных «%s» могут писать другие пользователи компьютера, и закрыть её не удалось: %w", dir, err)
	}
	slog.Warn("в папку данных могли писать другие пользователи компьютера; теперь она открыта только вам", slog.String("dir", dir))
	return nil
}
