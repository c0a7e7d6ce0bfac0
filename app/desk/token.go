package desk

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
	TokenVariable     = "ZVONOK_VK_COMMUNITY_TOKEN"
	TokenFileVariable = "ZVONOK_VK_COMMUNITY_TOKEN_FILE"
)

// ErrNoToken says that this machine has no community's token.
var ErrNoToken = errors.New("нет ключа сообщества VK: сохраните его командой «zvonok token» или задайте переменной " + TokenVariable)

// tokenPlace is where a token of the college is looked for.
type tokenPlace struct {
	name           string // in the vault, before the college's ID: one computer may hold several colleges
	variable, file string // of the environment
	none           error  // it is nowhere
	empty          string // what to say of an empty one
}

var communityToken = tokenPlace{"community-token-", TokenVariable, TokenFileVariable, ErrNoToken, "ключ пуст: вставьте ключ сообщества целиком"}

// CommunityToken finds the community's token: in the environment, in the file that the environment
// names, or in the vault. It may block for seconds.
func CommunityToken(ctx context.Context, c *college.College, v vault.Vault, environment func(string) string) (Token, error) {
	return tokenAt(ctx, c, communityToken, v, environment)
}

// KeepCommunityToken puts the community's token into the vault, with the addresses that it was checked with.
func KeepCommunityToken(ctx context.Context, c *college.College, v vault.Vault, token string, at model.MessengerAddresses) error {
	return keepTokenAt(ctx, c, communityToken, v, token, at)
}

// tokenFileLimit is how many bytes a file may have that holds a token.
const tokenFileLimit = 64 << 10

// NoteToken writes down that the command line has put a community's token into the keyring: windows that are open look for
// it there.
func NoteToken(ctx context.Context, c *college.College, community model.MessengerID, name string) error {
	return c.Store.Update(ctx, func(tx *store.Tx) error {
		tx.SettingsChanged()
		now := c.Clock.Now()
		if err := tx.SetSetting(store.SettingTokenKept, now.Format(time.RFC3339Nano)); err != nil {
			return err
		}
		return tx.Audit(now, 0, "Ключ сообщества сохранён", "", fmt.Sprintf("сообщество «%s» (%d), командой «zvonok token»", name, community))
	})
}

func tokenAt(ctx context.Context, c *college.College, place tokenPlace, v vault.Vault, environment func(string) string) (Token, error) {
	if token := strings.TrimSpace(environment(place.variable)); token != "" {
		return Token{Secret: token, Given: true}, nil
	}
	if path := environment(place.file); path != "" {
		token, err := tokenFile(ctx, path)
		switch {
		case err != nil:
			return Token{}, fmt.Errorf("не читается файл из переменной %s: %w", place.file, err)
		case token == "":
			return Token{}, fmt.Errorf("файл из переменной %s пуст", place.file)
		}
		return Token{Secret: token, Given: true}, nil
	}
	name, err := tokenName(ctx, c, place)
	if err != nil {
		return Token{}, err
	}
	kept, err := v.Get(ctx, name)
	if errors.Is(err, vault.ErrNone) {
		return Token{}, place.none
	}
	if err != nil {
		return Token{}, err
	}
	secret, at := openSealed(kept)
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

// TakeTokens takes the variables that give tokens out of the process's environment, so that no program that it starts, the
// browser first, inherits them. What it gives reads the environment with them.
func TakeTokens() (getenv func(string) string) {
	taken := map[string]string{}
	for _, name := range []string{TokenVariable, TokenFileVariable, CallTokenVariable, CallTokenFileVariable} {
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

func keepTokenAt(ctx context.Context, c *college.College, place tokenPlace, v vault.Vault, token string, at model.MessengerAddresses) error {
	token = strings.TrimSpace(token)
	if token == "" {
		return errors.New(place.empty)
	}
	name, err := tokenName(ctx, c, place)
	if err != nil {
		return err
	}
	return v.Set(ctx, name, seal(token, at))
}

// tokenName is the token's name in the vault.
func tokenName(ctx context.Context, c *college.College, place tokenPlace) (string, error) {
	id, err := c.ID(ctx)
	return place.name + id, err
}
