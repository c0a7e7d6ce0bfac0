package table

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
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

// Select is a choice of one of some options. Its Field stands in a window, as the Grid of a Table does.
type Select[K comparable] struct {
	Field *Choice

	options  []Option[K]
	selected K
}

// Choice is a field to choose one of some options, which it knows by their places. With more than 12 options its list has a
// search field.
type Choice struct {
	widgets.Button
	// Placeholder is shown while nothing is chosen.
	Placeholder string
	// MinWidth is how narrow the field may be, whatever its options.
	MinWidth float32
	// Filters says that the choice only narrows what is shown: a dialog does not ask about it when it is closed.
	Filters bool

	options typedOptions
	labels  []string
	chosen  int // -1 = nothing
	picked  func(at int)
	letters keys.Letters
	list    *widgets.Popover
}

// typedOptions are the options themselves.
type typedOptions interface{ key() any } // of what is chosen

const (
	searchedFrom  = 13 // options from which the list has a search field
	optionsInView = 10
	selectMin     = float32(120)
	selectMax     = float32(300)
)

// NewSelect returns a choice of which nothing is chosen; onChange may be nil.
func NewSelect[K comparable](options []Option[K], onChange func(K)) *Select[K] {
	s := &Select[K]{Field: &Choice{MinWidth: selectMin, chosen: -1}}
	s.Field.options = s
	s.setOptions(options)
	s.Field.picked = func(at int) {
		s.selected = s.options[at].Key
		if onChange != nil {
			onChange(s.selected)
		}
	}
	s.Field.BeField(s.Field, s.Field.Open)
	return s
}

func (s *Select[K]) setOptions(options []Option[K]) {
	s.options, s.Field.labels = options, model.Each(options, func(o Option[K]) string { return o.Label })
}

// SetOptions replaces the options. What is chosen stays chosen if its key is there; otherwise nothing is.
func (s *Select[K]) SetOptions(options []Option[K]) {
	s.setOptions(options)
	if s.Field.chosen >= 0 {
		s.Field.chosen = s.indexOf(s.selected)
	}
	s.Field.relabel()
}

// Options returns the options.
func (s *Select[K]) Options() []Option[K] { return s.options }

// SetSelected chooses an option without calling onChange; a key without an option chooses nothing.
func (s *Select[K]) SetSelected(key K) {
	s.selected, s.Field.chosen = key, s.indexOf(key)
	s.Field.relabel()
}

// Selected returns the key of what is chosen, and whether anything is.
func (s *Select[K]) Selected() (K, bool) { return s.selected, s.Field.chosen >= 0 }

func (s *Select[K]) indexOf(key K) int {
	return slices.IndexFunc(s.options, func(o Option[K]) bool { return o.Key == key })
}

func (s *Select[K]) key() any { return s.selected }

// Typed is the Select of the field.
func (c *Choice) Typed() any { return c.options }

// Entered is the key of what was chosen, and nothing where the choice only filters.
func (c *Choice) Entered() any {
	if c.chosen < 0 || c.Filters {
		return nil
	}
	return c.options.key()
}

// ClearSelected chooses nothing, without calling onChange.
func (c *Choice) ClearSelected() {
	c.chosen = -1
	c.relabel()
}

func (c *Choice) relabel() {
	label := c.Placeholder
	if c.chosen >= 0 {
		label = c.labels[c.chosen]
	}
	c.ShowText(label, c.chosen < 0)
}

// Narrowest is the least width of the field in a row that is too narrow.
func (c *Choice) Narrowest() float32 { return c.MinWidth }

// MinSize is 32 high and wide enough for most of its options.
func (c *Choice) MinSize() fyne.Size {
	if c.Text() == "" && c.chosen < 0 {
		c.ShowText(c.Placeholder, true)
	}
	width := fyne.MeasureText(c.Placeholder, theme.TextSize, fyne.TextStyle{}).Width
	for _, label := range c.labels[:min(len(c.labels), 100)] {
		width = max(width, fyne.MeasureText(label, theme.TextSize, fyne.TextStyle{}).Width)
	}
	return fyne.NewSize(max(c.MinWidth, min(selectMax, width+widgets.FieldSides)), theme.RowHeight)
}

// TypedKey opens the list by Down too; Backspace forgets what was typed. Letters come here as keys before they come as letters.
func (c *Choice) TypedKey(e *fyne.KeyEvent) {
	if (e.Name == fyne.KeyDown || e.Name == fyne.KeyUp) && c.Visible() {
		c.Press()
		return
	}
	switch {
	case e.Name == fyne.KeyBackspace:
		c.letters.End()
	case e.Name == fyne.KeySpace && c.letters.Running():
		return // a letter of what is typed
	}
	c.Button.TypedKey(e)
}

// TypedRune chooses the option that begins with the letters typed so far.
func (c *Choice) TypedRune(r rune) {
	if c.Disabled() {
		return
	}
	if at := c.letters.Find(r, c.chosen, len(c.labels), func(i int) string { return c.labels[i] }); at >= 0 {
		c.pick(at)
	}
}

// pick chooses an option as a person does.
func (c *Choice) pick(at int) {
	if at != c.chosen {
		c.chosen = at
		c.relabel()
		c.picked(at)
	}
}

// Open shows the list of the options below the field.
func (c *Choice) Open() {
	on := draw.CanvasOf(c.Self())
	if on == nil || len(c.labels) == 0 {
		return
	}
	list := c.newList()
	var focus fyne.Focusable = list.Grid
	height := float32(min(len(c.labels), optionsInView)) * theme.RowHeight
	var content fyne.CanvasObject = list.Grid
	if len(c.labels) >= searchedFrom {
		search := c.newSearch(list)
		focus = search
		content = container.NewBorder(search, nil, nil, nil, list.Grid)
		height += theme.RowHeight + 4
	}
	sized := container.New(widgets.Sized{Width: max(c.Size().Width, c.MinSize().Width) - 2*widgets.PopoverPad, Height: height}, content)
	c.list = widgets.ShowPopover(on, sized, widgets.Below(c.Self(), false), focus)
	c.list.Closed = c.TakeFocus // a click on the field has taken the focus from elsewhere
	list.ScrollTo(c.chosen)
}

// optionList is a table without head, frame and checkboxes. Its rows are places of options.
type optionList = Table[int, int]

func (c *Choice) newList() *optionList {
	column := &Column[int]{ID: "label", Width: 24, Grow: 1, Cell: func(at int) Cell {
		return Cell{Text: c.labels[at]}
	}}
	list := NewList([]*Column[int]{column}, func(at int) int { return at })
	list.Grid.headless, list.Grid.openOnClick = true, true
	list.Grid.Empty = Empty{Title: "Ничего не найдено"}
	list.OnOpen = func(at int) {
		c.list.Close()
		c.pick(at)
	}
	list.SetRows(c.found(""))
	return list
}

// found are the places of the options whose label contains a text.
func (c *Choice) found(text string) (places []int) {
	for at, label := range c.labels {
		if strings.Contains(keys.Fold(label), keys.Fold(text)) {
			places = append(places, at)
		}
	}
	return places
}

// newSearch is the search field above a long list; the arrows and Enter go from it to the list. Tab chooses as Enter
// does, since people leave a field by Tab.
func (c *Choice) newSearch(list *optionList) *widgets.Search {
	search := widgets.NewSearch("Поиск", func(text string) {
		list.SetRows(c.found(text))
		list.Grid.setCurrent(0)
		if text == "" { // whole again, and as it was opened
			list.ScrollTo(c.chosen)
		}
	})
	search.Tabs = true
	search.OnKey = func(e *fyne.KeyEvent) bool {
		switch e.Name {
		case fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyReturn, fyne.KeyEnter:
			list.Grid.TypedKey(e)
			return true
		case fyne.KeyTab:
			list.Grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			return true
		}
		return search.Use(e)
	}
	return search
}
