package care

import (
	"context"
	"io"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Backups lists the copies of the college, the newest first, in the college's time zone.
func (s *Care) Backups(ctx context.Context) ([]model.Backup, error) {
	if _, err := s.college.MaySetUp(ctx); err != nil {
		return nil, err
	}
	zone, backups, err := s.college.Backups(ctx)
	for i := range backups {
		backups[i].At = backups[i].At.In(zone)
	}
	return backups, err
}

// BackUp carries out «Сделать копию».
func (s *Care) BackUp(ctx context.Context) error {
	who, err := s.college.MaySetUp(ctx)
	if err != nil {
		return err
	}
	made, err := s.college.BackUp(ctx, model.BackupByHand)
	if err != nil {
		return err
	}
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		return tx.Audit(s.college.Clock.Now(), who, "Резервная копия", made.Name, "")
	})
}

// WriteBackup carries out «Сохранить копию как…»: it writes a copy of the college as it is now.
func (s *Care) WriteBackup(ctx context.Context, w io.Writer) error {
	who, err := s.college.MayChangeHost(ctx)
	if err != nil {
		return err
	}
	if err := s.college.CopyTo(ctx, w); err != nil {
		return err
	}
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		return tx.Audit(s.college.Clock.Now(), who, "Резервная копия сохранена в файл", "", "")
	})
}

// BackupLoss says what the college would lose if the copy took its place. A damaged copy is an error.
func (s *Care) BackupLoss(ctx context.Context, name string) (loss model.BackupLoss, err error) {
	if _, err := s.college.MaySetUp(ctx); err != nil {
		return loss, err
	}
	path, err := s.college.BackupPath(ctx, name)
	if err != nil {
		return loss, err
	}
	mark, err := store.MarkOf(ctx, path)
	if err != nil {
		return loss, err
	}
	return store.Read(ctx, s.college.Store, func(tx *store.Tx) (model.BackupLoss, error) { return college.LossOf(tx, mark) })
}
