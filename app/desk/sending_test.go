package desk_test

import (
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/store"
)

// unconfirmed is a world whose plans nobody has looked at.
func unconfirmed(t *testing.T) *world {
	t.Helper()
	w := openWorld(t, t.TempDir(), newFake())
	w.apply(t, small())
	return w
}

// TestNothingUnconfirmed: a token that was just saved sends nothing, and nothing is written down as a run; what waits is told.
func TestNothingUnconfirmed(t *testing.T) {
	w := unconfirmed(t)
	o := w.office(t, "Админова")
	if err := o.KeepToken(o.As(t.Context()), model.CommunityToken, goodToken, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := o.RunNow(o.As(t.Context())); !errors.Is(err, app.ErrUnconfirmed) || len(w.vk.rooms) != 0 || w.vk.sends != 0 {
		t.Fatalf("%v, %d chats were made", err, len(w.vk.rooms))
	}
	if status := o.SyncStatus(); status.Unconfirmed.Chats == 0 || status.Unconfirmed.Again || status.Problem != "" || !status.LastRun.IsZero() {
		t.Errorf("the header knows %+v", status)
	}
	only := []model.ChatType{model.ChatGroup}
	if _, err := o.PreviewInitialise(o.As(t.Context()), model.InitialiseOptions{Types: only}, nil); err != nil || w.vk.sends != 0 {
		t.Fatalf("a preview: %v", err)
	}
	if _, err := o.Initialise(o.As(t.Context()), model.InitialiseOptions{Types: only}, nil); err != nil {
		t.Fatal(err)
	}
	made := len(w.vk.rooms)
	if got := w.audited(t, "Отправка в VK подтверждена"); len(got) != 1 || got[0] != "Админова Анна: Колледж: чаты «Группа»" {
		t.Errorf("the journal says %q", got)
	}
	if _, err := o.RunNow(o.As(t.Context())); err != nil || len(w.vk.rooms) != made || o.SyncStatus().Unconfirmed.Chats != 0 {
		t.Errorf("afterwards: %v, %d chats, then %d, %+v", err, made, len(w.vk.rooms), o.SyncStatus())
	}
	if _, err := o.Initialise(o.As(t.Context()), model.InitialiseOptions{}, nil); err != nil || len(w.vk.rooms) <= made {
		t.Errorf("all types: %v, %d chats", err, len(w.vk.rooms))
	}
	if got := w.audited(t, "Отправка в VK подтверждена"); len(got) != 2 || strings.Contains(got[0], "Группа") {
		t.Errorf("the journal says %q", got)
	}
}

// TestConfirmedAgain: after a restore, and with another community's token, the agent waits; the plan of an ordinary run is
// enough to go on, and leaves those added by hand alone. A renewed token of the same community waits for nothing.
func TestConfirmedAgain(t *testing.T) {
	w := unconfirmed(t)
	w.run(t, initialise)
	save(t, w, w.session(t, "Админова"), "А-1", func(e *model.ChatEdit) { e.Add = []model.PersonID{w.person(t, "Завхозова")} })
	w.run(t, correct)
	o := w.office(t, "Админова")
	if err := o.KeepToken(o.As(t.Context()), model.CommunityToken, goodToken, 0); err != nil {
		t.Fatal(err)
	}
	if err := o.KeepToken(o.As(t.Context()), model.CommunityToken, goodToken+"x", 0); err != nil {
		t.Fatal(err)
	}
	if _, err := o.RunNow(o.As(t.Context())); err != nil {
		t.Errorf("a renewed token: %v", err)
	}
	if err := o.BackUp(o.As(t.Context())); err != nil {
		t.Fatal(err)
	}
	backups, err := o.Backups(o.As(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	if err := o.RestoreBackup(o.As(t.Context()), backups[0].Name); err != nil {
		t.Fatal(err)
	}
	if err := o.Enter(t.Context(), w.person(t, "Админова")); err != nil { // the restore ended everybody's session
		t.Fatal(err)
	}
	sends := w.vk.sends
	if _, err := o.RunNow(o.As(t.Context())); !errors.Is(err, app.ErrUnconfirmed) || w.vk.sends != sends {
		t.Fatalf("after a restore: %v", err)
	}
	waits := o.SyncStatus().Unconfirmed
	if !waits.Again || !slices.Equal(waits.Types, model.ChatTypes) {
		t.Errorf("after a restore it waits for %+v", waits)
	}
	ordinary := model.InitialiseOptions{Ordinary: true, Types: waits.Types}
	plan, err := o.PreviewInitialise(o.As(t.Context()), ordinary, nil)
	if err != nil || len(plan.Remove) != 0 {
		t.Fatalf("would remove %+v, %v", plan.Remove, err)
	}
	ordinary.Fingerprint = plan.Fingerprint
	if _, err := o.Initialise(o.As(t.Context()), ordinary, nil); err != nil {
		t.Fatal(err)
	}
	if m := w.member(t, "А-1", "Завхозова"); m.Origin != model.OriginManual || m.Presence == 0 {
		t.Errorf("who was added by hand stands as %+v", m)
	}
	if _, err := o.RunNow(o.As(t.Context())); err != nil || o.SyncStatus().Unconfirmed.Chats != 0 {
		t.Errorf("confirmed: %v, %+v", err, o.SyncStatus())
	}
	other := newFake()
	other.community = 800
	w.vk = other
	if err := o.KeepToken(o.As(t.Context()), model.CommunityToken, goodToken, 800); err != nil {
		t.Fatal(err)
	}
	if _, err := o.RunNow(o.As(t.Context())); !errors.Is(err, app.ErrUnconfirmed) || len(other.rooms) != 0 {
		t.Errorf("another community: %v, %d chats", err, len(other.rooms))
	}
}

// TestDemonstrationConfirmed: the demonstration's agent begins by itself, its messenger is made up too.
func TestDemonstrationConfirmed(t *testing.T) {
	w := unconfirmed(t)
	w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingDemonstration, "1") })
	w.run(t, correct)
	if len(w.vk.rooms) == 0 {
		t.Error("no chat was made")
	}
}

// TestNoReminderUnconfirmed: reminders wait as well.
func TestNoReminderUnconfirmed(t *testing.T) {
	w := newWorld(t)
	w.vk.closed[12] = true
	w.run(t, initialise)
	dir := t.TempDir() + "/college"
	w.copyTo(t, dir)
	path := dir + "/" + store.FileName
	if _, err := w.college.Store.Replace(t.Context(), path, false); err != nil {
		t.Fatal(err)
	}
	keeper := agent.NewKeeper(w.college, w.agent, slog.New(slog.DiscardHandler))
	s := desk.NewSession(w.college, keeper, desk.SafeBrowser{}, app.Addresses{})
	if err := s.Enter(t.Context(), w.person(t, "Админова")); err != nil {
		t.Fatal(err)
	}
	rows, err := s.Missing(s.As(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	var people []model.PersonID
	for _, r := range rows {
		if r.Linked && r.Link != "" {
			people = append(people, r.Person)
		}
	}
	if told, err := s.Remind(s.As(t.Context()), people); err != nil || told.Queued == 0 || len(w.vk.said) != 0 {
		t.Errorf("%+v, %v, %d messages", told, err, len(w.vk.said))
	}
}
