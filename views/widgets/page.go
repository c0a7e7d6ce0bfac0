package widgets

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/theme"
)

// FilterBar is the row of filters above a table, or several rows where there is no room for one. Text fields grow up to 280, a
// layout.NewSpacer pushes what follows it to the right end, everything else keeps its width.
func FilterBar(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&rows{Row: Row{Gap: theme.GapSmall, Least: theme.RowHeight, flexes: true}}, objects...)
}

// Toolbar is the head of a screen: its title, which shrinks if the buttons need the room, then its buttons, and some more at
// the right end.
func Toolbar(title string, left, right []fyne.CanvasObject) fyne.CanvasObject {
	return ToolbarWith(Title(title), left, right)
}

// ToolbarWith is Toolbar with a title that can be changed later.
func ToolbarWith(title fyne.CanvasObject, left, right []fyne.CanvasObject) fyne.CanvasObject {
	return bar(title, theme.Gap, left, right)
}

// Head is the toolbar of a card.
func Head(title *Label, left, right []fyne.CanvasObject) *fyne.Container {
	return bar(title, theme.GapSmall, left, right)
}

func bar(title fyne.CanvasObject, gap float32, left, right []fyne.CanvasObject) *fyne.Container {
	giveWay(title)
	return FilterBar(slices.Concat([]fyne.CanvasObject{title, gapOf(gap)}, left, []fyne.CanvasObject{layout.NewSpacer()}, right)...)
}

// giveWay lets a bar that lacks room cut a text.
func giveWay(o fyne.CanvasObject) {
	if l, ok := o.(*Label); ok {
		l.shrink, l.yields = false, 120
	}
}

// Footer is the row below a table: counts at the left, which shrink, progress and the like at the right; each may be nil.
func Footer(left fyne.CanvasObject, right ...fyne.CanvasObject) fyne.CanvasObject {
	objects := []fyne.CanvasObject{}
	if left != nil {
		giveWay(left)
		objects = append(objects, gapOf(0), left)
	}
	objects = append(objects, layout.NewSpacer())
	for _, o := range right {
		if o != nil {
			objects = append(objects, o)
		}
	}
	return FilterBar(objects...)
}

// pageLeast is how high the content of a page is at least: of a scroller one would see a line. A lower window is scrolled.
const pageLeast = theme.HeadHeight + 3*theme.RowHeight

// Page puts the bands of a screen one below the other with the design's margins. The content takes the height that is
// left; the other bands may be nil.
func Page(toolbar, filter, content, footer fyne.CanvasObject) fyne.CanvasObject {
	bands := []fyne.CanvasObject{toolbar, filter, content, footer}
	bands = slices.DeleteFunc(bands, func(o fyne.CanvasObject) bool { return o == nil })
	return container.New(layout.NewCustomPaddedLayout(16, 8, theme.PageMargin, theme.PageMargin),
		container.New(Stacked{Gap: theme.Gap, Grow: content, Least: pageLeast}, bands...))
}

// gapOf is an empty object of a width, besides the gaps at both of its sides.
func gapOf(width float32) fyne.CanvasObject {
	gap := canvas.NewRectangle(color.Transparent)
	gap.SetMinSize(fyne.NewSize(max(width-theme.GapSmall, 0.1), 1))
	return gap
}

// card is paper with a line around it.
type card struct {
	widget.BaseWidget
	content fyne.CanvasObject
	pad     float32
	paint   func(*draw.Paper)
}

// Card puts objects one below the other on paper with a line around it.
func Card(objects ...fyne.CanvasObject) fyne.CanvasObject { return Panel(Lines(objects...)) }

// Panel is one object on paper with a line around it that takes all the room.
func Panel(content fyne.CanvasObject) fyne.CanvasObject {
	return newCard(content, 16, (*draw.Paper).Plain)
}

// Tinted puts objects one below the other on paper in the colour of what is selected, without a line.
func Tinted(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return newCard(Lines(objects...), 12, func(back *draw.Paper) {
		back.Paint(theme.Color(theme.ColorNameSelected), theme.Color(theme.ColorNameSelected), 0)
	})
}

func newCard(content fyne.CanvasObject, pad float32, paint func(*draw.Paper)) fyne.CanvasObject {
	c := &card{content: content, pad: pad, paint: paint}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *card) CreateRenderer() fyne.WidgetRenderer {
	back := draw.NewPaper(theme.CardRadius)
	d := &draw.Drawing{All: back.Objects(c.content)}
	d.Least = func() fyne.Size { return c.content.MinSize().AddWidthHeight(2*c.pad, 2*c.pad) }
	d.Arrange = func(size fyne.Size) {
		back.Place(0, 0, size.Width, size.Height)
		draw.Place(c.content, c.pad, c.pad, size.Width-2*c.pad, size.Height-2*c.pad)
	}
	d.Paint = func() { c.paint(back) }
	return d.Of(c)
}

// Held is what is on the card.
func (c *card) Held() fyne.CanvasObject { return c.content }

// Notice is shown instead of something that cannot be shown: it says why and what to do, with buttons for that.
func Notice(heading, hint string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	return notice(heading, centredText(hint), actions)
}

// Failure is a Notice that something could not be read, with the reason, which can be copied; again reads once more.
func Failure(heading, why string, again func(), actions ...fyne.CanvasObject) fyne.CanvasObject {
	return notice(heading, NewCopyable(centredText(Sentence(why))), append([]fyne.CanvasObject{NewSecondary("Повторить", again)}, actions...))
}

// noticeWidth is where the lines of a notice are broken.
const noticeWidth float32 = 640

func centredText(text string) *Label {
	l := Paragraph(text, noticeWidth).In(ToneMuted)
	l.Align = fyne.TextAlignCenter
	return l
}

func notice(heading string, hint fyne.CanvasObject, actions []fyne.CanvasObject) fyne.CanvasObject {
	words := container.New(Stacked{Gap: theme.GapSmall / 2}, centredText(heading).In(ToneStrong), hint)
	for _, a := range actions {
		words.Add(container.NewCenter(a))
	}
	return container.New(middle{}, words)
}

// middle puts an object as wide as there is room in the middle of the height.
type middle struct{}

func (middle) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	Widen(objects[0], size.Width)
	height := objects[0].MinSize().Height
	draw.Place(objects[0], 0, (size.Height-height)/2, size.Width, height)
}
