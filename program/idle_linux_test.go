package program

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"zvonok/vkclient/sandbox"
)

// resident is how much memory a process has, in MiB.
func (p *process) resident(tb testing.TB) float64 {
	tb.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, found := strings.CutPrefix(line, "VmRSS:"); found {
			kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			if err != nil {
				tb.Fatal(err)
			}
			return kib / 1024
		}
	}
	tb.Fatal("no VmRSS")
	return 0
}

// notCached has a file read from the disk when it is next used, as after the computer's start. Linux keeps a program that
// has just been linked in pages of 2 MiB and maps each whole as soon as a byte of it is used, needed or not.
func notCached(tb testing.TB, path string) {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	// Only what is on the disk can be dropped.
	if err := errors.Join(f.Sync(), unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED), f.Close()); err != nil {
		tb.Fatal(err)
	}
}

// idle is how long a window is left alone before its memory is read: it gives back what it does not use again and again,
// and the demonstration first makes its chats.
const idle = 50 * time.Second

// BenchmarkIdleWindow sets the memory of an idle window on the college of 200 groups against that of an
// empty window; the limit is 45 MiB more. The demonstration, which has the local VK in the same process,
// is told beside it.
func BenchmarkIdleWindow(b *testing.B) {
	empty := buildEmpty(b)
	c := newCollege(b, 200, sandbox.Options{NoLimits: true})
	c.sync(b)
	measure := func(path string, colors int, args ...string) float64 {
		notCached(b, path)
		s := newScreen(b)
		p := s.show(b, path, args...)
		waitFor(b, "the window", 3*time.Minute, func() bool { return s.colors() >= colors })
		time.Sleep(idle)
		memory := p.resident(b)
		p.signal(b, syscall.SIGTERM)
		p.wait(b)
		return memory
	}
	for once := true; b.Loop(); once = false {
		if !once {
			continue // a minute each, and the memory is the same
		}
		floor := measure(empty, 2)
		window := measure(program(b), fullOfText, "--data", c.dir)
		whole := measure(program(b), fullOfText, "demo", "--groups", "200")
		b.ReportMetric(floor, "MiB-empty")
		b.ReportMetric(window-floor, "MiB-over(limit-45)")
		b.ReportMetric(whole-floor, "MiB-over-demo")
	}
}
