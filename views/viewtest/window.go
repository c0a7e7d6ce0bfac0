package viewtest

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/views/theme"
)

// NewPerson sits somebody down at an empty window in one of the looks, until the test ends.
func NewPerson(t *testing.T, look fyne.ThemeVariant) Person {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.NewForced(look))
	return Person{T: t, Window: test.NewTempWindow(t, nil)}
}

// NewWindow shows some widgets in the light look, 800 wide and 400 high, until the test ends.
func NewWindow(t testing.TB, content fyne.CanvasObject) fyne.Window {
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

// Keys gives keys to a widget, one after another.
func Keys(to fyne.Focusable, names ...fyne.KeyName) {
	for _, name := range names {
		to.TypedKey(&fyne.KeyEvent{Name: name})
	}
}
