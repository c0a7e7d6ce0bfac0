package roster_test

import (
	"archive/zip"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestCrowdedWorkbook: a small workbook whose parts would fill the memory before its first row is refused, and takes
// little memory.
func TestCrowdedWorkbook(t *testing.T) {
	for _, c := range []struct{ part, head, one, tail string }{
		{"xl/sharedStrings.xml", "<sst>", "<si/>", "</sst>"},
		{"xl/sharedStrings.xml", "<x:sst>", "<x:si/>", "</x:sst>"},
		{"xl/styles.xml", "<styleSheet><cellXfs>", "<xf/>", "</cellXfs></styleSheet>"},
		{"xl/workbook.xml", "<workbook><definedNames>", "<definedName/>", "</definedNames></workbook>"},
		{"xl/workbook.xml", "<workbook ", `a="" `, "></workbook>"},
	} {
		path := filepath.Join(t.TempDir(), "колледж.xlsx")
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		archive := zip.NewWriter(file)
		for _, part := range []string{"[Content_Types].xml", "xl/workbook.xml", c.part} {
			out, err := archive.CreateHeader(&zip.FileHeader{Name: part, Method: zip.Store}) // so that no ratio gives it away
			if err != nil {
				t.Fatal(err)
			}
			text := "<x/>"
			if part == c.part {
				text = c.head + strings.Repeat(c.one, 3_000_000+1) + c.tail
			}
			if _, err := out.Write([]byte(text)); err != nil {
				t.Fatal(err)
			}
			if part == c.part {
				break
			}
		}
		if err := archive.Close(); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		files := opened(t, path)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, problems := readFiles(t, files)
		runtime.ReadMemStats(&after)
		if len(problems) != 1 || !strings.Contains(problems[0].Message, "слишком много") || problems[0].Value != c.part {
			t.Errorf("%s of %s: %+v", c.part, c.one, problems)
		}
		if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 64 {
			t.Errorf("%s of %s takes %d MB", c.part, c.one, took)
		}
	}
}
