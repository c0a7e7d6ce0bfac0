package gradebook

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
)

// FuzzWrite writes a journal with whatever stands in its texts: a workbook that opens, without a formula.
func FuzzWrite(f *testing.F) {
	f.Add("Педагогический колледж", "Россия", "=HYPERLINK(\"x\")")
	f.Add("\x00\ufffe", "😀\u202e", "+1")
	f.Fuzz(func(t *testing.T, college, title, name string) {
		page := journal(2, 2)
		page.Lessons[0].Title, page.Students[0].Name.LastName, page.Teaching.Subject = title, name, name
		var b bytes.Buffer
		if err := Write(&b, college, page); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		for _, sheet := range book.GetSheetList() {
			for _, cell := range []string{"A1", "A2", "A3", "A4", "B4", "C4"} {
				if formula, err := book.GetCellFormula(sheet, cell); err != nil || formula != "" {
					t.Fatalf("%s %s is the formula %q, %v", sheet, cell, formula, err)
				}
			}
		}
	})
}
