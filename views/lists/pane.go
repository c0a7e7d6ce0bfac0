package lists

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// Listing is what makes one list different from the others.
type Listing[R any, K comparable] struct {
	NameHint, GroupHint string         // of the search fields
	Name                func(R) string // what typed letters and the first search look in
	Folded              func(R) string // what the first search looks in instead, folded; nil is Name
	Group               func(R) string // what the second search looks in; nil means that there is no such field
	Columns             []*table.Column[R]
	Key                 func(R) K
	Read                func(context.Context) ([]R, error) // off the UI goroutine
	Open                func(R)                            // nil: rows do not open
	Menu                func([]R) []widgets.MenuItem       // of what is selected
	Drop                func([]R)                          // Del; nil where nothing can be removed
	None                func() table.Empty                 // what to do next where there are no rows
	Keep                func(R) bool                       // a filter besides the searches; nil keeps all
	Before              []fyne.CanvasObject                // of the filter row, before the searches
	More                func() []fyne.CanvasObject         // of the filter row, behind the searches
	Aside               fyne.CanvasObject                  // at the end of the footer; may be nil
	Reset               func()                             // resets Keep's filter; nil where there is nothing to reset
	Said                func(shown []R) string             // more words of the footer; nil says none
	Changed             func()                             // follows what is shown and selected; may be nil
}

// Pane is a list with its searches, «Действия» and counts.
type Pane[R any, K comparable] struct {
	desk    shell.Desk
	is      Listing[R, K]
	ctx     context.Context
	Reading shell.Loader[[]line[R]]
	lines   []line[R]

	NameSearch, GroupSearch *widgets.Search
	Actions                 *widgets.MenuButton
	Table                   *table.Table[R, K]
	count                   *widgets.Label
	marked                  *K                // the row to mark once it is read
	Bar, Footer             fyne.CanvasObject // of Page, for screens that place the list themselves
}

// line is a row with the texts that the searches look in.
type line[R any] struct {
	row         R
	name, group string
}

// New makes a list that has not been read yet.
func New[R any, K comparable](desk shell.Desk, is Listing[R, K]) *Pane[R, K] {
	p := &Pane[R, K]{desk: desk, is: is}
	p.Reading = shell.Loader[[]line[R]]{Desk: desk,
		Show: func(lines []line[R]) {
			p.lines = lines
			p.show(func(finds func(int) bool) { p.Table.SetRowsWhere(p.Rows(), finds) })
		},
		Failed: func(err error) { p.Table.Grid.Fail("Список не прочитан", err, p.Load) }}
	p.Table = table.New(is.Columns, is.Key)
	p.Table.Grid.Numbered = true
	p.Table.TypeAhead = is.Name
	p.Table.Grid.OnSelectionChanged = p.ShowCount
	p.Table.OnOpen = is.Open
	p.Table.Grid.OnDelete = func() {
		if is.Drop != nil {
			is.Drop(p.Table.Selected())
		}
	}
	p.Table.Grid.Context = p.Menu
	p.Table.Grid.SortBy("name", false)
	p.NameSearch = widgets.NewSearch(is.NameHint, func(string) { p.Filtered() })
	objects := append(slices.Clone(is.Before), p.NameSearch)
	p.GroupSearch = widgets.NewSearch(is.GroupHint, func(string) { p.Filtered() })
	p.NameSearch.Below, p.GroupSearch.Below = p.Table.Grid, p.Table.Grid
	if is.Group != nil {
		objects = append(objects, p.GroupSearch)
	}
	if is.More != nil {
		objects = append(objects, is.More()...)
	}
	p.Actions = widgets.NewMenuButton("Действия", p.Menu)
	p.Bar = widgets.FilterBar(append(objects, layout.NewSpacer(), p.Actions)...)
	p.count = widgets.Caption("")
	p.Footer = widgets.Footer(p.count, p.Table.Grid.Only(p.ShowCount), is.Aside)
	p.Table.Grid.Empty = table.Empty{Title: "Читаем список…"}
	return p
}

// Page is the pane under the toolbar and the bands that its screen puts above it.
func (p *Pane[R, K]) Page(toolbar fyne.CanvasObject, bands ...fyne.CanvasObject) fyne.CanvasObject {
	return widgets.Page(toolbar, widgets.Column(append(bands, p.Bar)...), p.Table.Grid, p.Footer)
}

// Start lets the pane read until ctx ends.
func (p *Pane[R, K]) Start(ctx context.Context) {
	p.ctx = ctx
	p.Load()
}

// Edits opens or closes the choosing of several rows, which is of use only to those who change the roster.
func (p *Pane[R, K]) Edits(may bool) {
	if p.Table.Grid.Checkboxes != may {
		p.Table.Grid.Checkboxes = may
		p.Table.Grid.Refresh()
	}
}

// Load reads the list.
func (p *Pane[R, K]) Load() { p.Reading.Load(p.ctx, p.read) }

// read makes ready, off the UI goroutine, what searching and sorting need.
func (p *Pane[R, K]) read(ctx context.Context) ([]line[R], error) {
	rows, err := p.is.Read(ctx)
	lines := make([]line[R], len(rows))
	for i, r := range rows {
		lines[i].row = r
		if p.is.Folded != nil {
			lines[i].name = p.is.Folded(r)
		} else {
			lines[i].name = model.Fold(p.is.Name(r))
		}
		if p.is.Group != nil {
			lines[i].group = model.Fold(p.is.Group(r))
		}
		for _, c := range p.is.Columns {
			if c.Key != nil {
				c.Key(r) // table.SortKey keeps it
			}
		}
	}
	return lines, err
}

// Show brings the rows that the searches leave into the table.
func (p *Pane[R, K]) Show() {
	if p.Reading.Known() {
		p.show(p.Table.Grid.Filter)
	}
}

func (p *Pane[R, K]) show(fill func(finds func(place int) bool)) {
	p.Table.Grid.Empty = p.is.None()
	if len(p.lines) > 0 {
		p.Table.Grid.Empty = table.Empty{Title: "Ничего не найдено", Hint: "Измените условия поиска.", Action: "Сбросить поиск", Do: p.Reset}
	}
	fill(p.finds())
	if p.marked != nil && p.Table.Point(*p.marked) {
		p.marked = nil
	}
	p.ShowCount()
}

// finds is the filter of what the searches leave.
func (p *Pane[R, K]) finds() func(place int) bool {
	name, group := model.Fold(p.NameSearch.Text), model.Fold(p.GroupSearch.Text)
	return func(place int) bool {
		l := p.lines[place]
		return strings.Contains(l.name, name) && strings.Contains(l.group, group) && (p.is.Keep == nil || p.is.Keep(l.row))
	}
}

// Mark selects a row and brings it into sight, as soon as it is read.
func (p *Pane[R, K]) Mark(key K) {
	p.marked = &key
	p.Show()
}

// Filtered shows what a changed search leaves, from its beginning.
func (p *Pane[R, K]) Filtered() {
	p.Show()
	p.Table.Grid.ScrollToTop()
}

// Reset puts the searches back.
func (p *Pane[R, K]) Reset() {
	p.NameSearch.SetText("")
	p.GroupSearch.SetText("")
	if p.is.Reset != nil {
		p.is.Reset()
		p.Show()
	}
}

// ShowCount says how many rows are shown and selected.
func (p *Pane[R, K]) ShowCount() {
	shown := p.Table.Rows()
	text := widgets.CountText(len(shown), len(p.lines)) + Chosen(p.Actions, len(p.Table.Selected()))
	if p.is.Said != nil {
		text += p.is.Said(shown)
	}
	p.count.SetText(text)
	p.Bar.Refresh()
	p.Footer.Refresh()
	if p.is.Changed != nil {
		p.is.Changed()
	}
}

// Chosen says on «Действия», and in the words that it returns, how many rows are selected.
func Chosen(actions *widgets.MenuButton, n int) string {
	if n == 0 {
		actions.SetText("Действия")
		return ""
	}
	actions.SetText(fmt.Sprintf("Действия (%d)", n))
	return fmt.Sprintf(" · выбрано %d", n)
}

// Rows are all rows, also those that the searches leave out.
func (p *Pane[R, K]) Rows() []R {
	return model.Each(p.lines, func(l line[R]) R { return l.row })
}

// Menu is «Действия» and the context menu: what the list offers, without what this person may never do.
func (p *Pane[R, K]) Menu() []widgets.MenuItem {
	var items []widgets.MenuItem
	for _, item := range p.is.Menu(p.Table.Selected()) {
		if item.Label == "" && !item.Separator || item.Separator && len(items) == 0 {
			continue
		}
		items = append(items, item)
	}
	for len(items) > 0 && items[len(items)-1].Separator {
		items = items[:len(items)-1]
	}
	return items
}

// FocusSearch gives the keyboard to the first search.
func (p *Pane[R, K]) FocusSearch() { p.desk.Focus(p.NameSearch) }

// TakeFocus gives the keyboard to the table.
func (p *Pane[R, K]) TakeFocus() { p.desk.Focus(p.Table.Grid) }

// NameColumn is the column of names, which open the card.
func NameColumn[R any](title string, name func(R) string) *table.Column[R] {
	return table.Text("name", title, 260, 2, name).Opening()
}

// NewPeople is a list to choose people from, with one more column about them.
func NewPeople[R any, K comparable](detailTitle string, key func(R) K, name, detail func(R) string) *table.CheckList[R, K] {
	return table.NewCheckList([]*table.Column[R]{
		table.Text("name", "ФИО", 280, 2, name), table.Text("detail", detailTitle, 180, 1, detail).Muted(),
	}, key, func(r R) string { return name(r) + " " + detail(r) })
}
