package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zvonok/app/tokens"
	"zvonok/app/vault"
	"zvonok/vkclient/sandbox"
)

func TestTokenFromStandardInput(t *testing.T) {
	w := filled(t, sandbox.Options{})
	w.vault = vault.Keyring{}
	delete(w.environ, tokens.Variable)
	if r := w.must(ExitFailed, "", "sync", "--yes"); !strings.Contains(r.err, tokens.ErrNone.Error()) {
		t.Errorf("no token: %s", r.err)
	}
	if r := w.must(ExitFailed, "\n", "token"); !strings.Contains(r.err, "ключ сообщества: ничего не введено") {
		t.Errorf("empty: %s", r.err)
	}
	if r := w.must(ExitFailed, w.token+"x\n", "token"); !strings.Contains(r.err, "устарел или отозван") || strings.Contains(r.err, w.token) {
		t.Errorf("wrong: %s", r.err)
	}
	w.must(ExitFailed, "", "sync", "--yes")
	if r := w.must(ExitDone, "  "+w.token+"\r\n", "token"); !strings.Contains(r.out, "«Колледж»") {
		t.Errorf("kept: %s", r.out)
	}
	w.must(ExitDone, "", "sync", "--yes")
	if strings.Contains(w.dump(), w.token) {
		t.Error("the token is in the database")
	}
	file := filepath.Join(t.TempDir(), "token")
	w.vault, w.environ[tokens.FileVariable] = &vault.Memory{}, file
	if r := w.must(ExitFailed, "", "sync", "--yes"); !strings.Contains(r.err, tokens.FileVariable) {
		t.Errorf("no file: %s", r.err)
	}
	if err := os.WriteFile(file, []byte(w.token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.must(ExitDone, "", "sync", "--yes")
}
