package dialog

import (
	"cmp"
	"reflect"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/overlay"
	"zvonok/views/scroll"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// Modal describes a dialog. Enter presses its main button and Esc cancels it, wherever in it the focus is. A main button that destroys, or
// whose work cannot be taken back, does not get the focus first, and Enter presses it only while it has the focus. A click beside the
// dialog does what its other button does. A dialog with both buttons asks before it drops what was entered: it compares the content of its
// fields with that at its opening.
type Modal struct {
	Title, Hint     string
	Content         fyne.CanvasObject // may be nil
	Primary, Cancel string            // labels of the buttons; "" = no such button
	Danger          bool              // the main button destroys
	Final           bool              // what the main button does cannot be taken back, though it destroys nothing
	Sudden          bool              // comes by itself: nothing has the focus at first, so that an Enter typed elsewhere answers nothing
	OnPrimary       func() bool       // false keeps the dialog open; nil closes it
	OnCancel        func()
	Forgets         bool              // what is entered is not worth a question, such as a search
	Holds           func() bool       // reports whether something else would be lost with the window; OnCancel asks about it; nil: nothing
	Size            fyne.Size         // 0 = 480 wide, as high as its content
	Focus           fyne.Focusable    // nil = the first field, or the main button; the other one where the main one is Danger or Final
	Footer          fyne.CanvasObject // left of the buttons; may be nil
}

// careful reports whether the main button waits for its own press.
func (m Modal) careful() bool { return m.Danger || m.Final || m.Sudden }

// Handle is an open dialog.
type Handle struct {
	layer *modalLayer
}

// Show opens a dialog over the window and gives it the focus, which stays inside until it is closed.
func Show(win fyne.Window, m Modal) *Handle {
	l := &modalLayer{modal: m, window: win, canvas: win.Canvas(), tip: widgets.TipsOver(win.Canvas()), pause: widgets.NewPause(), hold: newHold(), enabled: true}
	l.ExtendBaseWidget(l)
	h := &Handle{layer: l}
	button := widgets.NewPrimary
	if m.Danger {
		button = widgets.NewDanger
	}
	l.primary = button(m.Primary, l.accept)
	l.cancel = widgets.NewSecondary(m.Cancel, l.abandon)
	l.primary.Hidden, l.cancel.Hidden = m.Primary == "", m.Cancel == ""
	l.inner = container.New(widgets.Stacked{Gap: theme.Gap, Grow: m.Content})
	if m.Hint != "" {
		l.inner.Add(widgets.Flow(m.Hint).In(widgets.ToneMuted))
	}
	if m.Content != nil {
		l.inner.Add(m.Content)
	}
	l.modal.Content = scroll.Roomy(scroll.New(l.inner))
	overlay.Add(l.canvas, l)
	l.Resize(l.canvas.Size())
	if m.Focus == nil && m.careful() && m.Cancel != "" {
		m.Focus = l.cancel
	}
	if !m.Sudden {
		overlay.FocusIn(l.canvas, l, m.Focus)
	}
	if _, text := l.canvas.Focused().(*widgets.Copyable); text { // which is not a field
		l.canvas.Focus(l.primary)
	}
	l.begun = l.entered()
	l.Pause()
	return h
}

// Close closes the dialog without calling OnCancel.
func (h *Handle) Close() { h.layer.close() }

// SetPrimary changes the main button's label, and whether it and Enter do anything.
func (h *Handle) SetPrimary(label string, enabled bool) {
	l := h.layer
	l.modal.Primary, l.enabled = label, enabled
	l.primary.Hidden = label == ""
	l.enable()
	l.label(label)
}

// Fill lets the program put something into the fields of an open dialog. That does not count as entered by a person: a
// dialog without edits still has none.
func (h *Handle) Fill(put func()) {
	edited := h.layer.edited()
	put()
	if !edited {
		h.layer.begun = h.layer.entered()
	}
}

// slow is how long work takes before the main button says that it is under way.
const slow = time.Second

// Busy makes the fields, all buttons of the last row, Enter and Esc wait for work that is under way.
func (h *Handle) Busy(busy bool) {
	l := h.layer
	if busy && !l.busy {
		l.hold.begin(l.canvas)
		l.arrived = l.tip.After(slow, func() { l.label("Подождите…") })
	}
	was := l.busy
	l.busy = busy
	l.enable()
	if other, ok := l.modal.Footer.(*widgets.Button); ok {
		other.SetDisabled(busy)
	}
	if was && !busy {
		l.hold.end(l.canvas)
		l.arrived()
		l.label(l.modal.Primary)
	}
}

// modalLayer is the overlay of a dialog: the dimmed window and the card.
type modalLayer struct {
	widget.BaseWidget
	scroll.Pointed
	modal           Modal
	inner           *fyne.Container // the hint and the content
	room            float32         // the width that they were laid out for
	window          fyne.Window
	canvas          fyne.Canvas
	primary, cancel *widgets.Button
	enabled, busy   bool
	closed          bool
	asking          *Handle // the question whether to drop what was entered; nil before
	begun           []any   // the content of the fields at first
	accepted        func()  // called once the main button has closed the dialog
	tip             *widgets.TipLayer
	pause           *widgets.Pause
	hold            *hold
	arrived         func() // stops the waiting for work that is slow
}

var (
	_ keys.Taker      = (*modalLayer)(nil)
	_ widgets.TipHost = (*modalLayer)(nil)
)

func (l *modalLayer) Tips() *widgets.TipLayer { return l.tip }

// Pause takes the clicks away from the dialog for as long as a double click may take.
func (l *modalLayer) Pause() { l.pause.Begin(l.tip) }

func (l *modalLayer) TakeKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !l.modal.careful() {
			l.accept()
		}
	case fyne.KeyEscape:
		l.abandon()
	}
}

func (l *modalLayer) accept() {
	if l.busy || !l.enabled || l.modal.Primary == "" {
		return
	}
	if l.modal.OnPrimary != nil && !l.modal.OnPrimary() {
		return
	}
	l.close()
	if l.accepted != nil {
		l.accepted()
	}
}

func (l *modalLayer) abandon() {
	if l.busy {
		return
	}
	if l.edited() {
		l.asking = dropping(l.window, l.leave)
		return
	}
	l.leave()
}

// entered is the content of the fields.
func (l *modalLayer) entered() []any {
	return append(enteredIn(l.modal.Content), enteredIn(l.modal.Footer)...)
}

// Unsaved reports whether something would be lost with the window.
func (l *modalLayer) Unsaved() bool { return l.edited() || l.modal.Holds != nil && l.modal.Holds() }

// edited reports whether something was entered that would be dropped.
func (l *modalLayer) edited() bool {
	saves := l.modal.Primary != "" && l.modal.Cancel != "" && !l.modal.Forgets
	return saves && !reflect.DeepEqual(l.begun, l.entered())
}

func (l *modalLayer) leave() {
	l.close()
	if l.modal.OnCancel != nil {
		l.modal.OnCancel()
	}
}

func (l *modalLayer) close() {
	if !l.closed {
		l.closed = true
		if l.asking != nil {
			l.asking.Close() // nothing is left to be dropped
		}
		overlay.Remove(l.canvas, l)
		widgets.PauseOn(l.canvas)
	}
}

// label writes on the main button.
func (l *modalLayer) label(text string) {
	l.primary.SetText(text)
	l.Refresh()
}

func (l *modalLayer) enable() {
	l.primary.SetDisabled(l.busy || !l.enabled)
	l.cancel.SetDisabled(l.busy)
}

// Tapped keeps clicks from the window behind. One beside the dialog does what the other button does.
func (l *modalLayer) Tapped(*fyne.PointEvent) {
	if l.modal.Cancel != "" {
		l.abandon()
	}
}

const (
	modalPad       float32 = 20
	modalWidth     float32 = 480
	modalFooterGap float32 = 16
)

// wanted is the width that the dialog has in a window with room for it.
func (l *modalLayer) wanted() float32 { return cmp.Or(l.modal.Size.Width, modalWidth) }

// width is that of the dialog, which stays within the window.
func (l *modalLayer) width() float32 {
	return min(l.wanted(), l.canvas.Size().Width-2*l.margin())
}

// small reports whether the window leaves a dialog so little that its content needs the free room around it.
func (l *modalLayer) small() bool {
	size := l.canvas.Size()
	return size.Width < 640 || size.Height < 440
}

// margin is the free room around the dialog.
func (l *modalLayer) margin() float32 {
	if l.small() {
		return theme.GapSmall
	}
	return theme.PageMargin
}

// pad is the free room within its edge.
func (l *modalLayer) pad() float32 {
	if l.small() {
		return theme.Gap
	}
	return modalPad
}

// crowded reports whether the footer finds no room beside the buttons. Then it has its own row.
func (l *modalLayer) crowded() bool {
	if l.modal.Footer == nil {
		return false
	}
	needs := l.modal.Footer.MinSize().Width
	for _, b := range []*widgets.Button{l.primary, l.cancel} {
		if !b.Hidden {
			needs += theme.GapSmall + b.MinSize().Width
		}
	}
	return needs > l.width()-2*l.pad()
}

// chrome is the height of all but the content.
func (l *modalLayer) chrome() float32 {
	height := 2*l.pad() + fyne.MeasureText("Ж", theme.SubtitleSize, fyne.TextStyle{Bold: true}).Height + theme.Gap
	if l.modal.Primary != "" || l.modal.Cancel != "" || l.modal.Footer != nil {
		height += modalFooterGap + theme.RowHeight
	}
	if l.crowded() {
		height += theme.GapSmall + theme.RowHeight
	}
	return height
}

// CreateRenderer implements fyne.Widget.
func (l *modalLayer) CreateRenderer() fyne.WidgetRenderer {
	shade, card := canvas.NewRectangle(theme.Color(theme.ColorNameShade)), widgets.NewFloating(theme.DialogRadius, 0, 40)
	title := widgets.NewLabel(l.modal.Title, theme.SubtitleSize, true, theme.ColorNameText).Shrink()
	// The main button comes before the others, so that a dialog without fields begins on it.
	d := &draw.Drawing{All: []fyne.CanvasObject{shade, card, title, l.modal.Content, l.primary, l.cancel}}
	if l.modal.Footer != nil {
		d.All = append(d.All, l.modal.Footer)
	}
	d.All = append(d.All, l.hold, l.pause, l.tip)
	d.Arrange = func(size fyne.Size) {
		draw.Place(shade, 0, 0, size.Width, size.Height)
		draw.Place(l.tip, 0, 0, size.Width, size.Height)
		draw.Place(l.pause, 0, 0, size.Width, size.Height)
		draw.Place(l.hold, 0, 0, size.Width, size.Height)
		width, pad := l.width(), l.pad()
		laid := l.inner.Size().Width // less than the room where there is a bar
		if l.room != width-2*pad {
			l.room = width - 2*pad
			laid = l.room
		}
		widgets.Widen(l.inner, laid)
		height := max(l.modal.Size.Height, l.modal.Content.MinSize().Height+l.chrome())
		height = min(height, size.Height-2*l.margin())
		left, top := (size.Width-width)/2, (size.Height-height)*0.3
		draw.Place(card, left, top, width, height)
		x, y, room := left+pad, top+pad, width-2*pad
		heightOf := title.MinSize().Height
		draw.Place(title, x, y, room, heightOf)
		y += heightOf
		y += theme.Gap
		draw.Place(l.modal.Content, x, y, room, height-l.chrome())
		l.placeButtons(left+width-pad, x, top+height-pad-theme.RowHeight)
	}
	d.Paint = func() {
		shade.FillColor = theme.Color(theme.ColorNameShade)
	}
	return d.Of(l)
}

// placeButtons puts the buttons at the right end of the dialog's last row, and its footer at the left of them or above.
func (l *modalLayer) placeButtons(right, left, y float32) {
	end := right
	for _, b := range []*widgets.Button{l.primary, l.cancel} {
		if !b.Hidden {
			width := b.MinSize().Width
			right -= width
			draw.Place(b, right, y, width, theme.RowHeight)
			right -= theme.GapSmall
		}
	}
	if f := l.modal.Footer; f != nil {
		height := f.MinSize().Height
		if l.crowded() {
			right, y = end, y-theme.GapSmall-theme.RowHeight
		}
		draw.Place(f, left, y+(theme.RowHeight-height)/2, min(right-left, max(f.MinSize().Width, 0)), height)
	}
}
