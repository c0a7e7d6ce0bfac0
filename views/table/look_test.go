package table

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/views/draw"
	"zvonok/views/theme"
	"zvonok/views/toasts"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

func TestLookFollowsLightAndDark(t *testing.T) {
	tbl := newPeople(people)
	entry, button, label := widgets.NewEntry(""), widgets.NewSecondary("Назад", nil), widgets.Title("Чаты")
	layers := widgets.NewLayers(widgets.Page(widgets.Toolbar("", []fyne.CanvasObject{label, button}, nil), entry, tbl.Grid, nil), toasts.New())
	w := viewtest.NewWindow(t, layers)
	tbl.SelectKeys(1)
	w.Canvas().Capture()
	fyne.CurrentApp().Settings().SetTheme(theme.NewForced(fynetheme.VariantDark))
	layers.Refresh()
	img := w.Canvas().Capture()
	light := theme.NewForced(fynetheme.VariantLight)
	for what, o := range map[string]fyne.CanvasObject{"button": button, "field": entry, "table": tbl.Grid} {
		at := draw.Absolute(o).AddXY(4, 12)
		if got := img.At(int(at.X), int(at.Y)); got == light.Color(theme.ColorNameSurface, fynetheme.VariantLight) {
			t.Errorf("the %s is still light", what)
		}
	}
	name := tbl.Grid.body.view(1, 1)
	if name.text.Color != theme.Color(theme.ColorNameText) || tbl.Grid.body.across[1].FillColor != theme.Color(theme.ColorNameLineFaint) {
		t.Error("a row is still light")
	}
	if tbl.Grid.body.backs[0].FillColor != theme.Color(theme.ColorNameSelected) {
		t.Error("the selected row is still light")
	}
	if title := test.WidgetRenderer(label).Objects()[0].(*canvas.Text); title.Color != theme.Color(theme.ColorNameText) {
		t.Error("the title is still light")
	}
}
