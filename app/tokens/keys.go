// Package tokens finds and keeps the tokens of a college, with the addresses that each may go to: in the environment and
// in app/vault. app/host and app/cli ask it.
package tokens

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/store"
)

// The environment variables that give a headless agent the community's token and that of the account for calls: the token
// itself, or the name of a file that holds it.
const (
	Variable         = "ZVONOK_VK_COMMUNITY_TOKEN"
	FileVariable     = "ZVONOK_VK_COMMUNITY_TOKEN_FILE"
	CallVariable     = "ZVONOK_VK_CALL_TOKEN"
	CallFileVariable = "ZVONOK_VK_CALL_TOKEN_FILE"
)

// ErrNone says that this machine has no community's token, ErrNoCalls that it has none of an account for calls.
var (
	ErrNone    = errors.New("нет ключа сообщества VK: сохраните его командой «zvonok token» или задайте переменной " + Variable)
	ErrNoCalls = errors.New("на этом компьютере нет аккаунта для звонков: создайте звонок в VK и вставьте ссылку на него")
)

// place is where a token is looked for, and what is said of it.
type place struct {
	name           string // in the vault, before the college's ID: one computer may hold several colleges
	variable, file string // of the environment
	none           error  // it is nowhere
	empty, shape   error  // what was typed is empty, or cannot be such a token
}

var places = map[model.TokenKind]place{
	model.CommunityToken: {"community-token-", Variable, FileVariable, ErrNone,
		errors.New("ключ пуст: вставьте ключ сообщества, его создают в настройках сообщества VK, раздел «Работа с API»"),
		errors.New("это не похоже на ключ сообщества: вставьте его целиком, одной строкой, без кавычек и пробелов")},
	model.CallToken: {"call-token-", CallVariable, CallFileVariable, ErrNoCalls,
		errors.New("вставьте ключ аккаунта для звонков: ключ пользователя VK с правом «Сообщения»"),
		errors.New("это не похоже на ключ пользователя VK: вставьте его целиком, одной строкой, без кавычек и пробелов")},
}

// Keys are the tokens of a college on this computer.
type Keys struct {
	College *college.College
	Vault   vault.Vault
	Getenv  func(string) string // the environment, as Take gives it
	Reach   app.Reach           // where the messenger is
}

// Find finds a token: in the environment, in the file that the environment names, or in the vault. It may block for seconds.
// ErrNone and ErrNoCalls say that it is nowhere.
func (k Keys) Find(ctx context.Context, kind model.TokenKind) (Token, error) {
	p := places[kind]
	if token := strings.TrimSpace(k.Getenv(p.variable)); token != "" {
		return Token{Secret: token, Given: true}, nil
	}
	if path := k.Getenv(p.file); path != "" {
		token, err := tokenFile(ctx, path)
		switch {
		case err != nil:
			return Token{}, fmt.Errorf("не читается файл из переменной %s (%w)", p.file, err)
		case token == "":
			return Token{}, fmt.Errorf("файл из переменной %s пуст", p.file)
		}
		return Token{Secret: token, Given: true}, nil
	}
	name, err := k.name(ctx, kind)
	if err != nil {
		return Token{}, err
	}
	kept, err := k.Vault.Get(ctx, name)
	if errors.Is(err, vault.ErrNone) {
		return Token{}, p.none
	}
	if err != nil {
		return Token{}, err
	}
	secret, at := OpenSealed(kept)
	return Token{Secret: secret, At: at}, nil
}

// IsNone reports whether an error of Find says that a token is nowhere.
func IsNone(err error) bool { return errors.Is(err, ErrNone) || errors.Is(err, ErrNoCalls) }

// Given reports whether the environment gives a token, right or wrong.
func (k Keys) Given(kind model.TokenKind) bool {
	p := places[kind]
	return k.Getenv(p.variable) != "" || k.Getenv(p.file) != ""
}

// MayChange refuses to replace or to remove a token that the environment gives.
func (k Keys) MayChange(kind model.TokenKind) error {
	if !k.Given(kind) {
		return nil
	}
	return errors.New("ключ задан переменной " + places[kind].variable + ": замените или уберите его там, где запускается программа")
}

// Check refuses what cannot be a token before it is sent anywhere.
func Check(kind model.TokenKind, token string) error {
	switch p := places[kind]; {
	case token == "":
		return p.empty
	case len(token) < 16 || strings.ContainsFunc(token, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("._-", r)
	}):
		return p.shape
	}
	return nil
}

// Keep puts a token into the vault, with the addresses that it was checked with.
func (k Keys) Keep(ctx context.Context, kind model.TokenKind, token string, at model.MessengerAddresses) error {
	token = strings.TrimSpace(token)
	if token == "" {
		return places[kind].empty
	}
	name, err := k.name(ctx, kind)
	if err != nil {
		return err
	}
	return k.Vault.Set(ctx, name, Seal(token, at))
}

// Forget removes a token from the vault.
func (k Keys) Forget(ctx context.Context, kind model.TokenKind) error {
	name, err := k.name(ctx, kind)
	if err != nil {
		return err
	}
	return k.Vault.Delete(ctx, name)
}

// name is the token's name in the vault.
func (k Keys) name(ctx context.Context, kind model.TokenKind) (string, error) {
	id, err := k.College.ID(ctx)
	return places[kind].name + id, err
}

// Note writes down that the command line has put a community's token into the keyring: windows that are open look for
// it there.
func Note(ctx context.Context, c *college.College, community model.MessengerID, name string) error {
	return c.Store.Update(ctx, func(tx *store.Tx) error {
		tx.SettingsChanged()
		now := c.Clock.Now()
		return errors.Join(tx.SetSetting(store.SettingTokenKept, now.Format(time.RFC3339Nano)),
			tx.Audit(now, 0, "Ключ сообщества сохранён", "", fmt.Sprintf("сообщество «%s» (%d), командой «zvonok token»", name, community)))
	})
}

// Take takes the variables that give secrets out of the process's environment, so that no program that it starts, the
// browser first, inherits them. What it gives reads the environment with them.
func Take() (getenv func(string) string) {
	taken := map[string]string{}
	secret := []string{DatabaseVariable, DatabaseFileVariable}
	for _, p := range places {
		secret = append(secret, p.variable, p.file)
	}
	for _, name := range secret {
		taken[name] = os.Getenv(name)
		_ = os.Unsetenv(name) // a name that the system does not take cannot have been set
	}
	return func(name string) string {
		if value, ok := taken[name]; ok {
			return value
		}
		return os.Getenv(name)
	}
}
