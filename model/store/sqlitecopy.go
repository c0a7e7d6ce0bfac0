package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// vacuumInto writes a complete copy into a new file. The file is made first, empty, so that nobody else
// can read the copy at any moment and no other file is overwritten.
func vacuumInto(ctx context.Context, db *sql.DB, path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("файл %s уже есть: выберите другое имя", filepath.Base(path))
	}
	if err != nil {
		return fmt.Errorf("не удалось записать копию базы данных, проверьте папку и права: %w", err)
	}
	if err := f.Close(); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, `VACUUM INTO $1`, path); err != nil {
		return errors.Join(uncopied(err), os.Remove(path))
	}
	return nil
}

var errNoRoomForCopy = errors.New("копия базы данных не записана, на её диске кончилось место: освободите его и повторите")

// uncopied says why a copy could not be written. The disk may be another one than the college's.
func uncopied(err error) error {
	if noRoom(err) {
		return errNoRoomForCopy
	}
	return fmt.Errorf("не удалось записать копию базы данных: %w", err)
}

func (s sqlite) backup(ctx context.Context, path string) error {
	return vacuumInto(ctx, s.write, path) // the readers may write nothing, not even into another file
}
