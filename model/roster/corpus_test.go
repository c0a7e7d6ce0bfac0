package roster_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/orderfile"
)

var update = flag.Bool("update", false, "write what is read into the files beside those of testdata/dirty")

// dirtyFolder holds files as real systems and people make them, by kind. An item is a file or a folder, and what is to
// be read of it stands beside it in a file of its name with «.want»: «=» what it is, «+» what was read, «>» what would
// change in the college of the folder «good», «!» a problem, «~» a warning.
var dirtyFolder = filepath.Join("testdata", "dirty")

// dirtyKinds read an item of each kind and say in words what came of it.
var dirtyKinds = map[string]func(t testing.TB, path string) string{
	"roster": rosterWords, "orders": ordersWords, "plan": lessonWords(model.FilePlan), "timetable": lessonWords(model.FileTimetable),
}

// dirtyItems are the paths of the items of a kind.
func dirtyItems(t testing.TB, kind string) (items []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dirtyFolder, kind))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".want" && e.Name() != "good" {
			items = append(items, filepath.Join(dirtyFolder, kind, e.Name()))
		}
	}
	return items
}

func TestDirtyFiles(t *testing.T) {
	items := 0
	for kind, words := range dirtyKinds {
		for _, path := range dirtyItems(t, kind) {
			items++
			t.Run(kind+"/"+filepath.Base(path), func(t *testing.T) {
				got := words(t, path)
				if *update {
					if err := os.WriteFile(path+".want", []byte(got), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path + ".want")
				if err != nil {
					t.Fatal(err)
				}
				if got != string(want) {
					t.Errorf("read as\n%s\nwant\n%s", got, want)
				}
			})
		}
	}
	if items < 30 {
		t.Errorf("only %d files", items)
	}
}

// goodPaths are the files of the folder «good» but for the sheet that a file holds.
func goodPaths(t testing.TB, but string) (paths []string) {
	t.Helper()
	good, err := filepath.Glob(filepath.Join(dirtyFolder, "roster", "good", "*.csv"))
	if err != nil || len(good) != 5 {
		t.Fatal(good, err)
	}
	for _, path := range good {
		if name := filepath.Base(path); name != but+".csv" {
			paths = append(paths, path)
		}
	}
	return paths
}

// rosterWords read a roster. A file that is named like a sheet of ours stands for that sheet of the folder «good».
func rosterWords(t testing.TB, path string) string {
	t.Helper()
	paths := []string{path}
	if stem, _, own := strings.Cut(filepath.Base(path), " ("); own {
		paths = append(paths, goodPaths(t, stem)...)
	}
	s, problems := readPaths(t, paths...)
	var b strings.Builder
	if s.Format != "" {
		fmt.Fprintf(&b, "= %s: группы %d, студенты %d, родители %d, сотрудники %d, нагрузка %d\n", s.Format, len(s.Groups), len(s.Students),
			len(s.Parents), len(s.Staff), len(s.Teachings))
	}
	for _, student := range s.Students {
		fmt.Fprintf(&b, "+ %s %s, %s", student.Code, student.Name, student.Group)
		if !student.From.IsZero() {
			b.WriteString(", с " + student.From.Format(dayLayout))
		}
		if student.Messenger != 0 {
			fmt.Fprintf(&b, ", VK %d", student.Messenger)
		}
		b.WriteString("\n")
	}
	warnings := s.Warnings
	if len(problems) == 0 && s.Source != "" {
		good, faults := readPaths(t, goodPaths(t, "")...)
		clean(t, faults)
		college, _ := load(t, roster.College{}, good)
		var ch roster.Changes
		ch, problems = roster.Compare(college, s, roster.Decisions{})
		warnings = ch.Warnings
		for _, section := range []roster.Section{roster.Groups, roster.Students, roster.Parents, roster.Staff, roster.Teachings} {
			for _, l := range ch.Section(section).Changed {
				for _, f := range l.Fields {
					fmt.Fprintf(&b, "> %s: %s «%s» → «%s»\n", l.Title, f.Field, f.Before, f.After)
				}
			}
		}
		n := ch.Counts()
		fmt.Fprintf(&b, "> студенты +%d −%d, родители +%d −%d, сотрудники +%d −%d\n", n.Students.Added, n.Students.Removed,
			n.Parents.Added, n.Parents.Removed, n.Staff.Added, n.Staff.Removed)
	}
	return b.String() + problemWords(problems, warnings)
}

func problemWords(problems []roster.Problem, warnings []string) string {
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "! %s «%s»: %s\n", p.Words(), p.Value, p.Message)
	}
	for _, w := range warnings {
		fmt.Fprintf(&b, "~ %s\n", w)
	}
	return b.String()
}

// ordersWords read a file of orders.
func ordersWords(t testing.TB, path string) string {
	t.Helper()
	opts := orderOptions()
	f, err := orderfile.Read(context.Background(), opened(t, path), opts)
	if err != nil {
		t.Fatal(err)
	}
	return orderWords(f, opts)
}

// lessonWords read a plan or a timetable.
func lessonWords(kind model.LessonFileKind) func(testing.TB, string) string {
	return func(t testing.TB, path string) string {
		t.Helper()
		lines, problems := readLessonPaths(t, kind, []string{path}, lessonOptions())
		var b strings.Builder
		for _, l := range lines {
			b.WriteString("+ " + l + "\n")
		}
		return b.String() + problemWords(problems, nil)
	}
}

// dirtyBytes are the contents of the files of a kind, those of folders included, for fuzzing to start from.
func dirtyBytes(t testing.TB, kind string, wanted func(data []byte) bool) (all [][]byte) {
	t.Helper()
	for _, path := range dirtyItems(t, kind) {
		inside, err := filepath.Glob(filepath.Join(path, "*"))
		if err != nil {
			t.Fatal(err)
		}
		if len(inside) == 0 {
			inside = []string{path}
		}
		for _, name := range inside {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if wanted(data) {
				all = append(all, slices.Clip(data))
			}
		}
	}
	return all
}

func anything([]byte) bool { return true }
