package people

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

const orderImportTitle = "Загрузка приказов"

// orderImport leads from the choice of a file of orders over its preview to the loading.
type orderImport struct {
	*widgets.Reading
	deps    Deps
	paths   []string // of the files that were read last
	preview model.OrdersPreview
	load    *widgets.Button // nil where there is nothing to load
	choose  *widgets.Button
	tabs    *widgets.Tabs
	busy    bool
}

var _ shell.Screen = (*orderImport)(nil)

func newOrderImport(deps Deps) *orderImport {
	s := &orderImport{deps: deps}
	s.Reading = widgets.NewReading(deps.Frame.Window(), s.read, s.ask)
	s.ask("")
	return s
}

// Title stands in the window's title.
func (s *orderImport) Title() string { return orderImportTitle }

// MayLeave is so unless orders are being written.
func (s *orderImport) MayLeave(then func(bool)) { then(!s.busy) }

// Do carries out a command of the keyboard.
func (s *orderImport) Do(c shell.Command) {
	if c == shell.CommandSave && s.load != nil {
		s.apply()
	}
}

func (s *orderImport) show(band, body, footer fyne.CanvasObject) {
	var buttons []fyne.CanvasObject
	if s.load != nil {
		buttons = append(buttons, s.load)
	}
	if footer != nil { // something was read
		s.choose = widgets.NewSecondary("Выбрать другой файл…", s.chooseFile)
		buttons = append(buttons, s.choose)
	}
	toolbar := widgets.Toolbar(orderImportTitle, buttons, []fyne.CanvasObject{widgets.NewLink("Назад", s.deps.Frame.Back)})
	s.Show(widgets.Page(toolbar, band, body, footer))
}

// ask is the first step; failure says why it is asked again.
func (s *orderImport) ask(failure string) {
	s.Cancel()
	s.load = nil
	heading := "Выберите файл с приказами или перетащите его на это окно"
	hint := "CSV или XLSX: ДатаПриказа, НомерПриказа, Тип, ФИО, ГруппаДо, ГруппаПосле… Сначала будет показано, что изменится."
	if failure != "" {
		heading, hint = "Файл не прочитан", widgets.Sentence(failure)
	}
	s.show(nil, widgets.Notice(heading, hint, widgets.NewPrimary("Выбрать файл…", s.chooseFile)), nil)
}

func (s *orderImport) chooseFile() {
	if s.deps.ChooseFile != nil {
		s.deps.ChooseFile("Файл с приказами", []string{".csv", ".xlsx", ".zip"}, func(path string) { s.read([]string{path}) })
	}
}

func (s *orderImport) read(paths []string) {
	if s.busy || len(paths) == 0 {
		return
	}
	s.load, s.paths = nil, paths
	s.show(nil, widgets.Notice("Читаем приказы и сравниваем с колледжем", "Пока ничего не меняется."), nil)
	widgets.Read(s.Reading, s.deps.Exec, func(ctx context.Context) (model.OrdersPreview, error) {
		return s.deps.Service.PreviewOrders(ctx, paths)
	}, func(preview model.OrdersPreview) {
		s.preview = preview
		s.result()
	})
}

// orderLine is a row of the preview with its number, since two rows may be equal.
type orderLine struct {
	number int
	order  model.OrderPreview
	person model.OrderPerson
	first  bool // of its order
}

// The tabs of what was read.
const (
	tabWrong   = "wrong"
	tabWritten = "written"
	tabTaken   = "taken"
	tabNotices = "notices"
)

// result shows what was read: rows with errors, what would be written, what the college has taken account of, remarks.
func (s *orderImport) result() {
	p := s.preview
	people, added := p.Totals()
	lead := ""
	switch {
	case len(p.Orders) > 0 && len(p.Problems) > 0:
		s.load = widgets.NewPrimary("Загрузить без строк с ошибками", s.apply)
		lead = "Строки с ошибками не загрузятся. Исправьте их в файле и загрузите его ещё раз: записанное второй раз не запишется."
	case len(p.Orders) > 0:
		s.load = widgets.NewPrimary("Загрузить "+model.Plural(len(p.Orders), "приказ", "приказа", "приказов"), s.apply)
	case len(p.Problems) > 0:
		lead = "Загружать нечего. Исправьте строки с ошибками и выберите файл снова: пока ничего не изменилось."
	default:
		lead = "Новых приказов в файле нет: всё, что в нём есть, в колледже уже учтено."
	}
	tables := map[string]fyne.CanvasObject{
		tabWrong: problemTable(p.Problems, "Что не так", widgets.ToneRefused), tabWritten: s.written(),
		tabTaken: problemTable(p.Taken, "Почему пропущена", widgets.ToneMuted), tabNotices: problemTable(p.Notices, "Замечание", widgets.ToneWaiting),
	}
	var tabs []widgets.Tab
	counts := map[string]int{tabWrong: len(p.Problems), tabWritten: people, tabTaken: len(p.Taken), tabNotices: len(p.Notices)}
	for _, t := range []widgets.Tab{{Key: tabWrong, Label: "Ошибки"}, {Key: tabWritten, Label: "Будет записано"}, {Key: tabTaken, Label: "Уже учтено"}, {Key: tabNotices, Label: "Замечания"}} {
		if counts[t.Key] > 0 {
			tabs = append(tabs, t)
		}
	}
	body := container.NewStack(tables[tabWritten])
	s.tabs = widgets.NewTabs(tabs, func(key string) {
		body.Objects = []fyne.CanvasObject{tables[key]}
		body.Refresh()
	})
	for key, n := range counts {
		s.tabs.SetCount(key, n)
	}
	band := column()
	if lead != "" {
		band.Add(widgets.Flow(lead))
	}
	if len(tabs) > 0 {
		body.Objects = []fyne.CanvasObject{tables[s.tabs.Selected()]}
		band.Add(s.tabs)
	}
	words := "Записывать нечего"
	if len(p.Orders) > 0 {
		words = model.Plural(len(p.Orders), "приказ", "приказа", "приказов") + " · " + model.Plural(people, "человек", "человека", "человек")
	}
	for _, part := range []struct {
		n    int
		text string
	}{{added, "новых студентов: "}, {len(p.Taken), "уже учтено строк: "}, {len(p.Problems), "строк с ошибками: "}} {
		if part.n > 0 {
			words += " · " + part.text + strconv.Itoa(part.n)
		}
	}
	s.show(band, body, widgets.Footer(widgets.Caption(words+" · "+strings.Join(p.Files, ", ")), nil))
}

// written is what would be written, order by order.
func (s *orderImport) written() fyne.CanvasObject {
	var lines []orderLine
	for _, o := range s.preview.Orders {
		for i, p := range o.Lines {
			lines = append(lines, orderLine{len(lines), o, p, i == 0})
		}
	}
	once := func(get func(orderLine) string) func(orderLine) widgets.Cell {
		return func(l orderLine) widgets.Cell {
			if !l.first {
				return widgets.Cell{}
			}
			return widgets.Cell{Text: get(l)}
		}
	}
	table := widgets.NewTable([]widgets.Column[orderLine]{
		{ID: "number", Title: "Номер", Width: 80, Cell: once(func(l orderLine) string { return l.order.Number })},
		{ID: "date", Title: "Дата", Width: 100, Cell: once(func(l orderLine) string { return l.order.Date.Format(dateLayout) })},
		{ID: "kind", Title: "Вид", Width: 180, Cell: once(func(l orderLine) string { return l.order.Kind.String() })},
		{ID: "effective", Title: "Вступает в силу", Width: 130, Cell: once(func(l orderLine) string { return l.order.Effective.Format(dateLayout) })},
		{ID: "people", Title: "Человек", Width: 80, Align: fyne.TextAlignTrailing, Cell: once(func(l orderLine) string { return strconv.Itoa(l.order.People) })},
		{ID: "name", Title: "ФИО", Width: 230, Grow: 2, Cell: func(l orderLine) widgets.Cell { return widgets.Cell{Text: l.person.Name.String()} }},
		{ID: "before", Title: "Из группы", Width: 100, Grow: 1, Cell: func(l orderLine) widgets.Cell { return muted(orDash(l.person.Before)) }},
		{ID: "after", Title: "В группу", Width: 100, Grow: 1, Cell: func(l orderLine) widgets.Cell { return muted(orDash(l.person.After)) }},
	}, func(l orderLine) int { return l.number })
	table.Checkboxes = false
	table.TypeAhead = func(l orderLine) string { return l.person.Name.String() }
	table.Empty = widgets.Empty{Title: "Новых приказов в файле нет"}
	table.SetRows(lines)
	return table
}

// problemTable lists what is to say of the rows of a file, under a title of its own.
func problemTable(problems []model.ImportProblem, title string, tone widgets.Tone) *widgets.Table[numbered, int] {
	columns := []widgets.Column[numbered]{
		{ID: "file", Title: "Файл", Width: 150, Cell: func(p numbered) widgets.Cell { return muted(p.File) }},
		{ID: "row", Title: "Строка", Width: 80, Align: fyne.TextAlignTrailing, Compare: func(a, b numbered) int { return a.Row - b.Row },
			Cell: func(p numbered) widgets.Cell {
				if p.Row == 0 {
					return muted("—")
				}
				return widgets.Cell{Text: strconv.Itoa(p.Row)}
			}},
		{ID: "column", Title: "Столбец", Width: 130, Cell: func(p numbered) widgets.Cell { return muted(orDash(p.Column)) }},
		{ID: "value", Title: "В файле", Width: 220, Cell: func(p numbered) widgets.Cell { return muted(orDash(p.Value)) }},
		{ID: "message", Title: title, Width: 400, Grow: 1, Cell: func(p numbered) widgets.Cell { return widgets.Cell{Text: p.Message, Tone: tone} }},
	}
	rows, needs := make([]numbered, len(problems)), map[string]bool{}
	for i, p := range problems {
		rows[i] = numbered{p, i}
		needs["file"] = needs["file"] || p.File != problems[0].File
		needs["column"] = needs["column"] || p.Column != ""
	}
	columns = slices.DeleteFunc(columns, func(c widgets.Column[numbered]) bool { return (c.ID == "file" || c.ID == "column") && !needs[c.ID] })
	table := widgets.NewTable(columns, func(p numbered) int { return p.number })
	table.Checkboxes = false
	table.TypeAhead = func(p numbered) string { return p.Value }
	table.SetRows(rows)
	return table
}

// numbered is a problem with its number, since two may be equal.
type numbered struct {
	model.ImportProblem
	number int
}

func (s *orderImport) apply() {
	if s.busy || s.load == nil {
		return
	}
	s.busy = true
	s.load.Disable()
	s.choose.Disable()
	id, orders := s.preview.ID, len(s.preview.Orders)
	widgets.Perform(s.deps.Exec, func() error { return s.deps.Service.ApplyOrders(context.Background(), id) }, func(err error) {
		s.busy = false
		if err == nil {
			text := "Загружено: " + model.Plural(orders, "приказ", "приказа", "приказов") + ". Чаты будут исправлены."
			s.deps.Frame.Toast(text, widgets.ToneGood)
			if len(s.preview.Problems) > 0 {
				s.read(s.paths) // what is left to mend
				return
			}
			s.deps.Frame.Back()
			return
		}
		s.load.Enable()
		s.choose.Enable()
		widgets.ShowError(s.deps.Frame.Window(), "Приказы не загружены", widgets.Sentence(err.Error()))
	})
}
