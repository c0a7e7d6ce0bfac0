package program

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"zvonok/app/cli"
	"zvonok/app/remote"
	"zvonok/model"
)

const chosenPassword = "дубрава-полоз-44"

// served is a college with an administrator, in a data folder or a database.
type served struct {
	dir         string
	db          string   // the URL of its database, if it is in one
	environment []string // of its commands, beside that of the test
	oneTime     string   // the administrator's password
}

// newServed founds it by the program.
func newServed(t *testing.T) served {
	t.Helper()
	c := served{dir: filepath.Join(t.TempDir(), "data")}
	end := c.command(t, "account", "kagan", "--admin", "--name", "Каган Наталья Васильевна", "--college", "Педагогический колледж").ended(t)
	c.oneTime = oneTimeOf(t, end)
	return c
}

// oneTimeOf is the password of an account that was made.
func oneTimeOf(t *testing.T, account ended) string {
	t.Helper()
	password := regexp.MustCompile(`Одноразовый пароль: (\S+)`).FindStringSubmatch(account.out)
	if account.code != cli.ExitDone || password == nil {
		t.Fatalf("account: exit code %d\n%s%s", account.code, account.out, account.err)
	}
	return password[1]
}

// command is a command of the program on the college, without a keyring.
func (c served) command(t *testing.T, args ...string) *command {
	t.Helper()
	args = append(args, "--data", c.dir)
	if c.db != "" {
		args = append(args, "--db", c.db)
	}
	cmd := exec.CommandContext(t.Context(), program(t), args...)
	cmd.Env = append(append(os.Environ(), "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent"), c.environment...)
	p := &command{cmd: cmd}
	cmd.Stderr = &p.err
	return p
}

// command is the program, not yet started.
type command struct {
	cmd *exec.Cmd
	err bytes.Buffer
}

// ended runs it to its end.
func (p *command) ended(t *testing.T) ended {
	t.Helper()
	out, err := p.cmd.Output()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return ended{code: p.cmd.ProcessState.ExitCode(), out: string(out), err: p.err.String()}
}

// running is `zvonok serve --json` at work.
type running struct {
	*command
	link model.ConnectionLink
	said map[string]any
}

// serve starts the server and reads how it is reached.
func (c served) serve(t *testing.T, args ...string) *running {
	t.Helper()
	r := &running{command: c.command(t, append([]string{"serve", "--json", "--listen", "127.0.0.1:0"}, args...)...)}
	out, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("it says nothing: %v, %v\n%s", err, r.cmd.Wait(), &r.err)
	}
	if err := json.Unmarshal([]byte(line), &r.said); err != nil {
		t.Fatalf("%v in %q", err, line)
	}
	if r.link, err = model.ParseConnectionLink(r.said["link"].(string)); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return r
}

// end ends it by a signal and gives its exit code.
func (r *running) end(t *testing.T, s os.Signal) int {
	t.Helper()
	if err := r.cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
	_ = r.cmd.Wait()
	return r.cmd.ProcessState.ExitCode()
}

// signIn is the desk of the administrator, who has a password of their own from the first time on.
func (c served) signIn(t *testing.T, link model.ConnectionLink) (*remote.Client, context.Context) {
	t.Helper()
	desk := remote.NewClient(link)
	t.Cleanup(desk.Close)
	begun, err := desk.BeginSession(t.Context(), "kagan", chosenPassword, model.Computer{Name: "Кабинет 214"})
	if err != nil {
		t.Fatal(err)
	}
	return desk, remote.As(t.Context(), func() string { return begun.Token })
}

// newCollegeOfLists is a college to which lists were loaded, and nobody can sign in.
func newCollegeOfLists(t *testing.T) served {
	t.Helper()
	c := served{dir: filepath.Join(t.TempDir(), "data")}
	c.load(t)
	return c
}

// load loads lists of one group by the program.
func (c served) load(t *testing.T) {
	t.Helper()
	lists := t.TempDir()
	for name, text := range map[string]string{"Группы.csv": "Группа;Курс\nДО-26-1;1\n", "Студенты.csv": "ФИО;Группа\nИванов Иван;ДО-26-1\n"} {
		if err := os.WriteFile(filepath.Join(lists, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if end := c.command(t, "import", lists, "--yes").ended(t); end.code != cli.ExitDone {
		t.Fatalf("import: exit code %d\n%s%s", end.code, end.out, end.err)
	}
}
