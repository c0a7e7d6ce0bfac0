package table

import (
	"testing"

	"zvonok/views/widgets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// BenchmarkFilter is what a letter typed in a filter costs over the chats of a big college.
func BenchmarkFilter(b *testing.B) {
	test.NewApp()
	tbl := newPeople(manyPeople(2400))
	tbl.Grid.SortBy("age", false)
	w := test.NewWindow(widgets.NewLayers(tbl.Grid, nil))
	defer w.Close()
	w.Resize(fyne.NewSize(1280, 800))
	rows := [][]person{manyPeople(2400), manyPeople(1200)}
	for i := 0; b.Loop(); i++ {
		tbl.SetRows(rows[i%2])
	}
}
