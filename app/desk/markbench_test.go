package desk_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/demo"
	"zvonok/app/desk"
	"zvonok/app/imports"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// The size of the journal that is measured, and how long keeping a mark may take there.
const (
	journalStudents = 35
	journalLessons  = 250
	markLimit       = 50 * time.Millisecond
	fullMark        = model.Mark(4) // what the full journal is full of
)

// fullJournal is a college of 200 groups with one journal that is full of marks.
func fullJournal(b *testing.B, dir string) (c *college.College, teaching model.TeachingRow, lessons []model.LessonID, students []model.JournalStudent) {
	b.Helper()
	c = openCollege(b, dir)
	c.Clock = newManual()
	today := c.Clock.Now()
	snapshot, _ := demo.College(bigGroups)
	subject := &snapshot.Teachings[0]
	subject.WholeGroup = true
	have := 0
	for _, s := range snapshot.Students {
		if s.Group == subject.Group {
			have++
		}
	}
	for n := have; n < journalStudents; n++ {
		code := fmt.Sprintf("новый-%d", n)
		snapshot.Students = append(snapshot.Students, roster.Student{
			Key: roster.Key(code), Code: code, Name: model.Name{LastName: "Новиков", FirstName: code}, Group: subject.Group,
		})
	}
	if err := imports.ApplySnapshot(b.Context(), c, snapshot); err != nil {
		b.Fatal(err)
	}
	from, until := model.TermOf(today).Range()
	err := c.Store.Update(b.Context(), func(tx *store.Tx) error {
		day := today.Format(time.DateOnly)
		rows, err := tx.TeachingRows(store.TeachingFilter{Today: day})
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.Subject == subject.Subject && r.WholeGroup && r.LearnerCount == journalStudents && len(r.Teachers) > 0 {
				teaching = r
			}
		}
		if students, err = tx.JournalStudents(teaching.ID, day, from, until); err != nil {
			return err
		}
		for n := range journalLessons {
			l := model.Lesson{Teaching: teaching.ID, Date: from.AddDate(0, 0, n%100), Hours: 1, Kind: model.LessonPlain, Title: "Тема"}
			id, err := tx.AddLesson(l)
			if err != nil {
				return err
			}
			lessons = append(lessons, id)
			for _, s := range students {
				if err := tx.SetMark(id, 0, model.StudentMark{Person: s.Person, Mark: fullMark}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil || len(students) != journalStudents {
		b.Fatalf("%d students of %s: %v", len(students), subject.Subject, err)
	}
	return c, teaching, lessons, students
}

// BenchmarkSetCells types marks into a full journal of 35 students and 250 lessons in a college of 200 groups; the
// ratio is to SQLite's writing of the same row in a transaction of its own, of which the asking after rights, lesson and
// student makes many times as much. The limits are 50 ms and 40.
func BenchmarkSetCells(b *testing.B) {
	ctx, dir := b.Context(), b.TempDir()
	c, teaching, lessons, students := fullJournal(b, dir)
	bare := filepath.Join(b.TempDir(), store.FileName)
	if err := c.Store.Backup(ctx, bare); err != nil {
		b.Fatal(err)
	}
	db := openRaw(b, bare)
	teacher := desk.NewSession(c, agent.NewKeeper(c, nil, slog.New(slog.DiscardHandler)), nil, app.Addresses{})
	if err := teacher.Enter(ctx, teaching.Teachers[0]); err != nil {
		b.Fatal(err)
	}
	var floor, own, longest time.Duration
	marks, given := 0, map[model.CellKey]model.CellEntry{}
	for b.Loop() {
		key := model.CellKey{Lesson: lessons[marks*7%len(lessons)], Person: students[marks%len(students)].Person}
		mark, seen := model.Mark(2+marks%3), model.CellEntry{Mark: fullMark}
		if again, there := given[key]; there {
			seen = again
		}
		marks++
		began := time.Now()
		_, err := db.ExecContext(ctx, `INSERT INTO marks (lesson_id, person_id, task_id, mark) VALUES ($1, $2, 0, $3)
			ON CONFLICT (lesson_id, person_id, task_id) DO UPDATE SET mark = excluded.mark`, key.Lesson, key.Person, mark)
		floor += time.Since(began)
		if err != nil {
			b.Fatal(err)
		}
		began = time.Now()
		err = teacher.SetCells(teacher.As(ctx), []model.CellEdit{{CellKey: key, Mark: mark, Seen: seen}})
		took := time.Since(began)
		given[key] = model.CellEntry{Mark: mark}
		own, longest = own+took, max(longest, took)
		if err != nil {
			b.Fatal(err)
		}
	}
	if mean := own / time.Duration(marks); mean > markLimit {
		b.Errorf("keeping a mark takes %v, the limit is %v", mean, markLimit)
	}
	b.ReportMetric(float64(own.Milliseconds())/float64(marks), "ms/mark(limit-50)")
	b.ReportMetric(float64(longest.Milliseconds()), "ms-longest")
	b.ReportMetric(float64(own)/float64(floor), "ratio(limit-40)")
}
