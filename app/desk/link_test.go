package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/model"
	"zvonok/model/store"
)

func TestLinkAndUnlink(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	l := newLinker(t, w, "Безликова", 13)
	if err := l.link(t); err != nil {
		t.Fatal(err)
	}
	s := l.state(t)
	if s.Profile != 13 || !s.SignedIn || s.Name != "Анна Алексеева" || !s.LinkedAt.Equal(l.clock.Now()) || s.Crossed {
		t.Errorf("linked as %+v", s)
	}
	if got := l.secret(t); got != "grant-0" {
		t.Errorf("the vault keeps %q", got)
	}
	if len(*l.opened) != 1 || l.registry.open != 0 {
		t.Errorf("opened %v, %d sign-ins still listen", *l.opened, l.registry.open)
	}
	w.run(t, correct)
	if m := w.member(t, "А-1", "Безликова"); m.Presence != model.PresenceWaiting {
		t.Errorf("after linking: %v", m.Presence)
	}

	notes, err := l.Unlink(l.As(t.Context()))
	if err != nil || len(notes) != 0 {
		t.Fatal(notes, err)
	}
	if s := l.state(t); s.Linked() || s.SignedIn {
		t.Errorf("unlinked: %+v", s)
	}
	if l.secret(t) != "" || !slices.Equal(l.registry.revoked, []string{"grant-0"}) {
		t.Errorf("the vault keeps %q, revoked %v", l.secret(t), l.registry.revoked)
	}
	if _, err := l.Unlink(l.As(t.Context())); !errors.Is(err, app.ErrNotLinked) {
		t.Errorf("a second unlinking: %v", err)
	}
}

// TestWhoCameUnseenLeaves: who came by the link after the agent last looked leaves with the others of the list, although the agent
// does not look first.
func TestWhoCameUnseenLeaves(t *testing.T) {
	w := newWorld(t)
	w.vk.closed[11] = true
	w.run(t, initialise)
	_, room := w.vk.titled("А-1")
	room.members[11] = false
	list := small()
	list.Students = list.Students[1:]
	list.Teachings[2].Learners, list.Parents[0].Children = list.Teachings[2].Learners[1:], nil
	w.apply(t, list)
	w.run(t, agent.RunOptions{OverLimit: true})
	if _, in := room.members[11]; in {
		t.Error("still in the chat")
	}
	if rows := strangers(t, w, w.as(t, "Админова")); len(rows) > 0 {
		t.Errorf("strangers %q", rows)
	}
}

// TestARosterChangesTheProfileOfWhoWaits: who came by the link under the profile of the last roster, which nobody has seen yet, leaves
// when the next one has another.
func TestARosterChangesTheProfileOfWhoWaits(t *testing.T) {
	w := openWorld(t, t.TempDir(), newFake())
	w.vk.closed[11] = true
	list := small()
	list.Teachings = list.Teachings[:2] // a workbook has no sections without a group
	w.load(t, rosterFile(t, list), model.ImportChoices{})
	w.run(t, initialise)
	_, room := w.vk.titled("А-1")
	if _, in := room.members[11]; in {
		t.Fatal("the world is not as the test wants it")
	}
	room.members[11] = false
	list.Students[0].Messenger = 111
	w.load(t, rosterFile(t, list), model.ImportChoices{})
	w.run(t, correct)
	if _, in := room.members[11]; in {
		t.Error("the former profile is still in the chat")
	}
}

// TestUnlinkingLeavesEveryChat: the agent takes the profile out of the chats where it is, also out of those
// that the person entered since it last looked.
func TestUnlinkingLeavesEveryChat(t *testing.T) {
	for _, refresh := range []bool{false, true} {
		w := newWorld(t)
		w.vk.closed[11] = true
		w.run(t, initialise)
		l := newLinker(t, w, "Алексеева", 11)
		_, room := w.vk.titled("А-1")
		if _, in := room.members[11]; in {
			t.Fatal("the world is not as the test wants it")
		}
		room.members[11] = false // came by the link; nobody has looked
		if _, err := l.Unlink(l.As(t.Context())); err != nil {
			t.Fatal(err)
		}
		w.run(t, agent.RunOptions{Refresh: refresh, OverLimit: true})
		for _, line := range w.vk.state() {
			if slices.Contains(strings.Fields(strings.ReplaceAll(line, "*", "")), "11") {
				t.Errorf("refresh=%v: still there: %s", refresh, line)
			}
		}
		if m := w.member(t, "А-1", "Алексеева"); m.InChatAs != 0 || m.Presence != model.PresenceNoProfile || m.Origin != model.OriginAuto {
			t.Errorf("refresh=%v: her row is %+v", refresh, m)
		}
		before := w.vk.changing
		w.run(t, agent.RunOptions{Refresh: refresh, OverLimit: true})
		if w.vk.changing != before {
			t.Errorf("refresh=%v: a second run changes something", refresh)
		}
	}
}

// TestAnotherProfile: a person who links another profile than the roster named leaves with the old one.
func TestAnotherProfile(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	l := newLinker(t, w, "Борисова", 120)
	if err := l.link(t); err != nil {
		t.Fatal(err)
	}
	w.run(t, correct)
	if _, room := w.vk.titled("А-1"); slices.Contains(keys(room), 12) {
		t.Error("the old profile is still in the chat")
	}
	if m := w.member(t, "А-1", "Борисова"); m.Presence != model.PresenceWaiting {
		t.Errorf("the new profile: %v", m.Presence)
	}
}

func keys(r *room) []model.MessengerID {
	var ids []model.MessengerID
	for id := range r.members {
		ids = append(ids, id)
	}
	return ids
}

// TestSomebodyElsesProfile: it stays theirs, and the tokens are given back.
func TestSomebodyElsesProfile(t *testing.T) {
	w := newWorld(t)
	l := newLinker(t, w, "Безликова", 11)
	err := l.link(t)
	if err == nil || !strings.Contains(err.Error(), "уже привязан к Алексеева Анна") {
		t.Errorf("got %v", err)
	}
	if l.state(t).Linked() || l.secret(t) != "" || len(l.registry.revoked) != 1 {
		t.Errorf("linked %v, kept %q, revoked %v", l.state(t).Linked(), l.secret(t), l.registry.revoked)
	}
}

// TestLinkingFails: whatever goes wrong, nothing is linked, nothing is kept, and nobody listens.
func TestLinkingFails(t *testing.T) {
	broken := errors.New("VK ID не отвечает")
	for name, test := range map[string]struct {
		set     func(*linker)
		address string
	}{
		"refused in the browser":  {address: "refused"},
		"the exchange fails":      {set: func(l *linker) { l.registry.exchangeErr = broken }, address: "good"},
		"the profile is not told": {set: func(l *linker) { l.registry.profileErr = broken }, address: "good"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLinker(t, newWorld(t), "Безликова", 13)
			if test.set != nil {
				test.set(l)
			}
			if _, err := l.BeginLink(l.As(t.Context())); err != nil {
				t.Fatal(err)
			}
			if err := l.PasteLink(t.Context(), test.address); err != nil {
				t.Fatal(err)
			}
			if _, err := l.WaitLink(t.Context()); err == nil {
				t.Error("no error")
			}
			if err := l.KeepLink(t.Context()); err == nil {
				t.Error("kept all the same")
			}
			if l.state(t).Linked() || l.secret(t) != "" || l.registry.open != 0 {
				t.Errorf("linked %v, kept %q, listening %d", l.state(t).Linked(), l.secret(t), l.registry.open)
			}
		})
	}
}

// TestIsItYou: nothing is kept before the person says that the profile is theirs, and a person who does not say so gives the
// tokens back.
func TestIsItYou(t *testing.T) {
	for name, test := range map[string]struct {
		say  func(*testing.T, *linker) error
		kept bool
	}{
		"it is":    {func(t *testing.T, l *linker) error { return l.KeepLink(t.Context()) }, true},
		"it isn't": {func(_ *testing.T, l *linker) error { l.CancelLink(); return nil }, false},
		"begun anew": {func(t *testing.T, l *linker) error {
			_, err := l.BeginLink(l.As(t.Context()))
			l.CancelLink()
			return err
		}, false},
		"said by another person": {func(t *testing.T, l *linker) error {
			if err := l.Enter(t.Context(), l.person(t, "Алексеева")); err != nil {
				t.Fatal(err)
			}
			if err := l.KeepLink(t.Context()); !errors.Is(err, app.ErrNoRight) {
				t.Errorf("got %v", err)
			}
			return l.Enter(t.Context(), l.person(t, "Безликова"))
		}, false},
		"the profile is taken meanwhile": {func(t *testing.T, l *linker) error {
			l.update(t, func(tx *store.Tx) error { return tx.SetProfile(l.person(t, "Алексеева"), 13) })
			if err := l.KeepLink(t.Context()); err == nil || !strings.Contains(err.Error(), "уже привязан к") {
				t.Errorf("got %v", err)
			}
			return nil
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLinker(t, newWorld(t), "Безликова", 13)
			if _, err := l.BeginLink(l.As(t.Context())); err != nil {
				t.Fatal(err)
			}
			if err := l.PasteLink(t.Context(), "good"); err != nil {
				t.Fatal(err)
			}
			offer, err := l.WaitLink(t.Context())
			if err != nil || offer != (model.LinkOffer{Profile: 13, Name: "Анна Алексеева"}) {
				t.Fatalf("%+v, %v", offer, err)
			}
			if l.state(t).Linked() || l.secret(t) != "" || l.registry.open != 0 {
				t.Errorf("before the answer: linked %v, kept %q, listening %d", l.state(t).Linked(), l.secret(t), l.registry.open)
			}
			if err := test.say(t, l); err != nil {
				t.Fatal(err)
			}
			if l.state(t).Linked() != test.kept || (l.secret(t) != "") != test.kept || (len(l.registry.revoked) == 0) != test.kept {
				t.Errorf("linked %v, kept %q, revoked %q", l.state(t).Linked(), l.secret(t), l.registry.revoked)
			}
			if err := l.KeepLink(t.Context()); err == nil {
				t.Error("it can be said twice")
			}
			l.CancelLink()
			if l.state(t).Linked() != test.kept || len(l.registry.revoked) > 1 {
				t.Errorf("afterwards: linked %v, revoked %q", l.state(t).Linked(), l.registry.revoked)
			}
		})
	}
}

// TestVaultMissing: it is asked before the browser opens.
func TestVaultMissing(t *testing.T) {
	l := newLinker(t, newWorld(t), "Безликова", 13)
	l.UseVault(brokenVault{errors.New("хранилище ключей не отвечает: разблокируйте его и повторите")})
	if _, err := l.BeginLink(l.As(t.Context())); err == nil || !strings.Contains(err.Error(), "разблокируйте") || strings.Count(err.Error(), ":") != 1 {
		t.Errorf("got %v", err)
	}
	if len(*l.opened) != 0 || l.registry.open != 0 {
		t.Error("the sign-in began all the same")
	}
}

// TestUnlinkingAgainstAllOdds: neither a VK ID that hangs nor a vault that is locked keeps the link.
func TestUnlinkingAgainstAllOdds(t *testing.T) {
	for name, test := range map[string]struct {
		set  func(*linker)
		note string
		kept bool
	}{
		"VK ID hangs":         {func(l *linker) { l.registry.hang = true }, "VK ID не подтвердил", false},
		"VK ID refuses":       {func(l *linker) { l.registry.revokeErr = errors.New("нет") }, "VK ID не подтвердил", false},
		"the vault is locked": {func(l *linker) { l.UseVault(brokenVault{errors.New("хранилище заперто")}) }, "хранилище заперто", true},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLinker(t, newWorld(t), "Безликова", 13)
			if err := l.link(t); err != nil {
				t.Fatal(err)
			}
			test.set(l)
			notes, err := l.Unlink(l.As(t.Context()))
			if err != nil || !strings.Contains(strings.Join(notes, "\n"), test.note) {
				t.Errorf("notes %q, %v", notes, err)
			}
			if l.state(t).Linked() || (l.secret(t) != "") != test.kept {
				t.Errorf("linked %v, kept %q", l.state(t).Linked(), l.secret(t))
			}
		})
	}
}

// TestCrossing is remembered, and forgotten with the link.
func TestCrossing(t *testing.T) {
	l := newLinker(t, newWorld(t), "Алексеева", 11) // the roster names her profile
	if s := l.state(t); !s.Linked() || s.SignedIn || s.Crossed {
		t.Fatalf("%+v", s)
	}
	if err := l.EnterMessenger(l.As(t.Context())); err != nil {
		t.Fatal(err)
	}
	if !l.state(t).Crossed || !slices.Equal(*l.opened, []string{"https://vk.test/"}) {
		t.Errorf("%+v, opened %v", l.state(t), *l.opened)
	}
	if _, err := l.Unlink(l.As(t.Context())); err != nil {
		t.Fatal(err)
	}
	if err := l.link(t); err != nil {
		t.Fatal(err)
	}
	if l.state(t).Crossed {
		t.Error("the new link has crossed already")
	}
}

// TestNobodyToLink: the owner of the file, and a college without an application.
func TestNobodyToLink(t *testing.T) {
	w := newWorld(t)
	l := newLinker(t, w, "Безликова", 13)
	if err := l.Enter(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := l.BeginLink(l.As(t.Context())); err == nil || !strings.Contains(err.Error(), "владелец файла") {
		t.Errorf("got %v", err)
	}
	if s := l.state(t); s.Linked() || s.Person.ID != 0 {
		t.Errorf("%+v", s)
	}
	plain := w.session(t, "Безликова")
	if _, err := plain.BeginLink(plain.As(t.Context())); err == nil {
		t.Error("linking without an identity")
	}
	if _, err := w.session(t, "").MyChats(w.ctxOf(t, "")); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("nobody's chats: %v", err)
	}
}
