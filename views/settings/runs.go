package settings

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// runsShown is how many runs the log shows: two days with a run every quarter of an hour.
const runsShown = 200

// runs is the screen «Журнал синхронизаций». It is its own screen, since a table within the block's scrolling page
// would take the wheel from the page and would not be clipped by it.
type runs struct {
	shell.Base
	service AgentService
	reading shell.Loader[[]model.RunLine]
	table   *table.Table[model.RunLine, int64]
	count   *widgets.Label
}

var _ shell.Screen = (*runs)(nil)

func newRuns(deps Deps, service AgentService) *runs {
	r := &runs{service: service}
	r.table = table.NewList([]*table.Column[model.RunLine]{
		{ID: "when", Title: "Начало", Width: 150, Opens: true,
			Cell: func(r model.RunLine) table.Cell { return table.Cell{Text: r.Started.Format("02.01.2006 15:04")} }},
		{ID: "long", Title: "Длилась", Width: 100,
			Cell: func(r model.RunLine) table.Cell { return table.Cell{Text: lasted(r), Tone: widgets.ToneMuted} }},
		{ID: "state", Title: "Итог", Width: 140, Cell: ending},
		{ID: "what", Title: "Что сделано", Width: 260, Grow: 2,
			Cell: func(r model.RunLine) table.Cell { return table.Cell{Text: doneWords(r.Report)} }},
		{ID: "problem", Title: "Что помешало", Width: 200, Grow: 2,
			Cell: func(r model.RunLine) table.Cell { return table.Cell{Text: r.Problem, Tone: widgets.ToneRefused} }},
	}, func(r model.RunLine) int64 { return r.ID })
	r.table.Grid.Empty = table.Empty{Title: "Читаем журнал…"}
	r.table.OnOpen = r.open
	r.count = widgets.Caption("")
	r.reading = shell.Loader[[]model.RunLine]{Desk: deps.Desk, Show: r.show, Failed: func(err error) {
		r.table.Grid.Fail("Журнал не прочитан", err, r.load)
	}}
	const name = "Журнал синхронизаций"
	r.Base = shell.Base{Desk: deps.Desk, Name: name, About: shell.TopicRuns, Changes: service, First: r.table.Grid,
		Reads: []shell.Read{{On: func(c model.Change) bool { return c.Sync || c.All }, Do: r.load}},
		Page: widgets.Page(
			widgets.Toolbar(name, []fyne.CanvasObject{widgets.NewSecondary("Назад", deps.Frame.Back)}, nil),
			nil, r.table.Grid, widgets.Footer(r.count))}
	return r
}

func (r *runs) load() {
	r.reading.Load(r.Ctx, func(ctx context.Context) ([]model.RunLine, error) { return r.service.Runs(ctx, runsShown) })
}

func (r *runs) show(lines []model.RunLine) {
	r.table.Grid.Empty = table.Empty{Title: "Синхронизаций ещё не было", Hint: "Они начнутся, когда будет введён ключ сообщества."}
	r.table.SetRows(lines)
	r.count.SetText(fmt.Sprintf("Всего %d", len(lines)))
	if len(lines) == runsShown {
		r.count.SetText(fmt.Sprintf("Последние %d", len(lines)))
	}
}

// open shows a whole run with each of its refusals.
func (r *runs) open(line model.RunLine) {
	const width, inner, most = 640, 600, 8
	lines := []fyne.CanvasObject{
		widgets.Paragraph(widgets.Sentence(doneWords(line.Report)), inner),
		widgets.Caption(model.Plural(int(line.Report.Requests), "запрос", "запроса", "запросов") + " к VK"),
	}
	if line.Problem != "" {
		lines = append(lines, widgets.NewCopyable(widgets.Paragraph(widgets.Sentence(line.Problem), inner).In(widgets.ToneRefused)))
	}
	for i, refusal := range line.Report.Refusals {
		if i == most {
			lines = append(lines, widgets.Caption(fmt.Sprintf("и ещё %d", len(line.Report.Refusals)-most)))
			break
		}
		who := refusal.Chat
		if refusal.Person != "" {
			who += ", " + refusal.Person
		}
		lines = append(lines, widgets.Paragraph(widgets.Sentence(who+": "+refusal.Message), inner))
	}
	dialog.Show(r.Desk.Frame.Window(), dialog.Modal{
		Title: "Синхронизация", Hint: line.Started.Format("02.01.2006 15:04:05") + ", " + lasted(line),
		Content: widgets.Tight(lines...), Primary: "Закрыть", Size: fyne.NewSize(width, 0)})
}

// ending is how a run ended, in a word.
func ending(r model.RunLine) table.Cell {
	switch refused := len(r.Report.Refusals); {
	case r.Report.Cancelled:
		return table.Cell{Text: "остановлена", Tone: widgets.ToneNeutral, Pill: true}
	case r.Problem != "":
		return table.Cell{Text: "не закончена", Tone: widgets.ToneRefused, Pill: true, Tooltip: r.Problem}
	case r.Finished.IsZero():
		return table.Cell{Text: "прервана", Tone: widgets.ToneWaiting, Pill: true,
			Tooltip: "Не закончена. Следующая продолжит с того же места"}
	case refused > 0:
		return table.Cell{Text: model.Plural(refused, "отказ", "отказа", "отказов"), Tone: widgets.ToneWaiting, Pill: true}
	}
	return table.Cell{Text: "без ошибок", Tone: widgets.ToneGood, Pill: true}
}

// lasted is how long a run took.
func lasted(r model.RunLine) string {
	if r.Finished.IsZero() {
		return "—"
	}
	switch d := r.Finished.Sub(r.Started); {
	case d < time.Second:
		return "меньше 1 с"
	case d < time.Minute:
		return fmt.Sprintf("%d с", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d мин %d с", int(d.Minutes()), int(d.Seconds())%60)
	default:
		return fmt.Sprintf("%d ч %d мин", int(d.Hours()), int(d.Minutes())%60)
	}
}

// doneWords says what a run did.
func doneWords(r model.Report) string {
	var words []string
	add := func(n int, text string) {
		if n > 0 {
			words = append(words, text)
		}
	}
	add(r.Chats.Created, "создано "+model.ChatWords(r.Chats.Created))
	add(r.Chats.Renamed, "переименовано "+model.ChatWords(r.Chats.Renamed))
	add(r.Chats.Deleted, "удалено "+model.ChatWords(r.Chats.Deleted))
	add(r.Members.Added, "добавлено "+model.Plural(r.Members.Added, "участник", "участника", "участников"))
	add(r.Members.Removed, "удалено "+model.Plural(r.Members.Removed, "участник", "участника", "участников"))
	add(r.Admins.Set+r.Admins.Unset, "администраторов изменено "+fmt.Sprint(r.Admins.Set+r.Admins.Unset))
	add(r.Members.Waiting, fmt.Sprintf("ждут входа %d", r.Members.Waiting))
	if len(words) == 0 {
		return "изменений нет"
	}
	return strings.Join(words, ", ")
}
