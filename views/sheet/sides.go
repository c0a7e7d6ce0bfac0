package sheet

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"zvonok/views/draw"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// sheetHead draws the head above the cells, which scrolls sideways with them.
type sheetHead struct {
	s     *sheetView
	clip  *container.Clip
	strip *fyne.Container
	band  *canvas.Rectangle
	rules []*canvas.Rectangle
	texts [][]*sheetText // by column modulo and line
}

func newSheetHead(s *sheetView) *sheetHead {
	h := &sheetHead{s: s, strip: container.NewWithoutLayout(), band: draw.Box(0)}
	h.clip = container.NewClip(h.strip)
	return h
}

func (h *sheetHead) renew() {
	for _, column := range h.texts {
		for _, t := range column {
			t.column = -1
		}
	}
}

func (h *sheetHead) ensure() {
	columns, lines := int(h.s.scroll.Size().Width/h.s.columnWidth)+2, len(h.s.titles.Lines)
	if len(h.texts) >= columns {
		return
	}
	h.rules, h.texts = nil, nil
	h.strip.Objects = []fyne.CanvasObject{h.band}
	for range columns {
		h.rules = append(h.rules, draw.Box(0))
		h.strip.Objects = append(h.strip.Objects, h.rules[len(h.rules)-1])
		column := make([]*sheetText, lines)
		for i := range column {
			column[i] = newSheetText()
			column[i].text.TextSize = theme.CaptionSize
			h.strip.Objects = append(h.strip.Objects, column[i].text)
		}
		h.texts = append(h.texts, column)
	}
	h.strip.Refresh()
}

func (h *sheetHead) update() {
	s := h.s
	if s.scroll.Size().Width <= 0 {
		return
	}
	h.ensure()
	_, columns := s.data.size()
	_, _, from, _ := s.window()
	for i := range h.texts {
		column := from + i
		h.draw(column%len(h.texts), column, column < columns)
	}
	draw.Fill(h.band, theme.Color(theme.ColorNameSelected))
	h.band.Hidden = s.column < 0
	draw.Place(h.band, float32(s.column)*s.columnWidth, theme.HeadHeight, s.columnWidth-1, s.headHeight())
	h.strip.Move(fyne.NewPos(-s.scroll.Offset.X, 0))
}

func (h *sheetHead) draw(view, column int, there bool) {
	s, x := h.s, float32(column)*h.s.columnWidth
	draw.Fill(h.rules[view], theme.Color(theme.ColorNameLineFaint))
	h.rules[view].Hidden = !there
	draw.Place(h.rules[view], x+s.columnWidth-1, 0, 1, s.headHeight())
	for line, t := range h.texts[view] {
		if !there {
			t.hide()
			continue
		}
		// The date changes its colour with the current column and the pointer, so it is drawn every time.
		if t.column == column && line > 0 {
			continue
		}
		t.column = column
		cell := s.data.headAt(line, column)
		if line == 0 && (column == s.column || s.hover.part == partHead && s.hover.column == column) {
			t.draw(cell, fyne.NewPos(x, 0), fyne.NewSize(s.columnWidth, theme.HeadHeight), fyne.TextAlignCenter)
			draw.SetText(t.text, t.text.Text, theme.Color(theme.ColorNameAccent), t.text.TextStyle.Bold)
			continue
		}
		t.draw(cell, fyne.NewPos(x, s.lineTop(line)), fyne.NewSize(s.columnWidth, s.lineHeight(line)), fyne.TextAlignCenter)
	}
}

// sheetSides draws the numbers and names at the left, the totals at the right, and the words of the head above them.
type sheetSides struct {
	s                      *sheetView
	left, right            *container.Clip
	leftStrip, rightStrip  *fyne.Container
	corner                 *fyne.Container
	link, total            *canvas.Text
	words                  []*canvas.Text
	under                  []*canvas.Rectangle
	numbers, names, totals []*sheetText // by row modulo
	leftRules, rightRules  []*canvas.Rectangle
	leftLight, rightLight  *canvas.Rectangle
}

func newSheetSides(s *sheetView) *sheetSides {
	d := &sheetSides{s: s, leftStrip: container.NewWithoutLayout(), rightStrip: container.NewWithoutLayout()}
	d.left, d.right = container.NewClip(d.leftStrip), container.NewClip(d.rightStrip)
	d.leftLight, d.rightLight = draw.Box(0), draw.Box(0)
	d.link = draw.Ink(s.titles.Lines[0], theme.CaptionSize+0.5, true, theme.ColorNameAccent)
	d.total = draw.Ink(s.titles.Total, theme.CaptionSize, true, theme.ColorNameMuted)
	d.corner = container.NewWithoutLayout(d.link, d.total)
	for _, word := range s.titles.Lines[1:] {
		text, rule := draw.Ink(word, theme.CaptionSize, false, theme.ColorNameMuted), draw.Box(0)
		d.words, d.under = append(d.words, text), append(d.under, rule)
		d.corner.Objects = append(d.corner.Objects, text, rule)
	}
	return d
}

func (d *sheetSides) renew() {
	for _, t := range d.names {
		t.row = -1
	}
}

func (d *sheetSides) ensure() {
	rows := int(d.s.scroll.Size().Height/theme.RowHeight) + 2
	if len(d.names) >= rows {
		return
	}
	d.numbers, d.names, d.totals, d.leftRules, d.rightRules = nil, nil, nil, nil, nil
	d.leftStrip.Objects = []fyne.CanvasObject{d.leftLight}
	d.rightStrip.Objects = []fyne.CanvasObject{d.rightLight}
	for range rows {
		number, name, total := newSheetText(), newSheetText(), newSheetText()
		total.pill, total.text.TextSize = draw.Box(widgets.PillHeight/2), theme.PillSize
		left, right := draw.Box(0), draw.Box(0)
		d.numbers, d.names, d.totals = append(d.numbers, number), append(d.names, name), append(d.totals, total)
		d.leftRules, d.rightRules = append(d.leftRules, left), append(d.rightRules, right)
		d.leftStrip.Objects = append(d.leftStrip.Objects, left, number.text, name.text)
		d.rightStrip.Objects = append(d.rightStrip.Objects, right, total.pill, total.text)
	}
	d.leftStrip.Refresh()
	d.rightStrip.Refresh()
}

func (d *sheetSides) update() {
	s := d.s
	if s.scroll.Size().Height <= 0 {
		return
	}
	d.ensure()
	d.drawCorner()
	rows, _ := s.data.size()
	from, _, _, _ := s.window()
	for i := range d.names {
		row := from + i
		d.draw(row%len(d.names), row, row < rows)
	}
	d.light(d.leftLight, s.leftWidth())
	d.light(d.rightLight, sheetTotalWidth)
	d.leftStrip.Move(fyne.NewPos(0, -s.scroll.Offset.Y))
	d.rightStrip.Move(fyne.NewPos(0, -s.scroll.Offset.Y))
}

// light marks the row under the pointer.
func (d *sheetSides) light(light *canvas.Rectangle, width float32) {
	draw.Fill(light, theme.Color(theme.ColorNameRowHover))
	light.Hidden = d.s.hover.row < 0
	draw.Place(light, 0, float32(d.s.hover.row)*theme.RowHeight, width, theme.RowHeight-1)
}

func drawRule(rule *canvas.Rectangle, there bool, y, width float32) {
	draw.Fill(rule, theme.Color(theme.ColorNameLineFaint))
	rule.Hidden = !there
	draw.Place(rule, 0, y+theme.RowHeight-1, width, 1)
}

func (d *sheetSides) draw(view, row int, there bool) {
	s, y := d.s, float32(row)*theme.RowHeight
	drawRule(d.leftRules[view], there, y, s.leftWidth())
	drawRule(d.rightRules[view], there, y, sheetTotalWidth)
	number, name, total := d.numbers[view], d.names[view], d.totals[view]
	if !there {
		number.hide()
		name.hide()
		total.hide()
		return
	}
	if name.row == row {
		return
	}
	name.row = row
	number.draw(table.Cell{Text: strconv.Itoa(row + 1), Tone: widgets.ToneMuted}, fyne.NewPos(0, y),
		fyne.NewSize(sheetNumberWidth, theme.RowHeight), fyne.TextAlignTrailing)
	name.draw(s.data.nameAt(row), fyne.NewPos(sheetNumberWidth, y),
		fyne.NewSize(s.nameWidth-table.CellPad, theme.RowHeight), fyne.TextAlignLeading)
	total.draw(s.data.totalAt(row), fyne.NewPos(0, y), fyne.NewSize(sheetTotalWidth, theme.RowHeight), fyne.TextAlignCenter)
}

// drawCorner places the words of the head.
func (d *sheetSides) drawCorner() {
	s := d.s
	x, width := sheetNumberWidth+table.CellPad, s.Size().Width-2
	title, ink := s.titles.Lines[0], theme.ColorNameMuted
	if s.data.corner() != nil {
		title, ink = title+" +", theme.ColorNameAccent
	}
	draw.SetText(d.link, title, theme.Color(ink), true)
	draw.Middle(d.link, x, d.link.MinSize().Width, theme.HeadHeight)
	draw.SetText(d.total, s.titles.Total, theme.Color(theme.ColorNameMuted), true)
	min := d.total.MinSize()
	draw.Middle(d.total, width-sheetTotalWidth+(sheetTotalWidth-min.Width)/2, min.Width, theme.HeadHeight)
	for i, word := range d.words {
		draw.SetText(word, word.Text, theme.Color(theme.ColorNameMuted), false)
		min := word.MinSize()
		draw.Place(word, x, s.lineTop(i+1)+(theme.RowHeight-min.Height)/2, min.Width, min.Height)
		draw.Fill(d.under[i], theme.Color(theme.ColorNameLineFaint))
		draw.Place(d.under[i], 0, s.lineTop(i+2)-1, width, 1)
	}
}
