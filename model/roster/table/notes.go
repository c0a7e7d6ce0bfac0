package table

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"
)

// Sample is a workbook to fill in: a sheet with example rows and notes at its headers, and «Пояснения».
type Sample struct {
	Title   string
	Columns []Column
	Notes   []string       // what the columns hold, in their order
	Formats map[int]string // how a spreadsheet shows the values of a column: «dd.mm.yyyy»; others are shown as they are
	Rows    [][]any
	Advice  []string // the text of «Пояснения», its title first
	// Width is how many characters a column shows.
	Width func(column string) float64
}

// Write writes the workbook.
func (s Sample) Write(w io.Writer) error {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	if err := book.SetSheetName(book.GetSheetName(0), s.Title); err != nil {
		return err
	}
	if err := s.fill(book); err != nil {
		return err
	}
	for i, c := range s.Columns {
		if err := AddNote(book, s.Title, i, c, s.Notes[i]); err != nil {
			return err
		}
	}
	if err := AddExplanations(book, Explained(s.Title, s.Columns, s.Notes), s.Advice...); err != nil {
		return err
	}
	return book.Write(w)
}

// Serial is a calendar day as a spreadsheet counts it.
func Serial(day time.Time) int {
	return int(day.Sub(time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}

// fill writes the header and the rows.
func (s Sample) fill(book *excelize.File) error {
	bold, err := HeaderStyle(book)
	if err != nil {
		return err
	}
	head := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		head[i] = c.Name
		letter, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := book.SetColWidth(s.Title, letter, letter, s.Width(c.Name)); err != nil {
			return err
		}
		if format, ok := s.Formats[i]; ok {
			style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
			if err != nil {
				return err
			}
			if err := book.SetColStyle(s.Title, letter, style); err != nil {
				return err
			}
		}
		if err := book.SetCellStyle(s.Title, letter+"1", letter+"1", bold); err != nil {
			return err
		}
	}
	for i, row := range append([][]any{head}, s.Rows...) {
		if err := book.SetSheetRow(s.Title, fmt.Sprintf("A%d", i+1), &row); err != nil {
			return err
		}
	}
	return book.SetPanes(s.Title, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// AddNote explains a column at its header.
func AddNote(book *excelize.File, sheet string, col int, c Column, text string) error {
	cell, err := excelize.CoordinatesToCellName(col+1, 1)
	if err != nil {
		return err
	}
	if c.Filled {
		text = "Обязательно. " + text
	}
	return book.AddComment(sheet, excelize.Comment{
		Cell: cell, Author: "Звонок", Paragraph: []excelize.RichTextRun{{Text: text}}, Width: 320, Height: 90,
	})
}

// Explained are the rows of «Пояснения» for a sheet.
func Explained(title string, columns []Column, notes []string) [][]any {
	rows := make([][]any, len(columns))
	for i, c := range columns {
		name := c.Name
		if !c.Filled && !c.Required {
			name += " (необязательно)"
		}
		rows[i] = []any{title, name, notes[i]}
	}
	return rows
}

// AddExplanations adds the sheet «Пояснения»: a title and lines of text, then what each column holds.
func AddExplanations(book *excelize.File, columns [][]any, text ...string) error {
	if _, err := book.NewSheet(explanations); err != nil {
		return err
	}
	rows := make([][]any, 0, len(text)+2+len(columns))
	for _, line := range text {
		rows = append(rows, []any{line})
	}
	rows = append(rows, nil, []any{"Лист", "Столбец", "Что в нём"})
	head := strconv.Itoa(len(rows))
	rows = append(rows, columns...)
	for i, row := range rows {
		if err := book.SetSheetRow(explanations, fmt.Sprintf("A%d", i+1), &row); err != nil {
			return err
		}
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	for _, cell := range []string{"A1", "A" + head, "B" + head, "C" + head} {
		if err := book.SetCellStyle(explanations, cell, cell, bold); err != nil {
			return err
		}
	}
	for col, width := range map[string]float64{"A": 16, "B": 34, "C": 100} {
		if err := book.SetColWidth(explanations, col, col, width); err != nil {
			return err
		}
	}
	return nil
}

// explanations is the sheet of the templates that holds no rows.
const explanations = "Пояснения"

// HeaderStyle is the look of a sheet's header.
func HeaderStyle(book *excelize.File) (int, error) {
	return book.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF7"}},
	})
}
