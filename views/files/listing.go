package files

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"zvonok/model"
)

// list reads a folder: folders and files of the extensions, without hidden ones.
func list(dir string, extensions []string) ([]fileRow, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var rows []fileRow
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		info, err := os.Stat(filepath.Join(dir, e.Name())) // follows links, as the program will
		if err != nil {
			continue
		}
		file := isFile(info, extensions)
		if file && len(extensions) > 0 && !slices.Contains(extensions, strings.ToLower(filepath.Ext(e.Name()))) {
			continue
		}
		rows = append(rows, fileRow{name: e.Name(), folder: !file, size: info.Size(), changed: info.ModTime()})
	}
	model.Sort(rows, compareFiles)
	return rows, nil
}

// isFile reports whether something is taken as a whole: a file, or a program of macOS where such are looked for, which is a folder.
func isFile(info os.FileInfo, extensions []string) bool {
	return !info.IsDir() || filepath.Ext(info.Name()) == ".app" && slices.Contains(extensions, ".app")
}

// compareFiles puts folders before files, each by name.
func compareFiles(a, b fileRow) int {
	if a.folder != b.folder {
		if a.folder {
			return -1
		}
		return 1
	}
	return cmp.Or(strings.Compare(model.Fold(a.name), model.Fold(b.name)), strings.Compare(a.name, b.name))
}

func sizeWords(r fileRow) string {
	if r.folder {
		return "папка"
	}
	return model.SizeWords(uint64(max(r.size, 0)))
}
