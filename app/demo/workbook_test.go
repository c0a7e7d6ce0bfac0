package demo

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"zvonok/model/roster"
	"zvonok/model/roster/formats"
	"zvonok/model/roster/listfile"
	"zvonok/model/roster/table"
)

// The demonstration is imported as a college imports its roster: from a workbook. Keys that the reader
// made otherwise would make accounts nobody's.
func TestWorkbookHoldsTheCollege(t *testing.T) {
	want, _ := College(DefaultGroups)
	path := filepath.Join(t.TempDir(), "колледж.xlsx")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := listfile.Write(file, want); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := table.Open(t.Context(), []string{path})
	if err != nil {
		t.Fatal(err)
	}
	got, problems, err := formats.Read(t.Context(), files, formats.Options{Today: today})
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v, %d problems, the first %+v", err, len(problems), problems[:min(1, len(problems))])
	}
	forgetPlaces(&got)
	for _, list := range []struct {
		of        string
		got, want any
	}{
		{"groups", got.Groups, want.Groups},
		{"students", got.Students, want.Students},
		{"parents", got.Parents, want.Parents},
		{"staff", got.Staff, want.Staff},
		{"teachings", got.Teachings, want.Teachings},
		{"sections", got.Given, want.Given},
		{"source", got.Source, want.Source},
	} {
		if !reflect.DeepEqual(list.got, list.want) {
			t.Errorf("%s differ:\n got %.600v\nwant %.600v", list.of, list.got, list.want)
		}
	}
}

// A new college takes the whole roster: the comparison finds nothing doubtful in it.
func TestCollegeComparesCleanly(t *testing.T) {
	s, _ := College(200)
	changes, problems := roster.Compare(roster.College{}, s, roster.Decisions{})
	if len(problems) > 0 {
		t.Fatalf("%d problems, the first %+v", len(problems), problems[0])
	}
	counts := changes.Counts()
	want := roster.Counts{
		Groups: roster.Count{Added: len(s.Groups)}, Students: roster.Count{Added: len(s.Students)},
		Parents: roster.Count{Added: len(s.Parents)}, Staff: roster.Count{Added: len(s.Staff)},
		Teachings: roster.Count{Added: len(s.Teachings)}, Learners: counts.Learners,
	}
	if counts != want {
		t.Errorf("a new college is %+v, want %+v", counts, want)
	}
	// The teacher who is a parent is one person.
	if people := len(s.Students) + len(s.Parents) + len(s.Staff); len(changes.Writes.People) != people-1 {
		t.Errorf("%d people are written, want %d", len(changes.Writes.People), people-1)
	}
}

func forgetPlaces(s *roster.Snapshot) {
	for i := range s.Groups {
		s.Groups[i].At = roster.Place{}
	}
	for i := range s.Students {
		s.Students[i].At = roster.Place{}
	}
	for i := range s.Parents {
		s.Parents[i].At = roster.Place{}
	}
	for i := range s.Staff {
		s.Staff[i].At = roster.Place{}
	}
	for i := range s.Teachings {
		s.Teachings[i].At = roster.Place{}
	}
}
