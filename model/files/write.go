package files

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// WriteNew writes a file that only the user may read; one that is there is not overwritten. Errors are Russian sentences that say what to do.
func WriteNew(path string, write func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("файл %s уже есть: выберите другое имя", path)
	}
	if err != nil {
		return fmt.Errorf("не удалось создать файл %s: проверьте папку и права", path)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return write(f)
}
