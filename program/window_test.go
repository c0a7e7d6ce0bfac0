package program

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"zvonok/app/cli"
)

// screen is a virtual display whose picture lies in a file.
type screen struct {
	display, picture string
	server           *os.Process
	bus              string // the socket of the desktop's D-Bus; empty without one
}

// newScreen starts a virtual display; without Xvfb the test is skipped.
func newScreen(tb testing.TB, args ...string) screen {
	tb.Helper()
	xvfb, err := exec.LookPath("Xvfb")
	if err != nil {
		tb.Skip("there is no Xvfb here: scripts/setup.sh --tests installs it")
	}
	dir := tb.TempDir()
	read, write, err := os.Pipe()
	if err != nil {
		tb.Fatal(err)
	}
	defer read.Close()
	cmd := exec.Command(xvfb, "-displayfd", "3", "-screen", "0", "1400x900x24", "-fbdir", dir, "-nolisten", "tcp", "-noreset")
	cmd.Args = append(cmd.Args, args...)
	cmd.ExtraFiles = []*os.File{write}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	_ = write.Close()
	tb.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	})
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		tb.Fatalf("Xvfb does not start: %v", err)
	}
	return screen{display: ":" + strings.TrimSpace(number), picture: filepath.Join(dir, "Xvfb_screen0"), server: cmd.Process}
}

// signal stops the display or lets it go on.
func (s screen) signal(tb testing.TB, sig os.Signal) {
	tb.Helper()
	if err := s.server.Signal(sig); err != nil {
		tb.Fatal(err)
	}
}

// environment is what a program needs to draw on the screen and to touch nothing of the user's.
func (s screen) environment(tb testing.TB) []string {
	home := tb.TempDir()
	return append(os.Environ(), "DISPLAY="+s.display, "WAYLAND_DISPLAY=", "LIBGL_ALWAYS_SOFTWARE=1", "HOME="+home,
		"XDG_CONFIG_HOME="+filepath.Join(home, "config"), "DBUS_SESSION_BUS_ADDRESS=unix:path="+cmp.Or(s.bus, filepath.Join(home, "nobody")))
}

// image reads the picture, which is in the format of X window dumps.
func (s screen) image() (*image.RGBA, error) {
	dump, err := os.ReadFile(s.picture)
	if err != nil || len(dump) < 100 {
		return nil, fmt.Errorf("no picture of %d bytes: %w", len(dump), err)
	}
	field := func(i int) int { return int(binary.BigEndian.Uint32(dump[4*i:])) }
	const header, width, height, lineBytes, colors = 0, 4, 5, 12, 19
	pixels := dump[field(header)+12*field(colors):]
	picture := image.NewRGBA(image.Rect(0, 0, field(width), field(height)))
	for y := range field(height) {
		for x := range field(width) {
			at := y*field(lineBytes) + 4*x
			picture.SetRGBA(x, y, color.RGBA{B: pixels[at], G: pixels[at+1], R: pixels[at+2], A: 255})
		}
	}
	return picture, nil
}

// colors counts the colours of the screen: an empty one has one, a window with text hundreds.
func (s screen) colors() int { return s.colorsBelow(0) }

// colorsBelow counts the colours of the lines from y on.
func (s screen) colorsBelow(y int) int {
	picture, err := s.image()
	if err != nil {
		return 0
	}
	seen := map[color.RGBA]bool{}
	for y := max(y, picture.Rect.Min.Y); y < picture.Rect.Max.Y; y += 2 {
		for x := picture.Rect.Min.X; x < picture.Rect.Max.X; x++ {
			seen[picture.RGBAAt(x, y)] = true
		}
	}
	return len(seen)
}

// save keeps the picture where people can look at it.
func (s screen) save(tb testing.TB, path string) {
	tb.Helper()
	picture, err := s.image()
	if err != nil {
		tb.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		tb.Fatal(err)
	}
	file, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, picture); err != nil {
		tb.Fatal(err)
	}
}

// show starts a program on the screen.
func (s screen) show(tb testing.TB, path string, args ...string) *process {
	tb.Helper()
	p := &process{cmd: exec.CommandContext(tb.Context(), path, args...)}
	p.cmd.Env = s.environment(tb)
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.err
	if err := p.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = p.cmd.Process.Kill() })
	return p
}

// fullOfText is how many colours a screen has once the letters' edges are on it.
const fullOfText = 60

// TestRealWindow opens the demonstration in a real window and ends it as a session's end does.
func TestRealWindow(t *testing.T) {
	s := newScreen(t)
	p := s.show(t, program(t), "demo")
	waitFor(t, "the window", time.Minute, func() bool { return s.colors() > fullOfText })
	time.Sleep(time.Second) // the frame after the first one has the rows
	s.save(t, filepath.Join(root, "build", "window.png"))
	p.signal(t, syscall.SIGTERM)
	end := p.wait(t)
	if end.code != cli.ExitDone || !strings.Contains(end.err, "Демонстрация") || strings.Contains(end.err, "panic") {
		t.Errorf("exit code %d\n%s%s", end.code, end.out, end.err)
	}
}

// TestSmallScreen: the first window goes beyond no edge of a small screen.
func TestSmallScreen(t *testing.T) {
	s := newScreen(t, "-screen", "0", "1024x600x24")
	s.show(t, program(t), "--data", t.TempDir())
	waitFor(t, "the window", time.Minute, func() bool { return s.colors() > fullOfText })
	waitFor(t, "a window within the screen", time.Minute, func() bool {
		picture, err := s.image()
		if err != nil {
			t.Fatal(err)
		}
		middle, bottom := picture.Rect.Dx()/2, picture.Rect.Dy()-1
		return picture.RGBAAt(middle, 0) == bareScreen && picture.RGBAAt(middle, bottom) == bareScreen && picture.RGBAAt(0, bottom/2) != bareScreen
	})
}

// noScreen is how the program says that the graphics did not start.
const noScreen = "окно открыть не удалось: нет экрана или OpenGL"

// Without a display the window says so in words.
func TestNoDisplay(t *testing.T) {
	if _, err := exec.LookPath("Xvfb"); err != nil {
		t.Skip("there is no X here")
	}
	nowhere := screen{display: ":9999"}
	end := nowhere.show(t, program(t), "--data", t.TempDir()).wait(t)
	if end.code != cli.ExitFailed || !strings.Contains(end.err, noScreen) || strings.Contains(end.err, "panic") {
		t.Errorf("exit code %d\n%s", end.code, end.err)
	}
	if _, cause, _ := strings.Cut(end.err, noScreen); !strings.Contains(cause, "GLFW") {
		t.Errorf("the cause is thrown away: %q", end.err)
	}
}

// TestNoOpenGL: on a screen without OpenGL the window says so in words and ends, and keeps nothing locked.
func TestNoOpenGL(t *testing.T) {
	s := newScreen(t, "-extension", "GLX")
	dir := t.TempDir()
	for range 2 { // the second one finds the folder free
		end := s.show(t, program(t), "--data", dir).wait(t)
		if end.code != cli.ExitFailed || !strings.Contains(end.err, noScreen) {
			t.Errorf("exit code %d\n%s", end.code, end.err)
		}
	}
}

// TestDamagedCollege: a college that does not open has a window all the same, a second start leads to it and ends, and
// Fyne says nothing on the terminal, whatever the language is called.
func TestDamagedCollege(t *testing.T) {
	s := newScreen(t)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "college.db"), []byte("this is not a database, nor has it ever been one"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("LANG", "POSIX")
	t.Setenv("LC_ALL", "")
	t.Setenv("LC_MESSAGES", "POSIX.UTF-8")
	p := s.show(t, program(t), "--data", dir)
	waitFor(t, "the window", time.Minute, func() bool { return s.colors() > fullOfText })
	second := s.show(t, program(t), "--data", dir).wait(t)
	if second.code != cli.ExitDone || !strings.Contains(second.err, "уже открыт") {
		t.Errorf("the second start: exit code %d\n%s", second.code, second.err)
	}
	p.signal(t, syscall.SIGTERM)
	end := p.wait(t)
	for _, err := range []string{end.err, second.err} {
		if strings.Contains(err, "Fyne") || strings.Contains(err, "panic") {
			t.Errorf("on the terminal: %s", err)
		}
	}
	if end.code != cli.ExitDone {
		t.Errorf("exit code %d\n%s", end.code, end.err)
	}
}

// TestQuitEnds: a quit ends although the screen has stopped answering.
func TestQuitEnds(t *testing.T) {
	s := newScreen(t)
	p := s.show(t, program(t), "--data", t.TempDir())
	waitFor(t, "the window", time.Minute, func() bool { return s.colors() > fullOfText })
	s.signal(t, syscall.SIGSTOP)
	defer s.signal(t, syscall.SIGCONT)
	began := time.Now()
	p.signal(t, syscall.SIGTERM)
	if end := p.wait(t); end.code != cli.ExitDone || time.Since(began) > 10*time.Second { // 5, and a busy computer
		t.Errorf("exit code %d after %v\n%s", end.code, time.Since(began), end.err)
	}
}

// TestDeafBus: the window opens and ends although the desktop's bus takes every connection and answers none.
func TestDeafBus(t *testing.T) {
	s := newScreen(t)
	s.bus = filepath.Join(t.TempDir(), "bus")
	bus, err := net.Listen("unix", s.bus)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bus.Close() })
	var asked atomic.Int32
	go func() {
		for {
			conn, err := bus.Accept()
			if err != nil {
				return
			}
			defer conn.Close() // held till the end
			asked.Add(1)
		}
	}()
	p := s.show(t, program(t), "--data", t.TempDir())
	waitFor(t, "the window", time.Minute, func() bool { return s.colors() > fullOfText })
	if asked.Load() == 0 {
		t.Error("nobody has asked the bus")
	}
	p.signal(t, syscall.SIGTERM)
	if end := p.wait(t); end.code != cli.ExitDone {
		t.Errorf("exit code %d\n%s", end.code, end.err)
	}
}

// xdo moves the pointer and types, as a person does; without xdotool the benchmark is skipped.
func (s screen) xdo(tb testing.TB, args ...string) {
	tb.Helper()
	xdotool, err := exec.LookPath("xdotool")
	if err != nil {
		tb.Skip("there is no xdotool here: scripts/setup.sh --tests installs it")
	}
	do := exec.CommandContext(tb.Context(), xdotool, args...)
	do.Env = append(os.Environ(), "DISPLAY="+s.display)
	if output, err := do.CombinedOutput(); err != nil {
		tb.Fatalf("xdotool %q: %v\n%s", args, err, output)
	}
	time.Sleep(300 * time.Millisecond)
}
