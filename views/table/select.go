package table

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// Option is one thing to choose. Options are told apart by their keys, since two may have the same label.
type Option[K comparable] struct {
	Key   K
	Label string
}

// Select is a field to choose one of some options. With more than 12 options its list has a search field.
type Select[K comparable] struct {
	widgets.Button
	// Placeholder is shown while nothing is chosen.
	Placeholder string
	// MinWidth is how narrow the field may be, whatever its options.
	MinWidth float32
	// Filters says that the choice only narrows what is shown: a dialog does not ask about it when it is closed.
	Filters bool

	options  []Option[K]
	onChange func(K)
	selected K
	chosen   bool
	letters  keys.Letters
	list     *widgets.Popover
}

const (
	searchedFrom  = 13 // options from which the list has a search field
	optionsInView = 10
	selectMin     = float32(120)
	selectMax     = float32(300)
)

// NewSelect returns a field with nothing chosen; onChange may be nil.
func NewSelect[K comparable](options []Option[K], onChange func(K)) *Select[K] {
	s := &Select[K]{MinWidth: selectMin, options: options, onChange: onChange}
	s.BeField(s, s.Open)
	return s
}

// SetOptions replaces the options. What is chosen stays chosen if its key is there; otherwise nothing is.
func (s *Select[K]) SetOptions(options []Option[K]) {
	s.options = options
	s.chosen = s.chosen && s.indexOf(s.selected) >= 0
	s.relabel()
}

// Options returns the options.
func (s *Select[K]) Options() []Option[K] { return s.options }

// SetSelected chooses an option without calling onChange; a key without an option chooses nothing.
func (s *Select[K]) SetSelected(key K) {
	s.selected, s.chosen = key, s.indexOf(key) >= 0
	s.relabel()
}

// Selected returns the key of what is chosen, and whether anything is.
func (s *Select[K]) Selected() (K, bool) { return s.selected, s.chosen }

// ClearSelected chooses nothing, without calling onChange.
func (s *Select[K]) ClearSelected() {
	s.chosen = false
	s.relabel()
}

func (s *Select[K]) indexOf(key K) int {
	for i, o := range s.options {
		if o.Key == key {
			return i
		}
	}
	return -1
}

func (s *Select[K]) relabel() {
	label := s.Placeholder
	if s.chosen {
		label = s.options[s.indexOf(s.selected)].Label
	}
	s.ShowText(label, !s.chosen)
}

// Narrowest is the least width of the field in a row that is too narrow.
func (s *Select[K]) Narrowest() float32 { return s.MinWidth }

// MinSize is 32 high and wide enough for most of its options.
func (s *Select[K]) MinSize() fyne.Size {
	if s.Text() == "" && !s.chosen {
		s.ShowText(s.Placeholder, true)
	}
	width := fyne.MeasureText(s.Placeholder, theme.TextSize, fyne.TextStyle{}).Width
	for _, o := range s.options[:min(len(s.options), 100)] {
		width = max(width, fyne.MeasureText(o.Label, theme.TextSize, fyne.TextStyle{}).Width)
	}
	return fyne.NewSize(max(s.MinWidth, min(selectMax, width+widgets.FieldSides)), theme.RowHeight)
}

// TypedKey opens the list by Down too, and begins what is typed anew by Backspace. Letters come here as keys before they come
// as letters.
func (s *Select[K]) TypedKey(e *fyne.KeyEvent) {
	if (e.Name == fyne.KeyDown || e.Name == fyne.KeyUp) && s.Visible() {
		s.Press()
		return
	}
	switch {
	case e.Name == fyne.KeyBackspace:
		s.letters.End()
	case e.Name == fyne.KeySpace && s.letters.Running():
		return // a letter of what is typed
	}
	s.Button.TypedKey(e)
}

// TypedRune chooses the option that begins with the letters typed so far.
func (s *Select[K]) TypedRune(r rune) {
	if s.Disabled() {
		return
	}
	from := -1
	if s.chosen {
		from = s.indexOf(s.selected)
	}
	if at := s.letters.Find(r, from, len(s.options), func(i int) string { return s.options[i].Label }); at >= 0 {
		s.pick(s.options[at].Key)
	}
}

func (s *Select[K]) pick(key K) {
	if s.chosen && s.selected == key {
		return
	}
	s.SetSelected(key)
	if s.onChange != nil {
		s.onChange(key)
	}
}

// Open shows the list of the options below the field.
func (s *Select[K]) Open() {
	c := draw.CanvasOf(s)
	if c == nil || len(s.options) == 0 {
		return
	}
	list := s.newList()
	var focus fyne.Focusable = list
	height := float32(min(len(s.options), optionsInView)) * theme.RowHeight
	var content fyne.CanvasObject = list
	if len(s.options) >= searchedFrom {
		search := s.newSearch(list)
		focus = search
		content = container.NewBorder(search, nil, nil, nil, list)
		height += theme.RowHeight + 4
	}
	sized := container.New(widgets.Sized{Width: max(s.Size().Width, s.MinSize().Width) - 2*widgets.PopoverPad, Height: height}, content)
	s.list = widgets.ShowPopover(c, sized, widgets.Below(s, false), focus)
	s.list.Closed = func() { c.Focus(s) } // a click on the field has taken the focus from elsewhere
	if s.chosen {
		list.ScrollTo(s.indexOf(s.selected))
	}
}

// optionList is a table without head, frame and checkboxes. Its rows are places in the options, which are the same type
// for every Select: Go compiles a table once more for each type of rows.
type optionList = Table[int, int]

func (s *Select[K]) newList() *optionList {
	column := Column[int]{ID: "label", Width: 24, Grow: 1, Cell: func(at int) Cell {
		return Cell{Text: s.options[at].Label}
	}}
	list := NewList([]Column[int]{column}, func(at int) int { return at })
	list.headless, list.openOnClick = true, true
	list.Empty = Empty{Title: "Ничего не найдено"}
	list.OnOpen = func(at int) {
		s.list.Close()
		s.pick(s.options[at].Key)
	}
	list.SetRows(s.found(""))
	return list
}

// found are the places of the options whose label contains a text.
func (s *Select[K]) found(text string) (places []int) {
	for at, o := range s.options {
		if strings.Contains(keys.Fold(o.Label), keys.Fold(text)) {
			places = append(places, at)
		}
	}
	return places
}

// newSearch is the search field above a long list; the arrows and Enter go from it to the list. Tab chooses as Enter
// does, since people leave a field by Tab.
func (s *Select[K]) newSearch(list *optionList) *widgets.Search {
	search := widgets.NewSearch("Поиск", func(text string) {
		list.SetRows(s.found(text))
		list.setCurrent(0)
	})
	search.Tabs = true
	search.OnKey = func(e *fyne.KeyEvent) bool {
		switch e.Name {
		case fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyReturn, fyne.KeyEnter:
			list.TypedKey(e)
			return true
		case fyne.KeyTab:
			list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			return true
		}
		return search.Use(e)
	}
	return search
}

// Entered is what was chosen, and nothing where the choice only filters.
func (s *Select[K]) Entered() any {
	if !s.chosen || s.Filters {
		return nil
	}
	return s.selected
}
