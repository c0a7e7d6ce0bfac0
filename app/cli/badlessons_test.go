package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zvonok/app/demo"
	"zvonok/model/roster"
	"zvonok/vkclient/sandbox"
)

// taughtSubject is a subject of the demonstration as files of lessons name it.
type taughtSubject struct{ group, subject, subgroup, teacher string }

func (s taughtSubject) with(cells ...string) string {
	return strings.Join(append([]string{s.group, s.subject, s.subgroup}, cells...), ";") + "\n"
}

// taughtSubjects are two subjects of one group that can be told from every other one.
func taughtSubjects(t *testing.T) (first, second taughtSubject) {
	t.Helper()
	college, _ := demo.College(3)
	names := map[roster.Key]string{}
	for _, g := range college.Groups {
		names[g.Key] = g.Name
	}
	for _, p := range college.Staff {
		names[p.Key] = p.Name.String()
	}
	var found []taughtSubject
	for _, l := range college.Teachings {
		if l.Group == college.Groups[0].Key && l.WholeGroup && len(l.Teachers) == 1 {
			found = append(found, taughtSubject{names[l.Group], l.Subject, l.Subgroup, names[l.Teachers[0]]})
		}
	}
	if len(found) < 2 {
		t.Fatalf("the group has %d subjects", len(found))
	}
	return found[0], found[1]
}

// badRow is a row that is refused, and with which words; row 0 is what is said of the file.
type badRow struct {
	row            int
	column, reason string
}

func (b badRow) place() string {
	if b.row == 0 {
		return "файл.csv: "
	}
	return fmt.Sprintf("файл.csv, строка %d, столбец «%s»: ", b.row, b.column)
}

// TestBadLessons: of a file with bad rows each one is named with its place and its reason, and nothing of the file
// is imported.
func TestBadLessons(t *testing.T) {
	const planHead, timeHead = "Группа;Предмет;Подгруппа;Тема;Часов\n", "Группа;Предмет;Подгруппа;Дата;Начало;Окончание;Преподаватель;Тема\n"
	w := newWorld(t, 3, sandbox.Options{})
	w.must(ExitDone, "", "import", workbook(t, 3, nil), "--yes")
	first, second := taughtSubjects(t)
	nowhere := taughtSubject{"ЯЯ-99", first.subject, "", ""}
	nothing := taughtSubject{first.group, "Драконоведение", "", ""}
	topic := first.with("Введение", "2")
	lesson := first.with("01.12.2026", "08:30", "10:00", "", "")
	many := func(head string, row func(n int) string) string {
		var text strings.Builder
		text.WriteString(head)
		for n := range 10_000 {
			text.WriteString(row(n))
		}
		return text.String()
	}
	for _, tt := range []struct {
		name, kind, content string
		bad                 []badRow
	}{
		{"unknown groups and subjects of a plan", "plan", planHead + topic + nowhere.with("Т", "1") + nothing.with("Т", "1"),
			[]badRow{{3, "Группа", "ЯЯ-99"}, {4, "Предмет", "Драконоведение"}}},
		{"a topic of 5,000 characters", "plan", planHead + topic + first.with(strings.Repeat("я", 5000), "1"),
			[]badRow{{3, "Тема", "длиннее 1000 знаков"}}},
		{"formulas in a plan", "plan", planHead + topic + first.with(`"=HYPERLINK(""http://x"";1)"`, "1") + first.with("Т", "#ССЫЛКА!"),
			[]badRow{{3, "Тема", "это формула"}, {4, "Часов", "ошибка Excel"}}},
		{"the last of 10,000 topics", "plan", many(planHead, func(n int) string {
			return first.with(fmt.Sprintf("Тема %d", n), map[bool]string{true: "много"}[n == 9_999])
		}), []badRow{{10001, "Часов", "целым числом"}}},
		{"wrong days and times", "timetable", timeHead + lesson + first.with("31.11.2026", "10:15", "11:45", "", "") +
			first.with("вторник", "10:15", "11:45", "", "") + first.with("01.12.2062", "10:15", "11:45", "", "") +
			first.with("02.12.2026", "25:00", "11:30", "", "") + first.with("02.12.2026", "11:45", "10:15", "", ""),
			[]badRow{{3, "Дата", "даты нет"}, {4, "Дата", "даты нет"}, {5, "Дата", "проверьте год"}, {6, "Начало", "времени нет"}, {7, "Окончание", "раньше окончания"}}},
		{"unknown groups and teachers of a timetable", "timetable", timeHead + lesson + nowhere.with("02.12.2026", "08:30", "10:00", "", "") +
			first.with("02.12.2026", "10:15", "11:45", "Неведомов И.И.", ""),
			[]badRow{{3, "Группа", "ЯЯ-99"}, {4, "Преподаватель", "Неведомов"}}},
		{"lessons that overlap", "timetable", timeHead + lesson + second.with("01.12.2026", "09:00", "10:30", second.teacher, "") + lesson,
			[]badRow{{3, "Начало", "уже есть занятие в строке 2"}, {4, "Начало", "уже есть в строке 2"}}},
		{"a formula and a long topic of a timetable", "timetable", timeHead + lesson + first.with("02.12.2026", "08:30", "10:00", "", "=1+1") +
			first.with("03.12.2026", "08:30", "10:00", "", strings.Repeat("я", 5000)),
			[]badRow{{3, "Тема", "это формула"}, {4, "Тема", "длиннее 1000 знаков"}}},
		{"each of 10,000 lessons at one time", "timetable", many(timeHead, func(int) string { return lesson }),
			[]badRow{{3, "Начало", "уже есть в строке 2"}, {1002, "Начало", "уже есть в строке 2"}, {0, "", "И ещё 8999 замечаний"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "файл.csv")
			if err := os.WriteFile(path, []byte(tt.content), 0o600); err != nil {
				t.Fatal(err)
			}
			before := w.dump()
			out := w.must(ExitFailed, "", "import", "--kind", tt.kind, path, "--yes").out
			lines := strings.Split(strings.TrimSpace(out), "\n")
			for _, bad := range tt.bad {
				said := func(line string) bool {
					return strings.HasPrefix(line, bad.place()) && strings.Contains(line, bad.reason)
				}
				if !slices.ContainsFunc(lines, said) {
					t.Errorf("%s%q is not said among\n%.2000s", bad.place(), bad.reason, out)
				}
			}
			if len(tt.bad) != len(lines) && tt.bad[len(tt.bad)-1].row != 0 {
				t.Errorf("%d problems are said, want %d:\n%.2000s", len(lines), len(tt.bad), out)
			}
			if strings.Contains(out, "строка 2, ") || strings.Contains(out, "Готово.") {
				t.Errorf("a good row is called bad, or the file imported:\n%.2000s", out)
			}
			if w.dump() != before {
				t.Error("something of the file was imported")
			}
		})
	}
}
