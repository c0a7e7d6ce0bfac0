package cli

import (
	"errors"
	"strings"
	"testing"

	"zvonok/app/tokens"
	"zvonok/model/store"
	"zvonok/vkclient/sandbox"
)

// TestTokenGoesWhereItWasChecked: an address in the database does not decide where the token goes. One of the keyring goes
// to the VK with which it was saved; one of the environment to VK's own, or nowhere, with the address in the answer.
func TestTokenGoesWhereItWasChecked(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	w.must(ExitDone, "", "import", "--yes", workbook(t, 1, nil))
	w.must(ExitDone, "", "sync", "--yes")
	delete(w.environ, tokens.Variable)
	w.must(ExitDone, w.token+"\n", "token")
	college, err := store.Open(t.Context(), w.dir)
	if err != nil {
		t.Fatal(err)
	}
	err = college.Update(t.Context(), func(tx *store.Tx) error { return tx.SetSetting(store.SettingAPIAddress, "http://evil.example") })
	if err := errors.Join(err, college.Close()); err != nil {
		t.Fatal(err)
	}
	w.elsewhere = "http://nothing.named"
	w.must(ExitDone, "", "agent", "--once", "--vk-url", w.elsewhere)
	w.must(ExitDone, "", "sync", "--yes", "--vk-url", w.elsewhere)
	w.environ[tokens.Variable] = w.token
	for _, command := range [][]string{{"agent", "--once"}, {"sync", "--yes"}} {
		r := w.must(ExitLimit, "", append(command, "--vk-url", w.elsewhere)...)
		if !strings.Contains(r.err, "--vk-url http://evil.example") {
			t.Errorf("%v says %q", command, r.err)
		}
	}
	w.must(ExitDone, "", "agent", "--once") // by an address that was named
}
