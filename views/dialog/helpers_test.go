package dialog

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/views/theme"
)

func newWindow(t *testing.T, content fyne.CanvasObject) fyne.Window {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.NewForced(fynetheme.VariantLight))
	w := app.NewWindow("")
	t.Cleanup(w.Close)
	w.SetPadded(false)
	w.SetContent(content)
	w.Resize(fyne.NewSize(800, 400))
	return w
}

func key(to fyne.Focusable, names ...fyne.KeyName) {
	for _, n := range names {
		to.TypedKey(&fyne.KeyEvent{Name: n})
	}
}
