//go:build !nowindow

package window

import (
	"os"
	"strconv"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"

	"zvonok/model/guard"
	"zvonok/views/theme"
)

// looks is what the user of this computer has chosen of how the window looks, kept in the application's preferences.
type looks struct {
	app    fyne.App
	window fyne.Window
	look   theme.Look
	own    float32 // the scale of the user's environment or of Fyne's settings, which ours multiplies
	said   bool    // the system says whether it is light or dark
}

var _ theme.Looks = (*looks)(nil)

// fyneScale is the environment variable that Fyne reads each time it needs the scale; there is no other way to set it.
const fyneScale = "FYNE_SCALE"

// newLooks gives the application its look before it has a window. A scale that the user asked Fyne for stays in force.
func newLooks(a fyne.App) *looks {
	l := &looks{app: a, look: theme.LookOf(a.Preferences()), own: 1, said: systemSaysAtOnce || os.Getenv("FYNE_THEME") != ""}
	if own, err := strconv.ParseFloat(os.Getenv(fyneScale), 32); err == nil && own > 0 {
		l.own = float32(own)
	} else if own := a.Settings().Scale(); own > 0 {
		l.own = own
	}
	l.apply()
	return l
}

// askSystem asks a system that says late whether it is light or dark, and follows it. The question may hang.
func (l *looks) askSystem() {
	if l.said {
		return
	}
	guard.Go(func() {
		if systemHasShade() {
			fyne.Do(func() {
				l.said = true
				l.apply()
			})
		}
	})
}

// Look implements theme.Looks.
func (l *looks) Look() theme.Look { return l.look }

// SetLook shows another look at once and keeps it. The window keeps its place on the screen.
func (l *looks) SetLook(look theme.Look) {
	if look == l.look {
		return
	}
	before, size := l.look.Scale(), l.window.Canvas().Size()
	l.look = look
	look.Keep(l.app.Preferences())
	l.apply()
	if by := before / look.Scale(); by != 1 && !l.window.FullScreen() {
		l.window.Resize(fyne.NewSize(size.Width*by, size.Height*by))
	}
}

func (l *looks) apply() {
	if scale := l.own * l.look.Scale(); scale != 1 || os.Getenv(fyneScale) != "" {
		_ = os.Setenv(fyneScale, strconv.FormatFloat(float64(scale), 'f', 2, 32))
	}
	l.app.Settings().SetTheme(l.look.Theme(l.said))
}

// The size of the first window: it fits a screen of 1366×768 with the system's bar and its own title.
const firstWidth, firstHeight = 1280, 660

// windowSize is that of the window when it was last closed. It is kept as it was on the screen, so that larger letters do not
// push the window beyond it.
func (l *looks) windowSize() fyne.Size {
	p := l.app.Preferences()
	size := fyne.NewSize(float32(p.FloatWithFallback("width", firstWidth)), float32(p.FloatWithFallback("height", firstHeight)))
	return fyne.NewSize(size.Width/l.look.Scale(), size.Height/l.look.Scale())
}

// titleHeight is the height of the system's title bar above a window, in pixels.
const titleHeight = 40

// fit shrinks a window that is too large for the screen beside the system's bars, which not every system does by itself.
// Fyne does not know the screen.
func (l *looks) fit() {
	monitor := glfw.GetPrimaryMonitor()
	if monitor == nil {
		return
	}
	_, _, width, height := monitor.GetWorkarea()
	size, scale := l.window.Canvas().Size(), l.window.Canvas().Scale()
	if room := size.Min(fyne.NewSize(float32(width)/scale, float32(height-titleHeight)/scale)); room != size {
		l.window.Resize(room)
		l.window.CenterOnScreen()
	}
}

// keepSize keeps the window's size for the next start, unless it fills the screen.
func (l *looks) keepSize() {
	if l.window.FullScreen() {
		return
	}
	size, p := l.window.Canvas().Size(), l.app.Preferences()
	p.SetFloat("width", float64(size.Width*l.look.Scale()))
	p.SetFloat("height", float64(size.Height*l.look.Scale()))
}
