package model

import (
	"reflect"
	"testing"
)

func typed(lesson LessonID, person PersonID, seen, mark Mark) UnsentCell {
	return UnsentCell{CellEdit: CellEdit{CellKey: CellKey{lesson, person}, Mark: mark, Seen: CellEntry{Mark: seen}}}
}

func TestUnsentShow(t *testing.T) {
	page := JournalPage{Lessons: []JournalLesson{{Lesson: Lesson{ID: 1}}}, Cells: Cells{
		{1, 1}: {Mark: 3, Tasks: []Mark{5}}, {1, 2}: {Mark: 4},
	}}
	for _, u := range []Unsent{
		{Cells: []UnsentCell{typed(1, 1, 3, 5), typed(1, 2, 4, 0), typed(9, 1, 0, 2)}},
		{Cells: []UnsentCell{typed(1, 3, 0, 2)}},
		{Cells: []UnsentCell{typed(1, 1, 5, 2)}, Refused: "у вас нет права"},
	} {
		u.Show(&page)
	}
	want := Cells{{1, 1}: {Mark: 5, Tasks: []Mark{5}}, {1, 3}: {Mark: 2}}
	if !reflect.DeepEqual(page.Cells, want) {
		t.Errorf("the page shows %v, want %v", page.Cells, want)
	}
	empty := JournalPage{Lessons: page.Lessons}
	Unsent{Cells: []UnsentCell{typed(1, 3, 0, 2)}}.Show(&empty)
	if empty.Cells[CellKey{1, 3}].Mark != 2 {
		t.Errorf("an empty page shows %v", empty.Cells)
	}
}

// TestUnsentOverOthers: what was entered over a step that is revoked, or over what somebody else entered, has seen what stands there.
func TestUnsentOverOthers(t *testing.T) {
	first := Unsent{Cells: []UnsentCell{typed(1, 1, 3, 4)}}
	second := Unsent{Cells: []UnsentCell{typed(1, 1, 4, 5), typed(1, 2, 4, 5)}}
	if got := second.After(first); got.Cells[0].Seen.Mark != 3 || got.Cells[1].Seen.Mark != 4 || second.Cells[0].Seen.Mark != 4 {
		t.Errorf("after a revoked step: %+v", got)
	}
	second.Refused, second.Conflict = "сохранено другое", &Conflict{}
	got := second.Over(Cells{{1, 2}: {Mark: 2}})
	if got.Refused != "" || got.Conflict != nil || got.Cells[0].Seen.Mark != 4 || got.Cells[1].Seen.Mark != 2 || len(got.Edits()) != 2 {
		t.Errorf("over what stands there: %+v", got)
	}
}
