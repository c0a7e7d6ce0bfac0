package chats

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
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

// missingRow is a row with what the table needs of it made ready.
type missingRow struct {
	model.MissingRow
	full, folded string
}

// missing is the screen «Кто ещё не в чате».
type missing struct {
	shell.Base
	deps    Deps
	service MissingService
	reading shell.Loader[[]missingRow]
	rows    []missingRow

	remind *widgets.Button
	invite *widgets.Button
	export *widgets.Button
	groups *table.Select[string]
	why    *table.Select[model.Presence]
	find   *widgets.Search
	table  *table.Table[missingRow, model.ChatPerson]
	count  *widgets.Label
	footer fyne.CanvasObject
}

var _ shell.Screen = (*missing)(nil)

// anyReason is the choice of no reason in particular.
const anyReason = model.PresenceInChat

func newMissing(deps Deps) *missing {
	m := &missing{deps: deps, service: deps.Service}
	m.remind = widgets.NewPrimary("Напомнить…", m.askRemind)
	m.invite = widgets.NewSecondary("Приглашения (PDF)…", m.print)
	m.export = widgets.NewSecondary("Экспорт в Excel", m.exportRows)
	m.groups = table.NewSelect([]table.Option[string]{{Label: "- все группы -"}}, func(string) { m.filtered() })
	m.groups.SetSelected("")
	m.why = table.NewSelect([]table.Option[model.Presence]{
		{Key: anyReason, Label: "- все причины -"}, {Key: model.PresenceWaiting, Label: "ждёт входа"},
		{Key: model.PresenceNoProfile, Label: "нет VK ID"}, {Key: model.PresenceRefused, Label: "отказ"},
		{Key: model.PresenceUnknown, Label: "не отправлено"},
	}, func(model.Presence) { m.filtered() })
	m.why.SetSelected(anyReason)
	m.find = widgets.NewSearch("ФИО или чат", func(string) { m.filtered() })
	m.buildTable()
	m.count = widgets.Caption("")
	m.footer = widgets.Footer(m.count, nil)
	m.reading = shell.Loader[[]missingRow]{Desk: deps.Desk,
		Show: func(rows []missingRow) {
			m.rows = rows
			m.offerGroups()
			m.showRows()
		},
		Failed: func(err error) { m.table.Fail("Список не прочитан", err, m.load) }}
	const name = "Кто ещё не в чате"
	m.Base = shell.Base{Desk: deps.Desk, Name: name, Changes: deps.Service, First: m.table, Keys: deps.ToSearch(m.find),
		Reads: []shell.Read{{Do: m.load, On: func(c model.Change) bool { return c.All || c.Roster || c.Sync || len(c.Chats) > 0 }}},
		Page: widgets.Page(
			widgets.Toolbar(name, []fyne.CanvasObject{m.remind, m.invite, m.export}, []fyne.CanvasObject{widgets.NewLink("Назад", deps.Frame.Back)}),
			widgets.FilterBar(m.groups, m.why, m.find, layout.NewSpacer()), m.table, m.footer)}
	m.showCount()
	return m
}

func (m *missing) buildTable() {
	name, title := func(r missingRow) string { return r.full }, func(r missingRow) string { return r.Title }
	why := table.Text("why", "Почему", 170, 1, missingRow.Why)
	why.Cell = func(r missingRow) table.Cell {
		return presenceOf(model.MemberRow{Member: model.Member{Presence: r.Presence, Code: r.Code}, Reason: r.Reason})
	}
	reminded := table.Day("reminded", "Напоминание", 180, func(r missingRow) time.Time { return r.Reminded })
	reminded.Cell = func(r missingRow) table.Cell { return table.Muted(r.ReminderWords()) }
	m.table = table.New([]table.Column[missingRow]{
		table.Text("name", "ФИО", 220, 2, name), table.Text("group", "Группа", 110, 0, func(r missingRow) string { return r.GroupName }).Muted(),
		table.Text("chat", "Чат", 200, 2, title).Opening(), why, reminded,
	}, chatPerson)
	m.table.OnSelectionChanged = m.showCount
	m.table.OnOpen = func(r missingRow) { m.deps.Frame.Push(newEdit(m.deps, r.Chat)) }
	m.table.Context = func() []widgets.MenuItem {
		none := len(m.table.Selected()) == 0
		return []widgets.MenuItem{
			{Label: "Напомнить…", Disabled: none, Why: chooseRows, Do: m.askRemind},
			{Label: "Приглашения (PDF)…", Disabled: none, Why: chooseRows, Do: m.print},
		}
	}
	m.table.TypeAhead = name
	m.table.Empty = table.Empty{Title: "Читаем список…"}
}

func chatPerson(r missingRow) model.ChatPerson { return r.ChatPerson }

const chooseRows = "Выберите людей, нажав по их строкам."

func (m *missing) load() {
	m.reading.Load(m.Ctx, func(ctx context.Context) ([]missingRow, error) {
		found, err := m.service.Missing(ctx)
		return lists.Each(found, func(r model.MissingRow) missingRow {
			full := r.Name.String()
			return missingRow{MissingRow: r, full: full, folded: model.Fold(full + " " + r.Title)}
		}), err
	})
}

// offerGroups puts the groups of the rows into the filter.
func (m *missing) offerGroups() {
	options := []table.Option[string]{{Label: "- все группы -"}}
	for _, name := range widgets.SortedWords(lists.Each(m.rows, func(r missingRow) string { return r.GroupName })) {
		if name != "" {
			options = append(options, table.Option[string]{Key: name, Label: name})
		}
	}
	m.groups.SetOptions(options)
}

// filtered shows what a changed filter leaves, from its beginning.
func (m *missing) filtered() {
	m.showRows()
	m.table.ScrollToTop()
}

// showRows brings the rows that the filter leaves into the table.
func (m *missing) showRows() {
	if !m.reading.Known() {
		return
	}
	group, _ := m.groups.Selected()
	why, _ := m.why.Selected()
	text := model.Fold(m.find.Text)
	var found []missingRow
	for _, r := range m.rows {
		if (group == "" || r.GroupName == group) && (why == anyReason || r.Presence == why) && strings.Contains(r.folded, text) {
			found = append(found, r)
		}
	}
	m.table.Empty = table.Empty{Title: "Все в чатах", Hint: "Здесь появятся те, кто ещё не вошёл, и почему."}
	if len(m.rows) > 0 {
		m.table.Empty = table.Empty{Title: "Ничего не найдено", Hint: "Измените условия или покажите всех.", Action: "Сбросить фильтр", Do: m.reset}
	}
	m.table.SetRows(found)
	m.showCount()
}

func (m *missing) reset() {
	m.groups.SetSelected("")
	m.why.SetSelected(anyReason)
	m.find.SetText("")
	m.showRows()
}

// chosen are the selected rows.
func (m *missing) chosen() []model.ChatPerson {
	return lists.Each(m.table.Selected(), chatPerson)
}

// people are those of the selected rows, each once.
func (m *missing) people() []model.PersonID {
	var people []model.PersonID
	for _, r := range m.table.Selected() {
		if !slices.Contains(people, r.Person) {
			people = append(people, r.Person)
		}
	}
	return people
}

func (m *missing) showCount() {
	people := map[model.PersonID]bool{}
	for _, r := range m.rows {
		people[r.Person] = true
	}
	shown := len(m.table.Rows())
	text := widgets.CountText(shown, len(m.rows))
	if shown == len(m.rows) {
		text += fmt.Sprintf(", людей %d", len(people))
	}
	n := len(m.people())
	if n > 0 {
		text += fmt.Sprintf(" · выбрано людей %d", n)
	}
	m.count.SetText(text)
	m.footer.Refresh()
	enable(m.remind, n > 0, "Сообщество напишет выбранным в VK, в каких чатах их ждут. Одному человеку — не чаще раза в сутки.", chooseRows)
	enable(m.invite, n > 0, "Листок каждому выбранному: чат, QR-код и ссылка", chooseRows)
	enable(m.export, len(m.table.Rows()) > 0, "Записать выбранные строки или, если ничего не выбрано, все показанные", "Список пуст.")
}

// askRemind asks before the community writes to people: a message cannot be taken back.
func (m *missing) askRemind() {
	people := m.people()
	if len(people) == 0 {
		return
	}
	title := "Напомнить " + model.Plural(len(people), "человеку", "людям", "людям")
	dialog.Confirm(m.deps.Frame.Window(), title+"?", m.remindWords(people), "Отправить", func() { m.sendReminders(people) })
}

// remindWords say what is sent, and to how many nothing can be.
func (m *missing) remindWords(people []model.PersonID) string {
	reached := map[model.PersonID]bool{}
	for _, r := range m.rows {
		reached[r.Person] = reached[r.Person] || r.Linked && r.Link != ""
	}
	without := 0
	for _, id := range people {
		if !reached[id] {
			without++
		}
	}
	text := "Каждый получит в VK одно сообщение от сообщества колледжа: названия чатов, в которых его ждут, и ссылки для входа. " +
		"Кому уже напоминали за последние сутки, второй раз не напишем."
	if without > 0 {
		text += "\n\nНаписать нельзя (нет VK ID или ссылки на чат): " + model.Plural(without, "человек", "человека", "человек") + "."
	}
	return text
}

func (m *missing) sendReminders(people []model.PersonID) {
	m.remind.Disable()
	widgets.Fetch(m.deps.Exec, func() (model.Reminded, error) { return m.service.Remind(m.deps.Exec.Context(), people) },
		func(told model.Reminded, err error) {
			m.showCount()
			if err != nil {
				dialog.ShowError(m.deps.Frame.Window(), "Напоминания отправлены не все",
					widgets.Sentence(err.Error())+" Остальные уйдут при следующей синхронизации.")
				return
			}
			tone := widgets.ToneGood
			if told.Sent+told.Queued == 0 {
				tone = widgets.ToneNeutral
			}
			m.deps.Frame.Toast(widgets.Sentence(told.Words()), tone)
		})
}

func (m *missing) print() {
	printInvites(m.deps, model.InviteOrder{People: m.chosen()}, "Приглашения.pdf", m.invite)
}

func (m *missing) exportRows() {
	rows := m.chosen()
	if len(rows) == 0 {
		rows = lists.Each(m.table.Rows(), chatPerson)
	}
	m.deps.Export(dialog.Export{
		Name: "Кто ещё не в чате.xlsx", Button: m.export, Refused: "Список не выгружен",
		Make: func(ctx context.Context, w io.Writer) error { return m.service.ExportMissing(ctx, rows, w) },
	}, "Список записан в файл")
}
