package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/theme"
)

// Mark is the state of a checkbox.
type Mark int

// The marks of a checkbox: for none, all or some of the things that it stands for.
const (
	MarkNone Mark = iota
	MarkAll
	MarkSome
)

// MarkSize is the side of a check mark with its frame, in pixels.
const MarkSize float32 = 16

// MarkBox draws a checkbox; it takes no events.
type MarkBox struct {
	widget.BaseWidget
	mark    Mark
	focused bool
}

// NewMarkBox makes a box without a mark.
func NewMarkBox() *MarkBox {
	m := &MarkBox{}
	m.ExtendBaseWidget(m)
	return m
}

// Set changes the mark.
func (m *MarkBox) Set(to Mark) {
	if m.mark != to {
		m.mark = to
		m.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (m *MarkBox) CreateRenderer() fyne.WidgetRenderer {
	back, tick, dash := draw.NewPaper(4), draw.NewTick(), draw.NewDash()
	back.Place(0, 0, MarkSize, MarkSize)
	d := &draw.Drawing{All: back.Objects(tick, dash)}
	d.Least = func() fyne.Size { return fyne.NewSquareSize(MarkSize) }
	d.Arrange = func(fyne.Size) {
		draw.Place(tick, 3, 3, 10, 10)
		draw.Place(dash, 3, 3, 10, 10)
	}
	d.Paint = func() {
		line, fill, width := theme.ColorNameControl, theme.ColorNameSurface, float32(1)
		if m.mark != MarkNone {
			line, fill = theme.ColorNameAccent, theme.ColorNameAccent
		}
		if m.focused {
			line, width = theme.ColorNameText, 2
		}
		back.Paint(theme.Color(line), theme.Color(fill), width)
		tick.SetColour(theme.Color(theme.ColorNameOnAccent))
		dash.SetColour(theme.Color(theme.ColorNameOnAccent))
		tick.Hidden, dash.Hidden = m.mark != MarkAll, m.mark != MarkSome
	}
	return d.Of(m)
}

// Check is a checkbox with a label: «Оставить добавленных вручную». Fyne's own keeps the keys that it does not use, so that Esc
// and F5 would not reach the window.
type Check struct {
	Control
	label    string
	checked  bool
	disabled bool
	onChange func(bool)
	box      *MarkBox
}

// NewCheck returns a checkbox that is not checked; onChange may be nil.
func NewCheck(label string, onChange func(bool)) *Check {
	k := &Check{label: label, onChange: onChange, box: NewMarkBox()}
	k.Begin(k, nil, nil)
	return k
}

// Checked reports whether it is checked.
func (k *Check) Checked() bool { return k.checked }

// Uncheck removes the check without calling onChange.
func (k *Check) Uncheck() { k.checked = false }

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

// SetDisabled makes it ignore clicks and keys, or follow them again. It takes the focus in any case.
func (k *Check) SetDisabled(disabled bool) {
	k.disabled = disabled
	k.Refresh()
}

// Disabled reports whether it ignores clicks and keys.
func (k *Check) Disabled() bool { return k.disabled }

// Tapped toggles it.
func (k *Check) Tapped(*fyne.PointEvent) {
	if !k.disabled {
		k.SetChecked(!k.checked)
	}
}

// TypedKey toggles it by Space.
func (k *Check) TypedKey(e *fyne.KeyEvent) {
	if keys.PassHidden(k, e) {
		return
	}
	if e.Name == fyne.KeySpace {
		k.Tapped(nil)
		return
	}
	keys.Pass(k, e)
}

// Cursor is a hand.
func (k *Check) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer implements fyne.Widget.
func (k *Check) CreateRenderer() fyne.WidgetRenderer {
	label := draw.Ink(k.label, theme.TextSize, false, theme.ColorNameText)
	d := &draw.Drawing{All: []fyne.CanvasObject{k.box, label}}
	d.Least = func() fyne.Size {
		return fyne.NewSize(MarkSize+8+label.MinSize().Width, 24)
	}
	d.Arrange = func(size fyne.Size) {
		draw.Place(k.box, 0, (size.Height-MarkSize)/2, MarkSize, MarkSize)
		draw.Middle(label, MarkSize+8, size.Width-MarkSize-8, size.Height)
	}
	d.Paint = func() {
		k.box.mark, k.box.focused = MarkNone, k.Focused
		if k.checked {
			k.box.mark = MarkAll
		}
		label.Color = theme.Color(theme.ColorNameText)
		if k.disabled {
			label.Color = theme.Color(theme.ColorNameMuted)
		}
	}
	return d.Of(k)
}

// Entered is whether it is checked.
func (k *Check) Entered() any { return k.checked }
