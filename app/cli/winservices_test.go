package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zvonok/app/tokens"
	"zvonok/vkclient/sandbox"
)

// fakeWindows is a Windows in a folder, which notes what is asked of it.
type fakeWindows struct {
	windowsServices
	did   []string
	fails string // the program that fails
	known bool   // the service is there
}

func newFakeWindows(t *testing.T) *fakeWindows {
	t.Helper()
	f := &fakeWindows{}
	root := t.TempDir()
	fill(t, root, "загрузки/zvonok.com")
	f.windowsServices = windowsServices{programFiles: filepath.Join(root, "Program Files"), programData: filepath.Join(root, "ProgramData"),
		Computer: Computer{Admin: true, Program: filepath.Join(root, "загрузки/zvonok.com"), Do: func(_ context.Context, name string, args ...string) error {
			said := strings.ReplaceAll(name+" "+strings.Join(args, " "), root, "C:")
			switch {
			case name == f.fails, said == "sc query zvonok-server" && !f.known:
				return errors.New("сбой")
			case said == "sc query zvonok-server":
				return nil
			}
			f.known = f.known && said != "sc delete zvonok-server" || strings.HasPrefix(said, "sc create")
			f.did = append(f.did, said)
			return nil
		}}}
	return f
}

// TestInstallOnWindows: the service has an account, a folder that others cannot read, the college and the token, and a repetition
// stops it before it replaces the program.
func TestInstallOnWindows(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	foundCollege(t, w)
	f := newFakeWindows(t)
	w.system = f.windowsServices
	delete(w.environ, tokens.Variable)
	r := w.must(ExitDone, "да\n"+w.token+"\n", "serve", "--install", "--listen", ":9000", "--address", `zvonok "college".ru`)
	command := `"C:/Program Files/Zvonok Server/zvonok-server.exe" "serve" "--as-service" "--data" "C:/ProgramData/Zvonok/data" "--listen" ":9000" ` +
		`"--address" "zvonok \"college\".ru" "--vk-url" "` + w.url + `"`
	own := "icacls C:/ProgramData/Zvonok "
	want := []string{
		"sc create zvonok-server binPath= " + command + ` start= delayed-auto obj= NT SERVICE\zvonok-server DisplayName= Звонок: сервер колледжа`,
		"sc failure zvonok-server reset= 86400 actions= restart/5000/restart/60000//0", "sc failureflag zvonok-server 1",
		own + "/setowner *S-1-5-32-544 /T", own + "/reset /T",
		own + `/inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F NT SERVICE\zvonok-server:(OI)(CI)F`,
		`reg add HKLM\SYSTEM\CurrentControlSet\Services\zvonok-server /v Environment /t REG_MULTI_SZ /d ZVONOK_VK_COMMUNITY_TOKEN_FILE=C:/ProgramData/Zvonok/community-token /f`,
		"net start zvonok-server",
	}
	if strings.Join(f.did, "\n") != strings.Join(want, "\n") {
		t.Errorf("it did\n%s\nnot\n%s", strings.Join(f.did, "\n"), strings.Join(want, "\n"))
	}
	if !holdsCollege(f.data()) || holdsCollege(w.dir) || !holdsCollege(movedName(w.dir)) {
		t.Errorf("the college did not move:\n%s", r.out)
	}
	if token, err := os.ReadFile(f.token()); err != nil || string(token) != w.token+"\n" {
		t.Errorf("the token did not come: %v", err)
	}
	if program, err := os.ReadFile(f.program()); err != nil || string(program) != "загрузки/zvonok.com" {
		t.Errorf("the program is %q, %v", program, err)
	}
	if strings.Contains(strings.Join(f.did, ""), w.token) {
		t.Error("the token stands on a command line")
	}
	if !strings.Contains(r.out, `NT SERVICE\zvonok-server`) || !strings.Contains(r.out, "localport=9000") {
		t.Errorf("it says\n%s", r.out)
	}
	f.did = nil
	w.must(ExitDone, "", "serve", "--install", "--yes")
	if f.did[0] != "net stop zvonok-server" || !strings.HasPrefix(f.did[1], "sc config zvonok-server") || !slices.Contains(f.did, "net start zvonok-server") {
		t.Errorf("again it did\n%s", strings.Join(f.did, "\n"))
	}
	w.must(ExitDone, "да\n", "serve", "--uninstall")
	if f.known || f.installed() || f.keepsToken() || !holdsCollege(f.data()) {
		t.Error("the service is not removed, or the college is")
	}
	w.must(ExitFailed, "", "serve", "--uninstall", "--yes")
}

// TestInstallOnWindowsWithDatabase: the service gets the URL, and the password in a file of the folder that others cannot read; it is started again
// for as long as the database does not answer.
func TestInstallOnWindowsWithDatabase(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	f := newFakeWindows(t)
	w.system = f.windowsServices
	const url = "postgres://zvonok@db.college.ru/zvonok"
	r := w.must(ExitDone, "да\nпароль\n", "serve", "--install", "--db", url)
	did := strings.Join(f.did, "\n")
	for _, want := range []string{
		`"--db" "` + url + `"`, "actions= restart/5000/restart/60000/restart/60000",
		`/d ZVONOK_VK_COMMUNITY_TOKEN_FILE=C:/ProgramData/Zvonok/community-token\0ZVONOK_DB_PASSWORD_FILE=C:/ProgramData/Zvonok/db-password /f`,
	} {
		if !strings.Contains(did, want) {
			t.Errorf("%q was not done, but\n%s", want, did)
		}
	}
	if password, err := os.ReadFile(f.password()); err != nil || string(password) != "пароль\n" {
		t.Errorf("the password did not come: %v", err)
	}
	if strings.Contains(did+r.out, "пароль\n") || !strings.Contains(r.err, "он будет лежать в "+f.password()) || !strings.Contains(r.out, "Колледж: "+url) {
		t.Errorf("it did\n%s\nand said\n%s%s", did, r.out, r.err)
	}
	if !slices.IsSortedFunc([]string{"icacls", "reg add", "net start"}, func(a, b string) int { return strings.Index(did, a) - strings.Index(did, b) }) {
		t.Errorf("the folder is not closed before it holds secrets, or the service starts before it is told of them:\n%s", did)
	}
	w.must(ExitDone, "да\n", "serve", "--uninstall")
	if isThere(f.password()) {
		t.Error("the password is left")
	}
}

// TestInstallOnWindowsRefuses: what keeps a service from being installed is said in words, and the college stays where it was or
// comes to the service at the next attempt.
func TestInstallOnWindowsRefuses(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	foundCollege(t, w)
	f := newFakeWindows(t)
	f.Admin = false
	w.system = f.windowsServices
	if r := w.must(ExitFailed, "", "serve", "--install", "--yes"); !strings.Contains(r.err, "Запуск от имени администратора") {
		t.Errorf("without the right: %s", r.err)
	}
	f.Admin, f.fails = true, "icacls"
	w.system = f.windowsServices
	if r := w.must(ExitFailed, "", "serve", "--install", "--yes"); !strings.Contains(r.err, "записано в файле") || !holdsCollege(w.dir) || holdsCollege(f.data()) {
		t.Errorf("where the folder could not be closed: %s", r.err)
	}
	f.fails = ""
	if err := os.RemoveAll(f.own()); err != nil {
		t.Fatal(err)
	}
	fill(t, f.programData, "чужое/data/file")
	if err := os.Symlink(filepath.Join(f.programData, "чужое"), f.own()); err != nil {
		t.Skip("no links here: ", err)
	}
	if r := w.must(ExitFailed, "", "serve", "--install", "--yes"); !strings.Contains(r.err, "ссылка на другую") || !holdsCollege(w.dir) {
		t.Errorf("with another's folder: %s", r.err)
	}
	if err := os.Remove(f.own()); err != nil {
		t.Fatal(err)
	}
	w.must(ExitDone, "", "serve", "--install", "--yes")
	if !holdsCollege(f.data()) {
		t.Error("the repetition does not move the college")
	}
}
