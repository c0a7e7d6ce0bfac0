// Package entry is the way into the program: the first start, the sign-in, the lock, and what belongs to
// one's own account (section «Первый запуск» of the documentation).
package entry

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/keys"
	"zvonok/views/overlay"
	"zvonok/views/rosterimport"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// Service is everything that the screens of this package ask of the program; each takes only its own
// part. All methods that take a context may block and are called off the UI goroutine. Errors are in
// Russian, ready to be shown.
type Service interface {
	SignInService
	FoundService
	rosterimport.Service
	PasswordService
	LockService
	SessionService

	Entry(ctx context.Context) (model.Entry, error)
	EnterOwner(ctx context.Context) error
	SignOut(ctx context.Context) error
}

// Deps is what the way in is made of.
type Deps struct {
	Window  fyne.Window
	Exec    background.Executor
	Timer   background.Timer
	Now     func() time.Time
	Service Service
	// Demonstration opens the demonstration college in its own window; it may block. nil is not offered.
	Demonstration func() error
	// Connect connects with colleges of other computers; nil where the window is that of one college only.
	Connect ConnectService
	// Link is the connection link with which the program was started; "" without one.
	Link string
	// Reopen opens the window again once Connect has another college to open, or another way to it.
	Reopen func()
	// Help opens the guide at how to get in; nil without a guide.
	Help func()
	// Looks is what the user of this computer has chosen of the window's look; nil where there is nothing to choose.
	Looks theme.Looks
	// Made opens the files that the program makes; nil opens none.
	Made dialog.Opener
	// Quit ends this window once another one goes on.
	Quit func()
	// Enter shows the program to the person who is signed in now. exec and timer are theirs: what they began shows
	// nothing after they have left. notice is Russian, for a toast; mostly it is empty.
	Enter func(notice string, exec background.Executor, timer background.Timer)
	// Covered tells that the window was covered until a password is given, or uncovered.
	Covered func(covered bool)
	// Unsaved reports whether the program's screens hold something unsaved.
	Unsaved func() bool
	// Leave throws the program's screens away, without asking, when the session ends.
	Leave func()
}

// Entry leads into the program, and out of it again. Its methods are for the UI goroutine.
type Entry struct {
	deps  Deps
	watch *watch
	lock  *lockScreen
	scope *scope // of the person whose screens are there; nil while there are none
}

// New makes the way in; Start opens it.
func New(deps Deps) *Entry { return &Entry{deps: deps} }

// Start shows what the person has to do first: connect by the link of the start, welcome, sign in, or nothing, where the
// program opens.
func (e *Entry) Start() {
	if link := e.deps.Link; link != "" && e.deps.Connect != nil {
		e.deps.Link = "" // the link is offered once
		e.connect(link, e.Start)
		return
	}
	e.show("Звонок", waiting("Открываем колледж…"))
	background.Fetch(e.deps.Exec, func() (model.Entry, error) { return e.deps.Service.Entry(e.deps.Exec.Context()) },
		func(entry model.Entry, err error) {
			switch {
			case err != nil && e.far():
				e.unreached(err)
			case err != nil:
				e.failed(err)
			case !entry.Founded:
				e.welcome()
			case !entry.Accounts:
				e.enterOwner()
			default:
				e.signInSilently(entry.College)
			}
		})
}

// Offer offers to connect by a link that came while the window is open. The person at work has to leave first.
func (e *Entry) Offer(link string) {
	switch {
	case e.deps.Connect == nil:
	case e.scope != nil:
		dialog.ShowError(e.deps.Window, "Подключиться к другому колледжу",
			"Сейчас в этом окне работают. Выйдите («Выйти» в меню под именем) и откройте ссылку ещё раз.")
	default:
		e.connect(link, e.Start)
	}
}

// failed says what keeps the college from being opened.
func (e *Entry) failed(err error) {
	again := widgets.NewPrimary("Повторить", e.Start)
	e.show("Звонок", narrow("Открыть колледж не получилось", widgets.Sentence(err.Error()), widgets.InRow(again)))
	e.focus(again)
}

// enterOwner lets the owner of the file in, while there are no accounts.
func (e *Entry) enterOwner() {
	background.Perform(e.deps.Exec, func() error { return e.deps.Service.EnterOwner(e.deps.Exec.Context()) }, func(err error) {
		if err != nil {
			e.failed(err)
			return
		}
		e.enter("")
	})
}

// enter opens the program and begins to watch for idleness.
func (e *Entry) enter(notice string) {
	e.scope = &scope{exec: e.deps.Exec, timer: e.deps.Timer}
	overlay.CloseAll(e.deps.Window.Canvas())
	e.deps.Enter(notice, e.scope, e.scope.Timer)
	e.watchIdleness()
}

// SignOut ends the session and asks for the next one. Whether edits may be lost is asked before.
func (e *Entry) SignOut() {
	e.leave()
	e.show("Звонок", waiting("Выходим…"))
	background.Perform(e.deps.Exec, func() error { return e.deps.Service.SignOut(e.deps.Exec.Context()) }, func(err error) {
		e.Start()
		if err != nil {
			dialog.ShowError(e.deps.Window, "Вы вышли, но не всё получилось", err.Error())
		}
	})
}

// LetGo leaves a college that is closed, whose session cannot be ended any more, and opens the window again.
func (e *Entry) LetGo() {
	e.leave()
	e.deps.Reopen()
}

// leave ends what goes on for the person at work.
func (e *Entry) leave() {
	e.stopWatching()
	if e.scope != nil { // a person who still has to change a one-time password was not in the program yet
		e.scope.End()
		e.scope = nil
		e.deps.Leave()
	}
}

// UserMenu are the items of the user's menu that concern one's own account: none without a password.
// leave leaves the window's screens, asking where edits would be lost, and then goes on.
func (e *Entry) UserMenu(leave func(then func())) []widgets.MenuItem {
	if !e.deps.Service.HasPassword() {
		return nil
	}
	return []widgets.MenuItem{
		{Label: "Сменить пароль…", Do: e.changePassword},
		{Label: "Мои сеансы…", Do: e.mySessions},
		{Label: "Заблокировать", Do: e.Lock},
		{Label: "Выйти", Do: func() { leave(e.SignOut) }},
	}
}

func (e *Entry) show(title string, page fyne.CanvasObject) {
	e.showFor(title, page, nil)
}

// showFor is show of a page that has its own keys.
func (e *Entry) showFor(title string, page fyne.CanvasObject, own keys.Map) {
	own = append(own, keys.OfLooks(e.deps.Window, e.deps.Looks)...)
	showPage(e.deps.Window, e.deps.Timer, title, page, append(own, helpKey(e.deps.Help)))
}

// helpKey opens the guide, which may be nil.
func helpKey(help func()) keys.Key { return keys.Key{Name: fyne.KeyF1, Over: true, Do: help} }

// enterKeys make Enter press the main button of a page wherever the focused widget has no use for it.
func enterKeys(do func()) keys.Map {
	return keys.Map{{Name: fyne.KeyReturn, Do: do}, {Name: fyne.KeyEnter, Do: do}}
}

// showPage fills the window with one page that has those keys.
func showPage(w fyne.Window, timer background.Timer, title string, page fyne.CanvasObject, own keys.Map) {
	layers := widgets.NewLayers(container.NewStack(page), nil)
	layers.SetTimer(timer)
	overlay.CloseAll(w.Canvas())
	w.SetOnDropped(nil)
	w.SetPadded(false)
	w.SetContent(layers)
	w.SetTitle(title)
	w.SetCloseIntercept(nil)
	own.Bind(w.Canvas())
}

func backKey(back func()) keys.Map { return keys.Map{{Name: fyne.KeyEscape, Do: back}} }

// showOver is show of a page that Esc leaves.
func (e *Entry) showOver(title string, page fyne.CanvasObject, back func()) {
	e.showFor(title, page, backKey(back))
}

func (e *Entry) focus(o fyne.Focusable) { e.deps.Window.Canvas().Focus(o) }
