package chats

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// MissingService is what «Кто ещё не в чате» asks of the program.
type MissingService interface {
	Missing(ctx context.Context) ([]model.MissingRow, error)
	Remind(ctx context.Context, people []model.PersonID) (model.Reminded, error)
	// ExportMissing writes the given rows, or all, as a workbook (XLSX).
	ExportMissing(ctx context.Context, only []model.ChatPerson, w io.Writer) error
	Subscribe(f func(model.Change)) (cancel func())
}

// missing is the screen «Кто ещё не в чате».
type missing struct {
	shell.Base
	deps    Deps
	service MissingService

	remind *widgets.Button
	invite *widgets.Button
	export *widgets.Button
	groups *table.Select[string]
	why    *table.Select[model.Presence]
	list   *lists.Pane[model.MissingRow, model.ChatPerson]
}

var _ shell.Screen = (*missing)(nil)

const (
	chooseRows = "Выберите людей, нажав по их строкам."
	// anyReason is the choice that leaves the reason open.
	anyReason = model.PresenceInChat
)

func newMissing(deps Deps) *missing {
	m := &missing{deps: deps, service: deps.Service}
	m.remind = widgets.NewPrimary("Напомнить…", m.askRemind)
	m.invite = widgets.NewSecondary("Приглашения (PDF)…", m.print)
	m.export = widgets.NewSecondary("Экспорт в Excel", m.exportRows)
	m.groups = table.NewSelect([]table.Option[string]{{Label: "- все группы -"}}, func(string) { m.list.Filtered() })
	m.why = table.NewSelect([]table.Option[model.Presence]{
		{Key: anyReason, Label: "- все причины -"}, {Key: model.PresenceWaiting, Label: "ждёт входа"},
		{Key: model.PresenceNoProfile, Label: "нет VK ID"}, {Key: model.PresenceRefused, Label: "отказ"},
		{Key: model.PresenceUnknown, Label: "не отправлено"},
	}, func(model.Presence) { m.list.Filtered() })
	m.reset()
	m.list = m.pane()
	const name = "Кто ещё не в чате"
	m.Base = shell.Base{Desk: deps.Desk, Name: name, About: shell.TopicMissing, Changes: deps.Service, First: m.list.Table.Grid, Keys: deps.ToSearch(m.list.NameSearch),
		Reads: []shell.Read{{Do: func() { m.list.Start(m.Ctx) }, On: func(c model.Change) bool { return c.Roster || c.Sync || c.OfChats() }}},
		Page: m.list.Page(widgets.Toolbar(name, []fyne.CanvasObject{m.remind, m.invite, m.export},
			[]fyne.CanvasObject{widgets.NewLink("Назад", deps.Frame.Back)}))}
	m.list.ShowCount()
	return m
}

func (m *missing) pane() *lists.Pane[model.MissingRow, model.ChatPerson] {
	name, title := func(r model.MissingRow) string { return r.Name.String() }, func(r model.MissingRow) string { return r.Title }
	why := table.Text("why", "Почему", 170, 1, model.MissingRow.Why)
	why.Cell = func(r model.MissingRow) table.Cell {
		return presenceOf(model.MemberRow{Member: model.Member{Presence: r.Presence, Code: r.Code}, Reason: r.Reason})
	}
	reminded := table.Day("reminded", "Напоминание", 180, func(r model.MissingRow) time.Time { return r.Reminded })
	reminded.Cell = func(r model.MissingRow) table.Cell { return table.Muted(r.ReminderWords()) }
	return lists.New(m.deps.Desk, lists.Listing[model.MissingRow, model.ChatPerson]{
		NameHint: "ФИО или чат", Name: name, Key: chatPerson, Reset: m.reset, Changed: m.showButtons,
		Folded: func(r model.MissingRow) string { return model.Fold(name(r) + " " + title(r)) },
		Columns: []*table.Column[model.MissingRow]{
			table.Text("name", "ФИО", 220, 2, name), table.Text("group", "Группа", 110, 0, groupOf).Muted(),
			table.Text("chat", "Чат", 200, 2, title).Opening(), why, reminded,
		},
		Read: func(ctx context.Context) ([]model.MissingRow, error) {
			rows, err := m.service.Missing(ctx)
			if err == nil {
				groups := table.SortedWords(model.Each(rows, groupOf))
				m.deps.Exec.UI(func() {
					if ctx.Err() == nil {
						m.offer(groups)
					}
				})
			}
			return rows, err
		},
		Open: func(r model.MissingRow) { m.deps.Frame.Push(newEdit(m.deps, r.Chat)) },
		Menu: func(chosen []model.MissingRow) []widgets.MenuItem {
			return []widgets.MenuItem{
				{Label: "Напомнить…", Disabled: len(chosen) == 0, Why: chooseRows, Do: m.askRemind},
				{Label: "Приглашения (PDF)…", Disabled: len(chosen) == 0, Why: chooseRows, Do: m.print},
			}
		},
		More: func() []fyne.CanvasObject { return []fyne.CanvasObject{m.groups.Field, m.why.Field} },
		Keep: func(r model.MissingRow) bool {
			group, _ := m.groups.Selected()
			why, _ := m.why.Selected()
			return (group == "" || r.GroupName == group) && (why == anyReason || r.Presence == why)
		},
		Said: func(shown []model.MissingRow) string {
			if chosen := m.list.Table.Selected(); len(chosen) > 0 {
				shown = chosen
			}
			return fmt.Sprintf(", людей %d", len(peopleOf(shown)))
		},
		None: func() table.Empty {
			return table.Empty{Title: "Все в чатах", Hint: "Здесь появятся те, кто ещё не вошёл, и почему."}
		},
	})
}

func chatPerson(r model.MissingRow) model.ChatPerson { return r.ChatPerson }
func groupOf(r model.MissingRow) string              { return r.GroupName }

// offer puts groups into the filter.
func (m *missing) offer(groups []string) {
	options := []table.Option[string]{{Label: "- все группы -"}}
	for _, name := range groups {
		if name != "" {
			options = append(options, table.Option[string]{Key: name, Label: name})
		}
	}
	m.groups.SetOptions(options)
	if _, chosen := m.groups.Selected(); !chosen {
		m.groups.SetSelected("") // everybody of the chosen group is in now
	}
}

// reset shows all groups and reasons.
func (m *missing) reset() {
	m.groups.SetSelected("")
	m.why.SetSelected(anyReason)
}

// peopleOf are the people of rows, each once.
func peopleOf(rows []model.MissingRow) []model.PersonID {
	people := model.Each(rows, func(r model.MissingRow) model.PersonID { return r.Person })
	slices.Sort(people)
	return slices.Compact(people)
}

func (m *missing) showButtons() {
	chosen := len(m.list.Table.Selected()) > 0
	enable(m.remind, chosen, "Сообщество напишет выбранным в VK, в каких чатах их ждут. Одному человеку — не чаще раза в сутки.", chooseRows)
	enable(m.invite, chosen, "Листок каждому выбранному: чат, QR-код и ссылка", chooseRows)
	enable(m.export, len(m.list.Table.Rows()) > 0, "Записать выбранные строки или, если ничего не выбрано, все показанные", "Список пуст.")
}

// askRemind asks before the community writes to people: a message cannot be taken back.
func (m *missing) askRemind() {
	people := peopleOf(m.list.Table.Selected())
	if len(people) == 0 {
		return
	}
	title := "Напомнить " + model.Plural(len(people), "человеку", "людям", "людям")
	dialog.Confirm(m.deps.Frame.Window(), title+"?", m.remindWords(people), "Отправить", func() { m.sendReminders(people) })
}

// remindWords say what is sent, and to how many people nothing can be sent.
func (m *missing) remindWords(people []model.PersonID) string {
	reachable, without := model.Reachable(m.list.Rows()), 0
	for _, id := range people {
		if !reachable[id] {
			without++
		}
	}
	text := "Каждый получит в VK одно сообщение от сообщества колледжа: наименования чатов, в которых его ждут, и ссылки для входа. " +
		"Кому уже напоминали за последние сутки, тот второго не получит."
	if without > 0 {
		text += "\n\nНаписать нельзя (нет VK ID или ссылки на чат): " + model.PeopleWords(without) + "."
	}
	return text
}

func (m *missing) sendReminders(people []model.PersonID) {
	m.remind.SetDisabled(true)
	background.Fetch(m.deps.Exec, func() (model.Reminded, error) { return m.service.Remind(m.deps.Exec.Context(), people) },
		func(told model.Reminded, err error) {
			m.showButtons()
			if err != nil {
				dialog.ShowError(m.deps.Frame.Window(), "Напоминания отправлены не все",
					widgets.Sentence(err.Error())+" Остальные уйдут при следующей синхронизации.")
				return
			}
			tone := widgets.ToneGood
			if told.Sent+told.Queued == 0 {
				tone = widgets.ToneNeutral
			}
			m.deps.Frame.Toast(told.Words(), tone)
		})
}

func (m *missing) print() {
	printInvites(m.deps, model.InviteOrder{People: model.Each(m.list.Table.Selected(), chatPerson)}, "Приглашения.pdf", m.invite)
}

func (m *missing) exportRows() {
	chosen := m.list.Table.Selected()
	if len(chosen) == 0 {
		chosen = m.list.Table.Rows()
	}
	rows := model.Each(chosen, chatPerson)
	m.deps.Export(dialog.Export{
		Name: "Кто ещё не в чате.xlsx", Button: m.export, Refused: "Список не выгружен",
		Make: func(ctx context.Context, w io.Writer) error { return m.service.ExportMissing(ctx, rows, w) },
	}, "Список записан в файл")
}
