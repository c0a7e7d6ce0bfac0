package chats

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/keys"
	"zvonok/views/lists"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// EditService is what «Редактирование чата» asks of the program.
type EditService interface {
	Person() model.Person
	Chat(ctx context.Context, chat model.ChatID) (model.ChatCard, error)
	Candidates(ctx context.Context, chat model.ChatID) ([]model.Candidate, error)
	Others(ctx context.Context, chat model.ChatID) ([]model.Candidate, error)
	SaveChat(ctx context.Context, edit model.ChatEdit) error
	Subscribe(f func(model.Change)) (cancel func())
}

// edit is the screen «Редактирование чата». Nothing is sent before «Сохранить».
type edit struct {
	shell.Base
	deps    Deps
	service EditService
	id      model.ChatID
	me      model.Person
	draft   *draft // nil until the chat was read
	rows    []draftRow
	search  string
	saving  bool
	ours    bool   // the next reading differs because the user has saved
	again   func() // saves what was edited before that reading came; nil unless asked

	save    *widgets.Button
	unsaved *widgets.Label
	notice  *widgets.Label
	kind    *widgets.Label
	group   *widgets.Label
	title   *widgets.Entry
	count   *widgets.Label
	find    *widgets.Search
	actions *widgets.MenuButton
	others  *widgets.Button // to «Не из списка»
	table   *table.Table[draftRow, model.PersonID]
	toolbar fyne.CanvasObject
	head    *fyne.Container
}

var _ shell.Screen = (*edit)(nil)

func newEdit(deps Deps, id model.ChatID) *edit {
	e := &edit{deps: deps, service: deps.Service, id: id}
	e.save = widgets.NewPrimary("Сохранить", func() { e.saveThen(nil) })
	e.save.SetDisabled(true)
	e.unsaved = widgets.Muted("")
	e.notice = widgets.Caption("").Shrink()
	e.notice.Hide()
	e.kind, e.group = widgets.Text("").Shrink(), widgets.Text("").Shrink()
	e.title = widgets.NewEntry("")
	e.title.OnChanged = e.titleChanged
	e.title.SetDisabled(true)
	e.count = widgets.Muted("")
	e.find = widgets.NewSearch("Поиск по ФИО", func(text string) {
		e.search = model.Fold(text)
		e.showRows()
		e.table.Grid.ScrollToTop()
	})
	e.actions = widgets.NewMenuButton("Действия", e.menu)
	e.actions.SetDisabled(true)
	e.others = widgets.NewLink("", func() { deps.Frame.Push(newStrangers(deps, e.draft.card)) })
	e.others.SetTooltip("Кто вошёл в чат в VK, хотя в списке его нет")
	e.others.Hide()
	e.buildTable()

	e.toolbar = widgets.Toolbar("Редактирование чата", []fyne.CanvasObject{
		e.save, widgets.NewSecondary("Назад", deps.Frame.Back), e.unsaved}, nil)
	info := widgets.Card(
		widgets.Heading("Общая информация"),
		widgets.Fields([]float32{180, 180, -1},
			widgets.Field("Тип чата", e.kind), widgets.Field("Учебная группа", e.group), widgets.Field("Наименование чата", e.title)),
		e.notice)
	e.head = widgets.FilterBar(widgets.Heading("Участники"), e.count, e.others, layout.NewSpacer(), e.find, e.actions)
	e.find.Below = e.table.Grid
	e.Base = shell.Base{Desk: deps.Desk, Name: "Редактирование чата", About: shell.TopicChat, Changes: deps.Service, First: e.table.Grid,
		Page:  widgets.Page(e.toolbar, widgets.Column(info, e.head), e.table.Grid, nil),
		Reads: []shell.Read{{Do: e.load, On: func(c model.Change) bool { return c.Roster || c.OfChat(id) }}},
		Keys: map[shell.Command]func(){
			shell.CommandFilter: func() { deps.Focus(e.find) },
			shell.CommandSave:   func() { e.saveThen(nil) },
			shell.CommandAdd: func() {
				if e.draft != nil && e.draft.card.Access.Edit {
					e.addSuggested()
				}
			},
		}}
	return e
}

func (e *edit) buildTable() {
	name := func(r draftRow) string { return r.full }
	names := table.Text("name", "ФИО", 260, 1, name)
	names.Cell = func(r draftRow) table.Cell {
		if r.mark == markRemoved {
			return table.Muted(r.full)
		}
		return table.Cell{Text: r.full}
	}
	state := table.Text("state", "В VK", 210, 0, func(r draftRow) string { return stateOfRow(r).Text })
	state.Cell = stateOfRow
	e.table = table.New([]*table.Column[draftRow]{
		names, table.Text("group", "Группа", 150, 0, func(r draftRow) string { return r.Group }).Muted(),
		table.Ranked("admin", "Администратор", 140, func(r draftRow) table.Cell {
			if r.Admin {
				return table.Cell{Text: "Да"}
			}
			return table.Muted("Нет")
		}, func(r draftRow) int { return -table.Rank(r.Admin) }),
		table.Ranked("origin", "Откуда", 180, func(r draftRow) table.Cell { return table.Muted(originOf(e.draft.card.Key.Type, r.Origin)) },
			func(r draftRow) int { return int(r.Origin) }),
		state,
	}, func(r draftRow) model.PersonID { return r.Person })
	e.table.Grid.OnSelectionChanged = e.showCounts
	e.table.Grid.OnDelete = e.removeSelected
	e.table.Grid.Context = e.menu
	e.table.TypeAhead = name
	e.table.Grid.Empty = table.Empty{Title: "Читаем чат…"}
	e.table.Grid.SortBy("name", false)
}

// comeBack says how people come back who belong to the chat by the roster.
const comeBack = "В этот чат человек входит по спискам: «Инициализировать список» вернёт его."

// stateOfRow is a member's state in the messenger, or what «Сохранить» would do.
func stateOfRow(r draftRow) table.Cell {
	switch r.mark {
	case markAdded:
		return table.Cell{Text: "добавлен, не сохранено", Tone: widgets.ToneWaiting, Pill: true}
	case markRemoved:
		cell := table.Cell{Text: "будет удалён", Tone: widgets.ToneRefused, Pill: true}
		if r.Origin == model.OriginAuto {
			cell.Tooltip = comeBack
		}
		return cell
	}
	return presenceOf(r.MemberRow)
}

// Unsaved reports whether there are edits that were not saved.
func (e *edit) Unsaved() bool { return e.draft != nil && e.draft.dirty() }

// MayLeave asks what to do with edits that were not saved.
func (e *edit) MayLeave(then func(ok bool)) {
	if e.saving {
		return
	}
	if !e.Unsaved() {
		then(true)
		return
	}
	dialog.Unsaved(e.deps.Frame.Window(),
		func() { e.saveThen(func() { then(true) }) },
		func() { then(true) })
}

// load reads the chat under the edits.
func (e *edit) load() {
	ctx := e.Ctx
	type result struct {
		card model.ChatCard
		me   model.Person
	}
	background.Fetch(e.deps.Exec, func() (result, error) {
		card, err := e.service.Chat(ctx, e.id)
		return result{card, e.service.Person()}, err
	}, func(r result, err error) {
		switch {
		case ctx.Err() != nil:
		case e.saving: // it is read again once the edits are saved or refused
		case err == nil:
			e.me = r.me
			e.adopt(r.card)
		case e.draft == nil:
			e.table.Grid.Fail("Чат не прочитан", err, e.load)
		default:
			e.deps.Warn(err)
		}
	})
}

// adopt shows a reading of the chat; edits that were not saved stay.
func (e *edit) adopt(card model.ChatCard) {
	if e.draft == nil {
		e.draft = newDraft(card)
	} else {
		changed := card.Version != e.draft.card.Version && !e.ours
		e.ours = false
		e.draft.adopt(card)
		if changed && e.draft.dirty() {
			e.setNotice("Чат за это время изменил другой сотрудник. Ваши изменения сохранены на экране: проверьте их и нажмите «Сохранить».",
				widgets.ToneWaiting)
		}
	}
	if again := e.again; again != nil {
		e.again = nil
		defer again()
	}
	e.others.SetText(fmt.Sprintf("Не из списка: %d", card.Strangers))
	e.others.Hidden = card.Strangers == 0 || !card.Access.Edit
	e.kind.SetText(card.Key.Type.String())
	e.group.SetText(lists.OrDash(card.GroupName))
	if e.title.Text != e.draft.title {
		e.title.SetText(e.draft.title)
	}
	e.table.Grid.Checkboxes = card.Access.Edit
	if card.Access.Edit {
		e.title.SetDisabled(false)
		e.actions.SetDisabled(false)
		e.actions.SetTooltip("")
	} else {
		e.title.SetDisabled(true)
		e.actions.SetDisabled(true)
		e.actions.SetTooltip(readOnlyWords)
		e.setNotice(readOnlyWords, widgets.ToneMuted)
	}
	e.showRows()
}

const readOnlyWords = "Только просмотр: изменять чат могут его администратор, администратор ПОО и сотрудник с правом «Управление чатами»."

func (e *edit) setNotice(text string, tone widgets.Tone) {
	e.notice.SetText(text)
	e.notice.SetTone(tone)
	e.notice.Hidden = text == ""
	e.Page.Refresh()
}

// showRows shows the members whose names hold the search.
func (e *edit) showRows() {
	if e.draft == nil {
		return
	}
	e.rows = e.draft.rows()
	found := e.rows
	if e.search != "" {
		found = nil
		for _, r := range e.rows {
			if strings.Contains(model.Fold(r.full), e.search) {
				found = append(found, r)
			}
		}
		e.table.Grid.Empty = table.Empty{Title: "Ничего не найдено", Action: "Сбросить поиск", Do: func() { e.find.SetText("") }}
	} else {
		e.table.Grid.Empty = table.Empty{Title: "В чате пока нет участников", Hint: "Действия › " + addLabel(e.draft.card.Key.Type)}
	}
	e.table.SetRows(found)
	e.showCounts()
}

func (e *edit) showCounts() {
	if e.draft == nil {
		return
	}
	members, inChat := e.draft.count()
	e.count.SetText(fmt.Sprintf("%d, из них в чате %d", members, inChat) + lists.Chosen(e.actions, len(e.table.Selected())))
	e.head.Refresh()
	defer e.toolbar.Refresh()
	if !e.draft.dirty() || !e.draft.card.Access.Edit {
		e.unsaved.SetText("")
		e.save.SetDisabled(true)
		e.save.SetTooltip("Изменений нет")
		return
	}
	e.unsaved.SetText("• есть несохранённые изменения: " + e.draft.summary())
	e.save.SetTooltip(keys.Shortcut("S"))
	if !e.saving {
		e.save.SetDisabled(false)
	}
}
