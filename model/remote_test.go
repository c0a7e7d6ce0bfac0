package model

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestPhase: the time of a lesson is the college's, wherever the machine believes to be; the lesson is open
// at the very second of its start and over at the very second of its end.
func TestPhase(t *testing.T) {
	kamchatka, moscow := zoneOf(t, "Asia/Kamchatka"), zoneOf(t, "Europe/Moscow")
	day := time.Date(2023, 10, 20, 0, 0, 0, 0, time.UTC)
	lesson := RemoteLesson{Begins: At(day, 10*60+15, kamchatka), Ends: At(day, 11*60, kamchatka)}
	night := RemoteLesson{Begins: At(day, 15, kamchatka), Ends: At(day, 60, kamchatka)}
	for name, c := range map[string]struct {
		lesson RemoteLesson
		now    time.Time
		early  time.Duration
		want   Phase
		err    error
	}{
		"a second before":        {lesson, time.Date(2023, 10, 20, 10, 14, 59, 0, kamchatka), 0, PhaseBefore, ErrNotBegun},
		"the very start":         {lesson, time.Date(2023, 10, 20, 10, 15, 0, 0, kamchatka), 0, PhaseOpen, nil},
		"the start by Moscow":    {lesson, time.Date(2023, 10, 20, 1, 15, 0, 0, moscow), 0, PhaseOpen, nil},
		"before it by Moscow":    {lesson, time.Date(2023, 10, 20, 1, 14, 59, 999, moscow), 0, PhaseBefore, ErrNotBegun},
		"the last second":        {lesson, time.Date(2023, 10, 20, 10, 59, 59, 0, kamchatka), 0, PhaseOpen, nil},
		"the very end":           {lesson, time.Date(2023, 10, 20, 11, 0, 0, 0, kamchatka), 0, PhaseOver, ErrOver},
		"ten minutes early":      {lesson, time.Date(2023, 10, 20, 10, 5, 0, 0, kamchatka), 10 * time.Minute, PhaseOpen, nil},
		"earlier than early":     {lesson, time.Date(2023, 10, 20, 10, 4, 59, 0, kamchatka), 10 * time.Minute, PhaseBefore, ErrNotBegun},
		"the day before in UTC":  {night, time.Date(2023, 10, 19, 12, 15, 0, 0, time.UTC), 0, PhaseOpen, nil},
		"before midnight there":  {night, time.Date(2023, 10, 19, 23, 59, 59, 0, kamchatka), 0, PhaseBefore, ErrNotBegun},
		"early across midnight":  {night, time.Date(2023, 10, 19, 23, 59, 59, 0, kamchatka), 20 * time.Minute, PhaseOpen, nil},
		"the same hour a day on": {night, time.Date(2023, 10, 21, 0, 20, 0, 0, kamchatka), 0, PhaseOver, ErrOver},
	} {
		if got := c.lesson.Phase(c.now, c.early); got != c.want {
			t.Errorf("%s: phase %d, want %d", name, got, c.want)
		}
		if err := c.lesson.MayJoin(c.now, c.early); !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want %v", name, err, c.err)
		}
	}
	lesson.Finished = At(day, 10*60+30, kamchatka)
	if got := lesson.Phase(At(day, 10*60+31, kamchatka), 0); got != PhaseOver {
		t.Errorf("a lesson that was ended is in phase %d", got)
	}
}

// TestRemoteTimes: a lesson can be made remote until the very second of its end.
func TestRemoteTimes(t *testing.T) {
	zone := zoneOf(t, "Asia/Vladivostok")
	day := time.Date(2023, 10, 20, 0, 0, 0, 0, time.UTC)
	edit := RemoteEdit{Begins: 10*60 + 15, Ends: 11 * 60}
	for name, c := range map[string]struct {
		change func(*RemoteEdit)
		now    time.Time
		want   string // "" for none
	}{
		"the day before":   {nil, time.Date(2023, 10, 19, 12, 0, 0, 0, zone), ""},
		"while it goes on": {nil, time.Date(2023, 10, 20, 10, 59, 59, 0, zone), ""},
		"the very end":     {nil, time.Date(2023, 10, 20, 11, 0, 0, 0, zone), "ещё не прошло"},
		"midnight there, evening in Moscow": {
			func(e *RemoteEdit) { e.Begins, e.Ends = 0, 30 }, time.Date(2023, 10, 19, 17, 30, 0, 0, zoneOf(t, "Europe/Moscow")), "ещё не прошло",
		},
		"start after end":       {func(e *RemoteEdit) { e.Begins = 12 * 60 }, time.Time{}, "раньше окончания"},
		"start at end":          {func(e *RemoteEdit) { e.Begins = e.Ends }, time.Time{}, "раньше окончания"},
		"across midnight":       {func(e *RemoteEdit) { e.Begins, e.Ends = 23*60+30, 15 }, time.Time{}, "раньше окончания"},
		"too many weeks":        {func(e *RemoteEdit) { e.Weeks = 21 }, time.Time{}, "недель"},
		"a post without a time": {func(e *RemoteEdit) { e.Post = PostBefore }, time.Time{}, "минут"},
	} {
		e := edit
		if c.change != nil {
			c.change(&e)
		}
		begins, ends, err := e.Times(day, zone, c.now)
		switch {
		case c.want == "" && err != nil, c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want %q", name, err, c.want)
		case c.want == "" && (!begins.Equal(time.Date(2023, 10, 20, 0, 15, 0, 0, time.UTC)) || ends.Sub(begins) != 45*time.Minute):
			t.Errorf("%s: %v–%v", name, begins, ends)
		}
	}
}

// TestCheckFree: a lesson may end when another begins; an overlap names the other lesson.
func TestCheckFree(t *testing.T) {
	zone := zoneOf(t, "Europe/Moscow")
	day := time.Date(2023, 10, 20, 0, 0, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return At(day, minutes, zone) }
	booked := []BookedRemote{{Lesson: 1, Group: "АТП-23", Subject: "История", Begins: at(600), Ends: at(645), SameTeacher: true}}
	for _, c := range []struct {
		from, until int
		free        bool
	}{{555, 600, true}, {645, 690, true}, {555, 601, false}, {644, 690, false}, {610, 620, false}, {500, 700, false}} {
		err := CheckFree(at(c.from), at(c.until), booked, zone)
		if (err == nil) != c.free {
			t.Errorf("%s–%s: %v", ClockText(c.from), ClockText(c.until), err)
		}
		if err != nil && !strings.Contains(err.Error(), "у вас уже есть дистанционное занятие: АТП-23, История, 20.10.2023 10:00–10:45") {
			t.Error(err)
		}
	}
}

// TestAgain: a remote lesson that was deleted is made as it was, but for a call that the program began.
func TestAgain(t *testing.T) {
	zone := zoneOf(t, "Asia/Kamchatka")
	day := time.Date(2023, 10, 20, 0, 0, 0, 0, time.UTC)
	now := At(day, 9*60, zone)
	begins, ends := At(day, 10*60+15, zone), At(day, 11*60, zone)
	same := RemoteEdit{Lesson: 5, Begins: 10*60 + 15, Ends: 11 * 60}
	for name, c := range map[string]struct {
		remote RemoteLesson
		stream []StreamLesson
		change func(*RemoteEdit)
	}{
		"never told":              {RemoteLesson{}, nil, func(*RemoteEdit) {}},
		"told":                    {RemoteLesson{PostAt: now.Add(-time.Hour), Posted: now}, nil, func(e *RemoteEdit) { e.Post = PostNow }},
		"days ahead on its way":   {RemoteLesson{PostAt: now.AddDate(0, 0, -3)}, nil, func(e *RemoteEdit) { e.Post = PostNow }},
		"to be told":              {RemoteLesson{PostAt: begins.Add(-10 * time.Minute)}, nil, func(e *RemoteEdit) { e.Post, e.PostMinutes = PostBefore, 10 }},
		"with a pasted link":      {RemoteLesson{Source: SourcePasted, Link: "https://vk.ru/call/join/x"}, nil, func(e *RemoteEdit) { e.Link = "https://vk.ru/call/join/x" }},
		"with the program's call": {RemoteLesson{Source: SourceAgent, Link: "https://vk.ru/call/join/x", CallID: "1"}, nil, func(*RemoteEdit) {}},
		"in a stream":             {RemoteLesson{Stream: 3}, []StreamLesson{{Lesson: 8}, {Lesson: 9}}, func(e *RemoteEdit) { e.With = []LessonID{8, 9} }},
	} {
		c.remote.Begins, c.remote.Ends = begins, ends
		want := same
		c.change(&want)
		l := JournalLesson{Lesson: Lesson{ID: 5, Date: day}, Remote: &c.remote, Stream: c.stream}
		if got := l.Again(zone); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

// TestOfferedRemoteTimes: the times that are offered for a remote lesson can be saved on its day.
func TestOfferedRemoteTimes(t *testing.T) {
	zone := time.FixedZone("college", 9*3600)
	day := time.Date(2023, time.October, 20, 0, 0, 0, 0, time.UTC)
	at := func(hour, minute int) time.Time { return time.Date(2023, time.October, 20, hour, minute, 0, 0, zone) }
	plain := LessonLine{Lesson: Lesson{Date: day, Hours: 2}}
	timetable := plain
	timetable.Begins, timetable.Ends = at(10, 0).UTC(), at(11, 30).UTC()
	call := timetable
	call.Remote = &RemoteLesson{Begins: at(10, 15).UTC(), Ends: at(11, 0).UTC()}
	tomorrow := plain
	tomorrow.Date = day.AddDate(0, 0, 1)
	hourless := plain
	hourless.Hours = 0
	for name, c := range map[string]struct {
		line         LessonLine
		now          time.Time
		hour         int
		begins, ends string
	}{
		"of the call":                        {call, at(9, 0), 45, "10:15", "11:00"},
		"of a call that is over":             {call, at(14, 0), 45, "10:15", "11:00"},
		"of the timetable":                   {timetable, at(9, 0), 40, "10:00", "11:30"},
		"of the timetable, while it goes on": {timetable, at(11, 29), 45, "10:00", "11:30"},
		"after the timetable's":              {timetable, at(11, 30), 40, "11:35", "13:05"},
		"after the timetable's, later":       {timetable, at(14, 2), 45, "14:05", "15:35"},
		"on the day after the timetable's":   {timetable, at(36, 0), 45, "10:00", "11:30"},
		"without a timetable":                {plain, at(10, 3), 45, "10:05", "11:35"},
		"of shorter hours":                   {plain, at(10, 3), 40, "10:05", "11:25"},
		"without a length":                   {hourless, at(10, 3), 60, "10:05", "11:05"},
		"on another day":                     {tomorrow, at(10, 3), 40, "09:00", "10:20"},
		"late":                               {plain, at(23, 20), 45, "23:25", "23:59"},
		"just before midnight":               {timetable, at(23, 57), 45, "23:58", "23:59"},
	} {
		begins, ends := c.line.RemoteTimes(c.now, c.hour)
		if ClockText(begins) != c.begins || ClockText(ends) != c.ends {
			t.Errorf("%s: %s–%s, want %s–%s", name, ClockText(begins), ClockText(ends), c.begins, c.ends)
		}
	}
}
