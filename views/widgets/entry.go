package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/scroll"
	"zvonok/views/theme"
)

// Entry is Fyne's one-line text field, 32 high, with an error below it where there is one. Keys that a text field has no
// use for (Esc, F5, Ctrl+S …) go on to the dialog or the window; so does Enter while OnSubmitted is nil.
type Entry struct {
	widget.Entry
	// Neat, if any, tidies what was typed when the field is left.
	Neat func(string) string

	failure string
	caption string                    // above the field
	OnKey   func(*fyne.KeyEvent) bool // sees every key first; true = used up
	Tabs    bool                      // Tab is a key for OnKey instead of the way to the next field
	outer   fyne.Widget               // the widget on the canvas, which may embed this one
	fresh   bool                      // the text was set by the program, and nobody has been in the field since
}

const (
	entryInset  float32 = 4 // more room at both ends than Fyne's
	entryMin    float32 = 80
	errorHeight float32 = 20
)

// NewEntry returns an empty field.
func NewEntry(placeholder string) *Entry {
	e := &Entry{}
	e.Begin(e, placeholder)
	return e
}

// Begin makes the field ready; outer is the widget that embeds it, or itself.
func (e *Entry) Begin(outer fyne.Widget, placeholder string) {
	e.PlaceHolder, e.outer = placeholder, outer
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.ExtendBaseWidget(outer)
}

// SetText replaces the text.
func (e *Entry) SetText(text string) {
	e.fresh = true
	e.Entry.SetText(text)
}

// FocusGained begins the editing: at the end of a text that the program has set, otherwise where the caret was left. Tab
// selects all.
func (e *Entry) FocusGained() {
	if e.fresh {
		e.fresh = false
		e.CursorColumn = len([]rune(e.Text))
	}
	e.Entry.FocusGained()
	if keys.Tabbing() {
		e.SelectAll()
	}
	scroll.Reveal(e.outer)
}

// SelectAll selects the text, so that the next key replaces it.
func (e *Entry) SelectAll() { e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{}) }

// SetDisabled lets the text be read and copied only, or written again.
func (e *Entry) SetDisabled(disabled bool) {
	if disabled {
		e.Disable()
	} else {
		e.Enable()
	}
}

// SetError shows what is wrong below the field, as a whole sentence; "" removes that.
func (e *Entry) SetError(text string) {
	text = Sentence(text)
	if e.failure != text {
		e.failure = text
		e.Refresh()
	}
}

// MinSize is 32 high, more with an error.
func (e *Entry) MinSize() fyne.Size {
	if e.failure != "" {
		return fyne.NewSize(entryMin, theme.RowHeight+errorHeight)
	}
	return fyne.NewSize(entryMin, theme.RowHeight)
}

// hintWidth is that of a field whose hint is not cut.
func (e *Entry) hintWidth() float32 {
	beside := float32(32) // Fyne's own room at both ends, and the insets
	if e.ActionItem != nil {
		beside += theme.RowHeight // the mark at the end, also a hidden one
	}
	return fyne.MeasureText(e.PlaceHolder, theme.TextSize, fyne.TextStyle{}).Width + beside
}

// FocusLost tidies the text.
func (e *Entry) FocusLost() {
	if e.Neat != nil {
		if neat := e.Neat(e.Text); neat != e.Text {
			e.SetText(neat)
		}
	}
	e.Entry.FocusLost()
}

// AcceptsTab reports whether Tab comes to TypedKey.
func (e *Entry) AcceptsTab() bool { return e.Tabs }

// KeyDown notes Shift, and that somebody is there.
func (e *Entry) KeyDown(k *fyne.KeyEvent) {
	keys.Sensed{}.KeyDown(k)
	e.Entry.KeyDown(k)
}

// KeyUp notes Shift, and Tab.
func (e *Entry) KeyUp(k *fyne.KeyEvent) {
	keys.Sensed{}.KeyUp(k)
	e.Entry.KeyUp(k)
}

// TypedKey edits, or hands the key on.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if keys.PassHidden(e.outer, k) || e.OnKey != nil && e.OnKey(k) {
		return
	}
	enter := k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter
	if k.Name == fyne.KeyEscape || keys.IsFunction(k.Name) || enter && e.OnSubmitted == nil {
		keys.Pass(e.outer, k)
		return
	}
	e.Entry.TypedKey(k)
}

// TypedShortcut edits (copy, paste, undo, words), or hands the shortcut on to the window.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if custom, ok := s.(*desktop.CustomShortcut); ok {
		switch custom.KeyName {
		case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete:
		default:
			keys.PassShortcut(e.outer, s)
			return
		}
	}
	before := e.Text
	e.Entry.TypedShortcut(s)
	if _, undo := s.(*fyne.ShortcutUndo); undo && e.Text == before { // there was nothing to undo
		keys.PassShortcut(e.outer, s)
	}
}

// MouseDown places the cursor; the text begins a little further right than Fyne thinks.
func (e *Entry) MouseDown(m *desktop.MouseEvent) {
	shifted := *m
	shifted.Position.X -= entryInset
	e.Entry.MouseDown(&shifted)
}

// CreateRenderer implements fyne.Widget.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	r := &entryRenderer{WidgetRenderer: e.Entry.CreateRenderer(), entry: e, wheel: scroll.NewWheelPass()}
	r.back = draw.NewPaper(theme.ControlRadius)
	r.failure = NewCopyable(NewLabel("", theme.CaptionSize, false, theme.ColorNameRefused).Shrink())
	r.Refresh()
	return r
}

// entryRenderer moves the text of Fyne's field to where the design has it, and adds the error.
type entryRenderer struct {
	fyne.WidgetRenderer
	entry   *Entry
	back    *draw.Paper
	failure *Copyable
	wheel   *scroll.WheelPass // Fyne would scroll the one line of text
}

// Fyne's renderer gives its background, its border and the scroller of the text in this order.
const (
	entryBox    = 0
	entryBorder = 1
	entryScroll = 2
)

func (r *entryRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(fyne.NewSize(size.Width, theme.RowHeight))
	r.back.Place(0, 0, size.Width, theme.RowHeight)
	draw.Place(r.wheel, 0, 0, size.Width, theme.RowHeight)
	r.paint()
	scroll := r.WidgetRenderer.Objects()[entryScroll]
	scroll.Move(fyne.NewPos(entryInset, scroll.Position().Y))
	scroll.Resize(scroll.Size().SubtractWidthHeight(2*entryInset, 0)) // a long text ends before the border, too
	draw.Place(r.failure, 0, theme.RowHeight+2, size.Width, errorHeight)
}

func (r *entryRenderer) MinSize() fyne.Size { return r.entry.MinSize() }

func (r *entryRenderer) Objects() []fyne.CanvasObject {
	return append(r.back.Objects(r.WidgetRenderer.Objects()...), r.failure, r.wheel)
}

func (r *entryRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.failure.SetText(r.entry.failure)
	r.failure.Hidden = r.entry.failure == ""
	if size := r.entry.Size(); size.Width > 0 {
		r.Layout(size)
	}
	r.failure.Refresh()
}

// paint draws the field's paper over Fyne's background and border, in the border's colour.
func (r *entryRenderer) paint() {
	objects := r.WidgetRenderer.Objects()
	border := objects[entryBorder].(*canvas.Rectangle)
	objects[entryBox].Hide()
	border.Hide()
	line := border.StrokeColor
	switch {
	case r.entry.failure != "":
		line = theme.Color(theme.ColorNameRefused)
	case r.entry.Disabled():
		line = theme.Color(theme.ColorNameLine)
	}
	r.back.Paint(line, theme.Color(theme.ColorNameSurface), 1)
	r.back.Line.Refresh()
	r.back.Fill.Refresh()
}

// Search is a field that filters: Esc or its cross clears it.
type Search struct {
	Entry
	// Below is the list that is searched, to which Down leads; nil leaves the key without effect.
	Below fyne.Focusable

	onChange func(string)
	last     string // what onChange was last called with
}

// NewSearch returns an empty search field. onChange is called with the text, without blanks at its ends, at every
// change and at Enter.
func NewSearch(placeholder string, onChange func(string)) *Search {
	s := &Search{onChange: onChange}
	s.Begin(s, placeholder)
	cross := NewEndButton(10, func() { s.SetText("") }, draw.NewCross())
	cross.Hide()
	s.ActionItem = cross
	s.OnChanged = func(text string) {
		cross.Hidden = text == ""
		s.tell(false)
	}
	s.OnSubmitted = func(string) { s.tell(true) }
	s.OnKey = s.Use
	return s
}

// Use clears the field by Esc and goes into the list by Down; in an empty field Esc goes to the window.
func (s *Search) Use(k *fyne.KeyEvent) bool {
	switch {
	case k.Name == fyne.KeyEscape && s.Text != "":
		s.SetText("")
	case k.Name == fyne.KeyDown && s.Below != nil:
		if c := draw.CanvasOf(s.outer); c != nil {
			c.Focus(s.Below)
		}
	default:
		return false
	}
	return true
}

func (s *Search) tell(again bool) {
	text := strings.TrimSpace(s.Text)
	if (again || text != s.last) && s.onChange != nil {
		s.last = text
		s.onChange(text)
	}
}

// EndButton is a mark at the right end of a field that does something with the field.
type EndButton struct {
	widget.BaseWidget
	do    func()
	side  float32
	marks []*draw.Stroke
}

// NewEndButton returns a mark, side long and wide, for the right end of a field. Pressed, it calls do.
func NewEndButton(side float32, do func(), marks ...*draw.Stroke) *EndButton {
	b := &EndButton{do: do, side: side, marks: marks}
	b.ExtendBaseWidget(b)
	return b
}

// Tapped does it.
func (b *EndButton) Tapped(*fyne.PointEvent) { b.do() }

// Cursor is a hand over the field's text cursor.
func (b *EndButton) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer implements fyne.Widget.
func (b *EndButton) CreateRenderer() fyne.WidgetRenderer {
	d := &draw.Drawing{}
	for _, mark := range b.marks {
		d.All = append(d.All, mark)
	}
	d.Least = func() fyne.Size { return fyne.NewSquareSize(theme.RowHeight - 2) } // within the field's border
	d.Arrange = func(size fyne.Size) {
		for _, mark := range b.marks {
			draw.Place(mark, (size.Width-b.side)/2, (size.Height-b.side)/2, b.side, b.side)
		}
	}
	d.Paint = func() {
		for _, mark := range b.marks {
			mark.SetColour(theme.Color(theme.ColorNameMuted))
		}
	}
	return d.Of(b)
}

// Entered is the text.
func (e *Entry) Entered() any { return e.Text }

// Entered is nothing: a search is not an edit.
func (s *Search) Entered() any { return nil }
