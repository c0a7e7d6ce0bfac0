package program

import (
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"zvonok/app/remote"
	"zvonok/model"
)

// computer is one on which colleges are founded: its files lie in a folder, and its programs note what is asked of them. The program
// itself is the real one, and what systemd starts is served.
type computer struct{ dir string }

// stubs are the programs of the system. DESTDIR is the computer's folder.
var stubs = map[string]string{
	"id":       `case $1 in -u) echo 0 ;; *) exit 1 ;; esac`,
	"useradd":  ``,
	"psql":     ``,
	"createdb": ``,
	"install":  `case $* in *" -o "*) mkdir -p -m 0700 "${8}" ;; *) exec /usr/bin/install "$@" ;; esac`,
	"runuser":  `shift 3; exec "$@"`,
	"systemctl": `[ "$1" = start ] || exit 0
name=${2#*@}
. "$DESTDIR/etc/default/zvonok-server-$name"
data=$DESTDIR/var/lib/zvonok-server/$name
zvonok-server serve --no-agent --data "$data" $ZVONOK_OPTIONS >"$data/said" 2>&1 </dev/null &
echo $! >>"$DESTDIR/running"
until [ -s "$data/server.json" ]; do kill -0 $! || { cat "$data/said" >&2; exit 1; }; sleep 0.05; done`,
	"createuser": ``,
}

func newComputer(t *testing.T) computer {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the package with the script is for Linux")
	}
	c := computer{t.TempDir()}
	for _, dir := range []string{"bin", "etc/default"} {
		if err := os.MkdirAll(filepath.Join(c.dir, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(program(t), filepath.Join(c.dir, "bin", "zvonok-server")); err != nil {
		t.Fatal(err)
	}
	for name, does := range stubs {
		text := "#!/bin/sh\necho \"" + name + " $*\" >>\"$DESTDIR/did\"\n" + does + "\n"
		if err := os.WriteFile(filepath.Join(c.dir, "bin", name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		for pid := range strings.FieldsSeq(c.read("running")) {
			if n, err := strconv.Atoi(pid); err == nil {
				_ = syscall.Kill(n, syscall.SIGTERM)
			}
		}
	})
	return c
}

// read is a file of the computer, empty where there is none.
func (c computer) read(path string) string {
	text, err := os.ReadFile(filepath.Join(c.dir, path))
	if err != nil {
		return ""
	}
	return string(text)
}

// found runs zvonok-found-college.
func (c computer) found(t *testing.T, args ...string) ended {
	t.Helper()
	script, err := filepath.Abs(filepath.Join(root, "packaging", "linux", "zvonok-found-college"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "sh", append([]string{script}, args...)...)
	cmd.Env = append(os.Environ(), "DESTDIR="+c.dir, "PATH="+filepath.Join(c.dir, "bin")+":"+os.Getenv("PATH"), "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent")
	var problems strings.Builder
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return ended{code: cmd.ProcessState.ExitCode(), out: string(out), err: problems.String()}
}

// TestFoundCollege: each college gets a number of its own, is served, and is the one that the link leads to; what was typed is nowhere
// taken for a command.
func TestFoundCollege(t *testing.T) {
	c := newComputer(t)
	const title = `Колледж "Искусств" $(touch planted) 'x'; touch planted`
	first := c.found(t, "arts-1", "--college="+title, "--admin=kagan", "--name=Каган Наталья Васильевна", "--zone=Asia/Omsk", "--host=arts.example.ru", "--proxy")
	said := regexp.MustCompile(`порт (\d+), наблюдение — (http://127\.0\.0\.1:\d+/healthz)\n(?s:.*)Ссылка подключения: (\S+)\n`).FindStringSubmatch(first.out)
	if first.code != 0 || said == nil || !strings.Contains(first.out, "Одноразовый пароль: ") {
		t.Fatalf("exit code %d\n%s%s", first.code, first.out, first.err)
	}
	link, err := model.ParseConnectionLink(said[3])
	if err != nil || !slices.Equal(link.Addresses, []string{"arts.example.ru:8473"}) {
		t.Fatalf("the link is %+v, %v", link, err)
	}
	link.Addresses = []string{"127.0.0.1:" + said[1]}
	desk := remote.NewClient(link)
	defer desk.Close()
	if entry, err := desk.Entry(t.Context()); err != nil || entry.College != title {
		t.Errorf("it leads to %q, %v", entry.College, err)
	}
	asked, err := http.NewRequestWithContext(t.Context(), http.MethodGet, said[2], nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(asked)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("its health: %d, %v", answer.StatusCode, err)
	}
	if planted, _ := filepath.Glob(filepath.Join(c.dir, "*/planted")); len(planted) > 0 {
		t.Errorf("a command ran: %q", planted)
	}
	for _, want := range []string{"useradd --system --user-group --home-dir /var/lib/zvonok-server/arts-1 ", "install -d -m 0700 -o zvonok-arts-1 -g zvonok-arts-1 ",
		"systemctl enable zvonok-server@arts-1\n", "systemctl start zvonok-server@arts-1\n"} {
		if !strings.Contains(c.read("did"), want) {
			t.Errorf("%q was not done, but\n%s", want, c.read("did"))
		}
	}
	if again := c.found(t, "arts-1"); again.code != 1 || !strings.Contains(again.err, "уже заведён") {
		t.Errorf("once more: %d %s", again.code, again.err)
	}
	if options := c.read("etc/default/zvonok-server-arts-1"); !strings.Contains(options, " --behind-proxy 127.0.0.1/32 --phone https://arts.example.ru --phone-behind 127.0.0.1:") {
		t.Errorf("its settings are\n%s", options)
	}
	other := c.found(t, "music", "--postgres", "--host=music.example.ru")
	if other.code != 0 || strings.Contains(other.out, said[1]) || !strings.Contains(other.out, "account --admin --college НАЗВАНИЕ") {
		t.Errorf("another one: %d\n%s%s", other.code, other.out, other.err)
	}
	if options := c.read("etc/default/zvonok-server-music"); !strings.Contains(options, " --address music.example.ru --db postgres://zvonok-music@/zvonok-music?host=/run/postgresql\"\n") {
		t.Errorf("its settings are\n%s", options)
	}
	for _, want := range []string{"createuser zvonok-music\n", "createdb --owner=zvonok-music --encoding=UTF8 --template=template0 zvonok-music\n"} {
		if !strings.Contains(c.read("did"), want) {
			t.Errorf("%q was not done, but\n%s", want, c.read("did"))
		}
	}
	if strings.Contains(c.read("did"), "start zvonok-server@music") {
		t.Error("a college that nobody can enter was started")
	}
}

// TestFoundCollegeRefuses: what is no name is refused with what a name is, and nothing is done.
func TestFoundCollegeRefuses(t *testing.T) {
	c := newComputer(t)
	for _, args := range [][]string{
		{}, {""}, {"Arts"}, {"колледж"}, {"a b"}, {"a;id"}, {"$(id)"}, {"../arts"}, {"a/b"}, {"-arts"}, {"arts-"}, {"1arts"}, {"a_b"}, {"a\nb"},
		{strings.Repeat("a", 25)}, {"arts", "music"}, {"arts", "--host=a b"}, {"arts", "--host=a;id"}, {"arts", "--proxy"}, {"arts", "--admin=kagan"}, {"arts", "--colledge=X"},
	} {
		if r := c.found(t, args...); r.code != 2 || !strings.Contains(r.err, "zvonok-found-college --help") || r.out != "" {
			t.Errorf("%q: %d\n%s%s", args, r.code, r.out, r.err)
		}
	}
	if did := c.read("did"); did != "" {
		t.Errorf("all the same it did\n%s", did)
	}
	if r := c.found(t, "--help"); r.code != 0 || !strings.HasPrefix(r.out, "Заводит ещё один колледж") {
		t.Errorf("the help: %d\n%s%s", r.code, r.out, r.err)
	}
}

// TestManyCollegesUnit: the service of one college among many has places of its own, and systemd finds nothing wrong in it.
func TestManyCollegesUnit(t *testing.T) {
	unit, err := exec.CommandContext(t.Context(), "sed", "-f", filepath.Join(root, "packaging", "linux", "many-colleges.sed"),
		filepath.Join(root, "app", "cli", "zvonok-server.service")).Output()
	if err != nil {
		t.Fatal(err)
	}
	text := string(unit)
	for line := range strings.Lines(text) {
		if regexp.MustCompile(`/(lib|etc)/|^(User|StateDirectory)=`).MatchString(line) && !strings.Contains(line, "%i") {
			t.Errorf("all colleges would share %s", line)
		}
	}
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("there is no systemd here to look at the unit")
	}
	path := filepath.Join(t.TempDir(), "zvonok-server@arts-1.service")
	text = strings.Replace(text, "/usr/bin/zvonok-server", "/bin/true", 1)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.CommandContext(t.Context(), "systemd-analyze", "verify", "--man=no", path).CombinedOutput(); err != nil || strings.Contains(string(said), "zvonok") {
		t.Errorf("systemd says %s, %v", said, err)
	}
}
