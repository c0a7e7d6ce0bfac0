// Package toasts has the short messages that come at the bottom right of a window and go by themselves.
package toasts

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/background"
	"zvonok/views/draw"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

const (
	toastTime     = 6 * time.Second
	toastTimeLong = 15 * time.Second // bad news takes longer to read, and a link longer to be reached
	toastWidth    = float32(340)     // of the text
	toastsAtOnce  = 2
	toastsAbove   = float32(52) // from the window's edge, so that the footer stays in sight
)

// Layer draws the messages over a window: it lies above the content in widgets.Layers. Clicks beside the messages go
// through it.
type Layer struct {
	widget.BaseWidget
	after background.Timer
	shown []*toast // oldest first
}

// New returns an empty layer.
func New() *Layer {
	t := &Layer{after: background.UITimer}
	t.ExtendBaseWidget(t)
	return t
}

// SetTimer replaces the clock, for tests.
func (t *Layer) SetTimer(after background.Timer) { t.after = after }

// Tell shows a message for some seconds; a click dismisses it.
func (t *Layer) Tell(text string, tone widgets.Tone) { t.TellAction(text, tone, "", nil) }

// TellAction shows a message with a link that does something about it: «Отменить». If the same message is still shown, it
// starts again instead of appearing twice, unless it has a link, which belongs to its own event. The text becomes a whole
// sentence.
func (t *Layer) TellAction(text string, tone widgets.Tone, action string, do func()) {
	text = widgets.Sentence(text)
	for _, other := range t.shown {
		if other.text == text && other.tone == tone && other.action == nil && action == "" {
			t.remove(other)
			break
		}
	}
	one := &toast{text: text, tone: tone, words: widgets.Paragraph(text, toastWidth)}
	one.dismiss = func() { t.remove(one) }
	if action != "" {
		one.action = widgets.NewLink(action, func() {
			t.remove(one)
			do()
		})
	}
	one.ExtendBaseWidget(one)
	t.shown = append(t.shown, one)
	if len(t.shown) > toastsAtOnce {
		t.remove(t.shown[0])
	}
	t.expire(one)
	t.Refresh()
}

// Holds reports whether an object is the link of a message.
func (t *Layer) Holds(f fyne.Focusable) bool {
	return slices.ContainsFunc(t.shown, func(one *toast) bool { return one.action != nil && f == one.action })
}

// expire removes a message once its time is over. A message that somebody is using starts again, so that its link does not
// vanish under their hands.
func (t *Layer) expire(one *toast) {
	stay := toastTime
	if one.tone == widgets.ToneRefused || one.action != nil {
		stay = toastTimeLong
	}
	one.stop = t.after(stay, func() {
		if one.held() {
			t.expire(one)
			return
		}
		t.remove(one)
	})
}

func (t *Layer) remove(one *toast) {
	for i, other := range t.shown {
		if other == one {
			t.shown = append(t.shown[:i:i], t.shown[i+1:]...)
			if one.stop != nil {
				one.stop()
			}
			t.Refresh()
			return
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Layer) CreateRenderer() fyne.WidgetRenderer {
	stack := container.NewWithoutLayout()
	d := &draw.Drawing{All: []fyne.CanvasObject{stack}}
	d.Arrange = func(size fyne.Size) {
		y := size.Height - toastsAbove
		for i := len(t.shown) - 1; i >= 0; i-- {
			t.shown[i].within(size.Width - 2*theme.PageMargin)
			min := t.shown[i].MinSize()
			y -= min.Height
			draw.Place(t.shown[i], size.Width-theme.PageMargin-min.Width, y, min.Width, min.Height)
			y -= theme.GapSmall
		}
	}
	d.Paint = func() {
		stack.Objects = nil
		for _, one := range t.shown {
			stack.Objects = append(stack.Objects, one)
		}
	}
	return d.Of(t)
}

// toast is one message.
type toast struct {
	widget.BaseWidget
	text    string
	tone    widgets.Tone
	action  *widgets.Button
	dismiss func()
	stop    func()
	hovered bool
	words   *widgets.Label
	under   bool // the link is below the words, where a narrow window has no room beside them
}

// The room beside, above and below the words of a message.
const toastLeft, toastRight, toastEdge float32 = 34, 16, 13

// wordsLeast is the width from which on the link of a message stands beside its words.
const wordsLeast float32 = 240

// within keeps a message in a narrow window.
func (t *toast) within(room float32) {
	room -= toastLeft + toastRight
	if t.action != nil {
		beside := room - t.action.MinSize().Width
		if t.under = beside < wordsLeast; !t.under {
			room = beside
		}
	}
	t.words.Within(room)
}

var _ desktop.Hoverable = (*toast)(nil)

// held reports whether the pointer is on the message, or the keyboard at its link.
func (t *toast) held() bool {
	return t.hovered || t.action != nil && (t.action.Focused || t.action.Hover != widgets.Nowhere)
}

// MouseIn holds the message.
func (t *toast) MouseIn(*desktop.MouseEvent) { t.hovered = true }

// MouseMoved does nothing.
func (t *toast) MouseMoved(*desktop.MouseEvent) {}

// MouseOut releases the message; its link, to which the pointer may have gone, holds it too.
func (t *toast) MouseOut() { t.hovered = false }

// CreateRenderer implements fyne.Widget.
func (t *toast) CreateRenderer() fyne.WidgetRenderer {
	back, dot := widgets.NewFloating(theme.CardRadius, 1, 16), draw.Box(4)
	back.OnTapped = t.dismiss
	d := &draw.Drawing{All: []fyne.CanvasObject{back, dot, t.words}}
	if t.action != nil {
		d.All = append(d.All, t.action)
	}
	d.Least = func() fyne.Size {
		size := t.words.MinSize().AddWidthHeight(toastLeft+toastRight, 2*toastEdge)
		switch {
		case t.action == nil:
		case t.under:
			size = fyne.NewSize(max(size.Width, t.action.MinSize().Width+toastLeft), size.Height+theme.RowHeight)
		default:
			size.Width += t.action.MinSize().Width
		}
		return size
	}
	d.Arrange = func(size fyne.Size) {
		min := t.words.MinSize()
		draw.Place(back, 0, 0, size.Width, size.Height)
		draw.Place(dot, 14, toastEdge+6, 8, 8)
		draw.Place(t.words, toastLeft, toastEdge, min.Width, min.Height)
		if t.action != nil {
			width, y := t.action.MinSize().Width, (size.Height-theme.RowHeight)/2
			if t.under {
				y = size.Height - theme.RowHeight - toastRight/2
			}
			draw.Place(t.action, size.Width-width-6, y, width, theme.RowHeight)
		}
	}
	d.Paint = func() {
		dot.FillColor = theme.Color(t.tone.Ink())
	}
	return d.Of(t)
}
