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

// Tabs is a row of words of which one is underlined, or several rows in a narrow Stacked. It shows no content; onChange does.
type Tabs struct {
	Control
	tabs     []Tab
	counts   map[string]int
	current  int
	onChange func(key string)
	// Clicked gives the keyboard to what the tab shows, after a click has taken it from wherever it was. It may be nil.
	Clicked func()
	room    float32    // where rows end; 0 = nowhere
	places  []tabPlace // of every tab, as drawn last
}

// tabPlace is where a tab lies in its row.
type tabPlace struct {
	row     int
	x, ends float32
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

// Within begins another row of tabs where the place ends.
func (t *Tabs) Within(room float32) {
	if t.room != room {
		t.room = room
		t.Refresh()
	}
}

// laid are the places of the tabs. A tab is as wide as it would be if it were chosen, so that nothing moves when another one is.
func (t *Tabs) laid() []tabPlace {
	var places []tabPlace
	var next tabPlace
	for i := range t.tabs {
		width := fyne.MeasureText(t.label(i), theme.TextSize, fyne.TextStyle{Bold: true}).Width + 2*tabPad + tabGap
		if next.ends = next.x + width; t.room > 0 && next.x > 0 && next.ends > t.room {
			next = tabPlace{row: next.row + 1, ends: width}
		}
		places = append(places, next)
		next.x = next.ends
	}
	return places
}

func (t *Tabs) at(p fyne.Position) Place {
	for i, s := range t.places {
		if s.row == int(p.Y/tabHeight) && p.X >= s.x && p.X < s.ends {
			return Place{Column: i}
		}
	}
	return Nowhere
}

// Tapped chooses the tab under the pointer.
func (t *Tabs) Tapped(e *fyne.PointEvent) {
	t.choose(t.at(e.Position).Column)
	if t.Clicked != nil {
		t.Clicked()
	}
}

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
	d.Least = func() fyne.Size {
		size := fyne.NewSize(0, tabHeight)
		for _, s := range t.laid() {
			size = size.Max(fyne.NewSize(s.ends, float32(s.row+1)*tabHeight))
		}
		return size
	}
	d.Arrange = func(size fyne.Size) {
		draw.Place(rule, 0, size.Height-1, size.Width, 1)
		t.places = t.laid()
		for i, word := range words {
			s, min := t.places[i], word.MinSize()
			w, y := s.ends-s.x-tabGap, float32(s.row)*tabHeight
			draw.Place(word, s.x+(w-min.Width)/2, y+(tabHeight-min.Height)/2-1, min.Width, min.Height)
			if i == t.current {
				draw.Place(under, s.x, y+tabHeight-2, w, 2)
				draw.Place(ring, s.x+1, y+2, w-2, tabHeight-7)
			}
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
