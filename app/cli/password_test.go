package cli

import (
	"regexp"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient/sandbox"
)

// TestPassword: the password is told once, on standard output, and the database has only its hash.
func TestPassword(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	w.must(ExitLimit, "", "import", workbook(t, 1, nil)) // makes the database
	r := w.must(ExitFailed, "", "password", "kagan.nv")
	if !strings.Contains(r.err, "логина «kagan.nv» нет") {
		t.Errorf("without the account: %s", r.err)
	}
	foundCollege(t, w)
	r = w.must(ExitDone, "", "password", "Kagan.NV")
	password := regexp.MustCompile(`Одноразовый пароль: ([a-z0-9-]{14})\n`).FindStringSubmatch(r.out)
	if password == nil || !strings.Contains(r.out, "Каган Наталья Васильевна\nЛогин: kagan.nv\n") {
		t.Fatalf("printed:\n%s", r.out)
	}
	if until := "Действует до " + w.clock.Now().AddDate(0, 0, 120).Format("02.01.2006") + " включительно.\n"; !strings.Contains(r.out, until) {
		t.Errorf("until when it holds is not said:\n%s", r.out)
	}
	if strings.Contains(r.err+w.logs.String()+w.dump(), password[1]) {
		t.Error("the password stands elsewhere too")
	}
	if !strings.Contains(w.dump(), "командой «zvonok password»") {
		t.Error("the journal does not know of it")
	}
	again := w.must(ExitDone, "", "password", "kagan.nv")
	if strings.Contains(again.out, password[1]) {
		t.Error("the same password is told twice")
	}
}

// foundCollege founds a college with its administrator in the data folder.
func foundCollege(t *testing.T, w *world) {
	t.Helper()
	s, err := store.Open(t.Context(), w.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c := &college.College{Store: s, Dir: w.dir, Clock: w.clock, PasswordCost: college.PasswordCost{Memory: 64, Time: 1, Threads: 1}}
	session := desk.NewSession(c, agent.NewKeeper(c, nil, nil), nil, app.Addresses{})
	err = session.Found(t.Context(), model.Founding{College: "Педагогический колледж", TimeZone: "Europe/Moscow",
		Administrator: model.ParseName("Каган Наталья Васильевна"), Login: "kagan.nv", Password: "синий чемодан"})
	if err != nil {
		t.Fatal(err)
	}
}
