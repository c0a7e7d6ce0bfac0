package table

import (
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/views/theme"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// TestIconOfCell: the camera is drawn where a cell asks for it, follows its row, and opens as its word does.
func TestIconOfCell(t *testing.T) {
	marked, word := map[int]bool{2: true}, "Да"
	tbl := New([]*Column[person]{{ID: "name", Title: "ФИО", Width: 200, Opens: true, Cell: func(p person) Cell {
		if marked[p.id] {
			return Cell{Video: true, Text: word, Tone: widgets.ToneLink}
		}
		return Cell{Text: "Да"}
	}}}, func(p person) int { return p.id })
	tbl.Grid.Checkboxes = false
	tbl.SetRows(people)
	viewtest.NewWindow(t, widgets.NewLayers(tbl.Grid, nil))
	shown := func() (rows []int) {
		for _, v := range tbl.Grid.body.views {
			if v := v[0]; v.row >= 0 && v.icon != nil && v.icon.Visible() {
				rows = append(rows, v.row)
			}
		}
		return rows
	}
	same(t, "rows with a camera", shown(), 1)
	if text := tbl.Grid.body.view(1, 0).text; text.Position().X < widgets.IconSide {
		t.Errorf("the word at %v lies under the camera", text.Position())
	}
	var opened []int
	tbl.OnOpen = func(p person) { opened = append(opened, p.id) }
	click(tbl, fyne.NewPos(1+CellPad+widgets.IconSide/2, tbl.Grid.headHeight()+1.5*theme.RowHeight), 0)
	same(t, "opened", opened, 2)

	marked, word = map[int]bool{3: true}, "" // a camera alone
	tbl.SetRows(people)
	same(t, "rows with a camera", shown(), 2)
	click(tbl, fyne.NewPos(1+CellPad+widgets.IconSide/2, tbl.Grid.headHeight()+2.5*theme.RowHeight), 0)
	same(t, "opened", opened, 2, 3)
}
