package files

import (
	"golang.org/x/sys/windows"
)

// systemPlaces are the person's own folders, wherever Windows has put them, and the disks.
func systemPlaces() (found []place) {
	for _, own := range []struct {
		name string
		id   *windows.KNOWNFOLDERID
	}{{"Рабочий стол", windows.FOLDERID_Desktop}, {"Документы", windows.FOLDERID_Documents}, {"Загрузки", windows.FOLDERID_Downloads}} {
		if path, err := windows.KnownFolderPath(own.id, windows.KF_FLAG_DEFAULT); err == nil {
			found = append(found, place{own.name, path})
		}
	}
	disks, _ := windows.GetLogicalDrives() // without disks the list is empty
	for letter := range 26 {
		if disks&(1<<letter) != 0 {
			disk := string(rune('A'+letter)) + ":"
			found = append(found, place{disk, disk + `\`})
		}
	}
	return found
}
