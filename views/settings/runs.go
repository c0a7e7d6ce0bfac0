package settings

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// runsShown is how many runs the log shows: two days of one every quarter of an hour.
const runsShown = 200

// runs is the screen «Журнал синхронизаций». It is a screen of its own, since a table within the block's scrolling page
// would keep the wheel to itself and be clipped by its own bounds alone.
type runs struct {
	deps    Deps
	service AgentService
	ctx     context.Context
	leave   func()

	table   *widgets.Table[model.RunLine, int64]
	count   *widgets.Label
	content fyne.CanvasObject
}

var _ shell.Screen = (*runs)(nil)

func newRuns(deps Deps, service AgentService) *runs {
	r := &runs{deps: deps, service: service}
	r.table = widgets.NewTable([]widgets.Column[model.RunLine]{
		{ID: "when", Title: "Начало", Width: 150, Opens: true,
			Cell: func(r model.RunLine) widgets.Cell { return widgets.Cell{Text: r.Started.Format("02.01.2006 15:04")} }},
		{ID: "long", Title: "Длилась", Width: 100,
			Cell: func(r model.RunLine) widgets.Cell { return widgets.Cell{Text: lasted(r), Tone: widgets.ToneMuted} }},
		{ID: "state", Title: "Итог", Width: 140, Cell: ending},
		{ID: "what", Title: "Что сделано", Width: 260, Grow: 2,
			Cell: func(r model.RunLine) widgets.Cell { return widgets.Cell{Text: doneWords(r.Report)} }},
		{ID: "problem", Title: "Что помешало", Width: 200, Grow: 2,
			Cell: func(r model.RunLine) widgets.Cell { return widgets.Cell{Text: r.Problem, Tone: widgets.ToneRefused} }},
	}, func(r model.RunLine) int64 { return r.ID })
	r.table.Checkboxes = false
	r.table.Empty = widgets.Empty{Title: "Читаем журнал…"}
	r.table.OnOpen = r.open
	r.count = widgets.Caption("")
	r.content = widgets.Page(
		widgets.Toolbar("Журнал синхронизаций", []fyne.CanvasObject{widgets.NewSecondary("Назад", deps.Frame.Back)}, nil),
		nil, r.table, widgets.Footer(r.count, nil))
	return r
}

// Title stands in the window's title.
func (r *runs) Title() string { return "Журнал синхронизаций" }

// Content is the page.
func (r *runs) Content() fyne.CanvasObject { return r.content }

// Shown reads the log and watches for runs until the screen is hidden.
func (r *runs) Shown() {
	r.ctx, r.leave = shell.Watch(r.deps.Exec, r.deps.Timer, r.service, r.load, func(c model.Change) bool {
		return c.Sync || c.All
	})
	r.load()
	r.deps.Frame.Window().Canvas().Focus(r.table)
}

// Hidden ends what Shown began.
func (r *runs) Hidden() { r.leave() }

// MayLeave is always so: the log holds no edits.
func (r *runs) MayLeave(then func(bool)) { then(true) }

// Do carries out a command of the keyboard.
func (r *runs) Do(c shell.Command) {
	if c == shell.CommandRefresh {
		r.load()
	}
}

func (r *runs) load() {
	ctx := r.ctx
	widgets.Fetch(r.deps.Exec, func() ([]model.RunLine, error) { return r.service.Runs(ctx, runsShown) },
		func(lines []model.RunLine, err error) {
			if ctx.Err() != nil {
				return
			}
			r.table.Empty = widgets.Empty{Title: "Синхронизаций ещё не было", Hint: "Они начнутся, когда будет введён ключ сообщества."}
			if err != nil {
				r.table.Empty = widgets.Empty{Title: "Журнал не прочитан", Hint: err.Error(), Action: "Повторить", Do: r.load}
			}
			r.table.SetRows(lines)
			r.count.SetText(fmt.Sprintf("Всего %d", len(lines)))
			if len(lines) == runsShown {
				r.count.SetText(fmt.Sprintf("Последние %d", len(lines)))
			}
		})
}

// open tells a run whole: its refusals one by one.
func (r *runs) open(line model.RunLine) {
	const width, inner, most = 640, 600, 8
	lines := []fyne.CanvasObject{
		widgets.Paragraph(widgets.Sentence(doneWords(line.Report)), inner),
		widgets.Caption(model.Plural(int(line.Report.Requests), "запрос", "запроса", "запросов") + " к VK"),
	}
	if line.Problem != "" {
		problem := widgets.Paragraph(widgets.Sentence(line.Problem), inner)
		problem.SetTone(widgets.ToneRefused)
		lines = append(lines, problem)
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
	widgets.ShowModal(r.deps.Frame.Window(), widgets.Modal{
		Title: "Синхронизация", Hint: line.Started.Format("02.01.2006 15:04:05") + ", " + lasted(line),
		Content: container.New(tight(), lines...), Primary: "Закрыть", Size: fyne.NewSize(width, 0)})
}

// ending is how a run ended, in a word.
func ending(r model.RunLine) widgets.Cell {
	switch refused := len(r.Report.Refusals); {
	case r.Report.Cancelled:
		return widgets.Cell{Text: "остановлена", Tone: widgets.ToneNeutral, Pill: true}
	case r.Problem != "":
		return widgets.Cell{Text: "не закончена", Tone: widgets.ToneRefused, Pill: true, Tooltip: r.Problem}
	case r.Finished.IsZero():
		return widgets.Cell{Text: "прервана", Tone: widgets.ToneWaiting, Pill: true,
			Tooltip: "Идёт сейчас или прервана вместе с программой: следующая продолжит с того же места"}
	case refused > 0:
		return widgets.Cell{Text: model.Plural(refused, "отказ", "отказа", "отказов"), Tone: widgets.ToneWaiting, Pill: true}
	}
	return widgets.Cell{Text: "без ошибок", Tone: widgets.ToneGood, Pill: true}
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
	add(r.Chats.Created, "создано "+model.Plural(r.Chats.Created, "чат", "чата", "чатов"))
	add(r.Chats.Renamed, "переименовано "+model.Plural(r.Chats.Renamed, "чат", "чата", "чатов"))
	add(r.Chats.Deleted, "удалено "+model.Plural(r.Chats.Deleted, "чат", "чата", "чатов"))
	add(r.Members.Added, fmt.Sprintf("участников +%d", r.Members.Added))
	add(r.Members.Removed, fmt.Sprintf("участников −%d", r.Members.Removed))
	add(r.Admins.Set+r.Admins.Unset, "администраторов изменено "+fmt.Sprint(r.Admins.Set+r.Admins.Unset))
	add(r.Members.Waiting, fmt.Sprintf("ждут входа %d", r.Members.Waiting))
	if len(words) == 0 {
		return "изменений нет"
	}
	return strings.Join(words, ", ")
}
