package system

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"
)

// TestSecondStart: the second start brings the first window to the front, also one that is not there yet, and ends;
// nobody comes in by the port alone.
func TestSecondStart(t *testing.T) {
	lock := filepath.Join(t.TempDir(), "window.lock")
	first, err := Claim(lock, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Claim(lock, ""); !errors.Is(err, ErrShown) {
		t.Fatalf("the second start: %v", err)
	}
	shown := make(chan string, 9)
	first.OnKnock(func(link string) { shown <- link })
	<-shown // what was asked before the window was there
	if _, err := Claim(lock, "zvonok://connect/1/x"); !errors.Is(err, ErrShown) {
		t.Fatalf("the third start: %v", err)
	}
	if link := <-shown; link != "zvonok://connect/1/x" {
		t.Errorf("it was started with a link, and the window told %q", link)
	}
	info, err := os.Stat(lock + ".door")
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	stranger, err := net.Dial("tcp", first.door.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer stranger.Close()
	_, _ = fmt.Fprintf(stranger, "%s\n", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	if n, err := stranger.Read(make([]byte, 9)); n > 0 || err == nil || len(shown) > 0 {
		t.Errorf("a stranger got %d bytes, %v, and the window %d knocks", n, err, len(shown))
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	next, err := Claim(lock, "")
	if err != nil {
		t.Fatalf("after the first was closed: %v", err)
	}
	if err := next.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestTaken: what holds the folder without a window, or was left by one that is gone, is told of in words.
func TestTaken(t *testing.T) {
	for name, door := range map[string]string{"no door": "", "gone": "127.0.0.1:1 AAAA 1\n", "nonsense": "??\n"} {
		t.Run(name, func(t *testing.T) {
			lock := filepath.Join(t.TempDir(), "window.lock")
			holder, err := Claim(lock, "")
			if err != nil {
				t.Fatal(err)
			}
			defer holder.Close()
			if err := os.Remove(holder.file); err != nil {
				t.Fatal(err)
			}
			if door != "" {
				if err := os.WriteFile(holder.file, []byte(door), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := Claim(lock, ""); !errors.Is(err, ErrTaken) {
				t.Errorf("got %v", err)
			}
		})
	}
}
