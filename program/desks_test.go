package program

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"zvonok/app/cli"
	"zvonok/app/remote"
	"zvonok/model"
)

// deskPassword can be typed with the keys of any layout.
const deskPassword = "zelenyi chemodan 7"

// window is the program's window on a computer of its own: with a screen, a home and a data folder.
type window struct {
	screen
	*process
	dir string
}

// newWindow opens the window by a connection link on which somebody clicked.
func newWindow(t *testing.T, link model.ConnectionLink) *window {
	t.Helper()
	w := &window{screen: newScreen(t), dir: t.TempDir()}
	w.process = w.show(t, program(t), "window", "--link", link.String(), "--data", w.dir)
	return w
}

// title is the text in the window's title bar; empty while no window is open.
func (w *window) title(t *testing.T) string {
	t.Helper()
	said := new(bytes.Buffer)
	ask := exec.CommandContext(t.Context(), "xdotool", "search", "--onlyvisible", "--name", ".", "getwindowname")
	ask.Env, ask.Stdout = append(os.Environ(), "DISPLAY="+w.display), said
	_ = ask.Run() // fails while there is no window
	return said.String()
}

// home is the folder of the window's user.
func (w *window) home() (home string) {
	for _, variable := range w.cmd.Env {
		if dir, found := strings.CutPrefix(variable, "HOME="); found {
			home = dir // the last one holds
		}
	}
	return home
}

// awaits waits until the title begins so.
func (w *window) awaits(t *testing.T, title string) {
	t.Helper()
	waitFor(t, "«"+title+"»", time.Minute, func() bool { return strings.HasPrefix(w.title(t), title) })
}

// presses presses a key, again and again until that has led on.
func (w *window) presses(t *testing.T, key, what string, on func() bool) {
	t.Helper()
	waitFor(t, what, time.Minute, func() bool {
		if on() {
			return true
		}
		w.xdo(t, "key", key)
		return false
	})
}

// connects says yes to the college that the link leads to, which the computer remembers then.
func (w *window) connects(t *testing.T, college string) {
	t.Helper()
	w.awaits(t, "Подключение к колледжу")
	w.presses(t, "Return", "connecting", func() bool {
		var kept struct{ Current string }
		text, err := os.ReadFile(filepath.Join(w.dir, "colleges.json"))
		return err == nil && json.Unmarshal(text, &kept) == nil && kept.Current == college
	})
}

// signsIn goes in by a login and the password.
func (w *window) signsIn(t *testing.T, login string) {
	t.Helper()
	w.awaits(t, "Вход")
	for _, text := range []string{login, deskPassword} {
		w.xdo(t, "type", text)
		w.xdo(t, "key", "Return")
	}
	waitFor(t, login+" in the window", time.Minute, func() bool { title := w.title(t); return title != "" && !strings.HasPrefix(title, "Вход") })
}

// barColor is the colour of the window's top bar, which a dialog dims.
func (w *window) barColor() color.RGBA {
	picture, err := w.image()
	if err != nil {
		return color.RGBA{}
	}
	middle, top := picture.Rect.Dx()/2, 0
	for top < picture.Rect.Dy() && picture.RGBAAt(middle, top) == bareScreen {
		top++
	}
	return picture.RGBAAt(middle, top+inBar)
}

// inBar is a line of the window in its top bar.
const inBar = 10

// bareScreen is the colour where no window is.
var bareScreen = color.RGBA{A: 255}

// happens reports whether something comes about soon.
func happens(what func() bool) bool {
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if what() {
			return true
		}
	}
	return false
}

// addsGroup adds a group in the window, and tries again while that does not reach the college, as a person does who reads that the
// line is lost.
func (w *window) addsGroup(t *testing.T, name string, there func() bool) {
	t.Helper()
	w.xdo(t, "key", "ctrl+2")
	w.awaits(t, "Пользователи")
	bright := w.barColor()
	dimmed := func() bool { return w.barColor() != bright }
	waitFor(t, name+" at the college", time.Minute, func() bool {
		w.xdo(t, "key", "ctrl+n")
		if happens(dimmed) {
			w.xdo(t, "type", name)
			w.xdo(t, "key", "Return")
		}
		if happens(there) {
			return true
		}
		w.xdo(t, "key", "Escape")
		return false
	})
	waitFor(t, "the end of the dialog", time.Minute, func() bool { return !dimmed() })
}

// beside is the college as it is asked by somebody without a window.
type beside struct {
	*remote.Client
	as context.Context
}

// has reports whether the college has a group.
func (b beside) has(name string) func() bool {
	return func() bool {
		groups, err := b.Groups(b.as)
		return err == nil && slices.ContainsFunc(groups, func(g model.GroupRow) bool { return g.Name == name })
	}
}

// TestDesks: the windows of two computers work in the college of a server that is killed and comes again: they live on without
// it, and go on with it.
func TestDesks(t *testing.T) {
	if _, err := exec.LookPath("xdotool"); err != nil {
		t.Skip("there is no xdotool here: scripts/setup.sh --tests installs it")
	}
	c := newServed(t)
	second := c.command(t, "account", "orlova", "--admin", "--name", "Орлова Светлана Юрьевна").ended(t)
	accounts := []struct{ login, oneTime string }{{"kagan", c.oneTime}, {"orlova", oneTimeOf(t, second)}}
	r := c.serve(t)
	desk := remote.NewClient(r.link)
	t.Cleanup(desk.Close)
	private := secrets{deskPassword: true}
	var windows []*window
	for _, a := range accounts {
		private.keep(a.oneTime)
		if _, err := desk.ChangePassword(t.Context(), a.login, a.oneTime, deskPassword); err != nil {
			t.Fatal(err)
		}
		w := newWindow(t, r.link)
		w.connects(t, r.link.College)
		w.signsIn(t, a.login)
		windows = append(windows, w)
	}
	begun, err := desk.BeginSession(t.Context(), "kagan", deskPassword, model.Computer{Name: "без окна"})
	if err != nil {
		t.Fatal(err)
	}
	private.keep(begun.Token)
	college := beside{desk, remote.As(t.Context(), func() string { return begun.Token })}
	for i, w := range windows {
		name := fmt.Sprintf("DO-26-%d", i)
		w.addsGroup(t, name, college.has(name))
	}

	r.end(t, os.Kill)
	for i, w := range windows {
		w.xdo(t, "key", "ctrl+3")
		w.awaits(t, "Чаты")
		w.save(t, filepath.Join(root, "build", fmt.Sprintf("desk-%d-lost.png", i)))
	}
	again := c.serve(t, "--listen", r.link.Addresses[0])
	for i, w := range windows {
		name := fmt.Sprintf("MTO-26-%d", i)
		w.addsGroup(t, name, college.has(name))
		w.save(t, filepath.Join(root, "build", fmt.Sprintf("desk-%d-again.png", i)))
	}
	for _, w := range windows {
		w.process.signal(t, syscall.SIGTERM)
		if end := w.wait(t); end.code != cli.ExitDone || strings.Contains(end.err, "panic") {
			t.Errorf("exit code %d\n%s", end.code, end.err)
		}
		found, err := private.under(w.dir, w.home())
		if err != nil {
			t.Error(err)
		}
		for path, secrets := range found {
			if len(secrets) > 0 {
				t.Errorf("%s holds a password or a token", path)
			}
		}
	}
	desk.Close()
	again.end(t, syscall.SIGTERM)
}
