package people

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// line is a row of a list with all that searching and sorting need of it made ready.
type line[R any] struct {
	row                      R
	name, nameSort           string
	group, groupSort, folded string // folded are the name and the group as the searches compare them
	foldedGroup              string
}

func newLine[R any](row R, name, group string) *line[R] {
	return &line[R]{row: row, name: name, nameSort: widgets.SortKey(name), group: group, groupSort: widgets.SortKey(group),
		folded: model.Fold(name), foldedGroup: model.Fold(group)}
}

// listing is what makes one list different from the others.
type listing[R any, K comparable] struct {
	nameHint  string // of the search fields; an empty groupHint means that there is no such field
	groupHint string
	columns   []table.Column[*line[R]]
	key       func(R) K
	// read loads the rows off the UI goroutine.
	read  func(context.Context) ([]*line[R], error)
	open  func(R)                       // nil: rows do not open
	menu  func([]R) []widgets.MenuItem  // of what is selected
	drop  func([]R)                     // Del; nil where nothing can be removed
	none  func() table.Empty            // what to do next where there is nobody
	keep  func(R) bool                  // a filter besides the searches; nil keeps all
	more  func() []fyne.CanvasObject    // of the filter row, besides the searches
	reset func()                        // puts keep's filter back; nil where there is none
	said  func(shown []*line[R]) string // more words of the footer; nil says none
}

// pane is a list with its searches, «Действия» and counts.
type pane[R any, K comparable] struct {
	deps    Deps
	is      listing[R, K]
	ctx     context.Context
	reading shell.Loader[[]*line[R]]
	rows    []*line[R]

	names, groups *widgets.Search
	actions       *widgets.MenuButton
	table         *table.Table[*line[R], K]
	count         *widgets.Label
	bar, footer   fyne.CanvasObject
}

func newPane[R any, K comparable](deps Deps, is listing[R, K]) *pane[R, K] {
	p := &pane[R, K]{deps: deps, is: is}
	p.reading = shell.Loader[[]*line[R]]{Desk: deps.Desk,
		Show: func(rows []*line[R]) {
			p.rows = rows
			p.show()
		},
		Failed: func(err error) { p.table.Fail("Список не прочитан", err, p.load) }}
	p.table = table.New(is.columns, func(l *line[R]) K { return is.key(l.row) })
	p.table.Numbered = true
	p.table.TypeAhead = func(l *line[R]) string { return l.name }
	p.table.OnSelectionChanged = p.showCount
	if is.open != nil {
		p.table.OnOpen = func(l *line[R]) { is.open(l.row) }
	}
	p.table.OnDelete = func() {
		if chosen := p.selected(); is.drop != nil && len(chosen) > 0 {
			is.drop(chosen)
		}
	}
	p.table.Context = p.menu
	p.table.SortBy("name", false)
	p.names = widgets.NewSearch(is.nameHint, func(string) { p.filtered() })
	objects := []fyne.CanvasObject{p.names}
	p.groups = widgets.NewSearch(is.groupHint, func(string) { p.filtered() })
	if is.groupHint != "" {
		objects = append(objects, p.groups)
	}
	if is.more != nil {
		objects = append(objects, is.more()...)
	}
	p.actions = widgets.NewMenuButton("Действия", p.menu)
	p.bar = widgets.FilterBar(append(objects, layout.NewSpacer(), p.actions)...)
	p.count = widgets.Caption("")
	p.footer = widgets.Footer(p.count, nil)
	p.table.Empty = table.Empty{Title: "Читаем список…"}
	return p
}

// page is the pane under the bands that its screen puts above it.
func (p *pane[R, K]) page(toolbar, band fyne.CanvasObject) fyne.CanvasObject {
	return widgets.Page(toolbar, column(band, p.bar), p.table, p.footer)
}

// start lets the pane read until ctx ends.
func (p *pane[R, K]) start(ctx context.Context) {
	p.ctx = ctx
	p.load()
}

// edits opens or closes the choosing of several rows, which is of use only to those who change the roster.
func (p *pane[R, K]) edits(may bool) {
	if p.table.Checkboxes != may {
		p.table.Checkboxes = may
		p.table.Refresh()
	}
}

func (p *pane[R, K]) load() { p.reading.Load(p.ctx, p.is.read) }

// show brings the rows that the searches leave into the table.
func (p *pane[R, K]) show() {
	if !p.reading.Known() {
		return
	}
	name, group := model.Fold(p.names.Text), model.Fold(p.groups.Text)
	found := make([]*line[R], 0, len(p.rows))
	for _, l := range p.rows {
		if strings.Contains(l.folded, name) && strings.Contains(l.foldedGroup, group) && (p.is.keep == nil || p.is.keep(l.row)) {
			found = append(found, l)
		}
	}
	p.table.Empty = p.is.none()
	if len(p.rows) > 0 {
		p.table.Empty = table.Empty{Title: "Ничего не найдено", Hint: "Измените условия поиска.", Action: "Сбросить поиск", Do: p.reset}
	}
	p.table.SetRows(found)
	p.showCount()
}

// filtered shows what a changed search leaves, from its beginning.
func (p *pane[R, K]) filtered() {
	p.show()
	p.table.ScrollToTop()
}

func (p *pane[R, K]) reset() {
	p.names.SetText("")
	p.groups.SetText("")
	if p.is.reset != nil {
		p.is.reset()
		p.show()
	}
}

func (p *pane[R, K]) showCount() {
	shown := p.table.Rows()
	text := widgets.CountText(len(shown), len(p.rows))
	if p.is.said != nil {
		text += p.is.said(shown)
	}
	label := "Действия"
	if n := len(p.table.Selected()); n > 0 {
		text += fmt.Sprintf(" · выбрано %d", n)
		label = fmt.Sprintf("Действия (%d)", n)
	}
	p.count.SetText(text)
	p.actions.SetLabel(label)
	p.bar.Refresh()
	p.footer.Refresh()
}

// menu is «Действия» and the context menu: what the list offers, without what this person may never do.
func (p *pane[R, K]) menu() []widgets.MenuItem {
	var items []widgets.MenuItem
	for _, item := range p.is.menu(p.selected()) {
		if item.Disabled && item.Why == onlyAdmin || item.Separator && len(items) == 0 {
			continue
		}
		items = append(items, item)
	}
	for len(items) > 0 && items[len(items)-1].Separator {
		items = items[:len(items)-1]
	}
	return items
}

func (p *pane[R, K]) selected() []R {
	chosen := p.table.Selected()
	rows := make([]R, len(chosen))
	for i, l := range chosen {
		rows[i] = l.row
	}
	return rows
}

func (p *pane[R, K]) focusSearch() { p.deps.Focus(p.names) }
func (p *pane[R, K]) focusTable()  { p.deps.Focus(p.table) }

// nameColumn is the column of a person or a group, which opens the card.
func nameColumn[R any](title string, opens bool) table.Column[*line[R]] {
	return table.Column[*line[R]]{ID: "name", Title: title, Width: 260, Grow: 2, Opens: opens,
		Cell:    func(l *line[R]) table.Cell { return table.Cell{Text: l.name} },
		Compare: func(a, b *line[R]) int { return strings.Compare(a.nameSort, b.nameSort) }}
}

func groupColumn[R any](title string, width, grow float32) table.Column[*line[R]] {
	return table.Column[*line[R]]{ID: "group", Title: title, Width: width, Grow: grow,
		Cell:    func(l *line[R]) table.Cell { return muted(l.group) },
		Compare: func(a, b *line[R]) int { return strings.Compare(a.groupSort, b.groupSort) }}
}

// leftSwitch turns a list to those who have left, for who may bring them back.
type leftSwitch struct {
	check *widgets.Check
	on    atomic.Bool // what check says, for readings off the UI goroutine
	load  func()
	may   bool
}

func newLeftSwitch(access model.PeopleAccess) *leftSwitch {
	l := &leftSwitch{may: access.Edit}
	l.check = widgets.NewCheck("Выбывшие", func(on bool) {
		l.on.Store(on)
		l.load()
	})
	return l
}

func (l *leftSwitch) objects() []fyne.CanvasObject {
	if !l.may {
		return nil
	}
	return []fyne.CanvasObject{l.check}
}

func muted(text string) table.Cell { return table.Cell{Text: text, Tone: widgets.ToneMuted} }

// linkedCell says whether a person has a profile in the messenger.
func linkedCell(linked bool) table.Cell {
	if linked {
		return table.Cell{Text: "привязан", Tone: widgets.ToneGood, Pill: true}
	}
	return table.Cell{Text: "нет VK ID", Tone: widgets.ToneNeutral, Pill: true}
}

func linkedColumn[R any](linked func(R) bool) table.Column[*line[R]] {
	return table.Column[*line[R]]{ID: "linked", Title: "VK ID", Width: 120,
		Cell:    func(l *line[R]) table.Cell { return linkedCell(linked(l.row)) },
		Compare: func(a, b *line[R]) int { return rank(linked(a.row)) - rank(linked(b.row)) }}
}

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}
