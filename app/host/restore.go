package host

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

var errOwnDatabase = errors.New("это рабочая база данных колледжа, а не копия: выберите файл, записанный кнопкой «Сохранить копию как…»")

// BackupFile says what is in a file written by «Сохранить копию как…», and what the college would lose if it took its
// place. What is not a whole copy is an error in words.
func (h *Host) BackupFile(ctx context.Context, path string) (file model.BackupFile, err error) {
	if _, err := h.college.MaySetUp(ctx); err != nil {
		return file, err
	}
	if err := h.checkOutside(path); err != nil {
		return file, err
	}
	mark, err := store.MarkOf(ctx, path)
	if err != nil {
		return file, err
	}
	file = model.BackupFile{Name: filepath.Base(path), College: mark.College}
	err = h.college.Store.View(ctx, func(tx *store.Tx) error {
		name, err := college.NameIn(tx)
		if err != nil {
			return err
		}
		file.Other = mark.College != name
		if file.Loss, err = college.LossOf(tx, mark); err != nil || mark.At.IsZero() {
			return err
		}
		zone, err := h.college.Zone(tx)
		if err == nil {
			file.At = mark.At.In(zone)
		}
		return err
	})
	return file, err
}

// checkOutside refuses the college's own database as a copy of it.
func (h *Host) checkOutside(path string) error {
	own, err := os.Stat(filepath.Join(h.college.Dir, store.FileName))
	if err != nil {
		return nil //nolint:nilerr // the college is restored because it is not there
	}
	if chosen, err := os.Stat(path); err == nil && os.SameFile(own, chosen) {
		return errOwnDatabase
	}
	return nil
}

// RestoreBackup puts a copy in the college's place, while no agent works, here or in another process, and lets the agents
// go on with it. The college as it was is copied before; when even that is impossible, because it is damaged, it is kept
// in a file of its own. The people at work have to sign in again: the copy may have other accounts.
func (h *Host) RestoreBackup(ctx context.Context, name string) error {
	who, err := h.college.MayChangeHost(ctx)
	if err != nil {
		return err
	}
	path, err := h.college.BackupPath(ctx, name)
	if err != nil {
		return err
	}
	return h.restore(ctx, who, path)
}

// RestoreFile is RestoreBackup with a file written by «Сохранить копию как…», which stays as it is.
func (h *Host) RestoreFile(ctx context.Context, path string) error {
	who, err := h.college.MaySetUp(ctx)
	if err != nil {
		return err
	}
	if err := h.checkOutside(path); err != nil {
		return err
	}
	return h.restore(ctx, who, path)
}

func (h *Host) restore(ctx context.Context, who model.PersonID, path string) error {
	err := h.keeper.Quietly(ctx, func() error {
		return h.college.Quietly(ctx, func() error { return h.replace(ctx, who, path) })
	})
	if err != nil {
		return err
	}
	h.startOn(ctx, "a copy was restored")
	return nil
}

func (h *Host) replace(ctx context.Context, who model.PersonID, path string) error {
	var name model.Name
	err := h.college.Store.View(ctx, func(tx *store.Tx) error {
		p, err := college.PersonOf(tx, who)
		name = p.Name
		return err
	})
	if err != nil {
		return err
	}
	_, copyErr := h.college.BackUp(ctx, model.BackupRestore, filepath.Base(path))
	if copyErr != nil {
		h.parts.Log.Warn("college not copied before a copy was restored", slog.Any("error", copyErr))
	}
	kept, err := h.college.Store.Replace(ctx, path, copyErr != nil)
	if err != nil {
		return err
	}
	if kept != "" {
		h.parts.Log.Info("the college as it was is kept", slog.String("file", filepath.Base(kept)))
	}
	return h.college.Store.Update(ctx, func(tx *store.Tx) error {
		switch p, err := tx.Person(who); {
		case errors.Is(err, store.ErrNotFound) || err == nil && p.Name != name:
			who = 0 // the copy is older than their accounts, or of another college
		case err != nil:
			return err
		}
		return tx.Audit(h.college.Clock.Now(), who, "Восстановление из резервной копии", filepath.Base(path), "")
	})
}
