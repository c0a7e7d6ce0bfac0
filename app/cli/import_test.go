package cli

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/xuri/excelize/v2"

	"zvonok/model/roster"
	"zvonok/vkclient/sandbox"
)

const importShape = "{doubts format groups{added changed removed unchanged} learners{added changed removed unchanged} " +
	"parents{added changed removed unchanged} problems staff{added changed removed unchanged} " +
	"students{added changed removed unchanged} teachings{added changed removed unchanged} withdrawal}"

func TestImportJSON(t *testing.T) {
	w := newWorld(t, 3, sandbox.Options{})
	book := workbook(t, 3, nil)
	r := w.must(ExitDone, "", "import", book, "--yes", "--json")
	v := object(t, r.out)
	if got := shape(v); got != importShape {
		t.Errorf("shape %s", got)
	}
	students := v["students"].(map[string]any)
	if v["format"] != string(roster.WorkbookXLSX) || students["added"].(float64) < 30 || len(v["problems"].([]any)) != 0 {
		t.Errorf("first import: %s", r.out)
	}
	before := w.dump()
	again := object(t, w.must(ExitDone, "", "import", book, "--yes", "--json").out)
	for _, section := range []string{"students", "parents", "staff", "groups", "teachings", "learners"} {
		n := again[section].(map[string]any)
		if n["added"] != 0.0 || n["changed"] != 0.0 || n["removed"] != 0.0 {
			t.Errorf("the same file again: %s %v", section, n)
		}
	}
	if again["students"].(map[string]any)["unchanged"] != students["added"] {
		t.Errorf("the same file again: %v", again["students"])
	}
	// The audit alone knows of it.
	if without(w.dump(), "audit: ") != without(before, "audit: ") {
		t.Error("the same file again changed the database")
	}
}

// lacking takes a student out of a roster, wherever it names them.
func lacking(s *roster.Snapshot) {
	gone := s.Students[0].Key
	s.Students = s.Students[1:]
	s.Parents = slices.DeleteFunc(s.Parents, func(p roster.Parent) bool {
		return slices.ContainsFunc(p.Children, func(c roster.Child) bool { return c.Student == gone })
	})
	for i := range s.Teachings {
		s.Teachings[i].Learners = slices.DeleteFunc(s.Teachings[i].Learners, func(k roster.Key) bool { return k == gone })
	}
}

// TestImportWithdraws: a person who is gone from the file leaves by an order that is named, unless --keep-gone is given.
func TestImportWithdraws(t *testing.T) {
	w := newWorld(t, 3, sandbox.Options{})
	w.must(ExitDone, "", "import", workbook(t, 3, nil), "--yes")
	smaller := workbook(t, 3, lacking)
	const says = "Нет в файле: 1 студент — отчисление, приказ № б/н (список) от "
	if r := w.must(ExitDone, "", "import", smaller, "--yes", "--keep-gone"); strings.Contains(r.out, "Нет в файле") || strings.Contains(w.dump(), "б/н (список)") {
		t.Errorf("kept:\n%s", r.out)
	}
	if r := w.must(ExitDone, "", "import", smaller, "--dry-run"); !strings.Contains(r.out, says) || strings.Contains(w.dump(), "б/н (список)") {
		t.Errorf("only looked at:\n%s", r.out)
	}
	r := w.must(ExitDone, "", "import", smaller, "--yes", "--json")
	if v := object(t, r.out); !strings.HasPrefix(v["withdrawal"].(string), "№ б/н (список) от ") || !strings.Contains(w.dump(), "б/н (список)") {
		t.Errorf("as JSON: %s", r.out)
	}
	if r := w.must(ExitDone, "", "import", smaller, "--yes"); strings.Contains(r.out, "Нет в файле") {
		t.Errorf("the same file again:\n%s", r.out)
	}
	if r := w.must(ExitDone, "", "import", "--help"); !strings.Contains(strings.Join(strings.Fields(r.out), " "), "студенты — приказом об отчислении от сегодняшнего числа") {
		t.Errorf("the help says nothing of it:\n%s", r.out)
	}
}

// married is a roster without students' codes in which the first of them has another surname.
func married(surname string) func(s *roster.Snapshot) {
	return func(s *roster.Snapshot) {
		for i := range s.Students {
			s.Students[i].Code, s.Students[i].Messenger = "", 0
		}
		if surname != "" {
			s.Students[0].Name.LastName = surname
		}
	}
}

// TestImportAsksWhoIsWho: a student who may be one of the college under another name stops the import, --yes or not,
// until a flag answers for all; the next week nothing is asked.
func TestImportAsksWhoIsWho(t *testing.T) {
	w := newWorld(t, 3, sandbox.Options{})
	w.must(ExitDone, "", "import", workbook(t, 3, married("")), "--yes")
	renamed := workbook(t, 3, married("Замужняя"))
	before := w.dump()
	for _, args := range [][]string{{"--yes"}, {"--yes", "--json"}, {"--yes", "--dry-run"}, {}} {
		r := w.must(ExitLimit, "да\n", append([]string{"import", renamed}, args...)...)
		for _, says := range []string{"Тот же человек? В колледже ", "в файле Замужняя ", "--same-people", "--different-people", "ничего не изменено"} {
			if !strings.Contains(r.out+r.err, says) {
				t.Errorf("%v does not say %q:\n%s%s", args, says, r.out, r.err)
			}
		}
		if slices.Contains(args, "--json") {
			if doubts := object(t, r.out)["doubts"].([]any); len(doubts) != 1 || shape(doubts) != "{college file group}" {
				t.Errorf("as JSON: %s", r.out)
			}
		}
		if w.dump() != before {
			t.Fatalf("%v changed the database", args)
		}
	}
	w.must(ExitUsage, "", "import", renamed, "--yes", "--same-people", "--different-people")
	if r := w.must(ExitDone, "", "import", renamed, "--yes", "--same-people"); !strings.Contains(r.out, "Готово") || strings.Contains(w.dump(), "б/н (список)") {
		t.Errorf("one person:\n%s", r.out)
	}
	again := workbook(t, 3, married("Разведённая"))
	if r := w.must(ExitDone, "", "import", again, "--yes", "--different-people"); !strings.Contains(r.out, "Нет в файле: 1 студент") {
		t.Errorf("two people:\n%s", r.out)
	}
	for range 2 {
		if r := w.must(ExitDone, "", "import", again, "--yes"); !strings.Contains(r.out, "Изменений нет.") {
			t.Errorf("the next week:\n%s", r.out)
		}
	}
}

// TestImportNames: who goes, changes and comes is named before it happens, of many no more than is read.
func TestImportNames(t *testing.T) {
	w := newWorld(t, 8, sandbox.Options{})
	first := workbook(t, 8, nil)
	r := w.must(ExitDone, "", "import", first, "--dry-run")
	if n := strings.Count(r.out, "Студенты, добавится: "); n != namesShown+1 || !strings.Contains(r.out, "Студенты, добавится: и ещё ") || strings.Contains(r.out, "Учащиеся, ") {
		t.Errorf("%d lines:\n%s", n, r.out)
	}
	w.must(ExitDone, "", "import", first, "--yes")
	var gone, moved roster.Student
	changed := workbook(t, 8, func(s *roster.Snapshot) {
		gone = s.Students[0]
		lacking(s)
		moved = s.Students[0]
		s.Students[0].Name.LastName = "Замужняя"
	})
	r = w.must(ExitDone, "", "import", changed, "--dry-run")
	for _, says := range []string{"Студенты, уйдёт: " + gone.Name.String() + " (", "Студенты, изменится: Замужняя ", "ФИО: " + moved.Name.String() + " › Замужняя"} {
		if !strings.Contains(r.out, says) {
			t.Errorf("does not say %q:\n%s", says, r.out)
		}
	}
	if r = w.must(ExitDone, "", "import", changed, "--yes"); strings.Contains(r.out, "уйдёт: ") {
		t.Errorf("names nobody has asked for:\n%s", r.out)
	}
}

// without is a dump but for the lines that begin so.
func without(dump, prefix string) string {
	var kept strings.Builder
	for line := range strings.Lines(dump) {
		if !strings.HasPrefix(line, prefix) {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

func TestImportAsks(t *testing.T) {
	w := newWorld(t, 3, sandbox.Options{})
	book := workbook(t, 3, nil)
	w.must(ExitLimit, "", "import", book) // makes the database
	empty := w.dump()
	for _, tt := range []struct {
		answers string
		args    []string
		exit    int
		says    string
	}{
		{"нет\n", nil, ExitDone, "Ничего не изменено."},
		{"", nil, ExitLimit, "некому ответить на вопрос: ничего не изменено"},
		{"", []string{"--json"}, ExitLimit, "некому ответить на вопрос: ничего не изменено"},
		{"\n", nil, ExitDone, "Ничего не изменено."},
		{"да\n", []string{"--dry-run"}, ExitDone, "Ничего не изменено."},
		{"", []string{"--dry-run", "--yes"}, ExitDone, "Ничего не изменено."},
		{"нет\n", []string{"--json"}, ExitDone, `"format"`},
		{"", []string{"--dry-run", "--json"}, ExitDone, `"format"`},
	} {
		r := w.must(tt.exit, tt.answers, append([]string{"import", book}, tt.args...)...)
		if !strings.Contains(r.out+r.err, tt.says) || !strings.Contains(r.out+r.err, "Студенты") && !strings.Contains(r.out, "students") {
			t.Errorf("%q %v:\n%s", tt.answers, tt.args, r.out)
		}
		if w.dump() != empty {
			t.Fatalf("%q %v changed the database", tt.answers, tt.args)
		}
	}
	r := w.must(ExitDone, "Да\n", "import", book)
	if !strings.Contains(r.out, "Готово") || !strings.Contains(r.err, "Внести изменения") || w.dump() == empty {
		t.Errorf("yes:\n%s%s", r.out, r.err)
	}
	if r := w.must(ExitDone, "", "import", book); !strings.Contains(r.out, "Изменений нет.") || strings.Contains(r.err, "?") {
		t.Errorf("nothing to ask:\n%s%s", r.out, r.err)
	}
}

// spoilt changes a workbook that was written.
func spoilt(t *testing.T, spoil func(*excelize.File) error) string {
	t.Helper()
	path := workbook(t, 3, nil)
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := spoil(book); err != nil {
		t.Fatal(err)
	}
	if err := book.Save(); err != nil {
		t.Fatal(err)
	}
	return path
}

func written(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// bomb is an archive that unpacks to far more than it is.
func bomb(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	file, err := archive.Create("Студенты.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(bytes.Repeat([]byte("0"), 64<<20)); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// bareCR is a folder of CSV files one of which has a CR where no line ends.
func bareCR(t *testing.T) string {
	t.Helper()
	path := written(t, "Студенты.csv", "ФИО;Группа\nИванов Иван;ДО-19-1\nПетров\rПётр;ДО-19-1\n")
	for name, content := range map[string]string{
		"Группы.csv": "Группа;Курс\nДО-19-1;1\n", "Родители.csv": "ФИО родителя;ФИО студента;Группа\n",
		"Сотрудники.csv": "ФИО\nКац Ян\n", "Нагрузка.csv": "Группа;Предмет;Преподаватель\n",
	} {
		if err := os.WriteFile(filepath.Join(filepath.Dir(path), name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Dir(path)
}

// column finds the letter of a column by its header.
func column(book *excelize.File, sheet, header string) (string, error) {
	found, err := book.SearchSheet(sheet, header)
	if err != nil {
		return "", err
	}
	return strings.TrimRight(found[0], "0123456789"), nil
}

// set changes the cell below a header.
func set(sheet, header, row, value string) func(*excelize.File) error {
	return func(book *excelize.File) error {
		letter, err := column(book, sheet, header)
		if err != nil {
			return err
		}
		return book.SetCellStr(sheet, letter+row, value)
	}
}

// Bad input gives problems in Russian with the place, and leaves the database as it was.
func TestBadInput(t *testing.T) {
	w := newWorld(t, 3, sandbox.Options{})
	w.must(ExitDone, "", "import", workbook(t, 3, nil), "--yes")
	w.must(ExitDone, "", "sync", "--yes")
	before := w.dump()
	const sheet = "колледж.xlsx, лист «"
	tests := []struct {
		name, path   string
		file, column string
		row          int
		says         string
	}{
		{"missing sheet", spoilt(t, func(b *excelize.File) error { return b.DeleteSheet("Нагрузка") }), "колледж.xlsx", "", 0, "Нагрузка"},
		{"misspelt header", spoilt(t, set("Студенты", "Группа", "1", "Група")), sheet + "Студенты»", "Группа", 1, "Група"},
		{"merged rows", spoilt(t, func(b *excelize.File) error { return b.MergeCell("Студенты", "C2", "C4") }), sheet + "Студенты»", "C", 2, "объединены"},
		{"empty rows", spoilt(t, func(b *excelize.File) error { return b.InsertRows("Студенты", 3, 2) }), sheet + "Студенты»", "", 3, "Пустая строка"},
		{"trouble below empty rows", spoilt(t, func(b *excelize.File) error {
			if err := b.InsertRows("Студенты", 3, 2); err != nil {
				return err
			}
			return set("Студенты", "Группа", "5", "")(b)
		}), sheet + "Студенты»", "Группа", 5, "не заполнено"},
		{"no such date", spoilt(t, set("Студенты", "Зачислен", "2", "31.02.2026")), sheet + "Студенты»", "Зачислен", 2, "даты нет"},
		{"student in two groups", spoilt(t, func(b *excelize.File) error {
			code, err := b.GetCellValue("Студенты", "A2")
			if err != nil {
				return err
			}
			name, err := b.GetCellValue("Студенты", "B2")
			if err != nil {
				return err
			}
			rows, err := b.GetRows("Студенты")
			if err != nil {
				return err
			}
			last := rows[len(rows)-1]
			return b.SetSheetRow("Студенты", "A"+strconv.Itoa(len(rows)+1), &[]string{code, name, last[2]})
		}), sheet + "Студенты»", "Группа", -1, "в две группы"},
		{"parent of nobody", spoilt(t, set("Родители", "ФИО студента", "2", "Никто Никита Никитич")), sheet + "Родители»", "ФИО студента", 2, "нет в группе"},
		{"unknown teacher", spoilt(t, set("Нагрузка", "Преподаватель", "2", "Никто Никита Никитич")), sheet + "Нагрузка»", "Преподаватель", 2, "не найден"},
		{"zip bomb", written(t, "списки.zip", bomb(t)), "списки.zip", "", 0, "подозрительно"},
		{"empty file", written(t, "колледж.xlsx", ""), "колледж.xlsx", "", 0, "пуст"},
		{"PDF by another name", written(t, "колледж.xlsx", "%PDF-1.7\n%âãÏÓ\n1 0 obj"), "колледж.xlsx", "", 0, "PDF"},
		{"CSV with bare CR", bareCR(t), "Студенты.csv", "ФИО", 3, "Петров"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			exit := ExitFailed
			if tt.says == "пуст" {
				exit = ExitLimit
			}
			r := w.must(exit, "", "import", tt.path, "--yes", "--json")
			v := object(t, r.out)
			problems := v["problems"].([]any)
			found := false
			for _, p := range problems {
				p := p.(map[string]any)
				if got := shape(p); got != "{column file message row value}" {
					t.Errorf("shape of a problem: %s", got)
				}
				message := p["message"].(string)
				if !unicode.Is(unicode.Cyrillic, []rune(strings.TrimLeft(message, "«"))[0]) {
					t.Errorf("not in Russian: %s", message)
				}
				found = found || p["file"] == tt.file && p["column"] == tt.column && (tt.row < 0 || p["row"] == float64(tt.row)) &&
					strings.Contains(message+p["value"].(string), tt.says)
			}
			if !found {
				t.Errorf("no problem at %s, row %d, column %q with %q among %v", tt.file, tt.row, tt.column, tt.says, problems)
			}
			words := w.must(exit, "", "import", tt.path, "--yes")
			if !strings.Contains(words.out, tt.file) || !strings.Contains(words.err, "ничего не изменено") {
				t.Errorf("in words:\n%s%s", words.out, words.err)
			}
			if w.dump() != before {
				t.Error("the database was changed")
			}
		})
	}
	if r := w.must(ExitFailed, "", "import", filepath.Join(t.TempDir(), "нет.xlsx"), "--yes"); !strings.Contains(r.err, "«нет.xlsx» не найден") {
		t.Errorf("no file: %s", r.err)
	}
}
