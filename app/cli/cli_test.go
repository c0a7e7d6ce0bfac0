package cli

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"zvonok/app"
	"zvonok/app/demo"
	"zvonok/app/host"
	"zvonok/app/server"
	"zvonok/app/tokens"
	"zvonok/app/vault"
	"zvonok/app/vkmessenger"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/listfile"
	"zvonok/model/store"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

func TestMain(m *testing.M) {
	keyring.MockInit()
	os.Exit(m.Run())
}

// clock is a time that passes only when somebody sleeps.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(max(d, 0))
	return ctx.Err()
}

// world is a data folder, a local VK and the program between them.
type world struct {
	t       *testing.T
	dir     string
	db      string // the URL of the college's database; empty where it is a file
	vk      *sandbox.Server
	url     string
	token   string
	environ map[string]string
	clock   *clock
	vault   vault.Vault
	// elsewhere, when named as --vk-url, stands for a command line that names none.
	elsewhere string
	vkTime    func() (time.Time, error) // nil: the clock's
	system    System
	until     string       // a command that has said this is told to stop
	log       *slog.Logger // writes into logs
	logs      bytes.Buffer
	told      teller   // is told what a command prints while it runs
	said      []string // everything that the commands have written so far
	counts    *server.Counts
}

func newWorld(t *testing.T, groups int, o sandbox.Options) *world {
	t.Helper()
	_, accounts := demo.College(groups)
	for _, a := range accounts {
		o.Users = append(o.Users, sandbox.User{ID: int64(a.Messenger), Phone: a.Phone, NobodyAdds: a.NobodyAdds})
	}
	o.NoLimits = true
	vk, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	url, err := vk.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = vk.Close() })
	w := &world{
		t: t, dir: filepath.Join(t.TempDir(), "data"), vk: vk, url: url, token: vk.Info().CommunityToken,
		clock: &clock{now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}, vault: &vault.Memory{}, counts: server.NewCounts(),
	}
	w.log = slog.New(slog.NewTextHandler(&w.logs, &slog.HandlerOptions{Level: slog.LevelDebug}))
	w.environ = map[string]string{tokens.Variable: w.token, "DISPLAY": ":1"}
	t.Cleanup(w.secret)
	return w
}

// secret checks that the token is in nothing that was said or logged.
func (w *world) secret() {
	for _, text := range append(w.said, w.logs.String()) {
		if strings.Contains(text, w.token) {
			w.t.Errorf("the token stands in: %s", text)
		}
	}
}

// result is what a command left.
type result struct {
	code     int
	out, err string
}

// lines are the commands under test, as the program declares them.
type lines struct {
	Globals
	Window   noWindow `cmd:"" default:"1"`
	Import   Import   `cmd:""`
	Template Template `cmd:""`
	Sync     Sync     `cmd:""`
	Agent    Agent    `cmd:""`
	Token    Token    `cmd:""`
	Password Password `cmd:""`
	Account  Account  `cmd:""`
	Serve    Serve    `cmd:""`
	Backup   Backup   `cmd:""`
	Restore  Restore  `cmd:""`
	Move     Move     `cmd:""`
	Doctor   Doctor   `cmd:""`
}

// noWindow stands for the window, which opens where no command is named.
type noWindow struct{}

// Run opens nothing.
func (noWindow) Run() error { return nil }

// exited is what a command line that ends the program panics with.
type exited int

// run runs a command with the answers on its standard input.
func (w *world) run(answers string, args ...string) (r result) {
	w.t.Helper()
	var out, problems bytes.Buffer
	ctx, stop := context.WithCancel(w.t.Context())
	defer stop()
	defer func() {
		if code, ended := recover().(exited); ended {
			r = result{int(code), out.String(), problems.String()}
		}
		w.said = append(w.said, r.out, r.err)
	}()
	env := &Env{
		In: strings.NewReader(answers), Out: Printable(io.MultiWriter(heard{&out, w.until, stop}, w.told)), Err: Printable(&problems), Clock: w.clock, Vault: w.vault, Version: "0",
		Getenv:    func(name string) string { return w.environ[name] },
		Log:       w.log,
		Messenger: host.Messenger{OfCommunity: w.messenger, OfAccount: w.calls, Reach: w.reach, Pages: vkmessenger.Pages}, System: w.system, Counts: w.counts,
		VKServer: func(context.Context, string) (VKServer, error) {
			if w.vkTime != nil {
				at, err := w.vkTime()
				return VKServer{Time: at, Name: "partners.api.vk.ru", Issuer: "Russian Trusted Root CA"}, err
			}
			return VKServer{Time: w.clock.Now(), Name: "127.0.0.1"}, nil
		},
	}
	var line lines
	parsed := Parse(&line, args, env.Out, env.Err, func(code int) { panic(exited(code)) })
	if line.Data == "" {
		line.Data = w.dir
	}
	if line.DB == "" {
		line.DB = w.db
	}
	if line.VKURL == "" {
		line.VKURL = w.url
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	err := parsed.Run(env, &line.Globals)
	if err != nil {
		_, _ = fmt.Fprintln(env.Err, err)
	}
	return result{ExitCode(err), out.String(), problems.String()}
}

// heard stops a command that has said something.
type heard struct {
	io.Writer
	word string
	stop func()
}

func (h heard) Write(text []byte) (int, error) {
	if h.word != "" && bytes.Contains(text, []byte(h.word)) {
		h.stop()
	}
	return h.Writer.Write(text)
}

// reach is the local VK, unless an address was named.
func (w *world) reach(url string) (app.Reach, error) {
	r := app.Reach{Own: vkmessenger.Addresses(vkclient.DefaultHosts())}
	if url != w.elsewhere {
		at := vkmessenger.Addresses(vkclient.HostsAt(url))
		r.Fixed = &at
	}
	return r, nil
}

func (w *world) calls(token string, at model.MessengerAddresses) app.Calls {
	return vkmessenger.NewCalls(vkclient.New(vkclient.Options{
		Hosts: vkmessenger.Hosts(at), Token: vkclient.Secret(token), Kind: vkclient.UserToken, Clock: w.clock,
	}))
}

func (w *world) messenger(token string, at model.MessengerAddresses) app.Messenger {
	return vkmessenger.New(vkclient.New(vkclient.Options{
		Hosts: vkmessenger.Hosts(at), Token: vkclient.Secret(token), Kind: vkclient.CommunityToken, Clock: w.clock,
		Log: w.log, Answered: w.counts.VK,
	}))
}

// teller tells what is written to it.
type teller func([]byte)

// Write tells it.
func (t teller) Write(text []byte) (int, error) {
	if t != nil {
		t(text)
	}
	return len(text), nil
}

// must runs a command that ends with the code.
func (w *world) must(code int, answers string, args ...string) result {
	w.t.Helper()
	r := w.run(answers, args...)
	if r.code != code {
		w.t.Fatalf("%q: exit code %d, want %d\n%s%s", args, r.code, code, r.out, r.err)
	}
	return r
}

// workbook writes the demonstration's roster, changed by spoil, as a workbook.
func workbook(t *testing.T, groups int, spoil func(*roster.Snapshot)) string {
	t.Helper()
	snapshot, _ := demo.College(groups)
	if spoil != nil {
		spoil(&snapshot)
	}
	path := filepath.Join(t.TempDir(), "колледж.xlsx")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(listfile.Write(file, snapshot), file.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// dump is everything that the database holds, table by table.
func (w *world) dump() string {
	w.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.dir, store.FileName)+"?mode=ro")
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	var all strings.Builder
	for _, table := range w.query(db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('sqlite_sequence', 'events') ORDER BY name`) {
		rows := w.query(db, `SELECT * FROM "`+table+`"`)
		slices.Sort(rows)
		for _, row := range rows {
			fmt.Fprintf(&all, "%s: %s\n", table, row)
		}
	}
	return all.String()
}

// query gives each row as text.
func (w *world) query(db *sql.DB, query string) (texts []string) {
	w.t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		w.t.Fatal(err)
	}
	values := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			w.t.Fatal(err)
		}
		texts = append(texts, strings.Trim(fmt.Sprint(values), "[]"))
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return texts
}

// object reads standard output as exactly one object of JSON.
func object(t *testing.T, out string) map[string]any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(out))
	var v map[string]any
	if err := decoder.Decode(&v); err != nil {
		t.Fatalf("%v in %q", err, out)
	}
	if decoder.More() {
		t.Fatalf("more than one object in %q", out)
	}
	return v
}

// shape tells the keys of an object and of the objects in it: «a b{c d}».
func shape(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var keys []string
		for _, key := range slices.SortedFunc(maps.Keys(v), cmp.Compare) {
			keys = append(keys, key+shape(v[key]))
		}
		return "{" + strings.Join(keys, " ") + "}"
	case []any:
		if len(v) > 0 {
			return shape(v[0])
		}
	}
	return ""
}

func TestUsageIsRussian(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	tests := []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--help"}, ExitDone, "Вызов: zvonok <команда> [ключи]"},
		{[]string{"sync", "--help"}, ExitDone, "Показать эту справку."},
		{[]string{"import"}, ExitUsage, "не хватает: <файл> ..."},
		{[]string{"nosuch"}, ExitUsage, "нет такой команды: «nosuch»\nСправка: zvonok --help"},
		{[]string{"import", "--help"}, ExitDone, "--kind=ВИД"},
		{[]string{"sync", "--help"}, ExitDone, "--data=ПАПКА"},
		{[]string{"syn"}, ExitUsage, "нет такой команды: «syn»: может быть, это «sync»?"},
		{[]string{"sync", "extra"}, ExitUsage, "лишнее слово «extra»\nСправка: zvonok sync --help"},
		{[]string{"sync", "--nosuch"}, ExitUsage, "нет ключа --nosuch"},
		{[]string{"sync", "--jsn"}, ExitUsage, "нет ключа --jsn: может быть, это «--json»?"},
		{[]string{"sync", "--type", "pupils"}, ExitUsage, "типа чата «pupils» нет"},
		{[]string{"sync", "--yes=5"}, ExitUsage, "--yes"},
		{[]string{"sync", "--data"}, ExitUsage, "нужно значение"},
		{[]string{"account", "kagan"}, ExitUsage, "не хватает: --admin"},
		{[]string{"serve", "--install", "--uninstall"}, ExitUsage, "--install и --uninstall вместе не указывают"},
	}
	for _, tt := range tests {
		r := w.run("", tt.args...)
		if r.code != tt.code || !strings.Contains(r.out+r.err, tt.says) {
			t.Errorf("%q: exit code %d, want %d and %q\n%s%s", tt.args, r.code, tt.code, tt.says, r.out, r.err)
		}
		for _, english := range []string{"Usage", "Flags", "expected", "unexpected", "unknown", "did you", "Show ", "Run ", "=TYPE", "=DIR", "=URL", "=KIND"} {
			if strings.Contains(r.out+r.err, english) {
				t.Errorf("%q: English words\n%s%s", tt.args, r.out, r.err)
			}
		}
	}
}
