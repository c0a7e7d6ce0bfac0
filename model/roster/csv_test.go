package roster_test

import (
	"slices"
	"strings"
	"testing"

	"zvonok/model/roster"
)

// TestDamagedUTF8: a file that is cut off within a letter, or has a wrong byte, is read as what it was, and what is wrong is where it is.
func TestDamagedUTF8(t *testing.T) {
	for name, mark := range map[string]string{"bare": "", "with a mark": "\ufeff"} {
		files := goodFolder()
		files["Студенты.csv"] = mark + strings.TrimSuffix(strings.Replace(files["Студенты.csv"], "2;Петров", "2;Пет\xffров", 1), "\n") + "\n3;Кац Ян;ДО-19-3\xd0"
		_, problems := readPaths(t, writeFiles(t, files))
		if slices.ContainsFunc(problems, func(p roster.Problem) bool { return p.Row < 3 }) {
			t.Errorf("%s: %+v", name, problems)
		}
		expect(t, problems, "Студенты.csv", 3, "ФИО", "", "нечитаемые знаки")
		expect(t, problems, "Студенты.csv", 4, "Группа", "", "нечитаемые знаки")
	}
}

// TestDelimiterIsTheHeaders: a title above the header, and commas in values, do not tell the delimiter.
func TestDelimiterIsTheHeaders(t *testing.T) {
	for name, c := range map[string]struct{ from, to, says string }{
		"a title with commas": {"Код;ФИО;", "Колледж, списки на 01.09, все группы, очно\nКод;ФИО;", "Заголовки столбцов стоят в строке 2"},
		"commas in the rows":  {"ДО-19-1;;;", "ДО-19-1;;;\n4;Кац Ян, Львович, сын, мл., ст., гость;ДО-19-3;;;", ""},
	} {
		files := goodFolder()
		if !strings.Contains(files["Студенты.csv"], c.from) {
			t.Fatalf("%s: %q", name, files["Студенты.csv"])
		}
		files["Студенты.csv"] = strings.Replace(files["Студенты.csv"], c.from, c.to, 1)
		_, problems := readPaths(t, writeFiles(t, files))
		if c.says != "" {
			expect(t, problems, "Студенты.csv", 1, "", "", c.says)
		} else if slices.ContainsFunc(problems, func(p roster.Problem) bool { return p.Row != 4 }) {
			t.Errorf("%s: %+v", name, problems)
		}
	}
}
