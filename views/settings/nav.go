package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// navEntry is a block of the screen.
type navEntry struct{ key, title string }

// nav is the list of the screen's blocks; one is chosen.
type nav struct {
	widget.BaseWidget
	items  []*navItem
	chosen string
	pick   func(key string)
}

func newNav(entries []navEntry, pick func(string)) *nav {
	n := &nav{chosen: entries[0].key, pick: pick}
	for i, e := range entries {
		item := &navItem{navEntry: e, nav: n, index: i}
		item.Begin(item, nil, nil)
		n.items = append(n.items, item)
	}
	n.ExtendBaseWidget(n)
	return n
}

func (n *nav) choose(key string) {
	n.chosen = key
	for _, item := range n.items {
		item.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (n *nav) CreateRenderer() fyne.WidgetRenderer {
	box := container.New(layout.NewCustomPaddedVBoxLayout(2))
	for _, item := range n.items {
		box.Add(item)
	}
	return widget.NewSimpleRenderer(box)
}

// navItem is a block's name in the list. Up and Down go to the neighbours.
type navItem struct {
	widgets.Control
	navEntry
	nav   *nav
	index int
}

func (i *navItem) Tapped(*fyne.PointEvent) { i.nav.pick(i.key) }

// Text is the block's name.
func (i *navItem) Text() string { return i.title }

// AccessibilityLabel is the block's name.
func (i *navItem) AccessibilityLabel() string {
	if i.nav.chosen == i.key {
		return i.title + ", открыто"
	}
	return i.title
}

func (i *navItem) TypedKey(e *fyne.KeyEvent) {
	to := i.index
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
	case fyne.KeyUp:
		to = max(0, i.index-1)
	case fyne.KeyDown:
		to = min(len(i.nav.items)-1, i.index+1)
	default:
		keys.Pass(i, e)
		return
	}
	i.nav.pick(i.nav.items[to].key)
	if c := draw.CanvasOf(i); c != nil {
		c.Focus(i.nav.items[to])
	}
}

func (i *navItem) Cursor() desktop.Cursor { return desktop.PointerCursor }

const navPad float32 = 12

// CreateRenderer implements fyne.Widget.
func (i *navItem) CreateRenderer() fyne.WidgetRenderer {
	back, text := draw.Box(theme.ControlRadius), draw.Ink(i.title, theme.TextSize, false, theme.ColorNameText)
	d := &draw.Drawing{All: []fyne.CanvasObject{back, text}}
	d.Least = func() fyne.Size { return fyne.NewSize(text.MinSize().Width+2*navPad, theme.RowHeight) }
	d.Arrange = func(size fyne.Size) {
		back.Resize(size)
		draw.Middle(text, navPad, text.MinSize().Width, size.Height)
	}
	d.Paint = func() {
		back.FillColor, back.StrokeWidth = nil, 0
		text.Color = theme.Color(theme.ColorNameText)
		switch {
		case i.nav.chosen == i.key:
			back.FillColor = theme.Color(theme.ColorNameSelected)
			text.Color = theme.Color(theme.ColorNameAccent)
		case i.Hover != widgets.Nowhere:
			back.FillColor = theme.Color(theme.ColorNameRowHover)
		}
		if i.Focused {
			back.StrokeColor, back.StrokeWidth = theme.Color(theme.ColorNameAccent), 1
		}
	}
	return d.Of(i)
}
