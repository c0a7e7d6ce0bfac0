package gradebook

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"zvonok/model"
)

// journal is a page of so many students and lessons; two students are namesakes, some texts look like formulas.
func journal(students, lessons int) model.JournalPage {
	p := model.JournalPage{
		Group: model.Group{Name: "ДО-19-3", Year: 3}, Term: model.Term{SchoolYear: 2026, Half: 1}, Today: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
		Teaching: model.TeachingRow{
			Teaching:     model.Teaching{Subject: "=Английский язык", Index: "ОГСЭ", Subgroup: "1"},
			TeacherNames: []model.Name{model.ParseName("Каган Наталья Васильевна")},
		},
		Cells: map[model.CellKey]model.Cell{}, FactHours: 3, PlanHours: 72,
	}
	for i := range students {
		p.Students = append(p.Students, model.JournalStudent{Person: model.PersonID(i + 1), Name: model.ParseName("Иванова Анна Олеговна")})
	}
	for i := range lessons {
		p.Lessons = append(p.Lessons, model.JournalLesson{Lesson: model.Lesson{
			ID: model.LessonID(i + 1), Date: time.Date(2026, 9, 1+i, 0, 0, 0, 0, time.UTC), Hours: 2, Kind: model.LessonLecture, Title: fmt.Sprintf("Тема %d", i+1),
		}})
	}
	return p
}

// written writes a page and opens it again.
func written(t testing.TB, p model.JournalPage) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, "@Колледж", p); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

func rows(t *testing.T, book *excelize.File, sheet string) []string {
	t.Helper()
	cells, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	lines := make([]string, len(cells))
	for i, row := range cells {
		lines[i] = strings.TrimRight(strings.Join(row, "|"), "|")
	}
	return lines
}

func TestJournal(t *testing.T) {
	p := journal(3, 3)
	p.Students[2].Left = true
	p.Lessons[0].Title, p.Lessons[0].Tasks = "=HYPERLINK(\"http://evil.test\";\"x\")", []model.Task{{Kind: model.TaskHomework, Title: "+с. 5"}, {Kind: model.TaskTest}}
	p.Cells = map[model.CellKey]model.Cell{
		{Lesson: 1, Person: 1}: {Mark: 5}, {Lesson: 2, Person: 1}: {Absence: model.AbsenceLate, Mark: 4, Tasks: []model.Mark{3}},
		{Lesson: 1, Person: 2}: {Absence: model.AbsenceIll}, {Lesson: 3, Person: 2}: {Mark: model.MarkPass},
	}
	book := written(t, p)
	got := rows(t, book, marksSheet)
	want := []string{
		"@Колледж", "Журнал группы ДО-19-3, 3 курс, 1 семестр", "=Английский язык (ОГСЭ), подгруппа 1", "Преподаватель: Каган Наталья Васильевна", "",
		"№|Дата занятия|01.09|02.09|03.09|Средний балл", "|Вид занятия|Лек|Лек|Лек", "|Часов|2|2|2",
		"1|Иванова Анна Олеговна|5|О 4 3||4.0", "2|Иванова Анна Олеговна|Б||зач", "3|Иванова Анна Олеговна (больше не учится)", "|Средний балл|5.0|3.5||4.0",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	got = rows(t, book, lessonsSheet)[5:]
	want = []string{
		"№|Дата|Часов|Вид занятия|Тема занятия|Задания", "1|01.09.2026|2|Лекция|=HYPERLINK(\"http://evil.test\";\"x\")|Домашнее задание: +с. 5\nКонтрольная работа",
		"2|02.09.2026|2|Лекция|Тема 2", "3|03.09.2026|2|Лекция|Тема 3", "", "Всего в семестре: 6 ч., по факту: 3 ч., по плану: 72 ч.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestNoFormulas: no cell of either sheet is a formula, and every text is stored as one.
func TestNoFormulas(t *testing.T) {
	p := journal(2, 2)
	for i, start := range []string{"=1+1", "@SUM(1)"} {
		p.Students[i].Name.LastName, p.Lessons[i].Title = start, start
	}
	p.Group.Name = "+1"
	p.Teaching.TeacherNames[0].LastName = "-1"
	book := written(t, p)
	texts := 0
	for _, sheet := range book.GetSheetList() {
		cells, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range cells {
			for c, value := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, err := book.GetCellFormula(sheet, cell); err != nil || formula != "" {
					t.Errorf("%s!%s is the formula %q, %v", sheet, cell, formula, err)
				}
				if value != "" && strings.ContainsAny(value[:1], "=+-@") {
					texts++
					if kind, err := book.GetCellType(sheet, cell); err != nil || kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
						t.Errorf("%s!%s holds %q as %v, %v", sheet, cell, value, kind, err)
					}
				}
			}
		}
	}
	if texts < 6 {
		t.Errorf("only %d dangerous texts were written", texts)
	}
}

// TestPrinting: sticky header, A4 across, the header on every page, as many pages as the lessons need.
func TestPrinting(t *testing.T) {
	for lessons, pages := range map[int]int{0: 1, 3: 1, 36: 1, 37: 2, 250: 7} {
		book := written(t, journal(35, lessons))
		layout, err := book.GetPageLayout(marksSheet)
		if err != nil || *layout.Orientation != "landscape" || *layout.Size != 9 || layout.FitToWidth == nil || *layout.FitToWidth != pages {
			t.Errorf("%d lessons: %+v, %v", lessons, layout, err)
		}
		panes, err := book.GetPanes(marksSheet)
		if err != nil || !panes.Freeze || panes.XSplit != 2 || panes.YSplit != 8 {
			t.Errorf("%d lessons: %+v, %v", lessons, panes, err)
		}
		if props, err := book.GetSheetProps(marksSheet); err != nil || !*props.FitToPage {
			t.Errorf("%d lessons: %v", lessons, err)
		}
		var titles []string
		for _, n := range book.GetDefinedName() {
			titles = append(titles, n.Name+" "+n.RefersTo)
		}
		if len(titles) != 2 || titles[0] != "_xlnm.Print_Titles 'Журнал'!$A:$B,'Журнал'!$6:$8" {
			t.Errorf("%q", titles)
		}
	}
}

// TestEmptyJournal: a group without subjects is written too.
func TestEmptyJournal(t *testing.T) {
	book := written(t, model.JournalPage{Term: model.Term{SchoolYear: 2026, Half: 1}})
	if got := rows(t, book, marksSheet); got[len(got)-1] != "|Средний балл" {
		t.Errorf("%q", got)
	}
}

func BenchmarkWrite(b *testing.B) {
	p := journal(35, 250)
	for b.Loop() {
		if err := Write(&bytes.Buffer{}, "Колледж", p); err != nil {
			b.Fatal(err)
		}
	}
}
