package shell

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"zvonok/model"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// barButton is what the buttons of the top bar share: a click, Enter, Space and Down press them; other keys are the
// window's.
type barButton struct {
	widget.BaseWidget
	widgets.Sensed
	window           fyne.Window
	press            func()
	hovered, focused bool
}

func (b *barButton) Tapped(*fyne.PointEvent) { b.press() }

func (b *barButton) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown:
		b.press()
	default:
		if typed := b.window.Canvas().OnTypedKey(); typed != nil {
			typed(e)
		}
	}
}

func (b *barButton) TypedRune(rune)                 {}
func (b *barButton) FocusGained()                   { b.focused = true; b.Refresh() }
func (b *barButton) FocusLost()                     { b.focused = false; b.Refresh() }
func (b *barButton) MouseIn(*desktop.MouseEvent)    { b.hovered = true; b.Refresh() }
func (b *barButton) MouseMoved(*desktop.MouseEvent) {}
func (b *barButton) MouseOut()                      { b.hovered = false; b.Refresh() }
func (b *barButton) Cursor() desktop.Cursor         { return desktop.PointerCursor }

// sectionTab is a section's name in the top bar, underlined while the section is open.
type sectionTab struct {
	barButton
	title string
	open  bool
}

const tabPad float32 = 12

func newSectionTab(window fyne.Window, title string, press func()) *sectionTab {
	t := &sectionTab{title: title}
	t.window, t.press = window, press
	t.ExtendBaseWidget(t)
	return t
}

func (t *sectionTab) setOpen(open bool) {
	t.open = open
	t.Refresh()
}

func (t *sectionTab) CreateRenderer() fyne.WidgetRenderer {
	text, line := canvas.NewText(t.title, nil), canvas.NewRectangle(nil)
	text.TextSize, text.Alignment = theme.TextSize, fyne.TextAlignCenter
	ring := canvas.NewRectangle(color.Transparent)
	ring.CornerRadius = theme.ControlRadius
	r := &barRenderer{objects: []fyne.CanvasObject{ring, text, line}}
	r.min = func() fyne.Size {
		width := fyne.MeasureText(t.title, theme.TextSize, fyne.TextStyle{Bold: true}).Width
		return fyne.NewSize(width+2*tabPad, barHeight)
	}
	r.layout = func(size fyne.Size) {
		text.Resize(size)
		line.Resize(fyne.NewSize(size.Width, 2))
		line.Move(fyne.NewPos(0, size.Height-2))
		ring.Resize(size.SubtractWidthHeight(4, 12))
		ring.Move(fyne.NewPos(2, 6))
	}
	r.refresh = func() {
		text.TextStyle.Bold = t.open
		text.Color = theme.Color(theme.ColorNameMuted)
		if t.hovered {
			text.Color = theme.Color(theme.ColorNameText)
		}
		if t.open {
			text.Color = theme.Color(theme.ColorNameAccent)
		}
		line.FillColor = theme.Color(theme.ColorNameAccent)
		line.Hidden = !t.open
		ringOf(ring, t.focused)
	}
	r.refresh()
	return r
}

// userButton is who is signed in, with the user's menu.
type userButton struct {
	barButton
	items func() []widgets.MenuItem
	me    model.Person
}

const avatarSize float32 = 28

func newUserButton(window fyne.Window, items func() []widgets.MenuItem) *userButton {
	u := &userButton{items: items}
	u.window, u.press = window, u.openMenu
	u.ExtendBaseWidget(u)
	return u
}

func (u *userButton) set(me model.Person) {
	u.me = me
	u.Refresh()
}

func (u *userButton) openMenu() {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(u)
	widgets.ShowMenu(u.window.Canvas(), at.AddXY(u.Size().Width, barHeight-4), u.items())
}

func (u *userButton) CreateRenderer() fyne.WidgetRenderer {
	circle := canvas.NewCircle(nil)
	initials, name := canvas.NewText("", nil), canvas.NewText("", nil)
	initials.TextSize, initials.TextStyle.Bold, initials.Alignment = 12, true, fyne.TextAlignCenter
	name.TextSize = theme.TextSize
	ring := canvas.NewRectangle(color.Transparent)
	ring.CornerRadius = theme.ControlRadius
	left, right := canvas.NewLine(nil), canvas.NewLine(nil)
	left.StrokeWidth, right.StrokeWidth = 1.6, 1.6
	r := &barRenderer{objects: []fyne.CanvasObject{ring, circle, initials, name, left, right}}
	r.min = func() fyne.Size {
		return fyne.NewSize(avatarSize+theme.GapSmall+name.MinSize().Width+16, barHeight)
	}
	r.layout = func(size fyne.Size) {
		y := (size.Height - avatarSize) / 2
		circle.Resize(fyne.NewSquareSize(avatarSize))
		circle.Move(fyne.NewPos(0, y))
		initials.Resize(fyne.NewSquareSize(avatarSize))
		initials.Move(fyne.NewPos(0, y))
		name.Resize(fyne.NewSize(name.MinSize().Width, size.Height))
		name.Move(fyne.NewPos(avatarSize+theme.GapSmall, 0))
		x, middle := size.Width-11, size.Height/2
		left.Position1, left.Position2 = fyne.NewPos(x, middle-2), fyne.NewPos(x+4, middle+2)
		right.Position1, right.Position2 = fyne.NewPos(x+4, middle+2), fyne.NewPos(x+8, middle-2)
		ring.Resize(size.SubtractWidthHeight(-8, 8))
		ring.Move(fyne.NewPos(-4, 4))
	}
	r.refresh = func() {
		circle.FillColor = theme.Color(theme.ColorNameSelected)
		initials.Text, initials.Color = u.me.Name.Initials(), theme.Color(theme.ColorNameAccent)
		name.Text, name.Color = u.me.Name.Short(), theme.Color(theme.ColorNameText)
		left.StrokeColor, right.StrokeColor = name.Color, name.Color
		if u.hovered {
			name.Color = theme.Color(theme.ColorNameAccent)
		}
		ringOf(ring, u.focused)
		r.layout(u.Size())
	}
	r.refresh()
	return r
}

func ringOf(ring *canvas.Rectangle, focused bool) {
	ring.StrokeColor, ring.StrokeWidth = color.Transparent, 0
	if focused {
		ring.StrokeColor, ring.StrokeWidth = theme.Color(theme.ColorNameAccent), 2
	}
}

// barRenderer is a renderer out of three functions.
type barRenderer struct {
	objects []fyne.CanvasObject
	layout  func(fyne.Size)
	min     func() fyne.Size
	refresh func()
}

func (r *barRenderer) Destroy()                     {}
func (r *barRenderer) Layout(size fyne.Size)        { r.layout(size) }
func (r *barRenderer) MinSize() fyne.Size           { return r.min() }
func (r *barRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *barRenderer) Refresh() {
	r.refresh()
	for _, o := range r.objects {
		o.Refresh()
	}
}
