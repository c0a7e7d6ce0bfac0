package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zvonok/model"
)

// TestReplace puts a copy in the place of the open college: who works meanwhile is waited for, who would begin is
// refused in words, and afterwards everybody goes on with the copy.
func TestReplace(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir)
	set(t, s, "первый")
	copied := filepath.Join(t.TempDir(), "копия.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	set(t, s, "второй")
	var told []model.Change
	t.Cleanup(s.Subscribe(func(c model.Change) { told = append(told, c) }))

	begun, end, done := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		done <- s.Update(t.Context(), func(tx *Tx) error {
			close(begun)
			<-end
			return tx.SetSetting(SettingCollegeName, "третий")
		})
	}()
	<-begun
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Replace(impatient, copied); !errors.Is(err, context.Canceled) {
		t.Errorf("who does not wait is told %v", err)
	}
	replaced := make(chan error)
	var kept string
	go func() {
		var err error
		kept, err = s.Replace(t.Context(), copied)
		replaced <- err
	}()
	for !s.closedToAll() {
		select {
		case err := <-replaced:
			t.Fatalf("replaced under a transaction: %v", err)
		default:
		}
	}
	for name, err := range map[string]error{
		"reading": s.View(t.Context(), func(*Tx) error { return nil }), "writing": s.Update(t.Context(), func(*Tx) error { return nil }),
		"copying": s.Backup(t.Context(), filepath.Join(dir, "x.db")),
	} {
		if !errors.Is(err, ErrReplacing) {
			t.Errorf("%s meanwhile gives %v", name, err)
		}
	}
	if _, err := s.Replace(t.Context(), copied); !errors.Is(err, ErrReplacing) {
		t.Errorf("a second replacement gives %v", err)
	}
	close(end)
	if err := errors.Join(<-done, <-replaced); err != nil {
		t.Fatal(err)
	}
	if got := get(t, s); got != "первый" {
		t.Errorf("the college is %q", got)
	}
	if len(told) != 1 || !told[0].All || !told[0].Roster {
		t.Errorf("subscribers were told %+v", told)
	}
	set(t, s, "четвёртый")
	was := t.TempDir()
	for _, tail := range []string{"", "-wal", "-shm"} {
		if err := os.Rename(kept+tail, filepath.Join(was, FileName+tail)); err != nil && tail == "" {
			t.Fatal(err)
		}
	}
	if got := nameIn(t, was); got != "третий" {
		t.Errorf("kept %q", got)
	}

	if err := os.WriteFile(copied, []byte("не копия"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Replace(t.Context(), copied); err == nil || !strings.Contains(err.Error(), "повреждён") {
		t.Errorf("a damaged copy gives %v", err)
	}
	if got := get(t, s); got != "четвёртый" {
		t.Errorf("after a damaged copy the college is %q", got)
	}
}

// closedToAll reports whether a replacement has begun.
func (s *Store) closedToAll() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.replacing
}
