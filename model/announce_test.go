package model

import (
	"testing"
	"time"
)

// TestAnnouncement: a chat is told of a lesson at the chosen time, of another time at once, of a link when there is one,
// and of nothing twice or after the end.
func TestAnnouncement(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC) }
	lesson := RemoteLesson{Begins: at(10), Ends: at(11), PostAt: at(8)}
	told := Told{Begins: at(10), Ends: at(11)}
	for name, c := range map[string]struct {
		lesson func(*RemoteLesson)
		told   func(*Told) // nil: nothing was told
		now    time.Time
		want   Announcement
	}{
		"too early":              {now: at(7), want: TellNothing},
		"due":                    {now: at(8), want: TellLesson},
		"late, but not over":     {now: at(10), want: TellLesson},
		"over":                   {now: at(11), want: TellNothing},
		"never":                  {lesson: func(r *RemoteLesson) { r.PostAt = time.Time{} }, now: at(9), want: TellNothing},
		"told":                   {told: func(*Told) {}, now: at(9), want: TellNothing},
		"moved":                  {told: func(d *Told) { d.Begins = at(9) }, now: at(7), want: TellMoved},
		"longer":                 {told: func(d *Told) { d.Ends = at(12) }, now: at(7), want: TellMoved},
		"moved, never any more":  {lesson: func(r *RemoteLesson) { r.PostAt = time.Time{} }, told: func(d *Told) { d.Begins = at(9) }, now: at(9), want: TellMoved},
		"a link":                 {lesson: func(r *RemoteLesson) { r.Link = "a" }, told: func(*Told) {}, now: at(10), want: TellLink},
		"the same link":          {lesson: func(r *RemoteLesson) { r.Link = "a" }, told: func(d *Told) { d.Link = "a" }, now: at(10), want: TellNothing},
		"another link":           {lesson: func(r *RemoteLesson) { r.Link = "b" }, told: func(d *Told) { d.Link = "a" }, now: at(10), want: TellLink},
		"no link any more":       {told: func(d *Told) { d.Link = "a" }, now: at(10), want: TellNothing},
		"a link, not to be told": {lesson: func(r *RemoteLesson) { r.Link, r.PostAt = "a", time.Time{} }, told: func(*Told) {}, now: at(10), want: TellNothing},
		"a link and moved":       {lesson: func(r *RemoteLesson) { r.Link = "a" }, told: func(d *Told) { d.Begins = at(9) }, now: at(10), want: TellMoved},
		"a link before its time": {lesson: func(r *RemoteLesson) { r.Link = "a" }, now: at(7), want: TellNothing},
		"finished": {lesson: func(r *RemoteLesson) { r.Link, r.Finished = "a", at(10) }, told: func(d *Told) { d.Begins = at(9) },
			now: at(10), want: TellNothing},
	} {
		r, known := lesson, (*Told)(nil)
		if c.lesson != nil {
			c.lesson(&r)
		}
		if c.told != nil {
			copied := told
			known = &copied
			c.told(known)
		}
		if got := r.Announcement(known, c.now); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// TestPostAt: the lessons of a weekly series are not all told of at once, but each as long before it begins as the first
// one, within bounds.
func TestPostAt(t *testing.T) {
	day := func(d, hour int) time.Time { return time.Date(2026, 11, d, hour, 0, 0, 0, time.UTC) }
	first, second := day(23, 10), day(30, 10)
	for name, c := range map[string]struct {
		edit              RemoteEdit
		now               time.Time
		ofFirst, ofSecond time.Time
	}{
		"never":              {RemoteEdit{}, day(23, 8), time.Time{}, time.Time{}},
		"at once":            {RemoteEdit{Post: PostNow}, day(23, 8), day(23, 8), day(30, 8)},
		"at once, days ago":  {RemoteEdit{Post: PostNow}, day(20, 8), day(20, 8), day(29, 10)},
		"at once, it is on":  {RemoteEdit{Post: PostNow}, first.Add(time.Minute), first.Add(time.Minute), second.Add(-10 * time.Minute)},
		"half an hour ahead": {RemoteEdit{Post: PostBefore, PostMinutes: 30}, day(23, 8), first.Add(-30 * time.Minute), second.Add(-30 * time.Minute)},
		"three hours ahead":  {RemoteEdit{Post: PostBefore, PostMinutes: 180}, day(23, 8), day(23, 8), second.Add(-3 * time.Hour)},
	} {
		if got := c.edit.PostAt(first, first, c.now); !got.Equal(c.ofFirst) {
			t.Errorf("%s: the first at %v, want %v", name, got, c.ofFirst)
		}
		if got := c.edit.PostAt(second, first, c.now); !got.Equal(c.ofSecond) {
			t.Errorf("%s: the second at %v, want %v", name, got, c.ofSecond)
		}
	}
}
