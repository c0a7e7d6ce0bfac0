package orders

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/files"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// Import leads from the choice of a file of orders over its preview to the loading. The only decision is that more
// students may leave than the limits allow.
type Import struct {
	*files.Wizard[model.OrdersPreview, bool]
	window  fyne.Window
	preview model.OrdersPreview
	Tabs    *widgets.Tabs
	Search  *widgets.Search // nil before something was read
}

// NewImport makes the loading of orders from files.
func NewImport(deps Deps) *Import {
	s := &Import{window: deps.Frame.Window()}
	done := func(loaded string) string {
		if loaded != "" && len(s.preview.Problems) > 0 {
			s.Do(shell.CommandRefresh) // shows what is left to correct
		} else {
			deps.Frame.Back()
		}
		return loaded
	}
	s.Wizard = files.New(files.Deps{Exec: deps.Exec, Window: s.window, Leave: "Назад", Made: deps.Made, Noting: deps.Noting, Done: done}, files.Kind[model.OrdersPreview, bool]{
		Title: "Загрузка приказов", About: shell.TopicOrderImport, Extensions: []string{".csv", ".xlsx", ".zip"}, With: "с колледжем", Failed: "Приказы не загружены",
		Formats: "CSV или XLSX: ДатаПриказа, НомерПриказа, Тип, ФИО, ГруппаДо, ГруппаПосле…",
		Template: &files.Template{Title: "Сохранить образец", Name: "Приказы.xlsx", Next: "Заполните книгу и выберите её здесь",
			Write: deps.Service.WriteOrderTemplate},
		Read: deps.Service.ReadFiles,
		Preview: func(ctx context.Context, read model.Files, _ bool) (model.OrdersPreview, error) {
			return deps.Service.PreviewOrders(ctx, read)
		},
		Apply: func(ctx context.Context, read model.Files, over bool, p model.OrdersPreview) error {
			return deps.Service.ApplyOrders(ctx, read, over, p.Fingerprint)
		},
		Corrected: func(bool) bool { return false },
		Show: func(p model.OrdersPreview, _ bool) files.Page {
			s.preview = p
			return s.page()
		},
	}, false)
	return s
}

// The tabs of what was read.
const (
	tabWrong   = "wrong"
	tabWritten = "written"
	tabTaken   = "taken"
	tabNotices = "notices"
)

// page shows what was read: rows with errors, what would be written, what the college has taken account of, remarks.
func (s *Import) page() files.Page {
	p := s.preview
	people, added := p.Totals()
	orders := model.Plural(len(p.Orders), "приказ", "приказа", "приказов")
	page := files.Page{Loaded: "Загружено: " + orders + ". Чаты будут исправлены.", Held: len(p.Over) > 0}
	switch {
	case len(p.Orders) > 0 && len(p.Problems) > 0:
		page.Load = "Загрузить без строк с ошибками"
		page.Above = append(page.Above, widgets.Flow("Строки с ошибками не загрузятся. Исправьте их в файле и нажмите «Прочитать ещё раз» (F5): записанное второй раз не запишется."))
	case len(p.Orders) > 0:
		page.Load = "Загрузить " + orders
	case len(p.Problems) > 0:
		page.Above = append(page.Above, widgets.Flow("Загружать нечего. Исправьте строки с ошибками и нажмите «Прочитать ещё раз» (F5): пока ничего не изменилось."))
	default:
		page.Above = append(page.Above, widgets.Flow("Новых приказов в файле нет: всё, что в нём есть, в колледже уже учтено."))
	}
	if len(p.Over) > 0 {
		page.Above = append(page.Above, files.AskOver(p.Over, false, func(sure bool) { s.Confirm(sure, sure) }))
	}
	s.fill(&page, people)
	words := "Записывать нечего"
	if len(p.Orders) > 0 {
		words = orders + " · " + model.PeopleWords(people)
	}
	for _, part := range []struct {
		n    int
		text string
	}{{added, "новых студентов: "}, {len(p.Taken), "уже учтено строк: "}, {len(p.Problems), "строк с ошибками: "}} {
		if part.n > 0 {
			words += " · " + part.text + strconv.Itoa(part.n)
		}
	}
	page.Footer = widgets.Caption(words + " · " + strings.Join(p.Files, ", "))
	return page
}

// fill puts the lists of what was read into the page, a tab each.
func (s *Import) fill(page *files.Page, people int) {
	p := s.preview
	problems := func(rows []model.ImportProblem, title string, tone widgets.Tone) found {
		list := files.Problems(s.window, rows, title, tone)
		return found{list.Table.Grid, func(text string) { list.Find(text, nil) }}
	}
	lists := map[string]found{
		tabWrong: problems(p.Problems, "Что не так", widgets.ToneRefused), tabWritten: s.written(),
		tabTaken: problems(p.Taken, "Почему пропущена", widgets.ToneMuted), tabNotices: problems(p.Notices, "Замечание", widgets.ToneWaiting),
	}
	s.Search = widgets.NewSearch("ФИО, номер приказа", func(text string) {
		for _, l := range lists {
			l.find(text)
		}
	})
	counts := map[string]int{tabWrong: len(p.Problems), tabWritten: people, tabTaken: len(p.Taken), tabNotices: len(p.Notices)}
	var tabs []widgets.Tab
	for _, t := range []widgets.Tab{{Key: tabWrong, Label: "Ошибки"}, {Key: tabWritten, Label: "Будет записано"}, {Key: tabTaken, Label: "Уже учтено"}, {Key: tabNotices, Label: "Замечания"}} {
		if counts[t.Key] > 0 {
			tabs = append(tabs, t)
		}
	}
	body := container.NewStack(lists[tabWritten].list)
	page.List = body
	s.Tabs = widgets.NewTabs(tabs, func(key string) {
		body.Objects = []fyne.CanvasObject{lists[key].list}
		body.Refresh()
	})
	for key, n := range counts {
		s.Tabs.SetCount(key, n)
	}
	if len(tabs) > 0 {
		body.Objects = []fyne.CanvasObject{lists[s.Tabs.Selected()].list}
		page.Search = s.Search
		page.Above = append(page.Above, widgets.FilterBar(s.Search), s.Tabs)
	}
}
