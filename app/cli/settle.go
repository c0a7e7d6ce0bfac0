package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"zvonok/model/store"
)

// settle brings the college of the folder old to dir, and gives the old folder another name: two colleges of the same people would
// part. It does nothing where old has none, or dir has one. What was cut off goes on at the next call. The first renaming fails
// on Windows while any program has a file of the folder open, so nobody writes there meanwhile.
func settle(dir, old string) error {
	moving := filepath.Clean(old) + "-переносится"
	if !holdsCollege(dir) && !holdsCollege(moving) {
		if !holdsCollege(old) {
			return nil
		}
		if err := os.Rename(old, moving); err != nil {
			return fmt.Errorf("колледж переезжает из папки %s в %s, но она занята: закройте окна «Звонка», остановите его команды и повторите", old, dir)
		}
	}
	if !holdsCollege(moving) {
		return nil
	}
	if !holdsCollege(dir) {
		if err := copyCollege(moving, dir); err != nil {
			return fmt.Errorf("колледж не удалось перенести из папки %s в %s, он пока в %s: проверьте место на диске и права на обе папки и повторите (%w)",
				old, dir, moving, err)
		}
	}
	_ = os.Rename(moving, movedName(old)) // the college is where it belongs by now
	return nil
}

// copyCollege copies a data folder that nobody uses. The database comes last: without it there is no college yet.
func copyCollege(from, to string) error {
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(to, name), 0o700)
		case name == store.FileName, ofProcess(name), !entry.Type().IsRegular():
			return nil
		}
		return copyFile(path, filepath.Join(to, name))
	})
	if err != nil {
		return err
	}
	part := filepath.Join(to, store.FileName+".part")
	if err := copyFile(filepath.Join(from, store.FileName), part); err != nil {
		return err
	}
	return os.Rename(part, filepath.Join(to, store.FileName))
}

// ofProcess reports whether a file means nothing once the process that wrote it has ended.
func ofProcess(name string) bool {
	return name == "server.json" || slices.Contains([]string{".lock", ".door"}, filepath.Ext(name)) || strings.HasSuffix(name, "-shm")
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
