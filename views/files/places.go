package files

import (
	"fyne.io/fyne/v2"

	"zvonok/views/background"
	"zvonok/views/table"
)

// place is a folder where people keep files: one of their own, or a disk.
type place struct{ name, path string }

// places are where to begin on this computer.
var places = systemPlaces

const placesWidth float32 = 160

// newPlaces lists the places beside the folder; a click opens one.
func (c *chooser) newPlaces() fyne.CanvasObject {
	list := table.NewList([]*table.Column[place]{table.Text("name", "Места", placesWidth, 1, func(p place) string { return p.name }).Opening()},
		func(p place) string { return p.path })
	list.OnOpen = func(p place) { c.open(p.path) }
	background.Fetch(c.exec, func() ([]place, error) { return places(), nil }, func(found []place, _ error) { list.SetRows(found) })
	return list.Grid
}
