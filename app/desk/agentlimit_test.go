package desk_test

import (
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/model"
	"zvonok/model/store"
)

// TestLimitOfATypeInWords: the type of chats that would all but empty is named with its numbers.
func TestLimitOfATypeInWords(t *testing.T) {
	err := &app.LimitError{SafetyLimit: model.SafetyLimit{Loss: model.Loss{Gone: 748, From: 6786}, Percent: 20, Types: map[model.ChatType]model.Loss{
		model.ChatParents: {Gone: 748, From: 867}, model.ChatGroup: {From: 600},
	}}}
	if text := err.Error(); !strings.Contains(text, "ушло бы из чатов «Родители» 748 автоматических участников из 867 (больше 20 %)") || strings.Contains(text, "всех") {
		t.Errorf("says %s", text)
	}
}

// TestSafetyLimit: a shrunken roster stops the run before anything is saved or sent.
func TestSafetyLimit(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	s := small()
	s.Students, s.Parents = s.Students[3:], s.Parents[2:]
	s.Teachings[2].Learners = nil
	w.apply(t, s)
	lists, there, sends := w.lists(t), w.vk.state(), w.vk.sends
	for _, o := range []agent.RunOptions{{Initialise: true, Refresh: true}, {Refresh: true, Confirm: func(model.PlanSummary) bool {
		t.Error("asked although the limit stops the run")
		return true
	}}} {
		_, err := w.agent.Run(t.Context(), o, nil)
		var limit *app.LimitError
		if !errors.As(err, &limit) {
			t.Fatalf("got %v, want a LimitError", err)
		}
		// Three students of А-1 leave it and its subject, two the section, two parents: 10 of 28.
		if limit.Gone != 10 || limit.From != 28 || limit.Percent != 20 {
			t.Errorf("limit %+v", limit.SafetyLimit)
		}
		if text := err.Error(); !strings.Contains(text, "10 автоматических участников из 28") || !strings.Contains(text, "20 %") {
			t.Errorf("the numbers are not named: %s", text)
		}
		if !slices.Equal(w.lists(t), lists) || !slices.Equal(w.vk.state(), there) || w.vk.sends != sends {
			t.Error("something was saved or sent")
		}
		if ended, problem := w.lastRun(t); !ended || problem != err.Error() {
			t.Errorf("the top bar says %q", problem)
		}
	}
	keeper := agent.NewKeeper(w.college, w.agent, slog.New(slog.DiscardHandler))
	if _, err := keeper.Run(t.Context(), agent.RunOptions{Refresh: true}, nil); err == nil || !keeper.Status().Held {
		t.Errorf("the top bar does not say that it waits for a person: %v", err)
	}
	report := w.run(t, agent.RunOptions{Refresh: true, OverLimit: true})
	if report.Members.Removed != 8 { // two of the ten had no profile
		t.Errorf("removed %d", report.Members.Removed)
	}
	w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingRemovalLimit, "90") })
	w.apply(t, small())
	w.run(t, agent.RunOptions{Refresh: true})
	w.apply(t, s)
	w.run(t, agent.RunOptions{Refresh: true}) // within the college's own limit
}

func TestConfirmation(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	s := small()
	student(&s, "Борисова").Group = "g:2"
	w.apply(t, s)
	lists, there := w.lists(t), w.vk.state()
	same := func(what string) {
		t.Helper()
		if !slices.Equal(w.lists(t), lists) || !slices.Equal(w.vk.state(), there) {
			t.Errorf("%s: something was saved or sent", what)
		}
	}
	shown, err := w.agent.Preview(t.Context(), correct, nil)
	if err != nil || shown.Fingerprint == "" {
		t.Fatal(shown, err)
	}

	o := correct
	o.Confirm = func(s model.PlanSummary) bool {
		if s.Fingerprint != shown.Fingerprint {
			t.Error("one plan has two fingerprints")
		}
		return false
	}
	if _, err := w.agent.Run(t.Context(), o, nil); !errors.Is(err, agent.ErrDeclined) {
		t.Errorf("got %v, want ErrDeclined", err)
	}
	same("declined")

	o = correct
	o.Fingerprint = shown.Fingerprint
	student(&s, "Алексеева").Group = "g:2"
	w.apply(t, s)
	if _, err := w.agent.Run(t.Context(), o, nil); !errors.Is(err, app.ErrOutdated) {
		t.Errorf("got %v, want ErrOutdated", err)
	}
	same("changed after the preview")

	o = correct
	o.Confirm = func(model.PlanSummary) bool { // while the user looks, another roster comes
		student(&s, "Безликова").Group = "g:2"
		w.apply(t, s)
		return true
	}
	if _, err := w.agent.Run(t.Context(), o, nil); !errors.Is(err, app.ErrOutdated) {
		t.Errorf("got %v, want ErrOutdated", err)
	}
	same("changed while it was confirmed")
	if _, problem := w.lastRun(t); problem != "" {
		t.Errorf("the top bar reports %q although the user thought better of it", problem)
	}

	shown, err = w.agent.Preview(t.Context(), correct, nil)
	if err != nil {
		t.Fatal(err)
	}
	o = correct
	o.Fingerprint = shown.Fingerprint
	report := w.run(t, o)
	if report.Members.Removed != 6 { // Алексеева and Борисова from the group and its subject, their mothers
		t.Errorf("removed %d", report.Members.Removed)
	}
}
