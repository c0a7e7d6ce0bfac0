package tokens

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Token is a token of the college with the addresses that it may go to. Somebody who can write the database must not be
// able to choose them, so they are kept beside the token. However it is printed, it shows nothing.
type Token struct {
	Secret string
	// At are the addresses that the token was checked with; empty ones are the messenger's own.
	At model.MessengerAddresses
	// Given says that the token comes from the environment, which knows of no addresses.
	Given bool
}

const tokenShown = "token"

// Format writes no part of the token, for every verb.
func (t Token) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, tokenShown) }

// LogValue shows no part of the token.
func (t Token) LogValue() slog.Value { return slog.StringValue(tokenShown) }

// MarshalText shows no part of the token.
func (t Token) MarshalText() ([]byte, error) { return []byte(tokenShown), nil }

// Seal puts a secret and its addresses into one entry of the vault: the secret in the first line, the addresses in those
// after it. A secret alone goes to the messenger's own addresses, as those of older versions do.
func Seal(secret string, at model.MessengerAddresses) string {
	if at == (model.MessengerAddresses{}) {
		return secret
	}
	return strings.Join([]string{secret, at.API, at.SignIn, at.Web}, "\n")
}

// OpenSealed is the opposite of Seal.
func OpenSealed(kept string) (secret string, at model.MessengerAddresses) {
	lines := strings.Split(kept, "\n")
	if len(lines) == 4 {
		at = model.MessengerAddresses{API: lines[1], SignIn: lines[2], Web: lines[3]}
	}
	return strings.TrimSpace(lines[0]), at
}

// Elsewhere reports whether an address of the API, empty for the messenger's own, is another messenger's than the one at to.
func Elsewhere(r app.Reach, api, to string) bool {
	if api == "" {
		api = r.Own.API
	}
	if to == "" {
		to = r.Own.API
	}
	return api != to && (r.Same == nil || !r.Same(api, to))
}

// ElsewhereError says that a token of the environment would go to an address that only the database names.
type ElsewhereError struct{ Address string }

// Error names the address and how to agree to it.
func (e *ElsewhereError) Error() string {
	return fmt.Sprintf("ключ из переменной окружения отправляется только в VK, а в «Настройках системы» указан адрес %s: "+
		"верните там адрес VK или, если адрес верный, запустите программу с ключом --vk-url %s", e.Address, e.Address)
}

// Address says where a token goes: to the addresses that were named at the start, else to those that it was checked
// with. One of the environment goes to the messenger's own, and nowhere when the settings name others: ElsewhereError.
func (k Keys) Address(ctx context.Context, t Token) (model.MessengerAddresses, error) {
	r := k.Reach
	if r.Fixed != nil {
		return r.Fixed.Filled(r.Own), nil
	}
	if !t.Given {
		return t.At.Filled(r.Own), nil
	}
	set, err := store.Read(ctx, k.College.Store, addressesIn)
	if err == nil && Elsewhere(r, set.API, r.Own.API) {
		err = &ElsewhereError{set.API}
	}
	return r.Own, err
}

// Set are where the messenger's parts are reached by the college's settings; an empty one is the messenger's own. One
// that «Настройки системы» would not save counts as empty: somebody who can write the file could have put it there.
func Set(ctx context.Context, c *college.College) (a model.MessengerAddresses, err error) {
	a, err = store.Read(ctx, c.Store, addressesIn)
	return a.Safe(), err
}

// addressesIn are the addresses of the settings, right or wrong.
func addressesIn(tx *store.Tx) (a model.MessengerAddresses, err error) {
	for _, part := range []struct {
		name store.Setting
		to   *string
	}{{store.SettingAPIAddress, &a.API}, {store.SettingSignInAddress, &a.SignIn}, {store.SettingWebAddress, &a.Web}} {
		if *part.to, err = tx.Setting(part.name, ""); err != nil {
			return a, err
		}
	}
	return a, nil
}
