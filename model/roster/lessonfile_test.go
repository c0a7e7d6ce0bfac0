package roster_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/lessonfile"
)

// lessonTeachings are the teachings of two groups.
func lessonTeachings() []model.TeachingRow {
	kagan, ermakov, belov := "Каган Наталья Васильевна", "Ермаков Максим Сергеевич", "Белов Пётр"
	ids := map[string]model.PersonID{kagan: 101, ermakov: 102, belov: 103}
	teaching := func(id model.TeachingID, group, subject, index, subgroup string, teachers ...string) model.TeachingRow {
		t := model.TeachingRow{GroupName: group, Teaching: model.Teaching{
			ID: id, Group: model.GroupID(group[len(group)-1] - '0'), Subject: subject, Index: index, Subgroup: subgroup, WholeGroup: subgroup == "",
		}}
		for _, name := range teachers {
			t.Teachers = append(t.Teachers, ids[name])
			t.TeacherNames = append(t.TeacherNames, model.ParseName(name))
		}
		return t
	}
	return []model.TeachingRow{
		teaching(1, "ДО-19-3", "Английский язык", "ОГСЭ", "1", ermakov),
		teaching(2, "ДО-19-3", "Английский язык", "ОГСЭ", "2", kagan),
		teaching(3, "ДО-19-3", "История", "ОГСЭ", "", kagan),
		teaching(4, "ДО-19-4", "История", "ОГСЭ", "", kagan),
		teaching(5, "ДО-19-3", "Психология", "ОП.01", "", ermakov),
		teaching(6, "ДО-19-3", "Психология", "ОП.02", "", belov),
		teaching(7, "ДО-19-4", "Физкультура", "", "", belov, ermakov),
		teaching(8, "ДО-19-4", "Право", "", "", ermakov),
		teaching(9, "ДО-19-4", "Право", "", "", belov),
	}
}

func lessonOptions() lessonfile.Options {
	return lessonfile.Options{Today: today, Teachings: lessonTeachings()}
}

// readText reads a text as a file of lessons and gives its lines in words.
func readText(t testing.TB, kind model.LessonFileKind, content string, opts lessonfile.Options) ([]string, []roster.Problem) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "файл.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return readLessonPaths(t, kind, []string{path}, opts)
}

func readLessonPaths(t testing.TB, kind model.LessonFileKind, paths []string, opts lessonfile.Options) (lines []string, problems []roster.Problem) {
	t.Helper()
	var err error
	if kind == model.FilePlan {
		var read lessonfile.File[model.TopicLine]
		read, err = lessonfile.ReadPlan(context.Background(), opened(t, paths...), opts)
		problems = read.Problems
		for _, l := range read.Lines {
			lines = append(lines, fmt.Sprintf("%d|%d|%s|%d|%s", l.Teaching, l.Number, l.Title, l.Hours, l.Kind))
		}
	} else {
		var read lessonfile.File[model.TimetableLine]
		read, err = lessonfile.ReadTimetable(context.Background(), opened(t, paths...), opts)
		problems = read.Problems
		for _, l := range read.Lines {
			lines = append(lines, fmt.Sprintf("%d|%s|%s–%s|%s|%s|%s", l.Teaching, l.Date.Format(time.DateOnly), model.ClockText(l.Begins),
				model.ClockText(l.Ends), l.Kind, l.Title, l.Room))
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return lines, problems
}

func wantLines(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("read\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

const (
	planHead = "Группа;Предмет;Подгруппа;№;Тема;Часов;Вид\n"
	timeHead = "Дата;Начало;Окончание;Группа;Предмет;Подгруппа;Преподаватель;Вид;Тема;Кабинет\n"
)

// TestLessonFilesAreReadAsTheyCome: other encodings, delimiters, headers and orders.
func TestLessonFilesAreReadAsTheyCome(t *testing.T) {
	windows, err := charmap.Windows1251.NewEncoder().String(planHead + "ДО-19-3;История;;1;Россия;2;лекция\n")
	if err != nil {
		t.Fatal(err)
	}
	const russia = "3|1|Россия|2|Лекция"
	const lesson = "3|2026-12-01|08:30–10:00|Лекция||301"
	tests := []struct {
		name, content string
		kind          model.LessonFileKind
		want          []string
	}{
		{"windows-1251", windows, model.FilePlan, []string{russia}},
		{"BOM, CRLF, tabs", "\ufeffГруппа\tПредмет\t№\tТема\tЧасов\tВид\r\nДО-19-3\tИстория\t1\tРоссия\t2\tЛек\r\n", model.FilePlan, []string{russia}},
		{"commas, other order and names", "тема урока,ДИСЦИПЛИНА,\" группа\",кол-во часов,Вид занятия,лишнее\nРоссия,история,до-19-3,2,Лекция,x\n", model.FilePlan, []string{russia}},
		{"№ п/п, index with the subject, loose group", "№ п/п;Группа;Предмет;Тема;Часы;Вид\n1;ДО 19 3;ОГСЭ История;Россия;2.0;Лекция\n", model.FilePlan, []string{russia}},
		{"without numbers, blank rows", "Группа;Предмет;Тема\nДО-19-3;История;Б\n;;\n\nДО-19-4;История;В\nДО-19-3;История;А\n", model.FilePlan,
			[]string{"3|1|Б|1|", "3|2|А|1|", "4|1|В|1|"}},
		{"by number", planHead + "ДО-19-3;История;;2;Б;;\nДО-19-3;История;;1;А;;\n", model.FilePlan, []string{"3|1|А|1|", "3|2|Б|1|"}},
		{"subgroup in words", planHead + "ДО-19-3;Английский язык;подгруппа 2;1;Т;;\n", model.FilePlan, []string{"2|1|Т|1|"}},
		{"topic of 1,000 characters", planHead + "ДО-19-3;История;;1;" + strings.Repeat("я", 1000) + ";;\n", model.FilePlan,
			[]string{"3|1|" + strings.Repeat("я", 1000) + "|1|"}},
		{"a leading dash is text", planHead + "ДО-19-3;История;;1;- введение;;\n", model.FilePlan, []string{"3|1|- введение|1|"}},
		{"times", "Дата;Время начала;Конец;Группа;Предмет;Вид занятия;Аудитория\n01.12.2026;8.30;10:00;ДО-19-3;История;Лекция;301\n" +
			"2026-12-01T00:00:00;1015;11:45:00;ДО-19-3;История;;\n1.12.2026 0:00;12.3;0.583333333333333;ДО-19-3;История;;\n", model.FileTimetable,
			[]string{lesson, "3|2026-12-01|10:15–11:45|||", "3|2026-12-01|12:30–14:00|||"}},
		{"teacher tells the subject", timeHead + "01.12.2026;08:30;10:00;ДО-19-3;Психология;;Белов Пётр;;;\n" +
			"01.12.2026;10:15;11:45;ДО-19-3;Психология;;Ермаков М.С.;;;\n01.12.2026;12:30;14:00;ДО-19-3;Английский язык;;Каган Н.В.;;;\n", model.FileTimetable,
			[]string{"6|2026-12-01|08:30–10:00|||", "5|2026-12-01|10:15–11:45|||", "2|2026-12-01|12:30–14:00|||"}},
		{"subgroups at once", timeHead + "01.12.2026;08:30;10:00;ДО-19-3;Английский язык;1;;;;\n01.12.2026;08:30;10:00;ДО-19-3;Английский язык;2;;;;\n",
			model.FileTimetable, []string{"1|2026-12-01|08:30–10:00|||", "2|2026-12-01|08:30–10:00|||"}},
		{"one after another", timeHead + "01.12.2026;10:00;11:30;ДО-19-3;История;;;;;\n01.12.2026;08:30;10:00;ДО-19-4;История;;;;;\n",
			model.FileTimetable, []string{"3|2026-12-01|10:00–11:30|||", "4|2026-12-01|08:30–10:00|||"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lines, problems := readText(t, tt.kind, tt.content, lessonOptions())
			clean(t, problems)
			wantLines(t, lines, tt.want...)
		})
	}
}

func TestProblemsOfPlans(t *testing.T) {
	good := "ДО-19-3;История;;1;Россия;2;Лекция\n"
	tests := []struct {
		name, content string
		row           int
		column, says  string
	}{
		{"no columns", "раз;два\nтри;четыре\n", 1, "Тема", "Нет столбца «Тема»"},
		{"misspelt column", strings.Replace(planHead, "Предмет", "Предмед", 1) + good, 1, "Предмет", "может быть, это «Предмед»?"},
		{"a timetable", timeHead + "01.12.2026;08:30;10:00;ДО-19-3;История;;;;Т;\n", 1, "", "Это расписание"},
		{"no rows", planHead, 0, "", "ни одной строки"},
		{"no group", planHead + ";История;;1;Т;;\n", 2, "Группа", "не заполнено"},
		{"no topic", planHead + good + "ДО-19-3;История;;2; ;;\n", 3, "Тема", "не заполнено"},
		{"topic of 5,000", planHead + good + "ДО-19-3;История;;2;" + strings.Repeat("я", 5000) + ";;\n", 3, "Тема", "длиннее 1000 знаков"},
		{"formula", planHead + "ДО-19-3;История;;1;\"=HYPERLINK(\"\"http://x\"\";1)\";;\n", 2, "Тема", "это формула"},
		{"failed formula", planHead + "ДО-19-3;История;;1;#ССЫЛКА!;;\n", 2, "Тема", "ошибка Excel"},
		{"unknown kind", planHead + "ДО-19-3;История;;1;Т;;Лекцыя\n", 2, "Вид", "может быть, это «Лекция»?"},
		{"no such kind", planHead + "ДО-19-3;История;;1;Т;;танцы\n", 2, "Вид", "бывают: Лекция, Урок"},
		{"bad hours", planHead + "ДО-19-3;История;;1;Т;1,5;\n", 2, "Часов", "целым числом"},
		{"no hours at all", planHead + "ДО-19-3;История;;1;Т;0;\n", 2, "Часов", "целым числом"},
		{"bad number", planHead + "ДО-19-3;История;;первая;Т;;\n", 2, "№", "целым числом"},
		{"number twice", planHead + good + "ДО-19-3;История;;1;Другая;;\n", 3, "№", "уже есть в строке 2"},
		{"half numbered", planHead + good + "ДО-19-3;История;;;Другая;;\n", 3, "№", "пронумерованы не все"},
		{"unknown group", planHead + "ДО-19-8;История;;1;Т;;\n", 2, "Группа", "может быть, это «ДО-19-3»?"},
		{"unknown subject", planHead + "ДО-19-3;Исттория;;1;Т;;\n", 2, "Предмет", "может быть, это «История»?"},
		{"subject of another group", planHead + "ДО-19-3;Физкультура;;1;Т;;\n", 2, "Предмет", "нет в нагрузке группы ДО-19-3"},
		{"which subgroup", planHead + "ДО-19-3;Английский язык;;1;Т;;\n", 2, "Подгруппа", "укажите подгруппу: 1; 2"},
		{"no such subgroup", planHead + "ДО-19-3;Английский язык;3;1;Т;;\n", 2, "Подгруппа", "есть: 1; 2"},
		{"which index", planHead + "ДО-19-3;Психология;;1;Т;;\n", 2, "Предмет", "с индексом: ОП.01 Психология; ОП.02 Психология"},
		{"cannot be told apart", planHead + "ДО-19-4;Право;;1;Т;;\n", 2, "Предмет", "не различить"},
		{"shifted", planHead + "ДО-19-3;История;;1;Т;2;Лекция;лишнее\n", 2, "", "строка сдвинута"},
		{"NUL", planHead + "ДО-19-3;История;;1;Т\x00ема;;\n", 2, "Тема", "нечитаемые"},
		{"open quote", planHead + "ДО-19-3;История;;1;\"Т;;\n", 2, "", "Кавычка"},
		{"bare CR", strings.ReplaceAll(planHead+good, "\n", "\r"), 1, "", "одним знаком CR"},
		{"not a table", "%PDF-1.7", 0, "", "PDF"},
		{"empty", "", 0, "", "пуст"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := readText(t, model.FilePlan, tt.content, lessonOptions())
			expect(t, problems, "файл.csv", tt.row, tt.column, "", tt.says)
		})
	}
}

func TestProblemsOfTimetables(t *testing.T) {
	good := "01.12.2026;08:30;10:00;ДО-19-3;История;;;;;\n"
	tests := []struct {
		name, content string
		row           int
		column, says  string
	}{
		{"a plan", planHead + "ДО-19-3;История;;1;Т;;\n", 1, "", "Это КТП"},
		{"no such day", timeHead + "31.11.2026;08:30;10:00;ДО-19-3;История;;;;;\n", 2, "Дата", "даты нет"},
		{"a word for a day", timeHead + "вторник;08:30;10:00;ДО-19-3;История;;;;;\n", 2, "Дата", "даты нет"},
		{"a far year", timeHead + "01.12.2062;08:30;10:00;ДО-19-3;История;;;;;\n", 2, "Дата", "проверьте год"},
		{"no day", timeHead + ";08:30;10:00;ДО-19-3;История;;;;;\n", 2, "Дата", "не заполнено"},
		{"no such time", timeHead + "01.12.2026;25:00;26:00;ДО-19-3;История;;;;;\n", 2, "Начало", "времени нет"},
		{"a word for a time", timeHead + "01.12.2026;08:30;утро;ДО-19-3;История;;;;;\n", 2, "Окончание", "времени нет"},
		{"ends before it begins", timeHead + "01.12.2026;10:00;08:30;ДО-19-3;История;;;;;\n", 2, "Окончание", "раньше окончания"},
		{"ends as it begins", timeHead + "01.12.2026;10:00;10:00;ДО-19-3;История;;;;;\n", 2, "Окончание", "раньше окончания"},
		{"too long", timeHead + "01.12.2026;08:30;18:00;ДО-19-3;История;;;;;\n", 2, "Окончание", "больше 12 академических часов"},
		{"unknown teacher", timeHead + "01.12.2026;08:30;10:00;ДО-19-3;История;;Коган Н.В.;;;\n", 2, "Преподаватель", "может быть, это «Каган Н.В.»?"},
		{"another's subject", timeHead + "01.12.2026;08:30;10:00;ДО-19-3;История;;Ермаков М.С.;;;\n", 2, "Преподаватель", "не ведёт предмет «История» в группе ДО-19-3; ведёт: Каган Н.В."},
		{"which teacher", timeHead + "01.12.2026;08:30;10:00;ДО-19-4;Право;;;;;\n", 2, "Преподаватель", "укажите преподавателя: Белов П.; Ермаков М.С."},
		{"row twice", timeHead + good + good, 3, "Начало", "уже есть в строке 2"},
		{"group overlaps", timeHead + good + "01.12.2026;09:00;10:30;ДО-19-3;Психология;;Белов П.;;;\n", 3, "Начало", "У группы в это время уже есть занятие в строке 2: «История (ОГСЭ)», группа ДО-19-3, 08:30–10:00"},
		{"the earlier one is named", timeHead + "01.12.2026;09:59;10:30;ДО-19-3;Психология;;Белов П.;;;\n" + good, 2, "Начало", "в строке 3"},
		{"subgroup beside the whole group", timeHead + good + "01.12.2026;08:30;10:00;ДО-19-3;Английский язык;1;;;;\n", 3, "Начало", "У группы"},
		{"subgroup with itself", timeHead + "01.12.2026;08:30;10:00;ДО-19-3;Английский язык;1;;;;\n01.12.2026;09:30;11:00;ДО-19-3;Английский язык;1;;;;\n", 3, "Начало", "У группы"},
		{"teacher overlaps", timeHead + good + "01.12.2026;09:30;11:00;ДО-19-4;История;;;;;\n", 3, "Начало", "У преподавателя"},
		{"named among two", timeHead + "01.12.2026;08:30;10:00;ДО-19-4;Физкультура;;Ермаков М.С.;;;\n01.12.2026;09:30;11:00;ДО-19-3;Английский язык;1;;;;\n", 3, "Начало", "У преподавателя"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := readText(t, model.FileTimetable, tt.content, lessonOptions())
			expect(t, problems, "файл.csv", tt.row, tt.column, "", tt.says)
		})
	}
}

// TestOwnPlans: a teacher loads own subjects only, and need not say which of the subgroups is theirs.
func TestOwnPlans(t *testing.T) {
	opts := lessonOptions()
	opts.Own = func(id model.TeachingID) bool { return id == 2 }
	lines, problems := readText(t, model.FilePlan, planHead+"ДО-19-3;Английский язык;;1;Т;;\n", opts)
	clean(t, problems)
	wantLines(t, lines, "2|1|Т|1|")
	_, problems = readText(t, model.FilePlan, planHead+"ДО-19-3;История;;1;Т;;\n", opts)
	expect(t, problems, "файл.csv", 2, "Предмет", "История", "ведёте не вы")
}

// TestLessonBooks: cells of Excel's own, several sheets, values of formulas.
func TestLessonBooks(t *testing.T) {
	book := excelize.NewFile()
	set := func(sheet, cell string, value any) {
		t.Helper()
		if err := book.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
	}
	head := []any{"Дата", "Начало", "Окончание", "Группа", "Предмет", "Кабинет"}
	for _, sheet := range []string{"Sheet1", "Вторник", "Пояснения"} {
		if sheet != "Sheet1" {
			_, _ = book.NewSheet(sheet)
		}
		if err := book.SetSheetRow(sheet, "A1", &head); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = book.NewSheet("Пустой")
	out, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(out.SetRow("A1", head), out.SetRow("A2", []any{
		46356, 510.0 / 1440, 10.0 / 24, "ДО-19-3", excelize.Cell{Formula: `"Исто"&"рия"`, Value: "История"}, 301,
	}), out.Flush()); err != nil {
		t.Fatal(err)
	}
	set("Вторник", "A3", 46357.354166666664) // with the time of day in the cell
	set("Вторник", "B3", 46357.354166666664)
	set("Вторник", "C3", "10.00")
	set("Вторник", "D3", "ДО-19-4")
	set("Вторник", "E3", "История")
	path := filepath.Join(t.TempDir(), "расписание.xlsx")
	save := func() {
		t.Helper()
		if err := book.SaveAs(path); err != nil {
			t.Fatal(err)
		}
	}
	save()
	lines, problems := readLessonPaths(t, model.FileTimetable, []string{path}, lessonOptions())
	clean(t, problems)
	wantLines(t, lines, "3|2026-11-30|08:30–10:00|||301", "4|2026-12-01|08:30–10:00|||")

	if book, err = excelize.OpenFile(path); err != nil {
		t.Fatal(err)
	}
	set("Пустой", "B2", "Просто слова")
	set("Вторник", "B3", "восемь")
	if err := book.MergeCell("Вторник", "D3", "D4"); err != nil {
		t.Fatal(err)
	}
	save()
	_, problems = readLessonPaths(t, model.FileTimetable, []string{path}, lessonOptions())
	expect(t, problems, "расписание.xlsx, лист «Пустой»", 2, "Дата", "", "Нет столбца «Дата»")
	expect(t, problems, "расписание.xlsx, лист «Вторник»", 3, "Начало", "восемь", "времени нет")
	expect(t, problems, "расписание.xlsx, лист «Вторник»", 3, "D", "", "объединены")
}

// TestLessonFilesTogether: several files are one import, and overlaps are found across them.
func TestLessonFilesTogether(t *testing.T) {
	good := "01.12.2026;08:30;10:00;ДО-19-3;История;;;;;\n"
	dir := writeFiles(t, map[string]string{"а.csv": timeHead + good, "б.csv": timeHead + good})
	_, problems := readLessonPaths(t, model.FileTimetable, []string{dir}, lessonOptions())
	expect(t, problems, "б.csv", 2, "Начало", "08:30", "уже есть в строке 2 («а.csv»)")
	_, problems = readLessonPaths(t, model.FileTimetable, []string{t.TempDir()}, lessonOptions())
	expect(t, problems, "", 0, "", "", "нет ни одного файла")
}

func TestLessonReadErrors(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	path := filepath.Join(writeFiles(t, map[string]string{"а.csv": timeHead}), "а.csv")
	if _, err := lessonfile.ReadTimetable(ctx, opened(t, path), lessonOptions()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestLessonTemplatesReadBack: the example rows are rows like any other.
func TestLessonTemplatesReadBack(t *testing.T) {
	for kind, want := range map[model.LessonFileKind][]string{
		model.FilePlan: {
			"1|1|Проверка уровня знаний|1|Лекция", "1|2|Моя семья. Притяжательный падеж|2|Практ. занятие",
			"1|3|Контрольная работа по разделу|1|Контр. работа", "3|1|Россия на рубеже веков|2|Лекция", "3|2|Россия и мир сегодня|2|Семинар",
		},
		model.FileTimetable: {
			"3|2026-11-30|08:30–10:00|Лекция|Россия на рубеже веков|301", "1|2026-11-30|10:15–11:45|Практ. занятие||215",
			"3|2026-12-02|08:30–10:00|Семинар||301", "1|2026-12-03|12:30–14:00|Урок||215",
		},
	} {
		var b bytes.Buffer
		if err := lessonfile.WriteTemplate(&b, kind, today); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "образец.xlsx")
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		lines, problems := readLessonPaths(t, kind, []string{path}, lessonOptions())
		clean(t, problems)
		wantLines(t, lines, want...)
	}
}

// TestManyLessons: as many rows as are promised are read, and not one more.
func TestManyLessons(t *testing.T) {
	var b strings.Builder
	b.WriteString("Группа;Предмет;Тема\n")
	const most = 100_000
	for range most {
		b.WriteString("ДО-19-3;История;Тема\n")
	}
	lines, problems := readText(t, model.FilePlan, b.String(), lessonOptions())
	if clean(t, problems); len(lines) != most {
		t.Fatalf("%d lines", len(lines))
	}
	b.WriteString("ДО-19-3;История;Тема\n")
	path := filepath.Join(writeFiles(t, map[string]string{"ктп.csv": b.String()}), "ктп.csv")
	if _, err := lessonfile.ReadPlan(context.Background(), opened(t, path), lessonOptions()); err == nil || !strings.Contains(err.Error(), "не больше 100000 строк") {
		t.Fatalf("%v", err)
	}
}
