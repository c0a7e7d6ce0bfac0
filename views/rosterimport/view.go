package rosterimport

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/files"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// View shows what a roster would change, with the questions about it, or what is wrong with its files. It has no toolbar:
// screens put it on their pages.
type View struct {
	window  fyne.Window
	decide  func(model.ImportChoices)
	preview model.ImportPreview
	// wanted is what the person has decided by now. The preview shows its effect, except for answers that wait for
	// others, or if the comparison has failed.
	wanted model.ImportChoices
	doubts []model.ImportDoubt // all that the files raised, the answered ones included
	lines  *files.List[row]
	gone   gone // what the files no longer name
	tabs   *widgets.Tabs
	groups *table.Select[string]
	search *widgets.Search // nil while there is nothing to search
	footer *widgets.Label
}

// row is a line of a section of the preview.
type row struct {
	model.ImportLine
	section string
}

// NewView makes a view without a preview; decide is told what the person decided about the roster, so that the
// files are compared once more.
func NewView(window fyne.Window, decide func(model.ImportChoices)) *View {
	return &View{window: window, decide: decide}
}

// Take takes the next preview of the same files. Answers that were given before may be changed.
func (v *View) Take(preview model.ImportPreview) {
	v.preview, v.wanted, v.search = preview, preview.Choices, nil
	v.remember()
}

// Search puts the keyboard into the field that searches the list, where there is one.
func (v *View) Search() {
	if v.search != nil {
		v.window.Canvas().Focus(v.search)
	}
}

// Page is what is shown of the preview.
func (v *View) Page() (page files.Page) {
	if len(v.preview.Problems) > 0 {
		page = files.WrongPage(v.window, v.preview.Problems, v.source())
	} else {
		page = v.changes()
	}
	v.search = page.Search
	return page
}

// changes are the parts of a roster that can be loaded.
func (v *View) changes() files.Page {
	tabs := []widgets.Tab{{Key: "", Label: "Все"}}
	for _, section := range v.preview.Sections {
		if len(section.Lines) > 0 {
			tabs = append(tabs, widgets.Tab{Key: section.Key, Label: section.Title})
		}
	}
	v.tabs = widgets.NewTabs(tabs, func(string) { v.filter() }) // the cards above count
	v.groups = v.groupFilter()
	v.search = widgets.NewSearch("Поиск", func(string) { v.filter() })
	v.lines = newLines(v.preview.Sections)
	v.footer = widgets.Caption("")
	above := []fyne.CanvasObject{v.cards()}
	for _, w := range v.preview.Warnings {
		above = append(above, widgets.Flow(widgets.Sentence(w)).In(widgets.ToneWaiting))
	}
	above = append(above, v.choices()...)
	v.filter()
	return files.Page{Above: append(above, widgets.FilterBar(v.tabs, v.search, v.groups.Field)), List: v.lines.Table.Grid, Footer: v.footer, Search: v.search}
}

// source says what was read: its format and its files.
func (v *View) source() string {
	text := files.Names(v.preview.Files)
	if v.preview.Format != "" {
		text = v.preview.Format + " · " + text
	}
	return text
}

// cards are the counts by section.
func (v *View) cards() fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for _, section := range v.preview.Sections {
		lines := []fyne.CanvasObject{widgets.Caption(section.Title)}
		add := func(action model.ImportAction, tone widgets.Tone, n int) {
			if n > 0 {
				lines = append(lines, widgets.Text(fmt.Sprintf("%s %d", action, n)).In(tone))
			}
		}
		add(model.ImportAdd, widgets.ToneGood, section.Added)
		add(model.ImportChange, widgets.ToneWaiting, section.Changed)
		add(model.ImportRemove, widgets.ToneRefused, section.Removed)
		if len(lines) == 1 {
			lines = append(lines, widgets.Muted("без изменений"))
		}
		cards = append(cards, widgets.Card(widgets.Tight(lines...)))
	}
	if len(cards) == 0 {
		return widgets.Muted("В файлах нет ни одной записи.")
	}
	return widgets.Cards(cards...)
}

// newLines is the list of what changes.
func newLines(sections []model.ImportSection) *files.List[row] {
	tones := map[model.ImportAction]widgets.Tone{
		model.ImportAdd: widgets.ToneGood, model.ImportChange: widgets.ToneWaiting, model.ImportMove: widgets.ToneWaiting,
		model.ImportRemove: widgets.ToneRefused,
	}
	var rows []row
	for _, section := range sections {
		for _, line := range section.Lines {
			rows = append(rows, row{line, section.Key})
		}
	}
	title := func(r *row) string { return r.Title }
	list := files.NewList([]*table.Column[*row]{
		table.Ranked("action", "Что будет", 120, func(r *row) table.Cell {
			return table.Cell{Text: r.Action.String(), Pill: true, Tone: tones[r.Action]}
		}, func(r *row) int { return int(r.Action) }),
		table.Text("title", "ФИО или название", 250, 1, title),
		table.Text("detail", "Группа или предмет", 150, 1, func(r *row) string { return r.Detail }).In(widgets.ToneMuted),
		table.Text("what", "Что меняется", 290, 4, func(r *row) string { return widgets.Drawable(r.What) }),
	}, rows, func(r *row) string { return r.Title + " " + r.Detail },
		table.Empty{Title: "Изменений нет", Hint: "В колледже уже всё так, как в файлах."})
	list.Table.TypeAhead = title
	list.NotFound.Hint = "Измените поиск или группу."
	return list
}

// groupFilter offers the groups that the changes concern; it is hidden when there is nothing to choose from.
func (v *View) groupFilter() *table.Select[string] {
	var names []string
	for _, section := range v.preview.Sections {
		for _, line := range section.Lines {
			names = append(names, line.Groups...)
		}
	}
	names = table.SortedWords(names)
	options := []table.Option[string]{{Key: "", Label: "Все группы"}}
	for _, name := range names {
		options = append(options, table.Option[string]{Key: name, Label: name})
	}
	groups := table.NewSelect(options, func(string) { v.filter() })
	groups.SetSelected("")
	if len(names) < 2 {
		groups.Field.Hide()
	}
	return groups
}

// filter shows the lines of the chosen section and group that the search finds.
func (v *View) filter() {
	wanted, all := v.tabs.Selected(), 0
	group, _ := v.groups.Selected()
	found := v.lines.Find(v.search.Text, func(r *row) bool {
		return (wanted == "" || wanted == r.section) && (group == "" || slices.Contains(r.Groups, group))
	})
	for _, section := range v.preview.Sections {
		if wanted == "" || wanted == section.Key {
			all += len(section.Lines)
		}
	}
	v.footer.SetText(files.FoundWords(len(found), all, model.ChangeWords) + " · " + v.source())
}
