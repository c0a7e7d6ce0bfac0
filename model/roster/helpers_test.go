package roster_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/formats"
	"zvonok/model/roster/listfile"
	"zvonok/model/roster/table"
)

const dayLayout = "02.01.2006"

var today = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// opened are the files behind paths.
func opened(t testing.TB, paths ...string) model.Files {
	t.Helper()
	files, err := table.Open(context.Background(), paths)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return files
}

// readPaths reads and fails the test on an error.
func readPaths(t testing.TB, paths ...string) (roster.Snapshot, []roster.Problem) {
	t.Helper()
	return readFiles(t, opened(t, paths...))
}

// readFiles reads and fails the test on an error.
func readFiles(t testing.TB, files model.Files) (roster.Snapshot, []roster.Problem) {
	t.Helper()
	s, problems, err := formats.Read(context.Background(), files, formats.Options{Today: today})
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return s, problems
}

// writeFiles puts files into a new folder.
func writeFiles(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// writeBook writes a snapshot as a workbook into a new folder.
func writeBook(t testing.TB, s roster.Snapshot) string {
	t.Helper()
	var b bytes.Buffer
	if err := listfile.Write(&b, s); err != nil {
		t.Fatalf("WriteWorkbook: %v", err)
	}
	path := filepath.Join(t.TempDir(), "колледж.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// clean fails the test on any problem.
func clean(t testing.TB, problems []roster.Problem) {
	t.Helper()
	for _, p := range problems {
		t.Errorf("unexpected problem: %+v", p)
	}
	if len(problems) > 0 {
		t.FailNow()
	}
}

// unplaced clears where the records stood, for comparing.
func unplaced(s roster.Snapshot) roster.Snapshot {
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
	return s
}
