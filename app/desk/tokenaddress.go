package desk

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Token is a token of the college with the addresses to which it may go. Who can write the database must not choose
// them, so they are kept beside the token. However it is printed, it shows nothing.
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

// seal puts a secret and its addresses into one entry of the vault: the secret in the first line, the addresses in those
// after it. A secret alone goes to the messenger's own addresses, as those of older versions do.
func seal(secret string, at model.MessengerAddresses) string {
	if at == (model.MessengerAddresses{}) {
		return secret
	}
	return strings.Join([]string{secret, at.API, at.SignIn, at.Web}, "\n")
}

// openSealed is the opposite of seal.
func openSealed(kept string) (secret string, at model.MessengerAddresses) {
	lines := strings.Split(kept, "\n")
	if len(lines) == 4 {
		at = model.MessengerAddresses{API: lines[1], SignIn: lines[2], Web: lines[3]}
	}
	return strings.TrimSpace(lines[0]), at
}

// elsewhere reports whether an address of the API, empty for the messenger's own, is another messenger's than the one at to.
func elsewhere(r app.Reach, api, to string) bool {
	if api == "" {
		api = r.Own.API
	}
	if to == "" {
		to = r.Own.API
	}
	return api != to && (r.Same == nil || !r.Same(api, to))
}

// foreign are the addresses of a that are neither the messenger's own nor agreed to by the user of this computer: only the
// database names them.
func foreign(r app.Reach, a model.MessengerAddresses, p Preferences) (list []string) {
	agreed := p.read().Addresses
	ownPage := func(address, own string) bool {
		return address == "" || address == own || r.Page != nil && r.Page(address)
	}
	for _, part := range []struct {
		address string
		own     bool
	}{
		{a.API, !elsewhere(r, a.API, "")}, {a.SignIn, ownPage(a.SignIn, r.Own.SignIn)}, {a.Web, ownPage(a.Web, r.Own.Web)},
	} {
		if !part.own && !slices.Contains(agreed, part.address) {
			list = append(list, part.address)
		}
	}
	return list
}

// PagesOf are the addresses whose pages are opened on this computer: those that were named at the start, else those of the
// settings that are the messenger's own or that its user agreed to. Who can write the database must not choose the page in
// which a person signs in.
func PagesOf(ctx context.Context, c *college.College, r app.Reach, p Preferences) (model.MessengerAddresses, error) {
	if r.Fixed != nil {
		return *r.Fixed, nil
	}
	set, err := AddressesOf(ctx, c)
	foreign := foreign(r, set, p)
	for _, part := range []*string{&set.API, &set.SignIn, &set.Web} {
		if slices.Contains(foreign, *part) {
			*part = ""
		}
	}
	return set, err
}

// ElsewhereError says that a token of the environment would go to an address that only the database names.
type ElsewhereError struct{ Address string }

// Error names the address and how to agree to it.
func (e *ElsewhereError) Error() string {
	return fmt.Sprintf("ключ из переменной окружения отправляется только в VK, а в «Настройках системы» указан адрес %s: "+
		"верните там адрес VK или, если адрес верный, запустите программу с ключом --vk-url %s", e.Address, e.Address)
}

// TokenAddresses says where a token goes: to the addresses that were named at the start, else to those that it was checked
// with. One of the environment goes to the messenger's own, and nowhere when the settings name others: ElsewhereError.
func TokenAddresses(ctx context.Context, c *college.College, t Token, r app.Reach) (model.MessengerAddresses, error) {
	if r.Fixed != nil {
		return r.Fixed.Filled(r.Own), nil
	}
	if !t.Given {
		return t.At.Filled(r.Own), nil
	}
	var set model.MessengerAddresses
	err := c.Store.View(ctx, func(tx *store.Tx) (err error) {
		set, err = addressesIn(tx)
		return err
	})
	if err == nil && elsewhere(r, set.API, r.Own.API) {
		err = &ElsewhereError{set.API}
	}
	return r.Own, err
}
