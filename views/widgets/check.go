package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/theme"
)

// mark is what stands in a checkbox.
type mark int

const (
	markNone mark = iota
	markAll
	markSome
)

const markSize float32 = 16

// markBox draws a checkbox; it takes no events.
type markBox struct {
	widget.BaseWidget
	mark    mark
	focused bool
}

func newMarkBox() *markBox {
	m := &markBox{}
	m.ExtendBaseWidget(m)
	return m
}

func (m *markBox) set(to mark) {
	if m.mark != to {
		m.mark = to
		m.Refresh()
	}
}

func (m *markBox) CreateRenderer() fyne.WidgetRenderer {
	back, tick, dash := newPaper(4), newTick(), newDash()
	back.place(0, 0, markSize, markSize)
	d := &drawing{objects: back.objects(tick, dash)}
	d.min = func() fyne.Size { return fyne.NewSquareSize(markSize) }
	d.layout = func(fyne.Size) {
		place(tick, 3, 3, 10, 10)
		place(dash, 3, 3, 10, 10)
	}
	d.refresh = func() {
		line, fill, width := theme.ColorNameControl, theme.ColorNameSurface, float32(1)
		if m.mark != markNone {
			line, fill = theme.ColorNameAccent, theme.ColorNameAccent
		}
		if m.focused {
			line, width = theme.ColorNameText, 2
		}
		back.paint(theme.Color(line), theme.Color(fill), width)
		tick.setColour(theme.Color(theme.ColorNameOnAccent))
		dash.setColour(theme.Color(theme.ColorNameOnAccent))
		tick.Hidden, dash.Hidden = m.mark != markAll, m.mark != markSome
	}
	d.refresh()
	return d
}

// Check is a checkbox with a label: «Оставить добавленных вручную».
type Check struct {
	widget.BaseWidget
	Sensed
	label    string
	checked  bool
	disabled bool
	onChange func(bool)
	box      *markBox
}

// NewCheck returns a checkbox that is not checked; onChange may be nil.
func NewCheck(label string, onChange func(bool)) *Check {
	k := &Check{label: label, onChange: onChange, box: newMarkBox()}
	k.ExtendBaseWidget(k)
	return k
}

// Checked tells whether it is checked.
func (k *Check) Checked() bool { return k.checked }

// SetChecked changes it, and calls onChange if that is a change.
func (k *Check) SetChecked(checked bool) {
	if k.checked == checked {
		return
	}
	k.checked = checked
	k.Refresh()
	if k.onChange != nil {
		k.onChange(checked)
	}
}

// Disable makes it deaf to the user.
func (k *Check) Disable() { k.disabled = true; k.Refresh() }

// Enable makes it obey the user again.
func (k *Check) Enable() { k.disabled = false; k.Refresh() }

// Disabled tells whether it is deaf to the user.
func (k *Check) Disabled() bool { return k.disabled }

// Tapped toggles it.
func (k *Check) Tapped(*fyne.PointEvent) {
	if !k.disabled {
		k.SetChecked(!k.checked)
	}
}

// TypedKey toggles it by Space.
func (k *Check) TypedKey(e *fyne.KeyEvent) {
	if keyToHidden(k, e) {
		return
	}
	if e.Name == fyne.KeySpace {
		k.Tapped(nil)
		return
	}
	passKey(k, e)
}

// TypedRune does nothing.
func (k *Check) TypedRune(rune) {}

// TypedShortcut hands the shortcut on to the window.
func (k *Check) TypedShortcut(s fyne.Shortcut) { passShortcut(k, s) }

// FocusGained draws the ring of the focus.
func (k *Check) FocusGained() { k.box.focused = true; k.box.Refresh() }

// FocusLost takes the ring away.
func (k *Check) FocusLost() { k.box.focused = false; k.box.Refresh() }

// Cursor is a hand.
func (k *Check) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer implements fyne.Widget.
func (k *Check) CreateRenderer() fyne.WidgetRenderer {
	label := inkText(k.label, theme.TextSize, false, theme.ColorNameText)
	d := &drawing{objects: []fyne.CanvasObject{k.box, label}}
	d.min = func() fyne.Size {
		return fyne.NewSize(markSize+8+label.MinSize().Width, 24)
	}
	d.layout = func(size fyne.Size) {
		place(k.box, 0, (size.Height-markSize)/2, markSize, markSize)
		middle(label, markSize+8, size.Width-markSize-8, size.Height)
	}
	d.refresh = func() {
		k.box.mark = markNone
		if k.checked {
			k.box.mark = markAll
		}
		label.Color = theme.Color(theme.ColorNameText)
		if k.disabled {
			label.Color = theme.Color(theme.ColorNameMuted)
		}
	}
	d.refresh()
	return d
}
