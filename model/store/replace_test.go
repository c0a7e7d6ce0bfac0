package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zvonok/model"
)

// TestReplace puts a copy in the place of a college that is open here and in another Store, as in another process: who
// works meanwhile is waited for, who reads goes on with what was there, and afterwards everybody goes on with the copy.
func TestReplace(t *testing.T) {
	dir := t.TempDir()
	s, other := openAt(t, dir), openAt(t, dir)
	set(t, s, "первый")
	copied := filepath.Join(t.TempDir(), "копия.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	set(t, other, "второй")
	var told []model.Change
	t.Cleanup(s.Subscribe(func(c model.Change) { told = append(told, c) }))

	begun, end, done := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		done <- other.Update(t.Context(), func(tx *Tx) error {
			close(begun)
			<-end
			return tx.SetSetting(SettingCollegeName, "третий")
		})
	}()
	<-begun
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Replace(impatient, copied, true); !errors.Is(err, context.Canceled) {
		t.Errorf("who does not wait is told %v", err)
	}
	var kept string
	view(t, other, func(tx *Tx) error {
		before, err := tx.Setting(SettingCollegeName, "")
		if err != nil {
			return err
		}
		close(end)
		if err := <-done; err != nil {
			return err
		}
		if kept, err = s.Replace(t.Context(), copied, true); err != nil {
			return err
		}
		after, err := tx.Setting(SettingCollegeName, "")
		if before != "второй" || after != before {
			t.Errorf("who reads meanwhile reads %q, then %q", before, after)
		}
		return err
	})
	for _, who := range []*Store{s, other} {
		if got := get(t, who); got != "первый" {
			t.Errorf("the college is %q", got)
		}
	}
	if len(told) != 1 || !told[0].All || !told[0].Roster {
		t.Errorf("subscribers were told %+v", told)
	}
	set(t, other, "четвёртый")
	if got := get(t, s); got != "четвёртый" {
		t.Errorf("what the other writes afterwards is not here: %q", got)
	}
	was := t.TempDir()
	if err := os.Rename(kept, filepath.Join(was, FileName)); err != nil {
		t.Fatal(err)
	}
	if got := nameIn(t, was); got != "третий" {
		t.Errorf("kept %q", got)
	}

	if err := os.WriteFile(copied, []byte("не копия"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Replace(t.Context(), copied, true); err == nil || !strings.Contains(err.Error(), "повреждён") {
		t.Errorf("a damaged copy gives %v", err)
	}
	if got := get(t, s); got != "четвёртый" {
		t.Errorf("after a damaged copy the college is %q", got)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*restor*")); err != nil || left != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestReplaceDamaged: a college with a damaged page is kept as it is and replaced while it is open; one that is no
// database any more is not, in words, and is replaced once it is closed.
func TestReplaceDamaged(t *testing.T) {
	onlySQLite(t)
	for _, c := range []struct {
		name  string
		tenth int // of the file, from which on it is spoilt
		here  bool
	}{{"pages", 9, true}, {"all of it", 0, false}} {
		t.Run(c.name, func(t *testing.T) {
			dir, copied := t.TempDir(), filepath.Join(t.TempDir(), "копия.db")
			s := openAt(t, dir)
			set(t, s, "первый")
			update(t, s, func(tx *Tx) error { // the last tenth of the file is rows, none of the schema
				return tx.SetSetting("test.filling", strings.Repeat("x", 1<<20))
			})
			if err := errors.Join(s.Backup(t.Context(), copied), s.Close()); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, FileName)
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			db, err := sql.Open(driver, dsn(path, nil))
			if err != nil {
				t.Fatal(err)
			}
			opened := pools{write: db, read: db}
			s = &Store{dir: dir, pools: opened, engine: sqlite{dir, opened}}
			t.Cleanup(func() { _ = db.Close() })
			from := len(content) * c.tenth / 10
			for i := from; i < len(content); i++ {
				content[i] = 0xAA
			}
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			kept, err := s.Replace(t.Context(), copied, true)
			if c.here != (err == nil) || err != nil && !strings.Contains(err.Error(), "выполните zvonok restore "+copied) {
				t.Errorf("replacing gives %q, %v", kept, err)
			}
			if !c.here {
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				if kept, err = Restore(t.Context(), dir, copied); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := os.ReadFile(kept); err != nil || !bytes.Equal(got[from:], content[from:]) {
				t.Errorf("the damaged college is not kept as it was, %v", err)
			}
			if got := nameIn(t, dir); got != "первый" {
				t.Errorf("the college is %q", got)
			}
		})
	}
}

// TestRestoreKeepsAddresses: a copy does not decide where this computer's tokens and browsers go.
func TestRestoreKeepsAddresses(t *testing.T) {
	onlySQLite(t)
	for _, open := range []bool{true, false} {
		dir := t.TempDir()
		s := openAt(t, dir)
		set := func(name Setting, value string) {
			t.Helper()
			if err := s.Update(t.Context(), func(tx *Tx) error { return tx.SetSetting(name, value) }); err != nil {
				t.Fatal(err)
			}
		}
		set(SettingAPIAddress, "https://evil.example")
		set(SettingSignInAddress, "https://evil.example")
		set(SettingCollegeName, "Из копии")
		copied := filepath.Join(t.TempDir(), "copy.db")
		if err := s.Backup(t.Context(), copied); err != nil {
			t.Fatal(err)
		}
		set(SettingAPIAddress, "https://api.example.ru")
		set(SettingSignInAddress, "")
		set(SettingCollegeName, "Прежний")
		if open {
			if _, err := s.Replace(t.Context(), copied, false); err != nil {
				t.Fatal(err)
			}
		} else {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if _, err := Restore(t.Context(), dir, copied); err != nil {
				t.Fatal(err)
			}
			s = openAt(t, dir)
		}
		for name, want := range map[Setting]string{
			SettingAPIAddress: "https://api.example.ru", SettingSignInAddress: "", SettingCollegeName: "Из копии",
		} {
			err := s.View(t.Context(), func(tx *Tx) error {
				got, err := tx.Setting(name, "")
				if got != want {
					t.Errorf("open %v: %s is %q, want %q", open, name, got, want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestRestoreOfWhatWasLeftBehind: a copy of what a college left where it has moved from can be restored, and is opened then.
func TestRestoreOfWhatWasLeftBehind(t *testing.T) {
	s := openAt(t, t.TempDir())
	set(t, s, "первый")
	if err := s.Update(t.Context(), func(tx *Tx) error { return tx.SetSetting(settingMoved, "postgres://") }); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(t.TempDir(), "оставлено.db")
	if err := s.Backup(t.Context(), left); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := Restore(t.Context(), dir, left); err != nil {
		t.Fatal(err)
	}
	restored, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatalf("it was restored, and then opens with %v", err)
	}
	if err := restored.Close(); err != nil {
		t.Error(err)
	}
}
