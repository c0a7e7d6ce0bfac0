package desk_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/desk"
	"zvonok/app/host"
	"zvonok/app/remote"
	"zvonok/app/vault"
	"zvonok/model"
)

// ownClock is a computer's own.
type ownClock struct{}

func (ownClock) Now() time.Time { return time.Now() }

func (ownClock) Sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// computer is another one than the college's, with a data folder and a keyring of its own.
func computer(t *testing.T, keys vault.Vault) *desk.Folder {
	t.Helper()
	dir := t.TempDir()
	f := desk.NewFolder(t.Context(), desk.Parts{
		Dir: dir, Listen: "127.0.0.1:0", Clock: ownClock{}, Vault: keys, Log: slog.New(slog.DiscardHandler), Getenv: func(string) string { return "" },
		Preferences: host.Preferences(filepath.Join(dir, "preferences.json")),
		Messenger: host.Messenger{
			Reach:    func(string) (app.Reach, error) { return app.Reach{}, nil },
			Pages:    func(model.MessengerAddresses) app.Addresses { return app.Addresses{} },
			Identity: func(model.MessengerAddresses, *slog.Logger, app.Application) app.Identity { return nil },
		},
	}, func(work func()) { go work() })
	t.Cleanup(f.Close)
	must(t, f.Open(t.Context()))
	return f
}

// until waits for something that another computer does.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(what + ": not in 20 s")
		}
	}
}

// TestDeskElsewhere: a computer goes over to a college on another one, where its person works as at the college, is told at
// once of what others do, and is remembered; and it goes back to the college of its own.
func TestDeskElsewhere(t *testing.T) {
	w, admin := newAccounts(t)
	w.run(t, initialise)
	must(t, w.college.SetName(t.Context(), "Колледж связи"))
	issued := w.issue(t, admin, "Менеджерова")
	link, served, end := w.serve(t)
	keys := &vault.Memory{}
	f := computer(t, keys)
	if f.Far() {
		t.Fatal("a new computer is a desk of another one")
	}
	offered, err := f.Offer(t.Context(), link.String())
	must(t, err)
	if offered.Name != "Колледж связи" || offered.Link.College != link.College {
		t.Errorf("offered %+v", offered)
	}
	must(t, f.Join(t.Context(), offered))
	must(t, f.Open(t.Context()))
	s := f.Session()
	if in, err := s.SignIn(t.Context(), issued.Login, issued.Password, true); err != nil || !in.MustChange {
		t.Fatalf("%+v, %v", in, err)
	}
	in, err := s.ChangePassword(t.Context(), issued.Password, chosenPassword)
	if err != nil || in.Person.Name.LastName != "Менеджерова" || in.Notice != "" {
		t.Fatalf("%+v, %v", in, err)
	}
	chats, err := s.Chats(s.As(t.Context()), model.ChatFilter{})
	must(t, err)
	here, err := admin.Chats(admin.As(t.Context()), model.ChatFilter{})
	must(t, err)
	if len(chats) == 0 || len(chats) != len(here) || s.College() != "Колледж связи" {
		t.Errorf("%d chats of «%s», and %d at the college", len(chats), s.College(), len(here))
	}
	until(t, "the line", func() bool { return s.Line().Line().State == model.LineConnected })
	connected := func() (now bool) {
		sessions, err := served.Sessions(admin.As(t.Context()))
		must(t, err)
		return len(sessions) == 1 && sessions[0].Connected && sessions[0].Name.LastName == "Менеджерова"
	}
	until(t, "who is connected", connected)
	until(t, "the next key and the other address", func() bool {
		known := f.Colleges()[0].Link
		return slices.Equal(known.Addresses, []string{link.Addresses[0], "later.example:8473"}) && slices.Equal(known.Pins, []model.Pin{link.Pins[0], nextPin})
	})
	told := make(chan model.Change, 100)
	defer s.Subscribe(func(c model.Change) { told <- c })()
	_, err = admin.AddGroup(admin.As(t.Context()), model.GroupEdit{Name: "НО-26-1", Year: 1})
	must(t, err)
	until(t, "what another did", func() bool {
		select {
		case c := <-told:
			return c.Roster || c.All
		default:
			return false
		}
	})

	// What only the college's own computer does is refused in words.
	if _, err := s.BackupFile(s.As(t.Context()), "x"); err == nil || !strings.Contains(err.Error(), "на компьютере, где находится колледж") {
		t.Errorf("a file of the college's computer: %v", err)
	}
	if err := s.EnterOwner(t.Context()); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("the owner of a college on another computer: %v", err)
	}

	// Started again, it knows its college and its person.
	again := desk.NewFolder(t.Context(), f.Parts, func(work func()) { go work() })
	t.Cleanup(again.Close)
	must(t, again.Open(t.Context()))
	if in, err := again.Session().SignInRemembered(t.Context()); err != nil || in.Person.Name.LastName != "Менеджерова" || !again.Far() {
		t.Fatalf("after a new start: %+v, %v", in, err)
	}
	must(t, again.Session().SignOut(t.Context()))
	if in, err := again.Session().SignInRemembered(t.Context()); err != nil || in.Person.ID != 0 {
		t.Errorf("remembered after signing out: %+v, %v", in, err)
	}

	if err := again.ChangeAddress(t.Context(), model.ConnectionLink{College: "other", Addresses: link.Addresses, Pins: link.Pins}.String()); err == nil ||
		!strings.Contains(err.Error(), "другого колледжа") {
		t.Errorf("another college's link: %v", err)
	}
	f.Close()
	until(t, "who has gone", func() bool { return !connected() })
	end()
	if _, err := again.Offer(t.Context(), link.String()); !errors.Is(err, remote.ErrNoServer) {
		t.Errorf("a server that has ended: %v", err)
	}
	must(t, again.Choose(t.Context(), ""))
	must(t, again.Open(t.Context()))
	if entry, err := again.Session().Entry(t.Context()); err != nil || entry.Founded || again.Far() {
		t.Errorf("its own college: %+v, %v", entry, err)
	}
	must(t, again.ForgetCollege(t.Context(), link.College))
	if list := again.Colleges(); len(list) != 0 {
		t.Errorf("remembered %+v", list)
	}
}

// TestCollegesDamaged: a list of colleges that is damaged leads to the computer's own college, and connecting repairs it.
func TestCollegesDamaged(t *testing.T) {
	w, _ := newAccounts(t)
	link, _, _ := w.serve(t)
	f := computer(t, &vault.Memory{})
	must(t, os.WriteFile(filepath.Join(f.Dir, "colleges.json"), []byte(`{"colleges":[{"link":"http`), 0o600))
	must(t, f.Open(t.Context()))
	if f.Far() || len(f.Colleges()) != 0 {
		t.Error("a damaged list leads somewhere")
	}
	must(t, f.Join(t.Context(), model.KnownCollege{Link: link, Name: "Колледж"}))
	must(t, f.Open(t.Context()))
	if list := f.Colleges(); !f.Far() || f.Here() || len(list) != 1 || !list[0].Current {
		t.Errorf("remembered %+v", list)
	}
}

// TestServingWindow: the window of the college's computer lets others in and shuts them out again, keeps that for the next start,
// and a window beside a server is a desk of it.
func TestServingWindow(t *testing.T) {
	f := computer(t, &vault.Memory{})
	s := f.Session()
	ctx := s.As(t.Context())
	if err := s.SetServing(ctx, true); !errors.Is(err, app.ErrNoRight) {
		t.Fatalf("nobody let others in: %v", err)
	}
	must(t, s.Found(t.Context(), model.Founding{
		College: "Колледж связи", TimeZone: "Europe/Moscow", Administrator: model.Name{LastName: "Админова", FirstName: "Анна"}, Login: "admin", Password: chosenPassword,
	}))
	must(t, s.SetServing(ctx, true))
	serving, err := s.Serving(ctx)
	if err != nil || !serving.On || serving.Link.College == "" || serving.Port == 0 || serving.Problem != "" ||
		serving.Since.Location().String() != "Europe/Moscow" {
		t.Fatalf("%+v, %v", serving, err)
	}
	far := computer(t, &vault.Memory{})
	must(t, far.Join(t.Context(), model.KnownCollege{Link: serving.Link, Name: "Колледж связи"}))
	must(t, far.Open(t.Context()))
	if _, err := far.Session().SignIn(t.Context(), "admin", chosenPassword, false); err != nil {
		t.Fatal(err)
	}
	until(t, "the line", func() bool { return far.Session().Line().Line().State == model.LineConnected })
	if there, err := far.Session().Serving(far.Session().As(t.Context())); err != nil || there.On || far.Session().CanServe() {
		t.Errorf("elsewhere: %+v, %v", there, err)
	}
	for _, write := range []func(context.Context, io.Writer) error{s.WriteConnectionSheet, s.WriteConnectionSlips} {
		var pdf bytes.Buffer
		if err := write(ctx, &pdf); err != nil || !bytes.HasPrefix(pdf.Bytes(), []byte("%PDF")) {
			t.Errorf("what is printed of the connection: %d bytes, %v", pdf.Len(), err)
		}
		if err := write(t.Context(), io.Discard); !errors.Is(err, app.ErrNoRight) {
			t.Errorf("nobody printed it: %v", err)
		}
	}

	until(t, "who works elsewhere", func() bool { return slices.Equal(s.Guests(), []string{"Админова А."}) })
	if guests := far.Session().Guests(); guests != nil {
		t.Errorf("a desk has guests: %q", guests)
	}

	beside := desk.NewFolder(t.Context(), f.Parts, func(work func()) { go work() })
	t.Cleanup(beside.Close)
	must(t, beside.Open(t.Context()))
	if _, err := beside.Session().SignIn(t.Context(), "admin", chosenPassword, false); err != nil || !beside.Far() {
		t.Errorf("a window beside the server: %v", err)
	}

	must(t, s.SetServing(ctx, false))
	until(t, "the end of the line", func() bool { return far.Session().Line().Line().State == model.LineLost })
	must(t, s.SetServing(ctx, true))
	must(t, f.Open(t.Context())) // started again
	must(t, second(f.Session().SignIn(t.Context(), "admin", chosenPassword, false)))
	until(t, "the next start", func() bool {
		serving, err := f.Session().Serving(f.Session().As(t.Context()))
		must(t, err)
		return serving.Link.College != ""
	})
}

func second[T any](_ T, err error) error { return err }

// TestDeskWithoutServer: a person who is remembered opens the window while the college does not answer, and sees what was kept on this
// computer. A person who signs out leaves nothing behind.
func TestDeskWithoutServer(t *testing.T) {
	w, admin := newAccounts(t)
	w.run(t, initialise)
	login := w.account(t, admin, "Учителева")
	link, _, end := w.serve(t)
	keys := &vault.Memory{}
	f := computer(t, keys)
	must(t, f.Join(t.Context(), model.KnownCollege{Link: link, Name: "Колледж связи"}))
	must(t, f.Open(t.Context()))
	s := f.Session()
	must(t, second(s.SignIn(t.Context(), login, chosenPassword, true)))
	until(t, "the line", func() bool { return s.Line().Line().State == model.LineConnected })
	before, err := s.MyChats(s.As(t.Context()))
	must(t, err)
	today, _, err := s.LessonDay(s.As(t.Context()))
	must(t, err)
	until(t, "what is read ahead", func() bool { // who is at work, chats, the day, three lists of lessons, journals
		kept, err := filepath.Glob(filepath.Join(f.Dir, "cache", "*", "*"))
		must(t, err)
		return len(kept) > 8
	})
	f.Close()
	end()

	again := desk.NewFolder(t.Context(), f.Parts, func(work func()) { go work() })
	t.Cleanup(again.Close)
	must(t, again.Open(t.Context()))
	alone := again.Session()
	if entry, err := alone.Entry(t.Context()); err != nil || !entry.Accounts || entry.College != "Колледж связи" {
		t.Fatalf("%+v, %v", entry, err)
	}
	in, err := alone.SignInRemembered(t.Context())
	if err != nil || in.Person.Name.LastName != "Учителева" {
		t.Fatalf("%+v, %v", in, err)
	}
	until(t, "the end of the line", func() bool { return alone.Line().Line().State == model.LineLost })
	kept, err := alone.MyChats(alone.As(t.Context()))
	if err != nil || len(kept) == 0 || len(kept) != len(before) || alone.Line().Line().ShownAt.IsZero() {
		t.Errorf("%d of %d chats as of %v, %v", len(kept), len(before), alone.Line().Line().ShownAt, err)
	}
	monday := model.Monday(today)
	for what, read := range map[string]func() error{
		"today's lessons": func() error { return second(alone.MyLessons(alone.As(t.Context()), today, today.AddDate(0, 0, 1))) },
		"next week's": func() error {
			return second(alone.MyLessons(alone.As(t.Context()), monday.AddDate(0, 0, 7), monday.AddDate(0, 0, 14)))
		},
		"the own journals": func() error { return second(alone.JournalGroups(alone.As(t.Context()))) },
	} {
		if err := read(); err != nil {
			t.Errorf("%s were not read ahead: %v", what, err)
		}
	}
	if _, err := alone.LinkState(alone.As(t.Context())); !errors.Is(err, remote.ErrNoServer) {
		t.Errorf("what was never shown here: %v", err)
	}
	if err := alone.SignOut(t.Context()); !errors.Is(err, remote.ErrNoServer) {
		t.Errorf("signed out without the college: %v", err)
	}
	must(t, filepath.WalkDir(f.Dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.Contains(path, "cache") {
			t.Errorf("%s is left behind", path)
		}
		return err
	}))
	if in, err := alone.SignInRemembered(t.Context()); err != nil || in.Person.ID != 0 {
		t.Errorf("still remembered: %+v, %v", in, err)
	}
}

// TestCollegesAtOnce: what is remembered at the same time does not take each other's place.
func TestCollegesAtOnce(t *testing.T) {
	f := computer(t, &vault.Memory{})
	var joining sync.WaitGroup
	for n := range 20 {
		joining.Go(func() {
			id := strconv.Itoa(n)
			if err := f.Join(t.Context(), model.KnownCollege{Link: model.ConnectionLink{College: id, Addresses: []string{"a:1"}, Pins: []model.Pin{{}}}, Name: id}); err != nil {
				t.Error(err)
			}
		})
	}
	joining.Wait()
	if n := len(f.Colleges()); n != 20 {
		t.Errorf("of 20 colleges %d are remembered", n)
	}
}

// TestHostAfar: a person who works on another computer changes the college's tokens, and puts a copy in its place, only soon after typing
// their own password again; at the college nobody is asked.
func TestHostAfar(t *testing.T) {
	w, _ := newAccounts(t)
	admin := w.session(t, "Админова")
	login, teacher := w.account(t, admin, "Админова"), w.account(t, admin, "Учителева")
	here := w.session(t, "")
	must(t, second(here.SignIn(t.Context(), login, chosenPassword, false)))
	client, _ := w.afar(t)
	begun, err := client.BeginSession(t.Context(), login, chosenPassword, model.Computer{})
	must(t, err)
	ctx := remote.As(t.Context(), func() string { return begun.Token })
	change := map[string]func(ctx context.Context, c app.Host) error{
		"KeepToken": func(ctx context.Context, c app.Host) error {
			return c.KeepToken(ctx, model.CommunityToken, "пароль", 0)
		},
		"ForgetToken":   func(ctx context.Context, c app.Host) error { return c.ForgetToken(ctx, model.CommunityToken) },
		"RestoreBackup": func(ctx context.Context, c app.Host) error { return c.RestoreBackup(ctx, "нет.db") },
	}
	all := func(what string, c app.Host, ctx context.Context, again bool) { //nolint:revive // it is not the first
		t.Helper()
		for name, do := range change {
			if err := do(ctx, c); errors.Is(err, app.ErrPasswordAgain) != again {
				t.Errorf("%s, %s: %v", what, name, err)
			}
		}
	}
	all("at the college", here, here.As(t.Context()), false)
	all("afar", client, ctx, true)
	if _, err := client.CheckPassword(ctx, teacher, chosenPassword); err != nil {
		t.Fatal(err)
	}
	all("after another's password", client, ctx, true)
	if _, err := client.CheckPassword(ctx, login, chosenPassword); err != nil {
		t.Fatal(err)
	}
	all("after their own", client, ctx, false)
	w.pass(t, 11*time.Minute)
	all("eleven minutes later", client, ctx, true)
}
