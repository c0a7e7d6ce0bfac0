package desk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// TestWeeklyRepetitions: each week's lesson of the subject on that day, or a copy, all or none.
func TestWeeklyRepetitions(t *testing.T) {
	c := newClassroom(t)
	ctx := t.Context()
	id, s := c.lesson(t, "История", 23), c.enter(t, "Учителева")
	planned := c.lesson(t, "История", 30)
	c.lesson(t, "Физика", 30) // another subject's
	c.signIn(t, s)
	edit := model.RemoteEdit{Lesson: id, Begins: at(13, 0), Ends: at(14, 30), Weeks: 2, Post: model.PostBefore, PostMinutes: 30}
	made := c.make(t, s, edit)
	if len(made) != 3 || made[0] != id || made[1] != planned {
		t.Fatalf("made %v", made)
	}
	for week, id := range made {
		r := c.remote(t, id)
		if begins := time.Date(2026, 11, 23+7*week, 10, 0, 0, 0, time.UTC); !r.Begins.Equal(begins) || !r.PostAt.Equal(begins.Add(-30*time.Minute)) {
			t.Errorf("week %d: %v, told at %v", week, r.Begins, r.PostAt)
		}
	}
	c.view(t, func(tx *store.Tx) error {
		l, err := tx.Lesson(made[2])
		if l.Kind != model.LessonLecture || l.Hours != 2 || l.Title != "Смута" || !l.Date.Equal(day(37)) {
			t.Errorf("the copy is %+v", l.Lesson)
		}
		return err
	})
	// The series is moved: the same lessons.
	edit.Begins, edit.Ends = at(13, 15), at(14, 45)
	if again := c.make(t, s, edit); !slices.Equal(again, made) || c.own.started != 0 {
		t.Errorf("moved %v, %d calls were started", again, c.own.started)
	}
	// One week is taken: nothing is made at all.
	physics := c.lesson(t, "Физика", 26)
	c.make(t, s, pasted(c.lesson(t, "История", 40), at(9, 0), at(10, 0)))
	_, err := s.MakeRemote(s.As(ctx), model.RemoteEdit{Lesson: physics, Begins: at(9, 30), Ends: at(10, 30), Weeks: 3, Link: "https://vk.test/call/join/p"})
	says(t, "a week that is taken", err, "А-1, История (ОГСЭ), 10.12.2026 09:00–10:00")
	count := 0
	c.view(t, func(tx *store.Tx) error {
		lessons, err := tx.Lessons(store.LessonFilter{Teaching: c.teaching(t, "Физика").ID})
		count = len(lessons)
		return err
	})
	if count != 2 || c.remote(t, physics).Lesson != 0 {
		t.Errorf("«Физика» has %d lessons, %+v", count, c.remote(t, physics))
	}
	// A pasted link is the first lesson's: its call is long over by the next week.
	one := c.make(t, s, model.RemoteEdit{Lesson: physics, Begins: at(12, 0), Ends: at(13, 0), Weeks: 1, Link: "https://vk.test/call/join/p"})
	if a, b := c.remote(t, one[0]), c.remote(t, one[1]); a.Link == "" || a.Source != model.SourcePasted || b.Link != "" || b.Source != model.SourceToken {
		t.Errorf("%+v and %+v", a, b)
	}
	for _, weeks := range []int{-1, model.MaxRemoteWeeks + 1} {
		_, err := s.MakeRemote(s.As(ctx), model.RemoteEdit{Lesson: physics, Begins: at(12, 0), Ends: at(13, 0), Weeks: weeks})
		says(t, fmt.Sprint(weeks, " weeks"), err, "повторять занятие")
	}
}

// TestWeeklyAnnouncements: a weekly series with «сразу» tells the chat of the first lesson now and of each other in its own
// time, with its own topic of the plan.
func TestWeeklyAnnouncements(t *testing.T) {
	c := newClassroom(t)
	c.run(t, initialise)
	teaching, s := c.teaching(t, "История").ID, c.enter(t, "Учителева")
	id := c.lesson(t, "История", 23)
	c.update(t, func(tx *store.Tx) error {
		var first model.TopicID
		for i, title := range []string{"Смута", "Первые Романовы", "Раскол"} {
			topic, err := tx.AddTopic(teaching, model.Topic{Number: i + 1, Title: title, Hours: 2, Kind: model.LessonLecture})
			if err != nil {
				return err
			}
			if i == 0 {
				first = topic
			}
		}
		l, err := tx.Lesson(id)
		l.Topic = first
		return errors.Join(err, tx.SetLesson(l.Lesson))
	})
	c.make(t, s, model.RemoteEdit{Lesson: id, Begins: at(13, 0), Ends: at(14, 0), Weeks: 3, Post: model.PostNow})
	said := func(want ...string) {
		t.Helper()
		c.carry(t)
		c.carry(t)
		heard := c.teller.heard()
		if len(heard) != len(want) {
			t.Fatalf("heard %q, want %q", heard, want)
		}
		for i, w := range want {
			if !strings.Contains(heard[i], w) {
				t.Errorf("heard %q, want %q", heard[i], w)
			}
		}
	}
	first, second := "23.11.2026, 13:00–14:00\nТема: Смута\n", "30.11.2026, 13:00–14:00\nТема: Первые Романовы\n"
	third, last := "07.12.2026, 13:00–14:00\nТема: Раскол\n", "14.12.2026, 13:00–14:00\nТема: Раскол\n"
	said(first)
	c.clock.pass(7*24*time.Hour - time.Second)
	said(first)
	c.clock.pass(time.Second)
	said(first, second)
	c.clock.pass(7 * 24 * time.Hour)
	said(first, second, third)
	c.clock.pass(7 * 24 * time.Hour)
	said(first, second, third, last)
}

// TestTimetableRepetition: of a day's lessons the one at the same time of the timetable is made remote.
func TestTimetableRepetition(t *testing.T) {
	c := newClassroom(t)
	lesson := func(on, hour int) (id model.LessonID) {
		begins := time.Date(2026, 11, on, hour, 0, 0, 0, time.UTC)
		l := model.Lesson{Teaching: c.teaching(t, "История").ID, Date: day(on), Hours: 1, Kind: model.LessonPlain, Title: "Смута",
			Begins: begins, Ends: begins.Add(time.Hour), Scheduled: true}
		c.update(t, func(tx *store.Tx) (err error) {
			id, err = tx.AddLesson(l)
			return err
		})
		return id
	}
	second := lesson(24, 8)
	lesson(31, 7)
	want := lesson(31, 8)
	edit := pasted(second, at(11, 0), at(12, 0))
	edit.Weeks = 1
	if made := c.make(t, c.enter(t, "Учителева"), edit); !slices.Equal(made, []model.LessonID{second, want}) {
		t.Errorf("made %v, want %d and %d", made, second, want)
	}
}
