package cli

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/areas"
	"zvonok/app/college"
	"zvonok/app/server"
	"zvonok/app/tokens"
	"zvonok/app/vkmessenger"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// messenger is the one of the world's community.
func messenger(w *world) app.Messenger {
	return vkmessenger.New(vkclient.New(vkclient.Options{Hosts: vkclient.HostsAt(w.url), Token: vkclient.Secret(w.token), Kind: vkclient.CommunityToken}))
}

// served opens the college of a world, whose token only the server's agent has then, if there is one.
func served(t *testing.T, w *world, has bool, parts server.Parts) (all *areas.Areas, stop func()) {
	t.Helper()
	s, err := store.Open(t.Context(), w.dir)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	c := &college.College{Store: s, Dir: w.dir, Clock: vkclient.SystemClock{}}
	keeper := agent.NewKeeper(c, nil, log)
	if has {
		keeper.SetAgent(&agent.Agent{College: c, Messenger: messenger(w), Log: log})
	}
	delete(w.environ, tokens.Variable)
	parts.Areas, parts.Listen, parts.Log = areas.New(c, keeper, app.Addresses{}), "127.0.0.1:0", log
	running, end := context.WithCancel(t.Context())
	at, err := server.Start(running, parts)
	if err != nil {
		t.Fatal(err)
	}
	var working sync.WaitGroup
	working.Go(func() { keeper.Keep(running) })
	working.Go(func() {
		if err := at.Run(running); err != nil {
			t.Error(err)
		}
	})
	stop = sync.OnceFunc(func() {
		end()
		working.Wait()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return parts.Areas, stop
}

// account makes somebody who can sign in to the server.
func account(w *world) {
	w.t.Helper()
	w.must(ExitDone, "", "account", "kagan", "--admin", "--name", "Каган Наталья Васильевна")
}

// fleeting is what differs between two runs that do the same: how long it took, how far it was when somebody looked, and how much
// the agent knew from before.
var fleeting = regexp.MustCompile(`(?m)"(?:seconds|requests|calls)":[0-9.]+|^[0-9]+ запрос.* с$|(?:Чтение из|Отправка в) VK: .*\n`)

// TestSyncThroughServer: where only the server has the token, «zvonok sync» says and does the same as where it has it itself.
func TestSyncThroughServer(t *testing.T) {
	here, there := filled(t, sandbox.Options{}), filled(t, sandbox.Options{})
	account(here)
	account(there)
	served(t, there, true, server.Parts{})
	shrunken := workbook(t, 3, withoutGroup)
	for _, step := range []struct {
		answer string
		code   int
		args   []string
	}{
		{"", ExitDone, []string{"sync", "--dry-run"}},
		{"", ExitDone, []string{"sync", "--dry-run", "--json"}},
		{"", ExitLimit, []string{"sync"}}, // nobody answers
		{"нет\n", ExitFailed, []string{"sync"}},
		{"да\n", ExitDone, []string{"sync", "--type", "teachers"}},
		{"", ExitDone, []string{"sync", "--yes", "--json"}},
		{"", ExitDone, []string{"import", shrunken, "--yes", "--confirm-removals"}},
		{"да\n", ExitLimit, []string{"sync", "--json"}},
		{"", ExitLimit, []string{"sync", "--yes", "--json"}},
		{"", ExitDone, []string{"sync", "--yes", "--confirm-removals"}},
		{"", ExitDone, []string{"sync"}}, // nothing to ask
	} {
		alone, asked := here.must(step.code, step.answer, step.args...), there.must(step.code, step.answer, step.args...)
		for _, said := range [][2]string{{alone.out, asked.out}, {alone.err, asked.err}} {
			if a, b := fleeting.ReplaceAllString(said[0], ""), fleeting.ReplaceAllString(said[1], ""); a != b {
				t.Errorf("%q by itself says\n%s\nand through the server\n%s", step.args, a, b)
			}
		}
	}
	if a, b := len(here.vk.State().Chats), len(there.vk.State().Chats); a == 0 || a != b || here.changes() != there.changes() {
		t.Errorf("%d chats and %d changes, through the server %d and %d", a, here.changes(), b, there.changes())
	}
}

// TestToolsBesideServer: what the server of the folder does by itself is not done behind its back, and a token that nobody has is
// missed in words.
func TestToolsBesideServer(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	foundCollege(t, w)
	for _, noAgent := range []bool{false, true} {
		_, stop := served(t, w, false, server.Parts{NoAgent: noAgent})
		if r := w.must(ExitFailed, "", "sync", "--yes"); !strings.Contains(r.err, "нет ключа сообщества") {
			t.Errorf("sync beside a server without a token: %s", r.err)
		}
		r := w.must(ExitFailed, "", "agent", "--once")
		if refused := strings.Contains(r.err, "колледж обслуживает сервер (процесс "); refused == noAgent {
			t.Errorf("agent beside a server with the agent %v says %s", !noAgent, r.err)
		}
		stop()
	}
}

// TestServerEndsBeforeItsAnswer: the command says so and ends, and the next server does not take up what nobody waits for.
func TestServerEndsBeforeItsAnswer(t *testing.T) {
	w := filled(t, sandbox.Options{})
	account(w)
	s, err := store.Open(t.Context(), w.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c := &college.College{Store: s, Dir: w.dir, Clock: w.clock}
	parts := server.Parts{Areas: areas.New(c, agent.NewKeeper(c, nil, slog.New(slog.DiscardHandler)), app.Addresses{}), Listen: "127.0.0.1:0"}
	deaf, err := server.Start(t.Context(), parts) // it does not run, and so does nothing of what it is asked
	if err != nil {
		t.Fatal(err)
	}
	delete(w.environ, tokens.Variable)
	ended := make(chan result, 1)
	go func() { ended <- w.run("", "sync", "--yes") }()
	for openErrands(t, s) == 0 {
		runtime.Gosched()
	}
	if err := deaf.Close(); err != nil {
		t.Fatal(err)
	}
	if r := <-ended; r.code != ExitFailed || !strings.Contains(r.err, "сервер колледжа остановлен раньше ответа") || strings.Contains(r.out, "создано 0") {
		t.Errorf("exit code %d: %s", r.code, r.err)
	}
	if n := openErrands(t, s); n != 0 {
		t.Errorf("the command leaves %d errands", n)
	}
	if err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.AskErrand("of a killed command", "{}") }); err != nil {
		t.Fatal(err)
	}
	_, stop := served(t, w, true, server.Parts{})
	stop()
	if n := openErrands(t, s); n != 0 || w.changes() != 0 {
		t.Errorf("the next server leaves %d errands, and has sent %d changes", n, w.changes())
	}
}

func openErrands(t *testing.T, s *store.Store) (n int) {
	t.Helper()
	err := s.View(t.Context(), func(tx *store.Tx) error {
		open, err := tx.OpenErrands()
		n = len(open)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestRestoreBesideServer: the server goes on with the copy, ends the sessions, and looks for its agent again.
func TestRestoreBesideServer(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	foundCollege(t, w)
	copied := filepath.Join(t.TempDir(), "копия.db")
	w.must(ExitDone, "", "backup", copied)
	all, _ := served(t, w, false, server.Parts{})
	if _, err := all.AddGroup(college.AsOwner(t.Context()), model.GroupEdit{Name: "ДО-26-1", Year: 1}); err != nil {
		t.Fatal(err)
	}
	looked := make(chan struct{}, 9)
	all.Keeper.TokenSaved(func(context.Context) error { looked <- struct{}{}; return nil })
	begun, err := all.BeginSession(t.Context(), "kagan.nv", "синий чемодан", model.Computer{})
	if err != nil {
		t.Fatal(err)
	}
	if r := w.must(ExitDone, "нет\n", "restore", copied); !strings.Contains(r.err, "Все, кто работает, войдут заново.") || !strings.Contains(r.out, "Ничего не изменено.") {
		t.Errorf("asked: %s%s", r.out, r.err)
	}
	r := w.must(ExitDone, "да\n", "restore", copied)
	if !strings.Contains(r.out, "Колледж восстановлен из копии.\nПрежний файл: ") {
		t.Errorf("restored: %s", r.out)
	}
	<-looked
	if _, err := all.Stay(t.Context(), begun.Token); !errors.Is(err, app.ErrSignedOut) {
		t.Errorf("a session from before: %v", err)
	}
	if groups, err := all.Groups(college.AsOwner(t.Context())); err != nil || len(groups) != 0 {
		t.Errorf("the server has %+v, %v", groups, err)
	}
	r = w.must(ExitFailed, "", "restore", filepath.Join(t.TempDir(), "нет.db"), "--yes")
	if groups, err := all.Groups(college.AsOwner(t.Context())); err != nil || len(groups) != 0 || r.err == "" {
		t.Errorf("after a copy that is none: %+v, %v; said %s", groups, err, r.err)
	}
}

// TestDoctorBesideAServer: the token that the server has is well, although it and the keyring are out of the command's reach.
func TestDoctorBesideAServer(t *testing.T) {
	w := filled(t, sandbox.Options{})
	account(w)
	w.vault, w.clock.now = &lockedVault{}, time.Now() // the server's clock
	_, stop := served(t, w, true, server.Parts{})
	r := w.must(ExitDone, "", "doctor")
	for _, says := range []string{"✓ Ключ сообщества VK: сообщество «Колледж» (", ", ключ у сервера колледжа", "– Хранилище ключей: не работает, но и не нужно, ключ сообщества у сервера колледжа"} {
		if !strings.Contains(r.out, says) {
			t.Errorf("no %q in:\n%s", says, r.out)
		}
	}
	stop()
	if r := w.must(ExitFailed, "", "doctor"); !strings.Contains(r.out, "✗ Хранилище ключей") || !strings.Contains(r.out, "✗ Ключ сообщества VK") {
		t.Errorf("without the server:\n%s", r.out)
	}
}

// silent is the messenger of a server that does not know how to say whose token it has.
type silent struct{ app.Messenger }

func (silent) Community(context.Context) (model.MessengerID, string, error) { return 0, "", nil }

// TestDoctorBesideAnOlderServer: whose token the server has is not known, and what to do about it is said.
func TestDoctorBesideAnOlderServer(t *testing.T) {
	w := filled(t, sandbox.Options{})
	account(w)
	w.clock.now = time.Now() // the server's clock
	all, _ := served(t, w, false, server.Parts{})
	all.Keeper.SetAgent(&agent.Agent{College: all.College, Messenger: silent{messenger(w)}, Log: slog.New(slog.DiscardHandler)})
	r := w.must(ExitFailed, "", "doctor")
	if !strings.Contains(r.out, "✗ Ключ сообщества VK: сервер колледжа более ранней версии") || strings.Contains(r.out, "«» (0)") {
		t.Errorf("doctor says:\n%s", r.out)
	}
}
