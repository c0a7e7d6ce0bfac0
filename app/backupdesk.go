package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"

	"zvonok/model"
	"zvonok/model/store"
)

// errBackupGone: the list on the screen is older than the folder.
var errBackupGone = errors.New("этой копии больше нет: обновите список (F5)")

// Backups lists the copies of the college, the newest first, in the college's time zone.
func (s *Session) Backups(ctx context.Context) ([]model.Backup, error) {
	if err := s.mayNow(ctx); err != nil {
		return nil, err
	}
	zone, backups, err := s.college.backups(ctx)
	for i := range backups {
		backups[i].At = backups[i].At.In(zone)
	}
	return backups, err
}

// BackUp carries out «Сделать копию сейчас».
func (s *Session) BackUp(ctx context.Context) error {
	if err := s.mayNow(ctx); err != nil {
		return err
	}
	made, err := s.college.backUp(ctx, model.BackupByHand)
	if err != nil {
		return err
	}
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		return tx.Audit(s.college.Clock.Now(), s.Person().ID, "Резервная копия", made.Name, "")
	})
}

// WriteBackup carries out «Сохранить копию как…»: it writes a copy of the college as it is now.
func (s *Session) WriteBackup(ctx context.Context, w io.Writer) error {
	if err := s.mayNow(ctx); err != nil {
		return err
	}
	if err := s.college.copyTo(ctx, w); err != nil {
		return err
	}
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		return tx.Audit(s.college.Clock.Now(), s.Person().ID, "Резервная копия сохранена в файл", "", "")
	})
}

// BackupLoss says what the college would lose if the copy took its place. A damaged copy is an error.
func (s *Session) BackupLoss(ctx context.Context, name string) (loss model.BackupLoss, err error) {
	if err := s.mayNow(ctx); err != nil {
		return loss, err
	}
	path, err := s.backupPath(ctx, name)
	if err != nil {
		return loss, err
	}
	mark, err := store.MarkOf(ctx, path)
	if err != nil {
		return loss, err
	}
	return loss, s.college.Store.View(ctx, func(tx *store.Tx) error {
		if loss.Done, err = tx.DoneSince(mark.Audit); err != nil {
			return err
		}
		peers, err := tx.BoundPeers()
		for peer := range peers {
			if !mark.Peers[peer] {
				loss.Chats++
			}
		}
		return err
	})
}

// backupPath finds a copy of the list: no other file is one, whatever it is called.
func (s *Session) backupPath(ctx context.Context, name string) (string, error) {
	_, backups, err := s.college.backups(ctx)
	if err != nil {
		return "", err
	}
	for _, b := range backups {
		if b.Name == name {
			return filepath.Join(s.college.Dir, BackupFolder, name), nil
		}
	}
	return "", errBackupGone
}

// RestoreBackup puts a copy in the college's place, while no agent works, here or in another process, and lets the
// agents go on with it. The college as it was is copied before; when even that is impossible, because it is damaged, it is
// kept in a file of its own. Who is at work has to sign in anew: the copy may know other accounts.
func (s *Session) RestoreBackup(ctx context.Context, name string) error {
	if err := s.mayNow(ctx); err != nil {
		return err
	}
	path, err := s.backupPath(ctx, name)
	if err != nil {
		return err
	}
	err = s.keeper.quietly(ctx, func() error {
		return s.college.Quietly(ctx, func() error { return s.replace(ctx, path) })
	})
	if err != nil {
		return err
	}
	if err := s.StartAgent(ctx); err != nil {
		// The college is restored all the same: TokenState tells what keeps the agent away.
		s.desk.Log.Warn("the agent did not start after a copy was restored", slog.Any("error", err))
	}
	return nil
}

func (s *Session) replace(ctx context.Context, path string) error {
	_, copyErr := s.college.backUp(ctx, model.BackupRestore, filepath.Base(path))
	if copyErr != nil {
		s.desk.Log.Warn("college not copied before a copy was restored", slog.Any("error", copyErr))
	}
	kept, err := s.college.Store.Replace(ctx, path, copyErr != nil)
	if err != nil {
		return err
	}
	if kept != "" {
		s.desk.Log.Info("the college as it was is kept", slog.String("file", filepath.Base(kept)))
	}
	actor := s.Person().ID
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		switch _, err := tx.Person(actor); {
		case errors.Is(err, store.ErrNotFound):
			actor = 0 // the copy is older than they
		case err != nil:
			return err
		}
		return tx.Audit(s.college.Clock.Now(), actor, "Восстановление из резервной копии", filepath.Base(path), "")
	})
}
