package store

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// FuzzRestore restores copies of which bytes were written over and the end was cut off: each is refused or becomes a college
// that opens or says what is wrong, within its time.
func FuzzRestore(f *testing.F) {
	s, err := Open(context.Background(), f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	path := filepath.Join(f.TempDir(), "копия.db")
	if err := s.Backup(context.Background(), path); err != nil {
		f.Fatal(err)
	}
	if err := s.Close(); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(0), []byte{}, uint32(0))
	f.Add(uint32(0), []byte("SQLite format 4"), uint32(0))
	f.Add(uint32(16), []byte{0xff, 0xff}, uint32(0))                     // the size of a page
	f.Add(uint32(28), []byte{0xff, 0xff, 0xff, 0xff}, uint32(0))         // how many there are
	f.Add(uint32(100), []byte{5, 0, 0, 0, 1}, uint32(0))                 // the first page of the schema
	f.Add(uint32(4096), []byte{13, 0, 0, 255, 255, 0, 0}, uint32(1<<12)) // a leaf, and the last page is not there
	f.Add(uint32(0), []byte{}, uint32(len(good)-1))
	f.Fuzz(func(t *testing.T, at uint32, over []byte, cut uint32) {
		data := append([]byte{}, good...)
		copy(data[int(at)%len(data):], over)
		data = data[:len(data)-int(cut)%len(data)]
		dir := t.TempDir()
		path := filepath.Join(dir, "копия.db")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, end := context.WithTimeout(t.Context(), time.Minute)
		defer end()
		home := filepath.Join(dir, "college")
		if _, err := Restore(ctx, home, path); err == nil {
			if s, err := Open(ctx, home); err == nil {
				_ = s.Check(ctx)
				_ = s.Close()
			}
		}
		if ctx.Err() != nil {
			t.Error("it takes more than a minute")
		}
	})
}
