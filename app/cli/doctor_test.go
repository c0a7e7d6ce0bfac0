package cli

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zvonok/app/tokens"
	"zvonok/app/vault"
	"zvonok/model/store"
	"zvonok/vkclient/sandbox"
)

func TestDoctor(t *testing.T) {
	w := filled(t, sandbox.Options{})
	r := w.must(ExitDone, "", "doctor")
	if strings.Count(r.out, "✓") != 8 || strings.Contains(r.out, "✗") || !strings.Contains(r.out, "сообщество «Колледж»") {
		t.Errorf("all well:\n%s", r.out)
	}
	w.environ["DISPLAY"] = ""
	if r := w.must(ExitDone, "", "doctor"); needsDisplay && !strings.Contains(r.out, "окно не откроется") {
		t.Errorf("no display:\n%s", r.out)
	}
	w.vault = &lockedVault{}
	if r := w.must(ExitDone, "", "doctor"); !strings.Contains(r.out, "– Хранилище ключей: не работает, но и не нужно, ключ сообщества задан переменной окружения") {
		t.Errorf("a locked keyring that nobody needs:\n%s", r.out)
	}
	token := w.environ[tokens.Variable]
	delete(w.environ, tokens.Variable)
	if r := w.must(ExitFailed, "", "doctor"); !strings.Contains(r.out, "✗ Хранилище ключей: хранилище ключей не отвечает: разблокируйте его и повторите") {
		t.Errorf("a locked keyring:\n%s", r.out)
	}
	w.environ[tokens.Variable] = token
	w.vault = &vault.Memory{}
	w.clock.now = w.clock.now.AddDate(-10, 0, 0)
	delete(w.environ, tokens.Variable)
	r = w.must(ExitFailed, "", "doctor")
	for _, says := range []string{"нет ключа сообщества VK"} {
		if !strings.Contains(r.out, says) {
			t.Errorf("no %q in:\n%s", says, r.out)
		}
	}
	file := filepath.Join(w.dir, store.FileName)
	for _, tail := range []string{"-wal", "-shm"} {
		_ = os.Remove(file + tail)
	}
	if err := os.WriteFile(file, []byte(strings.Repeat("not a database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := w.must(ExitFailed, "", "doctor"); !strings.Contains(r.out, "не похож на базу данных «Звонка» или повреждён: восстановите резервную копию") || strings.Contains(r.out, "file is") {
		t.Errorf("a foreign file:\n%s", r.out)
	}
}

// TestDoctorFoundsNothing: a folder that was named wrongly is said to be one, and stays as it is.
func TestDoctorFoundsNothing(t *testing.T) {
	w := filled(t, sandbox.Options{})
	w.dir = filepath.Join(t.TempDir(), "опечатка")
	if r := w.must(ExitFailed, "", "doctor"); !strings.Contains(r.out, "нет колледжа: проверьте ключ --data") {
		t.Errorf("a folder without a college:\n%s", r.out)
	}
	if _, err := os.Stat(w.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
}

// TestDoctorClock sets this computer's clock against VK's.
func TestDoctorClock(t *testing.T) {
	w := filled(t, sandbox.Options{})
	now := w.clock.Now()
	for _, c := range []struct {
		vk    time.Time
		err   error
		code  int
		words []string
	}{
		{now.Add(time.Minute), nil, ExitDone, []string{"✓ Связь с VK: отвечает partners.api.vk.ru, сертификат от «Russian Trusted Root CA»\n", "✓ Часы"}},
		{now.Add(5 * time.Minute), nil, ExitFailed, []string{"✓ Связь с VK", "✗ Часы: отстают на 5 минут", "автоматическую установку"}},
		{now.Add(-3 * time.Hour), nil, ExitFailed, []string{"✗ Часы: спешат на 3 часа"}},
		{now.AddDate(10, 0, 0), nil, ExitFailed, []string{"✗ Часы: отстают на 3653 дня"}},
		{time.Time{}, errors.New("dial tcp: no route"), ExitFailed, []string{"✗ Связь с VK: VK не отвечает: проверьте интернет", "✓ Часы"}},
		{time.Time{}, &tls.CertificateVerificationError{Err: x509.CertificateInvalidError{Reason: x509.Expired}}, ExitFailed,
			[]string{"✗ Связь с VK: сертификат VK кажется просроченным: проверьте дату"}},
		{time.Time{}, &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, ExitFailed,
			[]string{"✗ Связь с VK: отвечает не VK или его сертификат подменён"}},
	} {
		w.vkTime = func() (time.Time, error) { return c.vk, c.err }
		r := w.must(c.code, "", "doctor")
		for _, words := range c.words {
			if !strings.Contains(r.out, words) {
				t.Errorf("no %q in:\n%s", words, r.out)
			}
		}
	}
	w.clock.now = time.Date(2003, 1, 1, 0, 0, 0, 0, time.UTC)
	if r := w.must(ExitFailed, "", "doctor"); !strings.Contains(r.out, "✗ Часы: на компьютере неверная дата") {
		t.Errorf("a clock that was never set:\n%s", r.out)
	}
}

func TestDoctorCopies(t *testing.T) {
	w := filled(t, sandbox.Options{})
	if r := w.must(ExitDone, "", "doctor"); !strings.Contains(r.out, "✓ Резервные копии: ещё нет") || !strings.Contains(r.out, "✓ Место на диске: свободно ") {
		t.Errorf("no copies:\n%s", r.out)
	}
	w.must(ExitDone, "", "sync", "--yes")
	if r := w.must(ExitDone, "", "doctor"); !strings.Contains(r.out, "✓ Резервные копии: последняя от 23.11.2026 12:0") || !strings.Contains(r.out, "перед инициализацией чатов") {
		t.Errorf("a copy:\n%s", r.out)
	}
}
