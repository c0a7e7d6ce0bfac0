package college

import (
	"errors"
	"io"

	"github.com/xuri/excelize/v2"
)

// maxSheetRows is how many rows a sheet of XLSX holds.
const maxSheetRows = 1_048_576

// ErrTooManyRows says that a sheet of XLSX does not hold so much.
var ErrTooManyRows = errors.New("строк больше, чем помещается на лист Excel: сузьте условия")

// TextSheet is a workbook of one sheet whose every cell is a text, so that nothing of it is taken for a formula.
type TextSheet struct {
	Name    string
	Widths  []float64 // of the columns, in characters
	Head    []string
	TooLong error
}

// WriteTexts writes the workbook (XLSX); fill gives its rows one by one.
func WriteTexts(w io.Writer, s TextSheet, fill func(row func(texts ...string) error) error) error {
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", s.Name); err != nil {
		return err
	}
	const asText = 49 // the built-in format «@»: what is typed over the cell stays a text as well
	plain, err := book.NewStyle(&excelize.Style{NumFmt: asText})
	if err != nil {
		return err
	}
	head, err := book.NewStyle(&excelize.Style{NumFmt: asText, Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	sw, err := book.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	for i, width := range s.Widths {
		if err := sw.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	row := 0
	write := func(style int, texts ...string) error {
		if row++; row > maxSheetRows {
			return s.TooLong
		}
		cells := make([]any, len(texts))
		for i, text := range texts {
			cells[i] = excelize.Cell{StyleID: style, Value: text}
		}
		at, err := excelize.CoordinatesToCellName(1, row)
		if err != nil {
			return err
		}
		return sw.SetRow(at, cells)
	}
	if err := write(head, s.Head...); err != nil {
		return err
	}
	if err := fill(func(texts ...string) error { return write(plain, texts...) }); err != nil {
		return err
	}
	if err := sw.Flush(); err != nil {
		return err
	}
	return book.Write(w)
}
