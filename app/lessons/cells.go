package lessons

import (
	"context"
	"time"

	"zvonok/app/college"
	"zvonok/model"
)

const kept = "Ведение журнала"

// SetCells sets students' absences and marks of lessons of one subject, all of them or none; the marks of tasks stay. If
// somebody has entered others since the person looked, nothing is set and the error is a *model.Conflict.
func (s *Lessons) SetCells(ctx context.Context, edits []model.CellEdit) error {
	for _, edit := range edits {
		switch {
		case edit.Absence != 0 && !edit.Absence.Known(), edit.Mark != 0 && !edit.Mark.Known():
			return errNoSuchValue
		case edit.Mark != 0 && !edit.Absence.Present():
			return errAbsentMark
		}
	}
	if len(edits) == 0 {
		return nil
	}
	return s.edit(ctx, edits[0].Lesson, false, func(e *lessonEdit) error {
		lessons := map[model.LessonID]model.JournalLesson{e.lesson.ID: e.lesson}
		var others []otherEntry
		for _, edit := range edits {
			l, known := lessons[edit.Lesson]
			if !known {
				var err error
				if l, err = e.Lesson(edit.Lesson); err != nil {
					return err
				}
				lessons[l.ID] = l
			}
			if l.Teaching != e.teaching.ID {
				return errTwoSubjects
			}
			before, err := e.Cell(edit.CellKey)
			if err != nil {
				return err
			}
			switch before.Entry() {
			case edit.Entry():
			case edit.Seen:
				err = e.setCell(l, edit)
			default:
				err = e.learning(l, edit.Person) // whose name the error is to have
				others = append(others, otherEntry{edit, l.Date, before})
			}
			if err != nil {
				return err
			}
		}
		if len(others) == 0 {
			return nil
		}
		now := model.Cells{}
		for _, o := range others {
			now[o.edit.CellKey] = o.now
		}
		return s.conflict(e, others, now)
	})
}

// otherEntry is an entry that somebody else made in a lesson of a day while the edit was being made.
type otherEntry struct {
	edit model.CellEdit
	day  time.Time
	now  model.Cell
}

// conflict is the error of edits over others' entries, at least one; now is what is edited.
func (s *Lessons) conflict(e *lessonEdit, others []otherEntry, now any) error {
	what := make([]string, len(others))
	for i, o := range others {
		p, err := e.Person(o.edit.Person)
		if err != nil {
			return err
		}
		what[i] = p.Name.Short() + ", " + o.day.Format("02.01") + ": " + college.Change(o.edit.Seen.String(), o.now.Entry().String())
	}
	found := model.Conflict{Thing: "журнал", What: model.FewOf(what, othersNamed, "; ")}
	if len(others) == 1 {
		found.Theirs, found.Yours = others[0].now.Entry().String(), others[0].edit.Entry().String()
	}
	return s.college.Conflict(e.Tx, found, now, kept, e.title())
}

// othersNamed is how many entries of others an error names.
const othersNamed = 5

// setCell writes what an edit changes in a cell.
func (e *lessonEdit) setCell(l model.JournalLesson, edit model.CellEdit) error {
	if err := e.learning(l, edit.Person); err != nil {
		return err
	}
	if edit.Seen.Absence != edit.Absence {
		e.did(model.SittingWork{Absences: 1}, l.Date)
		if err := e.SetAbsence(edit.CellKey, edit.Absence); err != nil {
			return err
		}
	}
	if edit.Seen.Mark == edit.Mark {
		return nil
	}
	e.did(model.SittingWork{Marks: 1}, l.Date)
	return e.SetMark(edit.Lesson, 0, model.StudentMark{Person: edit.Person, Mark: edit.Mark})
}
