package program

import (
	"bytes"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"zvonok/app/cli"
	"zvonok/app/demo"
	"zvonok/app/tokens"
	"zvonok/model"
	"zvonok/model/roster/listfile"
	"zvonok/model/store/pgtest"
	"zvonok/vkclient/sandbox"
)

// root is the repository's, seen from this folder.
const root = ".."

// built is the program, built once for all tests of this package.
var built = struct {
	sync.Once
	dir string
	err error
}{}

func TestMain(m *testing.M) {
	code := m.Run()
	if built.dir != "" {
		_ = os.RemoveAll(built.dir)
	}
	os.Exit(code)
}

// program is the path of the built program.
func program(tb testing.TB) string {
	tb.Helper()
	built.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "zvonok-test-"); built.err != nil {
			return
		}
		build := exec.Command("go", "build", "-o", filepath.Join(built.dir, "zvonok"), root)
		if output, err := build.CombinedOutput(); err != nil {
			built.err = errors.Join(err, errors.New(string(output)))
		}
	})
	if built.err != nil {
		tb.Fatal(built.err)
	}
	return filepath.Join(built.dir, "zvonok")
}

// localVK is a local VK in the test's process, with the demonstration's people, that counts what
// reaches it.
type localVK struct {
	*sandbox.Server
	url      string
	requests atomic.Int64
	// arrived hears of every request before it is carried out; set it between runs only.
	arrived atomic.Pointer[func(*http.Request)]
}

func startVK(tb testing.TB, accounts []demo.Account, o sandbox.Options) *localVK {
	tb.Helper()
	for _, a := range accounts {
		o.Users = append(o.Users, sandbox.User{ID: int64(a.Messenger), Phone: a.Phone, NobodyAdds: a.NobodyAdds})
	}
	server, err := sandbox.New(o)
	if err != nil {
		tb.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	vk := &localVK{Server: server, url: "http://" + listener.Addr().String()}
	web := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		vk.requests.Add(1)
		if hear := vk.arrived.Load(); hear != nil {
			(*hear)(r)
		}
		server.ServeHTTP(w, r)
	})}
	go func() { _ = web.Serve(listener) }()
	tb.Cleanup(func() { _ = errors.Join(web.Close(), server.Close()) })
	return vk
}

// changing are the methods that leave something behind in VK.
var changing = []string{"createChat", "addChatUser", "removeChatUser", "editChat", "setMemberRole", "deleteConversation", "send"}

// changes counts the changing calls so far, those that were refused too.
func (vk *localVK) changes() (n int64) {
	methods := vk.State().Methods
	for _, name := range changing {
		n += methods["messages."+name]
	}
	return n
}

// college is a data folder and the local VK that its chats live in.
type killedCollege struct {
	dir      string
	db       string // the URL of its database, where tests run on PostgreSQL
	workbook string
	vk       *localVK
	closed   map[model.MessengerID]bool // who lets nobody add them
}

// newCollege writes the demonstration's workbook of so many groups and imports it by the program.
func newCollege(tb testing.TB, groups int, o sandbox.Options) *killedCollege {
	tb.Helper()
	snapshot, accounts := demo.College(groups)
	dir := tb.TempDir()
	c := &killedCollege{
		dir: filepath.Join(dir, "data"), workbook: filepath.Join(dir, "колледж.xlsx"),
		closed: map[model.MessengerID]bool{}, vk: startVK(tb, accounts, o),
	}
	for _, a := range accounts {
		c.closed[a.Messenger] = a.NobodyAdds
	}
	file, err := os.Create(c.workbook)
	if err != nil {
		tb.Fatal(err)
	}
	if err := errors.Join(listfile.Write(file, snapshot), file.Close()); err != nil {
		tb.Fatal(err)
	}
	if end := c.start(tb, "import", c.workbook, "--yes").wait(tb); end.code != cli.ExitDone {
		tb.Fatalf("import: exit code %d\n%s%s", end.code, end.out, end.err)
	}
	if pgtest.On() {
		to := pgtest.Empty(tb)
		if end := c.start(tb, "move", "--to", to, "--yes").wait(tb); end.code != cli.ExitDone {
			tb.Fatalf("move: exit code %d\n%s%s", end.code, end.out, end.err)
		}
		c.db = to
	}
	return c
}

// process is the program at work.
type process struct {
	cmd      *exec.Cmd
	out, err bytes.Buffer
}

// ended is what a process left.
type ended struct {
	code     int // -1 after a signal
	out, err string
}

// start starts a command of the program on the college. The token goes by the environment.
func (c *killedCollege) start(tb testing.TB, args ...string) *process {
	tb.Helper()
	return c.startWith(tb, []string{tokens.Variable + "=" + c.vk.Info().CommunityToken}, args...)
}

func (c *killedCollege) startWith(tb testing.TB, environment []string, args ...string) *process {
	tb.Helper()
	args = append(args, "--data", c.dir, "--vk-url", c.vk.url)
	if c.db != "" {
		args = append(args, "--db", c.db)
	}
	p := &process{cmd: exec.CommandContext(tb.Context(), program(tb), args...)}
	p.cmd.Env = append(os.Environ(), environment...)
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.err
	if err := p.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	return p
}

// wait waits for the process's end.
func (p *process) wait(tb testing.TB) ended {
	tb.Helper()
	err := p.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		tb.Fatal(err)
	}
	return ended{code: p.cmd.ProcessState.ExitCode(), out: p.out.String(), err: p.err.String()}
}

func (p *process) signal(tb testing.TB, s os.Signal) {
	tb.Helper()
	if err := p.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		tb.Fatal(err)
	}
}

// commandLine is what everybody on the computer sees of the process.
func (p *process) commandLine() ([]byte, error) {
	pid := strconv.Itoa(p.cmd.Process.Pid)
	line, err := os.ReadFile("/proc/" + pid + "/cmdline")
	if errors.Is(err, os.ErrNotExist) {
		return exec.Command("ps", "-ww", "-o", "args=", "-p", pid).Output()
	}
	return line, err
}

// sync initialises the chats by the program and reads its report.
func (c *killedCollege) sync(tb testing.TB) model.Report {
	tb.Helper()
	end := c.start(tb, "sync", "--yes", "--json").wait(tb)
	var report model.Report
	if err := json.Unmarshal([]byte(end.out), &report); err != nil || end.code != cli.ExitDone {
		tb.Fatalf("sync: exit code %d, %v\n%s%s", end.code, err, end.out, end.err)
	}
	return report
}

// atRequest gives a channel that is closed when the n-th of the coming requests of which one is asked
// arrives.
func (vk *localVK) atRequest(n int64, counts func(*http.Request) bool) <-chan struct{} {
	reached := make(chan struct{})
	var seen atomic.Int64
	hear := func(r *http.Request) {
		if counts(r) && seen.Add(1) == n {
			close(reached)
		}
	}
	vk.arrived.Store(&hear)
	return reached
}

// run runs a command of the built program to its end.
func run(tb testing.TB, path string, args ...string) ended {
	tb.Helper()
	p := &process{cmd: exec.CommandContext(tb.Context(), path, args...)}
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.err
	if err := p.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	return p.wait(tb)
}

// TestWithoutWindow: the build without a window has the same commands, and those that open one say why they do not.
func TestWithoutWindow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "zvonok")
	build := exec.Command("go", "build", "-tags", "nowindow", "-ldflags", "-X main.version=7.8.9", "-o", path, root)
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	if end := run(t, path, "version"); end.out != "zvonok 7.8.9\n" {
		t.Errorf("the version that the Makefile stamps: %q", end.out)
	}
	if with, without := run(t, program(t), "--help"), run(t, path, "--help"); with != without {
		t.Errorf("the commands differ:\n%s\n%s", with.out, without.out)
	}
	if end := run(t, path, "template", filepath.Join(t.TempDir(), "book.xlsx")); end.code != cli.ExitDone {
		t.Errorf("exit code %d\n%s%s", end.code, end.out, end.err)
	}
	nowhere := []string{"doctor", "--data", t.TempDir(), "--vk-url", "http://127.0.0.1:1"}
	if end := run(t, path, nowhere...); !strings.Contains(end.out, "– Экран: не нужен, эта сборка без окна") {
		t.Errorf("the doctor of the build without a window:\n%s", end.out)
	}
	for _, args := range [][]string{{}, {"window"}, {"demo"}, {"tour", "--out", t.TempDir()}} {
		if end := run(t, path, args...); end.code != cli.ExitFailed || !strings.Contains(end.err, "эта сборка без окна: ") {
			t.Errorf("%q: exit code %d\n%s", args, end.code, end.err)
		}
	}
}

// vkSandbox is how others start the local VK: as a process of its own that says where it is.
func TestSandboxProcess(t *testing.T) {
	state := filepath.Join(t.TempDir(), "vk.jsonl")
	var tokens []string
	for range 2 {
		cmd := exec.CommandContext(t.Context(), program(t), "vk-sandbox", "--json", "--state", state, "--users", "7", "--faults", "error=10:1%,drop:1%")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var info sandbox.Info
		if err := json.NewDecoder(out).Decode(&info); err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, info.CommunityToken)
		answer, err := http.Get(info.API + "/sandbox/state")
		if err != nil {
			t.Fatal(err)
		}
		var there sandbox.State
		err = errors.Join(json.NewDecoder(answer.Body).Decode(&there), answer.Body.Close())
		if err != nil || len(info.Users) != 7 || info.CommunityID == 0 || info.Messenger == "" {
			t.Errorf("%+v, %v", info, err)
		}
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("after SIGTERM: %v", err)
		}
	}
	if tokens[0] == "" || tokens[0] != tokens[1] {
		t.Error("the state file does not keep the token")
	}
}

// waitFor polls until done holds; what it watches is outside the test's process.
func waitFor(tb testing.TB, what string, limit time.Duration, done func() bool) {
	tb.Helper()
	deadline := time.Now().Add(limit)
	for !done() {
		if time.Now().After(deadline) {
			tb.Fatalf("%s did not happen within %v", what, limit)
		}
		time.Sleep(20 * time.Millisecond)
	}
}
