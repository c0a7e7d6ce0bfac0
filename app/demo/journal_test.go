package demo_test

import (
	"reflect"
	"testing"
	"time"

	"zvonok/app/demo"
	"zvonok/model"
)

// subjects are so many subjects of two groups led by three teachers.
func subjects(n int) []demo.Subject {
	list := make([]demo.Subject, n)
	for i := range list {
		list[i].ID, list[i].Group = model.TeachingID(i+1), model.GroupID(i%2+1)
		list[i].Teachers = []model.PersonID{model.PersonID(i%3 + 1)}
		list[i].Subject = []string{"Английский язык", "Слесарное дело"}[i%2]
		list[i].Students = []model.PersonID{11, 12, 13}
	}
	return list
}

// TestJournals: a timetable without overlaps, by the college's clock, with topics of the plan and marks of the
// past alone; and the same every time.
func TestJournals(t *testing.T) {
	zone := time.FixedZone("UTC+10", 10*60*60)
	today := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	journals := demo.Journals(subjects(20), today, zone)
	if again := demo.Journals(subjects(20), today, zone); !reflect.DeepEqual(journals, again) {
		t.Error("the second time is different")
	}
	type place struct {
		begins  time.Time
		group   model.GroupID
		teacher model.PersonID
	}
	taken, marks, future := map[place]bool{}, 0, 0
	for i, j := range journals {
		s := subjects(20)[i]
		if len(j.Lessons) < 10 || len(j.Plan) < 5 {
			t.Fatalf("journal %d: %d lessons, %d topics", i, len(j.Lessons), len(j.Plan))
		}
		for _, l := range j.Lessons {
			for _, p := range []place{{begins: l.Begins, group: s.Group}, {begins: l.Begins, teacher: s.Teachers[0]}} {
				if taken[p] {
					t.Errorf("two lessons at once: %+v", p)
				}
				taken[p] = true
			}
			if model.Day(l.Begins, zone) != l.Date || l.Title != j.Plan[l.PlanTopic].Title {
				t.Errorf("%+v", l)
			}
			if l.Date.After(today) {
				future++
			}
			if marks += len(l.Cells); len(l.Cells) > 0 && !l.Date.Before(today) {
				t.Errorf("marks for %s", l.Date)
			}
		}
	}
	if marks == 0 || future == 0 {
		t.Errorf("%d marks, %d lessons ahead", marks, future)
	}
}
