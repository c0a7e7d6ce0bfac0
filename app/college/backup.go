package college

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
)

// BackupFolder is the folder of copies in the data folder.
const BackupFolder = "backups"

const (
	// unfinished ends the name of a copy that is still being written; one that a killed program left is removed
	// after leftover.
	unfinished = ".part"
	leftover   = 24 * time.Hour
	// exportFolder is the pattern of the folder in which a copy is made that goes elsewhere.
	exportFolder = "copy-*"
	// spare is how much room on the disk is left next to a copy, in bytes: the college itself grows as well.
	spare = 32 << 20
)

// BackupBefore makes a copy of the college before a mass change and forgets copies that need not be kept. When it fails,
// the change must not begin: the error says so. A college that no roster was loaded into yet has nothing to lose.
func (c *College) BackupBefore(ctx context.Context, why model.BackupWhy) error {
	loaded, err := store.Read(ctx, c.Store, func(tx *store.Tx) (int, error) { return tx.IntSetting(store.SettingRosterVersion, 0) })
	if err != nil || loaded == 0 {
		return err
	}
	if _, err := c.BackUp(ctx, why); err != nil {
		return fmt.Errorf("изменение не начато, потому что не удалось сделать резервную копию — %w", err)
	}
	return nil
}

// BackUpDaily makes the day's copy, the day being the college's, unless there is one.
func (c *College) BackUpDaily(ctx context.Context) error {
	zone, backups, err := c.Backups(ctx)
	if err != nil {
		return err
	}
	today := c.Clock.Now().In(zone).Format(time.DateOnly)
	for _, b := range backups {
		if b.Why == model.BackupDaily && b.At.In(zone).Format(time.DateOnly) == today {
			return nil
		}
	}
	_, err = c.BackUp(ctx, model.BackupDaily)
	return err
}

// BackUp makes a copy and forgets those that need not be kept, but for the named ones.
func (c *College) BackUp(ctx context.Context, why model.BackupWhy, keep ...string) (model.Backup, error) {
	folder := filepath.Join(c.Dir, BackupFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return model.Backup{}, fmt.Errorf("не удалось создать папку копий %s: проверьте права на папку данных (%w)", folder, err)
	}
	if err := c.roomFor(folder); err != nil {
		return model.Backup{}, err
	}
	now := c.Clock.Now()
	made, err := c.copyInto(ctx, folder, now, why)
	if err != nil {
		return model.Backup{}, err
	}
	zone, backups, err := c.Backups(ctx)
	if err != nil {
		return made, err
	}
	for _, b := range model.ExpiredBackups(backups, now, zone) {
		if b.Name != made.Name && !slices.Contains(keep, b.Name) {
			_ = os.Remove(filepath.Join(folder, b.Name)) // held open by another program: the next copy tries again
		}
	}
	return made, nil
}

// copyInto writes the next copy of this second. It gets its name when it is whole.
func (c *College) copyInto(ctx context.Context, folder string, now time.Time, why model.BackupWhy) (model.Backup, error) {
	_, backups, err := c.Backups(ctx)
	if err != nil {
		return model.Backup{}, err
	}
	n := 1
	for _, b := range backups {
		if b.At.Equal(now.UTC().Truncate(time.Second)) {
			n = max(n, b.N+1)
		}
	}
	made, _ := model.ParseBackupName(model.BackupName(now, why, n))
	path := filepath.Join(folder, made.Name)
	part := path + unfinished
	if err := c.Store.Backup(ctx, part); err != nil {
		return made, err
	}
	if err := os.Rename(part, path); err != nil {
		return made, errors.Join(fmt.Errorf("не удалось записать копию, проверьте права на папку %s: %w", folder, err), os.Remove(part))
	}
	return made, nil
}

// roomFor refuses a copy that would fill the disk: a full disk would stop the college's own work.
func (c *College) roomFor(folder string) error {
	size := uint64(0)
	for _, tail := range []string{"", "-wal"} {
		if info, err := os.Stat(filepath.Join(c.Dir, store.FileName+tail)); err == nil {
			size += uint64(info.Size())
		}
	}
	free, err := c.FreeDisk(folder)
	if err != nil {
		return nil //nolint:nilerr // where the system does not say, the attempt will show
	}
	if free < size+spare {
		return fmt.Errorf("на диске мало места: свободно %s, нужно %s — освободите место и повторите", model.SizeWords(free), model.SizeWords(size+spare))
	}
	return nil
}

// FreeDisk is how many bytes are free where the folder is.
func (c *College) FreeDisk(folder string) (uint64, error) {
	if c.DiskSpace != nil {
		return c.DiskSpace(folder)
	}
	return freeDisk(folder)
}

// Backups lists the copies, the newest first, and gives the college's time zone.
func (c *College) Backups(ctx context.Context) (zone *time.Location, backups []model.Backup, err error) {
	zone, err = store.Read(ctx, c.Store, c.Zone)
	if err != nil {
		return nil, nil, err
	}
	backups, err = BackupsIn(c.Dir, c.Clock.Now())
	return zone, backups, err
}

// BackupsIn lists the copies in a data folder, the newest first, and removes what killed programs have left there.
func BackupsIn(dir string, now time.Time) (backups []model.Backup, err error) {
	folder := filepath.Join(dir, BackupFolder)
	files, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("папка копий %s не открывается: проверьте права на неё (%w)", folder, err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue // removed meanwhile, or not ours
		}
		if strings.HasSuffix(f.Name(), unfinished) && now.Sub(info.ModTime()) > leftover {
			_ = os.Remove(filepath.Join(folder, f.Name()))
		}
		if b, ok := model.ParseBackupName(f.Name()); ok {
			b.Size = info.Size()
			backups = append(backups, b)
		}
	}
	model.SortBackups(backups)
	return backups, nil
}

// LastBackup is the newest copy, in the college's time zone; its At is zero while there is none.
func (c *College) LastBackup(ctx context.Context) (last model.Backup, err error) {
	zone, backups, err := c.Backups(ctx)
	if err != nil || len(backups) == 0 {
		return last, err
	}
	last = backups[0]
	last.At = last.At.In(zone)
	return last, nil
}

// BackupPath finds a copy of the list: no other file is one, whatever it is called.
func (c *College) BackupPath(ctx context.Context, name string) (string, error) {
	_, backups, err := c.Backups(ctx)
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(backups, func(b model.Backup) bool { return b.Name == name }) {
		return "", app.ErrBackupGone
	}
	return filepath.Join(c.Dir, BackupFolder, name), nil
}

// LossOf says what the college would lose if the copy with this mark took its place.
func LossOf(tx *store.Tx, mark store.CopyMark) (loss model.BackupLoss, err error) {
	if loss.Done, err = tx.DoneSince(mark); err != nil {
		return loss, err
	}
	peers, err := tx.BoundPeers()
	for peer := range peers {
		if !mark.Peers[peer] {
			loss.Chats++
		}
	}
	return loss, err
}

// CopyTo writes a copy of the college as it is now to w.
func (c *College) CopyTo(ctx context.Context, w io.Writer) error {
	folder, err := os.MkdirTemp(c.Dir, exportFolder)
	if err != nil {
		return fmt.Errorf("не удалось записать копию, проверьте права на папку данных: %w", err)
	}
	defer os.RemoveAll(folder)
	if err := c.roomFor(folder); err != nil {
		return err
	}
	path := filepath.Join(folder, store.FileName)
	if err := c.Store.Backup(ctx, path); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

// Sweep removes what restores and exports that were killed have left in the data folder.
func (c *College) Sweep(context.Context) error {
	files, failed := os.ReadDir(c.Dir)
	for _, f := range files {
		if !strings.HasPrefix(f.Name(), store.FileName+".restoring") && !strings.HasPrefix(f.Name(), strings.TrimSuffix(exportFolder, "*")) {
			continue
		}
		if info, err := f.Info(); err == nil && c.Clock.Now().Sub(info.ModTime()) > leftover {
			failed = errors.Join(failed, os.RemoveAll(filepath.Join(c.Dir, f.Name())))
		}
	}
	return failed
}
