package program

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/app/cli"
	"zvonok/views/tour"
	"zvonok/views/tour/world"
	"zvonok/vkclient/sandbox"
)

// linkSession is the real program on its tour, beside a real keyring, with its addresses opened in Chromium.
type linkSession struct {
	*process
	tb      testing.TB
	home    string // with the bus's address, the program's number, preferences and caches
	data    string
	out     string
	opened  string // the file of the addresses that were opened
	visited int
	port    string // of VK
	secrets secrets
	kept    int // how many of them were read out of the keyring
}

// tokenLifetime is so short that the program renews every sign-in that it uses.
const tokenLifetime = time.Minute

// openInFile is the command that the program runs for its browser: it notes the address down.
const openInFile = "#!/bin/sh\nprintf '%s\\n' \"$1\" >>\"$0.opened\"\n"

// besideKeyring tells where the bus is and which process the program, unlocks a new keyring, and becomes
// the program.
const besideKeyring = `printf %s "$DBUS_SESSION_BUS_ADDRESS" >"$HOME/bus" && printf %s "$$" >"$HOME/pid" &&
printf keyring-password | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null && exec "$0" "$@"`

func startLinkSession(tb testing.TB) *linkSession {
	tb.Helper()
	for _, name := range []string{"dbus-run-session", "gnome-keyring-daemon", "secret-tool"} {
		if _, err := exec.LookPath(name); err != nil {
			tb.Skipf("%s is not installed: scripts/setup.sh --tests installs it", name)
		}
	}
	dir := tb.TempDir()
	l := &linkSession{
		tb: tb, process: &process{}, home: filepath.Join(dir, "home"), data: filepath.Join(dir, "data"), out: filepath.Join(dir, "out"),
		secrets: secrets{tour.FounderPassword: true},
	}
	helper := filepath.Join(dir, "browser")
	l.opened = helper + ".opened"
	screen := newScreen(tb)
	environment := append(screen.environment(tb), "HOME="+l.home)
	err := errors.Join(os.WriteFile(helper, []byte(openInFile), 0o700), os.Mkdir(l.home, 0o700), os.Mkdir(l.data, 0o700))
	for _, name := range []string{"XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"} {
		path := filepath.Join(l.home, name)
		err = errors.Join(err, os.Mkdir(path, 0o700))
		environment = append(environment, name+"="+path)
	}
	if err != nil {
		tb.Fatal(err)
	}
	l.cmd = exec.CommandContext(tb.Context(), "dbus-run-session", "--", "sh", "-c", besideKeyring, program(tb),
		"tour", "--window", "--keyring", "--token-lifetime", tokenLifetime.String(), "--browser", helper, "--out", l.out, "--data", l.data)
	l.cmd.Env, l.cmd.Stdout, l.cmd.Stderr, l.cmd.WaitDelay = environment, &l.process.out, &l.err, time.Second
	if err := l.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = l.cmd.Process.Kill() })
	return l
}

// next is the address that the program opens next.
func (l *linkSession) next() string {
	l.tb.Helper()
	var lines []string
	waitFor(l.tb, "an address in the browser", 3*time.Minute, func() bool { // the tour has dozens of screens to show before
		text, err := os.ReadFile(l.opened)
		lines = strings.SplitAfter(string(text), "\n")
		return err == nil && len(lines) > l.visited+1
	})
	l.visited++
	return strings.TrimSpace(lines[l.visited-1])
}

// leads opens the address of a linking, which is the program's own, and gives the page of VK ID that it leads to.
func (l *linkSession) leads(p *tab) *url.URL {
	l.tb.Helper()
	start := l.next()
	at, err := url.Parse(start)
	if err != nil || at.Path == "/authorize" || at.RawQuery != "" {
		l.tb.Fatalf("a linking opens %s, %v", start, err)
	}
	p.open(start)
	p.await("location.protocol === 'http:' && location.host !== '" + at.Host + "'")
	if at, err = url.Parse(p.text("location.href")); err != nil {
		l.tb.Fatal(err)
	}
	return at
}

// linked reports whether the keyring keeps somebody's sign-in. What it keeps is a secret to look for.
func (l *linkSession) linked() bool {
	bus, err := os.ReadFile(filepath.Join(l.home, "bus"))
	if err != nil {
		return false
	}
	search := exec.CommandContext(l.tb.Context(), "secret-tool", "search", "--all", "service", "zvonok")
	search.Env = append(os.Environ(), "DBUS_SESSION_BUS_ADDRESS="+string(bus))
	kept, _ := search.CombinedOutput() // it fails where there is nothing
	for line := range strings.Lines(string(kept)) {
		if secret, found := strings.CutPrefix(strings.TrimSpace(line), "secret = "); found && !l.secrets[secret] {
			l.secrets.keep(secret)
			l.kept++
		}
	}
	return bytes.Contains(kept, []byte("vkid-"))
}

// collect takes over what VK ID has issued so far, and looks for it where everybody can see the process.
func (l *linkSession) collect(base string) (issued sandbox.Issued) {
	l.tb.Helper()
	if err := json.Unmarshal(l.fetch(base+"/sandbox/issued"), &issued); err != nil {
		l.tb.Fatal(err)
	}
	for _, values := range [][]string{issued.SMSCodes, issued.Codes, issued.Tokens, issued.Passwords, issued.Sessions} {
		l.secrets.keep(values...)
	}
	pid, err := os.ReadFile(filepath.Join(l.home, "pid"))
	if err != nil {
		l.tb.Fatal(err)
	}
	for _, name := range []string{"cmdline", "environ"} {
		seen, err := os.ReadFile(filepath.Join("/proc", string(pid), name))
		if err != nil {
			l.tb.Fatal(err)
		}
		l.lookIn(name, seen)
	}
	return issued
}

func (l *linkSession) fetch(address string) []byte {
	l.tb.Helper()
	answer, err := http.Get(address)
	if err != nil {
		l.tb.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		l.tb.Fatal(err)
	}
	return text
}

// lookIn looks for the secrets in a text.
func (l *linkSession) lookIn(where string, text []byte) {
	l.tb.Helper()
	for _, secret := range l.secrets.in(text) {
		l.tb.Errorf("%s holds a secret of %d characters", where, len(secret))
	}
}

// code is the newest code that was sent to the phone.
func (l *linkSession) code(base, phone string) string {
	l.tb.Helper()
	page := l.fetch(base + "/sandbox/sms?phone=" + url.QueryEscape(phone))
	code := regexp.MustCompile(`id="sms-code">(\d+)<`).FindSubmatch(page)
	if code == nil {
		l.tb.Fatalf("no SMS to %s", phone)
	}
	return string(code[1])
}

// wrong is another code than the right one.
func wrong(code string) string {
	if code == "123456" {
		return "654321"
	}
	return "123456"
}

// signIn walks through VK ID's pages as the case of 29.1.1 has them; whatever can be got wrong is got wrong once.
func (l *linkSession) signIn(p *tab, base string, who world.Visitor, password string) {
	l.tb.Helper()
	p.fill("#login", who.Phone)
	p.click("#continue")
	if who.ByPassword {
		p.click("#by_password")
		p.fill("#password", "не-тот-пароль")
		p.click("#continue")
		p.await(found("#problem"))
		p.fill("#password", password)
		p.click("#continue")
	} else {
		p.await(found("#by_sms") + "||" + found("#code"))
		if p.holds(found("#by_sms")) {
			p.click("#by_sms")
		}
		p.await(found("#code"))
		code := l.code(base, who.Phone)
		p.fill("#code", wrong(code))
		p.click("#continue")
		p.await(says("#problem", "Неверный код"))
		texts := p.browser.newTab(l.tb)
		texts.open(base + "/sandbox/sms?phone=" + url.QueryEscape(who.Phone))
		texts.await(found("#expire") + "&& (window.before = true)") // the page afterwards looks the same
		texts.click("#expire")
		texts.await("!window.before &&" + found("#sms-code"))
		p.fill("#code", code)
		p.click("#continue")
		p.await(says("#problem", "Код устарел"))
		p.click("#again")
		p.await("!" + found("#problem") + "&&" + found("#code"))
		p.fill("#code", l.code(base, who.Phone))
		p.click("#continue")
		p.await(found("#create_profile") + "||" + found("#first_name"))
		if p.holds(found("#create_profile")) {
			p.click("#create_profile")
		}
		p.fill("#first_name", who.FirstName)
		p.fill("#last_name", who.LastName)
		p.click("#continue")
	}
	l.consent(p, who)
}

// consent gives the consent, or refuses it.
func (l *linkSession) consent(p *tab, who world.Visitor) {
	l.tb.Helper()
	if who.Refuses {
		p.click("#deny")
	} else {
		p.click("#allow")
	}
	p.await("location.port !== '" + l.port + "'")
}

// TestLinkInBrowser walks through 29.1.1 in Chromium for the three cases, started by the real program in its
// window with a real keyring; then nothing that VK ID issued is to be found where it does not belong.
func TestLinkInBrowser(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the GNOME Keyring is Linux's")
	}
	chromiumPath(t)
	l := startLinkSession(t)
	browser := startChromium(t)
	password := ""
	for _, who := range world.LinkCases() {
		t.Log(who.Case)
		p := browser.newTab(t)
		at := l.leads(p)
		base := "http://" + at.Host
		if password == "" { // nobody has come after the last one that the program knows
			passwords := l.collect(base).Passwords
			password = passwords[len(passwords)-1]
		}
		l.port = at.Port()
		refreshed := refreshTokens(l.collect(base))
		l.signIn(p, base, who, password)
		if who.Refuses {
			p.await("document.body.innerText.includes('отказ')")
			if l.linked() {
				t.Error("a refused consent has linked a profile")
			}
			who.Refuses = false
			l.leads(p)
			l.consent(p, who) // the person is signed in already
		}
		waitFor(t, "an entry in the keyring", 20*time.Second, l.linked)
		waitFor(t, "a renewal", 20*time.Second, func() bool { return refreshTokens(l.collect(base)) >= refreshed+2 })
		l.linked()       // the renewed entry is a secret too
		p.open(l.next()) // «Войти в Сферум»
		p.await("location.host === '" + at.Host + "' && location.pathname.startsWith('/im')")
		p.open(l.next()) // the invite link of a chat
		p.click("form button")
		p.await("document.body.innerText.includes('теперь в чате')")
		waitFor(t, "the end of the keyring's entry", 60*time.Second, func() bool { return !l.linked() })
		l.collect(base)
	}
	end := l.wait(t)
	report, err := os.ReadFile(filepath.Join(l.out, "report.json"))
	if end.code != cli.ExitDone || err != nil {
		t.Fatalf("exit code %d, %v\n%s%s\n%s", end.code, err, end.out, end.err, report)
	}
	l.lookIn("the output", []byte(end.out+end.err))
	l.lookEverywhere()
}

// refreshTokens counts the refresh tokens among what was issued: one a sign-in, and one more for each renewal.
func refreshTokens(issued sandbox.Issued) (n int) {
	for _, token := range issued.Tokens {
		if strings.HasPrefix(token, "vk2.r.") {
			n++
		}
	}
	return n
}

// control is a value that is planted before the search, which has to find it.
const control = "vk2.a.CONTROLofTHEsearch"

// lookEverywhere looks for the secrets in all files that the session has left.
func (l *linkSession) lookEverywhere() {
	l.tb.Helper()
	planted := plant(l.tb, l.data, control)
	l.secrets.keep(control)
	found, err := l.secrets.under(l.data, l.home, l.out)
	if err != nil {
		l.tb.Error(err)
	}
	var names []string
	for path, secrets := range found {
		names = append(names, filepath.Base(path))
		for _, secret := range secrets {
			if secret != control {
				l.tb.Errorf("%s holds a secret of %d characters", path, len(secret))
			}
		}
	}
	for _, path := range planted {
		if !slices.Contains(found[path], control) {
			l.tb.Errorf("the search does not find what was planted in %s", path)
		}
	}
	// The community's token, and a sign-in for each case.
	if l.kept < 1+len(world.LinkCases()) || !slices.Contains(names, "report.json") {
		l.tb.Errorf("%d secrets of the keyring were looked for in %v", l.kept, names)
	}
	if _, looked := found[filepath.Join(l.data, "first-start", "college.db")]; !looked {
		l.tb.Error("the college of the password was not looked into")
	}
}
