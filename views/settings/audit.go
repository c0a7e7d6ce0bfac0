package settings

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// JournalService is what «Журнал изменений» asks of the program.
type JournalService interface {
	AuditChoices(ctx context.Context) (model.AuditChoices, error)
	Audit(ctx context.Context, f model.AuditFilter) ([]model.AuditLine, int, error)
	ExportAudit(ctx context.Context, f model.AuditFilter, w io.Writer) error
	shell.UndoService
}

// journalPage is how many lines are read at a time: the journal may hold hundreds of thousands.
const journalPage = 200

// anybody is the choice that leaves the person open; 0 is the owner of the file.
const anybody model.PersonID = -1

// journal is the block «Журнал изменений».
type journal struct {
	deps    Deps
	service JournalService
	ctx     context.Context
	filter  model.AuditFilter
	reading shell.Loader[page]
	total   int

	content      fyne.CanvasObject
	people       *table.Select[model.PersonID]
	actions      *table.Select[string]
	from, until  *widgets.Entry
	text         *widgets.Search
	export       *widgets.Button
	table        *table.Table[model.AuditLine, int64]
	count        *widgets.Label
	newer, older *widgets.Button
	footer       fyne.CanvasObject
}

func newJournal(deps Deps, service JournalService) *journal {
	j := &journal{deps: deps, service: service, ctx: deps.Exec.Context()}
	j.reading = shell.Loader[page]{Desk: deps.Desk, Show: j.show, Failed: func(err error) { j.table.Grid.Fail("Журнал не прочитан", err, j.load) }}
	j.filter.Limit = journalPage
	j.people = table.NewSelect([]table.Option[model.PersonID]{{Key: anybody, Label: "- все люди -"}}, func(model.PersonID) { j.apply() })
	j.people.SetSelected(anybody)
	j.actions = table.NewSelect([]table.Option[string]{{Label: "- все действия -"}}, func(string) { j.apply() })
	j.actions.SetSelected("")
	j.from, j.until = j.dateEntry("с ДД.ММ.ГГГГ"), j.dateEntry("по ДД.ММ.ГГГГ")
	j.text = widgets.NewSearch("Поиск по тексту", func(string) { j.apply() })
	j.export = widgets.NewSecondary("Экспорт в Excel", j.exportAll)
	j.export.SetTooltip("Записать все найденные строки в файл XLSX")
	j.buildTable()
	j.text.Below = j.table.Grid
	j.count = widgets.Caption("")
	j.newer = widgets.NewLink("Новее", func() { j.turn(-1) })
	j.older = widgets.NewLink("Старше", func() { j.turn(1) })
	j.newer.SetDisabled(true)
	j.older.SetDisabled(true)
	j.footer = widgets.Footer(j.count, widgets.InRow(j.newer, j.older))
	bar := container.NewBorder(nil, nil, nil, j.export, widgets.FilterBar(j.text, layout.NewSpacer()))
	choices := widgets.Fields([]float32{-1, -1, 136, 136}, j.people.Field, j.actions.Field, j.from, j.until)
	j.content = container.NewBorder(widgets.Column(bar, choices, gap()), j.footer, nil, nil, j.table.Grid)
	return j
}

// gap is an empty line of the page's gap above the table.
func gap() fyne.CanvasObject { return container.NewStack() }

func (j *journal) dateEntry(placeholder string) *widgets.Entry {
	e := widgets.NewEntry(placeholder)
	e.OnChanged = func(text string) {
		e.SetError("")
		if _, ok := parseDay(text); ok {
			j.apply()
		}
		j.content.Refresh()
	}
	e.OnSubmitted = func(string) { j.apply() }
	return e
}

func (j *journal) buildTable() {
	muted := func(text string) table.Cell { return table.Cell{Text: text, Tone: widgets.ToneMuted} }
	j.table = table.NewList([]*table.Column[model.AuditLine]{
		{ID: "when", Title: "Когда", Width: 138,
			Cell: func(l model.AuditLine) table.Cell { return muted(l.At.Format("02.01.2006 15:04")) }},
		{ID: "who", Title: "Кто", Width: 140, Cell: whoCell},
		{ID: "action", Title: "Что сделано", Width: 164, Grow: 2, Opens: true,
			Cell: func(l model.AuditLine) table.Cell {
				if l.Undone {
					return muted(l.Action + " (отменено)")
				}
				return table.Cell{Text: l.Action}
			}},
		{ID: "subject", Title: "О ком, о чём", Width: 112, Grow: 2, Cell: func(l model.AuditLine) table.Cell { return table.Cell{Text: l.Subject} }},
		{ID: "details", Title: "Подробности", Width: 140, Grow: 3,
			Cell: func(l model.AuditLine) table.Cell {
				return muted(strings.Join(strings.Fields(widgets.Drawable(l.Details)), " "))
			}},
	}, func(l model.AuditLine) int64 { return l.ID })
	j.table.OnOpen = j.open
	j.table.Grid.Empty = table.Empty{Title: "Читаем журнал…"}
}

// whoCell is the name of who did it, shortened to the width; the tooltip has it whole.
func whoCell(l model.AuditLine) table.Cell {
	if l.Actor == 0 {
		return table.Cell{Text: l.Who} // no person of the college
	}
	return table.Cell{Text: model.ParseName(l.Who).Short(), Tooltip: l.Who}
}

// open shows a whole line.
func (j *journal) open(l model.AuditLine) {
	const width = 560
	line := func(caption, text string) fyne.CanvasObject {
		if text == "" {
			text = "—"
		}
		return widgets.Tight(widgets.Caption(caption), widgets.Paragraph(text, width-40))
	}
	content := widgets.Column(line("Кто", l.Who), line("О ком, о чём", l.Subject), line("Подробности", widgets.Drawable(l.Details)))
	if l.Undone {
		content.Add(line("Состояние", "изменение отменено"))
	}
	var shown *dialog.Handle
	shown = dialog.Show(j.deps.Frame.Window(), dialog.Modal{
		Title: l.Action, Hint: l.At.Format("02.01.2006 15:04:05"), Primary: "Закрыть", Size: fyne.NewSize(width, 0),
		Content: content, Footer: j.undoButton(l, func() { shown.Close() }),
	})
}

// apply reads the first page of what the filter leaves.
func (j *journal) apply() {
	f := model.AuditFilter{Limit: journalPage, Text: strings.TrimSpace(j.text.Text)}
	if id, ok := j.people.Selected(); ok && id != anybody {
		f.Actor, f.ByActor = id, true
	}
	f.Action, _ = j.actions.Selected()
	from, fromOK := parseDay(j.from.Text)
	until, untilOK := parseDay(j.until.Text)
	for _, e := range []struct {
		entry *widgets.Entry
		wrong bool
	}{{j.from, !fromOK}, {j.until, !untilOK}} {
		if e.wrong {
			e.entry.SetError("ДД.ММ.ГГГГ")
		}
	}
	j.content.Refresh()
	if !fromOK || !untilOK {
		return
	}
	f.From, f.Until = from, until
	j.filter = f
	j.load()
}

// turn goes a page towards older lines, or back.
func (j *journal) turn(pages int) {
	j.filter.Offset = max(0, j.filter.Offset+pages*journalPage)
	j.load()
}

// page is what one reading of the journal gives.
type page struct {
	filter  model.AuditFilter
	choices model.AuditChoices
	lines   []model.AuditLine
	total   int
}

func (j *journal) load() {
	filter := j.filter
	j.reading.Load(j.ctx, func(ctx context.Context) (p page, err error) {
		p.filter = filter
		if p.choices, err = j.service.AuditChoices(ctx); err != nil {
			return p, err
		}
		p.lines, p.total, err = j.service.Audit(ctx, filter)
		return p, err
	})
}

// offer fills the filter with the people who did something and the actions that were done.
func (j *journal) offer(c model.AuditChoices) {
	people := []table.Option[model.PersonID]{{Key: anybody, Label: "- все люди -"}}
	for _, p := range c.People {
		people = append(people, table.Option[model.PersonID]{Key: p.Person, Label: p.Who})
	}
	j.people.SetOptions(people)
	actions := []table.Option[string]{{Label: "- все действия -"}}
	for _, a := range c.Actions {
		actions = append(actions, table.Option[string]{Key: a, Label: a})
	}
	j.actions.SetOptions(actions)
}

func (j *journal) show(p page) {
	if p.filter != j.filter {
		return // the new one is reading it
	}
	j.offer(p.choices)
	lines := p.lines
	switch {
	case j.filtered():
		j.table.Grid.Empty = table.Empty{Title: "Ничего не найдено", Hint: "Измените условия или покажите весь журнал.",
			Action: "Сбросить фильтр", Do: j.reset}
	default:
		j.table.Grid.Empty = table.Empty{Title: "Изменений пока не было", Hint: "Здесь появится каждое изменение: кто, когда и что сделал."}
	}
	j.total = p.total
	j.table.SetRows(lines)
	if len(lines) > 0 {
		j.table.ScrollTo(lines[0].ID)
	}
	j.showCount(len(lines))
}

func (j *journal) showCount(shown int) {
	first := j.filter.Offset + 1
	text := fmt.Sprintf("Всего %d", j.total)
	if j.filtered() {
		text = fmt.Sprintf("Найдено %d", j.total)
	}
	if shown < j.total && shown > 0 {
		text = fmt.Sprintf("%d–%d из %d", first, j.filter.Offset+shown, j.total)
	}
	j.count.SetText(text)
	j.newer.SetDisabled(j.filter.Offset == 0)
	j.older.SetDisabled(j.filter.Offset+shown >= j.total)
	j.export.SetDisabled(j.total == 0)
	j.footer.Refresh()
}

func (j *journal) filtered() bool {
	return j.filter.ByActor || j.filter.Action != "" || j.filter.Text != "" || !j.filter.From.IsZero() || !j.filter.Until.IsZero()
}

func (j *journal) reset() {
	j.people.SetSelected(anybody)
	j.actions.SetSelected("")
	j.from.SetText("")
	j.until.SetText("")
	j.text.SetText("")
	j.apply()
}

// exportAll saves the lines of the filter as a workbook.
func (j *journal) exportAll() {
	filter := j.filter
	j.deps.Export(dialog.Export{
		Name: "Журнал изменений.xlsx", Button: j.export, Refused: "Журнал не выгружен",
		Make: func(ctx context.Context, w io.Writer) error { return j.service.ExportAudit(ctx, filter, w) },
	}, "Журнал записан в файл")
}

// parseDay reads a calendar day as people write it; an empty text is no day and not wrong.
func parseDay(text string) (time.Time, bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return time.Time{}, true
	}
	return model.ParseDay(text)
}
