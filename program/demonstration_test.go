package program

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zvonok/app/cli"
	"zvonok/app/demo"
	"zvonok/model/store"
)

// TestDemonstrationSparesColleges: a folder with a real college, or with something that cannot be read, is refused
// before anything is written into it.
func TestDemonstrationSparesColleges(t *testing.T) {
	real, broken := t.TempDir(), t.TempDir()
	s, err := store.Open(t.Context(), real)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(broken, store.FileName), []byte("not a database at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{real, broken} {
		end := run(t, program(t), "demo", "--groups", "1", "--data", dir)
		if end.code != cli.ExitFailed || !strings.Contains(end.err, demo.ErrRealCollege.Error()) {
			t.Errorf("%s: exit code %d\n%s", dir, end.code, end.err)
		}
		if _, err := os.Stat(filepath.Join(dir, "vk-sandbox.jsonl")); err == nil {
			t.Error("the local VK has begun to write there")
		}
	}
}

// TestDemonstrationGroups: a number of groups that makes no college is wrong use, said in words.
func TestDemonstrationGroups(t *testing.T) {
	for _, groups := range []string{"0", "-3", "100000"} {
		end := run(t, program(t), "demo", "--groups="+groups)
		if end.code != cli.ExitUsage || !strings.Contains(end.err, "--groups: нужно число от 1") {
			t.Errorf("%s: exit code %d, %s", groups, end.code, end.err)
		}
	}
}

// TestMadeUpCollegeHasItsOwn: a database and another VK that were named would be passed over silently.
func TestMadeUpCollegeHasItsOwn(t *testing.T) {
	for _, args := range [][]string{{"demo", "--db", "postgres:///college"}, {"demo", "--vk-url", "http://127.0.0.1:1"}, {"tour", "--out", t.TempDir(), "--db", "postgres:///college"}} {
		end := run(t, program(t), args...)
		if end.code != cli.ExitFailed || !strings.Contains(end.err, "уберите --db и --vk-url") {
			t.Errorf("%q: exit code %d, %s", args, end.code, end.err)
		}
	}
}
