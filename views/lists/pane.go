package lists

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// Line is a row of a list with all that searching and sorting need of it made ready.
type Line[R any] struct {
	Row                      R
	Name, NameSort           string
	Group, GroupSort, Folded string // folded are the name and the group as the searches compare them
	foldedGroup              string
}

// NewLine makes a row of a list ready; group is what its second search looks in.
func NewLine[R any](row R, name, group string) *Line[R] {
	return &Line[R]{Row: row, Name: name, NameSort: widgets.SortKey(name), Group: group, GroupSort: widgets.SortKey(group),
		Folded: model.Fold(name), foldedGroup: model.Fold(group)}
}

// Listing is what makes one list different from the others.
type Listing[R any, K comparable] struct {
	NameHint  string // of the search fields; an empty groupHint means that there is no such field
	GroupHint string
	Columns   []table.Column[*Line[R]]
	Key       func(R) K
	// read loads the rows off the UI goroutine.
	Read  func(context.Context) ([]*Line[R], error)
	Open  func(R)                       // nil: rows do not open
	Menu  func([]R) []widgets.MenuItem  // of what is selected
	Drop  func([]R)                     // Del; nil where nothing can be removed
	None  func() table.Empty            // what to do next where there is nobody
	Keep  func(R) bool                  // a filter besides the searches; nil keeps all
	More  func() []fyne.CanvasObject    // of the filter row, besides the searches
	Reset func()                        // puts keep's filter back; nil where there is none
	Said  func(shown []*Line[R]) string // more words of the footer; nil says none
}

// Pane is a list with its searches, «Действия» and counts.
type Pane[R any, K comparable] struct {
	desk    shell.Desk
	is      Listing[R, K]
	ctx     context.Context
	Reading shell.Loader[[]*Line[R]]
	Rows    []*Line[R]

	NameSearch, GroupSearch *widgets.Search
	Actions                 *widgets.MenuButton
	Table                   *table.Table[*Line[R], K]
	count                   *widgets.Label
	Bar, footer             fyne.CanvasObject
}

// New makes a list that has not been read yet.
func New[R any, K comparable](desk shell.Desk, is Listing[R, K]) *Pane[R, K] {
	p := &Pane[R, K]{desk: desk, is: is}
	p.Reading = shell.Loader[[]*Line[R]]{Desk: desk,
		Show: func(rows []*Line[R]) {
			p.Rows = rows
			p.Show()
		},
		Failed: func(err error) { p.Table.Fail("Список не прочитан", err, p.Load) }}
	p.Table = table.New(is.Columns, func(l *Line[R]) K { return is.Key(l.Row) })
	p.Table.Numbered = true
	p.Table.TypeAhead = func(l *Line[R]) string { return l.Name }
	p.Table.OnSelectionChanged = p.ShowCount
	if is.Open != nil {
		p.Table.OnOpen = func(l *Line[R]) { is.Open(l.Row) }
	}
	p.Table.OnDelete = func() {
		if chosen := p.Selected(); is.Drop != nil && len(chosen) > 0 {
			is.Drop(chosen)
		}
	}
	p.Table.Context = p.Menu
	p.Table.SortBy("name", false)
	p.NameSearch = widgets.NewSearch(is.NameHint, func(string) { p.Filtered() })
	objects := []fyne.CanvasObject{p.NameSearch}
	p.GroupSearch = widgets.NewSearch(is.GroupHint, func(string) { p.Filtered() })
	if is.GroupHint != "" {
		objects = append(objects, p.GroupSearch)
	}
	if is.More != nil {
		objects = append(objects, is.More()...)
	}
	p.Actions = widgets.NewMenuButton("Действия", p.Menu)
	p.Bar = widgets.FilterBar(append(objects, layout.NewSpacer(), p.Actions)...)
	p.count = widgets.Caption("")
	p.footer = widgets.Footer(p.count, nil)
	p.Table.Empty = table.Empty{Title: "Читаем список…"}
	return p
}

// Page is the pane under the bands that its screen puts above it.
func (p *Pane[R, K]) Page(toolbar, band fyne.CanvasObject) fyne.CanvasObject {
	return widgets.Page(toolbar, widgets.Column(band, p.Bar), p.Table, p.footer)
}

// Start lets the pane read until ctx ends.
func (p *Pane[R, K]) Start(ctx context.Context) {
	p.ctx = ctx
	p.Load()
}

// Edits opens or closes the choosing of several rows, which is of use only to those who change the roster.
func (p *Pane[R, K]) Edits(may bool) {
	if p.Table.Checkboxes != may {
		p.Table.Checkboxes = may
		p.Table.Refresh()
	}
}

// Load reads the list.
func (p *Pane[R, K]) Load() { p.Reading.Load(p.ctx, p.is.Read) }

// Show brings the rows that the searches leave into the table.
func (p *Pane[R, K]) Show() {
	if !p.Reading.Known() {
		return
	}
	name, group := model.Fold(p.NameSearch.Text), model.Fold(p.GroupSearch.Text)
	found := make([]*Line[R], 0, len(p.Rows))
	for _, l := range p.Rows {
		if strings.Contains(l.Folded, name) && strings.Contains(l.foldedGroup, group) && (p.is.Keep == nil || p.is.Keep(l.Row)) {
			found = append(found, l)
		}
	}
	p.Table.Empty = p.is.None()
	if len(p.Rows) > 0 {
		p.Table.Empty = table.Empty{Title: "Ничего не найдено", Hint: "Измените условия поиска.", Action: "Сбросить поиск", Do: p.Reset}
	}
	p.Table.SetRows(found)
	p.ShowCount()
}

// Filtered shows what a changed search leaves, from its beginning.
func (p *Pane[R, K]) Filtered() {
	p.Show()
	p.Table.ScrollToTop()
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
	text := widgets.CountText(len(shown), len(p.Rows))
	if p.is.Said != nil {
		text += p.is.Said(shown)
	}
	label := "Действия"
	if n := len(p.Table.Selected()); n > 0 {
		text += fmt.Sprintf(" · выбрано %d", n)
		label = fmt.Sprintf("Действия (%d)", n)
	}
	p.count.SetText(text)
	p.Actions.SetLabel(label)
	p.Bar.Refresh()
	p.footer.Refresh()
}

// Menu is «Действия» and the context menu: what the list offers, without what this person may never do.
func (p *Pane[R, K]) Menu() []widgets.MenuItem {
	var items []widgets.MenuItem
	for _, item := range p.is.Menu(p.Selected()) {
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

// Selected are the selected rows.
func (p *Pane[R, K]) Selected() []R {
	chosen := p.Table.Selected()
	rows := make([]R, len(chosen))
	for i, l := range chosen {
		rows[i] = l.Row
	}
	return rows
}

// FocusSearch gives the keyboard to the first search.
func (p *Pane[R, K]) FocusSearch() { p.desk.Focus(p.NameSearch) }

// TakeFocus gives the keyboard to the table.
func (p *Pane[R, K]) TakeFocus() { p.desk.Focus(p.Table) }

// NameColumn is the column of a person or a group, which opens the card.
func NameColumn[R any](title string, opens bool) table.Column[*Line[R]] {
	return table.Column[*Line[R]]{ID: "name", Title: title, Width: 260, Grow: 2, Opens: opens,
		Cell:    func(l *Line[R]) table.Cell { return table.Cell{Text: l.Name} },
		Compare: func(a, b *Line[R]) int { return strings.Compare(a.NameSort, b.NameSort) }}
}

// GroupColumn is the column of what the second search looks in.
func GroupColumn[R any](title string, width, grow float32) table.Column[*Line[R]] {
	return table.Column[*Line[R]]{ID: "group", Title: title, Width: width, Grow: grow,
		Cell:    func(l *Line[R]) table.Cell { return Muted(l.Group) },
		Compare: func(a, b *Line[R]) int { return strings.Compare(a.GroupSort, b.GroupSort) }}
}

// Rank orders yes behind no.
func Rank(b bool) int {
	if b {
		return 1
	}
	return 0
}
