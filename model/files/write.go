package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteNew writes a file that only the user may read; one that is there is not overwritten. Where it cannot be written whole, nothing of it
// is left. Errors are Russian sentences that say what to do, if those of write are.
func WriteNew(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("файл %s уже есть: выберите другое имя", path)
	}
	if err != nil {
		return fmt.Errorf("не удалось создать файл %s: проверьте папку и права", path)
	}
	return fill(f, path, write)
}

// Replace is WriteNew in the place of a file that may be there, which stays as it is until the new one is whole.
func Replace(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".*"+filepath.Base(path))
	if err != nil {
		return unwritten(path, err)
	}
	return fill(f, path, write)
}

// fill writes a file, and gives it its name where it has another one so far.
func fill(f *os.File, path string, write func(io.Writer) error) error {
	err := write(f)
	if err == nil {
		err = f.Sync() // a full disk may be found no earlier
	}
	err = errors.Join(err, f.Close())
	if err == nil && f.Name() != path {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(unwritten(path, err), os.Remove(f.Name()))
	}
	return nil
}

// unwritten puts the system's errors, which are English, into words.
func unwritten(path string, err error) error {
	if errors.As(err, new(*fs.PathError)) || errors.As(err, new(*os.LinkError)) {
		return fmt.Errorf("файл %s не записан: проверьте, что на диске есть место, что в папку можно писать и что файл не открыт в другой программе", path)
	}
	return err
}
