package desk_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"zvonok/model"
	"zvonok/model/store"
)

// What tells a process of this test that it is the one to be killed: the data folder, and whose mark it sets.
const (
	killedFolder  = "ZVONOK_TEST_KILLED_FOLDER"
	killedProfile = "ZVONOK_TEST_KILLED_PROFILE"
	markSaved     = "saved"
)

// namesakes are two students of one group with one full name, by their profiles, with the marks they get.
var namesakes = map[string]model.Mark{"11": 5, "12": 2}

// namesake finds the one of them with that profile.
func (w *world) namesake(t *testing.T, profile string) (id model.PersonID) {
	t.Helper()
	w.view(t, func(tx *store.Tx) error {
		profiles, err := tx.Profiles()
		for person, there := range profiles {
			if fmt.Sprint(there) == profile {
				id = person
			}
		}
		return err
	})
	return id
}

// TestMarkSurvivesKill: a mark that was typed stands, and stands at the right one of two namesakes, when the
// program is killed in the instant after it was kept.
func TestMarkSurvivesKill(t *testing.T) {
	if dir := os.Getenv(killedFolder); dir != "" {
		typeMark(t, dir, os.Getenv(killedProfile))
		return
	}
	w := newWorld(t)
	snapshot := small()
	student(&snapshot, "Борисова").Name = student(&snapshot, "Алексеева").Name
	w.apply(t, snapshot)
	w.newLesson(t)
	for profile := range namesakes {
		killAfterMark(t, w.college.Dir, profile)
	}

	again := openWorld(t, w.college.Dir, w.vk)
	page := again.journalPage(t, "Учителева")
	names := map[string]int{}
	for _, s := range page.Students {
		names[s.Name.String()]++
	}
	if len(page.Students) != 3 || len(names) != 2 || len(page.Cells) != len(namesakes) {
		t.Errorf("students %v, cells %v", names, page.Cells)
	}
	for profile, mark := range namesakes {
		cell := page.Cells[model.CellKey{Lesson: page.Lessons[0].ID, Person: again.namesake(t, profile)}]
		if cell.Mark != mark {
			t.Errorf("profile %s has %v, want %v", profile, cell, mark)
		}
	}
}

// typeMark is the life of the process to be killed: it sets a mark, says so, and waits for its end.
func typeMark(t *testing.T, dir, profile string) {
	w := openWorld(t, dir, newFake())
	teacher, page := w.as(t, "Учителева"), w.journalPage(t, "Учителева")
	key := model.CellKey{Lesson: page.Lessons[0].ID, Person: w.namesake(t, profile)}
	must(t, teacher.SetCells(teacher.As(t.Context()), []model.CellEdit{{CellKey: key, Mark: namesakes[profile]}}))
	fmt.Println(markSaved)
	_, _ = io.Copy(io.Discard, os.Stdin) // the end of the one who was to kill it ends it too
}

// killAfterMark lets another process set the mark, and kills it as soon as it says that it has.
func killAfterMark(t *testing.T, dir, profile string) {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	cmd := exec.CommandContext(t.Context(), self, "-test.run=^TestMarkSurvivesKill$")
	cmd.Env = append(os.Environ(), killedFolder+"="+dir, killedProfile+"="+profile)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	must(t, err)
	defer in.Close()
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	var said strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if lines.Text() == markSaved {
			must(t, cmd.Process.Kill())
			_ = cmd.Wait()
			return
		}
		said.WriteString(lines.Text() + "\n")
	}
	t.Fatalf("the mark was not set: %v\n%s", cmd.Wait(), said.String())
}
