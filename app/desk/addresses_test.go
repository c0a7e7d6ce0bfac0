package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/host"
	"zvonok/app/tokens"
	"zvonok/model"
	"zvonok/model/store"
)

// TestAddressesAsked: whatever address stands in the settings, the token goes where it was checked until somebody at this
// computer agrees; then it is checked there, and goes there from the next start on.
func TestAddressesAsked(t *testing.T) {
	w := newWorld(t)
	o := w.office(t, "Админова")
	last := func() string { return o.made[len(o.made)-1] }
	if err := o.KeepToken(o.As(t.Context()), model.CommunityToken, goodToken, 0); err != nil {
		t.Fatal(err)
	}
	set := o.settings(t).Settings
	set.Addresses.API = "https://vk.example.ru"
	if err := o.save(t, set); err != nil {
		t.Fatal(err)
	}
	if last() != goodToken+" "+own.API || o.token(t).Elsewhere != "https://vk.example.ru" {
		t.Errorf("unasked: the agent speaks to %q, the state is %+v", last(), o.token(t))
	}
	if _, err := o.CheckToken(o.As(t.Context()), model.CommunityToken, goodToken); err != nil || last() != goodToken+" "+own.API {
		t.Errorf("a token that is typed goes to %q, %v", last(), err)
	}
	if err := o.AgreeAddress(o.As(t.Context()), "https://other.example.ru"); err == nil || !strings.Contains(err.Error(), "уже другой") {
		t.Errorf("another address than was shown: %v", err)
	}
	w.vk.probe = func(context.Context) (model.TokenReport, error) {
		return model.TokenReport{}, &app.Fault{Message: "VK не отвечает"}
	}
	if err := o.AgreeAddress(o.As(t.Context()), "https://vk.example.ru"); err == nil || o.token(t).Elsewhere == "" {
		t.Errorf("where nobody answers: %v", err)
	}
	w.vk.probe = nil
	if err := o.AgreeAddress(o.As(t.Context()), "https://vk.example.ru"); err != nil {
		t.Fatal(err)
	}
	if last() != goodToken+" https://vk.example.ru" || o.token(t).Elsewhere != "" {
		t.Errorf("agreed: the agent speaks to %q, the state is %+v", last(), o.token(t))
	}
	if got := w.audited(t, "Ключи отправляются на другой адрес"); len(got) != 1 || !strings.Contains(got[0], "https://vk.example.ru") {
		t.Errorf("the journal says %q", got)
	}
	w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingAPIAddress, "http://evil.example") })
	again := w.office(t, "Админова")
	again.UseVault(o.vault)
	if err := again.StartAgent(t.Context()); err != nil || again.made[0] != goodToken+" https://vk.example.ru" {
		t.Errorf("after somebody wrote another into the file the agent speaks to %q, %v", again.made, err)
	}
	if at, err := tokens.Set(t.Context(), w.college); err != nil || at.API != "" {
		t.Errorf("an address that cannot be saved is read as %+v, %v", at, err)
	}
	o.desk.Fixed = &model.MessengerAddresses{API: "http://127.0.0.1:1"}
	o.Equip(o.desk)
	if err := o.StartAgent(t.Context()); err != nil || last() != goodToken+" http://127.0.0.1:1" || !o.settings(t).Fixed {
		t.Errorf("the agent speaks to %q, %v", last(), err)
	}
}

// TestForeignPages: an address of pages that only the database names opens none, until the user of this computer agrees to
// it or types it; the messenger's own pages and those of the start ask nobody.
func TestForeignPages(t *testing.T) {
	w := newWorld(t)
	o := w.office(t, "Админова")
	const evil, other = "https://evil.example", "https://id.vk.other"
	own := func(address string) bool { return address == other }
	o.desk.Page = own
	o.Equip(o.desk)
	put := func(api, signIn, web string) {
		w.update(t, func(tx *store.Tx) error {
			return errors.Join(tx.SetSetting(store.SettingAPIAddress, api), tx.SetSetting(store.SettingSignInAddress, signIn),
				tx.SetSetting(store.SettingWebAddress, web))
		})
	}
	pages := func() model.MessengerAddresses {
		at, err := host.PagesOf(t.Context(), w.college, app.Reach{Own: o.desk.Own, Page: own}, o.desk.Preferences)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	put(evil, evil+"/id", evil+"/im")
	if got := pages(); got != (model.MessengerAddresses{}) {
		t.Errorf("unasked, pages are opened at %+v", got)
	}
	put("", evil+"/id", evil+"/im")
	if got := o.token(t).Elsewhere; got != evil+"/id" {
		t.Errorf("asked about %q", got)
	}
	if err := o.AgreeAddress(o.As(t.Context()), evil); err == nil || !strings.Contains(err.Error(), "уже другой") {
		t.Errorf("another address than was shown: %v", err)
	}
	if err := o.AgreeAddress(o.As(t.Context()), evil+"/id"); err != nil {
		t.Fatal(err)
	}
	if got := pages(); got != (model.MessengerAddresses{SignIn: evil + "/id"}) || o.token(t).Elsewhere != evil+"/im" {
		t.Errorf("agreed to the one: %+v, asked about %q", got, o.token(t).Elsewhere)
	}
	if got := w.audited(t, "Страницы VK открываются по другому адресу"); len(got) != 1 || !strings.Contains(got[0], evil+"/id") {
		t.Errorf("the journal says %q", got)
	}
	w.holdsNot(t, string(o.desk.Preferences))
	put("", other, "")
	if got := pages(); got.SignIn != other || o.token(t).Elsewhere != "" {
		t.Errorf("a page of the messenger itself: %+v, asked about %q", got, o.token(t).Elsewhere)
	}
	set := o.settings(t).Settings
	set.Addresses.Web = "https://web.example.ru/im"
	if err := o.save(t, set); err != nil {
		t.Fatal(err)
	}
	if got := pages(); got.Web != set.Addresses.Web {
		t.Errorf("typed here: %+v", got)
	}
	put("http://evil.example", "http://evil.example", "javascript:alert(1)")
	if got := pages(); got != (model.MessengerAddresses{}) {
		t.Errorf("what cannot be saved: %+v", got)
	}
	fixed := model.MessengerAddresses{SignIn: "http://127.0.0.1:1"}
	if got, err := host.PagesOf(t.Context(), w.college, app.Reach{Own: o.desk.Own, Fixed: &fixed}, ""); err != nil || got != fixed {
		t.Errorf("named at the start: %+v, %v", got, err)
	}
}

// TestAddressesOfOneMessenger: between two names of the messenger itself nobody is asked, and a token of the environment
// goes to no other.
func TestAddressesOfOneMessenger(t *testing.T) {
	w := newWorld(t)
	o := w.office(t, "Админова")
	const twin = "https://partners.api.vk.test"
	o.desk.Same = func(a, b string) bool { return a == twin && b == own.API || a == own.API && b == twin }
	o.Equip(o.desk)
	if err := o.KeepToken(o.As(t.Context()), model.CommunityToken, goodToken, 0); err != nil {
		t.Fatal(err)
	}
	put := func(address string) {
		w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingAPIAddress, address) })
	}
	put(twin)
	if got := o.token(t).Elsewhere; got != "" {
		t.Errorf("asked about %q", got)
	}
	o.env[tokens.Variable] = goodToken
	if err := o.StartAgent(t.Context()); err != nil {
		t.Errorf("a token of the environment, at the messenger's other name: %v", err)
	}
	put("https://vk.example.ru")
	made := len(o.made)
	var elsewhere *tokens.ElsewhereError
	if err := o.StartAgent(t.Context()); !errors.As(err, &elsewhere) || elsewhere.Address != "https://vk.example.ru" || len(o.made) != made {
		t.Errorf("a token of the environment, elsewhere: %v", err)
	}
	if got := o.token(t).Problem; !strings.Contains(got, "--vk-url https://vk.example.ru") {
		t.Errorf("the settings say %q", got)
	}
}
