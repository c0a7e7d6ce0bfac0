package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zvonok/app/demo"
	"zvonok/vkclient/sandbox"
)

// TestImportLessons: plans and timetables come in from the command line as rosters do.
func TestImportLessons(t *testing.T) {
	w := newWorld(t, 3, sandbox.Options{})
	w.must(ExitDone, "", "import", workbook(t, 3, nil), "--yes")
	college, _ := demo.College(3)
	lesson := college.Teachings[0]
	group := ""
	for _, g := range college.Groups {
		if g.Key == lesson.Group {
			group = g.Name
		}
	}
	row := group + ";" + lesson.Subject + ";" + lesson.Subgroup + ";"
	path := filepath.Join(t.TempDir(), "файл.csv")
	put := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const planHead, timeHead = "Группа;Предмет;Подгруппа;Тема;Вид\n", "Группа;Предмет;Подгруппа;Дата;Начало;Окончание\n"

	put(planHead + row + "Введение;Лекция\n" + row + "Итоги;Танцы\n")
	before := w.dump()
	r := w.must(ExitFailed, "", "import", "--kind", "plan", path, "--yes")
	if !strings.Contains(r.out, "файл.csv, строка 3, столбец «Вид»: Такого вида занятия нет") || w.dump() != before {
		t.Errorf("a bad plan: %s", r.out)
	}
	v := object(t, w.must(ExitFailed, "", "import", "--kind", "plan", path, "--yes", "--json").out)
	if got := shape(v); got != "{added applied changed kept kind problems{message place} removed}" || len(v["problems"].([]any)) != 1 {
		t.Errorf("%s: %v", got, v)
	}

	put(planHead + row + "Введение;Лекция\n" + row + "Итоги;Урок\n")
	for _, args := range [][]string{{"--dry-run"}, nil} {
		if r := w.must(ExitDone, "нет\n", append([]string{"import", "--kind", "plan", path}, args...)...); !strings.Contains(r.out, "Ничего не изменено.") || w.dump() != before {
			t.Errorf("declined %v: %s", args, r.out)
		}
	}
	r = w.must(ExitDone, "да\n", "import", "--kind", "plan", path)
	if !strings.Contains(r.out, "Готово.") || !strings.Contains(r.out, group+" "+lesson.Subject) || !strings.Contains(r.err, "Внести изменения в журналы?") {
		t.Errorf("a plan: %s%s", r.out, r.err)
	}
	if r := w.must(ExitDone, "", "import", "--kind", "plan", path); !strings.Contains(r.out, "Изменений нет.") {
		t.Errorf("the same plan: %s", r.out)
	}

	put(timeHead + row + "01.12.2026;08:30;10:00\n")
	v = object(t, w.must(ExitDone, "", "import", "--kind", "timetable", path, "--yes", "--json").out)
	if v["added"] != 1.0 || v["applied"] != true || v["kind"] != "timetable" {
		t.Errorf("a timetable: %v", v)
	}
	if r := w.must(ExitUsage, "", "import", "--kind", "lessons", path); !strings.Contains(r.err, "вида файлов «lessons» нет") {
		t.Errorf("unknown kind: %s", r.err)
	}
	if r := w.must(ExitUsage, "", "import", "--kind", "plan", "--keep-gone", path); !strings.Contains(r.err, "только у списков колледжа") {
		t.Errorf("a key of rosters: %s", r.err)
	}
}

// TestLessonTemplates: each is written once, and says how to load it.
func TestLessonTemplates(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	for kind, sheet := range map[string]string{"plan": "КТП", "timetable": "Расписание", "orders": "Приказы"} {
		path := filepath.Join(t.TempDir(), kind+".xlsx")
		if r := w.must(ExitDone, "", "template", path, "--kind", kind); !strings.Contains(r.out, "zvonok import --kind "+kind) {
			t.Errorf("%s: %s", kind, r.out)
		}
		book, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if sheets := book.GetSheetList(); sheets[0] != sheet {
			t.Errorf("%s: a book of %v", kind, sheets)
		}
		_ = book.Close()
		if r := w.must(ExitFailed, "", "template", path, "--kind", kind); !strings.Contains(r.err, "уже есть") {
			t.Errorf("%s again: %s", kind, r.err)
		}
	}
}
