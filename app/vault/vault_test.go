package vault

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"
)

const secret = "vk1.a.очень-секретно"

// round sets, gets and deletes secrets, as every vault must.
func round(t *testing.T, v Vault) {
	t.Helper()
	ctx := t.Context()
	if _, err := v.Get(ctx, "one"); !errors.Is(err, ErrNone) {
		t.Fatalf("an empty vault gives %v", err)
	}
	if err := v.Delete(ctx, "one"); err != nil {
		t.Errorf("deleting nothing gives %v", err)
	}
	long := strings.Repeat("x", maxSecret)
	for name, value := range map[string]string{"one": secret, "two": long} {
		if err := v.Set(ctx, name, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.Set(ctx, "one", secret+"!"); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"one": secret + "!", "two": long} {
		if got, err := v.Get(ctx, name); err != nil || got != want {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
	if err := v.Delete(ctx, "one"); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Get(ctx, "one"); !errors.Is(err, ErrNone) {
		t.Errorf("a deleted secret gives %v", err)
	}
}

func TestMemory(t *testing.T) { round(t, &Memory{}) }

func TestKeyring(t *testing.T) {
	keyring.MockInit()
	round(t, Keyring{})
	if err := (Keyring{}).Set(t.Context(), "long", secret+strings.Repeat("x", maxSecret)); !errors.Is(err, ErrTooLong) || strings.Contains(err.Error(), secret) {
		t.Errorf("a secret that is too long gives %v", err)
	}
}

// TestKeyringErrors: what goes wrong is told with what to do, and never with the secret.
func TestKeyringErrors(t *testing.T) {
	for _, c := range []struct {
		from  error
		words string
		is    error
	}{
		{keyring.ErrSetDataTooBig, "ключ длиннее 2560 байт", ErrTooLong},
		{keyring.ErrUnsupportedPlatform, "ZVONOK_VK_COMMUNITY_TOKEN_FILE", nil},
		{errors.New("failed to unlock correct collection"), "включите и разблокируйте его", nil},
		{errors.New("The name org.freedesktop.secrets was not provided by any .service files"), "GNOME Keyring", nil},
	} {
		keyring.MockInitWithError(c.from)
		_, get := Keyring{}.Get(t.Context(), "one")
		for _, err := range []error{get, Keyring{}.Set(t.Context(), "one", secret), Keyring{}.Delete(t.Context(), "one")} {
			if err == nil || !strings.Contains(err.Error(), c.words) || strings.Contains(err.Error(), secret) ||
				strings.Contains(err.Error(), c.from.Error()) { // which is English
				t.Errorf("%v becomes %v", c.from, err)
			}
			if c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("%v becomes %v, want %v", c.from, err, c.is)
			}
		}
	}
	keyring.MockInitWithError(keyring.ErrNotFound)
	if _, err := (Keyring{}).Get(t.Context(), "one"); !errors.Is(err, ErrNone) {
		t.Errorf("not found becomes %v", err)
	}
	if err := (Keyring{}).Delete(t.Context(), "one"); err != nil {
		t.Errorf("deleting what is not there gives %v", err)
	}
}

// TestHangingKeyring: a keyring that waits for a person is waited for no longer than the timeout.
func TestHangingKeyring(t *testing.T) {
	hang := make(chan struct{})
	defer close(hang)
	stuck := func() (string, error) { <-hang; return secret, nil }
	_, err := Keyring{Timeout: time.Millisecond}.within(t.Context(), stuck)
	if err == nil || !strings.Contains(err.Error(), "не отвечает: разблокируйте его") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (Keyring{}).within(ctx, stuck); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// insideKeyring says that the test runs beside a keyring of its own.
const insideKeyring = "ZVONOK_TEST_REAL_KEYRING"

// TestRealKeyring keeps secrets in a real GNOME Keyring: the test starts itself again on a session bus of
// its own, with an unlocked login collection in an empty home.
func TestRealKeyring(t *testing.T) {
	if os.Getenv(insideKeyring) != "" {
		round(t, Keyring{})
		return
	}
	if runtime.GOOS != "linux" {
		t.Skip("the GNOME Keyring is Linux's")
	}
	for _, program := range []string{"dbus-run-session", "gnome-keyring-daemon"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed: make test installs it", program)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	environment := []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), insideKeyring + "=1"}
	for name, folder := range map[string]string{
		"XDG_RUNTIME_DIR": "run", "XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache",
	} {
		path := filepath.Join(home, folder)
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		environment = append(environment, name+"="+path)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	// The daemon reads the collection's password to the end of its input and goes into the background; it
	// ends with the session's bus.
	session := exec.CommandContext(ctx, "dbus-run-session", "--", "sh", "-c",
		`printf '\n' | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null && exec "$0" -test.run='^TestRealKeyring$' -test.v`, self)
	session.Env = environment
	session.WaitDelay = time.Second
	output, err := session.CombinedOutput()
	if err != nil || !strings.Contains(string(output), "--- PASS: TestRealKeyring") {
		t.Errorf("beside a real keyring: %v\n%s", err, output)
	}
}
