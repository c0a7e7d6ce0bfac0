package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"zvonok/app/vault"
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
func (c *College) CommunityToken(ctx context.Context, v vault.Vault, environment func(string) string) (string, error) {
	return c.tokenAt(ctx, communityToken, v, environment)
}

// KeepCommunityToken puts the community's token into the vault.
func (c *College) KeepCommunityToken(ctx context.Context, v vault.Vault, token string) error {
	return c.keepTokenAt(ctx, communityToken, v, token)
}

// tokenFileLimit is how many bytes a file may have that holds a token.
const tokenFileLimit = 64 << 10

func (c *College) tokenAt(ctx context.Context, place tokenPlace, v vault.Vault, environment func(string) string) (string, error) {
	if token := strings.TrimSpace(environment(place.variable)); token != "" {
		return token, nil
	}
	if path := environment(place.file); path != "" {
		text, err := files.Read(ctx, path, tokenFileLimit)
		if err != nil {
			return "", fmt.Errorf("не читается файл из переменной %s: %w", place.file, err)
		}
		if token := strings.TrimSpace(string(text)); token != "" {
			return token, nil
		}
		return "", fmt.Errorf("файл из переменной %s пуст", place.file)
	}
	name, err := c.tokenName(ctx, place)
	if err != nil {
		return "", err
	}
	token, err := v.Get(ctx, name)
	if errors.Is(err, vault.ErrNone) {
		return "", place.none
	}
	return token, err
}

func (c *College) keepTokenAt(ctx context.Context, place tokenPlace, v vault.Vault, token string) error {
	token = strings.TrimSpace(token)
	if token == "" {
		return errors.New(place.empty)
	}
	name, err := c.tokenName(ctx, place)
	if err != nil {
		return err
	}
	return v.Set(ctx, name, token)
}

// tokenName is the token's name in the vault.
func (c *College) tokenName(ctx context.Context, place tokenPlace) (string, error) {
	id, err := c.ID(ctx)
	return place.name + id, err
}

// ID tells the college from others of this computer; it is random and made when it is first asked for.
func (c *College) ID(ctx context.Context) (string, error) {
	var id string
	err := c.Store.View(ctx, func(tx *store.Tx) (err error) {
		id, err = tx.Setting(store.SettingCollegeID, "")
		return err
	})
	if err != nil || id != "" {
		return id, err
	}
	err = c.Store.Update(ctx, func(tx *store.Tx) (err error) {
		if id, err = tx.Setting(store.SettingCollegeID, ""); err != nil || id != "" {
			return err
		}
		id = rand.Text()
		return tx.SetSetting(store.SettingCollegeID, id)
	})
	return id, err
}
