// Package storetest opens colleges for tests, on the engine under test. No program code imports it.
package storetest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"zvonok/model"
	"zvonok/model/store"
	"zvonok/model/store/pgtest"
)

// Open opens the college of dir: its file or, where tests run on PostgreSQL, a database of its own, to which the file in dir, if any,
// is moved.
func Open(tb testing.TB, dir string) (*store.Store, error) {
	tb.Helper()
	if !pgtest.On() {
		return store.Open(tb.Context(), dir)
	}
	ctx := context.Background() // the context of a benchmark ends before its cleanup
	s, err := store.OpenDatabase(ctx, dir, Database(tb, dir))
	if _, none := os.Stat(filepath.Join(dir, store.FileName)); err != nil || none != nil {
		return s, err
	}
	file, err := store.Open(ctx, dir)
	if errors.Is(err, model.ErrMoved) {
		return s, nil
	}
	if err == nil {
		err = errors.Join(file.Move(ctx, s), file.Close())
	}
	return s, err
}

// Copy gives the college of a folder, which nobody has open, to another folder too.
func Copy(tb testing.TB, from, to string) {
	tb.Helper()
	if pgtest.On() {
		pgtest.Copy(tb, from, to)
		return
	}
	college, err := os.ReadFile(filepath.Join(from, store.FileName))
	if err == nil {
		err = os.WriteFile(filepath.Join(to, store.FileName), college, 0o600) //nolint:gosec // folders of tests
	}
	if err != nil {
		tb.Fatal(err)
	}
}

// Database is the database of the college of dir.
func Database(tb testing.TB, dir string) store.Database {
	tb.Helper()
	return store.Database{URL: pgtest.Database(tb, dir, func(url string) error {
		s, err := store.OpenDatabase(context.Background(), tb.TempDir(), store.Database{URL: url})
		if err != nil {
			return err
		}
		return s.Close()
	})}
}
