package model

import (
	"testing"
	"time"
)

func TestSittingTakes(t *testing.T) {
	zone := time.FixedZone("college", 9*3600)
	last := time.Date(2026, 11, 23, 14, 40, 0, 0, time.UTC) // 23:40 in the college
	for name, c := range map[string]struct {
		line int64
		at   time.Time
		want bool
	}{
		"at once":                        {1, last, true},
		"soon":                           {1, last.Add(19 * time.Minute), true},
		"the next day in the college":    {1, last.Add(20 * time.Minute), false},
		"before, by a clock turned back": {1, last.Add(-time.Second), false},
		"no sitting yet":                 {0, last, false},
	} {
		if got := (Sitting{Line: c.line, Last: last}).Takes(c.at, zone); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	noon := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	s := Sitting{Line: 1, Last: noon}
	if !s.Takes(noon.Add(SittingPause-time.Second), zone) || s.Takes(noon.Add(SittingPause), zone) {
		t.Error("a rest of SittingPause begins another sitting, a shorter one does not")
	}
}

func TestSittingWords(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	zone, at := time.FixedZone("college", 3*3600), time.Date(2026, 11, 23, 7, 5, 0, 0, time.UTC)
	var s Sitting
	for _, step := range []struct {
		after       time.Duration
		from, until time.Time
		work        SittingWork
		want        string
	}{
		{0, day(2026, 10, 20), day(2026, 10, 20), SittingWork{Marks: 1}, "занятие 20.10.2026: 1 правка оценок"},
		{50 * time.Second, day(2026, 10, 6), day(2026, 10, 13), SittingWork{Marks: 4, Absences: 2}, "занятия 06.10 – 20.10.2026: 5 правок оценок, 2 правки отсутствий"},
		{time.Hour, day(2027, 1, 11), day(2027, 1, 11), SittingWork{Added: 1, Changed: 3, Tasks: 5},
			"с 10:05, занятия 06.10.2026 – 11.01.2027: 5 правок оценок, 2 правки отсутствий, 1 новое занятие, 3 правки занятий, 5 правок заданий"},
	} {
		s.Add(at.Add(step.after), step.from, step.until, step.work)
		if got := s.Words(zone); got != step.want {
			t.Errorf("%q, want %q", got, step.want)
		}
	}
}
