package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestTokenIsNotShown: a terminal does not show the token that is typed.
func TestTokenIsNotShown(t *testing.T) {
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no terminals here: %v", err)
	}
	defer master.Close()
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	terminal, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no terminals here: %v", err)
	}
	defer terminal.Close()
	var said bytes.Buffer
	type answer struct {
		text string
		err  error
	}
	read := make(chan answer)
	quiet := func() bool {
		state, err := unix.IoctlGetTermios(int(terminal.Fd()), unix.TCGETS)
		if err != nil {
			t.Fatal(err)
		}
		return state.Lflag&unix.ECHO == 0
	}
	ask := func(ctx context.Context) {
		go func() {
			text, err := (&Env{In: terminal, Err: &said}).secretLine(ctx)
			read <- answer{text, err}
		}()
		for !quiet() {
			runtime.Gosched()
		}
	}
	ask(t.Context())
	if _, err := master.WriteString("secret-token\n"); err != nil {
		t.Fatal(err)
	}
	if got := <-read; got.text != "secret-token" || got.err != nil {
		t.Fatalf("read %q, %v", got.text, got.err)
	}
	if _, err := terminal.WriteString("end"); err != nil {
		t.Fatal(err)
	}
	shown := make([]byte, 100)
	size, err := master.Read(shown)
	if err != nil || strings.Contains(string(shown[:size])+said.String(), "secret") {
		t.Errorf("the terminal shows %q, %v", shown[:size], err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ask(ctx)
	stop()
	if got := <-read; !errors.Is(got.err, errInterrupted) || quiet() {
		t.Errorf("who stops the question is told %v, and sees what they type: %t", got.err, !quiet())
	}
}
