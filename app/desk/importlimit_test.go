package desk_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/app/demo"
	"zvonok/app/imports"
	"zvonok/app/orders"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// spoiltFile is the snapshot as a workbook that was changed by spoil.
func spoiltFile(t *testing.T, s roster.Snapshot, spoil func(book *excelize.File, sheet string, rows int) error, sheets ...string) string {
	t.Helper()
	path := rosterFile(t, s)
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, sheet := range sheets {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if err := spoil(book, sheet, len(rows)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(book.Save(), book.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// half removes the lower half of a sheet.
func half(book *excelize.File, sheet string, rows int) error { return cut(book, sheet, rows, rows/2) }

// onlyHeader removes all the rows of a sheet but the first.
func onlyHeader(book *excelize.File, sheet string, rows int) error { return cut(book, sheet, rows, 1) }

// nothing removes every row of a sheet.
func nothing(book *excelize.File, sheet string, rows int) error { return cut(book, sheet, rows, 0) }

func cut(book *excelize.File, sheet string, rows, left int) error {
	for row := rows; row > left; row-- {
		if err := book.RemoveRow(sheet, row); err != nil {
			return err
		}
	}
	return nil
}

// stranger is the roster of a college in which nobody is of this one.
func stranger(s roster.Snapshot) roster.Snapshot {
	s.Groups, s.Students = append([]roster.Group{}, s.Groups...), append([]roster.Student{}, s.Students...)
	s.Parents, s.Staff = append([]roster.Parent{}, s.Parents...), append([]roster.StaffMember{}, s.Staff...)
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
	return s
}

// TestImportLimits: a sheet that was cut in half, another college's file and an empty one take nobody out of the
// college, though the import is agreed to, and the error names the numbers.
func TestImportLimits(t *testing.T) {
	w := openWorld(t, t.TempDir(), newFake())
	list, _ := demo.College(8)
	w.load(t, rosterFile(t, list), model.ImportChoices{})
	all := func() (c roster.College) {
		w.view(t, func(tx *store.Tx) (err error) {
			c, err = tx.College()
			return err
		})
		return c
	}
	before := all()
	file := func(data []byte) string {
		path := filepath.Join(t.TempDir(), "колледж.xlsx")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var blank bytes.Buffer
	if err := excelize.NewFile().Write(&blank); err != nil {
		t.Fatal(err)
	}
	sheets := []string{"Группы", "Студенты", "Родители", "Сотрудники", "Нагрузка"}
	for _, tt := range []struct {
		name, path, says string
		never            bool // cannot be confirmed either
	}{
		{"half of the groups", spoiltFile(t, list, half, "Группы"), `Лист «Группы», похоже, обрезан: строк в нём \d+, а из \d+ ссылок`, true},
		{"half of the students", spoiltFile(t, list, half, "Студенты"), `Лист «Студенты», похоже, обрезан: строк в нём \d+, а из \d+ ссылок`, true},
		{"half of the staff", spoiltFile(t, list, half, "Сотрудники"), `Лист «Сотрудники», похоже, обрезан: строк в нём \d+, а из \d+ ссылок`, true},
		{"half of the parents", spoiltFile(t, list, half, "Родители"), `уйд\S+ \d+ родител\S+ из \d+: больше \d+ %`, false},
		{"half of the subjects", spoiltFile(t, list, half, "Нагрузка"), `уйд\S+ \d+ предмет\S* нагрузки из \d+: больше \d+ %`, false},
		{"another college", rosterFile(t, stranger(list)), `уйд\S+ \d+ студент\S* из \d+: больше \d+ %`, false},
		{"0 bytes", file(nil), "Файл пуст", true},
		{"headers only", spoiltFile(t, list, onlyHeader, sheets...), `«Студенты» пуст, а в колледже \d+ студент`, true},
		{"empty sheets", spoiltFile(t, list, nothing, sheets...), `«Студенты» пуст, а в колледже \d+ студент`, true},
		{"no students", spoiltFile(t, list, onlyHeader, "Студенты"), "На листе «Студенты» нет ни одной строки", true},
		{"a blank workbook", file(blank.Bytes()), "Книга пуста", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			load := func(choices model.ImportChoices) error {
				preview := w.look(t, tt.path, choices)
				return imports.New(w.college, orders.Write).ApplyImport(college.AsOwner(t.Context()), files(t, tt.path), choices, preview.Fingerprint)
			}
			err := load(model.ImportChoices{})
			var limit *app.ImportLimitError
			if !errors.As(err, &limit) || limit.Never != tt.never {
				t.Fatal(err)
			}
			if !regexp.MustCompile(tt.says).MatchString(err.Error()) || !strings.Contains(err.Error(), "в колледже ничего не изменено") {
				t.Errorf("it says %v", err)
			}
			if !reflect.DeepEqual(all(), before) {
				t.Error("the list was changed")
			}
			if !tt.never {
				return
			}
			if err := load(model.ImportChoices{OverLimit: true}); !errors.As(err, &limit) || !reflect.DeepEqual(all(), before) {
				t.Errorf("confirmed: %v", err)
			}
		})
	}
}

// TestImportOfRenamedGroup: a group that has another name in the file, with all its people, does not end before somebody says so; when it
// is renamed by hand first, nothing changes.
func TestImportOfRenamedGroup(t *testing.T) {
	w := openWorld(t, t.TempDir(), newFake())
	r := small()
	r.Teachings, r.Parents = r.Teachings[:2], nil
	w.load(t, rosterFile(t, r), model.ImportChoices{})
	r.Groups[1].Name = "Б-2"
	file := rosterFile(t, r)
	preview := w.look(t, file, model.ImportChoices{})
	var stop *app.ImportLimitError
	if err := imports.ImportStop(preview); !errors.As(err, &stop) || stop.Never ||
		!strings.Contains(err.Error(), "группы Б-1 в файле нет, а все её студенты (2) в новой группе Б-2, без её чатов, предметов и журнала") {
		t.Fatalf("it would be loaded: %v", err)
	}
	if err := imports.ImportStop(w.look(t, file, model.ImportChoices{OverLimit: true})); err != nil {
		t.Errorf("once it was said so: %v", err)
	}
	s, ctx := w.as(t, "Админова"), w.ctx(t, "Админова")
	must(t, s.EditGroup(ctx, w.seen(t, "Б-1"), model.GroupEdit{Name: "Б-2", Year: 1}))
	preview = w.look(t, file, model.ImportChoices{})
	if len(preview.Over) > 0 || preview.Changes() != 0 {
		t.Errorf("after it was renamed by hand: %+v", preview)
	}
}
