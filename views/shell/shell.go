// Package shell is the window around the screens: the top bar with the sections, the state of synchronisation and the
// user's menu, the stack of screens below it, toasts, and the keyboard. Every screen is built on its Base, Desk, Loader
// or Reader; views/window fills it with sections.
package shell

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/overlay"
	"zvonok/views/theme"
	"zvonok/views/toasts"
	"zvonok/views/widgets"
)

// Service is what the window needs of the program. Its methods may block; errors are in Russian, ready to be shown.
type Service interface {
	Person() model.Person
	College() string
	SyncStatus() model.SyncStatus
	// Subscribe calls f on any goroutine whenever something of the college changed.
	Subscribe(f func(model.Change)) (cancel func())
}

// LineService is how the college is reached where it is on another computer. Line does not block.
type LineService interface {
	Line() model.Line
	// SubscribeLine calls f on any goroutine whenever the line, or what waits, has changed.
	SubscribeLine(f func()) (cancel func())
	// Unsent is what was entered here and the college does not have, in the order in which it was entered.
	Unsent(ctx context.Context) ([]model.Unsent, error)
	// Revoke drops some of it, and SendAgain sends what was refused once more, over what stands there now.
	Revoke(ctx context.Context, id string) error
	SendAgain(ctx context.Context, id string) error
	// KeepsUnsent reports whether what waits outlives the program.
	KeepsUnsent() bool
}

// Personas lets people choose whose place they take; only the demonstration has it.
type Personas interface {
	Personas(ctx context.Context) ([]model.Person, error)
	Become(ctx context.Context, id model.PersonID) error
}

// Config is what a window is made of.
type Config struct {
	Window  fyne.Window
	Exec    background.Executor
	Timer   background.Timer
	Now     func() time.Time // in the college's time zone
	Service Service
	// Line is nil where the college is on this computer.
	Line LineService
	// Guests are the people who work on other computers with the college that this window opens to them; it may be nil.
	Guests func() []string
	// Personas is nil outside the demonstration.
	Personas Personas
	// Menu are further items of the user's menu; it may be nil.
	Menu func() []widgets.MenuItem
	// Help opens the guide at a topic, and About shows what this program is; they may be nil.
	Help  func(Topic)
	About func(Desk)
	// Version is that of the program.
	Version string
	// Newer asks for a later version of the program, and may block; it gives "" if there is none. nil asks nobody.
	Newer func() string
	// Hints is nil where nobody is told what a screen is for.
	Hints Hints
	// Confirm gives the function that opens the confirmation of a held run's removals, nil for people who may not confirm
	// them; it may itself be nil.
	Confirm func() (lead func())
	// Find gives the function that opens the search over the college, nil for people who have nothing to search in; it may
	// itself be nil.
	Find func() (open func())
	// Retry gives the function that repeats a failed synchronisation at once, nil for people who may not begin one; it may
	// itself be nil.
	Retry func() (retry func(context.Context) error)
	// Undo gives what takes the last change back, nil for people who may not; it may itself be nil.
	Undo func() Undoing
	// Steps are nil where no steps are shown.
	Steps *Steps
	// Found opens another window, to found a college of one's own; it may block. nil outside the demonstration.
	Found func() error
	// Closed is called just before the window closes; it may be nil.
	Closed func()
	// Looks is what the user of this computer has chosen of the window's look; nil where there is nothing to choose.
	Looks theme.Looks
	// Made opens the files that the program makes; nil opens none.
	Made dialog.Opener
}

// Shell is the window's frame. Its methods are for the UI goroutine.
type Shell struct {
	cfg               Config
	all               []Section // in their order, for everybody
	sections          []Section // those that the present person has
	section           int
	stack             []entry
	bar               *topBar
	layers            *widgets.Layers
	page              *fyne.Container
	toasts            *toasts.Layer
	status            model.SyncStatus
	standing          Loader[standing]
	line              model.Line
	unsent            *unsentList // the open one, or nil
	people            []model.Person
	me                model.Person
	hintsRead         []string            // topics; nil before it is known
	hint              []fyne.CanvasObject // the buttons of the hint that is shown
	newer, whereNewer string              // a later version of the program, if there is one, and how to get it
	steps             []model.NextStep    // none before they are known, and when all are done
	stepsKept         string              // names the preference that they were dismissed, which is of one college
	retrying          bool                // a synchronisation that failed is being repeated
	sync, began       *Coalescer
	cancel            func()
	dropped           []func()
	asked             fyne.CanvasObject // what Close has opened to ask something; nil before
	covered           bool              // the window waits for a password
	onCover           []func()
}

// entry is a screen of the stack with its content, which is asked once, and what had the focus when another screen covered it.
type entry struct {
	screen  Screen
	content fyne.CanvasObject
	focused fyne.Focusable
}

// New fills the window: it reads who is signed in and opens the first of the sections. The window is not shown.
func New(cfg Config, sections ...Section) *Shell {
	s := &Shell{cfg: cfg, all: sections, page: container.NewStack(), toasts: toasts.New()}
	s.bar = newTopBar(s)
	desk := Desk{Exec: cfg.Exec, Frame: s}
	s.standing = Loader[standing]{Desk: desk, Show: s.showStanding, Failed: desk.Warn}
	s.sync = NewCoalescer(cfg.Exec, cfg.Timer, s.readStatus)
	s.began = NewCoalescer(cfg.Exec, cfg.Timer, s.readSteps)
	s.toasts.SetTimer(cfg.Timer)
	s.layers = widgets.NewLayers(s.page, s.toasts)
	s.layers.SetBar(s.bar)
	s.layers.SetTimer(cfg.Timer)
	cfg.Window.SetPadded(false)
	cfg.Window.SetContent(s.layers)
	s.keys().Bind(cfg.Window.Canvas())
	cfg.Window.SetCloseIntercept(s.Close)
	s.cancel = cfg.Service.Subscribe(func(c model.Change) {
		if c.Sync || c.All {
			s.sync.Changed()
		}
		if cfg.Steps != nil && (c.Sync || c.All || c.Roster || c.AnyChat || len(c.Chats)+len(c.Access) > 0) {
			s.began.Changed()
		}
	})
	s.watchLine()
	s.readIdentity()
	s.readStatus()
	s.askNewer()
	s.tick()
	return s
}

// Window is the window that the shell fills.
func (s *Shell) Window() fyne.Window { return s.cfg.Window }

// Toast tells something in passing at the bottom right.
func (s *Shell) Toast(text string, tone widgets.Tone) { s.toasts.Tell(text, tone) }

// ToastAction is Toast with something to do about it.
func (s *Shell) ToastAction(text string, tone widgets.Tone, label string, do func()) {
	s.toasts.TellAction(text, tone, label, do)
}

// Close closes the window once the top screen may be left, and the open dialog. While it still asks, nothing more is asked.
func (s *Shell) Close() {
	over := s.cfg.Window.Canvas().Overlays()
	before := over.Top()
	if before != nil && before == s.asked {
		return
	}
	s.close()
	if top := over.Top(); top != before {
		s.asked = top
	}
}

func (s *Shell) close() {
	closing := func() {
		s.mayLeaveAll(s.unlessUnsent("Закрыть программу", false, s.unlessGuests(s.leave)))
	}
	switch {
	case s.covered:
		s.closeCovered()
	case overlay.Unsaved(s.cfg.Window.Canvas()):
		s.askClosing("В открытом окне есть несохранённое. Оно пропадёт.", "Закрыть без сохранения", closing)
	default:
		closing()
	}
}

// closeCovered closes a window that waits for a password. Whoever is in front of it may be somebody else: they are told what would be
// lost, but neither what it is nor who works with the college, and can save nothing.
func (s *Shell) closeCovered() {
	var words []string
	if s.Unsaved() || s.losesUnsent() {
		words = append(words, "Несохранённое пропадёт. Чтобы его сохранить, вернитесь и введите пароль.")
	}
	if s.cfg.Guests != nil && len(s.cfg.Guests()) > 0 {
		words = append(words, "С других компьютеров сейчас работают. Без этого окна связи с колледжем у них не будет.")
	}
	if len(words) == 0 {
		s.leave()
		return
	}
	overlay.Above(s.cfg.Window.Canvas(), func() { s.askClosing(strings.Join(words, "\n\n"), "Закрыть программу", s.leave) })
}

func (s *Shell) askClosing(text, action string, closing func()) {
	dialog.Ask(s.cfg.Window, dialog.Modal{Title: "Закрыть программу?", Primary: action, Cancel: "Вернуться", Danger: true}, text, closing)
}

func (s *Shell) leave() {
	s.Drop()
	if s.cfg.Closed != nil {
		s.cfg.Closed()
	}
	s.cfg.Window.SetCloseIntercept(nil)
	s.cfg.Window.Close()
}

// fewGuests is how many people are named.
const fewGuests = 5

// unlessGuests asks whether the window may be closed while others work with its college.
func (s *Shell) unlessGuests(then func()) func() {
	return func() {
		if s.cfg.Guests == nil {
			then()
			return
		}
		guests := s.cfg.Guests()
		if len(guests) == 0 {
			then()
			return
		}
		dialog.ConfirmDanger(s.cfg.Window, "Колледж открыт другим", widgets.Sentence("С других компьютеров сейчас работают: "+model.FewOf(guests, fewGuests, ", "))+
			" Без этого окна связи с колледжем у них не будет.", "Закрыть программу", then)
	}
}

// Desk is what the screens work with; save asks where to put a file.
func (s *Shell) Desk(save dialog.Where) Desk {
	d := Desk{Exec: s.cfg.Exec, Timer: s.cfg.Timer, Frame: s, Save: save, Made: s.cfg.Made}
	if s.cfg.Undo != nil {
		d.Undo = s.cfg.Undo()
	}
	return d
}

// MayLeave asks the screens whether they may be thrown away, and the person whether what waits to be sent may stay unsent. It goes
// on when all say yes.
func (s *Shell) MayLeave(then func()) { s.mayLeaveAll(s.unlessUnsent("Выйти", true, then)) }

// WhenDropped calls do when the shell is thrown away.
func (s *Shell) WhenDropped(do func()) { s.dropped = append(s.dropped, do) }

// Cover says whether the window is covered until a password is given. Its title does not name the screen then.
func (s *Shell) Cover(covered bool) {
	s.covered = covered
	s.showTitle()
	for _, do := range s.onCover {
		do()
	}
}

// WhenCovered calls do when the window was covered or uncovered.
func (s *Shell) WhenCovered(do func()) { s.onCover = append(s.onCover, do) }

// Unsaved reports whether a screen or a dialog holds what would be lost if the screens were thrown away.
func (s *Shell) Unsaved() bool {
	return overlay.Unsaved(s.cfg.Window.Canvas()) || slices.ContainsFunc(s.stack, func(e entry) bool {
		holder, ok := e.screen.(Holder)
		return ok && holder.Unsaved()
	})
}

// Drop throws the screens away without asking; the shell is of no use afterwards.
func (s *Shell) Drop() {
	for _, do := range s.dropped {
		do()
	}
	s.dropAll()
	s.sync.Stop()
	s.began.Stop()
	s.cancel()
}

// readIdentity reads who is signed in and opens the current section again, by that person's rights.
func (s *Shell) readIdentity() {
	s.cfg.Exec.Go(func() {
		me, college := s.cfg.Service.Person(), s.cfg.Service.College()
		var people []model.Person
		if s.cfg.Personas != nil {
			// Without the list the demonstration goes on as the person it began with.
			people, _ = s.cfg.Personas.Personas(s.cfg.Exec.Context())
		}
		read := []string{}
		if s.cfg.Hints != nil {
			read = append(read, s.cfg.Hints.HintsRead()...)
		}
		s.cfg.Exec.UI(func() {
			s.me, s.people, s.hintsRead = me, people, append(read, s.hintsRead...)
			s.stepsKept = "steps " + college
			s.tellServersVersion()
			s.bar.setCollege(college)
			s.bar.setIdentity(me)
			s.showStatus()
			s.chooseSections()
			s.open(s.section)
			s.readSteps()
		})
	})
}

// chooseSections picks the sections that the signed-in person has, and stays in the open one if it is among them.
func (s *Shell) chooseSections() {
	open := ""
	if s.section < len(s.sections) {
		open = s.sections[s.section].Key
	}
	s.sections, s.section = nil, 0
	for _, section := range s.all {
		if section.Shown != nil && !section.Shown() {
			continue
		}
		if section.Key == open {
			s.section = len(s.sections)
		}
		s.sections = append(s.sections, section)
	}
	s.bar.setSections(s.sections)
}

// standing is what the bar shows of the college: its name too, which the settings may have changed.
type standing struct {
	sync    model.SyncStatus
	college string
}

func (s *Shell) readStatus() {
	s.standing.Load(s.cfg.Exec.Context(), func(context.Context) (standing, error) {
		return standing{s.cfg.Service.SyncStatus(), s.cfg.Service.College()}, nil
	})
}

func (s *Shell) showStanding(now standing) {
	s.status = now.sync
	s.bar.setCollege(now.college)
	s.showStatus()
}

// showStatus shows the line to the college if there is something to say about it. Otherwise it shows the state of synchronisation,
// to the staff alone: students and parents can do nothing about it.
func (s *Shell) showStatus() {
	now := s.cfg.Now()
	words := lineWords(s.line, now)
	var lead, retry func()
	switch {
	case words.held:
		lead = s.showUnsent
	case words.text == "" && s.me.Kind.Has(model.Staff):
		if words = wordsOf(s.status, now); words.held && s.cfg.Confirm != nil {
			lead = s.cfg.Confirm()
		}
		if words.held && lead == nil {
			words = heldForOthers
		}
		words, retry = s.repeating(words)
	}
	s.bar.setStatus(words, lead)
	s.bar.setRetry(retry)
}

// tick keeps «2 мин назад» true.
func (s *Shell) tick() {
	s.cfg.Timer(30*time.Second, func() {
		if s.sync.stopped {
			return
		}
		s.showStatus()
		s.tick()
	})
}
