package orders

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

// Import leads from the choice of a file of orders over its preview to the loading.
type Import struct {
	*widgets.Reading
	deps    Deps
	paths   []string // of the files that were read last
	files   model.Files
	preview model.OrdersPreview
	load    *widgets.Button // nil where there is nothing to load
	choose  *widgets.Button
	Tabs    *widgets.Tabs
	Search  *widgets.Search // nil before something was read
	over    bool            // confirmed that more students may leave than the limits let go
	busy    bool
}

var _ shell.Screen = (*Import)(nil)

// NewImport makes the loading of orders from files.
func NewImport(deps Deps) *Import {
	s := &Import{deps: deps}
	s.Reading = widgets.NewReading(deps.Frame.Window(), s.Read, s.ask)
	s.ask("")
	return s
}

// Title stands in the window's title.
func (s *Import) Title() string { return orderImportTitle }

// MayLeave is so unless orders are being written.
func (s *Import) MayLeave(then func(bool)) { then(!s.busy) }

// Do carries out a command of the keyboard.
func (s *Import) Do(c shell.Command) {
	switch {
	case c == shell.CommandSave && s.load != nil:
		s.apply()
	case c == shell.CommandFilter && s.Search != nil:
		s.deps.Focus(s.Search)
	case c == shell.CommandRefresh:
		s.Read(s.paths)
	}
}

func (s *Import) show(band, body, footer fyne.CanvasObject) {
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
func (s *Import) ask(failure string) {
	s.Cancel()
	s.load, s.Search = nil, nil
	heading := "Выберите файл с приказами или перетащите его на это окно"
	hint := "CSV или XLSX: ДатаПриказа, НомерПриказа, Тип, ФИО, ГруппаДо, ГруппаПосле… Сначала будет показано, что изменится."
	if failure != "" {
		heading, hint = "Файл не прочитан", widgets.Sentence(failure)
	}
	s.show(nil, widgets.Notice(heading, hint, widgets.NewPrimary("Выбрать файл…", s.chooseFile)), nil)
}

func (s *Import) chooseFile() {
	if s.deps.ChooseFile != nil {
		s.deps.ChooseFile("Файл с приказами", []string{".csv", ".xlsx", ".zip"}, func(path string) { s.Read([]string{path}) })
	}
}

// Read reads files and shows what they would bring.
func (s *Import) Read(paths []string) {
	if s.busy || len(paths) == 0 {
		return
	}
	s.load, s.Search, s.over, s.paths = nil, nil, false, paths
	s.show(nil, widgets.Notice("Читаем приказы и сравниваем с колледжем", "Пока ничего не меняется."), nil)
	type reading struct {
		files   model.Files
		preview model.OrdersPreview
	}
	widgets.Read(s.Reading, s.deps.Exec, func(ctx context.Context) (read reading, err error) {
		if read.files, err = s.deps.Service.ReadFiles(ctx, paths); err == nil {
			read.preview, err = s.deps.Service.PreviewOrders(ctx, read.files)
		}
		return read, err
	}, func(read reading) {
		s.files, s.preview = read.files, read.preview
		s.result()
	})
}

// The tabs of what was read.
const (
	tabWrong   = "wrong"
	tabWritten = "written"
	tabTaken   = "taken"
	tabNotices = "notices"
)

// result shows what was read: rows with errors, what would be written, what the college has taken account of, remarks.
func (s *Import) result() {
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
	tables := map[string]sifted{
		tabWrong: problemTable(p.Problems, "Что не так", widgets.ToneRefused), tabWritten: s.written(),
		tabTaken: problemTable(p.Taken, "Почему пропущена", widgets.ToneMuted), tabNotices: problemTable(p.Notices, "Замечание", widgets.ToneWaiting),
	}
	s.Search = widgets.NewSearch("ФИО, номер приказа", func(text string) {
		for _, t := range tables {
			t.sift(text)
		}
	})
	var tabs []widgets.Tab
	counts := map[string]int{tabWrong: len(p.Problems), tabWritten: people, tabTaken: len(p.Taken), tabNotices: len(p.Notices)}
	for _, t := range []widgets.Tab{{Key: tabWrong, Label: "Ошибки"}, {Key: tabWritten, Label: "Будет записано"}, {Key: tabTaken, Label: "Уже учтено"}, {Key: tabNotices, Label: "Замечания"}} {
		if counts[t.Key] > 0 {
			tabs = append(tabs, t)
		}
	}
	body := container.NewStack(tables[tabWritten].table)
	s.Tabs = widgets.NewTabs(tabs, func(key string) {
		body.Objects = []fyne.CanvasObject{tables[key].table}
		body.Refresh()
	})
	for key, n := range counts {
		s.Tabs.SetCount(key, n)
	}
	band := widgets.Column()
	if lead != "" {
		band.Add(widgets.Flow(lead))
	}
	if len(p.Over) > 0 {
		s.askOver(band)
	}
	if len(tabs) > 0 {
		band.Add(widgets.FilterBar(s.Search))
		body.Objects = []fyne.CanvasObject{tables[s.Tabs.Selected()].table}
		band.Add(s.Tabs)
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

// askOver asks whether as many students may leave as the orders say; until that is confirmed nothing is loaded.
func (s *Import) askOver(band *fyne.Container) {
	warning := widgets.Flow("Остановлено для безопасности: " + strings.Join(s.preview.Over, "; ") +
		". Проверьте, тот ли это файл и весь ли он.")
	warning.SetTone(widgets.ToneRefused)
	load := s.load
	load.Disable()
	band.Add(warning)
	band.Add(widgets.NewCheck("Всё верно: пусть уходят", func(on bool) {
		s.over = on
		if on && !s.busy {
			load.Enable()
		} else {
			load.Disable()
		}
	}))
}

func (s *Import) apply() {
	if s.busy || s.load == nil || s.load.Disabled() {
		return
	}
	s.busy = true
	s.load.Disable()
	s.choose.Disable()
	files, fingerprint, orders, over := s.files, s.preview.Fingerprint, len(s.preview.Orders), s.over
	widgets.Perform(s.deps.Exec, func() error { return s.deps.Service.ApplyOrders(s.deps.Exec.Context(), files, over, fingerprint) }, func(err error) {
		s.busy = false
		if err == nil {
			text := "Загружено: " + model.Plural(orders, "приказ", "приказа", "приказов") + ". Чаты будут исправлены."
			s.deps.Tell(text)
			if len(s.preview.Problems) > 0 {
				s.Read(s.paths) // what is left to mend
				return
			}
			s.deps.Frame.Back()
			return
		}
		s.load.Enable()
		s.choose.Enable()
		s.deps.Fail("Приказы не загружены", err)
	})
}
