package store

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"zvonok/model"
)

// cells loads what stands in the journal of «История» in November.
func (s *school) cells(t *testing.T) (cells map[model.CellKey]model.Cell) {
	t.Helper()
	view(t, s.Store, func(tx *Tx) (err error) {
		cells, err = tx.Cells(s.history, novembers(1), novembers(31))
		return err
	})
	return cells
}

func sameCells(a, b map[model.CellKey]model.Cell) bool {
	return maps.EqualFunc(a, b, func(x, y model.Cell) bool {
		return x.Absence == y.Absence && x.Mark == y.Mark && slices.Equal(x.Tasks, y.Tasks)
	})
}

// TestMarksOfNamesakes: two people of one name keep their own marks and absences; a mark is replaced and taken back,
// apart from those of tasks.
func TestMarksOfNamesakes(t *testing.T) {
	s := newSchool(t)
	id, other, outside := s.lesson(t, s.history, 23), s.lesson(t, s.history, 24), s.lesson(t, s.history, 31)
	foreign := s.lesson(t, s.second, 23)
	ivanov, namesake := model.CellKey{Lesson: id, Person: s.ivanov}, model.CellKey{Lesson: id, Person: s.namesake}
	var early, late model.TaskID
	update(t, s.Store, func(tx *Tx) (err error) {
		if early, err = tx.AddTask(model.Task{Lesson: id, Kind: 1, Title: "Реферат"}); err != nil {
			return err
		}
		if late, err = tx.AddTask(model.Task{Lesson: id, Kind: 2, Title: "Опрос"}); err != nil {
			return err
		}
		mark := func(l model.LessonID, task model.TaskID, p model.PersonID, m model.Mark) error {
			return tx.SetMark(l, task, model.StudentMark{Person: p, Mark: m})
		}
		return errors.Join(
			mark(id, 0, s.ivanov, 3), mark(id, 0, s.ivanov, 5), mark(id, 0, s.namesake, 2), mark(id, late, s.ivanov, 4), mark(id, early, s.ivanov, 3),
			mark(other, 0, s.namesake, 4), mark(outside, 0, s.ivanov, 2), mark(foreign, 0, s.namesake, 5),
			tx.SetAbsence(namesake, 1), tx.SetAbsence(namesake, 2))
	})
	want := map[model.CellKey]model.Cell{
		ivanov:                              {Mark: 5, Tasks: []model.Mark{3, 4}},
		namesake:                            {Mark: 2, Absence: 2},
		{Lesson: other, Person: s.namesake}: {Mark: 4},
	}
	if got := s.cells(t); !sameCells(got, want) {
		t.Errorf("the journal has %+v, want %+v", got, want)
	}
	update(t, s.Store, func(tx *Tx) error {
		return errors.Join(tx.SetMark(id, 0, model.StudentMark{Person: s.ivanov}), tx.SetAbsence(namesake, 0), tx.SetMark(id, early, model.StudentMark{Person: s.ivanov}))
	})
	want[ivanov], want[namesake] = model.Cell{Tasks: []model.Mark{4}}, model.Cell{Mark: 2}
	if got := s.cells(t); !sameCells(got, want) {
		t.Errorf("after taking back the journal has %+v, want %+v", got, want)
	}
}

// TestTasks: tasks stand with their lesson in the order in which they were given, and go with their marks.
func TestTasks(t *testing.T) {
	s := newSchool(t)
	id, other := s.lesson(t, s.history, 23), s.lesson(t, s.second, 23)
	tasks := []model.Task{{Lesson: id, Kind: 2, Title: "Опрос"}, {Lesson: id, Kind: 1, Title: "Реферат"}, {Lesson: other, Kind: 1, Title: "Чтение"}}
	update(t, s.Store, func(tx *Tx) (err error) {
		for i := range tasks {
			if tasks[i].ID, err = tx.AddTask(tasks[i]); err != nil {
				return err
			}
			for _, m := range []model.StudentMark{{Person: s.namesake, Mark: 4}, {Person: s.ivanov, Mark: 5}} {
				if err := tx.SetMark(tasks[i].Lesson, tasks[i].ID, m); err != nil {
					return err
				}
			}
		}
		tasks[0].Title = "Устный опрос"
		return tx.SetTask(tasks[0])
	})
	view(t, s.Store, func(tx *Tx) error {
		all, err := tx.Tasks(s.history)
		if !slices.Equal(all[id], tasks[:2]) || len(all) != 1 {
			t.Errorf("the subject has %+v, want %+v", all, tasks[:2])
		}
		l, err2 := tx.Lesson(id)
		one, err3 := tx.Task(tasks[1].ID)
		marks, err4 := tx.TaskMarks(tasks[1].ID)
		if !slices.Equal(l.Tasks, tasks[:2]) || one != tasks[1] {
			t.Errorf("the lesson has %+v, the task is %+v", l.Tasks, one)
		}
		if want := []model.StudentMark{{Person: s.ivanov, Mark: 5}, {Person: s.namesake, Mark: 4}}; !slices.Equal(marks, want) {
			t.Errorf("the task has the marks %+v, want %+v", marks, want)
		}
		return errors.Join(err, err2, err3, err4)
	})
	update(t, s.Store, func(tx *Tx) error { return tx.DeleteTask(tasks[0]) })
	view(t, s.Store, func(tx *Tx) error {
		left, err := tx.TaskMarks(tasks[1].ID)
		gone, err2 := tx.TaskMarks(tasks[0].ID)
		_, missing := tx.Task(tasks[0].ID)
		if len(left) != 2 || len(gone) != 0 || !errors.Is(missing, ErrNotFound) {
			t.Errorf("left %+v, gone %+v, %v", left, gone, missing)
		}
		return errors.Join(err, err2)
	})
}

// TestMigrationDropsMarksWithoutTheirTask: marks of tasks that an older version left behind go, all others stay, and no
// number of a task is given twice.
func TestMigrationDropsMarksWithoutTheirTask(t *testing.T) {
	onlySQLite(t)
	s := newSchool(t)
	id := s.lesson(t, s.history, 23)
	add := func() (task model.TaskID) {
		t.Helper()
		update(t, s.Store, func(tx *Tx) (err error) {
			task, err = tx.AddTask(model.Task{Lesson: id, Kind: 1, Title: "Реферат"})
			return err
		})
		return task
	}
	kept := add()
	downTo(t, s.Store, 10)
	err := s.run(t.Context(), s.pools.write, func(tx *Tx) error { // the older schema has no events
		return errors.Join(tx.SetMark(id, 0, model.StudentMark{Person: s.ivanov, Mark: 5}), tx.SetMark(id, kept, model.StudentMark{Person: s.ivanov, Mark: 4}),
			tx.SetMark(id, kept+7, model.StudentMark{Person: s.ivanov, Mark: 2}))
	})
	if err != nil {
		t.Fatal(err)
	}
	up(t, s.Store)
	want := map[model.CellKey]model.Cell{{Lesson: id, Person: s.ivanov}: {Mark: 5, Tasks: []model.Mark{4}}}
	if got := s.cells(t); !sameCells(got, want) {
		t.Errorf("the journal has %+v, want %+v", got, want)
	}
	gone := add()
	update(t, s.Store, func(tx *Tx) error { return tx.DeleteTask(model.Task{ID: gone, Lesson: id}) })
	if next := add(); next <= gone {
		t.Errorf("task %d was deleted and the next one is %d", gone, next)
	}
}
