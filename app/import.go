package app

import (
	"context"
	"errors"
	"fmt"
	"os"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// Imported is what an import found and, unless it was only looked at, did.
type Imported struct {
	Format   roster.Format
	Changes  roster.Changes
	Problems []roster.Problem
	Applied  bool
}

// ErrProblems says that the files hold problems, and nothing was imported.
var ErrProblems = errors.New("в файлах есть ошибки: исправьте их и повторите загрузку, в колледже ничего не изменено")

// ErrRosterChanged says that another roster was imported while the user looked at the changes of this one.
var ErrRosterChanged = errors.New("пока вы смотрели, списки колледжа изменила другая загрузка: повторите загрузку")

// errLookedAt ends an import that confirm declined.
var errLookedAt = errors.New("declined")

// Import reads the rosters at paths, compares them with the college and, when there are no problems and
// confirm agrees, applies all of it in one transaction. confirm sees the very changes that are then
// made; when another roster was applied in the meantime nothing is, which is ErrRosterChanged. Problems
// come with ErrProblems.
func (c *College) Import(ctx context.Context, paths []string, actor model.PersonID, confirm func(roster.Changes) bool) (Imported, error) {
	var done Imported
	options := roster.Options{}
	err := c.Store.View(ctx, func(tx *store.Tx) (err error) {
		options.Today, err = c.today(tx)
		return err
	})
	if err != nil {
		return done, err
	}
	snapshot, problems, err := roster.Read(ctx, paths, options)
	done.Format, done.Problems = snapshot.Format, problems
	if err != nil {
		return done, err
	}
	if len(problems) > 0 {
		return done, ErrProblems
	}
	err = c.apply(ctx, snapshot, actor, confirm, &done)
	if errors.Is(err, errLookedAt) {
		return done, nil
	}
	return done, err
}

// Apply makes the college what the snapshot says, as Import does with files.
func (c *College) Apply(ctx context.Context, snapshot roster.Snapshot) error {
	return c.apply(ctx, snapshot, 0, func(roster.Changes) bool { return true }, &Imported{})
}

func (c *College) apply(ctx context.Context, snapshot roster.Snapshot, actor model.PersonID, confirm func(roster.Changes) bool, done *Imported) error {
	compared := 0
	err := c.Store.View(ctx, func(tx *store.Tx) (err error) {
		if compared, err = tx.IntSetting(store.SettingRosterVersion, 0); err != nil {
			return err
		}
		college, err := tx.College()
		if err != nil {
			return err
		}
		done.Changes, done.Problems = roster.Compare(college, snapshot)
		return nil
	})
	if err != nil {
		return err
	}
	if len(done.Problems) > 0 {
		return ErrProblems
	}
	// Nobody is kept waiting while a person thinks: whether the answer is still to the point is seen after.
	if !confirm(done.Changes) {
		return errLookedAt
	}
	return c.write(ctx, compared, actor, done)
}

// write applies changes that were worked out while the rosters' version was compared.
func (c *College) write(ctx context.Context, compared int, actor model.PersonID, done *Imported) error {
	if err := c.BackupBefore(ctx, model.BackupImport); err != nil {
		return err
	}
	return c.Store.Update(ctx, func(tx *store.Tx) error {
		version, err := tx.IntSetting(store.SettingRosterVersion, 0)
		if err != nil {
			return err
		}
		if version != compared {
			return ErrRosterChanged
		}
		if err := tx.Record(c.Clock.Now()); err != nil {
			return err
		}
		if err := tx.ApplyRoster(done.Changes); err != nil {
			return err
		}
		done.Applied = true
		n := done.Changes.Counts()
		return tx.Audit(c.Clock.Now(), actor, "Загрузка списков", string(done.Changes.Format), fmt.Sprintf(
			"студенты: +%d −%d, родители: +%d −%d, сотрудники: +%d −%d",
			n.Students.Added, n.Students.Removed, n.Parents.Added, n.Parents.Removed, n.Staff.Added, n.Staff.Removed))
	})
}

// Template writes the workbook that colleges fill in; a file that is there is not overwritten.
func Template(path string) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("файл %s уже есть: выберите другое имя", path)
	}
	if err != nil {
		return fmt.Errorf("не удалось создать файл %s: проверьте папку и права", path)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return roster.WriteTemplate(f)
}
