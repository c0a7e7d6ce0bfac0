package calendar

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode"

	"zvonok/model"
)

// FuzzWrite writes lessons with whatever stands in their texts: no text makes a line of its own, so that the file has the
// components of one lesson, and no control characters.
func FuzzWrite(f *testing.F) {
	f.Add("Россия; «век»", "301, корпус 2", "История (ОГСЭ)", "https://vk.ru/call/join/x")
	f.Add("a\r\nEND:VCALENDAR\r\n", "\x00\x1b[2J", "\u2028BEGIN:VEVENT", "javascript:alert(1)")
	f.Fuzz(func(t *testing.T, title, room, subject, link string) {
		begins := time.Date(2026, 11, 30, 5, 30, 0, 0, time.UTC)
		l := lesson(begins)
		l.Title, l.Room, l.Subject = title, room, subject
		l.Remote = &model.RemoteLesson{Link: link, Begins: begins, Ends: begins.Add(time.Hour)}
		var b bytes.Buffer
		if err := Write(&b, []model.LessonLine{l}, Options{Title: subject, Zone: time.UTC, Now: now, Source: "college.test", Hosts: []string{"vk.ru"}}); err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(b.String(), "\r\n", "\n")
		if strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && unicode.IsControl(r) }) {
			t.Fatalf("control characters in %q", text)
		}
		for _, line := range []string{"\nBEGIN:VEVENT\n", "\nEND:VEVENT\n", "\nEND:VCALENDAR\n"} {
			if n := strings.Count(text, line); n != 1 {
				t.Fatalf("%d times %q in\n%s", n, line, text)
			}
		}
	})
}
