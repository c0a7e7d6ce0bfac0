package table

import (
	"testing"

	"zvonok/views/viewtest"
	"zvonok/views/widgets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestTableLooksAsItDid compares a small table with a picture of the same renderer. After a wanted change of the look,
// put testdata/failed/table.png in the place of testdata/table.png.
func TestTableLooksAsItDid(t *testing.T) {
	type row struct {
		name, state string
		tone        widgets.Tone
	}
	tbl := New([]*Column[row]{
		{ID: "name", Title: "Наименование чата", Width: 200, Grow: 1, Cell: func(r row) Cell { return Cell{Text: r.name} },
			Compare: func(a, b row) int { return 0 }},
		{ID: "state", Title: "Состояние в VK", Width: 140,
			Cell: func(r row) Cell { return Cell{Text: r.state, Tone: r.tone, Pill: true} }},
	}, func(r row) string { return r.name })
	tbl.Grid.Numbered = true
	tbl.SetRows([]row{
		{"АМ-19-1", "все в чате", widgets.ToneGood}, {"ДО-19-1", "3 ждут входа", widgets.ToneWaiting},
		{"ДО-19-3/Английский язык(ОГСЭ)", "отказ: 1", widgets.ToneRefused}, {"СВ-19-2", "не создан в VK", widgets.ToneNeutral},
	})
	w := viewtest.NewWindow(t, widgets.NewLayers(tbl.Grid, nil))
	w.Resize(fyne.NewSize(440, 180))
	tbl.Grid.SortBy("name", false)
	tbl.SelectKeys("ДО-19-1")
	tbl.Grid.TakeFocus()
	test.AssertImageMatches(t, "table.png", w.Canvas().Capture())
}
