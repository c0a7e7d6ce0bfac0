package entry

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// ImportService is what the loading of rosters asks of the program.
type ImportService interface {
	// PreviewImport says what the files would change; problems in them are part of the answer.
	PreviewImport(ctx context.Context, paths []string) (model.ImportPreview, error)
	// RefineImport reads the files of a preview once more, with what the person has decided about them.
	RefineImport(ctx context.Context, id model.ImportID, choices model.ImportChoices) (model.ImportPreview, error)
	ApplyImport(ctx context.Context, id model.ImportID) error
	// WriteTemplate writes the workbook that colleges fill in; a file that is there is not overwritten.
	WriteTemplate(ctx context.Context, path string) error
}

// ImportDeps is what the screen is made of.
type ImportDeps struct {
	Exec    widgets.Executor
	Window  fyne.Window
	Service ImportService
	// Leave is the label of the button that ends it without loading: «Пропустить», «Назад».
	Leave string
	// Done is called once: when rosters were loaded, or when the person left.
	Done func(loaded bool)
}

const importTitle = "Загрузка списков"

// OpenImport makes the screen that loads rosters, with its preview.
func OpenImport(deps ImportDeps) shell.Screen { return newImport(deps) }

// importScreen leads from the choice of files over their preview to the loading.
type importScreen struct {
	*widgets.Reading
	deps    ImportDeps
	preview model.ImportPreview
	last    model.ImportID // the preview that can be refined: one that changes nothing has no number
	load    *widgets.Button
	choose  *widgets.Button
	lines   *widgets.Table[importRow, int]
	tabs    *widgets.Tabs
	groups  *widgets.Select[string]
	search  *widgets.Search
	footer  *widgets.Label
	doubts  []model.ImportDoubt // all that the files raised, the answered ones included
	gone    gone                // what the files no longer name
	busy    bool
}

// importRow is a line of the preview with its number, since two lines may be equal.
type importRow struct {
	model.ImportLine
	number int
}

func newImport(deps ImportDeps) *importScreen {
	s := &importScreen{deps: deps}
	s.Reading = widgets.NewReading(deps.Window, s.read, s.askForFile)
	s.askForFile("")
	return s
}

// Title implements shell.Screen.
func (s *importScreen) Title() string { return importTitle }

// MayLeave implements shell.Screen: a preview is no edit. What is being loaded is loaded.
func (s *importScreen) MayLeave(then func(ok bool)) { then(!s.busy) }

// Do implements shell.Screen.
func (s *importScreen) Do(c shell.Command) {
	switch {
	case c == shell.CommandFilter && s.search != nil:
		s.deps.Window.Canvas().Focus(s.search)
	case c == shell.CommandSave && s.load != nil:
		s.apply()
	}
}

// askForFile is the first step; failure says why it is asked again.
func (s *importScreen) askForFile(failure string) {
	s.Cancel()
	s.lines, s.search, s.load = nil, nil, nil
	s.choose = widgets.NewPrimary("Выбрать файл…", s.chooseFile)
	wrong := newMessage(wideWidth-2*cardPad, widgets.ToneRefused)
	wrong.set(failure)
	formats := widgets.Caption("Книга «Звонка» (XLSX или папка CSV), OneRoster 1.1 и 1.2, School Data Sync (zip или папка).")
	s.Show(wide(importTitle, "Выберите файл или перетащите файлы и папку на это окно. Сначала будет показано, что изменится.",
		formats, wrong.holder, row(s.choose, widgets.NewSecondary("Сохранить образец книги…", s.saveTemplate),
			widgets.NewSecondary(s.deps.Leave, func() { s.finish(false) }))))
}

func (s *importScreen) chooseFile() {
	ChooseFile(s.deps.Window, s.deps.Exec, FileRequest{Title: "Файл со списками", Extensions: []string{".xlsx", ".zip", ".csv"}},
		func(path string) { s.read([]string{path}) })
}

func (s *importScreen) saveTemplate() {
	ChooseFile(s.deps.Window, s.deps.Exec, FileRequest{Title: "Сохранить образец книги", Extensions: []string{".xlsx"}, SaveAs: "Списки колледжа.xlsx"},
		func(path string) {
			widgets.Perform(s.deps.Exec, func() error { return s.deps.Service.WriteTemplate(context.Background(), path) }, func(err error) {
				if err != nil {
					widgets.ShowError(s.deps.Window, "Образец не сохранён", widgets.Sentence(err.Error()))
					return
				}
				widgets.ShowError(s.deps.Window, "Образец сохранён", "Заполните листы книги и выберите её здесь: "+path)
			})
		})
}

// read looks at files and shows what they would change.
func (s *importScreen) read(paths []string) {
	if s.busy || len(paths) == 0 {
		return
	}
	s.doubts, s.gone = nil, gone{}
	s.ask(func(ctx context.Context) (model.ImportPreview, error) {
		return s.deps.Service.PreviewImport(ctx, paths)
	})
}

// ask shows what a reading answers.
func (s *importScreen) ask(read func(context.Context) (model.ImportPreview, error)) {
	s.Show(wide(importTitle, "Читаем файлы и сравниваем с колледжем. Пока ничего не меняется.",
		row(widgets.NewSecondary("Отмена", func() { s.askForFile("") }))))
	widgets.Read(s.Reading, s.deps.Exec, read, func(preview model.ImportPreview) {
		s.preview = preview
		if preview.ID != 0 {
			s.last = preview.ID
		}
		s.remember()
		if len(preview.Problems) > 0 {
			s.showProblems()
			return
		}
		s.showChanges()
	})
}

func (s *importScreen) finish(loaded bool) {
	s.Hidden()
	s.deps.Done(loaded)
}

// head is the toolbar of a step; first may be nil.
func (s *importScreen) head(first *widgets.Button) fyne.CanvasObject {
	buttons := []fyne.CanvasObject{}
	if first != nil {
		buttons = append(buttons, first)
	}
	s.choose = widgets.NewSecondary("Выбрать другой файл…", s.chooseFile)
	buttons = append(buttons, s.choose, widgets.NewSecondary(s.deps.Leave, func() { s.finish(false) }))
	return widgets.Toolbar(importTitle, buttons, nil)
}

// source says what was read: its format and its files.
func (s *importScreen) source() string {
	const most = 3
	files := s.preview.Files
	text := strings.Join(files[:min(len(files), most)], ", ")
	if more := len(files) - most; more > 0 {
		text += " и ещё " + strconv.Itoa(more)
	}
	if s.preview.Format != "" {
		text = s.preview.Format + " · " + text
	}
	return text
}

// showChanges is the preview.
func (s *importScreen) showChanges() {
	added, changed, removed := s.preview.Totals()
	s.load = widgets.NewPrimary(LoadLabel(added, changed, removed), s.apply)
	switch {
	case s.preview.ID == 0:
		s.load = nil
	case len(s.preview.Over) > 0 && !s.preview.Choices.OverLimit:
		s.load.Disable()
	}
	tabs := []widgets.Tab{{Key: "", Label: "Все"}}
	for _, section := range s.preview.Sections { // how many there are of each stands in the cards
		if len(section.Lines) > 0 {
			tabs = append(tabs, widgets.Tab{Key: section.Key, Label: section.Title})
		}
	}
	s.tabs = widgets.NewTabs(tabs, func(string) { s.filter() })
	s.groups = s.groupFilter()
	s.search = widgets.NewSearch("ФИО, название", func(string) { s.filter() })
	s.lines = newLines()
	s.footer = widgets.Caption("")
	above := []fyne.CanvasObject{s.cards()}
	for _, w := range s.preview.Warnings {
		above = append(above, s.warning(widgets.Sentence(w), widgets.ToneWaiting))
	}
	above = append(above, s.choices()...)
	above = append(above, container.New(tabsAndFilters{}, s.tabs, s.groups, s.search))
	s.filter()
	s.Show(widgets.Page(s.head(s.load), stack(theme.Gap, above...), s.lines, widgets.Footer(s.footer, nil)))
}

// LoadLabel is the label of the button that loads what a preview counts: «Загрузить: +36, ~4, −2».
func LoadLabel(added, changed, removed int) string {
	var parts []string
	for _, p := range []struct {
		sign string
		n    int
	}{{"+", added}, {"~", changed}, {"−", removed}} {
		if p.n > 0 {
			parts = append(parts, p.sign+strconv.Itoa(p.n))
		}
	}
	if len(parts) == 0 {
		return "Загрузить"
	}
	return "Загрузить: " + strings.Join(parts, ", ")
}

// cards are the counts by section.
func (s *importScreen) cards() fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for _, section := range s.preview.Sections {
		counts := []fyne.CanvasObject{}
		add := func(text string, tone widgets.Tone, n int) {
			if n == 0 {
				return
			}
			label := widgets.Heading(fmt.Sprintf(text, n))
			label.SetTone(tone)
			counts = append(counts, label)
		}
		add("+%d", widgets.ToneGood, section.Added)
		add("~%d", widgets.ToneWaiting, section.Changed)
		add("−%d", widgets.ToneRefused, section.Removed)
		if len(counts) == 0 {
			counts = append(counts, widgets.Muted("без изменений"))
		}
		cards = append(cards, widgets.Card(widgets.Caption(section.Title),
			container.New(layout.NewCustomPaddedHBoxLayout(theme.GapSmall), counts...)))
	}
	if len(cards) == 0 {
		return widgets.Muted("В файлах нет ни одной записи.")
	}
	return columns(cards...)
}

// newLines is the table of what changes.
func newLines() *widgets.Table[importRow, int] {
	tones := map[model.ImportAction]widgets.Tone{
		model.ImportAdd: widgets.ToneGood, model.ImportChange: widgets.ToneWaiting, model.ImportMove: widgets.ToneWaiting,
		model.ImportRemove: widgets.ToneRefused,
	}
	text := func(get func(importRow) string, tone widgets.Tone) func(importRow) widgets.Cell {
		return func(r importRow) widgets.Cell { return widgets.Cell{Text: get(r), Tone: tone} }
	}
	byText := func(get func(importRow) string) func(a, b importRow) int {
		return func(a, b importRow) int { return strings.Compare(model.Fold(get(a)), model.Fold(get(b))) }
	}
	title, detail := func(r importRow) string { return r.Title }, func(r importRow) string { return r.Detail }
	table := widgets.NewTable([]widgets.Column[importRow]{
		{ID: "action", Title: "Что будет", Width: 120, Compare: func(a, b importRow) int { return int(a.Action) - int(b.Action) },
			Cell: func(r importRow) widgets.Cell {
				return widgets.Cell{Text: r.Action.String(), Pill: true, Tone: tones[r.Action]}
			}},
		{ID: "title", Title: "ФИО или название", Width: 300, Grow: 2, Cell: text(title, widgets.ToneNormal), Compare: byText(title)},
		{ID: "detail", Title: "Группа или предмет", Width: 240, Grow: 1, Cell: text(detail, widgets.ToneMuted), Compare: byText(detail)},
		{ID: "what", Title: "Что меняется", Width: 280, Grow: 1, Cell: text(func(r importRow) string { return r.What }, widgets.ToneNormal)},
	}, func(r importRow) int { return r.number })
	table.Checkboxes = false
	table.TypeAhead = title
	return table
}

// groupFilter offers the groups that the changes concern; it is hidden when there is nothing to choose from.
func (s *importScreen) groupFilter() *widgets.Select[string] {
	keys := map[string]string{}
	for _, section := range s.preview.Sections {
		for _, line := range section.Lines {
			for _, name := range line.Groups {
				if keys[name] == "" {
					keys[name] = widgets.SortKey(name)
				}
			}
		}
	}
	names := slices.SortedFunc(maps.Keys(keys), func(a, b string) int { return strings.Compare(keys[a], keys[b]) })
	options := []widgets.Option[string]{{Key: "", Label: "Все группы"}}
	for _, name := range names {
		options = append(options, widgets.Option[string]{Key: name, Label: name})
	}
	groups := widgets.NewSelect(options, func(string) { s.filter() })
	groups.SetSelected("")
	if len(names) < 2 {
		groups.Hide()
	}
	return groups
}

// filter shows the lines of the chosen section and group that the search finds.
func (s *importScreen) filter() {
	wanted, text := s.tabs.Selected(), model.Fold(s.search.Text)
	group, _ := s.groups.Selected()
	var rows []importRow
	number, all := 0, 0
	for _, section := range s.preview.Sections {
		for _, line := range section.Lines {
			number++
			if wanted != "" && wanted != section.Key {
				continue
			}
			all++
			if (group == "" || slices.Contains(line.Groups, group)) && model.FoldedContains(line.Title+" "+line.Detail, text) {
				rows = append(rows, importRow{line, number})
			}
		}
	}
	s.lines.Empty = widgets.Empty{Title: "Изменений нет", Hint: "В колледже уже всё так, как в файлах."}
	if all > 0 {
		s.lines.Empty = widgets.Empty{Title: "Ничего не найдено", Hint: "Измените поиск или группу."}
	}
	s.lines.SetRows(rows)
	footer := model.Plural(all, "изменение", "изменения", "изменений")
	if len(rows) != all {
		footer = "Найдено " + strconv.Itoa(len(rows)) + " из " + strconv.Itoa(all)
	}
	s.footer.SetText(footer + " · " + s.source())
}

// apply loads what the preview shows, once it is answered who is who.
func (s *importScreen) apply() {
	if s.busy || s.load == nil || s.load.Disabled() {
		return
	}
	if len(s.preview.Doubts) > 0 {
		s.askWho()
		return
	}
	s.busy = true
	s.load.Disable()
	s.choose.Disable()
	label := s.load.Text()
	s.load.SetText("Загружаем…")
	id := s.preview.ID
	widgets.Perform(s.deps.Exec, func() error { return s.deps.Service.ApplyImport(context.Background(), id) }, func(err error) {
		s.busy = false
		if err == nil {
			s.finish(true)
			return
		}
		s.load.SetText(label)
		s.load.Enable()
		s.choose.Enable()
		widgets.ShowError(s.deps.Window, "Списки не загружены", widgets.Sentence(err.Error()))
	})
}

// problemRow is a problem in the table.
type problemRow struct {
	model.ImportProblem
	number int
}

// showProblems lists what is wrong with the files.
func (s *importScreen) showProblems() {
	s.load, s.search = nil, nil
	cell := func(get func(problemRow) string, tone widgets.Tone) func(problemRow) widgets.Cell {
		return func(r problemRow) widgets.Cell { return widgets.Cell{Text: get(r), Tone: tone} }
	}
	table := widgets.NewTable([]widgets.Column[problemRow]{
		{ID: "file", Title: "Файл", Width: 210, Cell: cell(func(r problemRow) string { return r.File }, widgets.ToneNormal),
			Compare: func(a, b problemRow) int { return strings.Compare(a.File, b.File) }},
		{ID: "row", Title: "Строка", Width: 74, Align: fyne.TextAlignTrailing, Compare: func(a, b problemRow) int { return a.Row - b.Row },
			Cell: cell(func(r problemRow) string {
				if r.Row == 0 {
					return "—"
				}
				return strconv.Itoa(r.Row)
			}, widgets.ToneNormal)},
		{ID: "column", Title: "Столбец", Width: 104, Cell: cell(func(r problemRow) string { return r.Column }, widgets.ToneNormal)},
		{ID: "value", Title: "Сейчас", Width: 116, Cell: cell(func(r problemRow) string { return r.Value }, widgets.ToneMuted)},
		{ID: "message", Title: "Что не так", Width: 320, Grow: 1, Cell: cell(func(r problemRow) string { return r.Message }, widgets.ToneRefused)},
	}, func(r problemRow) int { return r.number })
	table.Checkboxes = false
	table.OnOpen = func(r problemRow) {
		widgets.ShowError(s.deps.Window, problemPlace(r.ImportProblem), problemWords(r.ImportProblem))
	}
	rows := make([]problemRow, len(s.preview.Problems))
	for i, p := range s.preview.Problems {
		rows[i] = problemRow{p, i}
	}
	table.SetRows(slices.Clip(rows))
	lead := widgets.Text("В файлах есть ошибки. Исправьте их и выберите файл снова: пока ничего не загружено. Двойной щелчок покажет ошибку целиком.")
	s.Show(widgets.Page(s.head(nil), lead, table, widgets.Footer(widgets.Caption(model.Plural(len(rows), "ошибка", "ошибки", "ошибок")+" · "+s.source()), nil)))
}

// problemPlace says where a problem is.
func problemPlace(p model.ImportProblem) string {
	if p.Row == 0 {
		return p.File
	}
	return p.File + ", строка " + strconv.Itoa(p.Row)
}

// longestValue is how much of a wrong value a dialog shows, in letters.
const longestValue = 200

// problemWords are all that is known of a problem.
func problemWords(p model.ImportProblem) string {
	words := widgets.Sentence(p.Message)
	if p.Column != "" {
		words += "\n\nСтолбец: " + p.Column
	}
	if value := []rune(p.Value); len(value) > longestValue {
		words += "\nСейчас: " + string(value[:longestValue]) + "…"
	} else if p.Value != "" {
		words += "\nСейчас: " + p.Value
	}
	return words
}

// tabsAndFilters are the tabs, and at the right end the choice of a group, which may be hidden, and the search, which
// takes what is left, within reason.
type tabsAndFilters struct{}

const searchMin, searchMax, groupsMax float32 = 120, 260, 164

// groupsWidth is the width of the choice of a group with the gap behind it.
func groupsWidth(groups fyne.CanvasObject) float32 {
	if !groups.Visible() {
		return 0
	}
	return min(groupsMax, groups.MinSize().Width) + theme.GapSmall
}

func (tabsAndFilters) MinSize(objects []fyne.CanvasObject) fyne.Size {
	tabs := objects[0].MinSize()
	return fyne.NewSize(tabs.Width+theme.Gap+groupsWidth(objects[1])+searchMin, tabs.Height)
}

func (tabsAndFilters) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	groups := groupsWidth(objects[1])
	search := max(searchMin, min(searchMax, size.Width-theme.Gap-groups-objects[0].MinSize().Width))
	objects[0].Resize(fyne.NewSize(size.Width-groups-search-theme.Gap, size.Height))
	objects[0].Move(fyne.NewPos(0, 0))
	objects[1].Resize(fyne.NewSize(max(0, groups-theme.GapSmall), theme.RowHeight))
	objects[1].Move(fyne.NewPos(size.Width-search-groups, 0))
	objects[2].Resize(fyne.NewSize(search, theme.RowHeight))
	objects[2].Move(fyne.NewPos(size.Width-search, 0))
}
