package program

import (
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient"
)

// emptyWindow is the program that shows an empty window, the floor of what a window takes.
const emptyWindow = "zvonok/views/testdata/emptywindow"

func buildEmpty(tb testing.TB) (path string) {
	tb.Helper()
	path = filepath.Join(tb.TempDir(), "emptywindow")
	if output, err := exec.CommandContext(tb.Context(), "go", "build", "-o", path, emptyWindow).CombinedOutput(); err != nil {
		tb.Fatalf("%v\n%s", err, output)
	}
	return path
}

// processor is how much of the processor's time a process has taken, in its clock's ticks of a hundredth of a second.
func (p *process) processor(tb testing.TB) int {
	tb.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		tb.Skipf("no /proc here: %v", err)
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	const user, system = 11, 12
	ticks := 0
	for _, field := range []string{fields[user], fields[system]} {
		n, err := strconv.Atoi(field)
		if err != nil {
			tb.Fatal(err)
		}
		ticks += n
	}
	return ticks
}

// rest is the share of a core that a window takes while nobody touches it, in thousandths.
func (p *process) rest(tb testing.TB) float64 {
	tb.Helper()
	time.Sleep(5 * time.Second) // what opened it has come to its end
	before := p.processor(tb)
	time.Sleep(restWindow)
	return float64(p.processor(tb)-before) * 10 / restWindow.Seconds()
}

const restPassword = "zelenyi chemodan 7"

// foundCollege founds a college with one account, as the first start does.
func foundCollege(tb testing.TB) (dir string) {
	tb.Helper()
	dir = tb.TempDir()
	s, err := store.Open(tb.Context(), dir)
	if err != nil {
		tb.Fatal(err)
	}
	defer s.Close()
	college := &college.College{Store: s, Dir: dir, Clock: vkclient.SystemClock{}}
	session := desk.NewSession(college, agent.NewKeeper(college, nil, slog.New(slog.DiscardHandler)), desk.SafeBrowser{}, app.Addresses{})
	err = session.Found(tb.Context(), model.Founding{College: "Колледж", TimeZone: "Europe/Moscow",
		Administrator: model.ParseName("Каган Наталья Васильевна"), Login: "kagan.nv", Password: restPassword})
	if err != nil {
		tb.Fatal(err)
	}
	return dir
}

// BenchmarkRest sets the processor's time of a window that nobody touches against that of an empty one: on the sign-in with
// a field that has the focus, after the sign-in, after the window was locked and opened three times, and on the screen that takes most.
func BenchmarkRest(b *testing.B) {
	empty := buildEmpty(b)
	for once := true; b.Loop(); once = false {
		if !once {
			continue // four minutes each
		}
		floor := func() float64 {
			s := newScreen(b)
			p := s.show(b, empty)
			waitFor(b, "the empty window", time.Minute, func() bool { return s.colors() >= 2 })
			return p.rest(b)
		}()
		s := newScreen(b)
		p := s.show(b, program(b), "--data", foundCollege(b))
		waitFor(b, "the sign-in", time.Minute, func() bool { return s.colors() > fullOfText })
		time.Sleep(5 * time.Second) // the keyring is asked first
		s.xdo(b, "mousemove", "700", "800")
		b.ReportMetric(p.rest(b)/floor, "sign-in-"+limitRest)
		s.xdo(b, "type", "kagan.nv")
		s.xdo(b, "key", "Return")
		s.xdo(b, "type", restPassword)
		s.xdo(b, "key", "Return")
		time.Sleep(5 * time.Second)
		s.save(b, filepath.Join(root, "build", "rest-in.png"))
		b.ReportMetric(p.rest(b)/floor, "signed-in-"+limitRest)
		for range 3 {
			s.xdo(b, "mousemove", "1290", "74", "click", "1") // the user's menu
			s.xdo(b, "key", "Down", "Return")                 // «Заблокировать»
			time.Sleep(time.Second)
			s.save(b, filepath.Join(root, "build", "rest-locked.png"))
			s.xdo(b, "type", restPassword)
			s.xdo(b, "key", "Return")
			time.Sleep(3 * time.Second)
		}
		s.save(b, filepath.Join(root, "build", "rest-out.png"))
		b.ReportMetric(p.rest(b)/floor, "locked-thrice-"+limitRest)
		most := 0.0
		for _, keys := range []string{"ctrl+1", "ctrl+2", "ctrl+3", "ctrl+f", "ctrl+4", "ctrl+k"} { // F and K give a field the focus
			s.xdo(b, "key", keys)
			took := p.rest(b)
			b.Logf("%s: %.2f", keys, took/floor)
			most = max(most, took)
			s.save(b, filepath.Join(root, "build", "rest-"+keys+".png"))
		}
		b.ReportMetric(most/floor, "any-screen-"+limitRest)
		b.ReportMetric(floor, "thousandths-of-a-core-empty")
	}
}

// restWindow is how long the processor's time of a window that nobody touches is counted, and limitRest how much more of it
// one of ours may take than an empty one.
const (
	restWindow = 10 * time.Second
	limitRest  = "ratio(limit-1.5)"
)
