package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/theme"
)

type buttonKind int

const (
	kindSecondary buttonKind = iota
	kindPrimary
	kindDanger
	kindLink
	kindField // a Select: paper, text at the left
)

// Button is a button 32 high. It takes the focus by Tab, and Space or Enter press it; a click leaves the focus where it
// is, so that the keyboard stays with the table. A disabled button takes the focus too, so that people find the reason,
// which its tooltip says, by Tab. So it is no fyne.Disableable: Fyne would skip it.
type Button struct {
	Control
	label    string
	kind     buttonKind
	do       func()
	arrow    bool // ▾ after the label
	disabled bool
	faint    bool // the label is a placeholder
	tooltip  string
}

var _ fyne.Focusable = (*Button)(nil)

// NewPrimary returns the main button of a screen or dialog: filled, and the only one there.
func NewPrimary(label string, do func()) *Button { return newButton(label, kindPrimary, do) }

// NewSecondary returns an ordinary button: paper with a line around.
func NewSecondary(label string, do func()) *Button { return newButton(label, kindSecondary, do) }

// NewLink returns a button that looks like a link: «Назад», «Остановить».
func NewLink(label string, do func()) *Button { return newButton(label, kindLink, do) }

// NewDanger returns a filled button that destroys; its label says what: «Удалить 2 чата».
func NewDanger(label string, do func()) *Button { return newButton(label, kindDanger, do) }

func newButton(label string, kind buttonKind, do func()) *Button {
	b := &Button{}
	b.init(b, label, kind, do)
	return b
}

// init sets up a button that may be embedded in another widget, outer.
func (b *Button) init(outer fyne.Widget, label string, kind buttonKind, do func()) {
	b.label, b.kind, b.do = label, kind, do
	b.Begin(outer, nil, b.hint)
}

// hint is the tooltip, after the whole label where that had to be cut.
func (b *Button) hint() string {
	if b.kind == kindLink && b.self.Size().Width < b.self.MinSize().Width {
		return strings.TrimSuffix(b.label+"\n"+b.tooltip, "\n")
	}
	return b.tooltip
}

// linkLeast is the least width of a link.
const linkLeast float32 = 120

// Narrowest is the least width of the button in a bar that lacks room; only links shrink.
func (b *Button) Narrowest() float32 {
	if b.kind == kindLink {
		return min(linkLeast, b.self.MinSize().Width)
	}
	return b.self.MinSize().Width
}

// BeField turns the button that outer embeds into a field to choose in: paper, the text at the left, ▾ at the right.
func (b *Button) BeField(outer fyne.Widget, open func()) {
	b.arrow = true
	b.init(outer, "", kindField, open)
}

// FieldSides is how much wider a field to choose in is than its text.
const FieldSides = 2*fieldPad + arrowWidth + 6

// ShowText changes the label, which may be a placeholder.
func (b *Button) ShowText(label string, placeholder bool) {
	if b.label != label || b.faint != placeholder {
		b.label, b.faint = label, placeholder
		b.Refresh()
	}
}

// Text returns the label.
func (b *Button) Text() string { return b.label }

// SetText changes the label.
func (b *Button) SetText(label string) {
	if b.label != label {
		b.label = label
		b.Refresh()
	}
}

// SetTooltip sets what is shown when the pointer rests on the button; a disabled button says here why it is.
func (b *Button) SetTooltip(text string) { b.tooltip = text }

// Disabled reports whether the button does nothing.
func (b *Button) Disabled() bool { return b.disabled }

// SetDisabled makes the button do nothing, or work again.
func (b *Button) SetDisabled(disabled bool) {
	if b.disabled == disabled {
		return
	}
	b.disabled = disabled
	b.Refresh()
}

// SetPrimary makes the button the main one of its screen, or an ordinary one again.
func (b *Button) SetPrimary(primary bool) {
	kind := kindSecondary
	if primary {
		kind = kindPrimary
	}
	if b.kind != kind {
		b.kind = kind
		b.Refresh()
	}
}

// Tapped presses the button.
func (b *Button) Tapped(*fyne.PointEvent) { b.Press() }

// Press does what the button is for, unless it is disabled.
func (b *Button) Press() {
	b.HideTip()
	if !b.disabled && b.do != nil {
		b.do()
	}
}

// TypedKey presses the button by Space and Enter.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	if keys.PassHidden(b.self, e) {
		return
	}
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Press()
	default:
		keys.Pass(b.self, e)
	}
}

func (b *Button) hovered() bool { return b.Hover != Nowhere }

// Cursor is a hand over a button that works.
func (b *Button) Cursor() desktop.Cursor {
	if b.disabled || b.kind == kindField {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

const (
	// ButtonPad is the room beside a button's label.
	ButtonPad  float32 = 13
	fieldPad   float32 = 11
	arrowWidth float32 = 16
)

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	back := draw.NewPaper(theme.ControlRadius)
	label := draw.Ink("", theme.TextSize, false, theme.ColorNameText)
	arrow := draw.NewArrow()
	d := &draw.Drawing{All: back.Objects(label, arrow)}
	pad := ButtonPad
	if b.kind == kindField {
		pad = fieldPad
	}
	d.Least = func() fyne.Size {
		width := fyne.MeasureText(b.label, theme.TextSize, label.TextStyle).Width + 2*pad
		if b.arrow {
			width += arrowWidth
		}
		return fyne.NewSize(width, theme.RowHeight)
	}
	d.Arrange = func(size fyne.Size) {
		back.Place(0, 0, size.Width, size.Height)
		room := size.Width - 2*pad
		if b.arrow {
			room -= arrowWidth
		}
		label.Text = Fit(b.label, room+1, theme.TextSize, label.TextStyle)
		width := label.MinSize().Width
		x := pad
		if b.kind != kindField {
			x = pad + max(0, (room-width)/2)
		}
		draw.Middle(label, x, width, size.Height)
		ax := x + width + 6
		if b.kind == kindField {
			ax = size.Width - pad - 10
		}
		draw.Place(arrow, ax, (size.Height-10)/2, 10, 10)
	}
	d.Paint = func() {
		label.TextStyle.Bold = b.kind == kindPrimary || b.kind == kindDanger
		ink := b.paint(back)
		label.Color = ink
		arrow.SetColour(ink)
		arrow.Hidden = !b.arrow
	}
	return d.Of(b)
}

// paint colours the background and returns the colour of the label.
func (b *Button) paint(back *draw.Paper) color.Color {
	fill, on, line := theme.ColorNameSurface, theme.ColorNameText, theme.ColorNameLine
	width, hover := float32(1), theme.ColorNameRowHover
	switch b.kind {
	case kindPrimary:
		fill, on, width = theme.ColorNameAccent, theme.ColorNameOnAccent, 0
	case kindDanger:
		fill, on, width = theme.ColorNameDanger, theme.ColorNameOnDanger, 0
	case kindLink:
		on, width, hover = theme.ColorNameAccent, 0, theme.ColorNameSelected
	case kindField:
		hover = theme.ColorNameSurface
	}
	filled := b.kind == kindPrimary || b.kind == kindDanger
	if b.faint {
		on = theme.ColorNameMuted
	}
	if b.disabled {
		fill, on = theme.ColorNameLineFaint, theme.ColorNameMuted
	}
	paint := theme.Color(fill)
	switch {
	case b.disabled:
	case b.hovered() && filled:
		paint = blend(paint, theme.Color(theme.ColorNameText), 0.12)
	case b.hovered():
		paint = theme.Color(hover)
	}
	if b.kind == kindLink && (b.disabled || !b.hovered() && !b.Focused) {
		paint = color.Transparent
	}
	if b.Focused {
		line, width = theme.ColorNameAccent, 2
		if filled {
			line = theme.ColorNameText
		}
	}
	back.Paint(theme.Color(line), paint, width)
	return theme.Color(on)
}

// blend mixes share of b into a.
func blend(a, b color.Color, share float32) color.Color {
	ar, ag, ab, aa := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	mix := func(x, y uint32) uint8 { return uint8((float32(x)*(1-share) + float32(y)*share) / 257) }
	return color.NRGBA{mix(ar, br), mix(ag, bg), mix(ab, bb), uint8(aa / 257)}
}
