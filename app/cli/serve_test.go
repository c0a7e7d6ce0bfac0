package cli

import (
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zvonok/model"
	"zvonok/vkclient/sandbox"
)

// TestExportKey: the key lies in the file under a passphrase that was typed twice alike, for its owner alone.
func TestExportKey(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	foundCollege(t, w)
	path := filepath.Join(t.TempDir(), "ключ")
	const passphrase = "дубрава-полоз-44"
	for _, c := range []struct{ typed, says string }{
		{"", "ничего не введено; без терминала её задаёт переменная " + passphraseVariable}, {"короткая\nкороткая\n", "хотя бы из 12 знаков"},
		{passphrase + "\n" + passphrase + "!\n", "фразы не совпали"},
	} {
		if r := w.must(ExitFailed, c.typed, "serve", "--export-key", path); !strings.Contains(r.err, c.says) {
			t.Errorf("%q: %s", c.typed, r.err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%q: a file was written", c.typed)
		}
	}
	w.must(ExitDone, passphrase+"\n"+passphrase+"\n", "serve", "--export-key", path)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info, err)
	}
	if r := w.must(ExitFailed, passphrase+"\n"+passphrase+"\n", "serve", "--export-key", path); !strings.Contains(r.err, "уже есть") {
		t.Errorf("over another file: %s", r.err)
	}
}

// TestServeWantsAnAdministrator: a college into which nobody could sign in is not served, which only a person can repair.
func TestServeWantsAnAdministrator(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	w.must(ExitDone, "", "import", workbook(t, 1, nil), "--yes")
	if r := w.must(ExitLimit, "", "serve", "--listen", "127.0.0.1:0"); !strings.Contains(r.err, "zvonok account ЛОГИН --admin") {
		t.Errorf("it says %s", r.err)
	}
}

// TestServePhone: a page for the phone without a certificate is refused in words, before anything is served.
func TestServePhone(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	for want, args := range map[string][]string{
		"--phone-cert":        {"--phone", "https://college.example"},
		"--phone https://ИМЯ": {"--phone-behind", "127.0.0.1:8474"},
		"укажите его как":     {"--phone", "http://college.example", "--phone-behind", "127.0.0.1:8474"},
		"только этому":        {"--phone", "https://college.example", "--phone-behind", "10.0.0.1:8474"},
		"уберите одно из":     {"--phone", "https://college.example", "--phone-behind", "127.0.0.1:8474", "--phone-cert", "c.pem", "--phone-key", "k.pem"},
	} {
		if r := w.must(ExitUsage, "", append([]string{"serve"}, args...)...); !strings.Contains(r.err, want) {
			t.Errorf("%q: it says %s", args, r.err)
		}
	}
	foundCollege(t, w)
	const page, address = "Страница для телефона", "https://zvonok.college.example"
	r := w.serves("--phone", address, "--phone-behind", "127.0.0.1:0")
	if !strings.Contains(r.out, page+": "+address+"\n") || !strings.Contains(r.out, "доверенный адрес возврата "+address+"/link/return\n") || r.err != "" {
		t.Errorf("of the page it says\n%s%s", r.out, r.err)
	}
	none := filepath.Join(t.TempDir(), "нет.pem")
	r = w.serves("--phone", address, "--phone-cert", none, "--phone-key", none, "--phone-listen", "127.0.0.1:0")
	if strings.Contains(r.out, page) || !strings.Contains(r.err, page+" не работает: ") {
		t.Errorf("without its certificate the college is served, and it says\n%s%s", r.out, r.err)
	}
}

// TestServeWatch: it says where it tells how it is, and that a port is taken, which keeps nobody from the college.
func TestServeWatch(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	foundCollege(t, w)
	r := w.serves("--watch", ":0")
	at := regexp.MustCompile(`http://(127\.0\.0\.1:\d+)/healthz и http://127\.0\.0\.1:\d+/metrics\n`).FindStringSubmatch(r.out)
	if at == nil || r.err != "" {
		t.Fatalf("it says\n%s%s", r.out, r.err)
	}
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", at[1])
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	if r := w.serves("--watch", at[1]); strings.Contains(r.out, "/metrics") || !strings.Contains(r.err, "ответа не получат: адрес "+at[1]+" занят") {
		t.Errorf("where the port is taken, it says\n%s%s", r.out, r.err)
	}
	if r := w.serves(); strings.Contains(r.out, "/metrics") {
		t.Errorf("nobody has asked for it: %s", r.out)
	}
}

// serves runs `zvonok serve` until it has said how the college is reached.
func (w *world) serves(args ...string) result {
	w.t.Helper()
	w.until = "Чтобы закрыть доступ, нажмите Ctrl+C."
	defer func() { w.until = "" }()
	return w.must(ExitDone, "", append([]string{"serve", "--no-agent", "--listen", "127.0.0.1:0"}, args...)...)
}

// linkOf is the connection link that it has said.
func linkOf(t *testing.T, r result) model.ConnectionLink {
	t.Helper()
	said := regexp.MustCompile(`Ссылка подключения: (\S+)\n`).FindStringSubmatch(r.out)
	if said == nil {
		t.Fatalf("no link in %s", r.out)
	}
	link, err := model.ParseConnectionLink(said[1])
	if err != nil {
		t.Fatal(err)
	}
	return link
}

// TestServeAddresses: the link and the words for the slip name the addresses of the command line first, each once, and no address that leads every computer to itself.
func TestServeAddresses(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	foundCollege(t, w)
	r := w.serves("--address", "zvonok.college.example", "--address", "192.168.7.7:9000", "--address", "192.168.7.7:9000")
	addresses := linkOf(t, r).Addresses
	if len(addresses) != 2 || addresses[1] != "192.168.7.7:9000" || !strings.HasPrefix(addresses[0], "zvonok.college.example:") {
		t.Errorf("the link names %q", addresses)
	}
	if !strings.Contains(r.out, "адрес "+strings.Join(addresses, " или ")+", проверочный код ") {
		t.Errorf("for the slip it says\n%s", r.out)
	}
	if strings.Contains(r.out, "Брандмауэр") {
		t.Errorf("a port of this computer alone is no matter of its firewall: %s", r.out)
	}
	for _, wrong := range []string{"http://zvonok.college.example", "два слова", "zvonok.college.example:порт"} {
		if r := w.must(ExitFailed, "", "serve", "--listen", "127.0.0.1:0", "--address", wrong); !strings.Contains(r.err, "«"+wrong+"» — не адрес: укажите имя или адрес") {
			t.Errorf("of %q it says %s", wrong, r.err)
		}
	}
}

// TestServeChangesKey: the server's key is changed in two steps, between which a person who connects hears of the next one.
func TestServeChangesKey(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	for _, flag := range []string{"--prepare-key", "--change-key"} {
		if r := w.must(ExitFailed, "", "serve", flag); !strings.Contains(r.err, "нет колледжа") {
			t.Errorf("%s without a college: %s", flag, r.err)
		}
	}
	foundCollege(t, w)
	if r := w.must(ExitUsage, "", "serve", "--prepare-key", "--change-key"); !strings.Contains(r.err, "вместе не указывают") {
		t.Errorf("both at once: %s", r.err)
	}
	first := linkOf(t, w.serves()).Pins
	if r := w.must(ExitFailed, "", "serve", "--change-key"); !strings.Contains(r.err, "сначала запустите «zvonok serve --prepare-key»") {
		t.Errorf("without another key: %s", r.err)
	}
	var prepared []model.Pin
	for range 2 { // the second time there is one already
		if r := w.must(ExitDone, "", "serve", "--prepare-key"); !strings.Contains(r.out, "Новый ключ приготовлен. Перезапустите сервер") {
			t.Errorf("prepared: %s", r.out)
		}
		now := linkOf(t, w.serves()).Pins
		if len(now) != 2 || now[0] != first[0] || prepared != nil && now[1] != prepared[1] {
			t.Errorf("the link has %v, before %v, and %v", now, first, prepared)
		}
		prepared = now
	}
	if r := w.must(ExitDone, "", "serve", "--change-key"); !strings.Contains(r.out, "Ключ сменён. Запустите сервер и раздайте новые листки") {
		t.Errorf("changed: %s", r.out)
	}
	if now := linkOf(t, w.serves()).Pins; len(now) != 1 || now[0] != prepared[1] {
		t.Errorf("the link has %v, prepared was %v", now, prepared[1])
	}
	w.must(ExitFailed, "", "serve", "--change-key")
}

// TestServeBehindProxy: what is no network is refused in words, before anything is served.
func TestServeBehindProxy(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	if r := w.must(ExitUsage, "", "serve", "--behind-proxy", "10.0.0.0"); !strings.Contains(r.err, "«10.0.0.0» — не сеть: укажите её как 10.0.0.0/24") {
		t.Errorf("it says %s", r.err)
	}
	w.must(ExitDone, "", "import", workbook(t, 1, nil), "--yes")
	if r := w.must(ExitLimit, "", "serve", "--behind-proxy", "10.0.0.0/24", "--behind-proxy", "fd00::/8"); !strings.Contains(r.err, "--admin") {
		t.Errorf("of networks it says %s", r.err)
	}
}
