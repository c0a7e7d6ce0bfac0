package roster_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestOpenLinks: a link to a folder is the folder; links inside lead nowhere, so that a folder is not left and a loop
// ends.
func TestOpenLinks(t *testing.T) {
	folder := writeFiles(t, goodFolder())
	want := opened(t, folder)
	beside := t.TempDir()
	other := filepath.Join(beside, "чужое.csv")
	link := filepath.Join(beside, "списки")
	for _, err := range []error{
		os.WriteFile(other, []byte("чужое"), 0o600), os.Symlink(folder, link),
		os.Symlink(other, filepath.Join(folder, "чужое.csv")), os.Symlink(folder, filepath.Join(folder, "ещё")),
	} {
		if err != nil {
			t.Skip("no links here: ", err)
		}
	}
	for _, path := range []string{folder, link} {
		if got := opened(t, path); !slices.Equal(got.Names(), want.Names()) || got.Digest() != want.Digest() {
			t.Errorf("%s holds %q, want %q", path, got.Names(), want.Names())
		}
	}
}

// TestDigest: names and contents tell files apart, and nothing else does.
func TestDigest(t *testing.T) {
	one := opened(t, writeFiles(t, map[string]string{"а.csv": "1", "б.csv": "2"}))
	if again := opened(t, writeFiles(t, map[string]string{"а.csv": "1", "б.csv": "2"})); again.Digest() != one.Digest() {
		t.Error("the same files of another folder are others")
	}
	for _, files := range []map[string]string{{"а.csv": "12", "б.csv": ""}, {"а.csv": "1"}, {"а.csv": "1", "в.csv": "2"}, {"а.csv": "1", "б.csv": "3"}} {
		if opened(t, writeFiles(t, files)).Digest() == one.Digest() {
			t.Errorf("%v are taken for others", files)
		}
	}
}
