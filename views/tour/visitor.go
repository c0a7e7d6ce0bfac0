package tour

import (
	"fmt"
	"image"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/views/drawn"
	"zvonok/views/scroll"
	"zvonok/views/widgets"
)

// visitor uses a window as a person does: reads what is drawn, clicks on it and types.
type visitor struct {
	stage Stage
	win   fyne.Window
}

// sight is a text as it is drawn.
type sight struct {
	text string
	at   fyne.Position // its middle, on the canvas
}

// texts are those in front, in the order of drawing.
func (v *visitor) texts() []sight {
	var seen []sight
	driver := fyne.CurrentApp().Driver()
	drawn.Walk(drawn.Front(v.win), func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			at := driver.AbsolutePositionForObject(t)
			seen = append(seen, sight{t.Text, at.AddXY(min(t.MinSize().Width, t.Size().Width)/2, t.Size().Height/2)})
		}
	})
	return seen
}

// sees reports whether the words are in front, though they may be broken into lines.
func (v *visitor) sees(words string) bool {
	var all strings.Builder
	for _, s := range v.texts() {
		all.WriteString(s.text + " ")
	}
	return strings.Contains(strings.Join(strings.Fields(all.String()), " "), words)
}

// await waits until the words are in front.
func (v *visitor) await(words string) error {
	if err := v.stage.Wait(func() bool { return v.sees(words) }); err != nil {
		seen := ""
		v.stage.Do(func() {
			for _, s := range v.texts() {
				seen += s.text + " | "
			}
		})
		return fmt.Errorf("%q is not to be seen: %w; there is: %s", words, err, seen)
	}
	return nil
}

// click waits for a text and clicks on it: one that is equal, or else one that begins with it.
func (v *visitor) click(text string) error { return v.clickOff(text, fyne.Delta{}) }

// clickOff clicks beside a text, such as into the field under its caption.
func (v *visitor) clickOff(text string, off fyne.Delta) error {
	found := v.settled(func() (at fyne.Position, ok bool) {
		for _, exact := range []bool{true, false} {
			for _, s := range v.texts() {
				if s.text == text || !exact && strings.HasPrefix(s.text, text) {
					return s.at, true
				}
			}
		}
		return at, false
	}, func(at fyne.Position) { v.clickAt(at.Add(off)) })
	if err := v.stage.Wait(found); err != nil {
		return fmt.Errorf("there is no %q to click on: %w", text, err)
	}
	return nil
}

// settled makes a condition of finding a place. It holds once the place is the same twice in a row, since something that
// has just opened is not laid out yet; then it acts there at once.
func (v *visitor) settled(find func() (fyne.Position, bool), act func(at fyne.Position)) func() bool {
	last := fyne.NewPos(-1, -1)
	return func() bool {
		at, ok := find()
		if !ok || at != last {
			last = fyne.NewPos(-1, -1)
			if ok {
				last = at
			}
			return false
		}
		act(at)
		return true
	}
}

// check clicks on the box left of a row's text.
func (v *visitor) check(text string) error {
	found := v.settled(func() (at fyne.Position, ok bool) {
		for _, s := range v.texts() {
			// The text may be in a field above the rows too.
			if _, field := v.under(s.at).(interface{ SelectedText() string }); s.text == text && !field {
				at, ok = s.at, true
			}
		}
		return at, ok
	}, func(at fyne.Position) {
		if target := v.under(at); target != nil {
			left := fyne.CurrentApp().Driver().AbsolutePositionForObject(target).X
			v.clickAt(fyne.NewPos(left+18, at.Y))
		}
	})
	if err := v.stage.Wait(found); err != nil {
		return fmt.Errorf("there is no row %q: %w", text, err)
	}
	return nil
}

// pick opens a list to choose from, again and again until it holds the option, and chooses it.
func (v *visitor) pick(list, option string) error {
	return v.unfold(list, option, v.clickAt)
}

// unfold opens a list or a menu, again and again until it holds the option, and does something at its place.
func (v *visitor) unfold(list, option string, do func(at fyne.Position)) error {
	opened := false
	err := v.stage.Wait(func() bool {
		c := v.win.Canvas()
		if opened && c.Overlays().Top() != nil {
			for _, s := range v.texts() {
				if s.text == option {
					do(s.at)
					return true
				}
			}
			c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		}
		for _, s := range v.texts() {
			if s.text == list {
				v.clickAt(s.at)
				opened = true
			}
		}
		return false
	})
	if err != nil {
		return fmt.Errorf("the list %q has no %q to pick: %w", list, option, err)
	}
	return nil
}

// under is the innermost object at a place that takes clicks.
func (v *visitor) under(at fyne.Position) fyne.CanvasObject {
	var target fyne.CanvasObject
	driver := fyne.CurrentApp().Driver()
	drawn.Walk(drawn.Front(v.win), func(o fyne.CanvasObject) {
		_, mouse := o.(desktop.Mouseable)
		_, tap := o.(fyne.Tappable)
		if _, pause := o.(*widgets.Pause); pause || !mouse && !tap { // no visitor clicks twice
			return
		}
		from := driver.AbsolutePositionForObject(o)
		to := from.AddXY(o.Size().Width, o.Size().Height)
		if at.X >= from.X && at.Y >= from.Y && at.X < to.X && at.Y < to.Y {
			target = o
		}
	})
	return target
}

func (v *visitor) clickAt(at fyne.Position) {
	target := v.under(at)
	if target == nil {
		return
	}
	point := fyne.PointEvent{AbsolutePosition: at, Position: at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(target))}
	if f, ok := target.(fyne.Focusable); ok {
		v.win.Canvas().Focus(f)
	}
	if m, ok := target.(desktop.Mouseable); ok {
		press := &desktop.MouseEvent{PointEvent: point, Button: desktop.MouseButtonPrimary}
		m.MouseDown(press)
		m.MouseUp(press)
	}
	if t, ok := target.(fyne.Tappable); ok {
		t.Tapped(&point)
	}
}

// write types a text into the widget with the focus.
func (v *visitor) write(text string) {
	v.stage.Do(func() {
		if f := v.win.Canvas().Focused(); f != nil {
			for _, r := range text {
				f.TypedRune(r)
			}
		}
	})
}

// key presses a key.
func (v *visitor) key(name fyne.KeyName) { v.stage.Do(func() { drawn.Key(v.win, name) }) }

// shortcut presses keys together.
func (v *visitor) shortcut(s fyne.Shortcut) { v.stage.Do(func() { drawn.Shortcut(v.win, s) }) }

// scrollToEnd scrolls what is in front as far as it goes.
func (v *visitor) scrollToEnd() {
	v.stage.Do(func() {
		drawn.Walk(drawn.Front(v.win), func(o fyne.CanvasObject) {
			if s, ok := o.(*scroll.Area); ok {
				s.ScrollToBottom()
			}
		})
	})
}

// capture takes a picture of the window.
func (v *visitor) capture() (picture image.Image) {
	v.stage.Do(func() { picture = v.win.Canvas().Capture() })
	return picture
}

// least is the width below which the window cannot be made.
func (v *visitor) least() (width float32) {
	v.stage.Do(func() { width = v.win.Content().MinSize().Width })
	return width
}
