package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zvonok/model/store"
)

// fill makes files with their names in them.
func fill(t *testing.T, dir string, names ...string) {
	t.Helper()
	for _, name := range names {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// holds are the files of a folder.
func holds(t *testing.T, dir string) string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(dir, path)
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return strings.Join(names, " ")
}

// TestSettle: a college of the roaming folder comes to the local one, whatever of it was done before.
func TestSettle(t *testing.T) {
	wal := store.FileName + "-wal"
	for name, c := range map[string]struct {
		prepare  func(t *testing.T, old, dir string)
		in, left string // dir, and the old folder under its new name
		fails    string
	}{
		"nothing":    {func(*testing.T, string, string) {}, "", "", ""},
		"only a log": {func(t *testing.T, old, _ string) { fill(t, old, "zvonok.log") }, "", "", ""},
		"a college": {func(t *testing.T, old, _ string) {
			fill(t, old, store.FileName, wal, "копии/вчера.db", "window.lock", "window.lock.door", "server.json")
		}, store.FileName + " " + wal + " копии/вчера.db", store.FileName + " " + wal + " server.json window.lock window.lock.door копии/вчера.db", ""},
		"beside preferences": {func(t *testing.T, old, dir string) { fill(t, old, store.FileName); fill(t, dir, "preferences.json") }, store.FileName + " preferences.json", store.FileName, ""},
		"both have one": {func(t *testing.T, old, dir string) {
			fill(t, old, store.FileName, "старый")
			fill(t, dir, store.FileName)
		}, store.FileName, "", ""},
		"cut off": {func(t *testing.T, old, dir string) {
			fill(t, old+"-переносится", store.FileName, wal)
			fill(t, dir, wal, store.FileName+".part")
		}, store.FileName + " " + wal, store.FileName + " " + wal, ""},
		"cut off at the end": {func(t *testing.T, old, dir string) {
			fill(t, old+"-переносится", store.FileName)
			fill(t, dir, store.FileName)
		}, store.FileName, store.FileName, ""},
		"moved before": {func(t *testing.T, old, _ string) {
			fill(t, old, store.FileName)
			fill(t, movedName(old), "прежний")
		}, store.FileName, "прежний", ""},
		"no room": {func(t *testing.T, old, dir string) {
			fill(t, old, store.FileName)
			fill(t, dir, store.FileName+".part/занято")
		}, "", "", "проверьте место на диске и права"},
	} {
		t.Run(name, func(t *testing.T) {
			old, dir := filepath.Join(t.TempDir(), "Roaming", "zvonok"), filepath.Join(t.TempDir(), "Local", "zvonok")
			c.prepare(t, old, dir)
			err := settle(dir, old)
			if (err == nil) != (c.fails == "") || err != nil && !strings.Contains(err.Error(), c.fails) {
				t.Fatalf("it says %v", err)
			}
			if err != nil {
				if !holdsCollege(old + "-переносится") {
					t.Error("the college is lost")
				}
				return
			}
			if got := holds(t, dir); got != c.in {
				t.Errorf("the folder has %q, not %q", got, c.in)
			}
			if got := holds(t, movedName(old)); got != c.left {
				t.Errorf("of the old one is left %q, not %q", got, c.left)
			}
			if err := settle(dir, old); err != nil || holds(t, dir) != c.in {
				t.Errorf("again: %v", err)
			}
		})
	}
}
