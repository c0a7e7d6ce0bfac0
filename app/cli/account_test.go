package cli

import (
	"errors"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"zvonok/vkclient/sandbox"
)

var oneTime = regexp.MustCompile(`Одноразовый пароль: ([a-z0-9-]{14})\n`)

// TestAccountFounds: a server without a window begins with its administrator's account, whose password is told once.
func TestAccountFounds(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	for _, c := range []struct {
		code int
		says string
		args []string
	}{
		{ExitUsage, "не хватает: --admin", []string{"kagan"}},
		{ExitFailed, "нет колледжа: проверьте ключ --data", []string{"kagan", "--admin", "--name", "Каган Наталья"}},
	} {
		if r := w.must(c.code, "", append([]string{"account"}, c.args...)...); !strings.Contains(r.err, c.says) {
			t.Errorf("%q: %s%s", c.args, r.out, r.err)
		}
		if _, err := os.Stat(w.dir); !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("%q makes a college: %v", c.args, err)
		}
	}
	for _, c := range []struct {
		says string
		args []string
	}{
		{"укажите фамилию и имя", []string{"kagan", "--college", "Колледж"}},
		{"часовой пояс", []string{"kagan", "--college", "Колледж", "--name", "Каган Наталья", "--zone", "Mars/Olympus"}},
		{"", []string{"к г", "--college", "Колледж", "--name", "Каган Наталья"}},
	} {
		if r := w.must(ExitFailed, "", append([]string{"account", "--admin"}, c.args...)...); !strings.Contains(r.err, c.says) {
			t.Errorf("%q: %s%s", c.args, r.out, r.err)
		}
	}
	r := w.must(ExitDone, "", "account", "kagan", "--admin", "--name", "Каган Наталья Васильевна", "--college", "Педагогический колледж")
	password := oneTime.FindStringSubmatch(r.out)
	if password == nil || !strings.Contains(r.out, "Каган Наталья Васильевна\nЛогин: kagan\n") || !strings.Contains(r.out, "Действует до 23.03.2027") {
		t.Fatalf("printed:\n%s", r.out)
	}
	if strings.Contains(r.err+w.logs.String()+w.dump(), password[1]) {
		t.Error("the password stands elsewhere too")
	}
	if r := w.must(ExitFailed, "", "account", "kagan", "--admin"); !strings.Contains(r.err, "zvonok password kagan") {
		t.Errorf("again: %s%s", r.out, r.err)
	}
	if r := w.must(ExitFailed, "", "account", "other", "--admin", "--name", "Другая Анна", "--college", "Ещё один"); !strings.Contains(r.err, "без ключа --college") {
		t.Errorf("founded twice: %s%s", r.out, r.err)
	}
}

// TestAccountAppoints: in a college of imported lists the administrator is somebody of the staff, or somebody new.
func TestAccountAppoints(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	w.must(ExitDone, "", "import", workbook(t, 1, nil), "--yes")
	if r := w.must(ExitFailed, "", "account", "kagan", "--admin"); !strings.Contains(r.err, "--name") {
		t.Errorf("nobody is named: %s%s", r.out, r.err)
	}
	people := strings.Count(w.dump(), "\npersons: ")
	w.must(ExitDone, "", "account", "kagan", "--admin", "--name", "каган  наталья васильевна")
	if now := strings.Count(w.dump(), "\npersons: "); now != people {
		t.Errorf("%d people became %d", people, now)
	}
	if r := w.must(ExitFailed, "", "account", "another", "--admin", "--name", "Каган Наталья Васильевна"); !strings.Contains(r.err, "уже есть логин: kagan") {
		t.Errorf("a second login: %s%s", r.out, r.err)
	}
	if r := w.must(ExitFailed, "", "account", "Kagan", "--admin", "--name", "Новая Анна"); !strings.Contains(r.err, "назовите другой") {
		t.Errorf("somebody else's login: %s%s", r.out, r.err)
	}
	r := w.must(ExitDone, "", "account", "novaya", "--admin", "--name", "Новая Анна")
	if now := strings.Count(w.dump(), "\npersons: "); now != people+1 || oneTime.FindString(r.out) == "" {
		t.Errorf("%d people became %d, printed\n%s", people, now, r.out)
	}
	if !strings.Contains(w.dump(), "командой «zvonok account»") {
		t.Error("the journal does not know of it")
	}
}
