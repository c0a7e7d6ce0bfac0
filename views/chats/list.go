package chats

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/lists"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// ListService is what «Управление чатами» asks of the program.
type ListService interface {
	Actor() model.Actor
	Chats(ctx context.Context, filter model.ChatFilter) ([]model.ChatSummary, error)
	DeleteChats(ctx context.Context, chats []model.ChatID) error
	InviteLink(ctx context.Context, chat model.ChatID) (string, error)
	// OpenMessenger and OpenChat open the browser.
	OpenMessenger(ctx context.Context) error
	OpenChat(ctx context.Context, chat model.ChatID) error
	SyncStatus() model.SyncStatus
	StopSync(ctx context.Context) error
	// Subscribe calls f on any goroutine whenever something of the college changed.
	Subscribe(f func(model.Change)) (cancel func())
}

// chatRow is a row of the list with all that the table, the sorting and the filter need of it made ready.
type chatRow struct {
	model.ChatSummary
	folded string // the title, for the filter
	admins string
	state  listState
}

func newChatRows(chats []model.ChatSummary) []*chatRow {
	return lists.Each(chats, func(c model.ChatSummary) *chatRow {
		return &chatRow{ChatSummary: c, folded: model.Fold(c.Title), admins: strings.Join(c.Admins, ", "), state: stateOf(c)}
	})
}

// withStrangers is the label of the filter of chats in which there is somebody who is not on the list.
const withStrangers = "Есть посторонние"

// filtered are the rows whose title holds a folded text; strangers leaves the chats in which there are some.
func filtered(rows []*chatRow, text string, strangers bool) []*chatRow {
	found := make([]*chatRow, 0, len(rows))
	for _, r := range rows {
		if strings.Contains(r.folded, text) && (!strangers || r.Strangers > 0) {
			found = append(found, r)
		}
	}
	return found
}

// list is the screen «Управление чатами».
type list struct {
	shell.Base
	deps    Deps
	service ListService
	actor   model.Actor

	reading shell.Loader[reading]
	rows    []*chatRow
	all     int              // how many chats there are without the applied filter
	filter  model.ChatFilter // what was applied: type and member
	title   string           // what the title is filtered by while typing
	sync    model.SyncStatus

	page       *fyne.Container
	back       *widgets.Button
	add        *widgets.Button
	initialise *widgets.Button
	types      *table.Select[model.ChatType]
	titles     *widgets.Search
	member     *widgets.Search
	strangers  *widgets.Check
	actions    *widgets.MenuButton
	table      *table.Table[*chatRow, model.ChatID]
	count      *widgets.Label
	progress   *widgets.Progress
	bar        fyne.CanvasObject
	footer     fyne.CanvasObject
}

var _ shell.Screen = (*list)(nil)

func newList(deps Deps) *list {
	l := &list{deps: deps, service: deps.Service}
	l.buildTable()
	l.back = widgets.NewLink("Назад", deps.Frame.Back)
	l.add = widgets.NewPrimary("+ Добавить", l.addChat)
	l.initialise = widgets.NewSecondary("Инициализировать список", l.openInitialise)
	messenger := widgets.NewSecondary("VK Мессенджер", l.openMessenger)
	messenger.SetTooltip("Открыть VK Мессенджер в браузере")

	absent := widgets.NewSecondary("Кто ещё не в чате", func() { deps.Frame.Push(newMissing(deps)) })
	absent.SetTooltip("Кто из списков ещё не вошёл в свои чаты и почему; напоминания и приглашения")

	l.types = table.NewSelect(append([]table.Option[model.ChatType]{{Label: "- все типы -"}}, lists.Each(model.ChatTypes, typeOption)...), nil)
	l.types.SetSelected(0)
	l.titles = widgets.NewSearch("Имя чата", l.filterTitle)
	l.member = widgets.NewSearch("ФИО участника", func(text string) {
		// The cross and Esc empty the field: the list is whole again without «Применить».
		if text == "" && l.filter.Member != "" {
			l.apply()
		}
	})
	l.strangers = widgets.NewCheck(withStrangers, func(bool) {
		l.showRows()
		l.table.ScrollToTop()
	})
	l.titles.OnSubmitted = func(string) { l.apply() }
	l.member.OnSubmitted = func(string) { l.apply() }
	l.actions = widgets.NewMenuButton("Действия", l.menu)
	l.bar = widgets.FilterBar(l.types, l.titles, l.member, widgets.NewSecondary("Применить", l.apply), l.strangers, layout.NewSpacer(), l.actions)

	l.count = widgets.Caption("")
	l.progress = widgets.NewProgress()
	l.progress.OnCancel = l.stopSync
	l.progress.Hide()
	l.footer = widgets.Footer(l.count, l.progress)
	l.page = container.NewStack(widgets.Page(
		widgets.Toolbar("Управление чатами", []fyne.CanvasObject{l.add, messenger, l.initialise, absent}, []fyne.CanvasObject{l.back}),
		l.bar, l.table, l.footer))
	l.reading = shell.Loader[reading]{Desk: deps.Desk, Show: l.show, Failed: func(err error) { l.table.Fail("Список чатов не прочитан", err, l.load) }}
	l.Base = shell.Base{Desk: deps.Desk, Name: "Управление чатами", About: shell.TopicChats, Page: l.page, Changes: deps.Service, First: l.table,
		Reads: []shell.Read{
			{Do: l.load, On: func(c model.Change) bool { return c.All || c.Roster || len(c.Chats) > 0 }},
			{Do: l.loadSync, On: func(c model.Change) bool { return c.All || c.Sync }},
		},
		Keys: map[shell.Command]func(){
			shell.CommandFilter: func() { deps.Focus(l.titles) },
			shell.CommandAdd: func() {
				if !l.add.Disabled() {
					l.addChat()
				}
			},
		}}
	l.showRights()
	return l
}

func (l *list) buildTable() {
	title := func(r *chatRow) string { return r.Title }
	members := table.Number("members", "Кол-во участников", 150, func(r *chatRow) int { return r.Members })
	members.Cell = func(r *chatRow) table.Cell { return table.Cell{Text: strconv.Itoa(r.Members)} }
	admins := table.Text("admin", "Администратор", 220, 1, func(r *chatRow) string { return r.admins })
	admins.Cell = adminCell
	l.table = table.New([]table.Column[*chatRow]{
		table.Text("title", "Наименование чата", 260, 2, title).Opening(),
		table.Ranked("type", "Тип чата", 120, func(r *chatRow) table.Cell { return table.Muted(r.Key.Type.String()) },
			func(r *chatRow) int { return int(r.Key.Type) }),
		members, admins,
		{ID: "state", Title: "В VK", Width: 160,
			Cell: func(r *chatRow) table.Cell { return r.state.pill },
			Compare: func(a, b *chatRow) int {
				return cmp.Or(cmp.Compare(b.state.rank, a.state.rank), cmp.Compare(b.state.count, a.state.count))
			}},
	}, chatID)
	l.table.Numbered = true
	l.table.OnOpen = l.open
	l.table.OnSelectionChanged = l.showCount
	l.table.OnDelete = l.deleteSelected
	l.table.Context = l.menu
	l.table.TypeAhead = title
	l.table.SortBy("title", false)
}

func typeOption(t model.ChatType) table.Option[model.ChatType] {
	return table.Option[model.ChatType]{Key: t, Label: t.String()}
}

// adminCell names a chat's administrators. Nobody in a chat without one may correct it.
func adminCell(r *chatRow) table.Cell {
	if r.admins == "" {
		return table.Cell{Text: "нет администратора", Tone: widgets.ToneWaiting,
			Tooltip: "Назначьте его в карточке чата: «Действия» › «Назначить администратором»."}
	}
	return table.Cell{Text: r.admins}
}

// Shown offers the way back where there is one.
func (l *list) Shown() {
	l.back.Hidden = !l.deps.Frame.CanGoBack()
	l.Base.Shown()
}
