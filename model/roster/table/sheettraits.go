package table

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"zvonok/model"
	"zvonok/model/roster"
)

// Traits are what the sheets of a workbook have that does not show in their values.
type Traits struct{ merged, formulas bool }

// ComplainOfSheets complains of merged cells and of formulas without values.
func ComplainOfSheets(r *Reader, book *excelize.File, name string, sheets []string, has Traits) {
	if !has.merged && !has.formulas || r.tooLarge {
		return
	}
	for part, sheet := range sheetParts(book) {
		if !slices.Contains(sheets, sheet) {
			continue
		}
		stored, _ := book.Pkg.Load(part)
		data, _ := stored.([]byte)
		at := roster.Place{File: name + ", лист «" + sheet + "»"}
		r.complainOfMerged(at, data, book, sheet)
		r.complainOfFormulas(at, data)
	}
}

// formula is a formula in a cell, with what follows it there.
var formula = regexp.MustCompile(`<c r="([A-Z]+)(\d+)"[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*</c>`)

// bareFormulas are the cells of a sheet, as column and row, that have a formula without a value, since the program that
// made them cannot calculate. Their values would be missing without a word.
func bareFormulas(data []byte) (cells [][2]string) {
	if !bytes.Contains(data, []byte("<f>")) && !bytes.Contains(data, []byte("<f ")) {
		return nil
	}
	for _, m := range formula.FindAllSubmatch(data, roster.MaxProblems) {
		cells = append(cells, [2]string{string(m[1]), string(m[2])})
	}
	return cells
}

// complainOfFormulas finds the formulas without values of a sheet.
func (r *Reader) complainOfFormulas(at roster.Place, data []byte) {
	for _, cell := range bareFormulas(data) {
		at.Column = cell[0]
		at.Row, _ = strconv.Atoi(cell[1]) // digits, as the pattern has it
		r.Problems.Add(at, "", "В ячейке формула без сохранённого значения: откройте книгу в Excel и сохраните её или "+
			"замените формулу значением")
	}
}

var mergedCells = regexp.MustCompile(`mergeCell [^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"`)

// complainOfMerged finds the merged cells of a sheet. The library's search for them takes memory for every cell that
// there could be.
func (r *Reader) complainOfMerged(at roster.Place, data []byte, book *excelize.File, sheet string) {
	var merged []roster.Problem
	for _, m := range mergedCells.FindAllSubmatch(data, roster.MaxProblems) {
		top, _ := strconv.Atoi(string(m[2]))
		bottom, _ := strconv.Atoi(string(m[4]))
		from, to := string(m[1])+string(m[2]), string(m[3])+string(m[4])
		if bottom == 1 {
			continue // a title over the header's columns
		}
		at.Row, at.Column = top, string(m[1])
		p := roster.Problem{Place: at, Message: "Ячейки " + from + ":" + to + " объединены: разъедините их и заполните каждую строку"}
		if top == 1 {
			p.Message = "Заголовок занимает несколько строк (" + from + ":" + to + "): разъедините ячейки и оставьте над списком " +
				"одну строку заголовков"
		}
		merged = append(merged, p)
	}
	if len(merged) == 0 {
		return
	}
	model.Sort(merged, func(a, b roster.Problem) int { return cmp.Compare(a.Row, b.Row) })
	rows, err := book.Rows(sheet)
	if err != nil {
		return // the sheet was read before
	}
	defer func() { _ = rows.Close() }()
	for row := 1; len(merged) > 0 && rows.Next(); row++ {
		cells, _ := rows.Columns()
		for ; len(merged) > 0 && merged[0].Row <= row; merged = merged[1:] {
			value := ""
			if col, err := excelize.ColumnNameToNumber(merged[0].Column); err == nil && col <= len(cells) {
				value = model.Squeeze(cells[col-1])
			}
			r.Problems.Add(merged[0].Place, value, merged[0].Message)
		}
	}
	for _, p := range merged {
		r.Problems.Add(p.Place, "", p.Message) // below the last row
	}
}

// sheetParts are the names of the sheets by their parts of the package.
func sheetParts(book *excelize.File) map[string]string {
	var links struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:",attr"`
		}
	}
	stored, _ := book.Pkg.Load("xl/_rels/workbook.xml.rels")
	data, _ := stored.([]byte)
	parts := map[string]string{}
	if xml.Unmarshal(data, &links) != nil || book.WorkBook == nil {
		return parts
	}
	for _, s := range book.WorkBook.Sheets.Sheet {
		for _, l := range links.Relationship {
			if l.ID == s.ID {
				parts["xl/"+strings.TrimPrefix(strings.TrimPrefix(l.Target, "/"), "xl/")] = s.Name
			}
		}
	}
	return parts
}
