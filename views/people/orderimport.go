package people

import (
	"context"
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
	preview model.OrdersPreview
	load    *widgets.Button // nil where there is nothing to load
	choose  *widgets.Button
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
	s.load = nil
	s.show(nil, widgets.Notice("Читаем приказы и сравниваем с колледжем", "Пока ничего не меняется."), nil)
	widgets.Read(s.Reading, s.deps.Exec, func(ctx context.Context) (model.OrdersPreview, error) {
		return s.deps.Service.PreviewOrders(ctx, paths)
	}, func(preview model.OrdersPreview) {
		if s.preview = preview; len(preview.Problems) > 0 {
			s.problems()
			return
		}
		s.changes()
	})
}

// orderLine is a row of the preview with its number, since two rows may be equal.
type orderLine struct {
	number int
	order  model.OrderPreview
	person model.OrderPerson
	first  bool // of its order
}

// changes is the preview, order by order.
func (s *orderImport) changes() {
	var lines []orderLine
	for _, o := range s.preview.Orders {
		for i, p := range o.Lines {
			lines = append(lines, orderLine{len(lines), o, p, i == 0})
		}
	}
	people, added := s.preview.Totals()
	if s.preview.ID != 0 {
		s.load = widgets.NewPrimary("Загрузить "+model.Plural(len(s.preview.Orders), "приказ", "приказа", "приказов"), s.apply)
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
		{ID: "kind", Title: "Вид", Width: 170, Cell: once(func(l orderLine) string { return l.order.Kind.String() })},
		{ID: "effective", Title: "Вступает в силу", Width: 130, Cell: once(func(l orderLine) string { return l.order.Effective.Format(dateLayout) })},
		{ID: "people", Title: "Человек", Width: 80, Align: fyne.TextAlignTrailing, Cell: once(func(l orderLine) string { return strconv.Itoa(l.order.People) })},
		{ID: "name", Title: "ФИО", Width: 230, Grow: 2, Cell: func(l orderLine) widgets.Cell { return widgets.Cell{Text: l.person.Name.String()} }},
		{ID: "before", Title: "Группа до", Width: 100, Grow: 1, Cell: func(l orderLine) widgets.Cell { return muted(orDash(l.person.Before)) }},
		{ID: "after", Title: "Группа после", Width: 110, Grow: 1, Cell: func(l orderLine) widgets.Cell { return muted(orDash(l.person.After)) }},
	}, func(l orderLine) int { return l.number })
	table.Checkboxes = false
	table.TypeAhead = func(l orderLine) string { return l.person.Name.String() }
	table.Empty = widgets.Empty{Title: "Новых приказов в файле нет", Hint: "Все приказы из файла уже записаны."}
	table.SetRows(lines)
	counts := model.Plural(len(s.preview.Orders), "приказ", "приказа", "приказов") + " · " + model.Plural(people, "человек", "человека", "человек")
	for _, part := range []struct {
		n    int
		text string
	}{
		{added, "новых студентов: "}, {s.preview.Known, "уже записано строк: "}, {len(s.preview.Notices), "замечаний: "},
	} {
		if part.n > 0 {
			counts += " · " + part.text + strconv.Itoa(part.n)
		}
	}
	s.show(s.notices(), table, widgets.Footer(widgets.Caption(counts+" · "+strings.Join(s.preview.Files, ", ")), nil))
}

// notices name what was mended or left out; the first few are said, all stand in their own list.
func (s *orderImport) notices() fyne.CanvasObject {
	if len(s.preview.Notices) == 0 {
		return nil
	}
	first := s.preview.Notices[0]
	label := widgets.Flow("Строка " + strconv.Itoa(first.Row) + ": " + widgets.Sentence(first.Message))
	label.SetTone(widgets.ToneWaiting)
	all := widgets.NewSecondary("Все замечания ("+strconv.Itoa(len(s.preview.Notices))+")…", func() {
		table := problemTable(s.preview.Notices, widgets.ToneWaiting)
		widgets.ShowModal(s.deps.Frame.Window(), widgets.Modal{Title: "Замечания", Content: table, Cancel: "Закрыть",
			Hint: "Они не мешают загрузке: так прочитаны или пропущены строки файла.", Size: fyne.NewSize(900, 560), Focus: table})
	})
	return container.NewBorder(nil, nil, nil, container.NewVBox(all), label)
}

// problemTable lists what is to say of the rows of a file.
func problemTable(problems []model.ImportProblem, tone widgets.Tone) *widgets.Table[numbered, int] {
	table := widgets.NewTable([]widgets.Column[numbered]{
		{ID: "row", Title: "Строка", Width: 80, Align: fyne.TextAlignTrailing, Compare: func(a, b numbered) int { return a.Row - b.Row },
			Cell: func(p numbered) widgets.Cell {
				if p.Row == 0 {
					return muted("—")
				}
				return widgets.Cell{Text: strconv.Itoa(p.Row)}
			}},
		{ID: "column", Title: "Столбец", Width: 130, Cell: func(p numbered) widgets.Cell { return muted(p.Column) }},
		{ID: "value", Title: "Сейчас", Width: 180, Cell: func(p numbered) widgets.Cell { return muted(p.Value) }},
		{ID: "message", Title: "Что не так", Width: 400, Grow: 1, Cell: func(p numbered) widgets.Cell { return widgets.Cell{Text: p.Message, Tone: tone} }},
	}, func(p numbered) int { return p.number })
	table.Checkboxes = false
	rows := make([]numbered, len(problems))
	for i, p := range problems {
		rows[i] = numbered{p, i}
	}
	table.SetRows(rows)
	return table
}

// numbered is a problem with its number, since two may be equal.
type numbered struct {
	model.ImportProblem
	number int
}

// problems lists what is wrong with the file.
func (s *orderImport) problems() {
	s.load = nil
	lead := widgets.Text("В файле есть ошибки. Исправьте их и выберите файл снова: пока ничего не загружено.")
	count := model.Plural(len(s.preview.Problems), "ошибка", "ошибки", "ошибок") + " · " + strings.Join(s.preview.Files, ", ")
	s.show(lead, problemTable(s.preview.Problems, widgets.ToneRefused), widgets.Footer(widgets.Caption(count), nil))
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
			s.deps.Frame.Toast("Загружено: "+model.Plural(orders, "приказ", "приказа", "приказов")+". Чаты будут исправлены.", widgets.ToneGood)
			s.deps.Frame.Back()
			return
		}
		s.load.Enable()
		s.choose.Enable()
		widgets.ShowError(s.deps.Frame.Window(), "Приказы не загружены", widgets.Sentence(err.Error()))
	})
}
