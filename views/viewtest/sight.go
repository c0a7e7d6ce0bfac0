package viewtest

import (
	"fmt"
	"reflect"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// Small are the windows of a screen of 1024 by 600 points at text sizes of 150 % and 200 %.
var Small = []fyne.Size{{Width: 683, Height: 400}, {Width: 512, Height: 300}}

// Lost are the texts of a window that nobody can read whole: they end outside of what holds them, and no scroller brings
// them into sight, or they lie over each other.
func Lost(w fyne.Window) (lost []string) {
	c := w.Canvas()
	for _, layer := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
		s := sight{}
		s.walk(layer, fyne.Position{}, area{right: c.Size().Width, bottom: c.Size().Height}, area{right: c.Size().Width, bottom: c.Size().Height})
		lost = append(lost, s.lost...)
	}
	return lost
}

// area is a part of the window.
type area struct{ left, top, right, bottom float32 }

func areaOf(at fyne.Position, size fyne.Size) area {
	return area{at.X, at.Y, at.X + size.Width, at.Y + size.Height}
}

// and is what two areas share.
func (a area) and(b area) area {
	return area{max(a.left, b.left), max(a.top, b.top), min(a.right, b.right), min(a.bottom, b.bottom)}
}

// slack is how far a text may end beyond its place: letters have room around them.
const slack float32 = 3

func (a area) holds(b area) bool {
	return b.left >= a.left-slack && b.top >= a.top-slack && b.right <= a.right+slack && b.bottom <= a.bottom+slack
}

func (a area) meets(b area) bool {
	shared := a.and(b)
	return shared.right-shared.left > slack && shared.bottom-shared.top > slack
}

// sight walks a layer of a window.
type sight struct {
	seen []text
	lost []string
}

type text struct {
	words string
	at    area
}

// walk visits an object at a place. Of the window, now is what can be seen of it, and ever what can be scrolled into sight.
func (s *sight) walk(o fyne.CanvasObject, at fyne.Position, now, ever area) {
	if o == nil || !o.Visible() {
		return
	}
	switch o := o.(type) {
	case *canvas.Text:
		s.read(o, at, now, ever)
	case *canvas.Rectangle:
		s.cover(o, areaOf(at, o.Size()).and(now))
	case *fyne.Container:
		for _, child := range o.Objects {
			s.walk(child, at.Add(child.Position()), now, ever)
		}
	case *container.Clip: // the head of a table is scrolled with its body
	case fyne.Widget:
		if fmt.Sprintf("%T", o) == "*widgets.Floating" { // the card of a toast or a menu lies over what is below it
			place := areaOf(at, o.Size())
			s.seen = slices.DeleteFunc(s.seen, func(t text) bool { return place.meets(t.at) })
		}
		for _, child := range test.WidgetRenderer(o).Objects() {
			if content, direction, scrolls := scrolled(o); scrolls && child == content {
				s.scroll(o, child, direction, at, now, ever)
				continue
			}
			s.walk(child, at.Add(child.Position()), now, ever)
		}
	}
}

// scrolled is the content of a scroller.
func scrolled(o fyne.CanvasObject) (content fyne.CanvasObject, direction fyne.ScrollDirection, scrolls bool) {
	if _, scrolls = o.(interface{ ScrollToOffset(fyne.Position) }); !scrolls {
		return nil, 0, false
	}
	v := reflect.ValueOf(o).Elem()
	content, _ = v.FieldByName("Content").Interface().(fyne.CanvasObject)
	return content, v.FieldByName("Direction").Interface().(fyne.ScrollDirection), true
}

// scroll walks the content of a scroller.
func (s *sight) scroll(o, content fyne.CanvasObject, direction fyne.ScrollDirection, at fyne.Position, now, ever area) {
	view, inner := areaOf(at, o.Size()), at.Add(content.Position())
	if !ever.holds(view) {
		s.lost = append(s.lost, fmt.Sprintf("a scroller of %v ends outside of the window", o.Size()))
	}
	whole := areaOf(inner, content.Size().Max(content.MinSize()))
	reach := view
	if direction != container.ScrollVerticalOnly {
		reach.left, reach.right = min(view.left, whole.left), max(view.right, whole.right)
	}
	if direction != container.ScrollHorizontalOnly {
		reach.top, reach.bottom = min(view.top, whole.top), max(view.bottom, whole.bottom)
	}
	s.walk(content, inner, now.and(view), reach)
}

// cover leaves of the texts under something what can still be seen of them.
func (s *sight) cover(o *canvas.Rectangle, place area) {
	if o.FillColor == nil {
		return
	}
	if _, _, _, opaque := o.FillColor.RGBA(); opaque != 0xffff {
		return
	}
	s.seen = slices.DeleteFunc(s.seen, func(t text) bool { return place.holds(t.at) })
	for i, t := range s.seen {
		if place.meets(t.at) {
			s.seen[i].at = t.at.beside(place)
		}
	}
}

// beside is the largest part of an area that another one does not cover.
func (a area) beside(cover area) (largest area) {
	left, right, above, below := a, a, a, a
	left.right, right.left, above.bottom, below.top = cover.left, cover.right, cover.top, cover.bottom
	size := func(part area) float32 { return max(0, part.right-part.left) * max(0, part.bottom-part.top) }
	for _, part := range []area{left, right, above, below} {
		if size(part) > size(largest) {
			largest = part
		}
	}
	return largest
}

func (s *sight) read(o *canvas.Text, at fyne.Position, now, ever area) {
	if o.Text == "" {
		return
	}
	needs := fyne.MeasureText(o.Text, o.TextSize, o.TextStyle)
	switch o.Alignment {
	case fyne.TextAlignTrailing:
		at.X += o.Size().Width - needs.Width
	case fyne.TextAlignCenter:
		at.X += (o.Size().Width - needs.Width) / 2
	}
	place := areaOf(at, needs)
	if !ever.holds(place) {
		s.lost = append(s.lost, fmt.Sprintf("%q at %v ends outside of %v", o.Text, place, ever))
	}
	shown := place.and(now)
	for _, other := range s.seen {
		if other.at.meets(shown) {
			s.lost = append(s.lost, fmt.Sprintf("%q lies upon %q", o.Text, other.words))
		}
	}
	s.seen = append(s.seen, text{o.Text, shown})
}
