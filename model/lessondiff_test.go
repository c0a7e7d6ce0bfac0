package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestDiffPlan(t *testing.T) {
	topic := func(id TopicID, teaching TeachingID, number int, title string, state string) StoredTopic {
		return StoredTopic{
			TopicLine: TopicLine{Teaching: teaching, Number: number, Title: title, Hours: 1}, ID: id,
			Active: !strings.Contains(state, "left"), InUse: strings.Contains(state, "used"),
		}
	}
	line := func(teaching TeachingID, number int, title string) TopicLine {
		return TopicLine{Teaching: teaching, Number: number, Title: title, Hours: 1}
	}
	tests := []struct {
		name   string
		stored []StoredTopic
		lines  []TopicLine
		want   string // added, set, retired, dropped; then the counts of subject 1
	}{
		{"a new plan", nil, []TopicLine{line(1, 1, "А"), line(1, 2, "Б")}, "+А +Б | 2 0 0 0"},
		{"the same plan", []StoredTopic{topic(1, 1, 1, "А", "")}, []TopicLine{line(1, 1, "А")}, "| 0 0 0 0"},
		{"other order", []StoredTopic{topic(1, 1, 1, "А", ""), topic(2, 1, 2, "Б", "")}, []TopicLine{line(1, 1, "Б"), line(1, 2, "А")},
			"=2Б =1А | 0 2 0 0"},
		{"another spelling", []StoredTopic{topic(1, 1, 1, "Ёлки", "used")}, []TopicLine{line(1, 1, "елки")}, "=1елки | 0 1 0 0"},
		{"a topic goes", []StoredTopic{topic(1, 1, 1, "А", ""), topic(2, 1, 2, "Б", "")}, []TopicLine{line(1, 1, "А")}, "-2 | 0 0 1 0"},
		{"a topic in use leaves the plan", []StoredTopic{topic(1, 1, 1, "А", "used")}, []TopicLine{line(1, 1, "Б")}, "+Б ~1 | 1 0 0 1"},
		{"a topic in use is met by its title", []StoredTopic{topic(1, 1, 1, "А", "used")}, []TopicLine{line(1, 5, "А")}, "=1А | 0 1 0 0"},
		{"a topic returns", []StoredTopic{topic(1, 1, 1, "А", "used left")}, []TopicLine{line(1, 1, "А")}, "=1А | 1 0 0 0"},
		{"what left earlier is left alone", []StoredTopic{topic(1, 1, 1, "А", "used left")}, []TopicLine{line(1, 1, "Б")}, "+Б | 1 0 0 0"},
		{"two of one title", []StoredTopic{topic(1, 1, 1, "А", "used"), topic(2, 1, 2, "А", "")}, []TopicLine{line(1, 1, "А")}, "-2 | 0 0 1 0"},
		{"other subjects stay", []StoredTopic{topic(1, 2, 1, "А", "")}, []TopicLine{line(1, 1, "А")}, "+А | 1 0 0 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := DiffTopics(tt.stored, tt.lines)
			var words []string
			for _, l := range d.Add {
				words = append(words, "+"+l.Title)
			}
			for _, s := range d.Set {
				words = append(words, fmt.Sprintf("=%d%s", s.ID, s.Title))
			}
			for _, id := range d.Retire {
				words = append(words, fmt.Sprintf("~%d", id))
			}
			for _, id := range d.Drop {
				words = append(words, fmt.Sprintf("-%d", id))
			}
			n := d.Counts[1]
			words = append(words, "|", fmt.Sprint(n.Added), fmt.Sprint(n.Changed), fmt.Sprint(n.Removed), fmt.Sprint(n.Kept))
			if got := strings.Join(words, " "); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestDiffTimetable(t *testing.T) {
	// Yekaterinburg: five hours ahead of UTC, so that a mistaken zone shows.
	zone := time.FixedZone("+5", 5*3600)
	today := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	rules := TimetableRules{Zone: zone, Hour: 45, Now: At(today, 540, zone)}
	line := func(day, begins int, title string) TimetableLine {
		return TimetableLine{Teaching: 1, Date: today.AddDate(0, 0, day), Begins: begins, Ends: begins + 90, Kind: LessonLecture, Title: title, Room: "301"}
	}
	stored := func(id LessonID, day, begins int, title string) ScheduledLesson {
		l := rules.lesson(line(day, begins, title))
		l.ID = id
		return ScheduledLesson{Lesson: l}
	}
	changed := func(s ScheduledLesson, change func(*ScheduledLesson)) ScheduledLesson { change(&s); return s }
	tests := []struct {
		name   string
		stored []ScheduledLesson
		lines  []TimetableLine
		want   string // added, set, dropped; then the counts
	}{
		{"new", nil, []TimetableLine{line(1, 510, "А")}, "+24 08:30 2ч А | 1 0 0 0"},
		{"the same", []ScheduledLesson{stored(1, 1, 510, "А")}, []TimetableLine{line(1, 510, "А")}, "| 0 0 0 0"},
		{"a line that leaves things open", []ScheduledLesson{stored(1, 1, 510, "А")},
			[]TimetableLine{{Teaching: 1, Date: today.AddDate(0, 0, 1), Begins: 510, Ends: 600}}, "| 0 0 0 0"},
		{"longer", []ScheduledLesson{stored(1, 1, 510, "А")}, []TimetableLine{func() TimetableLine { l := line(1, 510, "А"); l.Ends = 645; return l }()},
			"=1 3ч А 301 | 0 1 0 0"},
		{"hours that a teacher set stay", []ScheduledLesson{changed(stored(1, 1, 510, "А"), func(s *ScheduledLesson) { s.Hours = 1 })},
			[]TimetableLine{line(1, 510, "А")}, "| 0 0 0 0"},
		{"another room", []ScheduledLesson{changed(stored(1, 1, 510, "А"), func(s *ScheduledLesson) { s.Room = "5" })},
			[]TimetableLine{line(1, 510, "А")}, "=1 2ч А 301 | 0 1 0 0"},
		{"a topic of the plan stays", []ScheduledLesson{changed(stored(1, 1, 510, "Из КТП"), func(s *ScheduledLesson) { s.Topic = 7 })},
			[]TimetableLine{line(1, 510, "А")}, "| 0 0 0 0"},
		{"moved with its topic", []ScheduledLesson{stored(1, 1, 510, "А")}, []TimetableLine{line(2, 510, "А")}, "+25 08:30 2ч А -1 | 1 0 1 0"},
		{"gone", []ScheduledLesson{stored(1, 1, 510, ""), stored(2, 2, 510, "")}, []TimetableLine{line(2, 510, "")}, "-1 | 0 0 1 0"},
		{"gone later today", []ScheduledLesson{stored(1, 0, 541, "")}, nil, "-1 | 0 0 1 0"},
		{"begins this very minute", []ScheduledLesson{stored(1, 0, 540, "")}, nil, "| 0 0 0 1"},
		{"past", []ScheduledLesson{stored(1, -1, 510, "")}, nil, "| 0 0 0 1"},
		{"worked with", []ScheduledLesson{changed(stored(1, 1, 510, ""), func(s *ScheduledLesson) { s.Touched = true })}, nil, "| 0 0 0 1"},
		{"with a typed topic", []ScheduledLesson{stored(1, 1, 510, "Набрана")}, nil, "| 0 0 0 1"},
		{"with a topic of the plan", []ScheduledLesson{changed(stored(1, 1, 510, ""), func(s *ScheduledLesson) { s.Topic = 7 })}, nil, "| 0 0 0 1"},
		{"two at one time", []ScheduledLesson{stored(1, 1, 510, ""), stored(2, 1, 510, "")}, []TimetableLine{line(1, 510, "")}, "-2 | 0 0 1 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := slices.Clone(tt.stored)
			d := DiffTimetable(tt.stored, tt.lines, rules)
			var words []string
			for _, l := range d.Add {
				words = append(words, fmt.Sprintf("+%d %s %dч %s", l.Date.Day(), l.Begins.In(zone).Format("15:04"), l.Hours, l.Title))
			}
			for _, l := range d.Set {
				words = append(words, fmt.Sprintf("=%d %dч %s %s", l.ID, l.Hours, l.Title, l.Room))
			}
			for _, id := range d.Drop {
				words = append(words, fmt.Sprintf("-%d", id))
			}
			n := d.Counts[1]
			words = append(words, "|", fmt.Sprint(n.Added), fmt.Sprint(n.Changed), fmt.Sprint(n.Removed), fmt.Sprint(n.Kept))
			if got := strings.Join(words, " "); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
			if !slices.Equal(before, tt.stored) {
				t.Error("what was stored was changed")
			}
		})
	}
}
