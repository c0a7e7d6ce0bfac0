package scroll

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"zvonok/views/viewtest"
)

func box(width, height float32) *canvas.Rectangle {
	r := canvas.NewRectangle(nil)
	r.SetMinSize(fyne.NewSize(width, height))
	return r
}

// TestWheel: a notch moves three rows, over a field too, and what lies around goes on where the inner one is at its end.
func TestWheel(t *testing.T) {
	inner := NewVertical(box(100, 120))
	around := container.NewWithoutLayout(inner)
	inner.Resize(fyne.NewSize(100, 100))
	outer := NewVertical(container.NewVBox(around, box(100, 2000)))
	viewtest.NewWindow(t, outer)
	notch := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -fyneNotch)}
	under := func(areas ...*Area) {
		Pointed{}.Cursor()
		for _, a := range areas {
			a.Cursor()
		}
	}
	under(outer)
	NewWheelPass().Scrolled(notch)
	if want := wheelFactor("linux") * fyneNotch; outer.Offset.Y != want || want != 96 {
		t.Errorf("a notch over a field scrolls %v, want three rows", outer.Offset.Y)
	}
	under(outer, inner)
	inner.Scrolled(notch)
	if inner.Offset.Y != 20 || outer.Offset.Y != 96 {
		t.Errorf("inside a scroller: %v and %v", inner.Offset.Y, outer.Offset.Y)
	}
	inner.Scrolled(notch)
	if outer.Offset.Y != 192 {
		t.Errorf("at the end of the inner scroller the outer one is at %v", outer.Offset.Y)
	}
}

// TestBarHasItsRoom: the bar lay over what stood at the right end, such as «Действия» of a lesson.
func TestBarHasItsRoom(t *testing.T) {
	content := box(100, 60)
	w := viewtest.NewWindow(t, NewVertical(content))
	for height, want := range map[float32]float32{200: 300, 30: 300 - barRoom} {
		w.Resize(fyne.NewSize(300, height))
		if got := content.Size().Width; got != want {
			t.Errorf("in a height of %.0f the content of 60 has %.0f of 300, want %.0f", height, got, want)
		}
	}
}

// TestLowerBarHasItsRoom: it lay over the last field of a form that is wider than the window.
func TestLowerBarHasItsRoom(t *testing.T) {
	wide := box(400, 60)
	area := New(wide)
	w := viewtest.NewWindow(t, Roomy(area))
	for width, want := range map[float32]float32{500: 60, 300: 60 + barRoom} {
		w.Resize(fyne.NewSize(width, 40))
		if got := area.Content.MinSize().Height; got != want || wide.Size().Height != 60 {
			t.Errorf("in %.0f the content of 60 is %.0f high, and asks for %.0f, want %.0f", width, wide.Size().Height, got, want)
		}
	}
}
