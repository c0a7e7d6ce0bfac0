package kept

import (
	"reflect"
	"testing"
	"time"

	"zvonok/model"
)

// TestClone: what somebody does with an answer nobody else sees.
func TestClone(t *testing.T) {
	make := func() *model.JournalPage {
		return &model.JournalPage{
			Students: []model.JournalStudent{{Person: 1}}, Today: time.Date(2026, 11, 23, 0, 0, 0, 0, time.FixedZone("", 3600)),
			Lessons: []model.JournalLesson{{Remote: &model.RemoteLesson{Link: "a"}, Tasks: []model.Task{{Title: "b"}}}},
			Cells:   model.Cells{{Lesson: 1}: {Tasks: []model.Mark{5}}}, Terms: []model.Term{},
		}
	}
	kept := make()
	given := clone(reflect.ValueOf(kept).Elem()).Interface().(model.JournalPage)
	if !reflect.DeepEqual(given, *make()) {
		t.Errorf("given: %+v", given)
	}
	given.Students[0].Person, given.Lessons[0].Remote.Link, given.Lessons[0].Tasks[0].Title = 2, "c", "d"
	given.Cells[model.CellKey{Lesson: 1}].Tasks[0] = 2
	given.Cells[model.CellKey{Lesson: 2}] = model.Cell{}
	if !reflect.DeepEqual(kept, make()) {
		t.Errorf("kept: %+v", kept)
	}
}
