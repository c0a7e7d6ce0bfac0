package background

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The person at work comes with the context of the executor, so a screen makes none of its own.
func TestScreensWorkUnderTheirExecutor(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if d.IsDir() && slices.Contains([]string{"background", "viewtest", "tour", "window"}, d.Name()) { // they make executors
			return fs.SkipDir
		}
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, own := range []string{"context." + "Background()", "context." + "TODO()"} {
			if strings.Contains(string(source), own) {
				t.Errorf("%s calls %s: Executor.Context is there for it", path, own)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
