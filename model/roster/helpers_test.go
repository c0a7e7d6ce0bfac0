package roster

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zvonok/model"
)

var today = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// opened are the files behind paths.
func opened(t testing.TB, paths ...string) model.Files {
	t.Helper()
	files, err := Open(context.Background(), paths)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return files
}

// readPaths reads and fails the test on an error.
func readPaths(t testing.TB, paths ...string) (Snapshot, []Problem) {
	t.Helper()
	return readFiles(t, opened(t, paths...))
}

// readFiles reads and fails the test on an error.
func readFiles(t testing.TB, files model.Files) (Snapshot, []Problem) {
	t.Helper()
	s, problems, err := Read(context.Background(), files, Options{Today: today})
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
func writeBook(t testing.TB, s Snapshot) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteWorkbook(&b, s); err != nil {
		t.Fatalf("WriteWorkbook: %v", err)
	}
	path := filepath.Join(t.TempDir(), "колледж.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// clean fails the test on any problem.
func clean(t testing.TB, problems []Problem) {
	t.Helper()
	for _, p := range problems {
		t.Errorf("unexpected problem: %+v", p)
	}
	if len(problems) > 0 {
		t.FailNow()
	}
}

// unplaced clears where the records stood, for comparing.
func unplaced(s Snapshot) Snapshot {
	for i := range s.Groups {
		s.Groups[i].At = Place{}
	}
	for i := range s.Students {
		s.Students[i].At = Place{}
	}
	for i := range s.Parents {
		s.Parents[i].At = Place{}
	}
	for i := range s.Staff {
		s.Staff[i].At = Place{}
	}
	for i := range s.Teachings {
		s.Teachings[i].At = Place{}
	}
	return s
}
