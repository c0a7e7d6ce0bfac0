package gradebook

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// styles are the looks of cells, by their numbers in the workbook.
type styles struct {
	plain, title        int // above the tables
	head, headLeft      int // sticky rows and columns
	cell, name, wrapped int
	headDay, day        int
	average             int
}

// asText is the number format of cells that stay what was typed.
const asText = 49

func newStyles(book *excelize.File) (s styles, err error) {
	left := excelize.Alignment{Horizontal: "left", Vertical: "center"}
	center := excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	wrapping := excelize.Alignment{Horizontal: "left", Vertical: "top", WrapText: true}
	var border []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Style: 1, Color: "8A94A6"})
	}
	fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF7"}}
	oneDecimal, dayMonth, wholeDay := "0.0", "dd.mm", "dd.mm.yyyy"
	for _, made := range []struct {
		into  *int
		style excelize.Style
	}{
		{&s.plain, excelize.Style{NumFmt: asText}},
		{&s.title, excelize.Style{NumFmt: asText, Font: &excelize.Font{Bold: true, Size: 14}}},
		{&s.head, excelize.Style{NumFmt: asText, Border: border, Fill: fill, Font: &excelize.Font{Bold: true}, Alignment: &center}},
		{&s.headLeft, excelize.Style{NumFmt: asText, Border: border, Fill: fill, Font: &excelize.Font{Bold: true}, Alignment: &left}},
		{&s.headDay, excelize.Style{CustomNumFmt: &dayMonth, Border: border, Fill: fill, Font: &excelize.Font{Bold: true}, Alignment: &center}},
		{&s.day, excelize.Style{CustomNumFmt: &wholeDay, Border: border, Alignment: &center}},
		{&s.cell, excelize.Style{Border: border, Alignment: &center}},
		{&s.name, excelize.Style{NumFmt: asText, Border: border, Alignment: &left}},
		{&s.wrapped, excelize.Style{NumFmt: asText, Border: border, Alignment: &wrapping}},
		{&s.average, excelize.Style{CustomNumFmt: &oneDecimal, Border: border, Fill: fill, Font: &excelize.Font{Bold: true}, Alignment: &center}},
	} {
		if *made.into, err = book.NewStyle(&made.style); err != nil {
			return s, err
		}
	}
	return s, nil
}

// marksLook sets the widths, the sticky rows and columns, and how the sheet of marks is printed.
func (g *gradebook) marksLook() error {
	last := lessonCol + len(g.page.Lessons)
	for _, head := range []int{1, last} {
		from, err := excelize.CoordinatesToCellName(head, headRow)
		if err != nil {
			return err
		}
		to, err := excelize.CoordinatesToCellName(head, firstRow-1)
		if err != nil {
			return err
		}
		if err := g.book.MergeCell(marksSheet, from, to); err != nil {
			return err
		}
	}
	widths := []struct {
		from, to int
		width    float64
	}{{1, 1, 5}, {nameCol, nameCol, 38}, {last, last, 10}}
	if len(g.page.Lessons) > 0 {
		widths = append(widths, struct {
			from, to int
			width    float64
		}{lessonCol, last - 1, 6.5})
	}
	for _, c := range widths {
		if err := g.width(marksSheet, c.from, c.to, c.width); err != nil {
			return err
		}
	}
	pages := max(1, (len(g.page.Lessons)+lessonsOnPage-1)/lessonsOnPage)
	titles := fmt.Sprintf("'%s'!$A:$B,'%s'!$%d:$%d", marksSheet, marksSheet, headRow, firstRow-1)
	return g.printed(marksSheet, nameCol, firstRow-1, pages, titles)
}

func (g *gradebook) lessonsLook() error {
	for i, width := range []float64{5, 12, 8, 22, 70, 40} {
		if err := g.width(lessonsSheet, i+1, i+1, width); err != nil {
			return err
		}
	}
	return g.printed(lessonsSheet, 0, headRow, 1, fmt.Sprintf("'%s'!$%d:$%d", lessonsSheet, headRow, headRow))
}

func (g *gradebook) width(sheet string, from, to int, width float64) error {
	first, err := excelize.ColumnNumberToName(from)
	if err != nil {
		return err
	}
	last, err := excelize.ColumnNumberToName(to)
	if err != nil {
		return err
	}
	return g.book.SetColWidth(sheet, first, last, width)
}

// printed freezes the first columns and rows of a sheet, and makes it print on A4 across, so many pages wide, with
// the title rows and columns on every page.
func (g *gradebook) printed(sheet string, cols, rows, pages int, titles string) error {
	corner, err := excelize.CoordinatesToCellName(cols+1, rows+1)
	if err != nil {
		return err
	}
	pane := "bottomRight"
	if cols == 0 {
		pane = "bottomLeft"
	}
	if err := g.book.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: cols, YSplit: rows, TopLeftCell: corner, ActivePane: pane}); err != nil {
		return err
	}
	landscape, a4, high, fit := "landscape", 9, 0, true
	if err := g.book.SetPageLayout(sheet, &excelize.PageLayoutOptions{
		Orientation: &landscape, Size: &a4, FitToWidth: &pages, FitToHeight: &high,
	}); err != nil {
		return err
	}
	if err := g.book.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	margin := 0.4 // inches
	if err := g.book.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &margin, Right: &margin, Top: &margin}); err != nil {
		return err
	}
	if err := g.book.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&RСтраница &P из &N"}); err != nil {
		return err
	}
	return g.book.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: sheet})
}
