package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// navEntry is a block of the screen.
type navEntry struct{ key, title string }

// nav is the list of the screen's blocks, of which one is chosen.
type nav struct {
	widget.BaseWidget
	items  []*navItem
	chosen string
	pick   func(key string)
}

func newNav(entries []navEntry, window fyne.Window, pick func(string)) *nav {
	n := &nav{chosen: entries[0].key, pick: pick}
	for i, e := range entries {
		item := &navItem{navEntry: e, nav: n, index: i, window: window}
		item.ExtendBaseWidget(item)
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
	widget.BaseWidget
	widgets.Sensed
	navEntry
	nav              *nav
	index            int
	window           fyne.Window
	hovered, focused bool
}

func (i *navItem) Tapped(*fyne.PointEvent) { i.nav.pick(i.key) }

// Text is the block's name.
func (i *navItem) Text() string { return i.title }

func (i *navItem) TypedKey(e *fyne.KeyEvent) {
	to := i.index
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
	case fyne.KeyUp:
		to = max(0, i.index-1)
	case fyne.KeyDown:
		to = min(len(i.nav.items)-1, i.index+1)
	default:
		if typed := i.window.Canvas().OnTypedKey(); typed != nil {
			typed(e)
		}
		return
	}
	i.nav.pick(i.nav.items[to].key)
	i.window.Canvas().Focus(i.nav.items[to])
}

func (i *navItem) TypedRune(rune)                 {}
func (i *navItem) FocusGained()                   { i.focused = true; i.Refresh() }
func (i *navItem) FocusLost()                     { i.focused = false; i.Refresh() }
func (i *navItem) MouseIn(*desktop.MouseEvent)    { i.hovered = true; i.Refresh() }
func (i *navItem) MouseMoved(*desktop.MouseEvent) {}
func (i *navItem) MouseOut()                      { i.hovered = false; i.Refresh() }
func (i *navItem) Cursor() desktop.Cursor         { return desktop.PointerCursor }

// TypedShortcut hands the window's shortcuts on.
func (i *navItem) TypedShortcut(s fyne.Shortcut) {
	if c, ok := i.window.Canvas().(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

const navPad float32 = 12

// CreateRenderer implements fyne.Widget.
func (i *navItem) CreateRenderer() fyne.WidgetRenderer {
	back, text := canvas.NewRectangle(nil), canvas.NewText(i.title, nil)
	back.CornerRadius, text.TextSize = theme.ControlRadius, theme.TextSize
	r := &navRenderer{item: i, back: back, text: text}
	r.Refresh()
	return r
}

type navRenderer struct {
	item *navItem
	back *canvas.Rectangle
	text *canvas.Text
}

func (r *navRenderer) Destroy()                     {}
func (r *navRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.back, r.text} }
func (r *navRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.text.MinSize().Width+2*navPad, theme.RowHeight)
}

func (r *navRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.text.Move(fyne.NewPos(navPad, (size.Height-r.text.MinSize().Height)/2))
	r.text.Resize(r.text.MinSize())
}

func (r *navRenderer) Refresh() {
	i := r.item
	chosen := i.nav.chosen == i.key
	r.back.FillColor, r.back.StrokeWidth = nil, 0
	r.text.Color = theme.Color(theme.ColorNameText)
	switch {
	case chosen:
		r.back.FillColor = theme.Color(theme.ColorNameSelected)
		r.text.Color = theme.Color(theme.ColorNameAccent)
	case i.hovered:
		r.back.FillColor = theme.Color(theme.ColorNameRowHover)
	}
	if i.focused {
		r.back.StrokeColor, r.back.StrokeWidth = theme.Color(theme.ColorNameAccent), 1
	}
	r.back.Refresh()
	r.text.Refresh()
	r.Layout(i.Size())
}
