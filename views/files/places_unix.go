//go:build !windows

package files

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// systemPlaces are the person's own folders and what is plugged in: the mounts of Linux and the volumes of macOS.
func systemPlaces() []place {
	home, _ := os.UserHomeDir()     // without one there are disks alone
	config, _ := os.UserConfigDir() // without one the folders have their usual names
	dirs, _ := os.ReadFile(filepath.Join(config, "user-dirs.dirs"))
	mounted, _ := os.ReadFile("/proc/self/mounts")
	volumes, _ := filepath.Glob("/Volumes/*")
	disks := append(mounts(string(mounted)), volumes...)
	found := ownPlaces(home, string(dirs))
	for _, path := range disks {
		found = append(found, place{filepath.Base(path), path})
	}
	return found
}

// ownPlaces are the folders of a home that are there; dirs is the person's user-dirs.dirs, which says what the desktop calls them.
func ownPlaces(home, dirs string) []place {
	if home == "" {
		return nil
	}
	folders := []place{{"Домашняя папка", home}, {"Рабочий стол", filepath.Join(home, "Desktop")},
		{"Документы", filepath.Join(home, "Documents")}, {"Загрузки", filepath.Join(home, "Downloads")}}
	for line := range strings.Lines(dirs) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		at := slices.Index([]string{"", "XDG_DESKTOP_DIR", "XDG_DOCUMENTS_DIR", "XDG_DOWNLOAD_DIR"}, key)
		if at <= 0 {
			continue
		}
		value = strings.ReplaceAll(strings.Trim(value, `"`), `\`, "")
		if rest, inHome := strings.CutPrefix(value, "$HOME"); inHome {
			value = home + rest
		}
		folders[at].path = filepath.Clean(value)
	}
	return slices.DeleteFunc(folders, func(p place) bool {
		info, err := os.Stat(p.path)
		return err != nil || !info.IsDir() || p.path == home && p.name != folders[0].name // a folder that is switched off is the home itself
	})
}

// mounts are the folders of a table of mounts where disks appear that people plug in or share.
func mounts(mounted string) (paths []string) {
	for line := range strings.Lines(mounted) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		path := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\134`, `\`).Replace(fields[1])
		if slices.ContainsFunc([]string{"/media/", "/run/media/", "/mnt/"}, func(root string) bool { return strings.HasPrefix(path, root) }) {
			paths = append(paths, path)
		}
	}
	return paths
}
