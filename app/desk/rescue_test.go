package desk

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/model/store/pgtest"
)

// TestRescue: a college whose file is damaged lists its copies and comes back from one; no other file is taken for one.
func TestRescue(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, store.FileName)
	s, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, college.BackupFolder), 0o700); err != nil {
		t.Fatal(err)
	}
	name := model.BackupName(time.Date(2026, 11, 28, 8, 0, 0, 0, time.UTC), model.BackupDaily, 1)
	err = errors.Join(s.Backup(t.Context(), filepath.Join(dir, college.BackupFolder, name)), s.Close(),
		os.Remove(path+"-wal"), os.Remove(path+"-shm"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), dir); err == nil {
		t.Fatal("a damaged college opened")
	}
	r := &Folder{Parts: Parts{Dir: dir}}
	copies, err := r.Copies()
	if err != nil || len(copies) != 1 || copies[0].Name != name {
		t.Fatalf("copies %v, %v", copies, err)
	}
	if err := r.Restore(t.Context(), "../college.db"); !errors.Is(err, app.ErrBackupGone) {
		t.Errorf("another file was taken: %v", err)
	}
	if err := r.Restore(t.Context(), name); err != nil {
		t.Fatal(err)
	}
	if s, err = store.Open(t.Context(), dir); err != nil {
		t.Fatalf("after the copy: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestNoRescueOfWhatMoved: a window on the folder that a college has left for a database offers no copy of it.
func TestNoRescueOfWhatMoved(t *testing.T) {
	if !pgtest.On() {
		t.Skip("without PostgreSQL: scripts/with-postgres.sh starts one")
	}
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	name := model.BackupName(time.Date(2026, 11, 28, 8, 0, 0, 0, time.UTC), model.BackupDaily, 1)
	err = errors.Join(os.Mkdir(filepath.Join(dir, college.BackupFolder), 0o700), s.Backup(t.Context(), filepath.Join(dir, college.BackupFolder, name)))
	if err != nil {
		t.Fatal(err)
	}
	r := &Folder{Parts: Parts{Dir: dir}}
	if copies, err := r.Copies(); err != nil || len(copies) != 1 {
		t.Fatalf("before it moves: %v, %v", copies, err)
	}
	to, err := store.OpenDatabase(t.Context(), dir, store.Database{URL: pgtest.Empty(t)})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Move(t.Context(), to), s.Close(), to.Close()); err != nil {
		t.Fatal(err)
	}
	if copies, err := r.Copies(); err != nil || len(copies) != 0 {
		t.Errorf("it could be restored from %v, %v", copies, err)
	}
	if err := r.Restore(t.Context(), name); !errors.Is(err, app.ErrBackupGone) {
		t.Errorf("it is restored: %v", err)
	}
}
