package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// prepareFolder makes the data folder, for its owner alone, or makes sure that nobody else can put a file into it.
func prepareFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("не удалось создать папку данных: %w", err)
	}
	if err := closeFolder(dir); err != nil {
		return err
	}
	for _, name := range []string{FileName, FileName + "-wal", FileName + "-shm"} {
		info, err := os.Lstat(filepath.Join(dir, name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return fmt.Errorf("не удалось открыть файл базы данных: %w", err)
		case !info.Mode().IsRegular():
			return fmt.Errorf("файл «%s» в папке данных — ссылка или не обычный файл: положите на его место сам файл базы данных", name)
		}
	}
	return nil
}
