package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zvonok/app/demo"
	"zvonok/vkclient/sandbox"
)

// TestImportOrders: orders come in from the command line as rosters do.
func TestImportOrders(t *testing.T) {
	w := newWorld(t, 3, sandbox.Options{})
	w.must(ExitDone, "", "import", workbook(t, 3, nil), "--yes")
	college, _ := demo.College(3)
	student := college.Students[0]
	group := ""
	for _, g := range college.Groups {
		if g.Key == student.Group {
			group = g.Name
		}
	}
	path := filepath.Join(t.TempDir(), "приказы.csv")
	put := func(rows ...string) {
		t.Helper()
		text := "ДатаПриказа;НомерПриказа;Тип;ФИО;ГруппаДо;СпециальностьДо;ГруппаПосле;СпециальностьПосле\n" + strings.Join(rows, "\n") + "\n"
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	withdraw := "20.11.2026;1-к;Отчислить;" + student.Name.String() + ";" + group + ";;;"

	put(withdraw, "20.11.2026;2-к;Отчислить;Совсем Другой Человек;"+group+";;;")
	before := w.dump()
	r := w.must(ExitFailed, "", "import", "--kind", "orders", path, "--yes")
	if !strings.Contains(r.out, "приказы.csv, строка 3, столбец «ФИО»: Студента с таким ФИО нет в колледже") || w.dump() != before {
		t.Errorf("a bad file: %s", r.out)
	}
	if !strings.Contains(r.out, "1 приказ без ошибок: чтобы записать их, добавьте --skip-problems.") {
		t.Errorf("the good rows: %s", r.out)
	}
	r = w.must(ExitDone, "", "import", "--kind", "orders", path, "--dry-run", "--skip-problems")
	if !strings.Contains(r.out, "строк с ошибками: 1") || !strings.Contains(r.out, "№ 1-к от 20.11.2026") || w.dump() != before {
		t.Errorf("a bad file without its bad rows: %s", r.out)
	}
	put(";" + withdraw)
	for _, args := range [][]string{{"--dry-run"}, nil} {
		if r := w.must(ExitDone, "нет\n", append([]string{"import", "--kind", "orders", path}, args...)...); !strings.Contains(r.out, "Ничего не изменено.") || !strings.Contains(r.out, "  "+student.Name.String()+", "+group+"\n") || w.dump() != before {
			t.Errorf("declined %v: %s", args, r.out)
		}
	}
	r = w.must(ExitDone, "да\n", "import", "--kind", "orders", path)
	if !strings.Contains(r.out, "№ 1-к от 20.11.2026, Отчисление, с 20.11.2026: 1 человек") || !strings.Contains(r.out, "Строка была сдвинута") ||
		!strings.Contains(r.err, "Записать приказы?") || w.dump() == before {
		t.Errorf("orders: %s%s", r.out, r.err)
	}
	v := object(t, w.must(ExitDone, "", "import", "--kind", "orders", path, "--yes", "--json").out)
	if got := shape(v); v["known"] != 1.0 || v["orders"] != 0.0 || v["applied"] != true || !strings.HasPrefix(got, "{applied kind known new notices{column file message row value} orders people problems taken{column") {
		t.Errorf("the same orders: %s %v", got, v)
	}
	r = w.must(ExitDone, "", "import", "--kind", "orders", path)
	if !strings.Contains(r.out, "Новых приказов нет.") || !strings.Contains(r.out, "Уже учтено: приказы.csv, строка 2: ") || !strings.Contains(r.out, "уже учтено строк: 1") {
		t.Errorf("the same orders: %s", r.out)
	}
	put(strings.Replace(withdraw, "1-к", "2-к", 1), "20.11.2026;3-к;Отчислить;Совсем Другой Человек;"+group+";;;",
		"20.11.2026;4-к;Отчислить;"+college.Students[1].Name.String()+";;;;")
	r = w.must(ExitDone, "", "import", "--kind", "orders", path, "--yes", "--skip-problems")
	if !strings.Contains(r.out, "Студент уже выбыл") ||
		!strings.Contains(r.out, "строка 3, столбец «ФИО»: Студента с таким ФИО нет") || !strings.Contains(r.out, "Готово.") || strings.Contains(r.out, "№ 2-к") {
		t.Errorf("without the bad rows: %s", r.out)
	}
	rows := []string{}
	for _, s := range college.Students[2:14] {
		rows = append(rows, "20.11.2026;5-к;Отчислить;"+s.Name.String()+";;;;")
	}
	put(rows...)
	before = w.dump()
	for _, args := range [][]string{{"--yes"}, {"--yes", "--json"}, {"--dry-run"}} {
		r := w.must(ExitLimit, "", append([]string{"import", "--kind", "orders", path}, args...)...)
		if !strings.Contains(r.err, "остановлено для безопасности, в колледже ничего не изменено: из ") || w.dump() != before {
			t.Errorf("too many leave, %v: %s%s", args, r.out, r.err)
		}
	}
	if w.must(ExitDone, "", "import", "--kind", "orders", path, "--yes", "--confirm-removals"); w.dump() == before {
		t.Error("what was confirmed is not written")
	}
}
