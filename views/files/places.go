package files

import (
	"path/filepath"

	"zvonok/views/widgets"
)

// places are where to begin, above all folders: the disks of Windows and the person's own folders. Elsewhere there are none.
var places = systemPlaces

// up opens the folder above the one that is shown; above a disk of Windows are the places.
func (c *chooser) up() {
	above := filepath.Dir(c.dir)
	if above != c.dir {
		c.open(above)
		return
	}
	c.turn++
	turn := c.turn
	widgets.Fetch(c.exec, func() ([]fileRow, error) { return places(), nil }, func(rows []fileRow, _ error) {
		if turn == c.turn && len(rows) > 0 {
			c.show("", rows)
		}
	})
}

// pathOf is the full path of a row.
func (c *chooser) pathOf(r fileRow) string {
	if r.path != "" {
		return r.path
	}
	return filepath.Join(c.dir, r.name)
}
