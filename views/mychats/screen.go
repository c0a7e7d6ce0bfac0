package mychats

import (
	"context"
	"fmt"
	"image"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// chatRow is a row of the table with what it needs made ready.
type chatRow struct {
	model.MyChat
	state table.Cell
	// closed says why the chat cannot be opened; empty when it can be.
	closed string
}

// myChats is the screen «Чаты».
type myChats struct {
	shell.Base
	deps    Deps
	service Service
	actor   model.Actor

	reading   shell.Loader[reading]
	link      model.LinkState
	chats     []model.MyChat
	picture   image.Image
	pictureOf string // the address that picture was, or is being, fetched from
	problem   string // why the sign-in could not be kept alive
	unlinking bool
	entering  any         // was opened in the browser just now: a chat's number, or the messenger
	attempt   *linkDialog // the linking under way
	joining   *joinDialog

	page      *fyne.Container
	toolbar   *fyne.Container
	card      *fyne.Container
	carded    standing // what the card shows
	messenger *widgets.Button
	tie       *widgets.Button
	manage    *widgets.Button
	untie     *widgets.Button
	invite    *widgets.Button
	join      *widgets.Button
	heading   *widgets.Label
	head      *fyne.Container
	table     *table.Table[*chatRow, model.ChatID]
	count     *widgets.Label
}

var _ shell.Screen = (*myChats)(nil)

func newMyChats(deps Deps) *myChats {
	m := &myChats{deps: deps, service: deps.Service}
	m.buildTable()
	m.messenger = widgets.NewPrimary("Перейти в VK Мессенджер", m.crossOver)
	m.tie = widgets.NewPrimary("Привязать учебный профиль VK ID", m.beginLink)
	m.manage = widgets.NewSecondary("Управление чатами", func() { deps.Frame.Push(deps.Manage()) })
	m.untie = widgets.NewLink(unlinkLabel, m.askUnlink)
	m.invite = widgets.NewSecondary("Пригласительная ссылка и QR", m.showInvite)
	m.join = widgets.NewSecondary("Войти во все мои чаты", m.joinAll)
	for _, b := range []*widgets.Button{m.messenger, m.tie, m.manage, m.untie, m.join} {
		b.Hide()
	}
	m.heading = widgets.Heading("Доступные чаты")
	m.count = widgets.Caption("")
	m.card = container.NewStack()
	m.toolbar = container.NewStack(widgets.Toolbar("Чаты", []fyne.CanvasObject{m.messenger, m.tie, m.manage}, []fyne.CanvasObject{m.untie}))
	m.head = container.NewStack(widgets.FilterBar(m.heading, layout.NewSpacer(), m.invite, m.join))
	m.page = container.NewStack(widgets.Page(m.toolbar, m.card,
		container.NewBorder(m.head, nil, nil, nil, m.table.Grid), widgets.Footer(m.count)))
	m.reading = shell.Loader[reading]{Desk: deps.Desk, Show: m.show, Failed: func(err error) { m.table.Grid.Fail("Чаты не прочитаны", err, m.load) }}
	m.Base = shell.Base{Desk: deps.Desk, Name: "Чаты", About: shell.TopicMyChats, Page: m.page, Changes: deps.Service, First: m.table.Grid,
		Reads: []shell.Read{{Do: m.load, On: func(c model.Change) bool { return c.Roster || c.OfChats() }}}}
	m.showChosen()
	m.table.Grid.Say(table.Empty{Title: "Читаем список чатов…"})
	return m
}

func (m *myChats) buildTable() {
	title := func(r *chatRow) string { return r.Title }
	role := table.Text("role", "Роль", 215, 1, func(r *chatRow) string { return r.Role })
	role.Cell = func(r *chatRow) table.Cell { return roleCell(r.MyChat) }
	members := table.Number("members", "Кол-во участников", 154, func(r *chatRow) int { return r.Members })
	members.Cell = func(r *chatRow) table.Cell { return table.Cell{Text: strconv.Itoa(r.Members)} }
	state := table.Text("state", "В VK", 156, 0, func(r *chatRow) string { return r.state.Text })
	state.Cell = func(r *chatRow) table.Cell { return r.state }
	m.table = table.NewList([]*table.Column[*chatRow]{
		table.Text("title", "Наименование чата", 236, 2, title).Opening(),
		table.Ranked("type", "Тип чата", 110, func(r *chatRow) table.Cell { return table.Muted(r.Key.Type.String()) },
			func(r *chatRow) int { return int(r.Key.Type) }),
		role, members, state, {ID: "open", Title: "", Width: 84, Opens: true, Cell: openCell},
	}, func(r *chatRow) model.ChatID { return r.Chat })
	m.table.OnOpen = m.open
	m.table.Grid.OnSelectionChanged = m.showChosen
	m.table.Grid.Context = m.menu
	m.table.TypeAhead = title
}

// lookAfter is how long somebody takes to enter a chat once its link is open in the browser.
const lookAfter = 20 * time.Second

// openCell is «Открыть», where there is something to open.
func openCell(r *chatRow) table.Cell {
	if r.closed != "" {
		return table.Cell{}
	}
	return table.Cell{Text: "Открыть", Tone: widgets.ToneLink, Tooltip: openTip(r.MyChat)}
}

// Shown reads the link and the chats, and keeps the sign-in alive.
func (m *myChats) Shown() {
	if m.picture == nil {
		m.pictureOf = "" // it could not be read the last time
	}
	m.Base.Shown()
	m.renew()
}

// Hidden ends what Shown began; a linking that waits for the browser is given up.
func (m *myChats) Hidden() {
	if m.attempt != nil {
		m.attempt.giveUp()
	}
	m.Base.Hidden()
}

// Do carries out a command of the keyboard.
func (m *myChats) Do(c shell.Command) {
	m.Base.Do(c)
	if c == shell.CommandRefresh {
		m.renew()
		m.lookSoon()
	}
}

// lookSoon asks the agent to look soon who has come. Without it the chats are read at its next hour.
func (m *myChats) lookSoon() {
	m.deps.Exec.Go(func() { _ = m.service.LookSoon(m.deps.Exec.Context()) })
}

// menu is the context menu of a row.
func (m *myChats) menu() []widgets.MenuItem {
	chosen := m.table.Selected()
	if len(chosen) != 1 {
		return nil
	}
	r := chosen[0]
	return []widgets.MenuItem{
		{Label: "Открыть", Hint: "Enter", Disabled: r.closed != "", Why: r.closed, Do: func() { m.open(r) }},
		{Label: "Пригласительная ссылка и QR…", Disabled: whyNoLink(r) != "", Why: whyNoLink(r), Do: m.showInvite},
	}
}

func (m *myChats) open(r *chatRow) {
	if r.closed != "" {
		m.deps.Frame.Toast(r.closed, widgets.ToneNeutral)
		return
	}
	entering := r.Presence != model.PresenceInChat
	m.enter(r.Chat, m.opening(r.Chat), func(err error) {
		switch {
		case err != nil:
			m.deps.Fail("Чат не открылся", err)
		case entering:
			m.deps.Timer(lookAfter, m.lookSoon)
		}
	})
}

// opening opens a chat.
func (m *myChats) opening(chat model.ChatID) func(context.Context) error {
	return func(ctx context.Context) error { return m.service.OpenMyChat(ctx, chat) }
}

// enter opens something in the browser, once for a double click; what tells it from other things.
func (m *myChats) enter(what any, open func(context.Context) error, then func(error)) {
	if m.entering == what {
		return
	}
	m.entering = what
	again := func() {
		if m.entering == what {
			m.entering = nil
		}
	}
	m.deps.Timer(fyne.CurrentApp().Driver().DoubleTapDelay(), again)
	background.Perform(m.deps.Exec, func() error { return open(m.deps.Exec.Context()) }, func(err error) {
		if err != nil {
			again()
		}
		then(err)
	})
}

// showChosen enables the buttons that act on the chosen chat.
func (m *myChats) showChosen() {
	chosen := m.table.Selected()
	switch {
	case len(chosen) != 1:
		m.invite.SetDisabled(true)
		m.invite.SetTooltip("Выберите чат, нажав по его строке.")
	case whyNoLink(chosen[0]) != "":
		m.invite.SetDisabled(true)
		m.invite.SetTooltip(whyNoLink(chosen[0]))
	default:
		m.invite.SetDisabled(false)
		m.invite.SetTooltip("Ссылка на чат и её QR-код для телефона")
	}
}

func (m *myChats) showInvite() {
	chosen := m.table.Selected()
	if len(chosen) != 1 {
		return
	}
	const failed = "Ссылка не получена"
	r := chosen[0]
	shell.Ask(m.deps.Desk, failed, func(ctx context.Context) (string, error) { return m.service.MyInviteLink(ctx, r.Chat) }, func(link string) {
		if err := dialog.ShowLink(m.deps.Frame.Window(), dialog.Link{
			Title: "Пригласительная ссылка", Name: r.Title, Link: link,
			Hint: "Откройте ссылку или наведите на QR-код телефон, на котором вы вошли в VK Мессенджер.",
			Open: widgets.NewSecondary("Открыть", func() { m.open(r) }),
		}); err != nil {
			m.deps.Fail(failed, err)
		}
	})
}

// countText is the footer.
func countText(chats []model.MyChat) string {
	in := 0
	for _, c := range chats {
		if c.Presence == model.PresenceInChat {
			in++
		}
	}
	if len(chats) == 0 {
		return ""
	}
	return fmt.Sprintf("Всего %d · вы в чате: %d", len(chats), in)
}
