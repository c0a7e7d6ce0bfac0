package roster_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"zvonok/model/roster"
	"zvonok/model/roster/formats"
	"zvonok/model/roster/listfile"
	"zvonok/model/roster/table"

	"github.com/xuri/excelize/v2"
)

// goodFolder is a folder of CSV files without problems, for tests to spoil.
func goodFolder() map[string]string {
	return map[string]string{
		"Группы.csv":     "Группа;Курс;Специальность;Куратор\nДО-19-1;1;;Каган Наталья Васильевна\nДО-19-3;3;Дошкольное;\nАМ-19-1;1;;\nКСК-19-1;1;;\n",
		"Студенты.csv":   "Код;ФИО;Группа;Зачислен;Выбыл;VK ID\n1;Иванов Иван Иванович;ДО-19-3;01.09.2024;;id101\n2;Петров Пётр;ДО-19-1;;;\n",
		"Родители.csv":   "Код;ФИО родителя;Кем приходится;ФИО студента;Группа;VK ID\n;Иванова Анна Ильинична;мать;Иванов Иван Иванович;ДО-19-3;\n",
		"Сотрудники.csv": "Код;ФИО;Роли;Управление чатами;VK ID\n7;Каган Наталья Васильевна;Администратор ПОО, Куратор;да;\n8;Ермаков Максим;Преподаватель-предметник;нет;\n",
		"Нагрузка.csv":   "Группа;Предмет;Индекс;Преподаватель;Часов;Подгруппа;Студенты\nДО-19-3;История;ОГСЭ;Ермаков Максим;72;;\n",
	}
}

func TestGoodFolder(t *testing.T) {
	s, problems := readPaths(t, writeFiles(t, goodFolder()))
	clean(t, problems)
	if s.Format != roster.WorkbookCSV || s.Groups[0].Curator != "staff:7" || s.Students[0].Messenger != 101 ||
		s.Parents[0].Key != "parent:иванова анна ильинична|до-19-3|student:1" || !s.Teachings[0].WholeGroup ||
		s.Teachings[0].Key != "teaching:до-19-3|история|огсэ|" {
		t.Fatalf("read %+v", s)
	}
	c, n := load(t, roster.College{}, s)
	if n.Students.Added != 2 || n.Parents.Added != 1 || n.Staff.Added != 2 || n.Groups.Added != 4 || n.Teachings.Added != 1 {
		t.Fatalf("counts %+v", n)
	}
	same(t, c, s)
}

func TestProblemsOfWorkbook(t *testing.T) {
	const students, staff, parents, groups, teachings = "Студенты.csv", "Сотрудники.csv", "Родители.csv", "Группы.csv", "Нагрузка.csv"
	tests := []struct {
		name, file, from, to string // what to replace where; an empty from appends
		row                  int
		column, value, says  string
	}{
		{"misspelt column", students, "Группа;", "Група;", 1, "Группа", "Група", "может быть, это «Група»?"},
		{"misspelt optional column", students, "Зачислен;", "Зачислн;", 1, "Зачислен", "Зачислн", "не узнан"},
		{"missing column", staff, "ФИО;", "Пустой;", 1, "ФИО", "", "Нет столбца «ФИО»"},
		{"column twice", staff, "VK ID", "ФИО", 1, "ФИО", "ФИО", "дважды"},
		{"empty name", students, "Петров Пётр", " ", 3, "ФИО", "", "не заполнено"},
		{"name of one word", students, "Петров Пётр", "Петров", 3, "ФИО", "Петров", "одного слова"},
		{"name with digits", students, "Петров Пётр", "Петров 2 Пётр", 3, "ФИО", "Петров 2 Пётр", "цифры"},
		{"bad date", students, "01.09.2024", "31.02.2025", 2, "Зачислен", "31.02.2025", "даты нет"},
		{"left before joining", students, "01.09.2024;;", "01.09.2024;01.08.2024;", 2, "Выбыл", "01.08.2024", "раньше"},
		{"bad year of study", groups, "ДО-19-1;1", "ДО-19-1;7", 2, "Курс", "7", "от 1 до 6"},
		{"bad yes", staff, ";да;", ";ага;", 2, "Управление чатами", "ага", "«да» или «нет»"},
		{"unknown role", staff, ", Куратор", ", Завхоз", 2, "Роли", "Завхоз", "Неизвестная роль"},
		{"unknown group of student", students, "Пётр;ДО-19-1", "Пётр;ДО-99", 3, "Группа", "ДО-99", "нет на листе «Группы»"},
		{"group of student in Latin letters and with a blank", students, "Пётр;ДО-19-1", "Пётр;AM 19-1", 3, "Группа", "AM 19-1", "может быть, это «АМ-19-1»?"},
		{"group of teaching with another dash", teachings, "ДО-19-3;История", "ДО–19–3;История", 2, "Группа", "ДО–19–3", "может быть, это «ДО-19-3»?"},
		{"group of student with a blank", students, "Пётр;ДО-19-1", "Пётр;ДО 19 1", 3, "Группа", "ДО 19 1", "может быть, это «ДО-19-1»?"},
		{"unknown curator", groups, "Каган Наталья Васильевна", "Никто Никита", 2, "Куратор", "Никто Никита", "не найден на листе «Сотрудники»"},
		{"unknown teacher", teachings, "Ермаков Максим", "Никто Никита", 2, "Преподаватель", "Никто Никита", "не найден на листе «Сотрудники»"},
		{"parent of nobody", parents, "мать;Иванов Иван Иванович", "мать;Никто Никита", 2, "ФИО студента", "Никто Никита", "нет в группе"},
		{"namesake students", students, "", "3;Иванов Иван Иванович;ДО-19-3;;;\n", 0, "", "", ""},
		{"student in two groups", students, "", "1;Иванов Иван Иванович;ДО-19-1;;;\n", 4, "Группа", "ДО-19-1", "сразу в две группы"},
		{"student twice", students, "", "1;Иванов Иван Иванович;ДО-19-3;;;\n", 4, "Код", "1", "уже есть в строке 2"},
		{"code of another student", students, "", "1;Сидоров Иван;ДО-19-3;;;\n", 4, "Код", "1", "у другого студента"},
		{"duplicate row", students, "", ";Кац Ян;ДО-19-3;;;\n;кац  ян;ДО-19-3;;;\n", 5, "ФИО", "кац ян", "в строке 4"},
		{"shared VK ID", students, "Пётр;ДО-19-1;;;", "Пётр;ДО-19-1;;;101", 3, "VK ID", "101", "другого человека"},
		{"VK ID of staff and student", staff, "Преподаватель-предметник;нет;", "Преподаватель-предметник;нет;101", 2, "VK ID", "id101", "другого человека"},
		{"bad VK ID", students, "id101", "durov", 2, "VK ID", "durov", "нужно число"},
		{"staff namesakes", staff, "", ";Кац Ян;;;\n;Кац Ян;;;\n", 5, "ФИО", "Кац Ян", "тёзок"},
		{"ambiguous teacher", staff, "", "9;Ермаков Максим;;;\n", 2, "Преподаватель", "Ермаков Максим", "[8]"},
		{"unknown learner", teachings, "72;;", "72;;Петров Пётр", 2, "Студенты", "Петров Пётр", "нет в группе «ДО-19-3»"},
		{"bad hours", teachings, ";72;", ";много;", 2, "Часов", "много", "целым числом"},
		{"long value", groups, "Дошкольное", strings.Repeat("ы", 201), 3, "Специальность", strings.Repeat("ы", 79) + "…", "длиннее 200"},
		{"group twice", groups, "", "до 19-3;1;;\nДО-19-3;2;;\n", 7, "Группа", "ДО-19-3", "в строке 3"},
		{"too wide", students, "Пётр;ДО-19-1;;;", "Пётр;ДО-19-1;;;;лишнее", 3, "", "лишнее", "строка сдвинута"},
		{"shifted row", students, "2;Петров", "2;;Петров", 3, "ФИО", "", "не заполнено"},
		{"NUL", students, "Петров", "Пет\x00ров", 3, "ФИО", "Пет�ров Пётр", "нечитаемые"},
		{"open quote", students, "2;Петров", "2;\"Петров", 3, "", "", "Кавычка"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := goodFolder()
			switch {
			case tt.from == "":
				files[tt.file] += tt.to
			case !strings.Contains(files[tt.file], tt.from):
				t.Fatalf("%q is not in %s", tt.from, tt.file)
			default:
				files[tt.file] = strings.Replace(files[tt.file], tt.from, tt.to, 1)
			}
			_, problems := readPaths(t, writeFiles(t, files))
			if tt.says == "" {
				// A namesake is a person; it is the parent's reference that needs a code.
				tt.file, tt.row, tt.column, tt.value, tt.says = parents, 2, "ФИО студента", "Иванов Иван Иванович", "[3]"
			}
			if tt.name == "ambiguous teacher" {
				tt.file = teachings
			}
			if tt.name == "VK ID of staff and student" {
				tt.file = students
			}
			expect(t, problems, tt.file, tt.row, tt.column, tt.value, tt.says)
		})
	}
}

// expect finds a problem and checks that all of them are in Russian and in order.
func expect(t *testing.T, problems []roster.Problem, file string, row int, column, value, says string) {
	t.Helper()
	found := false
	for i, p := range problems {
		found = found || strings.HasPrefix(p.File, file) && p.Row == row && p.Column == column &&
			(value == "" || p.Value == value) && strings.Contains(p.Message, says)
		if first := []rune(p.Message)[0]; !unicode.Is(unicode.Cyrillic, first) && first != '«' {
			t.Errorf("not in Russian: %q", p.Message)
		}
		if i > 0 && (p.File < problems[i-1].File || p.File == problems[i-1].File && p.Row < problems[i-1].Row) {
			t.Errorf("out of order: %+v after %+v", p, problems[i-1])
		}
	}
	if !found {
		t.Fatalf("no problem in %s, row %d, column %q, value %q, with %q among %+v", file, row, column, value, says, problems)
	}
}

// TestParentOfTwo: one VK ID and one name in two rows are one parent of two children, wherever they study; a code of
// one row alone is asked for in the other.
func TestParentOfTwo(t *testing.T) {
	const first = ";Иванова Анна Ильинична;мать;Иванов Иван Иванович;ДО-19-3;"
	for name, tt := range map[string]struct{ row, second, says string }{
		"no code":              {first + "id500", ";Иванова Анна Ильинична;мать;Петров Пётр;ДО-19-1;500", ""},
		"the first has a code": {"К1" + first + "id500", ";Иванова  Анна Ильинична;мать;Петров Пётр;ДО-19-1;500", ""},
		"the other has a code": {first + "id500", "К1;Иванова Анна Ильинична;мать;Петров Пётр;ДО-19-1;500", "укажите во всех его строках один код"},
		"two codes":            {"К1" + first + "id500", "К2;Иванова Анна Ильинична;мать;Петров Пётр;ДО-19-1;500", "укажите во всех его строках один код"},
		"another name":         {first + "id500", ";Петрова Анна Ильинична;мать;Петров Пётр;ДО-19-1;500", "у каждого он свой"},
		"the very same row":    {first + "id500", first + "id500", "оставьте одну"},
	} {
		t.Run(name, func(t *testing.T) {
			files := goodFolder()
			head, _, _ := strings.Cut(files["Родители.csv"], "\n")
			files["Родители.csv"] = head + "\n" + tt.row + "\n" + tt.second + "\n"
			s, problems := readPaths(t, writeFiles(t, files))
			if tt.says != "" {
				if len(problems) != 1 || problems[0].Row != 3 || !strings.Contains(problems[0].Message, tt.says) {
					t.Errorf("says %+v", problems)
				}
				return
			}
			clean(t, problems)
			if len(s.Parents) != 1 || len(s.Parents[0].Children) != 2 || s.Parents[0].Messenger != 500 {
				t.Fatalf("%+v", s.Parents)
			}
			c, n := load(t, roster.College{}, s)
			if n.Parents.Added != 1 || len(c.Guardianships) != 2 {
				t.Errorf("%+v, %+v", n, c.Guardianships)
			}
			same(t, c, s)
		})
	}
}

// TestSampleIsNamed: the words about a file that is no workbook of ours fit the window and the command line, each of
// which has a sample.
func TestSampleIsNamed(t *testing.T) {
	problems := spoilBook(t, func(f *excelize.File) { _ = f.DeleteSheet("Родители") })
	path := filepath.Join(t.TempDir(), "слова.csv")
	if err := os.WriteFile(path, []byte("раз,два\nтри,четыре\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, more := readPaths(t, path)
	for _, p := range append(problems, more...) {
		if !strings.Contains(p.Message, "образц") || strings.Contains(p.Message, "zvonok") {
			t.Errorf("says %q", p.Message)
		}
	}
}

func TestMissingSheet(t *testing.T) {
	for file := range goodFolder() {
		files := goodFolder()
		delete(files, file)
		_, problems := readPaths(t, writeFiles(t, files))
		if file == "Родители.csv" || file == "Нагрузка.csv" { // a folder may do without them
			clean(t, problems)
			continue
		}
		expect(t, problems, file, 0, "", "", "Нет файла")
	}
}

// spoilBook opens the template's snapshot as a workbook and lets a test spoil it.
func spoilBook(t *testing.T, spoil func(f *excelize.File)) []roster.Problem {
	t.Helper()
	path := writeBook(t, listfile.Example())
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	spoil(f)
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	_, problems := readPaths(t, path)
	return problems
}

func TestProblemsOfXLSX(t *testing.T) {
	const book = "колледж.xlsx"
	t.Run("missing sheet", func(t *testing.T) {
		problems := spoilBook(t, func(f *excelize.File) { _ = f.DeleteSheet("Родители") })
		expect(t, problems, book, 0, "", "", "Нет листа «Родители»")
	})
	t.Run("misspelt sheet", func(t *testing.T) {
		problems := spoilBook(t, func(f *excelize.File) { _ = f.SetSheetName("Студенты", "Студеты") })
		expect(t, problems, book, 0, "", "Студеты", "может быть, это «Студеты»?")
	})
	t.Run("merged cells", func(t *testing.T) {
		problems := spoilBook(t, func(f *excelize.File) { _ = f.MergeCell("Студенты", "C2", "C4") })
		expect(t, problems, book+", лист «Студенты»", 2, "C", "ДО-19-3", "объединены")
	})
	t.Run("a text date and empty rows at the end are fine", func(t *testing.T) {
		clean(t, spoilBook(t, func(f *excelize.File) {
			_ = f.SetCellStr("Студенты", "B900", " ")
			_ = f.SetCellStr("Студенты", "D2", "1.9.2019")
			_ = f.SetCellValue("Студенты", "F2", 500013001.0)
			_ = f.SetCellStr("Студенты", "B2", " Анисимова\u00a0 Юлия Алексеевна ")
		}))
	})
	for _, sheet := range []string{"Группы", "Студенты", "Родители", "Сотрудники", "Нагрузка"} { // «Сотрудники» needs one column alone
		t.Run("a title above the header of "+sheet, func(t *testing.T) {
			problems := spoilBook(t, func(f *excelize.File) {
				_ = f.InsertRows(sheet, 1, 2)
				_ = f.SetCellStr(sheet, "A1", sheet)
				_ = f.MergeCell(sheet, "A1", "D1")
			})
			expect(t, problems, book+", лист «"+sheet+"»", 1, "", sheet, "Заголовки столбцов стоят в строке 3")
		})
	}
	t.Run("empty rows", func(t *testing.T) {
		problems := spoilBook(t, func(f *excelize.File) { _ = f.InsertRows("Студенты", 3, 2) })
		expect(t, problems, book+", лист «Студенты»", 3, "", "", "Пустая строка")
	})
	t.Run("bad date below empty rows", func(t *testing.T) {
		problems := spoilBook(t, func(f *excelize.File) {
			_ = f.InsertRows("Студенты", 3, 2)
			_ = f.SetCellStr("Студенты", "D5", "31.02.2025")
		})
		expect(t, problems, book+", лист «Студенты»", 5, "Зачислен", "31.02.2025", "даты нет")
	})
	t.Run("encrypted", func(t *testing.T) {
		path := writeBook(t, listfile.Example())
		f, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SaveAs(path, excelize.Options{Password: "secret"}); err != nil {
			t.Fatal(err)
		}
		_, problems := readPaths(t, path)
		expect(t, problems, book, 0, "", "", "паролем")
	})
	t.Run("cut off", func(t *testing.T) {
		path := writeBook(t, listfile.Example())
		data, _ := os.ReadFile(path)
		if err := os.WriteFile(path, data[:len(data)/2], 0o600); err != nil {
			t.Fatal(err)
		}
		_, problems := readPaths(t, path)
		expect(t, problems, book, 0, "", "", "повреждён")
	})
}

func TestNotARoster(t *testing.T) {
	bomb := zipOf(t, map[string]string{"users.csv": strings.Repeat("0", 64<<20)})
	many := map[string]string{}
	for i := range 10_000 + 1 {
		many[fmt.Sprint(i, ".csv")] = ""
	}
	sheetBomb := zipOf(t, map[string]string{"[Content_Types].xml": "<x/>", "xl/workbook.xml": strings.Repeat(" ", 64<<20)})
	tests := []struct{ name, content, says string }{
		{"empty.xlsx", "", "пуст"},
		{"list.xlsx", "%PDF-1.7\n...", "PDF"},
		{"old.xlsx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLS"},
		{"bomb.zip", bomb, "подозрительно сильно"},
		{"bomb.xlsx", sheetBomb, "подозрительно сильно"},
		{"many.zip", zipOf(t, many), "слишком много файлов"},
		{"pictures.zip", zipOf(t, map[string]string{"a.png": "x"}), "нет ни книги Excel, ни файлов CSV"},
		{"half.zip", bomb[:100], "повреждён"},
		{"книга", zipOf(t, map[string]string{"книга.xlsx": zipOf(t, map[string]string{"книга.xlsx": bomb})}), "нет ни книги Excel"},
		{"words.csv", "раз,два\nтри,четыре\n", "не узнан"},
		{"blank.csv", " \r\n", "не узнан"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), tt.name)
			if err := os.WriteFile(path, []byte(tt.content), 0o600); err != nil {
				t.Fatal(err)
			}
			_, problems := readPaths(t, path)
			row := 0
			if tt.says == "не узнан" {
				row = 1
			}
			expect(t, problems, tt.name, row, "", "", tt.says)
		})
	}
}

func zipOf(t testing.TB, files map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, content := range files {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReadErrors(t *testing.T) {
	_, err := table.Open(context.Background(), []string{"/нет/такого.xlsx"})
	if err == nil || !strings.Contains(err.Error(), "«такого.xlsx» не найден") {
		t.Errorf("missing file: %v", err)
	}
	if _, err = table.Open(context.Background(), nil); err == nil {
		t.Error("no paths, no error")
	}
	folder := writeFiles(t, goodFolder())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err = table.Open(ctx, []string{folder}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, _, err = formats.Read(ctx, opened(t, folder), formats.Options{Today: today}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestProblemsAreCapped(t *testing.T) {
	files := goodFolder()
	files["Студенты.csv"] += strings.Repeat(";Один;ДО-19-3;;;\n", 1500)
	_, problems := readPaths(t, writeFiles(t, files))
	if len(problems) != 1000+1 || !strings.Contains(problems[1000].Message, "И ещё") {
		t.Fatalf("%d problems, the last %+v", len(problems), problems[len(problems)-1])
	}
}

// TestNearestPersonNeedsTheSurname: people who share a first name and a middle name are not taken for one another.
func TestNearestPersonNeedsTheSurname(t *testing.T) {
	known := []string{"Соколова Александра Александровна", "Кузнецов Пётр Ильич", "Каган Н.В.", "Ли Ян"}
	for want, near := range map[string]string{
		"Орлова Александра Александровна":    "",
		"Кузнецова Александра Александровна": "",
		"Сакалова Александра Александровна":  "",
		"Соколава Александра Александровна":  "Соколова Александра Александровна",
		"Кузнецова Пётр Ильич":               "Кузнецов Пётр Ильич",
		"Кузнецов Петр Ильич":                "Кузнецов Пётр Ильич",
		"Коган Н.В.":                         "Каган Н.В.",
		"Пётр Ильич":                         "",
		"":                                   "",
	} {
		if got := table.NearestPerson(want, known); got != near {
			t.Errorf("%q: %q, want %q", want, got, near)
		}
	}
}
