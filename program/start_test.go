package program

import (
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"zvonok/vkclient/sandbox"
)

// started is how long after its start a program's window is on the screen, and how long after it what it shows is drawn.
type started struct{ mapped, drawn time.Duration }

// start starts a program and waits for its window, and then until drawn says that it shows what it should.
func (s screen) start(b *testing.B, drawn func() bool, path string, args ...string) (took started) {
	b.Helper()
	xdotool, err := exec.LookPath("xdotool")
	if err != nil {
		b.Skip("there is no xdotool here: scripts/setup.sh --tests installs it")
	}
	s.xdo(b, "mousemove", "1399", "0") // the pointer has many colours too
	began := time.Now()
	p := s.show(b, path, args...)
	for until := began.Add(time.Minute); ; {
		search := exec.CommandContext(b.Context(), xdotool, "search", "--onlyvisible", "--name", ".")
		search.Env = append(os.Environ(), "DISPLAY="+s.display)
		if search.Run() == nil {
			break
		}
		if time.Now().After(until) {
			b.Fatal("no window after a minute")
		}
		time.Sleep(5 * time.Millisecond)
	}
	took.mapped = time.Since(began)
	for until := began.Add(time.Minute); !drawn(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(until) {
			b.Fatal("nothing drawn after a minute")
		}
	}
	took.drawn = time.Since(began)
	p.signal(b, syscall.SIGTERM)
	p.wait(b)
	return took
}

// starts is how often each window is started; the quickest counts, since other work only makes a start longer.
const starts = 3

// BenchmarkStart sets the start of the window on the college of 200 groups, from exec on, against that of an empty one: until
// the window is on the screen, and until the rows of its first screen are drawn, in the lower half of the window.
func BenchmarkStart(b *testing.B) {
	empty := buildEmpty(b)
	c := newCollege(b, 200, sandbox.Options{NoLimits: true})
	c.sync(b)
	quickest := func(path string, colors int, args ...string) (best started) {
		for i := range starts {
			s := newScreen(b)
			took := s.start(b, func() bool { return s.colorsBelow(450) >= colors }, path, args...)
			if i == 0 {
				best = took
			}
			best = started{min(best.mapped, took.mapped), min(best.drawn, took.drawn)}
		}
		return best
	}
	for once := true; b.Loop(); once = false {
		if !once {
			continue // it has its own repetitions
		}
		floor := quickest(empty, 2)
		own := quickest(program(b), fullOfText, "--data", c.dir)
		b.ReportMetric(float64(own.mapped)/float64(floor.mapped), "ratio-mapped(limit-1.4)")
		b.ReportMetric(float64(own.drawn)/float64(floor.drawn), "ratio-rows(limit-2.5)")
		b.ReportMetric(float64(floor.mapped.Milliseconds()), "ms-empty-mapped")
		b.ReportMetric(float64(floor.drawn.Milliseconds()), "ms-empty-drawn")
	}
}
