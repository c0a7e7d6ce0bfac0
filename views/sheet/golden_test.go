package sheet

import (
	"testing"

	"zvonok/views/viewtest"
	"zvonok/views/widgets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestSheetLooksAsItDid compares a small journal with a picture of the same renderer. After a wanted change of the look,
// put testdata/failed/sheet.png in the place of testdata/sheet.png.
func TestSheetLooksAsItDid(t *testing.T) {
	g := newGradebook(7, 9)
	for i, mark := range []string{"5", "Б", "", "4", "О 4", "3", "5 3"} {
		g.marks[spot{i + 1, 2}], g.marks[spot{i + 1, 5}] = mark, mark
	}
	w := viewtest.NewWindow(t, widgets.NewLayers(g.Sheet, nil))
	w.Resize(fyne.NewSize(760, 340))
	g.SelectCell(3, 4)
	g.TakeFocus()
	g.write("юю")
	g.Commit()
	test.AssertImageMatches(t, "sheet.png", w.Canvas().Capture())
}
