package remote

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/remote/kept"
	"zvonok/app/vault"
	"zvonok/model"
)

// remembered is somebody who asked to be remembered.
func remembered(dir string, v vault.Vault) Work {
	return Work{Person: 3, Remember: true, Dir: dir, Vault: v}
}

// written are all bytes that a folder holds, with the names.
func written(t *testing.T, dir string) (text []byte) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		text = append(append(text, path...), content...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestKeptAnswers: a person who is remembered finds what they were told when they come again without the server; nobody else reads it.
func TestKeptAnswers(t *testing.T) {
	dir, v := t.TempDir(), &vault.Memory{}
	f := serve(t)
	s := f.sits(t, remembered(dir, v))
	if _, err := s.client.Groups(signedIn(t)); err != nil {
		t.Fatal(err)
	}
	s.client.Close()
	if text := written(t, dir); len(text) == 0 || bytes.Contains(text, []byte("ДО-19-3")) || bytes.Contains(text, []byte("Groups")) {
		t.Errorf("the computer has %q", text)
	}
	again := func() error {
		f.client = NewClient(f.link)
		f.client.UseClock(f.clock)
		if err := f.client.Begin(remembered(dir, v).as(goodToken)); err != nil {
			t.Error(err)
		}
		defer f.client.Close()
		rows, err := f.client.Groups(signedIn(t))
		if err == nil && (len(rows) != 1 || rows[0].Name != "ДО-19-3") {
			t.Errorf("read %+v", rows)
		}
		return err
	}
	f.end()
	if err := again(); err != nil {
		t.Errorf("without the server: %v", err)
	}
	f.clock.pass(kept.Longest - time.Hour)
	if err := again(); err != nil {
		t.Errorf("after almost 14 days: %v", err)
	}
	f.clock.pass(2 * time.Hour)
	if err := again(); !errors.Is(err, ErrNoServer) {
		t.Errorf("after 14 days: %v", err)
	}
	if text := written(t, dir); len(text) > 0 {
		t.Errorf("after 14 days the computer has %q", text)
	}
	if key, err := v.Get(t.Context(), "cache--3"); !errors.Is(err, vault.ErrNone) {
		t.Errorf("the vault has %q, %v", key, err)
	}
}

// TestNothingStays: of a person who signs out, whose session ends, or who was never remembered, nothing stays on the computer.
func TestNothingStays(t *testing.T) {
	for _, c := range []struct {
		name  string
		work  func(dir string, v vault.Vault) Work
		leave func(s *seat)
	}{
		{"signed out", remembered, func(s *seat) { s.client.Leave() }},
		{"ended", remembered, func(s *seat) {
			_ = s.fails(app.ErrSignedOut)
			s.tell.tell(model.Change{Number: 7, Roster: true})
			await(t, s.lines, model.LineSignedOut)
			s.client.Close()
		}},
		{"not remembered, and killed", func(dir string, v vault.Vault) Work { return Work{Person: 3, Dir: dir, Vault: v} }, func(*seat) {}},
		{"no longer remembered", remembered, func(s *seat) {
			again := s.client.work.Load().Work
			again.Remember = false
			_ = s.client.Begin(again)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, v := t.TempDir(), &vault.Memory{}
			s := serve(t).sits(t, c.work(dir, v))
			if _, err := s.client.Groups(signedIn(t)); err != nil {
				t.Fatal(err)
			}
			c.leave(s)
			if text := written(t, dir); len(text) > 0 {
				t.Errorf("the computer has %q", text)
			}
		})
	}
}

// TestNoVault: without a keyring one works all the same, and is told what that means.
func TestNoVault(t *testing.T) {
	dir := t.TempDir()
	f := serve(t)
	err := f.client.Begin(remembered(dir, noVault{&vault.Memory{}}).as(goodToken))
	if !errors.Is(err, errNoVault) {
		t.Errorf("it says %v", err)
	}
	if text := written(t, dir); len(text) > 0 {
		t.Errorf("the computer has %q", text)
	}
	if _, err := f.client.Groups(signedIn(t)); err != nil {
		t.Error(err)
	}
}

var errNoVault = errors.New("хранилище ключей недоступно")

type noVault struct{ *vault.Memory }

func (noVault) Get(context.Context, string) (string, error) { return "", errNoVault }
