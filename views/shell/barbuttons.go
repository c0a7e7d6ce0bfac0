package shell

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/model"
	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// barButton is what the buttons of the top bar share: a click, Enter, Space and Down press them.
type barButton struct {
	widgets.Control
	press func()
}

func (b *barButton) Tapped(*fyne.PointEvent) { b.press() }

func (b *barButton) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown:
		b.press()
	default:
		keys.Pass(b.Self(), e)
	}
}

func (b *barButton) Cursor() desktop.Cursor { return desktop.PointerCursor }

// sectionTab is a section's name in the top bar, underlined while the section is open.
type sectionTab struct {
	barButton
	title string
	open  bool
	tight bool // stands close to the others
}

// The room at both ends of a section's name.
const (
	tabPad   float32 = 12
	tightPad float32 = 6
)

// width is the tab's width, usual or tight.
func (t *sectionTab) width(tight bool) float32 {
	pad := tabPad
	if tight {
		pad = tightPad
	}
	return fyne.MeasureText(t.title, theme.TextSize, fyne.TextStyle{Bold: true}).Width + 2*pad
}

// AccessibilityLabel is the section's name.
func (t *sectionTab) AccessibilityLabel() string {
	if t.open {
		return "Раздел " + t.title + ", открыт"
	}
	return "Раздел " + t.title
}

func newSectionTab(title string, press func()) *sectionTab {
	t := &sectionTab{title: title, barButton: barButton{press: press}}
	t.Begin(t, nil, nil)
	return t
}

func (t *sectionTab) setOpen(open bool) {
	t.open = open
	t.Refresh()
}

func (t *sectionTab) CreateRenderer() fyne.WidgetRenderer {
	text, line, ring := draw.Ink(t.title, theme.TextSize, false, theme.ColorNameText), draw.Box(0), newRing()
	text.Alignment = fyne.TextAlignCenter
	d := &draw.Drawing{All: []fyne.CanvasObject{ring, text, line}}
	d.Least = func() fyne.Size {
		return fyne.NewSize(t.width(t.tight), barHeight)
	}
	d.Arrange = func(size fyne.Size) {
		text.Resize(size)
		draw.Place(line, 0, size.Height-2, size.Width, 2)
		draw.Place(ring, 2, 6, size.Width-4, size.Height-12)
	}
	d.Paint = func() {
		text.TextStyle.Bold = t.open
		text.Color = theme.Color(theme.ColorNameMuted)
		if t.Hover != widgets.Nowhere {
			text.Color = theme.Color(theme.ColorNameText)
		}
		if t.open {
			text.Color = theme.Color(theme.ColorNameAccent)
		}
		line.FillColor = theme.Color(theme.ColorNameAccent)
		line.Hidden = !t.open
		paintRing(ring, t.Focused)
	}
	return d.Of(t)
}

// sectionsMenu is the name of the open section in a bar without room for all of them, and opens the list of them.
type sectionsMenu struct {
	barButton
	shell *Shell
}

func newSectionsMenu(s *Shell) *sectionsMenu {
	m := &sectionsMenu{shell: s}
	m.press = m.openMenu
	m.Begin(m, nil, func() string { return "Разделы" })
	return m
}

// AccessibilityLabel is what the menu holds, and the open section.
func (m *sectionsMenu) AccessibilityLabel() string {
	return "Разделы, открыт " + m.title()
}

// title is the open section's, "" before one is open.
func (m *sectionsMenu) title() string {
	if s := m.shell; s.section < len(s.sections) {
		return s.sections[s.section].Title
	}
	return ""
}

func (m *sectionsMenu) openMenu() {
	items := make([]widgets.MenuItem, 0, len(m.shell.sections))
	for i, section := range m.shell.sections {
		items = append(items, widgets.MenuItem{Label: section.Title, Do: func() { m.shell.Go(i) }})
	}
	m.OpenMenu(draw.Absolute(m).AddXY(0, barHeight-4), items)
}

func (m *sectionsMenu) CreateRenderer() fyne.WidgetRenderer {
	text, arrow, ring := draw.Ink("", theme.TextSize, true, theme.ColorNameAccent), newArrow(), newRing()
	d := &draw.Drawing{All: []fyne.CanvasObject{ring, text, arrow}}
	d.Least = func() fyne.Size { // of the longest, so that the rest of the bar stays where it is
		var width float32
		for _, section := range m.shell.sections {
			width = max(width, fyne.MeasureText(section.Title, theme.TextSize, fyne.TextStyle{Bold: true}).Width)
		}
		return fyne.NewSize(width+menuArrow, barHeight)
	}
	d.Arrange = func(size fyne.Size) {
		width := text.MinSize().Width
		draw.Place(text, 0, 0, width, size.Height)
		draw.Place(arrow, width+5, size.Height/2-5, 10, 10)
		draw.Place(ring, -4, 6, width+menuArrow+8, size.Height-12)
	}
	d.Paint = func() {
		text.Text, text.Color = m.title(), theme.Color(theme.ColorNameAccent)
		arrow.SetColour(text.Color)
		paintRing(ring, m.Focused)
	}
	return d.Of(m)
}

// userButton shows who is signed in and opens the user's menu.
type userButton struct {
	barButton
	items func() []widgets.MenuItem
	me    model.Person
	brief bool // only the initials are shown; the tooltip has the name
}

const (
	avatarSize float32 = 28
	menuArrow  float32 = 16 // room for the arrow of what opens a menu
)

// AccessibilityLabel is who is signed in.
func (u *userButton) AccessibilityLabel() string { return "Меню, " + u.me.Name.String() }

func newUserButton(items func() []widgets.MenuItem) *userButton {
	u := &userButton{items: items}
	u.press = u.openMenu
	u.Begin(u, nil, func() string {
		if u.brief {
			return u.me.Name.String()
		}
		return ""
	})
	return u
}

// width is the button's, with the name or without it.
func (u *userButton) width(brief bool) float32 {
	if brief {
		return avatarSize + menuArrow
	}
	return avatarSize + theme.GapSmall + fyne.MeasureText(u.me.Name.Short(), theme.TextSize, fyne.TextStyle{}).Width + menuArrow
}

func (u *userButton) setBrief(brief bool) {
	if u.brief != brief {
		u.brief = brief
		u.Refresh()
	}
}

func (u *userButton) set(me model.Person) {
	u.me = me
	u.Refresh()
}

func (u *userButton) openMenu() {
	u.OpenMenu(draw.Absolute(u).AddXY(u.Size().Width, barHeight-4), u.items())
}

func (u *userButton) CreateRenderer() fyne.WidgetRenderer {
	circle, ring, arrow := canvas.NewCircle(nil), newRing(), newArrow()
	initials := draw.Ink("", 12, true, theme.ColorNameAccent)
	initials.Alignment = fyne.TextAlignCenter
	name := draw.Ink("", theme.TextSize, false, theme.ColorNameText)
	d := &draw.Drawing{All: []fyne.CanvasObject{ring, circle, initials, name, arrow}}
	d.Least = func() fyne.Size {
		return fyne.NewSize(u.width(u.brief), barHeight)
	}
	d.Arrange = func(size fyne.Size) {
		y := (size.Height - avatarSize) / 2
		draw.Place(circle, 0, y, avatarSize, avatarSize)
		draw.Place(initials, 0, y, avatarSize, avatarSize)
		draw.Place(name, avatarSize+theme.GapSmall, 0, name.MinSize().Width, size.Height)
		draw.Place(arrow, size.Width-11, size.Height/2-5, 10, 10)
		draw.Place(ring, -4, 4, size.Width+8, size.Height-8)
	}
	d.Paint = func() {
		circle.FillColor = theme.Color(theme.ColorNameSelected)
		initials.Text, initials.Color = u.me.Name.Initials(), theme.Color(theme.ColorNameAccent)
		name.Text, name.Color, name.Hidden = u.me.Name.Short(), theme.Color(theme.ColorNameText), u.brief
		arrow.SetColour(name.Color)
		if u.Hover != widgets.Nowhere {
			name.Color = theme.Color(theme.ColorNameAccent)
		}
		paintRing(ring, u.Focused)
	}
	return d.Of(u)
}

// newArrow is the arrow of what opens a menu.
func newArrow() *draw.Stroke { return draw.NewStroke(1.6, 0, 3, 4, 7, 8, 3) }

// newRing is the ring around the button of the bar that has the focus.
func newRing() *canvas.Rectangle {
	ring := draw.Box(theme.ControlRadius)
	ring.FillColor = color.Transparent
	return ring
}

func paintRing(ring *canvas.Rectangle, focused bool) {
	ring.StrokeColor, ring.StrokeWidth = color.Transparent, 0
	if focused {
		ring.StrokeColor, ring.StrokeWidth = theme.Color(theme.ColorNameAccent), 2
	}
}
