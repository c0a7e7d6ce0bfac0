package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"

	"zvonok/app/vault"
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

// CommunityToken finds the community's token: in the environment, in the file that the environment
// names, or in the vault. It may block for seconds.
func (c *College) CommunityToken(ctx context.Context, v vault.Vault, environment func(string) string) (string, error) {
	if token := strings.TrimSpace(environment(TokenVariable)); token != "" {
		return token, nil
	}
	if path := environment(TokenFileVariable); path != "" {
		text, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("не читается файл из переменной %s: проверьте путь и права", TokenFileVariable)
		}
		if token := strings.TrimSpace(string(text)); token != "" {
			return token, nil
		}
		return "", fmt.Errorf("файл из переменной %s пуст", TokenFileVariable)
	}
	name, err := c.tokenName(ctx)
	if err != nil {
		return "", err
	}
	token, err := v.Get(ctx, name)
	if errors.Is(err, vault.ErrNone) {
		return "", ErrNoToken
	}
	return token, err
}

// KeepCommunityToken puts the community's token into the vault.
func (c *College) KeepCommunityToken(ctx context.Context, v vault.Vault, token string) error {
	token = strings.TrimSpace(token)
	if token == "" {
		return errors.New("ключ пуст: вставьте ключ сообщества целиком")
	}
	name, err := c.tokenName(ctx)
	if err != nil {
		return err
	}
	return v.Set(ctx, name, token)
}

// tokenName is the token's name in the vault: one computer may hold several colleges.
func (c *College) tokenName(ctx context.Context) (string, error) {
	id, err := c.ID(ctx)
	return "community-token-" + id, err
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
