package lessonimport

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/entry"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// head is the toolbar of a preview; first may be nil.
func (s *screen) head(first *widgets.Button) fyne.CanvasObject {
	var left []fyne.CanvasObject
	if first != nil {
		left = append(left, first)
	}
	s.choose = widgets.NewSecondary("Выбрать другой файл…", func() { s.chooseFile() })
	left = append(left, s.choose, widgets.NewSecondary(s.deps.Leave, func() { s.finish("") }))
	return widgets.Toolbar(s.words().title, left, nil)
}

// subject is a line of the preview with its number, since two lines may be equal.
type subject struct {
	model.LessonsChange
	number int
}

// showChanges is the preview.
func (s *screen) showChanges() {
	p := s.preview
	s.load = nil
	if p.Fingerprint != "" {
		s.load = widgets.NewPrimary(entry.LoadLabel(p.Added, p.Changed, p.Removed), s.apply)
	}
	list := newSubjects()
	footer := widgets.Caption("")
	filter := func(text string) {
		var rows []subject
		for i, change := range p.Subjects {
			if model.FoldedContains(change.Group+" "+change.Subject, model.Fold(text)) {
				rows = append(rows, subject{change, i})
			}
		}
		list.Empty = table.Empty{Title: "Ничего не найдено", Hint: "Измените поиск."}
		if len(p.Subjects) == 0 {
			list.Empty = table.Empty{Title: "Изменений нет", Hint: "В журналах уже всё так, как в файле."}
		}
		list.SetRows(rows)
		count := model.Plural(len(p.Subjects), "предмет", "предмета", "предметов")
		if len(rows) != len(p.Subjects) {
			count = "Найдено " + strconv.Itoa(len(rows)) + " из " + strconv.Itoa(len(p.Subjects))
		}
		footer.SetText(count + " · " + s.files)
	}
	s.search = widgets.NewSearch("Группа или предмет", filter)
	filter("")
	above := container.New(layout.NewCustomPaddedVBoxLayout(theme.Gap), s.cards())
	for _, w := range p.Warnings {
		label := widgets.Flow(widgets.Sentence(w))
		label.SetTone(widgets.ToneWaiting)
		above.Add(label)
	}
	if p.Kept > 0 {
		above.Add(container.NewHBox(widgets.Muted(s.words().kept)))
	}
	if p.Fingerprint == "" {
		above.Add(container.NewHBox(widgets.Muted("Изменений нет: в журналах уже всё так, как в файле.")))
	}
	above.Add(widgets.FilterBar(s.search))
	s.Show(widgets.Page(s.head(s.load), above, list, widgets.Footer(footer, nil)))
}

// cards are the counts of the whole.
func (s *screen) cards() fyne.CanvasObject {
	p, w := s.preview, s.words()
	cards := container.New(layout.NewGridLayoutWithColumns(4))
	for _, c := range []struct {
		title string
		n     int
		tone  widgets.Tone
	}{
		{"Добавится", p.Added, widgets.ToneGood}, {"Изменится", p.Changed, widgets.ToneWaiting},
		{"Удалится", p.Removed, widgets.ToneRefused}, {"Останется", p.Kept, widgets.ToneNormal},
	} {
		count := widgets.Heading(model.Plural(c.n, w.one, w.few, w.many))
		count.SetTone(c.tone)
		if c.n == 0 {
			count.SetTone(widgets.ToneMuted)
		}
		cards.Add(widgets.Card(widgets.Caption(c.title), count))
	}
	return cards
}

// newSubjects is the table of what changes in each subject.
func newSubjects() *table.Table[subject, int] {
	text := func(id, title string, width, grow float32, get func(subject) string) table.Column[subject] {
		return table.Column[subject]{
			ID: id, Title: title, Width: width, Grow: grow, Cell: func(r subject) table.Cell { return table.Cell{Text: get(r)} },
			Compare: func(a, b subject) int { return strings.Compare(model.Fold(get(a)), model.Fold(get(b))) },
		}
	}
	number := func(id, title string, sign string, tone widgets.Tone, get func(subject) int) table.Column[subject] {
		return table.Column[subject]{
			ID: id, Title: title, Width: 110, Align: fyne.TextAlignTrailing, Compare: func(a, b subject) int { return get(a) - get(b) },
			Cell: func(r subject) table.Cell {
				if get(r) == 0 {
					return table.Cell{Text: "—", Tone: widgets.ToneMuted}
				}
				return table.Cell{Text: sign + strconv.Itoa(get(r)), Tone: tone}
			},
		}
	}
	table := table.NewList([]table.Column[subject]{
		text("group", "Группа", 140, 1, func(r subject) string { return r.Group }),
		text("subject", "Предмет", 280, 3, func(r subject) string { return r.Subject }),
		number("added", "Добавится", "+", widgets.ToneGood, func(r subject) int { return r.Added }),
		number("changed", "Изменится", "~", widgets.ToneWaiting, func(r subject) int { return r.Changed }),
		number("removed", "Удалится", "−", widgets.ToneRefused, func(r subject) int { return r.Removed }),
		number("kept", "Останется", "", widgets.ToneNormal, func(r subject) int { return r.Kept }),
	}, func(r subject) int { return r.number })
	table.TypeAhead = func(r subject) string { return r.Group + " " + r.Subject }
	return table
}

// problem is a line of the list of problems with its number, since two lines may be equal.
type problem struct {
	model.LessonProblem
	number int
}

// whole is the problem as a dialog tells it.
func (p problem) whole() string {
	if p.Place == "" {
		return widgets.Sentence(p.Text)
	}
	return widgets.Sentence(p.Place) + " " + widgets.Sentence(p.Text)
}

// showProblems lists what is wrong with the files.
func (s *screen) showProblems() {
	s.load = nil
	all := s.preview.Problems
	text := func(get func(problem) string, tone widgets.Tone) func(problem) table.Cell {
		return func(r problem) table.Cell { return table.Cell{Text: get(r), Tone: tone} }
	}
	list := table.NewList([]table.Column[problem]{
		{ID: "place", Title: "Где", Width: 430, Cell: text(func(r problem) string { return r.Place }, widgets.ToneNormal)},
		{ID: "text", Title: "Что не так", Width: 480, Grow: 1, Cell: text(func(r problem) string { return r.Text }, widgets.ToneRefused)},
	}, func(r problem) int { return r.number })
	list.OnOpen = func(r problem) { dialog.ShowError(s.deps.Window, "Ошибка в файле", r.whole()) }
	list.Empty = table.Empty{Title: "Ничего не найдено", Hint: "Измените поиск."}
	footer := widgets.Caption("")
	filter := func(text string) {
		var rows []problem
		for i, p := range all {
			if model.FoldedContains(p.Place+" "+p.Text, model.Fold(text)) {
				rows = append(rows, problem{p, i})
			}
		}
		list.SetRows(rows)
		count := model.Plural(len(all), "ошибка", "ошибки", "ошибок")
		if len(rows) != len(all) {
			count = "Найдено " + strconv.Itoa(len(rows)) + " из " + strconv.Itoa(len(all))
		}
		footer.SetText(count + " · " + s.files)
	}
	s.search = widgets.NewSearch("Место или текст ошибки", filter)
	filter("")
	lead := container.NewHBox(widgets.Text("В файле есть ошибки. Исправьте их и выберите файл снова: пока ничего не загружено."))
	s.Show(widgets.Page(s.head(nil), container.New(layout.NewCustomPaddedVBoxLayout(theme.Gap), lead, widgets.FilterBar(s.search)), list, widgets.Footer(footer, nil)))
}

// The width of the first step's card, and of the texts in it.
const (
	cardWidth float32 = 680
	textWidth         = cardWidth - 2*16
)

func paragraph(text string, tone widgets.Tone) fyne.CanvasObject {
	label := widgets.Paragraph(text, textWidth)
	label.SetTone(tone)
	return label
}

// centred puts a card in the upper middle of the window; a window that is too low scrolls it.
func centred(title string, rows ...fyne.CanvasObject) fyne.CanvasObject {
	rows = append([]fyne.CanvasObject{widgets.Title(title).Shrink()}, rows...)
	return widgets.Centred(cardWidth, rows...)
}
