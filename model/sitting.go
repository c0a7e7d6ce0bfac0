package model

import (
	"fmt"
	"strings"
	"time"
)

// SittingPause is how long somebody may pause editing a journal and still continue the same sitting.
const SittingPause = time.Hour

// Sitting is a person's editing of one subject's journal in a row: a line of «Журнал изменений».
type Sitting struct {
	Line        int64     // of «Журнал изменений», zero before it is written
	Began, Last time.Time // the first edit and the latest one
	// From and Until are the first and the last calendar day of the lessons that were edited.
	From, Until time.Time
	SittingWork
}

// SittingWork counts edits of a journal.
type SittingWork struct {
	Marks    int // given, changed and taken back
	Absences int
	Added    int // lessons
	Changed  int // lessons
	Tasks    int // added and changed
}

// Takes reports whether an edit belongs to the sitting: one of the same calendar day in the college's time zone that
// came within SittingPause.
func (s Sitting) Takes(at time.Time, zone *time.Location) bool {
	rested := at.Sub(s.Last)
	return s.Line != 0 && rested >= 0 && rested < SittingPause && Day(at, zone).Equal(Day(s.Last, zone))
}

// Add counts what was edited at a moment in the journal of lessons of the given calendar days.
func (s *Sitting) Add(at, from, until time.Time, w SittingWork) {
	if s.Last = at; s.Began.IsZero() {
		s.Began = at
	}
	if s.From.IsZero() || from.Before(s.From) {
		s.From = from
	}
	if until.After(s.Until) {
		s.Until = until
	}
	s.Marks += w.Marks
	s.Absences += w.Absences
	s.Added += w.Added
	s.Changed += w.Changed
	s.Tasks += w.Tasks
}

// Words tell what was edited: «с 10:05, занятия 06.10–20.10.2026: 12 правок оценок, 1 новое занятие».
func (s Sitting) Words(zone *time.Location) string {
	days := "занятие " + s.Until.Format("02.01.2006")
	switch {
	case s.From.Year() != s.Until.Year():
		days = "занятия " + s.From.Format("02.01.2006") + " – " + s.Until.Format("02.01.2006")
	case !s.From.Equal(s.Until):
		days = "занятия " + s.From.Format("02.01") + " – " + s.Until.Format("02.01.2006")
	}
	if s.Last.Sub(s.Began) >= time.Minute {
		days = "с " + s.Began.In(zone).Format("15:04") + ", " + days
	}
	var counts []string
	for _, c := range []struct {
		n              int
		one, few, many string
	}{
		{s.Marks, "правка оценок", "правки оценок", "правок оценок"},
		{s.Absences, "правка отсутствий", "правки отсутствий", "правок отсутствий"},
		{s.Added, "новое занятие", "новых занятия", "новых занятий"},
		{s.Changed, "правка занятий", "правки занятий", "правок занятий"},
		{s.Tasks, "правка заданий", "правки заданий", "правок заданий"},
	} {
		if c.n > 0 {
			counts = append(counts, Plural(c.n, c.one, c.few, c.many))
		}
	}
	return fmt.Sprintf("%s: %s", days, strings.Join(counts, ", "))
}
