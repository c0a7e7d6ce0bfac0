package shell

import (
	"slices"

	"fyne.io/fyne/v2"

	"zvonok/views/draw"
)

// Push puts a screen over the present one.
func (s *Shell) Push(screen Screen) {
	if t := s.Top(); t != nil {
		s.stack[len(s.stack)-1].focused = s.cfg.Window.Canvas().Focused()
		t.Hidden()
	}
	s.stack = append(s.stack, entry{screen: screen, content: screen.Content()})
	s.show()
}

// CanGoBack reports whether there is a screen under the present one.
func (s *Shell) CanGoBack() bool { return len(s.stack) > 1 }

// Back leaves the present screen for the one under it, if there is one and the screen may be left.
func (s *Shell) Back() {
	if !s.CanGoBack() {
		return
	}
	leaving := s.Top()
	leaving.MayLeave(func(ok bool) {
		// The answer may come late, when the screen was left in another way.
		if ok && s.Top() == leaving && s.CanGoBack() {
			leaving.Hidden()
			s.stack = s.stack[:len(s.stack)-1]
			s.show()
		}
	})
}

// Go opens the n-th section, counted from 0; others are ignored. The section that is open goes back to its first
// screen.
func (s *Shell) Go(n int) {
	if n < 0 || n >= len(s.sections) || (n == s.section && !s.CanGoBack()) {
		return
	}
	s.mayLeaveAll(func() { s.open(n) })
}

// Turn opens the section that many places further in the bar; after the last comes the first.
func (s *Shell) Turn(by int) {
	if n := len(s.sections); n > 0 {
		s.Go((s.section + by + n) % n)
	}
}

// In reports whether the section of that key is open.
func (s *Shell) In(key string) bool {
	return s.section < len(s.sections) && s.sections[s.section].Key == key
}

// Reach opens the first screen of the section of that key, if it is there for the person, and then goes on.
func (s *Shell) Reach(key string, then func()) {
	n := slices.IndexFunc(s.sections, func(section Section) bool { return section.Key == key })
	if n < 0 {
		return
	}
	s.mayLeaveAll(func() {
		s.open(n)
		then()
	})
}

// open throws the stack away and opens the first screen of a section.
func (s *Shell) open(n int) {
	s.dropAll()
	s.section = n
	s.bar.setSection(n)
	if n < len(s.sections) {
		s.Push(s.sections[n].Open(s))
	}
}

// mayLeaveAll asks the screens from the top down and goes on when all of them may be left.
func (s *Shell) mayLeaveAll(then func()) {
	left := make([]Screen, 0, len(s.stack))
	for _, e := range s.stack {
		left = append(left, e.screen)
	}
	var ask func()
	ask = func() {
		if len(left) == 0 {
			then()
			return
		}
		last := left[len(left)-1]
		left = left[:len(left)-1]
		last.MayLeave(func(ok bool) {
			if ok {
				ask()
			}
		})
	}
	ask()
}

func (s *Shell) dropAll() {
	if t := s.Top(); t != nil {
		t.Hidden()
	}
	s.stack = nil
}

// Top is the present screen, nil before the first.
func (s *Shell) Top() Screen {
	if len(s.stack) == 0 {
		return nil
	}
	return s.stack[len(s.stack)-1].screen
}

// show brings the top of the stack into the window.
func (s *Shell) show() {
	e := s.stack[len(s.stack)-1]
	s.page.Objects = []fyne.CanvasObject{s.hinted(e)}
	s.page.Refresh()
	s.layers.Begin()
	s.cfg.Window.Canvas().Unfocus()
	s.showTitle()
	e.screen.Shown()
	s.placeFocus(e.focused)
}

// placeFocus gives the keyboard back to what had it when the screen was covered. Otherwise, if the screen itself sets no focus, the
// first thing on it gets it: people without a mouse would have to go through the bar.
func (s *Shell) placeFocus(before fyne.Focusable) {
	c := s.cfg.Window.Canvas()
	if o, ok := before.(fyne.CanvasObject); ok && draw.InWindow(o) {
		c.Focus(before)
	}
	if c.Focused() != nil || c.Overlays().Top() != nil {
		return
	}
	c.Focus(s.bar.user)
	c.FocusNext()
	for first := c.Focused(); disabled(c.Focused()); { // a disabled button can only say why it is disabled; something after it can be used
		if c.FocusNext(); c.Focused() == first {
			break
		}
	}
	if o, _ := c.Focused().(fyne.CanvasObject); s.bar.holds(c.Focused()) || s.toasts.Holds(c.Focused()) || slices.Contains(s.hint, o) {
		c.Unfocus() // nothing on the screen can be used yet
	}
}

func disabled(f fyne.Focusable) bool {
	d, ok := f.(interface{ Disabled() bool })
	return ok && d.Disabled()
}

func (s *Shell) showTitle() {
	title := "Звонок"
	if top := s.Top(); top != nil && !s.covered {
		title = top.Title() + " — " + title
	}
	s.cfg.Window.SetTitle(title)
}
