package desk

import (
	"context"
	"path/filepath"
	"slices"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Copies lists the copies that a college which does not open can be restored from, the newest first, in local time: the college's
// own zone cannot be read. A college that moved elsewhere has none: restored, it would exist twice. Somebody who can work with the data
// folder owns it, so no right is checked.
func (f *Folder) Copies() ([]model.Backup, error) {
	if moved, err := store.MovedAt(context.Background(), filepath.Join(f.Dir, store.FileName)); err == nil && moved {
		return nil, nil
	}
	backups, err := college.BackupsIn(f.Dir, time.Now())
	for i := range backups {
		backups[i].At = backups[i].At.Local()
	}
	return backups, err
}

// Restore puts a copy of the list in the college's place, while no agent works; what was there is kept beside it.
func (f *Folder) Restore(ctx context.Context, name string) error {
	backups, err := f.Copies()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(backups, func(b model.Backup) bool { return b.Name == name }) {
		return app.ErrBackupGone
	}
	return (&college.College{Dir: f.Dir}).Quietly(ctx, func() error {
		_, err := store.Restore(ctx, f.Dir, filepath.Join(f.Dir, college.BackupFolder, name))
		return err
	})
}
