package model

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestCheckStream: lessons of one day and one time share a call; those whose time is not known do so among themselves.
func TestCheckStream(t *testing.T) {
	day := time.Date(2023, 10, 20, 0, 0, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return At(day, minutes, time.UTC) }
	scheduled := Lesson{ID: 1, Teaching: 1, Date: day, Begins: at(600), Ends: at(690)}
	loose := Lesson{ID: 1, Teaching: 1, Date: day}
	for name, c := range map[string]struct {
		of, with Lesson
		remote   *RemoteLesson
		want     string
	}{
		"the same time":            {scheduled, Lesson{Teaching: 2, Date: day, Begins: at(600), Ends: at(690)}, nil, ""},
		"a part of it":             {scheduled, Lesson{Teaching: 2, Date: day, Begins: at(680), Ends: at(720)}, nil, ""},
		"it ends before":           {scheduled, Lesson{Teaching: 2, Date: day, Begins: at(510), Ends: at(600)}, nil, "другое время"},
		"it begins after":          {scheduled, Lesson{Teaching: 2, Date: day, Begins: at(690), Ends: at(780)}, nil, "другое время"},
		"its time is not known":    {scheduled, Lesson{Teaching: 2, Date: day}, nil, "другое время"},
		"neither time is known":    {loose, Lesson{Teaching: 2, Date: day}, nil, ""},
		"its call at that time":    {scheduled, Lesson{Teaching: 2, Date: day}, &RemoteLesson{Begins: at(600), Ends: at(645)}, ""},
		"its call at another time": {loose, Lesson{Teaching: 2, Date: day}, &RemoteLesson{Begins: at(720), Ends: at(800)}, "другое время"},
		"finished":                 {scheduled, Lesson{Teaching: 2, Date: day}, &RemoteLesson{Begins: at(600), Ends: at(645), Finished: at(620)}, "завершено"},
		"another day":              {loose, Lesson{Teaching: 2, Date: day.AddDate(0, 0, 1)}, nil, "одного дня"},
		"the same journal":         {scheduled, Lesson{Teaching: 1, Date: day, Begins: at(600), Ends: at(690)}, nil, "разных журналов"},
	} {
		err := CheckStream(c.of, c.with, c.remote, at(600), at(690))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// TestParallel: offered are the person's own lessons that may share the call and do not yet.
func TestParallel(t *testing.T) {
	day := time.Date(2023, 10, 20, 0, 0, 0, 0, time.UTC)
	line := func(id int64, mine bool) LessonLine {
		return LessonLine{Lesson: Lesson{ID: LessonID(id), Teaching: TeachingID(id), Date: day}, Mine: mine}
	}
	of := line(1, true)
	of.Stream = []StreamLesson{{Lesson: 2}}
	late := line(5, true)
	late.Begins, late.Ends = At(day, 700, time.UTC), At(day, 800, time.UTC)
	var ids []LessonID
	for _, l := range Parallel([]LessonLine{of, line(2, true), line(3, true), line(4, false), late}, of, At(day, 600, time.UTC), At(day, 690, time.UTC)) {
		ids = append(ids, l.ID)
	}
	if !slices.Equal(ids, []LessonID{3}) {
		t.Errorf("offered are %v", ids)
	}
}

func TestSharedCall(t *testing.T) {
	for name, c := range map[string]struct {
		of   []RemoteLesson
		want LessonID
	}{
		"none":               {nil, 0},
		"the first":          {[]RemoteLesson{{Lesson: 1}, {Lesson: 2}}, 1},
		"the one with calls": {[]RemoteLesson{{Lesson: 1}, {Lesson: 2, Link: "a"}, {Lesson: 3, Link: "b"}}, 2},
	} {
		if got := SharedCall(c.of); got.Lesson != c.want {
			t.Errorf("%s: %d, want %d", name, got.Lesson, c.want)
		}
	}
}
