package server_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/app/remote"
	"zvonok/model"
)

// TestMovedLesson: when a lesson is moved, the desks of those who see it ask for their lessons again, and no others do.
func TestMovedLesson(t *testing.T) {
	w := newCrowd(t, 5)
	taught := w.subjects[0]
	query := model.JournalQuery{Group: taught.Group, Teaching: taught.ID}
	page, err := w.Areas.Journal(w.here(taught.Teachers[0]), query)
	w.must(err)
	students, err := w.Students(w.here(w.admin), model.PeopleFilter{})
	w.must(err)
	see, foreign := []model.PersonID{taught.Teachers[0], page.Students[0].Person, w.admin}, []model.PersonID{}
	for _, of := range w.subjects[1:] {
		if of.Group != taught.Group {
			foreign = append(foreign, of.Teachers[0])
		}
	}
	for _, s := range students {
		learns := slices.ContainsFunc(page.Students, func(of model.JournalStudent) bool { return of.Person == s.Person })
		if !learns && len(foreign) < 47 {
			foreign = append(foreign, s.Person)
		}
	}
	day := w.clock.Now().Truncate(24 * time.Hour)
	read := func(s *seat) []model.LessonLine {
		t.Helper()
		lines, err := s.Client.MyLessons(s.ctx(), day, day.AddDate(0, 0, 7))
		w.must(err)
		return lines
	}
	told := make(chan model.PersonID, 1000)
	var desks []*seat
	for _, who := range slices.Concat(see, foreign) {
		s := w.sit(who, w.link.Addresses[0], remote.Work{})
		read(s)
		s.Subscribe(func(c model.Change) {
			if slices.Contains(c.Access, who) {
				told <- who
			}
		})
		desks = append(desks, s)
	}
	before, teacher := w.readOf("Lessons/MyLessons"), desks[0]
	moved := page.Lessons[0].Lesson
	_, err = teacher.SaveLesson(teacher.ctx(), model.LessonEdit{
		ID: moved.ID, Teaching: taught.ID, Date: day.AddDate(0, 0, 1), Hours: moved.Hours, Kind: moved.Kind, Title: moved.Title, Seen: moved.Seen(),
	})
	w.must(err)
	for _, s := range desks {
		w.begin(s.person) // which only that person is told of, and after the lesson
	}
	heard := map[model.PersonID]bool{}
	w.until("all are told", func() bool {
		for len(told) > 0 {
			heard[<-told] = true
		}
		return len(heard) == len(desks)
	})
	for i, s := range desks {
		lines := read(s)
		shown := slices.ContainsFunc(lines, func(l model.LessonLine) bool { return l.ID == moved.ID && l.Date.Equal(day.AddDate(0, 0, 1)) })
		if shown != (i < 2) {
			t.Errorf("the desk %d shows the lesson where it is now: %t", i, shown)
		}
	}
	again := w.readOf("Lessons/MyLessons") - before
	t.Logf("%d of %d desks asked again", again, len(desks))
	if again != len(see) {
		t.Errorf("%d of %d desks asked for their lessons again, and not %d", again, len(desks), len(see))
	}
}

// readOf is how many calls of a method were answered.
func (w *crowd) readOf(method string) (n int) {
	w.Helper()
	_, text := w.asked("/metrics")
	if _, rest, found := strings.Cut(text, `zvonok_call_seconds_count{method="`+method+`",outcome="done"} `); found {
		_, err := fmt.Sscan(rest, &n)
		w.must(err)
	}
	return n
}
