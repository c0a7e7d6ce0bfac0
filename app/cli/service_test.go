package cli

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofrs/flock"

	"zvonok/app/college"
	"zvonok/app/tokens"
	"zvonok/vkclient/sandbox"
)

// fakeSystem is a system in a folder, which notes what is asked of it; files are copied in fact.
type fakeSystem struct {
	systemd
	did   []string
	fails string // the program that fails
	open  bool   // a window could open the college while it was copied
}

func newFakeSystem(t *testing.T) *fakeSystem {
	t.Helper()
	f := &fakeSystem{}
	root := t.TempDir()
	f.systemd = systemd{Root: root, Computer: Computer{Admin: true, Program: filepath.Join(root, "загрузки", "zvonok"), Do: func(ctx context.Context, name string, args ...string) error {
		f.did = append(f.did, strings.ReplaceAll(name+" "+strings.Join(args, " "), root, ""))
		switch {
		case name == f.fails, name == "id":
			return errors.New("no such user")
		case name == "cp":
			lock := flock.New(filepath.Join(args[1], college.WindowLock))
			got, err := lock.TryLock()
			f.open = got || err != nil
			_ = lock.Close()
			return exec.CommandContext(ctx, name, args...).Run()
		}
		return nil
	}}}
	for _, dir := range []string{systemdRuns, "/var/lib"} {
		if err := os.MkdirAll(root+dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// read is a file of the system.
func (f *fakeSystem) read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(f.at(path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestInstall: the college and the token come to the service, the old folder keeps another name, and a repetition changes nothing.
func TestInstall(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	foundCollege(t, w)
	f := newFakeSystem(t)
	w.system = f.systemd
	if r := w.must(ExitDone, "нет\n", "serve", "--install"); len(f.did) > 0 || !strings.Contains(r.out, "Колледж переедет из "+w.dir+" в "+f.data()) {
		t.Errorf("it did %q, and said\n%s", f.did, r.out)
	}
	w.must(ExitLimit, "", "serve", "--install")
	delete(w.environ, tokens.Variable)
	r := w.must(ExitDone, "да\n"+w.token+"\n", "serve", "--install", "--address", "zvonok.college.ru", "--behind-proxy", "10.0.0.0/24",
		"--phone", "https://zvonok.college.ru", "--phone-behind", "127.0.0.1:8474", "--watch", ":8475")
	want := []string{
		"install -m 0755 /загрузки/zvonok /usr/local/bin/zvonok", "id zvonok",
		"useradd --system --user-group --home-dir /var/lib/zvonok --no-create-home --shell /usr/sbin/nologin zvonok",
		"cp -a " + w.dir + "/. /var/lib/zvonok.part", "chown -R zvonok:zvonok /var/lib/zvonok.part",
		"systemctl daemon-reload", "systemctl enable zvonok-server", "systemctl restart zvonok-server",
	}
	if strings.Join(f.did, "\n") != strings.Join(want, "\n") {
		t.Errorf("it did\n%s", strings.Join(f.did, "\n"))
	}
	if f.open {
		t.Error("a window could open the college while it moved")
	}
	if !holdsCollege(f.at(serviceData)) || holdsCollege(w.dir) || !holdsCollege(movedName(w.dir)) {
		t.Errorf("the college did not move:\n%s", r.out)
	}
	if token := f.read(t, serviceToken); token != w.token+"\n" {
		t.Error("the token did not come")
	}
	if info, err := os.Stat(f.at(serviceToken)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the token's file: %v, %v", info, err)
	}
	text := f.read(t, serviceUnit)
	if text != strings.Replace(serviceText, packagedProgram, serviceProgram, 1) || !strings.Contains(text, "\nExecStart=/usr/local/bin/zvonok serve --data /var/lib/zvonok $ZVONOK_OPTIONS\n") {
		t.Errorf("the unit is not the packages' with another program:\n%s", text)
	}
	options := `ZVONOK_OPTIONS="--listen :8473 --address zvonok.college.ru --behind-proxy 10.0.0.0/24 --phone https://zvonok.college.ru --phone-behind 127.0.0.1:8474 --watch :8475 --vk-url ` + w.url + `"` + "\n"
	if settings := f.read(t, serviceOptions); !strings.HasSuffix(settings, options) || strings.Count(settings, optionsLine) != 1 {
		t.Errorf("the settings:\n%s", settings)
	}
	if strings.Contains(text, w.token) {
		t.Error("the token stands in the unit")
	}
	f.did = nil
	w.must(ExitDone, "", "serve", "--install", "--yes")
	if strings.Contains(strings.Join(f.did, "\n"), "cp ") || f.read(t, serviceToken) != w.token+"\n" {
		t.Errorf("again it did\n%s", strings.Join(f.did, "\n"))
	}
	w.must(ExitDone, "да\n", "serve", "--uninstall")
	if f.has(serviceUnit) || f.has(serviceToken) || f.has(serviceOptions) || !holdsCollege(f.at(serviceData)) {
		t.Error("the service is not removed, or the college is")
	}
	if r := w.must(ExitFailed, "", "serve", "--uninstall", "--yes"); !strings.Contains(r.err, "не установлена") {
		t.Errorf("removed twice: %s", r.err)
	}
}

// TestInstallRefuses: what keeps a service from being installed is said in words, and nothing is moved.
func TestInstallRefuses(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	f := newFakeSystem(t)
	w.system = f.systemd
	if r := w.must(ExitFailed, "", "serve", "--install", "--yes"); !strings.Contains(r.err, "переносить нечего") {
		t.Errorf("without a college: %s", r.err)
	}
	foundCollege(t, w)
	f.Admin = false
	w.system = f.systemd
	if r := w.must(ExitFailed, "", "serve", "--install", "--yes"); !strings.Contains(r.err, "повторите с sudo") {
		t.Errorf("without the right: %s", r.err)
	}
	f.Admin = true
	elsewhere := f.systemd
	elsewhere.Root = t.TempDir()
	w.system = elsewhere
	if r := w.must(ExitFailed, "", "serve", "--install", "--yes"); !strings.Contains(r.err, "только там, где есть systemd") {
		t.Errorf("without systemd: %s", r.err)
	}
	w.system = f.systemd
	f.fails = "chown"
	if r := w.must(ExitFailed, "", "serve", "--install", "--yes"); !strings.Contains(r.err, "не установлена до конца") || !holdsCollege(w.dir) || holdsCollege(f.at(serviceData)) {
		t.Errorf("half-way: %s", r.err)
	}
	f.fails = ""
	if err := os.MkdirAll(filepath.Join(movedName(w.dir), "другое"), 0o755); err != nil {
		t.Fatal(err)
	}
	if r := w.must(ExitFailed, "", "serve", "--install", "--yes"); !strings.Contains(r.err, "уберите то, что так называется") || !holdsCollege(w.dir) || holdsCollege(f.at(serviceData)) {
		t.Errorf("with the old folder's new name taken: %s", r.err)
	}
	if err := os.RemoveAll(movedName(w.dir)); err != nil {
		t.Fatal(err)
	}
	w.must(ExitDone, "", "serve", "--install", "--yes")
	if !holdsCollege(f.at(serviceData)) || f.read(t, serviceToken) != w.token+"\n" {
		t.Error("the repetition does not move the college, or the token of the environment")
	}
}

// TestInstallPackaged: where a package brought the service, its files stay as they are, and its settings keep what else they say.
func TestInstallPackaged(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	foundCollege(t, w)
	f := newFakeSystem(t)
	w.system = f.systemd
	for path, text := range map[string]string{
		"/lib/systemd/system/" + serviceUnitName: serviceText, serviceUnit: "an earlier installation by hand",
		serviceOptions: "# свой прокси\nHTTPS_PROXY=http://10.0.0.1:3128\nZVONOK_OPTIONS=\"--listen :8473\"\n",
	} {
		if err := f.write(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r := w.must(ExitFailed, "", "serve", "--install", "--yes", "--address", "два слова")
	if !strings.Contains(r.err, "«два слова» не может быть ключом службы") || !holdsCollege(w.dir) {
		t.Errorf("an address of two words: %s", r.err)
	}
	w.must(ExitDone, "", "serve", "--install", "--yes", "--listen", ":9000")
	if done := strings.Join(f.did, "\n"); f.has(serviceUnit) || strings.Contains(done, serviceProgram) || !strings.Contains(done, "systemctl restart zvonok-server") {
		t.Errorf("the package's service is not used; it did\n%s", done)
	}
	if settings := f.read(t, serviceOptions); settings != "# свой прокси\nHTTPS_PROXY=http://10.0.0.1:3128\nZVONOK_OPTIONS=\"--listen :9000 --vk-url "+w.url+"\"\n" {
		t.Errorf("the settings:\n%s", settings)
	}
	r = w.must(ExitDone, "", "serve", "--uninstall", "--yes")
	if !strings.Contains(r.out, "удаление пакета zvonok-server") || !f.has("/lib/systemd/system/"+serviceUnitName) || !f.has(serviceOptions) || f.has(serviceToken) {
		t.Errorf("the package's files are removed, or the token is not: %s", r.out)
	}
}

// TestTellReady: systemd, which waits for it, is told when the server answers.
func TestTellReady(t *testing.T) {
	if err := tellReady(t.Context(), ""); err != nil {
		t.Errorf("without systemd: %v", err)
	}
	socket := filepath.Join(t.TempDir(), "notify")
	listener, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Skipf("no such sockets here: %v", err)
	}
	defer listener.Close()
	if err := tellReady(t.Context(), socket); err != nil {
		t.Fatal(err)
	}
	said := make([]byte, 100)
	if n, err := listener.Read(said); err != nil || string(said[:n]) != "READY=1" {
		t.Errorf("systemd hears %q, %v", said[:n], err)
	}
}
