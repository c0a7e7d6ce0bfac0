package lessons

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

var (
	errNoLearner   = errors.New("этот студент предмет не изучает: обновите журнал")
	errTopicGone   = errors.New("этой темы больше нет в КТП: выберите другую")
	errAbsentMark  = errors.New("оценку и отсутствие вместе не ставят: с оценкой сочетается только О (опоздание)")
	errTwoSubjects = errors.New("оценки двух предметов сразу не сохраняются: обновите журнал и повторите")
	errTaskGone    = errors.New("этого задания больше нет, его кто-то удалил: закройте окно и обновите журнал")
	errNoSuchValue = errors.New("такого в журнал не ставят: оценка — 2, 3, 4, 5, зач, нез; отсутствие — УП, НП, Б, О, Н")
)

// SaveLesson carries out «Сохранить» of «Занятие» (Рисунок 448) and gives the lesson's ID. A lesson that moves to another
// day takes its times along, those of its call too; of the others of its stream only the day moves. If the lesson has
// changed since, nothing is saved and the error is a *model.Conflict.
func (s *Lessons) SaveLesson(ctx context.Context, edit model.LessonEdit) (id model.LessonID, err error) {
	store.Answers(ctx, &id)
	if id = edit.ID; id == 0 {
		err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
			e, err := s.begin(tx, edit.Teaching)
			if err != nil {
				return err
			}
			l := model.Lesson{Teaching: edit.Teaching}
			if err := e.fill(&l, edit); err != nil {
				return err
			}
			if id, err = e.AddLesson(l); err != nil {
				return err
			}
			e.did(model.SittingWork{Added: 1}, l.Date)
			return e.writeSitting()
		})
		return id, err
	}
	return edit.ID, s.edit(ctx, edit.ID, edit.Whole, func(e *lessonEdit) error {
		l := e.lesson
		if l.ID != edit.ID {
			if l.Date.Equal(edit.Date) {
				return nil
			}
			l.Date = edit.Date
		} else {
			now := l.Seen()
			if err := e.fill(&l.Lesson, edit); err != nil {
				return err
			}
			if clash := edit.Seen.Clash(now, l.Seen()); clash != "" {
				return s.college.Conflict(e.Tx, model.Conflict{Thing: "занятие " + edit.Seen.Date.Format("02.01.2006"), What: clash}, now, kept, e.title())
			}
		}
		if err := MoveRemote(e.Tx, e.actor.Person, e.teaching.Teaching, e.lesson, e.all, l.Date, e.zone, e.now); err != nil {
			return err
		}
		if !l.Begins.IsZero() {
			l.Begins, l.Ends = sameTime(l.Begins, l.Date, e.zone), sameTime(l.Ends, l.Date, e.zone)
		}
		e.did(model.SittingWork{Changed: 1}, l.Date)
		return e.SetLesson(l.Lesson)
	})
}

// sameTime is the same time by the wall clock on another day.
func sameTime(at, day time.Time, zone *time.Location) time.Time {
	return model.At(day, model.MinutesIn(at, zone), zone)
}

// fill writes an edit into a lesson.
func (e *lessonEdit) fill(l *model.Lesson, edit model.LessonEdit) error {
	edit, err := edit.Clean(e.today)
	if err != nil {
		return err
	}
	switch {
	case edit.Topic == 0:
		l.Title = edit.Title
	case edit.Topic != l.Topic:
		topics, err := e.Topics(e.teaching.ID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(topics, func(t model.Topic) bool { return t.ID == edit.Topic })
		if at < 0 {
			return errTopicGone
		}
		l.Title = topics[at].Title
	}
	l.Date, l.Hours, l.Kind, l.Topic = edit.Date, edit.Hours, edit.Kind, edit.Topic
	return nil
}

// DeleteLesson removes a lesson, or its whole stream, with marks, absences and tasks. left is what was remote, if its call is
// to end.
func (s *Lessons) DeleteLesson(ctx context.Context, id model.LessonID, whole bool) (left model.RemoteLesson, err error) {
	store.Answers(ctx, &left)
	err = s.edit(ctx, id, whole, func(e *lessonEdit) error {
		l := e.lesson
		err := errors.Join(e.Tx.DeleteLesson(l.ID), e.audit("Удаление занятия", l.Date.Format("02.01.2006")+", "+l.Title))
		if err == nil && l.Remote != nil {
			left, err = leaveCall(e.Tx, *l.Remote)
		}
		return err
	})
	return left, err
}

// learning refuses a person who is not in the lesson's journal.
func (e *lessonEdit) learning(l model.JournalLesson, person model.PersonID) error {
	from, until := model.TermOf(l.Date).Range()
	there, err := e.InJournal(person, l.Teaching, e.today.Format(time.DateOnly), from, until)
	if err == nil && !there {
		err = errNoLearner
	}
	return err
}

// SaveTask carries out «Добавить задание» and «Задание с оценками» and gives the task's ID. If the task or its marks have
// changed since, nothing is saved and the error is a *model.Conflict.
func (s *Lessons) SaveTask(ctx context.Context, edit model.TaskEdit) (id model.TaskID, err error) {
	store.Answers(ctx, &id)
	if edit, err = edit.Clean(); err != nil {
		return 0, err
	}
	return id, s.editTask(ctx, edit.ID, edit.Lesson, func(e *lessonEdit) error {
		l := e.lesson
		e.did(model.SittingWork{Tasks: 1}, l.Date)
		task := model.Task{ID: edit.ID, Lesson: l.ID, Kind: edit.Kind, Title: edit.Title}
		var now model.TaskSeen
		var clash string
		if id = edit.ID; id == 0 {
			if id, err = e.AddTask(task); err != nil {
				return err
			}
		} else {
			if now, err = taskNow(e.Tx, id); err != nil {
				return err
			}
			clash = edit.Seen.Clash(now, model.TaskSeen{Kind: task.Kind, Title: task.Title})
			if err := e.SetTask(task); err != nil {
				return err
			}
		}
		seen, is := byPerson(edit.Seen.Marks), byPerson(now.Marks)
		var others []otherEntry
		for _, m := range edit.Marks {
			if err := e.learning(l, m.Person); err != nil {
				return err
			}
			was, is := seen[m.Person], is[m.Person]
			if is == m.Mark {
				continue
			}
			if is != was {
				key := model.CellKey{Lesson: l.ID, Person: m.Person}
				others = append(others, otherEntry{model.CellEdit{CellKey: key, Mark: m.Mark, Seen: model.CellEntry{Mark: was}}, l.Date, model.Cell{Mark: is}})
			}
			e.did(model.SittingWork{Marks: 1}, l.Date)
			if err := e.SetMark(l.ID, id, m); err != nil {
				return err
			}
		}
		switch {
		case clash != "":
			return s.college.Conflict(e.Tx, model.Conflict{Thing: "задание", What: clash}, now, kept, e.title())
		case len(others) > 0:
			return s.conflict(e, others, now)
		}
		return nil
	})
}

// taskNow is a task as it is.
func taskNow(tx *store.Tx, id model.TaskID) (now model.TaskSeen, err error) {
	t, err := taskIn(tx, id)
	if err != nil {
		return now, err
	}
	now = model.TaskSeen{Kind: t.Kind, Title: t.Title}
	now.Marks, err = tx.TaskMarks(id)
	return now, err
}

func byPerson(marks []model.StudentMark) map[model.PersonID]model.Mark {
	return model.Map(marks, func(m model.StudentMark) (model.PersonID, model.Mark) { return m.Person, m.Mark })
}

// editTask is edit for the lesson of a task or, when there is no task yet, for the lesson itself.
func (s *Lessons) editTask(ctx context.Context, task model.TaskID, lesson model.LessonID, fn func(*lessonEdit) error) error {
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		if task != 0 {
			t, err := taskIn(tx, task)
			if err != nil {
				return err
			}
			lesson = t.Lesson
		}
		return s.editIn(tx, lesson, false, fn)
	})
}

// taskIn loads a task; the number of a deleted one is never given to another.
func taskIn(tx *store.Tx, id model.TaskID) (model.Task, error) {
	t, err := tx.Task(id)
	if errors.Is(err, store.ErrNotFound) {
		err = errTaskGone
	}
	return t, err
}

// DeleteTask removes a task with its marks.
func (s *Lessons) DeleteTask(ctx context.Context, id model.TaskID) error {
	return s.editTask(ctx, id, 0, func(e *lessonEdit) error {
		task, err := taskIn(e.Tx, id)
		if err != nil {
			return err
		}
		if err := e.Tx.DeleteTask(task); err != nil {
			return err
		}
		return e.audit("Удаление задания", fmt.Sprintf("%s, %s %s", e.lesson.Date.Format("02.01.2006"), task.Kind.Short(), task.Title))
	})
}

// TaskMarks are the marks of a task, for those who may see its journal.
func (s *Lessons) TaskMarks(ctx context.Context, id model.TaskID) ([]model.StudentMark, error) {
	return store.Read(ctx, s.college.Store, func(tx *store.Tx) (marks []model.StudentMark, err error) {
		task, err := taskIn(tx, id)
		if err != nil {
			return marks, err
		}
		if err := s.maySee(tx, task.Lesson); err != nil {
			return marks, err
		}
		return tx.TaskMarks(id)
	})
}

// maySee refuses those who may not see the journal of a lesson.
func (s *Lessons) maySee(tx *store.Tx, lesson model.LessonID) error {
	actor, err := college.Self(tx)
	if err != nil {
		return err
	}
	l, err := tx.Lesson(lesson)
	if err != nil {
		return err
	}
	teaching, err := s.teachingIn(tx, l.Teaching)
	if err == nil && !actor.AccessToJournal(teaching.Teaching).See {
		err = app.ErrNoRight
	}
	return err
}
