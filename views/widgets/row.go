package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/views/draw"
	"zvonok/views/scroll"
	"zvonok/views/theme"
)

// Row is a layout that puts objects side by side. Hidden ones take no room; a layout.NewSpacer takes what is left.
type Row struct {
	Gap float32
	// Widths are those of the objects, in their order: a positive number is a width, a negative one a share of what is
	// left. An object with 0, or without a number, is as wide and high as it asks for, in the middle of the height.
	Widths []float32
	// Least is the least height of the row.
	Least float32
	// Top puts objects that are as high as they ask for at the top.
	Top bool
	// flexes lets text fields grow up to fieldMax, and objects with a Narrowest shrink if the row lacks width.
	flexes bool
}

const (
	// shareMost is the width from which on an object that takes a share may be cut: a field asks for its longest choice.
	shareMost float32 = 160
	fieldMax  float32 = 280
)

func (r Row) width(i int) float32 {
	if i < len(r.Widths) {
		return r.Widths[i]
	}
	return 0
}

func (r Row) grows(o fyne.CanvasObject) bool {
	switch o.(type) {
	case *Search, *Entry:
		return r.flexes
	}
	return false
}

// natural is the width that an object without its own width begins with: a field shows its whole hint.
func (r Row) natural(o fyne.CanvasObject) float32 {
	if field, ok := o.(interface{ hintWidth() float32 }); ok && r.flexes {
		return max(o.MinSize().Width, field.hintWidth())
	}
	return o.MinSize().Width
}

// least is the least width of an object that takes a share.
func (r Row) least(o fyne.CanvasObject) float32 {
	if _, whole := o.(interface{ Uncut() }); whole {
		return o.MinSize().Width
	}
	return min(o.MinSize().Width, shareMost)
}

// spare is how much narrower an object may be than it asks for, as a Select that asks for its longest option.
func (r Row) spare(o fyne.CanvasObject) float32 {
	if s, ok := o.(interface{ Narrowest() float32 }); ok && r.flexes {
		return max(0, o.MinSize().Width-s.Narrowest())
	}
	return 0
}

func isSpacer(o fyne.CanvasObject) bool {
	_, ok := o.(layout.SpacerObject)
	return ok
}

// fixed are the widths of the objects whose share would be less than they need; the others share what is left.
func (r Row) fixed(objects []fyne.CanvasObject, left, shares *float32) []float32 {
	widths := make([]float32, len(objects))
	for again := true; again; {
		again = false
		for i, o := range objects {
			share := -r.width(i)
			if share <= 0 || widths[i] > 0 || !o.Visible() || isSpacer(o) {
				continue
			}
			if needs := r.least(o); needs > *left*share / *shares && needs <= *left {
				widths[i], again = needs, true
				*left, *shares = *left-needs, *shares-share
			}
		}
	}
	return widths
}

// MinSize is the size in which every object has its width, or its least width if it can shrink.
func (r Row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, r.Least)
	gap := float32(0)
	for i, o := range objects {
		if !o.Visible() || isSpacer(o) {
			continue
		}
		least := o.MinSize()
		switch width := r.width(i); {
		case width > 0:
			least.Width = width
		case width < 0:
			least.Width = r.least(o)
		default:
			least.Width = r.natural(o) - r.spare(o)
		}
		size = fyne.NewSize(size.Width+gap+least.Width, max(size.Height, least.Height))
		gap = r.Gap
	}
	return size
}

// Layout places the objects.
func (r Row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, shares, growing, spare := size.Width+r.Gap, float32(0), 0, float32(0)
	for i, o := range objects {
		if !o.Visible() || isSpacer(o) {
			continue
		}
		left -= r.Gap
		switch width := r.width(i); {
		case width < 0:
			shares -= width
		case width > 0:
			left -= width
		default:
			left -= r.natural(o)
			spare += r.spare(o)
			if r.grows(o) {
				growing++
			}
		}
	}
	lacking := max(0, -left)
	left = max(0, left)
	fixed := r.fixed(objects, &left, &shares)
	x := float32(0)
	for i, o := range objects {
		switch {
		case !o.Visible():
			continue
		case isSpacer(o):
			x, left = x+left, 0
			continue
		}
		width, height := r.width(i), size.Height
		switch {
		case width < 0:
			if width = left * -width / shares; fixed[i] > 0 {
				width = fixed[i]
			}
			within(o, width)
		case width == 0:
			width, height = r.natural(o), o.MinSize().Height
			if s := r.spare(o); s > 0 {
				width -= s * min(1, lacking/spare)
			}
			if r.grows(o) {
				more := min(max(0, fieldMax-width), left/float32(growing))
				width, left, growing = width+more, left-more, growing-1
			}
		}
		y := (size.Height - height) / 2
		if r.Top {
			y = 0
		}
		draw.Place(o, x, y, width, height)
		x += width + r.Gap
	}
}

// InRow puts objects side by side, each as large as it asks for.
func InRow(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(Row{Gap: theme.GapSmall}, objects...)
}

// Fields puts captioned fields side by side by the widths of a Row; without widths each has an equal share.
func Fields(widths []float32, objects ...fyne.CanvasObject) *fyne.Container {
	if widths == nil {
		widths = slices.Repeat([]float32{-1}, len(objects))
	}
	return container.New(Row{Gap: theme.Gap, Widths: widths}, objects...)
}

// Verdict is a text of that width, broken into lines, after a mark that shows by its tone whether something is all right.
func Verdict(mark string, tone Tone, text string, width float32) fyne.CanvasObject {
	const markWidth = 14
	sign, label := Lines(Text(mark).In(tone)), Paragraph(text, width-markWidth-theme.Gap)
	var words fyne.CanvasObject = label
	if tone == ToneRefused {
		words = NewCopyable(label)
	}
	return Fields([]float32{markWidth, -1}, sign, words)
}

// Column puts objects one below the other with the gap of a page.
func Column(objects ...fyne.CanvasObject) *fyne.Container { return ColumnAround(nil, objects...) }

// ColumnAround is Column with one object that takes the height that is left.
func ColumnAround(grow fyne.CanvasObject, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(Stacked{Gap: theme.Gap, Grow: grow}, objects...)
}

// Lines puts objects one below the other, closer than those of a page.
func Lines(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(Stacked{Gap: theme.GapSmall}, objects...)
}

// Tight puts objects that belong together one below the other, closer than lines.
func Tight(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(Stacked{Gap: theme.GapSmall / 2}, objects...)
}

// Centred puts a card of a width in the upper middle of the window, a narrower one where the window is. One that is too low scrolls it.
func Centred(width float32, objects ...fyne.CanvasObject) fyne.CanvasObject {
	return scroll.NewVertical(container.New(third(width), Card(Column(objects...))))
}

// third gives its only object a width and puts a third of the free height above it.
type third float32

func (c third) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := objects[0].MinSize()
	return fyne.NewSize(min(float32(c), least.Width+2*theme.GapSmall), least.Height+2*theme.PageMargin)
}

func (c third) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(float32(c), size.Width-2*theme.GapSmall)
	Widen(objects[0], width)
	height := objects[0].MinSize().Height
	draw.Place(objects[0], (size.Width-width)/2, max(theme.PageMargin, (size.Height-height)/3), width, height)
}

// Stacked is a layout that puts the visible objects one below the other, as wide as there is room. Grow, if any, takes
// the height that is left, and Least at least.
type Stacked struct {
	Gap   float32
	Grow  fyne.CanvasObject
	Least float32
}

// height is what a visible object asks for.
func (s Stacked) height(o fyne.CanvasObject) float32 {
	if o == s.Grow {
		return max(s.Least, o.MinSize().Height)
	}
	return o.MinSize().Height
}

// breaking is a text whose lines are broken where its place ends.
type breaking interface{ Within(room float32) }

// breakLeast is the least width in which such a text can be read well.
const breakLeast float32 = 240

// within tells a text how wide its place is.
func within(o fyne.CanvasObject, room float32) {
	if text, ok := o.(breaking); ok {
		text.Within(room)
	}
}

// MinSize is as wide as the widest object, where texts may be broken, and as high as all of them with the gaps.
func (s Stacked) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i, o := range Visible(objects) {
		if i > 0 {
			size.Height += s.Gap
		}
		width := o.MinSize().Width
		if _, text := o.(breaking); text {
			width = min(width, breakLeast)
		}
		size = fyne.NewSize(max(size.Width, width), size.Height+s.height(o))
	}
	return size
}

// Layout places the objects.
func (s Stacked) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range Visible(objects) {
		within(o, size.Width)
		Widen(o, size.Width)
	}
	left := max(0, size.Height-s.MinSize(objects).Height)
	y := float32(0)
	for _, o := range Visible(objects) {
		height := s.height(o)
		if o == s.Grow {
			height += left
		}
		draw.Place(o, 0, y, size.Width, height)
		y += height + s.Gap
	}
}

// Widen gives an object its width before it is asked how high it is, which depends on it where there is a Flow. One that has the
// width already may hold something new.
func Widen(o fyne.CanvasObject, width float32) {
	size := fyne.NewSize(width, o.Size().Height)
	if o.Size() != size {
		o.Resize(size)
		return
	}
	switch held := o.(type) {
	case *fyne.Container:
		if held.Layout != nil {
			held.Layout.Layout(held.Objects, size)
		}
	case *card:
		Widen(held.content, held.content.Size().Width)
	}
}

// Visible are the objects that are shown, for layouts that leave no gap where one is hidden.
func Visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	shown := make([]fyne.CanvasObject, 0, len(objects))
	for _, o := range objects {
		if o != nil && o.Visible() {
			shown = append(shown, o)
		}
	}
	return shown
}
