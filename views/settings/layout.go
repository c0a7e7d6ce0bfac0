package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// measure is the width of explanations: it fits the narrowest window and is pleasant to read in a wide one.
const measure float32 = 640

// note is an explanation below a control.
func note(text string) *widgets.Label {
	l := widgets.Paragraph(text, measure)
	l.SetTone(widgets.ToneMuted)
	return l
}

// column stacks objects with the page's gap.
func column(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(theme.Gap), objects...)
}

// row puts objects side by side, each as wide as it needs and in the middle of the height.
func row(objects ...fyne.CanvasObject) *fyne.Container { return container.New(inRow{}, objects...) }

type inRow struct{}

func (inRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		if i > 0 {
			size.Width += theme.GapSmall
		}
		size = fyne.NewSize(size.Width+o.MinSize().Width, max(size.Height, o.MinSize().Height, theme.RowHeight))
	}
	return size
}

func (inRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		min := o.MinSize()
		o.Move(fyne.NewPos(x, (size.Height-min.Height)/2))
		o.Resize(min)
		x += min.Width + theme.GapSmall
	}
}

// shareMost is the width from which on a field that takes a share may be cut: a Select asks for its longest option.
const shareMost float32 = 160

// fields puts captioned fields of given widths side by side; 0 takes an equal share of what is left.
func fields(widths []float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(fieldsRow{widths}, objects...)
}

type fieldsRow struct{ widths []float32 }

func (f fieldsRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(theme.Gap*float32(len(objects)-1), 0)
	for i, o := range objects {
		width := f.widths[i]
		if width == 0 {
			width = min(o.MinSize().Width, shareMost)
		}
		size = fyne.NewSize(size.Width+width, max(size.Height, o.MinSize().Height))
	}
	return size
}

func (f fieldsRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, sharing := size.Width-theme.Gap*float32(len(objects)-1), 0
	for _, width := range f.widths {
		left -= width
		if width == 0 {
			sharing++
		}
	}
	x := float32(0)
	for i, o := range objects {
		width := f.widths[i]
		if width == 0 {
			width = left / float32(sharing)
		}
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(width, size.Height))
		x += width + theme.Gap
	}
}

// withButton puts a button at the end of a field's first line.
type withButton struct{}

func (withButton) MinSize(objects []fyne.CanvasObject) fyne.Size {
	field, button := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(field.Width+theme.GapSmall+button.Width, max(theme.RowHeight, field.Height))
}

func (withButton) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := objects[1].MinSize().Width
	objects[0].Resize(fyne.NewSize(size.Width-width-theme.GapSmall, size.Height))
	objects[0].Move(fyne.NewPos(0, 0))
	objects[1].Resize(fyne.NewSize(width, theme.RowHeight))
	objects[1].Move(fyne.NewPos(size.Width-width, 0))
}

// tall gives a table inside a card a height of its own.
type tall struct{ height float32 }

func (t tall) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, t.height)
}

func (t tall) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }
