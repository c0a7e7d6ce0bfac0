package desk_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/tokens"
	"zvonok/model"
	"zvonok/model/store"
)

// TestKeepToken: a checked token goes into the vault and nowhere else, and the agent works at once.
func TestKeepToken(t *testing.T) {
	w := newWorld(t)
	o := w.office(t, "Админова")
	if _, err := o.RunNow(o.As(t.Context())); !errors.Is(err, app.ErrNoAgent) {
		t.Errorf("without a token: %v", err)
	}
	if got := o.token(t); got != (model.TokenState{}) {
		t.Errorf("without a token: %+v", got)
	}
	if err := o.KeepToken(o.As(t.Context()), model.CommunityToken, " "+goodToken+"\n", 0); err != nil {
		t.Fatal(err)
	}
	if got := o.token(t); got != (model.TokenState{Kept: true, Tail: "a1B2"}) {
		t.Errorf("kept as %+v", got)
	}
	if card := o.settings(t); card.Community != 700 || card.CommunityName != "Колледж" {
		t.Errorf("the community is %d %q", card.Community, card.CommunityName)
	}
	if report, err := o.RunNow(o.As(t.Context())); err != nil || report.Cancelled {
		t.Errorf("the agent: %+v, %v", report, err)
	}
	if got := w.audited(t, "Ключ сообщества сохранён"); len(got) != 1 || got[0] != "Админова Анна: KADRY-2: сообщество «Колледж» (700)" {
		t.Errorf("the journal says %q", got)
	}
	w.holdsNot(t, goodToken)
}

// holdsNot fails if a file of the college's folder holds the secret.
func (w *world) holdsNot(t *testing.T, secret string) {
	t.Helper()
	files, err := os.ReadDir(w.college.Dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(w.college.Dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), secret) {
			t.Errorf("the token stands in %s", f.Name())
		}
	}
}

// TestTokenShape: what cannot be a token is never sent anywhere.
func TestTokenShape(t *testing.T) {
	w := newWorld(t)
	o := w.office(t, "Админова")
	for _, text := range []string{"", "  ", "короткий", "vk1.a.012", goodToken + " " + goodToken, goodToken + "\n" + goodToken,
		"https://vk.ru/?access_token=0123456789abcdef", "«" + goodToken + "»"} {
		_, checkErr := o.CheckToken(o.As(t.Context()), model.CommunityToken, text)
		keepErr := o.KeepToken(o.As(t.Context()), model.CommunityToken, text, 0)
		if checkErr == nil || keepErr == nil || strings.Contains(checkErr.Error()+keepErr.Error(), goodToken) {
			t.Errorf("%q: %v, %v", text, checkErr, keepErr)
		}
	}
	if len(o.made) > 0 {
		t.Errorf("asked the messenger %d times", len(o.made))
	}
}

// TestKeepTokenRefused: a token that the messenger or the vault refuses changes nothing.
func TestKeepTokenRefused(t *testing.T) {
	weak := func(context.Context) (model.TokenReport, error) {
		return model.TokenReport{Community: 700, Abilities: []model.TokenAbility{{Name: "Создавать чаты", Needed: true, Words: "дайте ключу право"}}}, nil
	}
	for name, c := range map[string]struct {
		prepare func(*world, *office)
		say     string
	}{
		"messenger": {func(w *world, _ *office) {
			w.vk.probe = func(context.Context) (model.TokenReport, error) {
				return model.TokenReport{}, &app.Fault{Kind: app.FaultStop, Message: "VK не отвечает"}
			}
		}, "VK не отвечает"},
		"weak": {func(w *world, _ *office) { w.vk.probe = weak }, "создавать чаты: дайте ключу право"},
		"vault": {func(_ *world, o *office) {
			o.vault.failure = errors.New("хранилище ключей заперто")
		}, "хранилище ключей заперто"},
		"given": {func(_ *world, o *office) { o.env[tokens.Variable] = goodToken }, tokens.Variable},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			o := w.office(t, "Админова")
			c.prepare(w, o)
			if err := o.KeepToken(o.As(t.Context()), model.CommunityToken, goodToken, 0); err == nil || !strings.Contains(err.Error(), c.say) {
				t.Errorf("got %v, want it to say %q", err, c.say)
			}
			if o.SyncStatus().AgentHere || o.settings(t).Community != 0 || len(w.audited(t, "Ключ сообщества сохранён")) != 0 {
				t.Error("something changed")
			}
		})
	}
}

// TestForeignToken: another community's token is asked about; agreed, the chats are made again there with the
// same lists, and the old ones are left alone.
func TestForeignToken(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	o := w.office(t, "Админова")
	there := newFake()
	there.community = 800
	o.desk.Messenger.OfCommunity = func(string, model.MessengerAddresses) app.Messenger { return there }
	o.Equip(o.desk)
	report, err := o.CheckToken(o.As(t.Context()), model.CommunityToken, goodToken)
	if err != nil || report.Instead != 700 {
		t.Fatalf("the check says %+v, %v", report, err)
	}
	for _, agreed := range []model.MessengerID{0, 700, 801} {
		if err := o.KeepToken(o.As(t.Context()), model.CommunityToken, goodToken, agreed); err == nil || !strings.Contains(err.Error(), "созданы сообществом 700") {
			t.Errorf("agreed to %d: %v", agreed, err)
		}
	}
	if o.token(t).Kept {
		t.Fatal("kept without an agreement")
	}
	before := w.vk.state()
	if err := o.KeepToken(o.As(t.Context()), model.CommunityToken, goodToken, 800); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Initialise(o.As(t.Context()), model.InitialiseOptions{Ordinary: true}, nil); err != nil {
		t.Fatal(err)
	}
	if got := there.state(); strings.Join(got, "|") != strings.Join(before, "|") {
		t.Errorf("the new community holds\n%q\nwant\n%q", got, before)
	}
	if got := w.vk.state(); strings.Join(got, "|") != strings.Join(before, "|") {
		t.Error("the old community was touched")
	}
	if got := o.settings(t).Community; got != 800 {
		t.Errorf("the community is %d", got)
	}
}

// TestForeignTokenUnbound: as long as no chat was made, another community needs no agreement.
func TestForeignTokenUnbound(t *testing.T) {
	w := newWorld(t)
	w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingCommunityID, "5") })
	o := w.office(t, "Админова")
	if err := o.KeepToken(o.As(t.Context()), model.CommunityToken, goodToken, 0); err != nil || o.settings(t).Community != 700 {
		t.Errorf("got %v", err)
	}
}

// TestForgetToken: the vault forgets, the agent stops; a vault that refuses changes nothing.
func TestForgetToken(t *testing.T) {
	w := newWorld(t)
	o := w.office(t, "Админова")
	if err := o.KeepToken(o.As(t.Context()), model.CommunityToken, goodToken, 0); err != nil {
		t.Fatal(err)
	}
	o.vault.failure = errors.New("хранилище ключей заперто")
	if err := o.ForgetToken(o.As(t.Context()), model.CommunityToken); err == nil || !o.SyncStatus().AgentHere {
		t.Errorf("a locked vault: %v", err)
	}
	if got := o.token(t); got.Kept || got.Problem != "хранилище ключей заперто" {
		t.Errorf("a locked vault: %+v", got)
	}
	o.vault.failure = nil
	if err := o.ForgetToken(o.As(t.Context()), model.CommunityToken); err != nil {
		t.Fatal(err)
	}
	if o.token(t).Kept || o.SyncStatus().AgentHere || len(w.audited(t, "Ключ сообщества удалён")) != 1 {
		t.Error("the token is still there")
	}
	if _, err := o.RunNow(o.As(t.Context())); !errors.Is(err, app.ErrNoAgent) {
		t.Errorf("the agent: %v", err)
	}
}

// TestForgetTokenStops: removing the token stops the run that is under way.
func TestForgetTokenStops(t *testing.T) {
	w := newWorld(t)
	w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingRemovalLimit, "100") })
	o := w.office(t, "Админова")
	if err := o.KeepToken(o.As(t.Context()), model.CommunityToken, goodToken, 0); err != nil {
		t.Fatal(err)
	}
	w.vk.intercept = func(_ int, _ []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		outcomes := do(-1)
		return outcomes, o.ForgetToken(o.As(context.Background()), model.CommunityToken)
	}
	report, err := o.Initialise(o.As(t.Context()), model.InitialiseOptions{}, nil)
	if err == nil || !report.Cancelled {
		t.Errorf("the run came to its end: %+v, %v", report, err)
	}
}

// TestGivenToken: a token from the environment is used and shown, and is not the window's to change.
func TestGivenToken(t *testing.T) {
	w := newWorld(t)
	o := w.office(t, "Админова")
	o.env[tokens.Variable] = goodToken
	if err := o.StartAgent(t.Context()); err != nil || !o.SyncStatus().AgentHere {
		t.Fatalf("the agent did not start: %v", err)
	}
	if got := o.token(t); got != (model.TokenState{Kept: true, Given: true, Tail: "a1B2"}) {
		t.Errorf("shown as %+v", got)
	}
	if err := o.ForgetToken(o.As(t.Context()), model.CommunityToken); err == nil || !o.SyncStatus().AgentHere {
		t.Errorf("removed: %v", err)
	}
	if report, err := o.CheckKeptToken(o.As(t.Context()), model.CommunityToken); err != nil || report.Community != 700 {
		t.Errorf("checked: %+v, %v", report, err)
	}
}

// TestStartAgentLocked: a locked vault is the reason that everybody is given.
func TestStartAgentLocked(t *testing.T) {
	w := newWorld(t)
	o := w.office(t, "Админова")
	o.vault.failure = errors.New("хранилище ключей заперто")
	if err := o.StartAgent(t.Context()); err == nil {
		t.Error("started")
	}
	if _, err := o.RunNow(o.As(t.Context())); err == nil || err.Error() != "хранилище ключей заперто" {
		t.Errorf("a run is told %v", err)
	}
}
