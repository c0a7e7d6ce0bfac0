package table

import (
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"
)

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
		if !c.Filled {
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
