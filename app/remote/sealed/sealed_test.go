package sealed_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"zvonok/app/remote/sealed"
)

const planted = "Волков Олег, 5"

func open(t *testing.T, dir, secret string) *sealed.Folder {
	t.Helper()
	f, err := sealed.Open(dir, secret, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func put(t *testing.T, f *sealed.Folder, name, text string) {
	t.Helper()
	if err := f.Put(name, []byte(text), true); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, f *sealed.Folder, name string) string {
	t.Helper()
	text, err := f.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestOnlyTheSecretOpens: a person who has the secret reads what was written last; nobody else reads anything, not even the names.
func TestOnlyTheSecretOpens(t *testing.T) {
	dir, secret := filepath.Join(t.TempDir(), "a"), sealed.NewSecret()
	f := open(t, dir, secret)
	put(t, f, planted, "before")
	put(t, f, planted, planted)
	put(t, f, "other", "another text")
	for _, f := range []*sealed.Folder{f, open(t, dir, secret)} {
		if got := get(t, f, planted); got != planted {
			t.Errorf("read %q", got)
		}
	}
	if got := get(t, open(t, dir, sealed.NewSecret()), planted); got != "" {
		t.Errorf("another secret reads %q", got)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 2 {
		t.Fatal(files, err)
	}
	texts := make([][]byte, 2)
	for i, file := range files {
		if texts[i], err = os.ReadFile(file); err != nil || bytes.Contains(texts[i], []byte("Волков")) || strings.Contains(file, "Волков") {
			t.Errorf("%s: %q, %v", file, texts[i], err)
		}
	}
	// a file under the name of another one, and one that was cut off
	for i, text := range [][]byte{texts[1], texts[1][:10]} {
		if err := os.WriteFile(files[i], text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := get(t, f, planted), get(t, f, "other"); a != "" || b != "" {
		t.Errorf("read %q and %q", a, b)
	}
	if err := f.Clear(); err != nil || get(t, f, "other") != "" {
		t.Error(err)
	}
	put(t, f, "other", "again")
}

// TestRoom: a folder does not grow beyond what it may hold, and keeps what was written last.
func TestRoom(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir, "secret")
	for n := range 50 {
		put(t, f, fmt.Sprint(n), strings.Repeat("x", 1000))
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) > 10 || get(t, f, "49") == "" || get(t, f, "0") != "" {
		t.Errorf("%d files, %v", len(files), err)
	}
}

// TestLastingOrRefused: where it cannot be said that a text will be there after a power cut, who asked for that is told; and it counts
// against what the folder may hold all the same.
func TestLastingOrRefused(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("folders of this user open always")
	}
	dir := t.TempDir()
	f := open(t, dir, "secret")
	locked := func(mode os.FileMode) {
		t.Helper()
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
	}
	locked(0o300) // files can be written in it, but it cannot be opened
	defer locked(0o700)
	text := []byte(strings.Repeat("x", 1000))
	for n := range 9 {
		if err := f.Put(fmt.Sprint(n), text, true); err == nil {
			t.Error("it is said to last")
		}
	}
	if err := f.Put("another", text, false); err == nil {
		t.Error("the folder is full, and makes no room without being read")
	}
	locked(0o700)
	put(t, f, "last", string(text))
	if files, err := os.ReadDir(dir); err != nil || len(files) > 10 || get(t, f, "last") == "" {
		t.Errorf("%d files, %v", len(files), err)
	}
}

// TestNoLimit: a folder of what nobody may lose loses nothing, however much it is.
func TestNoLimit(t *testing.T) {
	f, err := sealed.Open(t.TempDir(), "secret", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"first", "last"} {
		if err := f.Put(name, []byte(strings.Repeat("x", 1000)), true); err != nil {
			t.Fatal(err)
		}
	}
	if len(get(t, f, "first")) != 1000 || len(get(t, f, "last")) != 1000 {
		t.Error("something was lost")
	}
}
