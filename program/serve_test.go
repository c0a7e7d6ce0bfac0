package program

import (
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/cli"
	"zvonok/app/remote"
	"zvonok/app/tokens"
	"zvonok/model"
	"zvonok/vkclient/sandbox"
)

// TestServe: a server without a window is begun with nothing but the command line, and is the same after it was ended or killed.
func TestServe(t *testing.T) {
	c := newServed(t)
	r := c.serve(t)
	if r.said["listen"] != r.link.Addresses[0] || r.said["fingerprint"] != r.link.Pins[0].String() || r.said["agent"] != false ||
		r.said["engine"] != "sqlite" || r.said["version"] == "" {
		t.Errorf("it says %v", r.said)
	}
	desk := remote.NewClient(r.link)
	t.Cleanup(desk.Close)
	if begun, err := desk.BeginSession(t.Context(), "kagan", c.oneTime, model.Computer{}); err != nil || !begun.MustChange || begun.Token != "" {
		t.Errorf("by the one-time password: %v, %v", begun.MustChange, err)
	}
	if _, err := desk.ChangePassword(t.Context(), "kagan", c.oneTime, chosenPassword); err != nil {
		t.Fatal(err)
	}
	desk, as := c.signIn(t, r.link)
	if me, err := desk.Myself(as); err != nil || me.Person.Name.LastName != "Каган" || !me.Actor.MaySetUp() {
		t.Errorf("signed in as %+v, %v", me, err)
	}
	id, err := desk.AddGroup(as, model.GroupEdit{Name: "ДО-26-1", Year: 1})
	if err != nil {
		t.Fatal(err)
	}
	if second := c.command(t, "serve", "--listen", "127.0.0.1:0").ended(t); second.code != cli.ExitFailed || !strings.Contains(second.err, "уже открыт другой программой") {
		t.Errorf("a second server: exit code %d\n%s%s", second.code, second.out, second.err)
	}
	if code := r.end(t, os.Kill); code != -1 {
		t.Errorf("killed: %d", code)
	}
	again := c.serve(t)
	if again.link.College != r.link.College || again.link.Pins[0] != r.link.Pins[0] {
		t.Errorf("killed, it comes again as %v", again.link)
	}
	desk, as = c.signIn(t, again.link)
	if groups, err := desk.Groups(as); err != nil || len(groups) != 1 || groups[0].ID != id {
		t.Errorf("what was saved: %+v, %v", groups, err)
	}
	if end := c.command(t, "doctor", "--server", again.link.String()).ended(t); end.code != cli.ExitDone || strings.Count(end.out, "✓") != 4 {
		t.Errorf("doctor: exit code %d\n%s%s", end.code, end.out, end.err)
	}
	desk.Close()
	if code := again.end(t, syscall.SIGTERM); code != cli.ExitDone {
		t.Errorf("told to end: exit code %d\n%s", code, &again.err)
	}
	if _, err := os.Stat(filepath.Join(c.dir, "server.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("where it was is left in the folder: %v", err)
	}
	if _, err := desk.Entry(t.Context()); !errors.Is(err, remote.ErrNoServer) {
		t.Errorf("after its end: %v", err)
	}
	if end := c.command(t, "doctor", "--server", again.link.String()).ended(t); end.code != cli.ExitFailed || !strings.Contains(end.out, "✗ Адрес "+again.link.Addresses[0]) {
		t.Errorf("doctor after its end: exit code %d\n%s%s", end.code, end.out, end.err)
	}
	if strings.Contains(r.err.String()+again.err.String(), chosenPassword) {
		t.Error("the password stands in what it said")
	}
}

// TestServeRefuses: what keeps a college from being served is said in words and by the exit code.
func TestServeRefuses(t *testing.T) {
	c := newServed(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	imported := newCollegeOfLists(t)
	for _, r := range []struct {
		name string
		in   served
		code int
		says string
		args []string
	}{
		{"no college", served{dir: filepath.Join(t.TempDir(), "нет")}, cli.ExitFailed, "нет колледжа", nil},
		{"nobody to sign in", imported, cli.ExitLimit, "zvonok account ЛОГИН --admin", nil},
		{"a port that is taken", c, cli.ExitFailed, "занят другой программой", []string{"--listen", taken.Addr().String()}},
		{"an address that is none", c, cli.ExitFailed, "не адрес", []string{"--listen", "127.0.0.1:0", "--address", "http://x"}},
		{"a key that is none", c, cli.ExitFailed, "не файл ключа", []string{"--listen", "127.0.0.1:0", "--key", filepath.Join(c.dir, "college.db.none")}},
	} {
		p := r.in.command(t, append([]string{"serve"}, r.args...)...)
		if i := len(r.args); i > 0 && r.args[i-2] == "--key" {
			if err := os.WriteFile(r.args[i-1], []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
			p.cmd.Env = append(p.cmd.Env, "ZVONOK_KEY_PASSPHRASE="+chosenPassword)
		}
		if end := p.ended(t); end.code != r.code || !strings.Contains(end.err, r.says) {
			t.Errorf("%s: exit code %d, want %d and %q\n%s%s", r.name, end.code, r.code, r.says, end.out, end.err)
		}
	}
}

// TestServeMoves: the key comes to another computer with the copy of the college, and desks know the server there.
func TestServeMoves(t *testing.T) {
	c := newServed(t)
	r := c.serve(t)
	dir := t.TempDir()
	key, copied := filepath.Join(dir, "ключ"), filepath.Join(dir, "копия.db")
	passphrase := "ZVONOK_KEY_PASSPHRASE=" + chosenPassword
	export := c.command(t, "serve", "--export-key", key)
	export.cmd.Env = append(export.cmd.Env, passphrase)
	for _, p := range []*command{export, c.command(t, "backup", copied)} {
		if end := p.ended(t); end.code != cli.ExitDone {
			t.Fatalf("%q: exit code %d\n%s%s", p.cmd.Args, end.code, end.out, end.err)
		}
	}
	if code := r.end(t, syscall.SIGTERM); code != cli.ExitDone {
		t.Errorf("exit code %d\n%s", code, &r.err)
	}
	there := served{dir: filepath.Join(dir, "data")}
	if end := there.command(t, "restore", copied, "--yes").ended(t); end.code != cli.ExitDone {
		t.Fatalf("restore: %s%s", end.out, end.err)
	}
	t.Setenv("ZVONOK_KEY_PASSPHRASE", chosenPassword)
	moved := there.serve(t, "--key", key)
	defer moved.end(t, os.Kill)
	if moved.link.Pins[0] != r.link.Pins[0] || moved.link.College != r.link.College {
		t.Errorf("%v became %v", r.link, moved.link)
	}
	if text, err := os.ReadFile(key); err != nil || strings.Contains(string(text), "PRIVATE KEY") {
		t.Errorf("the key lies open: %v", err)
	}
	desk := remote.NewClient(model.ConnectionLink{Addresses: moved.link.Addresses, Pins: r.link.Pins})
	defer desk.Close()
	if _, err := desk.Groups(t.Context()); !errors.Is(err, app.ErrSignedOut) {
		t.Errorf("a desk that knows the key: %v", err)
	}
}

// TestToolsBesideServer: the owner's commands work on the folder beside a server, and desks are told of what they change; what would
// be done behind the server's back is refused. A copy is restored below the server.
func TestToolsBesideServer(t *testing.T) {
	c := newServed(t)
	r := c.serve(t)
	defer func() {
		if code := r.end(t, syscall.SIGTERM); code != cli.ExitDone {
			t.Errorf("told to end: exit code %d\n%s", code, &r.err)
		}
	}()
	desk := remote.NewClient(r.link)
	t.Cleanup(desk.Close)
	if _, err := desk.ChangePassword(t.Context(), "kagan", c.oneTime, chosenPassword); err != nil {
		t.Fatal(err)
	}
	begun, err := desk.BeginSession(t.Context(), "kagan", chosenPassword, model.Computer{})
	if err != nil {
		t.Fatal(err)
	}
	token := func() string { return begun.Token }
	as := remote.As(t.Context(), token)
	me, err := desk.Myself(as)
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan model.Change, 100)
	defer desk.Subscribe(func(c model.Change) { told <- c })()
	if err := desk.Begin(remote.Work{Person: me.Person.ID, Token: token}); err != nil {
		t.Fatal(err)
	}
	<-told // it is connected
	c.load(t)
	imported := time.Now()
	for change := range told {
		if change.Roster || change.All {
			break
		}
	}
	t.Logf("told %v after the end of the import", time.Since(imported).Round(time.Millisecond))
	if groups, err := desk.Groups(as); err != nil || len(groups) != 1 {
		t.Errorf("%+v, %v", groups, err)
	}
	copied := filepath.Join(t.TempDir(), "копия.db")
	for _, tool := range []struct {
		code int
		says string
		args []string
	}{
		{cli.ExitDone, "Копия записана", []string{"backup", copied}},
		{cli.ExitFailed, "✓ Доступ с других компьютеров: открыт, процесс ", []string{"doctor"}}, // there is no token
		{cli.ExitFailed, "колледж обслуживает сервер (процесс ", []string{"agent"}},
		{cli.ExitDone, "Одноразовый пароль", []string{"password", "kagan"}},
	} {
		if end := c.command(t, tool.args...).ended(t); end.code != tool.code || !strings.Contains(end.out+end.err, tool.says) {
			t.Errorf("%q: exit code %d\n%s%s", tool.args, end.code, end.out, end.err)
		}
	}
	if _, err := desk.AddGroup(as, model.GroupEdit{Name: "ДО-26-2"}); !errors.Is(err, app.ErrSignedOut) {
		t.Errorf("the password was reset beside the server: %v", err)
	}
	if _, err := desk.BeginSession(t.Context(), "kagan", chosenPassword, model.Computer{}); !errors.Is(err, model.ErrWrongPassword) {
		t.Errorf("by the password that was reset: %v", err)
	}
	if end := c.command(t, "restore", copied, "--yes").ended(t); end.code != cli.ExitDone || !strings.Contains(end.out, "Колледж восстановлен из копии.") {
		t.Errorf("restore: exit code %d\n%s%s", end.code, end.out, end.err)
	}
	if _, as := c.signIn(t, r.link); as == nil {
		t.Error("by the password of the copy nobody gets in")
	}
}

// TestSyncBesideServer: where the server alone has the token, it carries the chats for «zvonok sync», which prints what it prints
// without a server, also when it is interrupted.
func TestSyncBesideServer(t *testing.T) {
	c := newCollege(t, 1, sandbox.Options{NoLimits: true})
	if end := c.start(t, "account", "kagan", "--admin", "--name", "Каган Наталья Васильевна").wait(t); end.code != cli.ExitDone {
		t.Fatalf("account: exit code %d\n%s%s", end.code, end.out, end.err)
	}
	t.Setenv(tokens.Variable, c.vk.Info().CommunityToken)
	r := served{dir: c.dir}.serve(t, "--vk-url", c.vk.url)
	t.Setenv(tokens.Variable, "")
	begun := make(chan struct{}, 1)
	hear := func(r *http.Request) {
		if !changesVK(r) {
			return // the agent looks
		}
		select {
		case begun <- struct{}{}:
		default:
		}
		<-r.Context().Done() // nobody is answered any more
	}
	c.vk.arrived.Store(&hear)
	stopped := c.startWith(t, nil, "sync", "--yes", "--json")
	<-begun
	stopped.signal(t, os.Interrupt)
	if end := stopped.wait(t); end.code != cli.ExitFailed || !strings.Contains(end.err, "остановлено: сделанное сохранено") || !strings.Contains(end.out, `"cancelled":true`) {
		t.Errorf("interrupted: exit code %d\n%s%s", end.code, end.out, end.err)
	}
	c.vk.arrived.Store(nil)
	end := served{dir: c.dir}.command(t, "sync", "--yes", "--json").ended(t)
	var report model.Report
	if err := json.Unmarshal([]byte(end.out), &report); err != nil || end.code != cli.ExitDone {
		t.Fatalf("exit code %d, %v\n%s%s", end.code, err, end.out, end.err)
	}
	if n := len(c.vk.State().Chats); n == 0 || report.Chats.Created+report.Chats.Unchanged != n { // the agent may have gone on by itself
		t.Errorf("%d chats in VK, the report says %+v", n, report.Chats)
	}
	if code := r.end(t, syscall.SIGTERM); code != cli.ExitDone {
		t.Errorf("told to end: exit code %d\n%s", code, &r.err)
	}
	if end := (served{dir: c.dir}).command(t, "sync", "--yes").ended(t); end.code != cli.ExitFailed {
		t.Errorf("without the server: exit code %d\n%s%s", end.code, end.out, end.err)
	}
}

// TestServePhonePage: a server behind a proxy of its computer has the page for the phone, under its own name only.
func TestServePhonePage(t *testing.T) {
	c := newServed(t)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := free.Addr().String()
	_ = free.Close()
	r := c.serve(t, "--phone", "https://zvonok.college.example/", "--phone-behind", at)
	if r.said["phone"] != "https://zvonok.college.example" {
		t.Errorf("it says %v", r.said)
	}
	for host, want := range map[string]int{"zvonok.college.example": http.StatusOK, at: http.StatusMisdirectedRequest} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+at+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != want {
			t.Errorf("%s: %s", host, answer.Status)
		}
	}
	if code := r.end(t, syscall.SIGTERM); code != cli.ExitDone {
		t.Errorf("exit code %d\n%s", code, &r.err)
	}
}
