package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"zvonok/views/draw"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// gridHead draws the head of a table. It takes no events: the grid does.
type gridHead struct {
	g      *grid
	clip   *container.Clip
	strip  *fyne.Container
	titles []*canvas.Text
	grips  []*canvas.Rectangle // lines between the columns, in sight while the pointer is on the head
	all    *widgets.MarkBox
}

func newGridHead(g *grid) *gridHead {
	h := &gridHead{g: g, all: widgets.NewMarkBox(), strip: container.NewWithoutLayout()}
	h.clip = container.NewClip(h.strip)
	return h
}

// shift follows the sideways scrolling of the rows.
func (h *gridHead) shift(x float32) { h.strip.Move(fyne.NewPos(-x, 0)) }

// update draws the head as the columns, the order and the selection are now.
func (h *gridHead) update() {
	g := h.g
	if g.headless {
		return
	}
	if len(h.titles) != len(g.spans) {
		h.titles, h.grips = nil, nil
		h.strip.Objects = []fyne.CanvasObject{h.all}
		for range g.spans {
			title, grip := draw.Ink("", theme.CaptionSize, true, theme.ColorNameMuted), draw.Box(0)
			h.titles, h.grips = append(h.titles, title), append(h.grips, grip)
			h.strip.Objects = append(h.strip.Objects, title, grip)
		}
		h.strip.Refresh()
	}
	h.all.Hidden = !g.Checkboxes
	draw.Place(h.all, CellPad, (theme.HeadHeight-widgets.MarkSize)/2, widgets.MarkSize, widgets.MarkSize)
	h.all.Set(h.allMark())
	for i, s := range g.spans {
		h.drawTitle(h.titles[i], s)
		h.drawGrip(h.grips[i], s)
	}
	h.shift(g.scroll.Offset.X)
}

// onHead tells whether the pointer is on the head.
func (g *grid) onHead() bool { return g.pointer.Y >= 0 && g.pointer.Y < g.headHeight() }

func (h *gridHead) allMark() widgets.Mark {
	switch n := h.g.data.selectedCount(); {
	case n == 0:
		return widgets.MarkNone
	case n == h.g.data.count():
		return widgets.MarkAll
	}
	return widgets.MarkSome
}

func (h *gridHead) drawTitle(t *canvas.Text, s Span) {
	g := h.g
	title, align, ink := "", fyne.TextAlignLeading, theme.ColorNameMuted
	switch s.column {
	case spanCheck:
	case spanNumber:
		title, align = "№", fyne.TextAlignTrailing
	default:
		c := g.columns[s.column]
		title, align = c.title, c.align
		if g.onHead() && g.hoverCol == s.column && c.sorts {
			ink = theme.ColorNameText
		}
	}
	arrow := ""
	if by, down := g.data.sorting(); s.column >= 0 && by == s.column {
		arrow = " ↑"
		if down {
			arrow = " ↓"
		}
	}
	style := fyne.TextStyle{Bold: true}
	room := s.Width - 2*CellPad - fyne.MeasureText(arrow, theme.CaptionSize, style).Width
	draw.SetText(t, widgets.Fit(title, room+1, theme.CaptionSize, style)+arrow, theme.Color(ink), true)
	size := t.MinSize()
	draw.Place(t, TextStart(s, size.Width, align), (theme.HeadHeight-size.Height)/2, size.Width, size.Height)
}

func (h *gridHead) drawGrip(grip *canvas.Rectangle, s Span) {
	g := h.g
	hidden := s.column < 0 || !g.onHead() && g.resizing < 0
	ink := theme.ColorNameLine
	if g.resizing == s.column && s.column >= 0 {
		ink = theme.ColorNameAccent
	}
	if grip.Hidden != hidden {
		grip.Hidden = hidden
		grip.Refresh()
	}
	draw.Fill(grip, theme.Color(ink))
	draw.Place(grip, s.X+s.Width-1, 8, 1, theme.HeadHeight-16)
}
