package cli

import (
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zvonok/model/roster"
	"zvonok/vkclient/sandbox"
)

// cutSheet removes the lower half of a sheet or, with half false, all of its rows but the header.
func cutSheet(book *excelize.File, sheet string, half bool) error {
	rows, err := book.GetRows(sheet)
	if err != nil {
		return err
	}
	left := 1
	if half {
		left = len(rows) / 2
	}
	for row := len(rows); row > left; row-- {
		if err := book.RemoveRow(sheet, row); err != nil {
			return err
		}
	}
	return nil
}

// otherCollege makes everybody of a roster somebody else.
func otherCollege(s *roster.Snapshot) {
	for i := range s.Groups {
		s.Groups[i].Name = "Х" + s.Groups[i].Name
	}
	for i := range s.Students {
		u := &s.Students[i]
		u.Code, u.Messenger, u.Name.LastName = "9"+u.Code, 0, u.Name.LastName+"ко"
	}
	for i := range s.Parents {
		p := &s.Parents[i]
		p.Code, p.Messenger, p.Name.LastName = "9"+p.Code, 0, p.Name.LastName+"ко"
	}
	for i := range s.Staff {
		m := &s.Staff[i]
		m.Code, m.Messenger, m.Name.LastName = "9"+m.Code, 0, m.Name.LastName+"ко"
	}
}

// TestImportStops: a file with a sheet cut in half, another college's and an empty one take nobody out of the college,
// --yes or not, and the words name the numbers.
func TestImportStops(t *testing.T) {
	const groups = 8
	w := newWorld(t, groups, sandbox.Options{})
	w.must(ExitDone, "", "import", workbook(t, groups, nil), "--yes")
	before := w.dump()
	sheets := []string{"Группы", "Студенты", "Родители", "Сотрудники", "Нагрузка"}
	spoil := func(change func(book *excelize.File) error) string {
		path := workbook(t, groups, nil)
		book, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := change(book); err != nil {
			t.Fatal(err)
		}
		if err := book.Save(); err != nil {
			t.Fatal(err)
		}
		return path
	}
	everySheet := func(change func(book *excelize.File, sheet string) error) string {
		return spoil(func(book *excelize.File) error {
			for _, sheet := range sheets {
				if err := change(book, sheet); err != nil {
					return err
				}
			}
			return nil
		})
	}
	blank := func(book *excelize.File, sheet string) error {
		if err := book.DeleteSheet(sheet); err != nil {
			return err
		}
		_, err := book.NewSheet(sheet)
		return err
	}
	tests := []struct{ name, path, says string }{
		{"another college", workbook(t, groups, otherCollege), `из колледжа уйд\S+ \d+ студент\S* из \d+`},
		{"nothing", written(t, "пусто.xlsx", ""), "Файл пуст"},
		{"headers", everySheet(func(book *excelize.File, sheet string) error { return cutSheet(book, sheet, false) }), `«Студенты» пуст, а в колледже \d+ студент`},
		{"blank sheets", spoil(func(book *excelize.File) error {
			if _, err := book.NewSheet("Пусто"); err != nil { // a workbook has a sheet at any time
				return err
			}
			for _, sheet := range sheets {
				if err := blank(book, sheet); err != nil {
					return err
				}
			}
			return nil
		}), `«Студенты» пуст, а в колледже \d+ студент`},
		{"students alone blank", spoil(func(book *excelize.File) error { return blank(book, "Студенты") }), "На листе «Студенты» нет ни одной строки"},
	}
	for sheet, says := range map[string]string{
		"Группы": `Лист «Группы», похоже, обрезан: строк в нём \d+, а из \d+ ссылок`, "Студенты": `Лист «Студенты», похоже, обрезан: строк в нём \d+, а из \d+ ссылок`,
		"Сотрудники": `Лист «Сотрудники», похоже, обрезан: строк в нём \d+, а из \d+ ссылок`, "Родители": `уйд\S+ \d+ родител\S+ из \d+`,
		"Нагрузка": `уйд\S+ \d+ предмет\S* нагрузки из \d+`,
	} {
		path := spoil(func(book *excelize.File) error { return cutSheet(book, sheet, true) })
		tests = append(tests, struct{ name, path, says string }{"half of " + sheet, path, says})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, args := range [][]string{{"--yes"}, {"--yes", "--json"}, {"--yes", "--dry-run"}} {
				r := w.run("", append([]string{"import", tt.path}, args...)...)
				if r.code != ExitLimit {
					t.Errorf("%v: exit code %d", args, r.code)
				}
				if !regexp.MustCompile(tt.says).MatchString(r.out+r.err) || !strings.Contains(r.err, "ничего не изменено") {
					t.Errorf("%v says\n%s%s", args, r.out, r.err)
				}
				if confirmed := strings.Contains(r.err, "подтвердите выбытие ключом --confirm-removals"); confirmed != strings.Contains(r.err, "из колледжа уйд") {
					t.Errorf("%v advises\n%s", args, r.err)
				}
				if w.dump() != before {
					t.Fatalf("%v changed the database", args)
				}
			}
		})
	}
	if r := w.must(ExitLimit, "", "import", tests[2].path, "--yes", "--confirm-removals"); w.dump() != before {
		t.Errorf("an empty list was confirmed:\n%s%s", r.out, r.err)
	}
}
