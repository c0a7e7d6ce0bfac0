// Package tokens finds and keeps the tokens of a college, with the addresses that each may go to.
package tokens

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
	"unicode/utf16"

	"zvonok/app/college"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/files"
	"zvonok/model/store"
)

// The environment variables that give a headless agent the community's token: the token itself, or the
// name of a file that holds it.
const (
	Variable     = "ZVONOK_VK_COMMUNITY_TOKEN"
	FileVariable = "ZVONOK_VK_COMMUNITY_TOKEN_FILE"
)

// ErrNone says that this machine has no community's token.
var ErrNone = errors.New("нет ключа сообщества VK: сохраните его командой «zvonok token» или задайте переменной " + Variable)

// Place is where a token of the college is looked for.
type Place struct {
	Name           string // in the vault, before the college's ID: one computer may hold several colleges
	Variable, File string // of the environment
	None           error  // it is nowhere
	empty          string // what to say of an empty one
}

// ForCommunity is where the community's token is looked for.
var ForCommunity = Place{"community-token-", Variable, FileVariable, ErrNone, "ключ пуст: вставьте ключ сообщества целиком"}

// Community finds the community's token: in the environment, in the file that the environment
// names, or in the vault. It may block for seconds.
func Community(ctx context.Context, c *college.College, v vault.Vault, environment func(string) string) (Token, error) {
	return At(ctx, c, ForCommunity, v, environment)
}

// KeepCommunity puts the community's token into the vault, with the addresses that it was checked with.
func KeepCommunity(ctx context.Context, c *college.College, v vault.Vault, token string, at model.MessengerAddresses) error {
	return KeepAt(ctx, c, ForCommunity, v, token, at)
}

// tokenFileLimit is how many bytes a file may have that holds a token.
const tokenFileLimit = 64 << 10

// Note writes down that the command line has put a community's token into the keyring: windows that are open look for
// it there.
func Note(ctx context.Context, c *college.College, community model.MessengerID, name string) error {
	return c.Store.Update(ctx, func(tx *store.Tx) error {
		tx.SettingsChanged()
		now := c.Clock.Now()
		if err := tx.SetSetting(store.SettingTokenKept, now.Format(time.RFC3339Nano)); err != nil {
			return err
		}
		return tx.Audit(now, 0, "Ключ сообщества сохранён", "", fmt.Sprintf("сообщество «%s» (%d), командой «zvonok token»", name, community))
	})
}

// At finds the token of a place. It may block for seconds.
func At(ctx context.Context, c *college.College, place Place, v vault.Vault, environment func(string) string) (Token, error) {
	if token := strings.TrimSpace(environment(place.Variable)); token != "" {
		return Token{Secret: token, Given: true}, nil
	}
	if path := environment(place.File); path != "" {
		token, err := tokenFile(ctx, path)
		switch {
		case err != nil:
			return Token{}, fmt.Errorf("не читается файл из переменной %s: %w", place.File, err)
		case token == "":
			return Token{}, fmt.Errorf("файл из переменной %s пуст", place.File)
		}
		return Token{Secret: token, Given: true}, nil
	}
	name, err := NameOf(ctx, c, place)
	if err != nil {
		return Token{}, err
	}
	kept, err := v.Get(ctx, name)
	if errors.Is(err, vault.ErrNone) {
		return Token{}, place.None
	}
	if err != nil {
		return Token{}, err
	}
	secret, at := OpenSealed(kept)
	return Token{Secret: secret, At: at}, nil
}

// tokenFile reads the file that the environment names.
func tokenFile(ctx context.Context, path string) (string, error) {
	text, err := files.Read(ctx, path, tokenFileLimit)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(plainText(text)), nil
}

// plainText is a text as editors and shells of Windows write it: UTF-16 or UTF-8, with a mark at its beginning or without.
func plainText(text []byte) string {
	order := binary.ByteOrder(binary.LittleEndian)
	switch {
	case bytes.HasPrefix(text, []byte{0xFF, 0xFE}):
	case bytes.HasPrefix(text, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		return strings.TrimPrefix(string(text), "\uFEFF")
	}
	var units []uint16
	for text = text[2:]; len(text) >= 2; text = text[2:] {
		units = append(units, order.Uint16(text))
	}
	return string(utf16.Decode(units))
}

// Take takes the variables that give tokens out of the process's environment, so that no program that it starts, the
// browser first, inherits them. What it gives reads the environment with them.
func Take() (getenv func(string) string) {
	taken := map[string]string{}
	for _, name := range []string{Variable, FileVariable, CallVariable, CallFileVariable} {
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

// KeepAt puts a token into the vault, with the addresses that it was checked with.
func KeepAt(ctx context.Context, c *college.College, place Place, v vault.Vault, token string, at model.MessengerAddresses) error {
	token = strings.TrimSpace(token)
	if token == "" {
		return errors.New(place.empty)
	}
	name, err := NameOf(ctx, c, place)
	if err != nil {
		return err
	}
	return v.Set(ctx, name, Seal(token, at))
}

// NameOf is the token's name in the vault.
func NameOf(ctx context.Context, c *college.College, place Place) (string, error) {
	id, err := c.ID(ctx)
	return place.Name + id, err
}

// The environment variables that give a headless agent the token of the account for calls: the token
// itself, or the name of a file that holds it.
const (
	CallVariable     = "ZVONOK_VK_CALL_TOKEN"
	CallFileVariable = "ZVONOK_VK_CALL_TOKEN_FILE"
)

// ErrNoCalls says that this machine has no token of an account for calls.
var ErrNoCalls = errors.New("на этом компьютере нет аккаунта для звонков: создайте звонок в VK и вставьте ссылку на него")

// ForCalls is where the token of the account for calls is looked for.
var ForCalls = Place{"call-token-", CallVariable, CallFileVariable, ErrNoCalls, "вставьте ключ аккаунта для звонков: ключ пользователя VK с правом «Сообщения»"}

// OfCalls finds the token of the college's account for calls, a person's and not the community's: in the
// environment, in the file that the environment names, or in the vault. It may block for seconds.
func OfCalls(ctx context.Context, c *college.College, v vault.Vault, environment func(string) string) (Token, error) {
	return At(ctx, c, ForCalls, v, environment)
}
