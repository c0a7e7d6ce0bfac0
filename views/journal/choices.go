package journal

import (
	"maps"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"zvonok/model"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// choice is what can be chosen for a student.
type choice[K comparable] struct {
	key    K
	letter rune   // the key that chooses it
	short  string // «УП»
	label  string // «УП — уважительная причина»
}

// choices is a list of students with a choice for each, by one key a student or from a menu. Students are told apart by
// their numbers, since two may have the same name.
type choices[K comparable] struct {
	widget.BaseWidget
	none    string // what is said of a student for whom nothing is chosen
	options []choice[K]
	chosen  map[model.PersonID]K // without those for whom nothing is
	table   *table.Table[model.JournalStudent, model.PersonID]
}

const (
	choicesWidth  float32 = 620
	choicesHeight float32 = 300
)

// clearing is the key that takes a choice back, as Del does.
const clearing = ' '

// newChoices returns a list with nothing chosen; title is that of the column with the choices.
func newChoices[K comparable](students []model.JournalStudent, title, none string, options []choice[K]) *choices[K] {
	c := &choices[K]{none: none, options: options, chosen: map[model.PersonID]K{}}
	c.table = table.NewList([]*table.Column[model.JournalStudent]{
		{ID: "student", Title: "Студент", Width: 230, Grow: 1, Cell: func(st model.JournalStudent) table.Cell {
			return table.Cell{Text: st.Name.String()}
		}},
		{ID: "choice", Title: title, Width: 260, Opens: true, Cell: c.cell},
	}, func(st model.JournalStudent) model.PersonID { return st.Person })
	c.table.Grid.Numbered = true
	c.table.Grid.OnTyped = c.typed
	c.table.Grid.OnDelete = func() { c.typed(clearing) }
	c.table.Grid.Context = c.menu
	c.table.OnOpen = func(model.JournalStudent) { c.table.Grid.ShowMenu() }
	c.table.SetRows(students)
	if len(students) > 0 {
		c.table.SelectKeys(students[0].Person)
		c.table.ScrollTo(students[0].Person)
	}
	c.ExtendBaseWidget(c)
	return c
}

func (c *choices[K]) cell(st model.JournalStudent) table.Cell {
	key, chosen := c.chosen[st.Person]
	for _, o := range c.options {
		if chosen && o.key == key {
			return table.Cell{Text: o.label, Tone: widgets.ToneStrong}
		}
	}
	return table.Cell{Text: c.none, Tone: widgets.ToneMuted}
}

// typed chooses what a key stands for, and reports whether it stands for anything.
func (c *choices[K]) typed(letter rune) bool {
	if letter == clearing {
		c.pick(*new(K))
		return true
	}
	for _, o := range c.options {
		if o.letter == model.KeyLetter(letter) {
			c.pick(o.key)
			return true
		}
	}
	return false
}

func (c *choices[K]) menu() []widgets.MenuItem {
	var items []widgets.MenuItem
	for _, o := range c.options {
		items = append(items, widgets.MenuItem{Label: o.label, Hint: string(o.letter), Do: func() { c.pick(o.key) }})
	}
	return append(items, widgets.MenuItem{Separator: true},
		widgets.MenuItem{Label: model.Capital(c.none), Hint: "Del", Do: func() { c.pick(*new(K)) }})
}

// pick chooses for the selected students.
func (c *choices[K]) pick(key K) {
	for _, st := range c.table.Selected() {
		c.set(st.Person, key)
	}
}

// set chooses for a student; the zero key is no choice.
func (c *choices[K]) set(p model.PersonID, key K) {
	if c.chosen[p] = key; key == *new(K) {
		delete(c.chosen, p)
	}
	c.table.Grid.Refresh()
}

func (c *choices[K]) get(p model.PersonID) K { return c.chosen[p] }

// keyWords name the keys.
func (c *choices[K]) keyWords() string {
	var keys []string
	for _, o := range c.options {
		words := string(o.letter)
		if words != o.short {
			words += " — " + o.short
		}
		keys = append(keys, words)
	}
	return "Клавиши: " + strings.Join(keys, ", ") + ", пробел — " + c.none + ". Выбрать можно и щелчком."
}

// Entered is what was chosen.
func (c *choices[K]) Entered() any { return maps.Clone(c.chosen) }

// CreateRenderer implements fyne.Widget.
func (c *choices[K]) CreateRenderer() fyne.WidgetRenderer {
	height := min(choicesHeight, 2+theme.HeadHeight+theme.RowHeight*float32(len(c.table.Rows())))
	return widget.NewSimpleRenderer(container.New(widgets.Stacked{Gap: theme.GapSmall, Grow: c.table.Grid},
		container.New(widgets.Sized{Height: height}, c.table.Grid),
		widgets.Paragraph(c.keyWords(), choicesWidth).In(widgets.ToneMuted)))
}
