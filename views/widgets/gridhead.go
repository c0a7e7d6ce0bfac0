package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"zvonok/views/theme"
)

// gridHead draws the head of a table. It takes no events: the grid does.
type gridHead struct {
	g      *grid
	clip   *container.Clip
	strip  *fyne.Container
	titles []*canvas.Text
	grips  []*canvas.Rectangle // lines between the columns, in sight while the pointer is on the head
	all    *markBox
}

func newGridHead(g *grid) *gridHead {
	h := &gridHead{g: g, all: newMarkBox(), strip: container.NewWithoutLayout()}
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
			title, grip := inkText("", theme.CaptionSize, true, theme.ColorNameMuted), box(0)
			h.titles, h.grips = append(h.titles, title), append(h.grips, grip)
			h.strip.Objects = append(h.strip.Objects, title, grip)
		}
		h.strip.Refresh()
	}
	h.all.Hidden = !g.Checkboxes
	place(h.all, cellPad, (theme.HeadHeight-markSize)/2, markSize, markSize)
	h.all.set(h.allMark())
	for i, s := range g.spans {
		h.drawTitle(h.titles[i], s)
		h.drawGrip(h.grips[i], s)
	}
	h.shift(g.scroll.Offset.X)
}

// onHead tells whether the pointer is on the head.
func (g *grid) onHead() bool { return g.pointer.Y >= 0 && g.pointer.Y < g.headHeight() }

func (h *gridHead) allMark() mark {
	switch n := h.g.data.selectedCount(); {
	case n == 0:
		return markNone
	case n == h.g.data.count():
		return markAll
	}
	return markSome
}

func (h *gridHead) drawTitle(t *canvas.Text, s span) {
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
	room := s.width - 2*cellPad - fyne.MeasureText(arrow, theme.CaptionSize, style).Width
	setText(t, fit(title, room+1, theme.CaptionSize, style)+arrow, theme.Color(ink), true)
	size := t.MinSize()
	place(t, textStart(s, size.Width, align), (theme.HeadHeight-size.Height)/2, size.Width, size.Height)
}

func (h *gridHead) drawGrip(grip *canvas.Rectangle, s span) {
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
	fill(grip, theme.Color(ink))
	place(grip, s.x+s.width-1, 8, 1, theme.HeadHeight-16)
}
