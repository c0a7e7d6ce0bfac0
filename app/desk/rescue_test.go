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
	r := Rescue{Dir: dir}
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
