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

// Rescue helps with a college that cannot be opened. Somebody who can work with the data folder owns it, so no right is
// checked.
type Rescue struct{ Dir string }

// Copies lists the copies that the college can be restored from, the newest first, in local time: the college's own zone
// cannot be read. A college that moved elsewhere has none: restored, it would exist twice.
func (r Rescue) Copies() ([]model.Backup, error) {
	if moved, err := store.MovedAt(context.Background(), filepath.Join(r.Dir, store.FileName)); err == nil && moved {
		return nil, nil
	}
	backups, err := college.BackupsIn(r.Dir, time.Now())
	for i := range backups {
		backups[i].At = backups[i].At.Local()
	}
	return backups, err
}

// Restore puts a copy of the list in the college's place, while no agent works; what was there is kept beside it.
func (r Rescue) Restore(ctx context.Context, name string) error {
	backups, err := r.Copies()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(backups, func(b model.Backup) bool { return b.Name == name }) {
		return app.ErrBackupGone
	}
	return (&college.College{Dir: r.Dir}).Quietly(ctx, func() error {
		_, err := store.Restore(ctx, r.Dir, filepath.Join(r.Dir, college.BackupFolder, name))
		return err
	})
}
