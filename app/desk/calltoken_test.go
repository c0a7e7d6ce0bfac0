package desk_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zvonok/app/tokens"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/store"
)

func (o *office) callAccount(t *testing.T) model.TokenState {
	t.Helper()
	state, err := o.TokenState(o.As(t.Context()), model.CallToken)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// holdsAccount reports whether the college reckons with an account for calls.
func (w *world) holdsAccount(t *testing.T) bool {
	t.Helper()
	var there string
	w.view(t, func(tx *store.Tx) (err error) {
		there, err = tx.Setting(store.SettingCallAccount, "")
		return err
	})
	return there != ""
}

// TestKeepCallToken: a checked token goes into the vault beside the community's, and nowhere else.
func TestKeepCallToken(t *testing.T) {
	const token = "vk1.a.fedcba9876543210Z9y8"
	w := newWorld(t)
	o := w.office(t, "Админова")
	if got := o.callAccount(t); got != (model.TokenState{}) {
		t.Errorf("without a token: %+v", got)
	}
	if _, err := o.CheckKeptToken(o.As(t.Context()), model.CallToken); err == nil || !strings.Contains(err.Error(), "вставьте ключ аккаунта для звонков") {
		t.Errorf("checking none: %v", err)
	}
	if err := o.KeepToken(o.As(t.Context()), model.CommunityToken, goodToken, 0); err != nil {
		t.Fatal(err)
	}
	if err := o.KeepToken(o.As(t.Context()), model.CallToken, " "+token+"\n", 0); err != nil {
		t.Fatal(err)
	}
	if !o.keeper.StartsCalls() {
		t.Error("the agent here does not know of the account")
	}
	if err := o.keeper.CarryCalls(t.Context()); err != nil || !w.holdsAccount(t) {
		t.Errorf("the college does not know of the account: %v", err)
	}
	if got := o.callAccount(t); got != (model.TokenState{Kept: true, Tail: "Z9y8"}) {
		t.Errorf("kept as %+v", got)
	}
	if !slices.Contains(o.made, "calls "+token+" "+own.API) {
		t.Errorf("asked %q", o.made)
	}
	if report, err := o.CheckKeptToken(o.As(t.Context()), model.CallToken); err != nil || report.Community != 77 {
		t.Errorf("checked: %+v, %v", report, err)
	}
	if got, err := keysOf(w.college, o.vault, environment{}.get).Find(t.Context(), model.CallToken); err != nil || got.Secret != token {
		t.Errorf("the college finds another token: %v", err)
	}
	if got := w.audited(t, "Ключ аккаунта для звонков сохранён"); len(got) != 1 || got[0] != "Админова Анна: KADRY-2: аккаунт «Звонкова Зоя»" {
		t.Errorf("the journal says %q", got)
	}
	w.holdsNot(t, token)

	o.vault.failure = errors.New("хранилище ключей заперто")
	if err := o.ForgetToken(o.As(t.Context()), model.CallToken); err == nil {
		t.Error("a locked vault forgot it")
	}
	if got := o.callAccount(t); got.Kept || got.Problem != "хранилище ключей заперто" {
		t.Errorf("a locked vault: %+v", got)
	}
	o.vault.failure = nil
	if err := o.ForgetToken(o.As(t.Context()), model.CallToken); err != nil {
		t.Fatal(err)
	}
	if o.callAccount(t).Kept || !o.token(t).Kept || len(w.audited(t, "Ключ аккаунта для звонков удалён")) != 1 {
		t.Error("not just this token was removed")
	}
	if o.keeper.StartsCalls() || w.holdsAccount(t) {
		t.Error("the account is still reckoned with")
	}
}

// TestKeepCallTokenRefused: a token that is of no use is not kept, and it is said why.
func TestKeepCallTokenRefused(t *testing.T) {
	for name, c := range map[string]struct {
		token   string
		prepare func(*office)
		say     string
	}{
		"empty": {" ", func(*office) {}, "вставьте ключ аккаунта для звонков"},
		"shape": {"пароль от VK", func(*office) {}, "не похоже на ключ пользователя VK"},
		"messenger": {goodToken, func(o *office) {
			o.refusal = errors.New("это ключ сообщества, а не человека")
		}, "ключ сообщества"},
		"weak": {goodToken, func(o *office) {
			o.account.Abilities[0].Verdict, o.account.Abilities[0].Words = model.VerdictNo, "нет права"
		}, "начинать звонки: нет права"},
		"vault": {goodToken, func(o *office) { o.vault.failure = errors.New("хранилище ключей заперто") }, "заперто"},
		"given": {goodToken, func(o *office) { o.env[tokens.CallVariable] = goodToken }, tokens.CallVariable},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			o := w.office(t, "Админова")
			c.prepare(o)
			err := o.KeepToken(o.As(t.Context()), model.CallToken, c.token, 0)
			if err == nil || !strings.Contains(err.Error(), c.say) || strings.Contains(err.Error(), goodToken) {
				t.Errorf("got %v, want it to say %q", err, c.say)
			}
			o.vault.failure = nil
			if name != "given" && o.callAccount(t).Kept || len(w.audited(t, "Ключ аккаунта для звонков сохранён")) != 0 {
				t.Error("something changed")
			}
		})
	}
}

// TestGivenCallToken: a headless agent takes the token from its environment; the window shows it and cannot change it.
func TestGivenCallToken(t *testing.T) {
	w := newWorld(t)
	path := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(path, []byte(goodToken+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, env := range map[string]environment{"variable": {tokens.CallVariable: goodToken}, "file": {tokens.CallFileVariable: path}} {
		if got, err := keysOf(w.college, new(vault.Memory), env.get).Find(t.Context(), model.CallToken); err != nil || got.Secret != goodToken {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := keysOf(w.college, new(vault.Memory), environment{tokens.Variable: goodToken}.get).Find(t.Context(), model.CallToken); !errors.Is(err, tokens.ErrNoCalls) {
		t.Errorf("the community's token was taken: %v", err)
	}
	o := w.office(t, "Админова")
	o.env[tokens.CallFileVariable] = path
	if got := o.callAccount(t); got != (model.TokenState{Kept: true, Given: true, Tail: "a1B2"}) {
		t.Errorf("shown as %+v", got)
	}
	if err := o.ForgetToken(o.As(t.Context()), model.CallToken); err == nil || !strings.Contains(err.Error(), tokens.CallVariable) {
		t.Errorf("removed: %v", err)
	}
}
