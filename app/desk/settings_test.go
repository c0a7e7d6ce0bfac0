package desk_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/desk"
	"zvonok/app/host"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/store"
)

// Probe says that the token can do everything that the agent needs, unless the test has the messenger answer
// otherwise.
func (f *fake) Probe(ctx context.Context) (model.TokenReport, error) {
	if f.probe != nil {
		return f.probe(ctx)
	}
	return model.TokenReport{Community: f.community, Name: "Колледж", Abilities: []model.TokenAbility{
		{Name: "Создавать чаты", Verdict: model.VerdictYes, Needed: true},
		{Name: "Начинать звонки", Words: "звонок начинает преподаватель"},
	}}, nil
}

// goodToken has the shape of a community's token.
const goodToken = "vk1.a.0123456789abcdefa1B2"

// own are the messenger's own addresses.
var own = model.MessengerAddresses{API: "https://api.vk.test", SignIn: "https://id.vk.test", Web: "https://web.vk.test"}

// office is a computer with «Настройки системы», whose agent does nothing by itself.
type office struct {
	*desk.Session
	keeper *agent.Keeper
	vault  *brittle
	env    map[string]string
	desk   desk.Desk

	mu   sync.Mutex
	made []string // for which token and address messengers were made

	account model.TokenReport // what the messenger says of an account for calls
	refusal error
}

// office opens the settings as the person of that surname; "" is the owner of the file.
func (w *world) office(t *testing.T, surname string) *office {
	t.Helper()
	o := &office{vault: &brittle{}, env: map[string]string{}}
	o.keeper = agent.NewKeeper(w.college, nil, slog.New(slog.DiscardHandler))
	o.Session = desk.NewSession(w.college, o.keeper, desk.SafeBrowser{}, app.Addresses{})
	o.UseVault(o.vault)
	o.desk = desk.Desk{Launch: func(string, string) error { return nil }, Parts: host.Parts{
		Reach: app.Reach{Own: own}, Getenv: func(name string) string { return o.env[name] }, Computer: "KADRY-2", Log: slog.New(slog.DiscardHandler),
		Preferences: host.Preferences(filepath.Join(t.TempDir(), "zvonok", "preferences.json")),
		Messenger: host.Messenger{
			OfCommunity: func(token string, at model.MessengerAddresses) app.Messenger {
				o.mu.Lock()
				defer o.mu.Unlock()
				o.made = append(o.made, token+" "+at.API)
				return w.vk
			},
			OfAccount: func(token string, _ model.MessengerAddresses) app.Calls { return newPhone(token) },
			ProbeAccount: func(_ context.Context, token string, at model.MessengerAddresses) (model.TokenReport, error) {
				o.mu.Lock()
				defer o.mu.Unlock()
				o.made = append(o.made, "calls "+token+" "+at.API)
				return o.account, o.refusal
			},
		},
	}}
	o.account = model.TokenReport{Community: 77, Name: "Звонкова Зоя", Abilities: []model.TokenAbility{
		{Name: "Начинать звонки", Verdict: model.VerdictYes, Needed: true}}}
	o.Equip(o.desk)
	id := model.PersonID(0)
	if surname != "" {
		id = w.person(t, surname)
	}
	if err := o.Enter(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) settings(t *testing.T) model.SettingsCard {
	t.Helper()
	card, err := o.Settings(o.As(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return card
}

// save saves the settings by somebody who sees them as they are.
func (o *office) save(t *testing.T, set model.Settings) error {
	t.Helper()
	return o.SaveSettings(o.As(t.Context()), o.settings(t).CollegeSettings, set)
}

func (o *office) token(t *testing.T) model.TokenState {
	t.Helper()
	state, err := o.TokenState(o.As(t.Context()), model.CommunityToken)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// brittle is a vault that can fail.
type brittle struct {
	vault.Memory
	failure error
}

func (b *brittle) Get(ctx context.Context, name string) (string, error) {
	if b.failure != nil {
		return "", b.failure
	}
	return b.Memory.Get(ctx, name)
}

func (b *brittle) Set(ctx context.Context, name, secret string) error {
	if b.failure != nil {
		return b.failure
	}
	return b.Memory.Set(ctx, name, secret)
}

func (b *brittle) Delete(ctx context.Context, name string) error {
	if b.failure != nil {
		return b.failure
	}
	return b.Memory.Delete(ctx, name)
}

// audited are the lines of the journal since the college was made, the latest first.
func (w *world) audited(t *testing.T, action string) []string {
	t.Helper()
	var lines []string
	w.view(t, func(tx *store.Tx) error {
		return tx.EachAudit(store.AuditQuery{Action: action}, func(l model.AuditLine) error {
			lines = append(lines, l.Who+": "+l.Subject+": "+l.Details)
			return nil
		})
	})
	return lines
}

// TestSettingsClosed: none but the administrator may do anything here, and nothing comes of trying.
func TestSettingsClosed(t *testing.T) {
	w := newWorld(t)
	for _, surname := range []string{"Менеджерова", "Кураторова", "Учителева", "Завхозова", "Алексеева", "Мамина"} {
		o := w.office(t, surname)
		ctx := t.Context()
		for name, try := range map[string]func() error{
			"Settings":           func() error { _, err := o.Settings(o.As(ctx)); return err },
			"SaveSettings":       func() error { return o.SaveSettings(o.As(ctx), model.CollegeSettings{}, model.DefaultSettings()) },
			"TokenState":         func() error { _, err := o.TokenState(o.As(ctx), model.CommunityToken); return err },
			"CheckToken":         func() error { _, err := o.CheckToken(o.As(ctx), model.CommunityToken, goodToken); return err },
			"CheckKeptToken":     func() error { _, err := o.CheckKeptToken(o.As(ctx), model.CommunityToken); return err },
			"KeepToken":          func() error { return o.KeepToken(o.As(ctx), model.CommunityToken, goodToken, 0) },
			"ForgetToken":        func() error { return o.ForgetToken(o.As(ctx), model.CommunityToken) },
			"TokenState, calls":  func() error { _, err := o.TokenState(o.As(ctx), model.CallToken); return err },
			"CheckToken, calls":  func() error { _, err := o.CheckToken(o.As(ctx), model.CallToken, goodToken); return err },
			"CheckKept, calls":   func() error { _, err := o.CheckKeptToken(o.As(ctx), model.CallToken); return err },
			"AgreeAddress":       func() error { return o.AgreeAddress(o.As(ctx), own.API) },
			"KeepToken, calls":   func() error { return o.KeepToken(o.As(ctx), model.CallToken, goodToken, 0) },
			"ForgetToken, calls": func() error { return o.ForgetToken(o.As(ctx), model.CallToken) },
			"Runs":               func() error { _, err := o.Runs(o.As(ctx), 1); return err },
			"RunNow":             func() error { _, err := o.RunNow(o.As(ctx)); return err },
			"Audit":              func() error { _, _, err := o.Audit(o.As(ctx), model.AuditFilter{}); return err },
			"AuditChoices":       func() error { _, err := o.AuditChoices(o.As(ctx)); return err },
			"ExportAudit":        func() error { return o.ExportAudit(o.As(ctx), model.AuditFilter{}, &strings.Builder{}) },
		} {
			if err := try(); !errors.Is(err, app.ErrNoRight) {
				t.Errorf("%s, %s: %v", surname, name, err)
			}
		}
		if len(o.made) > 0 || len(w.audited(t, "Изменение настроек")) > 0 {
			t.Errorf("%s got something done", surname)
		}
	}
	for _, surname := range []string{"Админова", ""} {
		w.office(t, surname).settings(t)
	}
}

// TestSaveSettings: what differs is saved and audited line by line, what does not is not.
func TestSaveSettings(t *testing.T) {
	w := newWorld(t)
	o := w.office(t, "Админова")
	var told model.Change
	defer o.Subscribe(func(c model.Change) { told.All = told.All || c.All })()
	set := o.settings(t).Settings
	if set != model.DefaultSettings() {
		t.Errorf("a new college has %+v", set)
	}
	set.CollegeName, set.AcademicHour, set.RemovalLimit, set.AgentOn = " Колледж  связи ", 40, 35, false
	program := filepath.Join(t.TempDir(), "VK Мессенджер")
	if err := os.WriteFile(program, nil, 0o700); err != nil { //nolint:gosec // a program is executable
		t.Fatal(err)
	}
	set.EarlyMinutes, set.MessengerProgram, set.SignInMessages = 10, " "+program+" ", true
	set.Addresses = model.MessengerAddresses{API: "https://vk.example.ru/", SignIn: own.SignIn}
	if err := o.save(t, set); err != nil {
		t.Fatal(err)
	}
	want := set
	want.MessengerProgram = program
	want.CollegeName, want.Addresses = "Колледж связи", model.MessengerAddresses{API: "https://vk.example.ru"}
	if got := o.settings(t).Settings; got != want {
		t.Errorf("holds %+v, want %+v", got, want)
	}
	if o.College() != "Колледж связи" || !told.All {
		t.Errorf("the window shows %q, was told %v", o.College(), told.All)
	}
	lines := w.audited(t, "Изменение настроек")
	slices.Sort(lines)
	if want := []string{
		"Админова Анна: VK разрешил приложению доступ к сообщениям: нет → да",
		"Админова Анна: Адрес API: https://api.vk.test → https://vk.example.ru",
		"Админова Анна: Академический час: 45 мин → 40 мин",
		"Админова Анна: Вход преподавателя до начала: 0 мин → 10 мин",
		"Админова Анна: Название колледжа: Колледж → Колледж связи",
		"Админова Анна: Предел удаления участников: 20 % → 35 %",
		"Админова Анна: Синхронизация на компьютере «KADRY-2»: включена → выключена",
	}; !slices.Equal(lines, want) {
		t.Errorf("the journal says\n%q", lines)
	}
	if err := o.save(t, want); err != nil || len(w.audited(t, "Изменение настроек")) != len(lines) {
		t.Errorf("saving the same again: %v", err)
	}
	want.SignInMessages, want.AgentOn = false, true
	if err := o.save(t, want); err != nil || o.settings(t).Settings != want {
		t.Errorf("taken back: %+v, %v", o.settings(t).Settings, err)
	}
	for _, line := range []string{
		"Админова Анна: VK разрешил приложению доступ к сообщениям: да → нет",
		"Админова Анна: Синхронизация на компьютере «KADRY-2»: выключена → включена",
	} {
		if !slices.Contains(w.audited(t, "Изменение настроек"), line) {
			t.Errorf("the journal lacks %q", line)
		}
	}
}

// TestTwoAdministratorsSaveSettings: a setting that somebody else changed meanwhile is not taken back unasked; what both set
// alike is no conflict.
func TestTwoAdministratorsSaveSettings(t *testing.T) {
	w := newWorld(t)
	o, other := w.office(t, "Админова"), w.office(t, "")
	seen := o.settings(t)
	theirs, mine := seen.Settings, seen.Settings
	theirs.AcademicHour, theirs.IdleMinutes = 40, 20
	must(t, other.save(t, theirs))
	mine.IdleMinutes, mine.CollegeName = 20, "Мой колледж"
	c := conflict(t, o.SaveSettings(o.As(t.Context()), seen.CollegeSettings, mine), &seen.CollegeSettings)
	if c.Who != "Владелец файла" || c.What != "Академический час: 45 мин → 40 мин, у вас 45 мин" || c.Thing != "настройки" {
		t.Errorf("%+v", c)
	}
	if o.settings(t).CollegeName == "Мой колледж" {
		t.Error("saved all the same")
	}
	must(t, o.SaveSettings(o.As(t.Context()), seen.CollegeSettings, mine))
	if now := o.settings(t); now.AcademicHour != 45 || now.CollegeName != "Мой колледж" || now.IdleMinutes != 20 {
		t.Errorf("%+v", now.CollegeSettings)
	}
}

// TestSaveSettingsWrong: one wrong field, and nothing is saved.
func TestSaveSettingsWrong(t *testing.T) {
	w := newWorld(t)
	o := w.office(t, "Админова")
	set := o.settings(t).Settings
	set.CollegeName, set.AgentMinutes = "Другой", 1
	if err := o.save(t, set); err == nil || !strings.Contains(err.Error(), "5–1440") {
		t.Errorf("got %v", err)
	}
	if got := o.settings(t).CollegeName; got != "Колледж" {
		t.Errorf("the name became %q", got)
	}
}

// TestMessengerProgram: a program that is not on this computer is refused when it is chosen, not whenever something else is
// saved; another computer has its own.
func TestMessengerProgram(t *testing.T) {
	w := newWorld(t)
	o := w.office(t, "Админова")
	dir := t.TempDir()
	program := filepath.Join(dir, "messenger")
	set := o.settings(t).Settings
	for _, path := range []string{program, dir} {
		set.MessengerProgram = path
		if err := o.save(t, set); err == nil || !strings.Contains(err.Error(), "выберите её ещё раз") {
			t.Errorf("%s: %v", path, err)
		}
	}
	if err := os.WriteFile(program, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	set.MessengerProgram = program
	if err := o.save(t, set); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(program); err != nil {
		t.Fatal(err)
	}
	set.AcademicHour = 40
	if err := o.save(t, set); err != nil {
		t.Errorf("another setting, after the program was removed: %v", err)
	}
	if info, err := os.Stat(string(o.desk.Preferences)); err != nil || info.Mode().Perm() != 0o600 || o.settings(t).MessengerProgram != program {
		t.Errorf("kept as %v, %v, %q", info, err, o.settings(t).MessengerProgram)
	}
	w.holdsNot(t, program)
	other := w.office(t, "Админова")
	if got := other.settings(t).MessengerProgram; got != "" {
		t.Errorf("another computer has %q", got)
	}
	for _, wrong := range []string{`{"messenger_program": "messenger"}`, `{`} {
		if err := os.WriteFile(string(o.desk.Preferences), []byte(wrong), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := o.settings(t).MessengerProgram; got != "" {
			t.Errorf("%s gives %q", wrong, got)
		}
	}
}

// TestAgentPerComputer: the agent is switched off on one computer and stays on on another.
func TestAgentPerComputer(t *testing.T) {
	w := newWorld(t)
	here := w.office(t, "Админова")
	if err := here.KeepToken(here.As(t.Context()), model.CommunityToken, goodToken, 0); err != nil {
		t.Fatal(err)
	}
	set := here.settings(t).Settings
	set.AgentOn = false
	if err := here.save(t, set); err != nil {
		t.Fatal(err)
	}
	if _, err := here.RunNow(here.As(t.Context())); !errors.Is(err, app.ErrAgentOff) || here.SyncStatus().AgentHere {
		t.Errorf("switched off: %v", err)
	}
	there := w.office(t, "Админова")
	there.desk.Computer = "DIREKTOR"
	there.Equip(there.desk)
	if !there.settings(t).AgentOn {
		t.Error("switched off on the other computer too")
	}
	set.AgentOn = true
	if err := here.save(t, set); err != nil {
		t.Fatal(err)
	}
	if _, err := here.RunNow(here.As(t.Context())); err != nil || !here.SyncStatus().AgentHere {
		t.Errorf("switched on: %v", err)
	}
}
