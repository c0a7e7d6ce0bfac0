package roster_test

import (
	"slices"
	"strings"
	"testing"

	"zvonok/model/roster"
)

// TestFolderWithoutFiles: what a folder has no file for stays in the college as it is, curators included, so that one new
// group comes by two files.
func TestFolderWithoutFiles(t *testing.T) {
	whole := goodFolder()
	full, problems := readPaths(t, writeFiles(t, whole))
	clean(t, problems)
	college, _ := load(t, roster.College{}, full)
	s, problems := readPaths(t, writeFiles(t, map[string]string{
		"Группы.csv": "Группа;Курс\nНОВ-26-1;5\n", "Студенты.csv": "ФИО;Группа\nНовиков Нил Нилович;НОВ-26-1\n",
	}))
	clean(t, problems)
	if n := len(s.Warnings); n != 3 || !slices.ContainsFunc(s.Warnings, func(w string) bool { return strings.Contains(w, "нет файла «Родители.csv»") }) {
		t.Errorf("warnings %q", s.Warnings)
	}
	changes, problems := roster.Compare(college, s, roster.Decisions{KeepGone: true})
	clean(t, problems)
	n := changes.Counts()
	if n.Groups.Added != 1 || n.Students.Added != 1 || n.Groups.Changed+n.Groups.Removed+n.Students.Removed+n.Parents.Removed+n.Staff.Removed+n.Teachings.Removed != 0 {
		t.Errorf("%+v", n)
	}
	delete(whole, "Родители.csv")
	s, problems = readPaths(t, writeFiles(t, whole))
	clean(t, problems)
	if changes, _ = roster.Compare(college, s, roster.Decisions{}); !changes.Writes.Empty() {
		t.Errorf("without parents: %+v", changes.Counts())
	}
	delete(whole, "Сотрудники.csv")
	if _, problems = readPaths(t, writeFiles(t, whole)); len(problems) != 1 || !strings.Contains(problems[0].Message, "Нет файла «Сотрудники.csv»") {
		t.Errorf("teachers of nowhere: %+v", problems)
	}
}

// TestInvisibleCharacters are dropped where a file is read, counted, and refused where nothing is left.
func TestInvisibleCharacters(t *testing.T) {
	folder := goodFolder()
	folder["Студенты.csv"] = strings.Replace(folder["Студенты.csv"], "ДО-19-3", "\u200bДО\u202e-19\u3164-3", 1)
	s, problems := readPaths(t, writeFiles(t, folder))
	clean(t, problems)
	if !slices.Contains(s.Warnings, "Убрано невидимых знаков: 3") {
		t.Errorf("warnings %q", s.Warnings)
	}
	folder["Группы.csv"] += "\u200f\u2800;1\n"
	if _, problems = readPaths(t, writeFiles(t, folder)); len(problems) == 0 || problems[0].Column != "Группа" || !strings.Contains(problems[0].Message, "не заполнено") {
		t.Errorf("an invisible group: %+v", problems)
	}
}
