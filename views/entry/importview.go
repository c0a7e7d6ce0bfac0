package entry

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// ImportView shows what a roster would change, with the questions about it, or what is wrong with its files. It has no
// page of its own: screens put its parts on theirs.
type ImportView struct {
	window  fyne.Window
	decide  func(model.ImportChoices)
	preview model.ImportPreview
	// wanted is what the person has decided by now. The preview is of it, but for answers that wait for the others and
	// while it could not be compared.
	wanted model.ImportChoices
	doubts []model.ImportDoubt // all that the files raised, the answered ones included
	lines  *table.Table[importRow, int]
	gone   gone // what the files no longer name
	tabs   *widgets.Tabs
	groups *table.Select[string]
	search *widgets.Search // nil while there is nothing to search
	footer *widgets.Label
}

// importRow is a line of the preview with its number, since two lines may be equal.
type importRow struct {
	model.ImportLine
	number int
}

// NewImportView makes a view without a preview; decide is told what the person decided about the roster, so that the
// files are compared once more.
func NewImportView(window fyne.Window, decide func(model.ImportChoices)) *ImportView {
	return &ImportView{window: window, decide: decide}
}

// Take takes a preview, of which the parts are made from now on. Doubts of a roster that were answered before may be
// taken back: a view is for one choice of files.
func (v *ImportView) Take(preview model.ImportPreview) {
	v.preview, v.wanted, v.search = preview, preview.Choices, nil
	v.remember()
}

// Search puts the keyboard into the field that searches the list, where there is one.
func (v *ImportView) Search() {
	if v.search != nil {
		v.window.Canvas().Focus(v.search)
	}
}

// Parts are what stands above the list, the list itself, and what is said below it.
func (v *ImportView) Parts() (above []fyne.CanvasObject, list fyne.CanvasObject, footer *widgets.Label) {
	if len(v.preview.Problems) > 0 {
		return v.problems()
	}
	return v.changes()
}

// changes are the parts of a roster that can be loaded.
func (v *ImportView) changes() (above []fyne.CanvasObject, list fyne.CanvasObject, footer *widgets.Label) {
	tabs := []widgets.Tab{{Key: "", Label: "Все"}}
	for _, section := range v.preview.Sections {
		if len(section.Lines) > 0 {
			tabs = append(tabs, widgets.Tab{Key: section.Key, Label: section.Title})
		}
	}
	v.tabs = widgets.NewTabs(tabs, func(string) { v.filter() }) // the cards above count
	v.groups = v.groupFilter()
	v.search = widgets.NewSearch("ФИО или название", func(string) { v.filter() })
	v.lines = newLines()
	v.footer = widgets.Caption("")
	above = []fyne.CanvasObject{v.cards()}
	for _, w := range v.preview.Warnings {
		label := widgets.Flow(widgets.Sentence(w))
		label.SetTone(widgets.ToneWaiting)
		above = append(above, label)
	}
	above = append(above, v.choices()...)
	above = append(above, container.New(tabsAndFilters{}, v.tabs, v.groups, v.search))
	v.filter()
	return above, v.lines, v.footer
}

// source says what was read: its format and its files.
func (v *ImportView) source() string {
	const most = 3
	files := v.preview.Files
	text := strings.Join(files[:min(len(files), most)], ", ")
	if more := len(files) - most; more > 0 {
		text += " и ещё " + strconv.Itoa(more)
	}
	if v.preview.Format != "" {
		text = v.preview.Format + " · " + text
	}
	return text
}

// cards are the counts by section.
func (v *ImportView) cards() fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for _, section := range v.preview.Sections {
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
func newLines() *table.Table[importRow, int] {
	tones := map[model.ImportAction]widgets.Tone{
		model.ImportAdd: widgets.ToneGood, model.ImportChange: widgets.ToneWaiting, model.ImportMove: widgets.ToneWaiting,
		model.ImportRemove: widgets.ToneRefused,
	}
	text := func(get func(importRow) string, tone widgets.Tone) func(importRow) table.Cell {
		return func(r importRow) table.Cell { return table.Cell{Text: get(r), Tone: tone} }
	}
	byText := func(get func(importRow) string) func(a, b importRow) int {
		return func(a, b importRow) int { return strings.Compare(model.Fold(get(a)), model.Fold(get(b))) }
	}
	title, detail := func(r importRow) string { return r.Title }, func(r importRow) string { return r.Detail }
	table := table.NewList([]table.Column[importRow]{
		{ID: "action", Title: "Что будет", Width: 120, Compare: func(a, b importRow) int { return int(a.Action) - int(b.Action) },
			Cell: func(r importRow) table.Cell {
				return table.Cell{Text: r.Action.String(), Pill: true, Tone: tones[r.Action]}
			}},
		{ID: "title", Title: "ФИО или название", Width: 250, Grow: 1, Cell: text(title, widgets.ToneNormal), Compare: byText(title)},
		{ID: "detail", Title: "Группа или предмет", Width: 150, Grow: 1, Cell: text(detail, widgets.ToneMuted), Compare: byText(detail)},
		{ID: "what", Title: "Что меняется", Width: 290, Grow: 4, Cell: text(func(r importRow) string { return widgets.Drawable(r.What) }, widgets.ToneNormal)},
	}, func(r importRow) int { return r.number })
	table.TypeAhead = title
	return table
}

// groupFilter offers the groups that the changes concern; it is hidden when there is nothing to choose from.
func (v *ImportView) groupFilter() *table.Select[string] {
	keys := map[string]string{}
	for _, section := range v.preview.Sections {
		for _, line := range section.Lines {
			for _, name := range line.Groups {
				if keys[name] == "" {
					keys[name] = widgets.SortKey(name)
				}
			}
		}
	}
	names := slices.SortedFunc(maps.Keys(keys), func(a, b string) int { return strings.Compare(keys[a], keys[b]) })
	options := []table.Option[string]{{Key: "", Label: "Все группы"}}
	for _, name := range names {
		options = append(options, table.Option[string]{Key: name, Label: name})
	}
	groups := table.NewSelect(options, func(string) { v.filter() })
	groups.SetSelected("")
	if len(names) < 2 {
		groups.Hide()
	}
	return groups
}

// filter shows the lines of the chosen section and group that the search finds.
func (v *ImportView) filter() {
	wanted, text := v.tabs.Selected(), model.Fold(v.search.Text)
	group, _ := v.groups.Selected()
	var rows []importRow
	number, all := 0, 0
	for _, section := range v.preview.Sections {
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
	v.lines.Empty = table.Empty{Title: "Изменений нет", Hint: "В колледже уже всё так, как в файлах."}
	if all > 0 {
		v.lines.Empty = table.Empty{Title: "Ничего не найдено", Hint: "Измените поиск или группу."}
	}
	v.lines.SetRows(rows)
	footer := model.Plural(all, "изменение", "изменения", "изменений")
	if len(rows) != all {
		footer = "Найдено " + strconv.Itoa(len(rows)) + " из " + strconv.Itoa(all)
	}
	v.footer.SetText(footer + " · " + v.source())
}

// problemRow is a problem in the table.
type problemRow struct {
	model.ImportProblem
	number int
}

// problems are the parts of a roster that cannot be loaded.
func (v *ImportView) problems() (above []fyne.CanvasObject, list fyne.CanvasObject, footer *widgets.Label) {
	cell := func(get func(problemRow) string, tone widgets.Tone) func(problemRow) table.Cell {
		return func(r problemRow) table.Cell { return table.Cell{Text: get(r), Tone: tone} }
	}
	table := table.NewList([]table.Column[problemRow]{
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
	table.OnOpen = func(r problemRow) {
		dialog.ShowError(v.window, problemPlace(r.ImportProblem), problemWords(r.ImportProblem))
	}
	rows := make([]problemRow, len(v.preview.Problems))
	for i, p := range v.preview.Problems {
		rows[i] = problemRow{p, i}
	}
	table.SetRows(slices.Clip(rows))
	lead := widgets.Text("В файлах есть ошибки. Исправьте их и выберите файл снова: пока ничего не загружено. Двойной щелчок покажет ошибку целиком.")
	return []fyne.CanvasObject{lead}, table, widgets.Caption(model.Plural(len(rows), "ошибка", "ошибки", "ошибок") + " · " + v.source())
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
