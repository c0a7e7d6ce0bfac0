// Package settings is «Настройки системы»: the college, «Настройки коммуникативной среды» (29.2.4) and «Журнал
// изменений», for Администратор ПОО alone.
package settings

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/files"
	"zvonok/views/scroll"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// Service is what «Настройки системы» asks of the program. Its methods may block for as long as the messenger or the
// keyring takes, and are called off the UI goroutine. Errors are in Russian, ready to be shown.
type Service interface {
	Actor() model.Actor
	Settings(ctx context.Context) (model.SettingsCard, error)
	SaveSettings(ctx context.Context, seen model.CollegeSettings, s model.Settings) error
	// Unlock checks the password of the person at work.
	Unlock(ctx context.Context, password string) error
	TokenService
	AgentService
	SessionService
	JournalService
	BackupService
}

// Deps is what the screen is made of.
type Deps struct {
	shell.Desk
	Service Service
	// Serving opens the college to other computers; nil where it is on another one, or the demonstration's.
	Serving ServingService
	// Moved closes the window's college after it was moved to a database.
	Moved func()
	// SaveCopy asks where to put a copy of the college.
	SaveCopy dialog.Where
	// Restored is called after the college was brought back to a copy, to let the person at work sign in again. nil: they
	// stay.
	Restored func()
}

// The blocks of the screen.
const (
	blockCollege   = "college"
	blockMessenger = "messenger"
	blockAccess    = "access"
	blockJournal   = "journal"
	blockBackups   = "backups"
)

// screen is «Настройки системы».
type screen struct {
	shell.Base
	deps    Deps
	service Service

	saving bool

	page    *fyne.Container
	save    *widgets.Button
	revert  *widgets.Button
	unsaved *widgets.Label
	tabs    *widgets.Tabs
	block   *fyne.Container
	blocks  map[string]fyne.CanvasObject
	form    *form
	token   *tokenCard
	calls   *tokenCard
	agent   *agentCard
	access  *access
	journal *journal
	backups *backups
}

var _ shell.Screen = (*screen)(nil)

// OpenMessenger makes the screen with «Настройки коммуникативной среды» in front, to be put over another one.
func OpenMessenger(deps Deps) shell.Screen {
	s := newScreen(deps, widgets.NewLink("Назад", deps.Frame.Back))
	s.tabs.Select(blockMessenger)
	return s
}

// Open makes the section's screen.
func Open(deps Deps) shell.Screen { return newScreen(deps) }

func newScreen(deps Deps, right ...fyne.CanvasObject) *screen {
	s := &screen{deps: deps, service: deps.Service}
	s.Ctx = deps.Exec.Context()
	s.form = newForm(s.showUnsaved, s.copyCommunity, s.grown, s.load, s.chooseProgram,
		func() { showNeeds(deps.Frame.Window(), s.form.port.Text) })
	s.token = newTokenCard(deps, deps.Service, communityWords, s.confirmed)
	s.calls = newTokenCard(deps, deps.Service, callWords, s.confirmed)
	s.agent = newAgentCard(deps, deps.Service)
	s.token.grown, s.calls.grown, s.agent.grown = s.grown, s.grown, s.grown
	s.journal = newJournal(deps, deps.Service)
	s.access = newAccess(deps, deps.Service)
	s.backups = newBackups(deps, deps.Service, s.confirmed)
	s.save = widgets.NewPrimary("Сохранить", func() { s.saveThen(nil) })
	s.revert = widgets.NewSecondary("Отменить изменения", s.form.revert)
	s.unsaved = widgets.Muted("")
	s.tabs = widgets.NewTabs([]widgets.Tab{
		{Key: blockCollege, Label: "Колледж"}, {Key: blockMessenger, Label: "Настройки коммуникативной среды"},
		{Key: blockAccess, Label: "Доступ с других компьютеров"}, {Key: blockJournal, Label: "Журнал изменений"}, {Key: blockBackups, Label: "Резервные копии"},
	}, s.show)
	s.blocks = map[string]fyne.CanvasObject{
		blockCollege: scroll.NewVertical(s.form.college()),
		blockMessenger: scroll.NewVertical(widgets.Column(
			s.form.communityCard(), s.token.card, s.form.agentCard(), s.agent.card, s.calls.card, s.form.signInCard(), s.form.addressCard())),
		blockAccess:  s.access.content,
		blockJournal: s.journal.content,
		blockBackups: s.backups.content,
	}
	s.block = container.NewStack(s.blocks[blockCollege])
	s.page = container.NewStack(widgets.Page(
		widgets.Toolbar("Настройки системы", []fyne.CanvasObject{s.save, s.revert, s.unsaved}, right), s.tabs, s.block, nil))
	s.Base = shell.Base{Desk: deps.Desk, Name: "Настройки системы", About: shell.TopicSettings, Page: s.page, Changes: deps.Service, Ctx: s.Ctx,
		Reads: []shell.Read{
			{On: func(c model.Change) bool { return c.All }, Do: s.load},
			{On: func(c model.Change) bool { return c.All || c.Sync }, Do: s.agent.load},
		},
		Keys: map[shell.Command]func(){
			shell.CommandFilter: func() {
				switch s.tabs.Selected() {
				case blockJournal:
					deps.Focus(s.journal.text)
				case blockAccess:
					s.access.sessions.FocusSearch()
				}
			},
			shell.CommandSave:    func() { s.saveThen(nil) },
			shell.CommandRefresh: s.loadAll,
		}}
	s.showUnsaved()
	return s
}

// show shows a block.
func (s *screen) show(key string) {
	s.block.Objects = []fyne.CanvasObject{s.blocks[key]}
	s.block.Refresh()
	s.loadBlock()
	s.showUnsaved()
}

// grown lays the blocks out again after something in them takes more or less room.
func (s *screen) grown() {
	for _, key := range []string{blockCollege, blockMessenger} {
		area := s.blocks[key].(*scroll.Area)
		area.Content.Refresh()
		area.Refresh()
	}
}

// Shown reads everything and watches for changes until the screen is hidden.
func (s *screen) Shown() {
	s.Watch()
	s.calls.ctx = s.Ctx
	s.token.ctx, s.agent.ctx, s.journal.ctx, s.backups.ctx, s.access.ctx = s.Ctx, s.Ctx, s.Ctx, s.Ctx, s.Ctx
	s.loadAll()
}

func (s *screen) loadAll() {
	s.load()
	s.loadBlock()
}

// loadBlock reads the chosen block, where it is one that is read when it is shown.
func (s *screen) loadBlock() {
	switch s.tabs.Selected() {
	case blockAccess:
		s.access.load()
	case blockJournal:
		s.journal.load()
	case blockBackups:
		s.backups.load()
	}
}

// Unsaved reports whether there are changes that were not saved.
func (s *screen) Unsaved() bool { return s.form.dirty() }

// MayLeave asks what to do with changes that were not saved.
func (s *screen) MayLeave(then func(ok bool)) {
	if s.saving {
		return
	}
	if !s.Unsaved() {
		then(true)
		return
	}
	dialog.Unsaved(s.deps.Frame.Window(),
		func() { s.saveThen(func() { then(true) }) },
		func() { then(true) })
}

// load reads the settings under the changes that were not saved.
func (s *screen) load() {
	if !s.service.Actor().MaySetUp() {
		s.page.Objects = []fyne.CanvasObject{widgets.Notice("«Настройки системы» доступны администратору ПОО", "Если настройки нужно изменить, обратитесь к нему.")}
		s.page.Refresh()
		return
	}
	ctx := s.Ctx
	background.Fetch(s.deps.Exec, func() (model.SettingsCard, error) { return s.service.Settings(ctx) },
		func(card model.SettingsCard, err error) {
			switch {
			case ctx.Err() != nil:
			case err != nil:
				s.form.fail(err)
			default:
				s.form.adopt(card)
				s.token.setElsewhere(card.Elsewhere)
				s.calls.setElsewhere(card.Elsewhere)
				s.access.setElsewhere(card.Elsewhere)
				s.access.setPhone(card.Phone)
				s.backups.setElsewhere(card.Elsewhere)
				s.agent.setComputer(card.AgentOn || card.Elsewhere)
			}
		})
	s.token.load()
	s.calls.load()
}

// chooseProgram asks for the messenger's program; «Сохранить» saves it.
func (s *screen) chooseProgram() {
	request := files.Request{Title: "Программа VK Мессенджер", FilesOnly: true, Purpose: "program"}
	if path := s.form.program.Text; filepath.IsAbs(path) {
		request.Dir = filepath.Dir(path)
	}
	switch runtime.GOOS {
	case "windows":
		request.Extensions = []string{".exe"}
	case "darwin":
		request.Extensions = []string{".app"}
	}
	files.Choose(s.deps.Frame.Window(), s.deps.Exec, request, s.form.program.SetText)
}

func (s *screen) showUnsaved() {
	dirty := s.form.dirty()
	for _, b := range []*widgets.Button{s.save, s.revert} {
		b.SetDisabled(!dirty || s.saving)
		b.Hidden = s.tabs.Selected() != blockCollege && s.tabs.Selected() != blockMessenger && !dirty // the others have nothing to save
	}
	text := ""
	switch {
	case s.saving:
		text = "сохраняем…"
	case dirty:
		text = "● есть несохранённые изменения"
	}
	s.unsaved.SetText(text)
	s.page.Refresh()
}

// saveThen saves the form; then, if not nil, follows a success.
func (s *screen) saveThen(then func()) {
	if s.saving || !s.form.dirty() {
		return
	}
	set, wrong := s.form.check()
	if wrong != 0 {
		if wrong < model.FieldAPI {
			s.tabs.Select(blockCollege)
		} else {
			s.tabs.Select(blockMessenger)
		}
		return
	}
	s.saving = true
	s.showUnsaved()
	seen := s.form.seen
	background.Perform(s.deps.Exec, func() error { return s.service.SaveSettings(s.deps.Exec.Context(), seen, set) }, func(err error) {
		s.saving = false
		if found, ok := errors.AsType[*model.Conflict](err); ok {
			s.showUnsaved()
			s.settle(found, then)
			return
		}
		if err != nil {
			s.showUnsaved()
			s.deps.Fail("Настройки не сохранены", err)
			return
		}
		s.token.asking = true // an address that was just saved is asked about
		s.form.saved(set)
		s.showUnsaved()
		s.deps.Tell("Настройки сохранены")
		if then != nil {
			then()
			return
		}
		s.load()
	})
}

// settle asks whether to save over what somebody else saved meanwhile, and goes on as saveThen does.
func (s *screen) settle(found *model.Conflict, then func()) {
	if err := s.form.see(found); err != nil {
		s.deps.Fail("Настройки не сохранены", err)
		return
	}
	dialog.Settle(s.deps.Frame.Window(), found, func() { s.saveThen(then) }, s.form.revert)
}

func (s *screen) copyCommunity(id string) {
	fyne.CurrentApp().Clipboard().SetContent(id)
	s.deps.Tell("Идентификатор скопирован")
}
