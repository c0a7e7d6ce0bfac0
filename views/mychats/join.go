package mychats

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// joinRow is a chat that waits for the person to open its link.
type joinRow struct {
	model.MyChat
	n      int
	opened bool
}

// joinDialog opens the invite links one after another and shows who has come in.
type joinDialog struct {
	screen *myChats
	rows   []*joinRow
	last   any // of what it has opened; see myChats.entering

	dialog *dialog.Handle
	table  *table.Table[*joinRow, int]
	hint   *widgets.Label
}

// joinAll is «Войти во все мои чаты».
func (m *myChats) joinAll() {
	m.join.SetDisabled(true)
	background.Fetch(m.deps.Exec, func() (model.Joining, error) { return m.service.JoinMyChats(m.deps.Exec.Context()) },
		func(j model.Joining, err error) {
			m.join.SetDisabled(false)
			if err != nil {
				m.deps.Fail("Войти в чаты не получилось", err)
				return
			}
			m.tellJoined(j)
			if m.Ctx.Err() != nil { // left
				return
			}
			if len(j.Left) > 0 {
				m.openJoin(j.Left)
			}
			m.load()
		})
}

// tellJoined says which chats the person got into without opening a link.
func (m *myChats) tellJoined(j model.Joining) {
	switch {
	case j.Joined > 0:
		m.deps.Tell("Вы вошли в " + model.ChatWords(j.Joined))
	case j.ByAgent > 0:
		m.deps.Tell("Синхронизация добавит вас в " + model.ChatWords(j.ByAgent))
	case len(j.Left) == 0:
		m.deps.Tell("Вы уже во всех своих чатах")
	}
}

const joinHeight = 420

func (m *myChats) openJoin(left []model.MyChat) {
	d := &joinDialog{screen: m}
	for i, c := range left {
		d.rows = append(d.rows, &joinRow{MyChat: c, n: i})
	}
	d.table = table.NewList([]*table.Column[*joinRow]{
		{ID: "title", Title: "Наименование чата", Width: 300, Grow: 1, Opens: true,
			Cell: func(r *joinRow) table.Cell { return table.Cell{Text: r.Title} }},
		{ID: "state", Title: "В VK", Width: 150, Cell: joinState},
	}, func(r *joinRow) int { return r.n })
	d.table.OnOpen = d.open
	d.hint = widgets.Flow("").In(widgets.ToneMuted)
	chats := container.New(widgets.Sized{Height: joinHeight - 200}, d.table.Grid)
	d.dialog = dialog.Show(m.deps.Frame.Window(), dialog.Modal{
		Title:   "Войти во все мои чаты",
		Hint:    "Ссылки открываются в браузере по одной: на каждой странице нажмите кнопку входа в чат.",
		Content: widgets.ColumnAround(chats, chats, d.hint), Size: fyne.NewSize(620, joinHeight),
		Primary: "Открыть", Cancel: "Закрыть",
		OnPrimary: d.next,
		OnCancel:  func() { m.joining = nil },
	})
	m.joining = d
	d.show()
	d.watch()
}

// watch asks now and then whether the person has come in, as long as the dialog is open.
func (d *joinDialog) watch() {
	m := d.screen
	m.deps.Timer(lookAfter, func() {
		if m.joining != d || m.Ctx.Err() != nil {
			return
		}
		m.lookSoon()
		d.watch()
	})
}

func joinState(r *joinRow) table.Cell {
	switch {
	case r.Presence == model.PresenceInChat:
		return table.Cell{Text: "в чате", Tone: widgets.ToneGood, Pill: true}
	case r.opened:
		return table.Cell{Text: "ссылка открыта", Tone: widgets.ToneNeutral, Pill: true, Tooltip: "Станет «в чате» после синхронизации."}
	}
	return table.Cell{Text: "ждёт входа", Tone: widgets.ToneWaiting, Pill: true}
}

// upcoming is the next chat whose link has to be opened; nil when there is none.
func (d *joinDialog) upcoming() *joinRow {
	for _, r := range d.rows {
		if !r.opened && r.Presence != model.PresenceInChat {
			return r
		}
	}
	return nil
}

func (d *joinDialog) show() {
	d.table.SetRows(d.rows)
	done := 0
	for _, r := range d.rows {
		if r.Presence == model.PresenceInChat {
			done++
		}
	}
	if next := d.upcoming(); next != nil {
		d.dialog.SetPrimary(fmt.Sprintf("Открыть следующий (%d из %d)", next.n+1, len(d.rows)), true)
	} else {
		d.dialog.SetPrimary("Готово", true)
	}
	words := fmt.Sprintf("Вы вошли: %d из %d.", done, len(d.rows))
	if done < len(d.rows) {
		words += " Состояние обновится само после синхронизации с VK."
	}
	d.hint.SetText(words)
}

// update takes over the new state of the chats.
func (d *joinDialog) update(chats []model.MyChat) {
	now := model.Map(chats, func(c model.MyChat) (model.ChatID, model.MyChat) { return c.Chat, c })
	for _, r := range d.rows {
		if c, ok := now[r.Chat]; ok {
			r.MyChat = c
		}
	}
	d.show()
}

// next is the main button: it opens the next link, once for a double click, or closes the dialog when all have been opened.
func (d *joinDialog) next() bool {
	if d.last != nil && d.screen.entering == d.last {
		return false
	}
	r := d.upcoming()
	if r == nil {
		d.screen.joining = nil
		return true
	}
	d.open(r)
	return false
}

func (d *joinDialog) open(r *joinRow) {
	r.opened, d.last = true, r.Chat
	d.show()
	m := d.screen
	m.enter(r.Chat, m.opening(r.Chat), func(err error) {
		if err != nil {
			r.opened = false
			d.show()
			m.deps.Fail("Ссылка не открылась", err)
		}
	})
}
