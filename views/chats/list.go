package chats

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

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

// chatRow is a row of the list with what the table and its sorting need, made ready.
type chatRow struct {
	model.ChatSummary
	admins string
	state  listState
}

func newChatRow(c model.ChatSummary) *chatRow {
	return &chatRow{ChatSummary: c, admins: strings.Join(c.Admins, ", "), state: stateOf(c)}
}

// withStrangers is the label of the filter of chats in which there is somebody who is not on the list.
const withStrangers = "Есть не из списка"

// list is the screen «Управление чатами».
type list struct {
	shell.Base
	deps    Deps
	service ListService
	actor   model.Actor
	filter  atomic.Pointer[model.ChatFilter] // what was applied: type and member; nil: nothing
	applied map[model.ChatID]bool            // the chats that it leaves; nil: all

	page       *fyne.Container
	back       *widgets.Button
	add        *widgets.Button
	initialise *widgets.Button
	types      *table.Select[model.ChatType]
	member     *widgets.Search
	strangers  *widgets.Check
	progress   *progress
	syncs      shell.Loader[model.SyncStatus] // what the progress shows
	pane       *lists.Pane[*chatRow, model.ChatID]
}

var _ shell.Screen = (*list)(nil)

func newList(deps Deps) *list {
	l := &list{deps: deps, service: deps.Service}
	l.back = widgets.NewLink("Назад", deps.Frame.Back)
	l.add = widgets.NewPrimary("+ Добавить", l.addChat)
	l.initialise = widgets.NewSecondary("Инициализировать список", l.openInitialise)
	messenger := widgets.NewSecondary("VK Мессенджер", l.openMessenger)
	messenger.SetTooltip("Открыть VK Мессенджер в браузере")
	absent := widgets.NewSecondary("Кто ещё не в чате", func() { deps.Frame.Push(newMissing(deps)) })
	absent.SetTooltip("Кто из списков ещё не вошёл в свои чаты и почему; напоминания и приглашения")

	l.types = table.NewSelect(append([]table.Option[model.ChatType]{{Label: "- все типы -"}}, model.Each(model.ChatTypes, typeOption)...), nil)
	l.member = widgets.NewSearch("ФИО участника", func(text string) {
		// The cross and Esc empty the field: the list is whole again without «Применить».
		if filter := l.filter.Load(); text == "" && filter != nil && filter.Member != "" {
			l.apply()
		}
	})
	l.member.OnSubmitted = func(string) { l.apply() }
	l.strangers = widgets.NewCheck(withStrangers, func(bool) { l.pane.Filtered() })
	l.progress = newProgress()
	l.progress.OnCancel = l.stopSync
	l.progress.Hide()
	l.syncs = shell.Loader[model.SyncStatus]{Desk: deps.Desk, Show: l.showSync, Failed: deps.Warn}
	l.types.SetSelected(0)
	l.pane = l.newPane()
	l.pane.NameSearch.OnSubmitted = l.member.OnSubmitted
	l.page = container.NewStack(l.pane.Page(
		widgets.Toolbar("Управление чатами", []fyne.CanvasObject{l.add, messenger, l.initialise, absent}, []fyne.CanvasObject{l.back})))
	l.Base = shell.Base{Desk: deps.Desk, Name: "Управление чатами", About: shell.TopicChats, Page: l.page, Changes: deps.Service, First: l.pane.Table.Grid,
		Reads: []shell.Read{
			{Do: func() { l.pane.Start(l.Ctx) }, On: func(c model.Change) bool { return c.Roster || c.OfChats() }},
			{Do: l.loadSync, On: func(c model.Change) bool { return c.All || c.Sync }},
		},
		Keys: map[shell.Command]func(){
			shell.CommandFilter: l.pane.FocusSearch,
			shell.CommandAdd: func() {
				if !l.add.Disabled() {
					l.addChat()
				}
			},
		}}
	l.showRights()
	return l
}

func (l *list) newPane() *lists.Pane[*chatRow, model.ChatID] {
	title := func(r *chatRow) string { return r.Title }
	members := table.Number("members", "Кол-во участников", 150, func(r *chatRow) int { return r.Members })
	members.Cell = func(r *chatRow) table.Cell { return table.Cell{Text: strconv.Itoa(r.Members)} }
	admins := table.Text("admin", "Администратор", 220, 1, func(r *chatRow) string { return r.admins })
	admins.Cell = adminCell
	return lists.New(l.deps.Desk, lists.Listing[*chatRow, model.ChatID]{
		NameHint: "Имя чата", Name: title, Key: chatID,
		Columns: []*table.Column[*chatRow]{
			lists.NameColumn("Наименование чата", title),
			table.Ranked("type", "Тип чата", 120, func(r *chatRow) table.Cell { return table.Muted(r.Key.Type.String()) },
				func(r *chatRow) int { return int(r.Key.Type) }),
			members, admins,
			{ID: "state", Title: "В VK", Width: 160,
				Cell: func(r *chatRow) table.Cell { return r.state.pill },
				Compare: func(a, b *chatRow) int {
					return cmp.Or(cmp.Compare(b.state.rank, a.state.rank), cmp.Compare(b.state.count, a.state.count))
				}},
		},
		Read: l.read, Open: l.open, Menu: l.menu, Drop: l.deleteChosen, None: l.none, Reset: l.reset, Aside: l.progress,
		Before: []fyne.CanvasObject{l.types.Field},
		More: func() []fyne.CanvasObject {
			return []fyne.CanvasObject{l.member, widgets.NewSecondary("Применить", l.apply), l.strangers}
		},
		Keep: func(r *chatRow) bool {
			return (l.applied == nil || l.applied[r.ID]) && (!l.strangers.Checked() || r.Strangers > 0)
		},
	})
}

func typeOption(t model.ChatType) table.Option[model.ChatType] {
	return table.Option[model.ChatType]{Key: t, Label: t.String()}
}

// adminCell names a chat's administrators. Nobody in a chat without one may correct it.
func adminCell(r *chatRow) table.Cell {
	if r.admins == "" {
		tip := "Назначить его может администратор ПОО или сотрудник с правом «Управление чатами»."
		if r.Access.NameAdmins {
			tip = "Назначьте его в карточке чата: «Действия» › «Назначить администратором»."
		}
		return table.Cell{Text: "нет администратора", Tone: widgets.ToneWaiting, Tooltip: tip}
	}
	return table.Cell{Text: r.admins}
}

// Shown offers the way back where there is one.
func (l *list) Shown() {
	l.back.Hidden = !l.deps.Frame.CanGoBack()
	l.Base.Shown()
}

// read reads the chats, and which of them the applied filter leaves.
func (l *list) read(ctx context.Context) (rows []*chatRow, err error) {
	filter, actor := l.filter.Load(), l.service.Actor()
	var applied map[model.ChatID]bool
	if actor.SeesManagement() {
		chats, err := l.service.Chats(ctx, model.ChatFilter{})
		if err != nil {
			return nil, err
		}
		rows = model.Each(chats, newChatRow)
		if filter != nil {
			if chats, err = l.service.Chats(ctx, *filter); err != nil {
				return nil, err
			}
			applied = map[model.ChatID]bool{}
			for _, c := range chats {
				applied[c.ID] = true
			}
		}
	}
	l.deps.Exec.UI(func() {
		if ctx.Err() == nil {
			l.adopt(actor, filter, applied)
		}
	})
	return rows, nil
}

func (l *list) adopt(actor model.Actor, filter *model.ChatFilter, applied map[model.ChatID]bool) {
	l.actor = actor
	if !actor.SeesManagement() {
		l.page.Objects = []fyne.CanvasObject{closedPage()}
		l.page.Refresh()
		return
	}
	l.showRights()
	if filter == l.filter.Load() { // otherwise the new one is reading it
		l.applied = applied
	}
}

// none says what to do next where there are no chats.
func (l *list) none() table.Empty {
	if l.actor.MayInitialise() {
		hint := "Когда администратор ПОО загрузит список групп, студентов и преподавателей, нажмите "
		if l.actor.MayImport() {
			hint = "Загрузите список групп, студентов и преподавателей, затем нажмите "
		}
		return table.Empty{Title: "Чатов пока нет", Hint: hint + "«Инициализировать список»: чаты и участники появятся сами.",
			Action: "Инициализировать список", Do: l.openInitialise}
	}
	return table.Empty{Title: "Чатов пока нет",
		Hint: "Здесь появятся чаты ваших групп и предметов, когда их создаст администратор ПОО " +
			"или вы сами кнопкой «+ Добавить»."}
}

// showRights enables the buttons by what the actor may do.
func (l *list) showRights() {
	able := false
	for _, t := range model.ChatTypes {
		able = able || l.actor.MayCreateType(t)
	}
	enable(l.add, able, "Создать чат вручную", "Чаты создают администратор ПОО, сотрудник с правом «Управление чатами», "+
		"куратор для своих групп и преподаватель по своим предметам.")
	enable(l.initialise, l.actor.MayInitialise(), "Создать недостающие чаты и привести составы к спискам",
		"Доступно администратору ПОО и сотруднику с правом «Управление чатами».")
}

// enable enables or disables a button; its tooltip says what it is for, or why it is disabled.
func enable(b *widgets.Button, able bool, what, why string) {
	b.SetDisabled(!able)
	if !able {
		what = why
	}
	b.SetTooltip(what)
}

// apply reads the chats of the chosen type that hold the given person.
func (l *list) apply() {
	t, _ := l.types.Selected()
	if filter := (model.ChatFilter{Type: t, Member: l.member.Text}); filter != (model.ChatFilter{}) {
		l.filter.Store(&filter)
	} else {
		l.filter.Store(nil)
	}
	l.pane.Table.Grid.ScrollToTop()
	l.pane.Load()
}

// reset shows the chats of all types and members.
func (l *list) reset() {
	l.types.SetSelected(0)
	l.strangers.SetChecked(false)
	l.filter.Store(nil)
	l.applied = nil
	l.member.SetText("")
}

func (l *list) loadSync() {
	l.syncs.Load(l.Ctx, func(context.Context) (model.SyncStatus, error) { return l.service.SyncStatus(), nil })
}

func (l *list) showSync(s model.SyncStatus) {
	l.progress.Hidden = !s.Running
	if s.Running {
		setProgress(l.progress, s.Progress)
	}
	l.pane.Footer.Refresh()
}

func (l *list) stopSync() { l.deps.Stop(l.service.StopSync, l.loadSync) }
