package widgets

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/scroll"
	"zvonok/views/theme"
)

// MenuItem is one line of a menu.
type MenuItem struct {
	Label     string
	Hint      string // the key that does the same: «Del»
	Danger    bool
	Separator bool // a line across; the other fields are not used
	Disabled  bool
	Why       string // why it is disabled; the arrows stop at items that say so
	Do        func()
}

// ShowMenu opens a menu at a position of the canvas, moved so that it lies within the window. Up, Down, Home and End
// move, Enter and Space choose, Esc and a click beside it close.
func ShowMenu(c fyne.Canvas, at fyne.Position, items []MenuItem) {
	showMenu(c, items, func(fyne.Size) fyne.Position { return at })
}

func showMenu(c fyne.Canvas, items []MenuItem, at func(fyne.Size) fyne.Position) {
	if len(items) == 0 {
		return
	}
	m := &menuList{items: items}
	m.Begin(m, m.at, m.why)
	m.current = slices.IndexFunc(items, MenuItem.usable)
	m.scroll = scroll.NewVertical(m) // for a menu that is higher than the window
	m.popover = ShowPopover(c, scroll.Roomy(m.scroll), at, m)
}

// menuList is the lines of an open menu.
type menuList struct {
	Control
	items   []MenuItem
	current int
	letters keys.Letters
	popover *Popover
	scroll  *scroll.Area
}

var _ fyne.Focusable = (*menuList)(nil)

const (
	menuRow       float32 = 33
	menuSeparator float32 = 9
	menuPad       float32 = 10
	menuHintGap   float32 = 28
)

func (m *menuList) why() string {
	if i := m.Hover.Row; i >= 0 && m.items[i].Disabled {
		return m.items[i].Why
	}
	return ""
}

func (m *menuList) height(i int) float32 {
	if m.items[i].Separator {
		return menuSeparator
	}
	return menuRow
}

// at is the line at a position.
func (m *menuList) at(p fyne.Position) Place {
	y := p.Y
	for i := range m.items {
		if y < m.height(i) {
			if y < 0 || m.items[i].Separator {
				return Nowhere
			}
			return Place{Row: i}
		}
		y -= m.height(i)
	}
	return Nowhere
}

func (i MenuItem) usable() bool { return !i.Separator && !i.Disabled }

// step moves to the next line in a direction, around the ends, that can be chosen or says why it cannot.
func (m *menuList) step(by int) {
	n := len(m.items)
	at := m.current
	if at < 0 && by < 0 {
		at = 0
	}
	for range n {
		at = (at + by + n) % n
		if m.items[at].usable() || m.items[at].Why != "" {
			m.current = at
			break
		}
	}
	m.show()
	m.tell()
}

// above is where a line begins.
func (m *menuList) above(line int) (y float32) {
	for i := range m.items[:max(0, line)] {
		y += m.height(i)
	}
	return y
}

// show brings the current line into sight.
func (m *menuList) show() {
	m.Refresh()
	m.scroll.ScrollToOffset(fyne.NewPos(0, scroll.Into(m.scroll.Offset.Y, m.scroll.Size().Height, m.above(m.current), menuRow)))
}

// tell shows why the current line cannot be chosen, as the tooltip does for a pointer.
func (m *menuList) tell() {
	m.HideTip()
	m.Hover = Place{Row: m.current}
	m.tip.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{AbsolutePosition: draw.Absolute(m).AddXY(menuPad, m.above(m.current)+menuRow-tipBelow)}})
}

func (m *menuList) choose(i int) {
	if i < 0 || !m.items[i].usable() {
		return
	}
	m.HideTip()
	m.popover.Close()
	if do := m.items[i].Do; do != nil {
		do()
	}
}

// TypedKey moves, chooses or closes.
func (m *menuList) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		m.step(+1)
	case fyne.KeyUp:
		m.step(-1)
	case fyne.KeyHome, fyne.KeyPageUp:
		m.current = -1
		m.step(+1)
	case fyne.KeyEnd, fyne.KeyPageDown:
		m.current = 0
		m.step(-1)
	case fyne.KeySpace:
		if !m.letters.Running() { // otherwise the space belongs to what is typed
			m.choose(m.current)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		m.choose(m.current)
	default:
		keys.Pass(m, e)
	}
}

// TypedRune goes to the next line that begins with the letters.
func (m *menuList) TypedRune(r rune) {
	at := m.letters.Find(r, m.current, len(m.items), func(i int) string {
		if !m.items[i].usable() {
			return ""
		}
		return m.items[i].Label
	})
	if at >= 0 {
		m.current = at
		m.show()
	}
}

// Tapped chooses the line under the pointer.
func (m *menuList) Tapped(e *fyne.PointEvent) { m.choose(m.at(e.Position).Row) }

// MouseIn makes the line under the pointer the current one.
func (m *menuList) MouseIn(e *desktop.MouseEvent) { m.MouseMoved(e) }

// MouseMoved makes the line under the pointer the current one.
func (m *menuList) MouseMoved(e *desktop.MouseEvent) {
	if i := m.at(e.Position).Row; i >= 0 && i != m.current && m.items[i].usable() {
		m.current = i
		m.Refresh()
	}
	m.Control.MouseMoved(e)
}

// CreateRenderer implements fyne.Widget.
func (m *menuList) CreateRenderer() fyne.WidgetRenderer {
	light := draw.Box(4)
	d := &draw.Drawing{All: []fyne.CanvasObject{light}}
	type line struct {
		label, hint *canvas.Text
		rule        *canvas.Rectangle
	}
	lines := make([]line, len(m.items))
	for i, item := range m.items {
		l := line{
			label: draw.Ink(item.Label, theme.TextSize, false, theme.ColorNameText),
			hint:  draw.Ink(item.Hint, theme.TextSize, false, theme.ColorNameMuted),
			rule:  draw.Box(0),
		}
		l.rule.Hidden = !item.Separator
		lines[i] = l
		d.All = append(d.All, l.rule, l.label, l.hint)
	}
	d.Least = func() fyne.Size {
		var size fyne.Size
		for i, l := range lines {
			width := l.label.MinSize().Width + 2*menuPad
			if l.hint.Text != "" {
				width += menuHintGap + l.hint.MinSize().Width
			}
			size = fyne.NewSize(max(size.Width, width), size.Height+m.height(i))
		}
		return fyne.NewSize(max(size.Width, 160), size.Height)
	}
	d.Arrange = func(size fyne.Size) {
		y := float32(0)
		light.Hidden = m.current < 0
		for i, l := range lines {
			h := m.height(i)
			if i == m.current {
				draw.Place(light, 0, y, size.Width, h)
			}
			draw.Place(l.rule, 0, y+h/2, size.Width, 1)
			label, hint := l.label.MinSize(), l.hint.MinSize()
			draw.Place(l.label, menuPad, y+(h-label.Height)/2, label.Width, label.Height)
			draw.Place(l.hint, size.Width-menuPad-hint.Width, y+(h-hint.Height)/2, hint.Width, hint.Height)
			y += h
		}
	}
	d.Paint = func() {
		light.FillColor, light.StrokeColor = theme.Color(theme.ColorNameSelected), color.Transparent
		for i, l := range lines {
			ink := theme.ColorNameText
			switch item := m.items[i]; {
			case item.Disabled && i == m.current:
				ink = theme.ColorNameMutedOnSelected
			case item.Disabled:
				ink = theme.ColorNameMuted
			case item.Danger:
				ink = theme.ColorNameRefused
			}
			l.label.Color = theme.Color(ink)
			l.hint.Color = theme.Color(theme.ColorNameMuted)
			if i == m.current {
				l.hint.Color = theme.Color(theme.ColorNameMutedOnSelected)
			}
			l.rule.FillColor = theme.Color(theme.ColorNameLine)
		}
	}
	return d.Of(m)
}

// MenuButton is a button with ▾ that opens a menu below itself, right-aligned.
type MenuButton struct {
	Button
	items func() []MenuItem
}

// NewMenuButton returns a menu button; items are asked each time that it opens.
func NewMenuButton(label string, items func() []MenuItem) *MenuButton {
	b := &MenuButton{items: items}
	b.arrow = true
	b.init(b, label, kindSecondary, b.Open)
	return b
}

// Open opens the menu.
func (b *MenuButton) Open() {
	if c := draw.CanvasOf(b); c != nil {
		showMenu(c, b.items(), Below(b, true))
	}
}

// TypedKey opens the menu by Down too.
func (b *MenuButton) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyDown && b.Visible() {
		b.Press()
		return
	}
	b.Button.TypedKey(e)
}
