package program

import (
	"image/color"
	"testing"
	"time"
)

// refusedInk is the colour of what is wrong, in the light look.
var refusedInk = color.RGBA{R: 0xA8, G: 0x23, B: 0x1B, A: 255}

// TestPageSaysWhatIsMissing: a message that is shown for the first time is on no canvas that Fyne knows of in a real window, and the
// form of a new college answered Enter with nothing.
func TestPageSaysWhatIsMissing(t *testing.T) {
	s := newScreen(t)
	s.show(t, program(t), "--data", t.TempDir())
	waitFor(t, "the window", time.Minute, func() bool { return s.colors() > fullOfText })
	s.xdo(t, "search", "--onlyvisible", "--name", ".", "windowfocus")
	s.xdo(t, "key", "Tab", "Return") // «Завести колледж на этом компьютере»
	waitFor(t, "what is missing", time.Minute, func() bool {
		s.xdo(t, "key", "Return")
		picture, err := s.image()
		if err != nil {
			t.Fatal(err)
		}
		for y := range picture.Rect.Dy() {
			for x := range picture.Rect.Dx() {
				if picture.RGBAAt(x, y) == refusedInk {
					return true
				}
			}
		}
		return false
	})
}
