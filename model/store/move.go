package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"zvonok/model"
)

// settingMoved says where a college has moved: what is left here is not opened any more.
const settingMoved Setting = "college.moved"

// checkMoved refuses what a college left behind when it moved: otherwise one college would become two, with different
// changes in each.
func (tx *Tx) checkMoved() error {
	to, err := tx.Setting(settingMoved, "")
	if err != nil || to == "" {
		return err
	}
	return fmt.Errorf("%w, теперь он здесь: %s. Открывайте его там; прежние записи сохранены, но не меняются", model.ErrMoved, to)
}

var (
	errOccupied  = errors.New("на новом месте уже есть колледж: назовите пустую базу данных или папку без колледжа")
	errSameKind  = errors.New("колледж переносят из папки данных в базу PostgreSQL или обратно")
	errNotMarked = errors.New("колледж перенесён, но прежний не удалось закрыть: больше не открывайте его, чтобы не вести два сразу")
)

// Move gives the college of s to an empty database. Nobody else can write meanwhile; afterwards s is kept, but no longer opened.
func (s *Store) Move(ctx context.Context, to *Store) error {
	from, file := s.engine.(sqlite)
	database, ok := to.engine.(postgres)
	if !file || !ok {
		return errSameKind
	}
	writing, err := from.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer writing.Rollback()
	if err := database.fill(ctx, writing, true); err != nil {
		return database.explain(err)
	}
	return leave(ctx, writing, database.place())
}

// MoveToFolder gives the college of s to its data folder, which may hold only what a college left behind. Nobody else can write
// meanwhile; afterwards s is kept, but no longer opened.
func (s *Store) MoveToFolder(ctx context.Context) error {
	from, ok := s.engine.(postgres)
	if !ok {
		return errSameKind
	}
	target := filepath.Join(s.dir, FileName)
	if _, err := os.Stat(target); err == nil {
		old, err := Open(ctx, s.dir)
		if err == nil {
			return errors.Join(errOccupied, old.Close())
		}
		if !errors.Is(err, model.ErrMoved) {
			return errors.Join(errOccupied, err)
		}
	}
	writing, err := from.write.BeginTx(ctx, nil)
	if err != nil {
		return from.explain(err)
	}
	defer writing.Rollback()
	made := target + ".moving"
	_ = os.Remove(made) // left by a move that was cut off
	if err := from.export(ctx, made, writing); err != nil {
		return err
	}
	err = putAside(target, fmt.Sprintf("%s.before-move-%s", target, time.Now().UTC().Format("20060102-150405.000")))
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	if err := errors.Join(err, os.Rename(made, target)); err != nil {
		return fmt.Errorf("колледж не записан в папку данных, и ничего не изменено: %w", err)
	}
	return leave(ctx, writing, target)
}

// leave marks the transaction's college as moved to another place.
func leave(ctx context.Context, tx *sql.Tx, to string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, settingMoved, to)
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		return errors.Join(errNotMarked, err)
	}
	return nil
}
