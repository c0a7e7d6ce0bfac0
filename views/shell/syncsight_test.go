package shell

import (
	"strings"
	"testing"

	"zvonok/model"
)

// TestOnlyStaffSeesTheSynchronisation: students and parents, who can do nothing about it, see no state of synchronisation,
// whatever it is and however it changes.
func TestOnlyStaffSeesTheSynchronisation(t *testing.T) {
	parent := model.Person{ID: 4, Name: model.ParseName("Алёхина Мария Ивановна"), Kind: model.Parent}
	for name, c := range map[string]struct {
		person model.Person
		sees   bool
	}{
		"student": {student, false}, "parent": {parent, false}, "teacher": {teacher, true}, "administrator": {administrator, true},
		"teacher who is a parent": {model.Person{ID: 5, Name: teacher.Name, Kind: model.Staff | model.Parent}, true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, false, func(f *fakeService) { f.person = c.person })
			b.confirms = c.person.ID == administrator.ID
			for _, status := range []model.SyncStatus{
				{LastRun: b.now}, {LastRun: b.now, Missing: model.MissingCount{Waiting: 321}}, {Pending: 3}, {Problem: "нет связи с VK"}, {},
				{Held: true, Problem: "остановлено для безопасности: ушло бы 30"},
				{Running: true, Progress: model.Progress{Stage: model.StageCarry, Done: 10, Total: 100}},
			} {
				b.service.status = status
				b.service.told(model.Change{Sync: true})
				b.timer.pass()
				bar := b.shell.bar
				words := wordsOf(status, b.now)
				if words.held && !b.confirms {
					words = heldForOthers
				}
				if sees := strings.Contains(b.sight(), words.text); sees != c.sees || bar.dot.Visible() != c.sees {
					t.Errorf("%+v: the words are seen: %v, the dot: %v", status, sees, bar.dot.Visible())
				}
			}
		})
	}
}
