package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

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

// TestServeWantsAnAdministrator: a college into which nobody could sign in is not served, which only a person can mend.
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
	} {
		if r := w.must(ExitUsage, "", append([]string{"serve"}, args...)...); !strings.Contains(r.err, want) {
			t.Errorf("%q: it says %s", args, r.err)
		}
	}
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
