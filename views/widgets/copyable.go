package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/theme"
)

// Copyable is a label whose text people may want to copy: an error, a login, a reason. Dragging selects a part of it and a
// double click or Tab all; Ctrl+C and the right button copy what is selected, or else all. Unlike a field it looks like any
// other text; Fyne's selectable label would keep the window's keys to itself.
type Copyable struct {
	Control
	label    *Label
	from, to spot // the ends of the selection, in either order
}

// spot is a place between two letters.
type spot struct{ line, letter int }

var (
	_ desktop.Mouseable      = (*Copyable)(nil)
	_ fyne.Draggable         = (*Copyable)(nil)
	_ fyne.DoubleTappable    = (*Copyable)(nil)
	_ fyne.SecondaryTappable = (*Copyable)(nil)
	_ fyne.Focusable         = (*Copyable)(nil)
)

// NewCopyable makes the text of a label copyable; from now on it shows the label.
func NewCopyable(label *Label) *Copyable {
	c := &Copyable{label: label}
	c.Begin(c, nil, label.overflow)
	return c
}

// Text returns the text as it was set.
func (c *Copyable) Text() string { return c.label.Text() }

// SetText changes the text.
func (c *Copyable) SetText(text string) {
	c.from, c.to = spot{}, spot{}
	c.label.SetText(text)
	c.Refresh()
}

// Within breaks the lines where a narrower place ends.
func (c *Copyable) Within(room float32) { c.label.Within(room) }

// SetTone changes the text's colour.
func (c *Copyable) SetTone(tone Tone) { c.label.SetTone(tone) }

// AccessibilityLabel is the text, under its caption.
func (c *Copyable) AccessibilityLabel() string { return Spoken(c.caption, c.label.text) }

// AccessibilityRole is that of a text.
func (c *Copyable) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// FocusGained selects all if the focus came by Tab.
func (c *Copyable) FocusGained() {
	if keys.Tabbing() {
		c.selectAll()
	}
	c.Control.FocusGained()
}

// FocusLost selects nothing.
func (c *Copyable) FocusLost() {
	c.from, c.to = spot{}, spot{}
	c.Control.FocusLost()
}

// TypedKey hands the key on to the window.
func (c *Copyable) TypedKey(e *fyne.KeyEvent) { keys.Pass(c, e) }

// TypedShortcut copies, or selects all.
func (c *Copyable) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCopy:
		c.copy()
	case *fyne.ShortcutSelectAll:
		c.selectAll()
	default:
		c.Control.TypedShortcut(s)
	}
}

// MouseDown begins a selection.
func (c *Copyable) MouseDown(e *desktop.MouseEvent) {
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	c.TakeFocus()
	c.from = c.spotAt(e.Position)
	c.to = c.from
	c.Refresh()
}

// MouseUp does nothing.
func (c *Copyable) MouseUp(*desktop.MouseEvent) {}

// Dragged selects up to the pointer.
func (c *Copyable) Dragged(e *fyne.DragEvent) {
	c.to = c.spotAt(e.Position)
	c.Refresh()
}

// DragEnd does nothing.
func (c *Copyable) DragEnd() {}

// DoubleTapped selects all.
func (c *Copyable) DoubleTapped(*fyne.PointEvent) { c.selectAll() }

// TappedSecondary offers to copy.
func (c *Copyable) TappedSecondary(e *fyne.PointEvent) {
	c.OpenMenu(e.AbsolutePosition, []MenuItem{{Label: "Скопировать", Hint: keys.Shortcut("C"), Do: c.copy}})
}

// Cursor is that of a text.
func (c *Copyable) Cursor() desktop.Cursor { return desktop.TextCursor }

func (c *Copyable) selectAll() {
	lines := c.label.lines()
	c.from, c.to = spot{}, spot{len(lines) - 1, len([]rune(lines[len(lines)-1]))}
	c.Refresh()
}

func (c *Copyable) copy() { fyne.CurrentApp().Clipboard().SetContent(c.selected()) }

// ends are those of the selection in the order of reading.
func (c *Copyable) ends() (first, last spot) {
	if c.to.line < c.from.line || c.to.line == c.from.line && c.to.letter < c.from.letter {
		return c.to, c.from
	}
	return c.from, c.to
}

// selected is what is selected. If that is nothing or everything, it is the whole text, also what the label had to cut.
func (c *Copyable) selected() string {
	lines := c.label.lines()
	first, last := c.ends()
	end := len(lines) - 1
	if first == last || first == (spot{}) && last == (spot{end, len([]rune(lines[end]))}) {
		return c.label.text
	}
	var parts []string
	for i := first.line; i <= last.line; i++ {
		from, to := c.within(i, len([]rune(lines[i])))
		parts = append(parts, string([]rune(lines[i])[from:to]))
	}
	return strings.Join(parts, " ")
}

// within is the selected part of a line of that many letters.
func (c *Copyable) within(line, letters int) (from, to int) {
	first, last := c.ends()
	if line < first.line || line > last.line {
		return 0, 0
	}
	to = letters
	if line == first.line {
		from = min(first.letter, letters)
	}
	if line == last.line {
		to = min(last.letter, letters)
	}
	return from, to
}

// width is that of the first letters of a line.
func (c *Copyable) width(line string, letters int) float32 {
	return fyne.MeasureText(string([]rune(line)[:letters]), c.label.size, c.label.style()).Width
}

// indent is where a line begins.
func (c *Copyable) indent(line string) float32 {
	if c.label.Align == fyne.TextAlignCenter {
		return (c.Size().Width - c.width(line, len([]rune(line)))) / 2
	}
	return 0
}

// spotAt is the place nearest to a position.
func (c *Copyable) spotAt(p fyne.Position) spot {
	lines := c.label.lines()
	row := max(0, min(int(p.Y/(c.Size().Height/float32(len(lines)))), len(lines)-1))
	letters := len([]rune(lines[row]))
	at, x := 0, p.X-c.indent(lines[row])
	for at < letters && (c.width(lines[row], at)+c.width(lines[row], at+1))/2 < x {
		at++
	}
	return spot{row, at}
}

// CreateRenderer implements fyne.Widget.
func (c *Copyable) CreateRenderer() fyne.WidgetRenderer {
	d := &draw.Drawing{All: []fyne.CanvasObject{c.label}, Least: c.label.MinSize}
	d.Arrange = func(size fyne.Size) {
		c.label.Resize(size)
		lines := c.label.lines()
		height := size.Height / float32(len(lines))
		for len(d.All) <= len(lines) {
			d.All = append([]fyne.CanvasObject{draw.Box(2)}, d.All...)
		}
		for i, o := range d.All[:len(d.All)-1] {
			light := o.(*canvas.Rectangle)
			light.FillColor = theme.Color(fynetheme.ColorNameSelection)
			light.Hidden = true
			if i >= len(lines) {
				continue
			}
			from, to := c.within(i, len([]rune(lines[i])))
			if light.Hidden = from >= to; !light.Hidden {
				x := c.width(lines[i], from)
				draw.Place(light, c.indent(lines[i])+x, float32(i)*height, c.width(lines[i], to)-x, height)
			}
		}
	}
	return d.Of(c)
}
