package remote

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestKeyMoves: the key comes to another computer under a passphrase, and takes no other key's place.
func TestKeyMoves(t *testing.T) {
	key, err := OpenKey(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	const passphrase = "дубрава-полоз-44"
	if _, err := SealKey(key, "короткая"); !errors.Is(err, errPassphrase) {
		t.Errorf("a short passphrase: %v", err)
	}
	sealed, err := SealKey(key, passphrase)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := SealKey(key, passphrase); err != nil || bytes.Equal(again, sealed) {
		t.Errorf("sealed twice it is the same: %v", err)
	}
	dir := t.TempDir()
	broken := bytes.Clone(sealed)
	broken[len(broken)/2] ^= 1
	for _, c := range []struct {
		text       []byte
		passphrase string
		want       error
	}{{sealed, "дубрава-полоз-45", errWrongPassphrase}, {[]byte("no key"), passphrase, errNoSealedKey}, {sealed[:40], passphrase, errNoSealedKey}} {
		if err := BringKey(dir, c.text, c.passphrase); !errors.Is(err, c.want) {
			t.Errorf("%.20q: %v, want %v", c.text, err, c.want)
		}
	}
	if err := BringKey(dir, broken, passphrase); err == nil {
		t.Error("a damaged file is taken")
	}
	if _, err := os.Stat(filepath.Join(dir, keyFile)); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("a key was made: %v", err)
	}
	for range 2 { // the flag stays in the command of a service
		if err := BringKey(dir, sealed, passphrase); err != nil {
			t.Fatal(err)
		}
	}
	if brought, err := OpenKey(dir); err != nil || brought.Pin != key.Pin {
		t.Errorf("another key came: %v", err)
	}
	other := t.TempDir()
	was, err := OpenKey(other)
	if err != nil {
		t.Fatal(err)
	}
	if err := BringKey(other, sealed, passphrase); !errors.Is(err, errOtherKey) {
		t.Errorf("in the place of another one: %v", err)
	}
	if now, err := OpenKey(other); err != nil || now.Pin != was.Pin {
		t.Errorf("the key that was there is another one: %v", err)
	}
}
