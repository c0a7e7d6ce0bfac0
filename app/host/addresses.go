package host

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/app/tokens"
	"zvonok/model"
	"zvonok/model/store"
)

// errAddressChanged: the settings were saved again meanwhile.
var errAddressChanged = errors.New("адрес в «Настройках системы» уже другой: посмотрите на него ещё раз")

func (h *Host) agreedTo() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.agreed
}

// awaits is the address of the settings to which nobody has agreed here: that of the API, to which tokens therefore do
// not go, or else that of pages, which are not opened.
func (h *Host) awaits(ctx context.Context, token tokens.Token) (string, error) {
	set, err := tokens.Set(ctx, h.college)
	switch {
	case err != nil || h.parts.Fixed != nil:
		return "", err
	case token.Given, token.Secret == "" && set.API == h.agreedTo(), !tokens.Elsewhere(h.parts.Reach, set.API, token.At.API):
		set.API = ""
		if pages := foreign(h.parts.Reach, set, h.parts.Preferences); len(pages) > 0 {
			return pages[0], nil
		}
		return "", nil
	}
	return set.Filled(h.parts.Own).API, nil
}

// AgreeAddress lets the tokens of this computer go to the API's address that the settings name: they are checked there and
// kept with it. Until then they go where they went before, even if the settings have another address. An address of pages
// is agreed to in the same way.
func (h *Host) AgreeAddress(ctx context.Context, address string) error {
	if _, err := h.college.MaySetUp(ctx); err != nil {
		return err
	}
	set, err := tokens.Set(ctx, h.college)
	if err != nil {
		return err
	}
	api, action := set.Filled(h.parts.Own).API == address, "Страницы VK открываются по другому адресу"
	switch {
	case api:
		action = "Ключи отправляются на другой адрес"
		err = h.sendTokensTo(ctx, set)
	case address == "" || address != set.SignIn && address != set.Web:
		err = errAddressChanged
	}
	if err == nil {
		err = h.parts.Preferences.agree(address)
	}
	if err != nil {
		return err
	}
	err = h.college.Store.Update(ctx, func(tx *store.Tx) error {
		who, err := college.MaySetUp(tx)
		if err != nil {
			return err
		}
		return tx.Audit(h.college.Clock.Now(), who, action, h.parts.Computer, address)
	})
	if err != nil || !api {
		return err
	}
	return h.StartAgent(ctx)
}

// sendTokensTo checks the tokens of this computer at the addresses and keeps them with these.
func (h *Host) sendTokensTo(ctx context.Context, set model.MessengerAddresses) error {
	for _, kind := range model.TokenKinds {
		token, err := h.keys().Find(ctx, kind)
		if tokens.IsNone(err) || token.Given {
			continue
		}
		if err != nil {
			return err
		}
		token.At = set
		if _, err := h.check(ctx, kind, token); err != nil {
			return err
		}
		if err := h.keys().Keep(ctx, kind, token.Secret, set); err != nil {
			return err
		}
	}
	h.mu.Lock()
	h.agreed = set.API
	h.mu.Unlock()
	return nil
}

// fields are the settings of this computer. Of the agent only «off» is kept.
func (h *Host) fields(set *model.HostSettings, off *bool) []college.Setting {
	own := h.parts.Own
	return []college.Setting{
		{Name: store.SettingAPIAddress, Label: "Адрес API", To: &set.Addresses.API, Words: own.API},
		{Name: store.SettingSignInAddress, Label: "Адрес входа VK ID", To: &set.Addresses.SignIn, Words: own.SignIn},
		{Name: store.SettingWebAddress, Label: "Адрес мессенджера", To: &set.Addresses.Web, Words: own.Web},
		{Name: store.SettingAgentOff(h.parts.Computer), Label: fmt.Sprintf("Синхронизация на компьютере «%s»", h.parts.Computer), To: off,
			Words: "включена/выключена"},
	}
}

func (h *Host) load(tx *store.Tx) (set model.HostSettings, err error) {
	off := false
	err = college.LoadSettings(tx, h.fields(&set, &off))
	set.AgentOn = !off
	return set, err
}

// HostSettings are the settings of this computer.
func (h *Host) HostSettings(ctx context.Context) (model.HostSettings, error) {
	return store.Read(ctx, h.college.Store, func(tx *store.Tx) (set model.HostSettings, err error) {
		if _, err := college.MaySetUp(tx); err != nil {
			return set, err
		}
		return h.load(tx)
	})
}

// SaveHostSettings saves them. Typing the address of a page agrees to it; where tokens go is asked separately.
func (h *Host) SaveHostSettings(ctx context.Context, set model.HostSettings) error {
	set.Addresses = set.Addresses.Normal(h.parts.Own)
	var before model.HostSettings
	err := h.college.Store.Update(ctx, func(tx *store.Tx) error {
		who, err := college.MaySetUp(tx)
		if err != nil {
			return err
		}
		if err := set.Problems().Err(); err != nil {
			return err
		}
		if before, err = h.load(tx); err != nil {
			return err
		}
		wasOff, off := !before.AgentOn, !set.AgentOn
		return h.college.SaveSettings(tx, who, h.fields(&before, &wasOff), h.fields(&set, &off))
	})
	if err != nil || before == set {
		return err
	}
	var typed []string
	for _, page := range [][2]string{{before.Addresses.SignIn, set.Addresses.SignIn}, {before.Addresses.Web, set.Addresses.Web}} {
		if page[0] != page[1] {
			typed = append(typed, page[1])
		}
	}
	if err := h.parts.Preferences.agree(typed...); err != nil {
		return err
	}
	h.startOn(ctx, "a change of settings")
	return nil
}

// PagesOf are the addresses whose pages are opened on this computer: those that were named at the start, else those of the
// settings that are the messenger's own or that its user agreed to. Somebody who can write the database must not be able to
// choose the page where people sign in.
func PagesOf(ctx context.Context, c *college.College, r app.Reach, p Preferences) (model.MessengerAddresses, error) {
	if r.Fixed != nil {
		return *r.Fixed, nil
	}
	set, err := tokens.Set(ctx, c)
	foreign := foreign(r, set, p)
	for _, part := range []*string{&set.API, &set.SignIn, &set.Web} {
		if slices.Contains(foreign, *part) {
			*part = ""
		}
	}
	return set, err
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
		{a.API, !tokens.Elsewhere(r, a.API, "")}, {a.SignIn, ownPage(a.SignIn, r.Own.SignIn)}, {a.Web, ownPage(a.Web, r.Own.Web)},
	} {
		if !part.own && !slices.Contains(agreed, part.address) {
			list = append(list, part.address)
		}
	}
	return list
}
