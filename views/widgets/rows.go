package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/views/draw"
	"zvonok/views/theme"
)

// Cards puts cards of one size side by side, in several rows where the window is too narrow for one.
func Cards(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&grid{columns: len(objects), gap: theme.Gap}, objects...)
}

// Tiles puts objects of one size into that many columns, into fewer where the window is too narrow.
func Tiles(columns int, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&grid{columns: columns, gap: theme.GapSmall}, objects...)
}

// grid is the layout of Cards and Tiles. How high it is depends on the width that it was given last.
type grid struct {
	columns    int
	gap, width float32
}

// place is the size of an object, and how many are in a row.
func (g *grid) place(objects []fyne.CanvasObject) (one fyne.Size, columns int) {
	for _, o := range objects {
		one = one.Max(o.MinSize())
	}
	if g.width == 0 {
		return one, g.columns
	}
	return one, max(1, min(g.columns, int((g.width+g.gap)/(one.Width+g.gap))))
}

func (g *grid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	one, columns := g.place(objects)
	rows := (len(objects) + columns - 1) / columns
	return fyne.NewSize(one.Width, float32(rows)*(one.Height+g.gap)-g.gap)
}

func (g *grid) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	g.width = size.Width
	one, columns := g.place(objects)
	pitch := (size.Width + g.gap) / float32(columns)
	for i, o := range objects {
		draw.Place(o, float32(i%columns)*pitch, float32(i/columns)*(one.Height+g.gap), pitch-g.gap, one.Height)
	}
}

// Wrapped puts objects side by side as a row does, and in further rows what finds no room.
func Wrapped(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&rows{Row: Row{Gap: theme.GapSmall, Least: theme.RowHeight}}, objects...)
}

// rows is a layout of objects in a row, and in further rows below it where they find no room. How high it is depends on the width that
// it was given last.
type rows struct {
	Row
	width float32
	count int // of rows, as they were laid out last
}

// parted are the visible objects of each row. A spacer goes with what it pushes to the right end.
func (r *rows) parted(objects []fyne.CanvasObject) [][]fyne.CanvasObject {
	var parted [][]fyne.CanvasObject
	var row []fyne.CanvasObject
	for _, o := range Visible(objects) {
		if whole := append(slices.Clone(row), o); len(row) == 0 || r.width == 0 || r.Row.MinSize(whole).Width <= r.width {
			row = whole
			continue
		}
		next := []fyne.CanvasObject{o}
		if last := len(row) - 1; isSpacer(row[last]) {
			row, next = row[:last], []fyne.CanvasObject{row[last], o}
		}
		parted, row = append(parted, row), next
	}
	return append(parted, row)
}

// MinSize is as wide as the widest object, and as high as all rows.
func (r *rows) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i, row := range r.parted(objects) {
		if i > 0 {
			size.Height += theme.GapSmall
		}
		size.Height += r.Row.MinSize(row).Height
		for _, o := range row {
			size.Width = max(size.Width, r.Row.MinSize([]fyne.CanvasObject{o}).Width)
		}
	}
	return size
}

// Layout places the objects.
func (r *rows) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	stays := r.width == size.Width
	r.width = size.Width
	y, parted := float32(0), r.parted(objects)
	other := stays && r.count != len(parted)
	r.count = len(parted)
	for _, row := range parted {
		height := r.Row.MinSize(row).Height
		if len(parted) == 1 {
			height = size.Height
		}
		r.Row.Layout(row, fyne.NewSize(size.Width, height))
		for _, o := range row {
			o.Move(o.Position().AddXY(0, y))
		}
		y += height + theme.GapSmall
	}
	if other {
		layOutAround(objects[0])
	}
}

// layOutAround lays the window out again in which an object has got more neighbours below each other, or fewer: Fyne knows no parents.
func layOutAround(o fyne.CanvasObject) {
	if on := fyne.CurrentApp().Driver().CanvasForObject(o); on != nil && on.Content() != nil {
		for _, layer := range append(on.Overlays().List(), on.Content()) {
			layer.Refresh()
		}
	}
}
