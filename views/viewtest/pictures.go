package viewtest

import (
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/views/drawn"
)

// narrowest is the least width for which every scene must have room: that of a screen of 1366 points at a text size of
// 150 %.
const narrowest = 910

// Silent are the types of the widgets within some objects that take the focus and have nothing to be read aloud.
func Silent(within ...fyne.CanvasObject) (silent []string) {
	for _, o := range within {
		drawn.Walk(o, func(o fyne.CanvasObject) {
			_, takesFocus := o.(fyne.Focusable)
			spoken, speaks := o.(fyne.Accessible)
			if takesFocus && (!speaks || strings.TrimSpace(spoken.AccessibilityLabel()) == "") {
				silent = append(silent, fmt.Sprintf("%T", o))
			}
		})
	}
	return silent
}

// Pictures draws every scene in its own window. No scene may fail, need a window wider than narrowest, be silent to a screen reader, or
// have texts that cannot be read in a small window.
// With ZVONOK_PICTURES set to a folder it draws them in both looks and all sizes and leaves the pictures there, to be looked at.
func Pictures[S any](t *testing.T, scenes []S, name func(S) string, draw func(*testing.T, S, fyne.Size, fyne.ThemeVariant) fyne.Window) {
	t.Helper()
	folder := os.Getenv("ZVONOK_PICTURES")
	large := []fyne.Size{{Width: 1280, Height: 800}, {Width: 1024, Height: 640}}
	for n, scene := range scenes {
		for i, size := range append(large, Small...) {
			for look, variant := range map[string]fyne.ThemeVariant{"light": fynetheme.VariantLight, "dark": fynetheme.VariantDark} {
				if folder == "" && (look == "dark" || i != n%2) {
					continue // one combination shows whether a scene can be drawn at all
				}
				title := fmt.Sprintf("%s-%s-%.0f", name(scene), look, size.Width)
				t.Run(title, func(t *testing.T) {
					window := draw(t, scene, size, variant)
					shown := window.Canvas()
					picture := shown.Capture()
					for _, layer := range append(shown.Overlays().List(), shown.Content()) {
						needs := layer.MinSize()
						if page, ok := layer.(interface{ Needs() fyne.Size }); ok {
							needs = page.Needs()
						}
						if least := needs.Width; least > narrowest {
							t.Errorf("the content needs a window %.0f wide", least)
						}
					}
					for _, silent := range Silent(append(shown.Overlays().List(), shown.Content())...) {
						t.Errorf("a screen reader has nothing to say of a %s", silent)
					}
					if got := picture.Bounds().Dx(); got != int(size.Width) {
						t.Errorf("the picture is %d wide: the content does not fit a window of %v", got, size.Width)
					}
					if folder != "" {
						keep(t, picture, filepath.Join(folder, strings.ReplaceAll(title, "/", "-")+".png"))
						return
					}
					for _, small := range Small {
						window.Resize(small)
						for _, text := range Lost(window) {
							t.Errorf("at %.0f by %.0f %s", small.Width, small.Height, text)
						}
					}
				})
			}
		}
	}
}

func keep(t *testing.T, picture image.Image, path string) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, picture); err != nil {
		t.Fatal(err)
	}
}
