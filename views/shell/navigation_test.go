package shell

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zvonok/views/draw"
)

// TestScreensBeginAtTheirStart: a screen that was opened from a page that was scrolled sideways showed its middle.
func TestScreensBeginAtTheirStart(t *testing.T) {
	b := newBench(t, false, nil)
	first, second := newScreen("Приказы"), newScreen("Приказ")
	first.least, second.least = 900, 900
	b.shell.Push(first)
	b.window.Resize(fyne.NewSize(512, 300))
	test.Scroll(b.window.Canvas(), fyne.NewPos(200, 200), -1000, 0)
	if at := draw.Absolute(first.focus).X; at >= 0 {
		t.Fatalf("the page was not scrolled: it begins at %.0f", at)
	}
	b.shell.Push(second)
	if at := draw.Absolute(second.focus).X; at < 0 {
		t.Errorf("the next screen begins at %.0f", at)
	}
}
