// Package vault keeps secrets: in the operating system's keyring, or, for the demonstration, in memory.
// A secret never goes anywhere else.
package vault

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/zalando/go-keyring"

	"zvonok/model/guard"
)

// service is the name under which the keyring shows the program's secrets.
const service = "zvonok"

// patience is how long a keyring may take: it may be asking a person to unlock it.
const patience = 20 * time.Second

// maxSecret is the most that Windows keeps in one secret, in bytes.
const maxSecret = 2560

// Errors that a person sees.
var (
	ErrNone    = errors.New("в хранилище ключей нет такой записи")
	ErrTooLong = fmt.Errorf("ключ длиннее %d байт: хранилище ключей его не примет", maxSecret)
)

// Vault keeps secrets by name. Its methods may block for seconds.
type Vault interface {
	// Get gives a secret; a name that has none is ErrNone.
	Get(ctx context.Context, name string) (string, error)
	Set(ctx context.Context, name, secret string) error
	// Delete forgets a secret; a name that has none is no error.
	Delete(ctx context.Context, name string) error
}

// Keyring is the operating system's: Secret Service, the Windows credential manager, the macOS
// keychain. The zero value is ready.
type Keyring struct {
	Timeout time.Duration // how long the keyring may take to answer; 0 is 20 s
}

// Get gives a secret.
func (k Keyring) Get(ctx context.Context, name string) (string, error) {
	return k.within(ctx, func() (string, error) { return keyring.Get(service, name) })
}

// Set keeps a secret.
func (k Keyring) Set(ctx context.Context, name, secret string) error {
	if len(secret) > maxSecret {
		return ErrTooLong
	}
	_, err := k.within(ctx, func() (string, error) { return "", keyring.Set(service, name, secret) })
	return err
}

// Delete forgets a secret.
func (k Keyring) Delete(ctx context.Context, name string) error {
	_, err := k.within(ctx, func() (string, error) { return "", keyring.Delete(service, name) })
	if errors.Is(err, ErrNone) {
		return nil
	}
	return err
}

// within waits for the keyring no longer than the timeout. A keyring that hangs keeps its goroutine,
// since the library cannot be interrupted.
func (k Keyring) within(ctx context.Context, fn func() (string, error)) (string, error) {
	timeout := k.Timeout
	if timeout == 0 {
		timeout = patience
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	type answer struct {
		secret string
		err    error
	}
	answers := make(chan answer, 1)
	guard.Go(func() {
		var a answer
		a.err = guard.Run(func() (err error) {
			a.secret, err = fn()
			return err
		})
		answers <- a
	})
	select {
	case a := <-answers:
		return a.secret, explain(a.err)
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.Canceled) {
			return "", ctx.Err()
		}
		return "", errors.New("хранилище ключей не отвечает: разблокируйте его и повторите")
	}
}

// explain says what to do about a keyring's error.
func explain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return ErrNone
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return ErrTooLong
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return errors.New("на этой системе нет хранилища ключей: задайте ключ переменной ZVONOK_VK_COMMUNITY_TOKEN_FILE")
	}
	return &unavailableError{err}
}

// unavailableError is a keyring that does not work. The system's own words, which are English, stay within.
type unavailableError struct{ cause error }

func (*unavailableError) Error() string {
	return "хранилище ключей недоступно: включите и разблокируйте его (в Linux это GNOME Keyring, KWallet или KeePassXC)"
}

func (e *unavailableError) Unwrap() error { return e.cause }

// Memory forgets everything with the program. The zero value is ready.
type Memory struct {
	mu      sync.Mutex
	secrets map[string]string
}

// Get gives a secret.
func (m *Memory) Get(_ context.Context, name string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if secret, ok := m.secrets[name]; ok {
		return secret, nil
	}
	return "", ErrNone
}

// Set keeps a secret.
func (m *Memory) Set(_ context.Context, name, secret string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.secrets == nil {
		m.secrets = map[string]string{}
	}
	m.secrets[name] = secret
	return nil
}

// Delete forgets a secret.
func (m *Memory) Delete(_ context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.secrets, name)
	return nil
}
