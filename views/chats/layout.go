package chats

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// fieldsRow lays out captioned fields side by side: all but the last have their width, the last takes what is left.
type fieldsRow struct{ widths []float32 }

func (f fieldsRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		width := size.Width - x
		if i < len(objects)-1 && i < len(f.widths) {
			width = f.widths[i]
		}
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(width, size.Height))
		x += width + theme.Gap
	}
}

func (f fieldsRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		width := o.MinSize().Width
		if i < len(objects)-1 && i < len(f.widths) {
			width = f.widths[i] + theme.Gap
		}
		size = fyne.NewSize(size.Width+width, max(size.Height, o.MinSize().Height))
	}
	return size
}

// headRow is the head of a table: words at the left, a search field and a menu at the right.
type headRow struct{}

const searchWidth float32 = 240

func (headRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	words, search, menu := objects[0], objects[1], objects[2]
	x := size.Width - menu.MinSize().Width
	menu.Move(fyne.NewPos(x, 0))
	menu.Resize(fyne.NewSize(menu.MinSize().Width, theme.RowHeight))
	x -= theme.GapSmall + searchWidth
	search.Move(fyne.NewPos(x, 0))
	search.Resize(fyne.NewSize(searchWidth, theme.RowHeight))
	words.Move(fyne.NewPos(0, (size.Height-words.MinSize().Height)/2))
	words.Resize(words.MinSize())
}

func (headRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := objects[0].MinSize().Width + searchWidth + objects[2].MinSize().Width + 2*theme.GapSmall
	return fyne.NewSize(width, theme.RowHeight)
}

// column stacks objects with the page's gap.
func column(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(widgets.Stacked{Gap: theme.Gap}, objects...)
}

// columnAround is column with one object that takes the height that is left.
func columnAround(grow fyne.CanvasObject, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(widgets.Stacked{Gap: theme.Gap, Grow: grow}, objects...)
}

// row puts objects side by side with the small gap.
func row(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(sideBySide{theme.GapSmall}, objects...)
}

// sideBySide makes its objects as wide as they need and puts them in the middle of the height.
type sideBySide struct{ gap float32 }

func (s sideBySide) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for _, o := range widgets.Visible(objects) {
		min := o.MinSize()
		o.Move(fyne.NewPos(x, (size.Height-min.Height)/2))
		o.Resize(min)
		x += min.Width + s.gap
	}
}

func (s sideBySide) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i, o := range widgets.Visible(objects) {
		if i > 0 {
			size.Width += s.gap
		}
		size = fyne.NewSize(size.Width+o.MinSize().Width, max(size.Height, o.MinSize().Height))
	}
	return size
}

// closedPage stands in the place of the list for those who are not of the staff.
func closedPage() fyne.CanvasObject {
	return container.NewCenter(container.NewVBox(
		container.NewCenter(widgets.Title("«Управление чатами» доступно сотрудникам ПОО")),
		container.NewCenter(widgets.Muted("Ваши чаты открываются в VK Мессенджере: их ведут куратор и преподаватели.")),
	))
}
