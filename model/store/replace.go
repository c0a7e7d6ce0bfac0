package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"

	"zvonok/model"
)

// ErrReplacing says that a copy is just taking the college's place.
var ErrReplacing = errors.New("колледж восстанавливается из копии: подождите несколько секунд и повторите")

// enter gives the pools to who needs them until leave.
func (s *Store) enter() (pools, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.replacing {
		return pools{}, ErrReplacing
	}
	s.active++
	return s.pools, nil
}

func (s *Store) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.active--; s.active == 0 && s.idle != nil {
		close(s.idle)
		s.idle = nil
	}
}

// Replace is Restore for the college that is open here: it waits for what is under way, refuses what would begin,
// closes the college, puts the copy from path in its place and opens it again. Nothing changes when the copy is
// damaged or not ours. It must not be called within a transaction. Subscribers are told that all has changed.
func (s *Store) Replace(ctx context.Context, path string) (kept string, err error) {
	if err := s.seize(ctx); err != nil {
		return "", err
	}
	kept, err = s.exchange(ctx, path)
	s.mu.Lock()
	s.replacing = false
	s.mu.Unlock()
	if err != nil {
		return "", err
	}
	s.Publish(model.Change{All: true, Roster: true, Sync: true, Lessons: true})
	return kept, nil
}

// seize keeps everybody out and waits until nothing is under way.
func (s *Store) seize(ctx context.Context) error {
	s.mu.Lock()
	if s.replacing {
		s.mu.Unlock()
		return ErrReplacing
	}
	s.replacing = true
	quiet := make(chan struct{})
	if s.active == 0 {
		close(quiet)
	} else {
		s.idle = quiet
	}
	s.mu.Unlock()
	select {
	case <-quiet:
		return nil
	case <-ctx.Done():
		s.mu.Lock()
		defer s.mu.Unlock()
		s.replacing, s.idle = false, nil
		return ctx.Err()
	}
}

// exchange puts the copy in the college's place while nobody has it open; whatever happens, a college is open after it.
func (s *Store) exchange(ctx context.Context, path string) (kept string, err error) {
	// Once the college is closed there is no turning back half-way.
	ctx = context.WithoutCancel(ctx)
	if err := s.pools.close(); err != nil {
		return "", fmt.Errorf("не удалось закрыть базу данных: закройте «Звонок» и повторите: %w", err)
	}
	target := filepath.Join(s.dir, FileName)
	kept, err = Restore(ctx, s.dir, path)
	opened, openErr := open(ctx, target)
	if err == nil && openErr != nil && kept != "" {
		// The copy is whole and yet cannot be brought up to date: the college that was there comes back.
		err = errors.Join(openErr, putAside(target, target+".unusable"), putAside(kept, target))
		opened, openErr = open(ctx, target)
	}
	if openErr != nil {
		return "", errors.Join(err, openErr)
	}
	s.mu.Lock()
	s.pools = opened
	s.mu.Unlock()
	return kept, err
}

// CopyMark is how far a copy of the college goes.
type CopyMark struct {
	Audit int64 // the last line of «Журнал изменений»
	Peers map[model.MessengerID]bool
}

// MarkOf looks into a copy without changing it. What is not a whole copy of ours is an error in words.
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
	tx := &Tx{ctx: ctx, tx: sqlTx}
	if mark.Peers, err = tx.BoundPeers(); err != nil {
		return mark, err
	}
	return mark, tx.one(`SELECT coalesce(max(id), 0) FROM audit`, nil, &mark.Audit)
}

// DoneSince counts what was written into «Журнал изменений» after a line, the latest first.
func (tx *Tx) DoneSince(line int64) (done []model.DoneSince, err error) {
	err = tx.each(func(rows *sql.Rows) error {
		var d model.DoneSince
		err := rows.Scan(&d.Action, &d.Count)
		done = append(done, d)
		return err
	}, `SELECT action, count(*) FROM audit WHERE id > $1 GROUP BY action ORDER BY max(id) DESC`, line)
	return done, err
}
