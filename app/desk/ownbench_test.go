package desk_test

import (
	"context"
	"log/slog"
	"math"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/demo"
	"zvonok/app/desk"
	"zvonok/app/imports"
	"zvonok/model"
	"zvonok/model/store"
)

// timetabled is a college of that many groups in which every subject has a lesson on each of the week's days, and a
// teacher of one subject of it.
func timetabled(b *testing.B, groups int) (teacher, admin *desk.Session) {
	b.Helper()
	c := openCollege(b, b.TempDir())
	c.Clock = newManual()
	snapshot, _ := demo.College(groups)
	if err := imports.ApplySnapshot(b.Context(), c, snapshot); err != nil {
		b.Fatal(err)
	}
	var of model.PersonID
	err := c.Store.Update(b.Context(), func(tx *store.Tx) error {
		rows, err := tx.TeachingRows(store.TeachingFilter{Today: lessonDay.Format(time.DateOnly)})
		if err != nil {
			return err
		}
		leads := map[model.PersonID]int{}
		for _, r := range rows {
			for day := range 5 {
				l := model.Lesson{Teaching: r.ID, Date: lessonDay.AddDate(0, 0, day), Hours: 1, Kind: model.LessonPlain, Title: "Тема"}
				if _, err := tx.AddLesson(l); err != nil {
					return err
				}
			}
			for _, p := range r.Teachers {
				if leads[p]++; leads[p] == 4 && of == 0 {
					of = p
				}
			}
		}
		return nil
	})
	if err != nil || of == 0 {
		b.Fatal("nobody leads four subjects: ", err)
	}
	session := func(enter func(*desk.Session) error) *desk.Session {
		s := desk.NewSession(c, agent.NewKeeper(c, nil, slog.New(slog.DiscardHandler)), nil, app.Addresses{})
		if err := enter(s); err != nil {
			b.Fatal(err)
		}
		return s
	}
	return session(func(s *desk.Session) error { return s.Enter(b.Context(), of) }),
		session(func(s *desk.Session) error { return s.EnterOwner(b.Context()) })
}

// BenchmarkOwnLessons reads a teacher's week in a college of 200 groups; the ratio, a lesson, is to one of 20 groups. The
// limit is 1.5: nobody waits for the lessons of others.
func BenchmarkOwnLessons(b *testing.B) {
	small, _ := timetabled(b, bigGroups/10)
	big, _ := timetabled(b, bigGroups)
	week := func(s *desk.Session) (perLesson float64) {
		began := time.Now()
		lines, err := s.MyLessons(s.As(context.Background()), lessonDay, lessonDay.AddDate(0, 0, 7))
		if err != nil || len(lines) == 0 {
			b.Fatal(len(lines), err)
		}
		return float64(time.Since(began)) / float64(len(lines))
	}
	floor, own := math.Inf(1), math.Inf(1) // the fastest of each: what else the computer does takes no part
	for b.Loop() {
		for range 20 {
			floor, own = min(floor, week(small)), min(own, week(big))
		}
	}
	ratio := own / floor
	b.ReportMetric(ratio, "ratio(limit-1.5)")
	if ratio > 1.5 {
		b.Errorf("a lesson of a week takes %.2f times as long in a college ten times as large", ratio)
	}
}

// BenchmarkJournalGroups reads «Журнал успеваемости» of the administrator; the ratio, a group, is of a college of 200
// groups to one of 20. The limit is 1.5.
func BenchmarkJournalGroups(b *testing.B) {
	_, small := timetabled(b, bigGroups/10)
	_, big := timetabled(b, bigGroups)
	read := func(s *desk.Session) (perGroup float64) {
		began, n := time.Now(), 0
		courses, err := s.JournalGroups(s.As(context.Background()))
		for _, c := range courses {
			n += len(c.Groups)
		}
		if err != nil || n == 0 {
			b.Fatal(n, err)
		}
		return float64(time.Since(began)) / float64(n)
	}
	floor, own := math.Inf(1), math.Inf(1) // the fastest of each: what else the computer does takes no part
	for b.Loop() {
		for range 20 {
			floor, own = min(floor, read(small)), min(own, read(big))
		}
	}
	ratio := own / floor
	b.ReportMetric(ratio, "ratio(limit-1.5)")
	if ratio > 1.5 {
		b.Errorf("a group takes %.2f times as long in a college ten times as large", ratio)
	}
}
