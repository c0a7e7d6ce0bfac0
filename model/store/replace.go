package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/mattn/go-sqlite3"

	"zvonok/model"
)

// SettingGeneration is a random text that every restore renews: a person's number from before the restore may be another
// person's now.
const SettingGeneration Setting = "college.generation"

// Replace puts the copy from path in the place of the college that is open here and perhaps in other processes, which
// all go on with it: its pages are written into the same file in one transaction, so that everybody's transactions are of
// the college before or of the one after. With keep the former college is copied next to it, however damaged,
// and the copy's name returned. Nothing changes when the copy from path is damaged or not ours. It must not be called
// within a transaction. Subscribers are told that all has changed.
func (s *Store) Replace(ctx context.Context, path string, keep bool) (kept string, err error) {
	own := map[Setting]string{}
	_ = s.View(ctx, func(tx *Tx) (err error) {
		for _, name := range ofThisComputer {
			if own[name], err = tx.Setting(name, ""); err != nil {
				return err // nothing is taken from a damaged college
			}
		}
		return nil
	})
	fresh, err := prepare(ctx, s.dir, path, own)
	if err != nil {
		return "", sqlite{}.explain(err)
	}
	defer s.tell()
	s.order.Lock()
	defer s.order.Unlock()
	kept, err = s.engine.replace(ctx, fresh, keep)
	err = errors.Join(err, os.Remove(fresh))
	if isDamaged(err) {
		return "", fmt.Errorf("файл колледжа повреждён так, что его нельзя заменить, пока он открыт: закройте «Звонок», остановите zvonok agent и zvonok serve и выполните zvonok restore %s (%w)", path, err)
	}
	if err != nil {
		return "", s.engine.explain(err)
	}
	_, done := toNote(ctx) // the copy does not have the request for this restore
	done(true)
	return kept, s.View(ctx, func(tx *Tx) error {
		at, err := tx.position()
		if err == nil {
			c := model.Anything()
			c.Number = at.Number
			s.moved(at, c)
		}
		return err
	})
}

func (s sqlite) replace(ctx context.Context, fresh string, keep bool) (kept string, err error) {
	return overwrite(ctx, s.write, filepath.Join(s.dir, FileName), fresh, keep)
}

// overwrite gives the college at target, which db writes to, the pages of fresh; with keep those that it had go into a
// file next to it before. Where it fails, the college is as it was, and nothing is next to it.
func overwrite(ctx context.Context, db *sql.DB, target, fresh string, keep bool) (kept string, err error) {
	if keep {
		kept = keptName(target)
		f, err := os.OpenFile(kept, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // nobody else may read it at any moment
		if err != nil {
			return "", fmt.Errorf("не удалось отложить прежнюю базу данных, проверьте права на папку данных: %w", err)
		}
		beside, err := sql.Open(driver, dsn(kept, nil))
		if err = errors.Join(f.Close(), err); err != nil {
			return "", err
		}
		if err := errors.Join(copyPages(ctx, beside, db), beside.Close()); err != nil {
			return "", errors.Join(fmt.Errorf("не удалось отложить прежнюю базу данных: %w", err), os.Remove(kept))
		}
	}
	source, err := sql.Open(driver, dsn(fresh, url.Values{"mode": {"ro"}}))
	if err == nil {
		err = errors.Join(copyPages(ctx, db, source), source.Close())
	}
	if err != nil {
		err = fmt.Errorf("не удалось записать копию на место базы данных: %w", err)
		if keep {
			err = errors.Join(err, os.Remove(kept))
		}
		return "", err
	}
	return kept, nil
}

// copyPages makes the database to equal to from, page by page, in one transaction of each.
func copyPages(ctx context.Context, to, from *sql.DB) error {
	return onConn(ctx, to, func(dest *sqlite3.SQLiteConn) error {
		return onConn(ctx, from, func(source *sqlite3.SQLiteConn) error {
			b, err := dest.Backup("main", source, "main")
			if err != nil {
				return err
			}
			done, err := b.Step(-1)
			if err == nil && !done {
				err = errors.New("другая программа слишком долго пишет в базу данных: повторите позже")
			}
			return errors.Join(err, b.Finish())
		})
	})
}

// onConn runs fn on a connection that nobody else uses meanwhile.
func onConn(ctx context.Context, db *sql.DB, fn func(*sqlite3.SQLiteConn) error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	err = conn.Raw(func(c any) error { return fn(c.(*sqlite3.SQLiteConn)) })
	return errors.Join(err, conn.Close())
}

// isDamaged reports whether SQLite does not even take the file for a database.
func isDamaged(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && (e.Code == sqlite3.ErrCorrupt || e.Code == sqlite3.ErrNotADB)
}

// CopyMark is how far a copy of the college goes.
type CopyMark struct {
	Audit   int64     // the last line of «Журнал изменений»
	At      time.Time // of that line, UTC; zero when there is none
	College string
	Peers   map[model.MessengerID]bool
}

// MarkOf looks into a copy without changing it. A file that is no complete copy of ours is an error in words.
func MarkOf(ctx context.Context, path string) (mark CopyMark, err error) {
	if err := probe(ctx, path); err != nil {
		return mark, err
	}
	db, err := sql.Open(driver, dsn(path, url.Values{"mode": {"ro"}}))
	if err != nil {
		return mark, err
	}
	defer db.Close()
	sqlTx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return mark, err
	}
	defer sqlTx.Rollback()
	tx := &Tx{ctx: ctx, tx: sqlTx, engine: sqlite{}}
	if mark.Peers, err = tx.BoundPeers(); err != nil {
		return mark, err
	}
	if mark.College, err = tx.Setting(SettingCollegeName, model.DefaultSettings().CollegeName); err != nil {
		return mark, err
	}
	err = tx.one(`SELECT coalesce(max(id), 0), max(at) FROM audit`, nil, &mark.Audit, toMoment{&mark.At})
	return mark, err
}

// DoneSince counts what was written into «Журнал изменений» after a copy was made, the latest first. A line that has
// grown since then has a later time and counts.
func (tx *Tx) DoneSince(mark CopyMark) ([]model.DoneSince, error) {
	return load(tx, func(d *model.DoneSince) []any { return []any{&d.Action, &d.Count} },
		`SELECT action, count(*) FROM audit WHERE id > $1 OR at > $2 GROUP BY action ORDER BY max(id) DESC`, mark.Audit, seconds(mark.At))
}
