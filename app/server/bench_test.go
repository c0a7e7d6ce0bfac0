package server_test

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zvonok/app/remote"
	"zvonok/model"
	"zvonok/model/store"
)

// coalescing is how long a window gathers changes before it reads what it shows.
const coalescing = 100 * time.Millisecond

// BenchmarkTold saves a chat at one desk, and takes the time until the others were told of it and have read it again; the ratio is
// that of the slowest hundredth, with the window's own coalescing, to that coalescing. On PostgreSQL the others are also at another server.
func BenchmarkTold(b *testing.B) {
	for _, desks := range []int{10, 50} {
		b.Run(fmt.Sprint(desks, "-desks"), func(b *testing.B) {
			w := newCrowd(b, 5)
			w.told(b, w, desks)
		})
		b.Run(fmt.Sprint(desks, "-desks-elsewhere"), func(b *testing.B) {
			w := newPair(b, 5)
			w.first.alongside(w.first.Keeper.Keep)
			w.second.alongside(w.second.Keeper.Keep)
			w.first.clock.slowDown() // or the other server would look for events all the time
			w.first.told(b, w.second, desks)
		})
	}
}

// told measures it for desks at another server, or the same one.
func (w *crowd) told(b *testing.B, at *crowd, desks int) {
	b.Helper()
	chat := w.addChat()
	writer := w.sit(w.admin, w.link.Addresses[0], remote.Work{})
	seen := make(chan error, desks)
	for range desks {
		s := at.sit(w.admin, at.link.Addresses[0], remote.Work{})
		told := make(chan struct{}, 100)
		s.Subscribe(func(c model.Change) {
			if slices.Contains(c.Chats, chat) {
				told <- struct{}{}
			}
		})
		go func() {
			for range told {
				_, err := s.Client.Chat(s.ctx(), chat)
				seen <- err
			}
		}()
	}
	var took []time.Duration
	for b.Loop() {
		for k := range 40 {
			card, err := writer.Client.Chat(writer.ctx(), chat)
			w.must(err)
			began := time.Now()
			w.must(writer.Client.SaveChat(writer.ctx(), model.ChatEdit{Chat: chat, Version: card.Version, Title: fmt.Sprint("Чат ", k)}))
			for range desks {
				w.must(<-seen)
				took = append(took, time.Since(began))
			}
		}
	}
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	b.ReportMetric(float64(p99.Milliseconds()), "ms-p99")
	b.ReportMetric(float64(coalescing+p99)/float64(coalescing), "ratio(limit-3)")
}

// addChat puts a chat with everybody's teachers into the college.
func (w *crowd) addChat() (id model.ChatID) {
	w.Helper()
	w.must(w.College.Store.Update(w.Context(), func(tx *store.Tx) (err error) {
		id, err = tx.InsertChat(model.Chat{Key: model.ChatKey{Type: model.ChatTeachers}, Title: "Чат", TitleByHand: true, Creator: w.admin})
		return err
	}))
	return id
}

// BenchmarkMarkAfar types a mark at a desk and reads the journal with it, with the line and without it; the ratios are to the same
// where the college is. A window draws what was typed before either has answered.
func BenchmarkMarkAfar(b *testing.B) {
	const marks = 50
	w := newCrowd(b, 5)
	n := w.newNetwork()
	s := w.teacher(0, n.address(), remote.Work{})
	local := &seat{crowd: w, person: w.subjects[1].Teachers[0], subject: w.subjects[1], marks: map[model.PersonID]model.Mark{}}
	typed := func(typing func(n int) error) time.Duration {
		best := time.Duration(math.MaxInt64)
		for k := range marks {
			began := time.Now()
			w.must(typing(k))
			best = min(best, time.Since(began))
		}
		return best
	}
	var here, there, away time.Duration
	for b.Loop() {
		here = typed(local.markHere)
		there = typed(s.mark)
		n.lead("")
		s.until("the line is lost", func() bool { return s.Line().State == model.LineLost })
		away = typed(s.mark)
		n.lead(w.link.Addresses[0])
		s.awaitLine(model.LineConnected)
		s.awaitSent()
	}
	b.ReportMetric(float64(here.Microseconds())/1000, "ms-here")
	b.ReportMetric(float64(there)/float64(here), "ratio-line")
	b.ReportMetric(float64(away)/float64(here), "ratio-away(limit-1)")
}

// markHere is mark where the college is.
func (s *seat) markHere(n int) error {
	page, err := s.Areas.Journal(s.here(s.person), s.query())
	if err != nil {
		return err
	}
	pupil := page.Students[n%len(page.Students)].Person
	former := s.marks[pupil]
	s.marks[pupil] = model.Mark(2 + (int(former)+1)%4)
	return s.Areas.SetCells(s.here(s.person), []model.CellEdit{{
		CellKey: model.CellKey{Lesson: s.lessons[s.subject.ID], Person: pupil}, Mark: s.marks[pupil], Seen: model.CellEntry{Mark: former},
	}})
}

// idleServer tells a process of this test that it is the server whose rest is measured.
const idleServer = "ZVONOK_TEST_IDLE_SERVER"

const idleDesks = 50

// TestIdleServer is the life of that process: it serves, says how it is reached, and ends with the one who began it.
func TestIdleServer(t *testing.T) {
	if os.Getenv(idleServer) == "" {
		t.Skip("it is a part of BenchmarkIdleDesks")
	}
	w := newCrowd(t, 5)
	tokens := make([]string, idleDesks)
	for i := range tokens {
		tokens[i] = w.begin(w.admin)
	}
	fmt.Println("idle", w.link, w.admin, strings.Join(tokens, ","))
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// BenchmarkIdleDesks lets 50 desks rest at a server in a process of its own, and compares its work and memory with those of one
// that nobody is connected to.
func BenchmarkIdleDesks(b *testing.B) {
	if runtime.GOOS != "linux" {
		b.Skip("the work of another process is read from /proc")
	}
	const rest = 31 * time.Second // two heartbeats
	alone, aloneHolds := idle(b, 0, rest)
	work, holds := idle(b, idleDesks, rest)
	for b.Loop() { //nolint:revive // what is measured is no matter of how often
	}
	b.ReportMetric(100*float64(work-alone)/float64(rest), "%-of-a-core(limit-1)")
	b.ReportMetric(float64(holds-aloneHolds)/idleDesks/(1<<20), "MiB/desk(limit-1)")
}

// idle is how much a server works during a rest with so many desks, and how many bytes it holds after it.
func idle(b *testing.B, desks int, rest time.Duration) (work time.Duration, holds int64) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), os.Args[0], "-test.run=^TestIdleServer$", "-test.v")
	cmd.Env = append(os.Environ(), idleServer+"=1")
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		_ = in.Close()
		_ = cmd.Wait()
	}()
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	var address, tokens string
	var admin model.PersonID
	for lines := bufio.NewScanner(out); address == "" && lines.Scan(); {
		_, _ = fmt.Sscanf(lines.Text(), "idle %s %d %s", &address, &admin, &tokens)
	}
	link, err := model.ParseConnectionLink(address)
	if err != nil {
		b.Fatal(err)
	}
	for _, token := range strings.Split(tokens, ",")[:desks] {
		c := remote.NewClient(link)
		defer c.Close()
		connected := make(chan struct{}, 100)
		c.SubscribeLine(func(l model.Line) {
			if l.State == model.LineConnected {
				connected <- struct{}{}
			}
		})
		if err := c.Begin(remote.Work{Person: admin, Token: func() string { return token }}); err != nil {
			b.Fatal(err)
		}
		<-connected
	}
	time.Sleep(time.Second) // what connecting took is over
	before := ticks(b, cmd.Process.Pid)
	time.Sleep(rest) // it is what is measured
	return ticks(b, cmd.Process.Pid) - before, resident(b, cmd.Process.Pid)
}

// ticks is how long a process has worked.
func ticks(b *testing.B, pid int) time.Duration {
	b.Helper()
	const user, perSecond = 11, 100 // the field after the name, and USER_HZ
	fields := strings.Fields(after(b, pid, "stat", ") "))
	spent := 0
	for _, field := range fields[user : user+2] {
		n, err := strconv.Atoi(field)
		if err != nil {
			b.Fatal(err)
		}
		spent += n
	}
	return time.Duration(spent) * time.Second / perSecond
}

// resident is how many bytes of memory a process holds.
func resident(b *testing.B, pid int) int64 {
	b.Helper()
	n, err := strconv.ParseInt(strings.Fields(after(b, pid, "status", "VmRSS:"))[0], 10, 64)
	if err != nil {
		b.Fatal(err)
	}
	return n << 10
}

// after is what a file of a process says after a text.
func after(b *testing.B, pid int, file, text string) string {
	b.Helper()
	all, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), file))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(all), text)
	return rest
}
