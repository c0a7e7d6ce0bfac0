package viewtest

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// narrowest is the width of the smallest window.
const narrowest = 1024

// Pictures draws every scene in a window of its own: none may fail or need more than the smallest window. With ZVONOK_PICTURES
// set to a folder it draws them in both looks and both sizes and leaves the pictures there, to be looked at.
func Pictures[S any](t *testing.T, scenes []S, name func(S) string, draw func(*testing.T, S, fyne.Size, fyne.ThemeVariant) fyne.Window) {
	t.Helper()
	folder := os.Getenv("ZVONOK_PICTURES")
	for n, scene := range scenes {
		for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 1024, Height: 640}} {
			for look, variant := range map[string]fyne.ThemeVariant{"light": fynetheme.VariantLight, "dark": fynetheme.VariantDark} {
				if folder == "" && (look == "dark" || (size.Width == 1280) == (n%2 == 0)) {
					continue // one combination tells whether a scene can be drawn at all
				}
				title := fmt.Sprintf("%s-%s-%.0f", name(scene), look, size.Width)
				t.Run(title, func(t *testing.T) {
					shown := draw(t, scene, size, variant).Canvas()
					picture := shown.Capture()
					for _, layer := range append(shown.Overlays().List(), shown.Content()) {
						if least := layer.MinSize().Width; least > narrowest {
							t.Errorf("the content needs a window %.0f wide", least)
						}
					}
					if got := picture.Bounds().Dx(); got != int(size.Width) {
						t.Errorf("the picture is %d wide: the content does not fit a window of %v", got, size.Width)
					}
					if folder == "" {
						return
					}
					file, err := os.Create(filepath.Join(folder, strings.ReplaceAll(title, "/", "-")+".png"))
					if err != nil {
						t.Fatal(err)
					}
					defer file.Close()
					if err := png.Encode(file, picture); err != nil {
						t.Fatal(err)
					}
				})
			}
		}
	}
}
