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

	key     func(R) K
	match   func(R) string
	rows    []R
	found   []R
	checked map[K]struct{}
	page    int // from 0
	empty   Empty
	filling bool
}

// pageSizes are the choices of «Показывать по»; 0 = all.
var pageSizes = []Option[int]{{15, "15"}, {30, "30"}, {50, "50"}, {0, "все"}}

// NewCheckList returns an empty list. match returns the text of a row that the search looks in.
func NewCheckList[R any, K comparable](columns []Column[R], key func(R) K, match func(R) string) *CheckList[R, K] {
	l := &CheckList[R, K]{key: key, match: match, checked: map[K]struct{}{}}
	l.table = New(columns, key)
	l.table.clickToggles = true
	l.table.onSort = l.fill
	l.table.OnSelectionChanged = l.tableChanged
	l.search = widgets.NewSearch("Поиск", func(string) { l.turn(0) })
	l.search.OnSubmitted = nil // Enter is the dialog's
	l.search.Below = l.table
	l.only = widgets.NewCheck("Только выбранные", func(bool) { l.turn(0) })
	l.clear = widgets.NewLink("Снять выбор", func() {
		l.SetChecked()
		l.tell()
	})
	l.total, l.pager = widgets.Caption(""), widgets.Caption("")
	l.size = NewSelect(pageSizes, func(int) { l.turn(0) })
	l.size.MinWidth = 0
	l.size.SetSelected(pageSizes[0].Key)
	l.back = widgets.NewSecondary("‹", func() { l.turn(l.page - 1) })
	l.on = widgets.NewSecondary("›", func() { l.turn(l.page + 1) })
	l.ExtendBaseWidget(l)
	return l
}

// SetRows replaces what there is to choose from; a choice whose key is gone is forgotten.
func (l *CheckList[R, K]) SetRows(rows []R) {
	l.rows = slices.Clone(rows)
	present := map[K]struct{}{}
	for _, r := range rows {
		if _, ok := l.checked[l.key(r)]; ok {
			present[l.key(r)] = struct{}{}
		}
	}
	l.checked = present
	l.turn(0)
}

// SetEmpty sets what is said while there is nothing to choose from.
func (l *CheckList[R, K]) SetEmpty(e Empty) {
	l.empty = e
	l.sayEmpty()
	l.table.Refresh()
}

// sayEmpty says why no row is shown: there are none, or the search finds none.
func (l *CheckList[R, K]) sayEmpty() {
	l.table.Empty = l.empty
	if len(l.rows) > 0 {
		l.table.Empty = Empty{Title: "Никого не найдено", Action: "Сбросить поиск", Do: func() { l.search.SetText("") }}
	}
}

// Checked returns the keys of the checked rows, in the order of SetRows.
func (l *CheckList[R, K]) Checked() []K {
	var keys []K
	for _, r := range l.rows {
		if _, ok := l.checked[l.key(r)]; ok {
			keys = append(keys, l.key(r))
		}
	}
	return keys
}

// SetChecked checks the rows of these keys and no others, without calling OnChanged, and turns to the page of the first of them.
func (l *CheckList[R, K]) SetChecked(keys ...K) {
	l.checked = map[K]struct{}{}
	for _, k := range keys {
		l.checked[k] = struct{}{}
	}
	l.fill()
	isChecked := func(at int) bool {
		_, checked := l.checked[l.key(l.found[at])]
		return checked
	}
	order := l.table.orderOf(l.found)
	if first := slices.IndexFunc(order, isChecked); first >= 0 {
		per, _ := l.pages()
		l.turn(first / per)
		l.table.ScrollTo(l.key(l.found[order[first]]))
	}
}

// SearchField is the search field, which a dialog gives the focus to first.
func (l *CheckList[R, K]) SearchField() fyne.Focusable { return l.search }

func (l *CheckList[R, K]) pages() (per, pages int) {
	per, _ = l.size.Selected()
	if per == 0 {
		return max(1, len(l.found)), 1
	}
	return per, max(1, (len(l.found)+per-1)/per)
}

func (l *CheckList[R, K]) turn(page int) {
	l.page = page
	l.fill()
	l.table.ScrollToTop()
}

// fill shows the current page of what the search finds, in the table's order.
func (l *CheckList[R, K]) fill() {
	l.found = l.found[:0]
	text := keys.Fold(strings.TrimSpace(l.search.Text))
	if len(l.checked) == 0 {
		l.only.Uncheck()
	}
	for _, r := range l.rows {
		_, checked := l.checked[l.key(r)]
		if (checked || !l.only.Checked()) && (text == "" || strings.Contains(keys.Fold(l.match(r)), text)) {
			l.found = append(l.found, r)
		}
	}
	l.sayEmpty()
	per, pages := l.pages()
	l.page = max(0, min(l.page, pages-1))
	from := l.page * per
	var shown []R
	for _, at := range l.table.orderOf(l.found)[from:min(from+per, len(l.found))] {
		shown = append(shown, l.found[at])
	}
	l.filling = true
	l.table.SetRows(shown)
	var keys []K
	for _, r := range shown {
		if _, ok := l.checked[l.key(r)]; ok {
			keys = append(keys, l.key(r))
		}
	}
	l.table.SelectKeys(keys...)
	l.filling = false
	l.Refresh()
}

// tableChanged takes over what was checked and unchecked on the page in sight.
func (l *CheckList[R, K]) tableChanged() {
	if l.filling {
		return
	}
	for _, r := range l.table.rows {
		delete(l.checked, l.key(r))
	}
	for _, r := range l.table.Selected() {
		l.checked[l.key(r)] = struct{}{}
	}
	if len(l.checked) == 0 && l.only.Checked() {
		l.fill() // the rest comes back
	}
	l.Refresh()
	l.tell()
}

func (l *CheckList[R, K]) tell() {
	if l.OnChanged != nil {
		l.OnChanged()
	}
}

// words sets the texts below the table.
func (l *CheckList[R, K]) words() {
	total := widgets.CountText(len(l.found), len(l.rows))
	if n := len(l.checked); n > 0 {
		total += fmt.Sprintf(" · выбрано %d", n)
	}
	l.total.SetText(total)
	l.only.Hidden, l.clear.Hidden = len(l.checked) == 0, len(l.checked) == 0
	_, pages := l.pages()
	l.pager.SetText(fmt.Sprintf("%d из %d", l.page+1, pages))
	l.back.SetDisabled(l.page == 0)
	l.on.SetDisabled(l.page >= pages-1)
}

// CreateRenderer implements fyne.Widget.
func (l *CheckList[R, K]) CreateRenderer() fyne.WidgetRenderer {
	below := widgets.FilterBar(l.total, layout.NewSpacer(), widgets.Caption("Показывать по"), l.size,
		l.back, l.pager, l.on)
	above := container.New(widgets.Row{Gap: theme.Gap, Widths: []float32{-1}, Least: theme.RowHeight}, l.search, l.only, l.clear)
	return draw.Around(container.New(widgets.Stacked{Gap: theme.GapSmall, Grow: l.table}, above, l.table, below), l.words).Of(l)
}

// Entered is what is checked.
func (l *CheckList[R, K]) Entered() any { return l.Checked() }
