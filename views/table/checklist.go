package table

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// CheckList is a list to choose many rows from: a search field, a table with checkboxes, and pages. What is checked
// stays checked while one searches, sorts and turns pages.
type CheckList[R any, K comparable] struct {
	widget.BaseWidget
	// OnChanged is called after the choice has changed.
	OnChanged func()

	table    *Table[R, K]
	search   *widgets.Search
	only     *widgets.Check  // shows only what is checked
	clear    *widgets.Button // unchecks all
	total    *widgets.Label
	size     *Select[int]
	pager    *widgets.Label
	back, on *widgets.Button

	match func(R) string
	empty Empty
}

// pageSizes are the choices of «Показывать по»; 0 = all.
var pageSizes = []Option[int]{{15, "15"}, {30, "30"}, {50, "50"}, {0, "все"}}

// NewCheckList returns an empty list. match returns the text of a row that the search looks in.
func NewCheckList[R any, K comparable](columns []*Column[R], key func(R) K, match func(R) string) *CheckList[R, K] {
	l := &CheckList[R, K]{match: match}
	l.table = New(columns, key)
	l.table.Grid.clickToggles = true
	l.table.Grid.OnSelectionChanged = func() {
		l.Refresh()
		if l.OnChanged != nil {
			l.OnChanged()
		}
	}
	l.search = widgets.NewSearch("Поиск", func(string) {
		l.table.Grid.page = 0
		l.table.Grid.Filter(l.finds)
		l.table.Grid.ScrollToTop()
		l.Refresh()
	})
	l.search.OnSubmitted = nil // Enter is the dialog's
	l.search.Below = l.table.Grid
	l.only = l.table.Grid.Only(l.Refresh)
	l.clear = widgets.NewLink("Снять выбор", l.table.Grid.ClearSelection)
	l.total, l.pager = widgets.Caption(""), widgets.Caption("")
	l.size = NewSelect(pageSizes, func(per int) {
		l.table.Grid.per = per
		l.turn(0)
	})
	l.size.Field.MinWidth = 0
	l.size.SetSelected(pageSizes[0].Key)
	l.table.Grid.per = pageSizes[0].Key
	l.back = widgets.NewSecondary("‹", func() { l.turn(l.table.Grid.page - 1) })
	l.on = widgets.NewSecondary("›", func() { l.turn(l.table.Grid.page + 1) })
	l.ExtendBaseWidget(l)
	return l
}

// SetRows replaces what there is to choose from; a choice whose key is gone is forgotten.
func (l *CheckList[R, K]) SetRows(rows []R) {
	l.table.Grid.page = 0
	l.table.replace(rows, l.finds)
	l.sayEmpty()
	l.Refresh()
}

// finds reports whether the search finds a row.
func (l *CheckList[R, K]) finds(place int) bool {
	text := keys.Fold(strings.TrimSpace(l.search.Text))
	return text == "" || strings.Contains(keys.Fold(l.match(l.table.all[place])), text)
}

// SetEmpty sets what is said while there is nothing to choose from.
func (l *CheckList[R, K]) SetEmpty(e Empty) {
	l.empty = e
	l.sayEmpty()
	l.table.Grid.Refresh()
}

// sayEmpty says why no row is shown: there are none, or the search finds none.
func (l *CheckList[R, K]) sayEmpty() {
	l.table.Grid.Empty = l.empty
	if len(l.table.all) > 0 {
		l.table.Grid.Empty = Empty{Title: "Никого не найдено", Action: "Сбросить поиск", Do: func() { l.search.SetText("") }}
	}
}

// Checked returns the keys of the checked rows, in the order of SetRows.
func (l *CheckList[R, K]) Checked() []K {
	var keys []K
	for _, key := range l.table.Grid.keys {
		if l.table.Grid.selected[key] {
			keys = append(keys, key.(K))
		}
	}
	return keys
}

// SetChecked checks the rows of these keys and no others, without calling OnChanged, and turns to the page of the first of them.
func (l *CheckList[R, K]) SetChecked(keys ...K) {
	t := l.table
	t.Grid.adopt(t.known(keys), false)
	l.turn(0)
	if first := t.Grid.selectedOf(t.Grid.found); len(first) > 0 {
		if t.Grid.per > 0 {
			l.turn(slices.Index(t.Grid.found, first[0]) / t.Grid.per)
		}
		t.Grid.setCurrent(slices.Index(t.Grid.shown, first[0]))
	}
}

// SearchField is the search field, which a dialog gives the focus to first.
func (l *CheckList[R, K]) SearchField() fyne.Focusable { return l.search }

func (l *CheckList[R, K]) turn(page int) {
	l.table.Grid.turn(page)
	l.Refresh()
}

// words sets the texts below the table.
func (l *CheckList[R, K]) words() {
	t := l.table
	total := widgets.CountText(len(t.Grid.found), len(t.all))
	if n := len(t.Grid.selected); n > 0 {
		total += fmt.Sprintf(" · выбрано %d", n)
	}
	l.total.SetText(total)
	l.clear.Hidden = len(t.Grid.selected) == 0
	l.pager.SetText(fmt.Sprintf("%d из %d", t.Grid.page+1, t.Grid.pages()))
	l.back.SetDisabled(t.Grid.page == 0)
	l.on.SetDisabled(t.Grid.page >= t.Grid.pages()-1)
}

// CreateRenderer implements fyne.Widget.
func (l *CheckList[R, K]) CreateRenderer() fyne.WidgetRenderer {
	below := widgets.FilterBar(l.total, layout.NewSpacer(), widgets.Caption("Показывать по"), l.size.Field,
		l.back, l.pager, l.on)
	above := container.New(widgets.Row{Gap: theme.Gap, Widths: []float32{-1}, Least: theme.RowHeight}, l.search, l.only, l.clear)
	return draw.Around(container.New(widgets.Stacked{Gap: theme.GapSmall, Grow: l.table.Grid}, above, l.table.Grid, below), l.words).Of(l)
}

// Entered is what is checked.
func (l *CheckList[R, K]) Entered() any { return l.Checked() }
