package server_test

import (
	"context"
	"path/filepath"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	fynetest "fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/app/desk"
	"zvonok/app/host"
	"zvonok/app/remote"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/views/chats"
	"zvonok/views/journal"
	"zvonok/views/scroll"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/tour"
	"zvonok/views/viewtest"
)

// windows are those of computers, in memory.
type windows struct {
	*crowd
	memory *tour.Memory
	open   []*window
}

// window is that of a computer, which shows a screen.
type window struct {
	viewtest.Person
	*desk.Session
	stage   tour.Stage
	journal model.JournalQuery
	login   string
	awaits  string // is to be seen once the screen has been read
	first   string // what was to be seen then
	screen  func(of shell.Desk, session *desk.Session) shell.Screen
}

// openWindows opens that of a manager with the chats and that of a teacher with the journal of their subject.
func (w *crowd) openWindows() *windows {
	w.Helper()
	w.must(theme.Russian())
	chatList := &window{login: w.lets(w.admin), awaits: "все в чате", screen: func(of shell.Desk, session *desk.Session) shell.Screen {
		return chats.Open(chats.Deps{Desk: of, Service: session})
	}}
	of := w.subjects[0]
	page := model.JournalQuery{Group: of.Group, Teaching: of.ID}
	marks := &window{login: w.lets(of.Teachers[0]), awaits: "Средний балл", journal: page, screen: func(of shell.Desk, session *desk.Session) shell.Screen {
		return journal.Open(journal.Deps{Desk: of, Service: session}, page, 0)
	}}
	all := &windows{crowd: w, memory: tour.NewMemory(), open: []*window{chatList, marks}}
	for _, each := range all.open {
		all.enter(each)
	}
	return all
}

// lets gives somebody the planted password.
func (w *crowd) lets(who model.PersonID) (login string) {
	w.Helper()
	issued, err := w.ResetPasswords(college.AsOwner(w.Context()), []model.PersonID{who})
	w.must(err)
	desk := remote.NewClient(w.link)
	defer desk.Close()
	w.must(second(desk.ChangePassword(w.Context(), issued[0].Login, issued[0].Password, plantedPassword)))
	w.tokens[who] = w.begin(who) // the others have ended with the former password
	return issued[0].Login
}

// enter opens the window at a computer of its own, whose person signs in.
func (w *windows) enter(at *window) {
	w.Helper()
	dir, messenger := w.TempDir(), host.Messenger{
		Reach: func(string) (app.Reach, error) { return app.Reach{}, nil },
		Pages: func(model.MessengerAddresses) app.Addresses { return app.Addresses{} },
	}
	folder := desk.NewFolder(context.Background(), desk.Parts{
		Messenger: messenger, Dir: dir, Listen: loopback, Log: w.log, Clock: newMoved(), Vault: &vault.Memory{}, Getenv: func(string) string { return "" },
		Preferences: host.Preferences(filepath.Join(dir, "preferences.json")),
	}, func(work func()) { go work() })
	w.Cleanup(folder.Close)
	w.must(folder.Open(w.Context()))
	w.must(folder.Join(w.Context(), model.KnownCollege{Link: w.link, Name: "Колледж"}))
	w.must(folder.Open(w.Context()))
	at.Session = folder.Session()
	w.must(second(at.SignIn(w.Context(), at.login, plantedPassword, false)))
	a := fynetest.NewApp()
	a.Settings().SetTheme(theme.NewForced(fynetheme.VariantLight))
	at.Window = fynetest.NewWindow(nil)
	at.Window.Resize(fyne.NewSize(1366, 800))
	at.stage = w.memory.Of(a)
	at.stage.Do(func() {
		sh := shell.New(shell.Config{
			Window: at.Window, Exec: at.stage.Exec(at.As(context.Background())), Timer: at.stage.Timer(), Now: at.Now, Service: at.Session, Line: at.Line(),
		}, shell.Section{Key: "work", Title: "Работа", Open: func(sh *shell.Shell) shell.Screen { return at.screen(sh.Desk(nil), at.Session) }})
		w.Cleanup(func() { at.stage.Do(sh.Drop) })
	})
	w.must(at.stage.Wait(func() bool {
		at.first = at.Sight()
		connecting := strings.Contains(at.first, "Соединяемся") || strings.Contains(at.first, "ещё не было")
		return strings.Contains(at.first, at.awaits) && !connecting
	}))
}

// toTop scrolls the window back: Fyne's test driver takes all windows for one, so that what gets the focus in another scrolls this one too.
func (w *window) toTop() {
	for _, s := range viewtest.InFront[*scroll.Area](&w.Person) {
		if s.ScrollToOffset(fyne.Position{}); s.Moved != nil {
			s.Moved()
		}
	}
}

// during lets the windows work while others do.
func (w *windows) during(others func()) {
	var over atomic.Bool
	go func() {
		defer over.Store(true)
		others()
	}()
	for !over.Load() {
		_ = w.memory.Wait(over.Load)
	}
}

// check fails the test unless the windows come to show what windows show that are opened now, and have changed.
func (w *windows) check() {
	w.Helper()
	for _, lived := range w.open {
		fresh := &window{login: lived.login, awaits: lived.awaits, screen: lived.screen}
		w.enter(fresh)
		lived.stage.Do(lived.toTop)
		now := ""
		if err := lived.stage.Wait(func() bool { now = lived.Sight(); return now == fresh.first }); err != nil || now == lived.first {
			w.Errorf("%v: the window shows %s", err, difference(now, fresh.first))
		}
		w.equal(lived.Session.Person().ID, lived.journal, lived.Contracts, lived.As(w.Context()))
	}
}
