package widgets

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/theme"
)

// Tab is one of the things to choose from.
type Tab struct {
	Key, Label string
}

// Tabs is a row of words of which one is underlined. It shows no content; onChange does.
type Tabs struct {
	Control
	tabs     []Tab
	counts   map[string]int
	current  int
	onChange func(key string)
	edges    []float32 // right edge of every tab, as drawn last
}

var _ fyne.Focusable = (*Tabs)(nil)

const (
	tabHeight float32 = 34
	tabPad    float32 = 10
	tabGap    float32 = 4
)

// NewTabs returns tabs of which the first is chosen; onChange may be nil and is not called for it.
func NewTabs(tabs []Tab, onChange func(key string)) *Tabs {
	t := &Tabs{tabs: tabs, counts: map[string]int{}, onChange: onChange}
	t.Begin(t, t.at, nil)
	return t
}

// SetCount shows a number behind a tab's word: «Убрать (7)».
func (t *Tabs) SetCount(key string, count int) {
	t.counts[key] = count
	t.Refresh()
}

// Selected returns the key of the chosen tab.
func (t *Tabs) Selected() string {
	if len(t.tabs) == 0 {
		return ""
	}
	return t.tabs[t.current].Key
}

// Select chooses a tab and calls onChange if that is a change; an unknown key does nothing.
func (t *Tabs) Select(key string) {
	for i, tab := range t.tabs {
		if tab.Key == key {
			t.choose(i)
		}
	}
}

func (t *Tabs) choose(i int) {
	if i < 0 || i >= len(t.tabs) || i == t.current {
		return
	}
	t.current = i
	t.Refresh()
	if t.onChange != nil {
		t.onChange(t.tabs[i].Key)
	}
}

func (t *Tabs) label(i int) string {
	if n, ok := t.counts[t.tabs[i].Key]; ok {
		return t.tabs[i].Label + " (" + strconv.Itoa(n) + ")"
	}
	return t.tabs[i].Label
}

func (t *Tabs) at(p fyne.Position) Place {
	for i, edge := range t.edges {
		if p.X < edge {
			return Place{Column: i}
		}
	}
	return Nowhere
}

// Tapped chooses the tab under the pointer.
func (t *Tabs) Tapped(e *fyne.PointEvent) { t.choose(t.at(e.Position).Column) }

// TypedKey chooses the neighbour by the arrows. The focus stays here although the chosen content may want it: the arrows
// lead to further tabs.
func (t *Tabs) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		t.choose(t.current - 1)
		t.TakeFocus()
	case fyne.KeyRight:
		t.choose(t.current + 1)
		t.TakeFocus()
	default:
		keys.Pass(t, e)
	}
}

// Cursor is a hand.
func (t *Tabs) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer implements fyne.Widget.
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer {
	rule, under, ring := draw.Box(0), draw.Box(1), draw.Box(4)
	d := &draw.Drawing{All: []fyne.CanvasObject{rule, under, ring}}
	words := make([]*canvas.Text, len(t.tabs))
	for i := range t.tabs {
		words[i] = draw.Ink("", theme.TextSize, false, theme.ColorNameMuted)
		d.All = append(d.All, words[i])
	}
	// A tab is as wide as it would be if it were chosen, so that nothing moves when another one is.
	width := func(i int) float32 {
		return fyne.MeasureText(t.label(i), theme.TextSize, fyne.TextStyle{Bold: true}).Width + 2*tabPad
	}
	d.Least = func() fyne.Size {
		sum := float32(0)
		for i := range t.tabs {
			sum += width(i) + tabGap
		}
		return fyne.NewSize(sum, tabHeight)
	}
	d.Arrange = func(size fyne.Size) {
		draw.Place(rule, 0, tabHeight-1, size.Width, 1)
		t.edges = t.edges[:0]
		x := float32(0)
		for i, word := range words {
			w, min := width(i), word.MinSize()
			draw.Place(word, x+(w-min.Width)/2, (tabHeight-min.Height)/2-1, min.Width, min.Height)
			if i == t.current {
				draw.Place(under, x, tabHeight-2, w, 2)
				draw.Place(ring, x+1, 2, w-2, tabHeight-7)
			}
			x += w + tabGap
			t.edges = append(t.edges, x)
		}
	}
	d.Paint = func() {
		rule.FillColor, under.FillColor = theme.Color(theme.ColorNameLine), theme.Color(theme.ColorNameAccent)
		ring.FillColor, ring.StrokeColor, ring.StrokeWidth = color.Transparent, theme.Color(theme.ColorNameAccent), 2
		ring.Hidden = !t.Focused
		for i, word := range words {
			ink := theme.ColorNameMuted
			switch {
			case i == t.current:
				ink = theme.ColorNameAccent
			case i == t.Hover.Column:
				ink = theme.ColorNameText
			}
			word.Text, word.Color, word.TextStyle.Bold = t.label(i), theme.Color(ink), i == t.current
		}
	}
	return d.Of(t)
}
