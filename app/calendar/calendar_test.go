package calendar

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"

	"zvonok/model"
)

var (
	now  = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	hash = strings.Repeat("aB3_", 8)
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// written is the file of lessons and what another program reads in it.
func written(t *testing.T, z *time.Location, lessons ...model.LessonLine) (string, *ics.Calendar) {
	t.Helper()
	var b bytes.Buffer
	o := Options{Title: "Занятия: Каган Н.В.", Zone: z, Now: now, Source: "college.test", Hosts: []string{"vk.ru", "127.0.0.1"}}
	if err := Write(&b, lessons, o); err != nil {
		t.Fatal(err)
	}
	cal, err := ics.ParseCalendar(strings.NewReader(b.String()))
	if err != nil {
		t.Fatalf("%v in\n%s", err, b.String())
	}
	return b.String(), cal
}

func property(e *ics.VEvent, name ics.ComponentProperty) string {
	if p := e.GetProperty(name); p != nil {
		return p.Value
	}
	return ""
}

func lesson(begins time.Time) model.LessonLine {
	return model.LessonLine{
		Lesson: model.Lesson{
			ID: 7, Date: model.Day(begins, time.UTC), Begins: begins, Ends: begins.Add(90 * time.Minute), Kind: model.LessonLecture,
			Title: "Россия, «век»; итоги\r\nBEGIN:VALARM", Room: "301, корпус 2",
		},
		Subject: "История (ОГСЭ)", GroupName: "ДО-19-3", Teachers: []model.Name{model.ParseName("Каган Наталья Васильевна")},
	}
}

func TestCalendar(t *testing.T) {
	z := zone(t, "Asia/Yekaterinburg")
	begins := time.Date(2026, 12, 1, 3, 30, 0, 0, time.UTC)
	l := lesson(begins)
	l.Remote = &model.RemoteLesson{Begins: begins.Add(5 * time.Minute), Ends: begins.Add(time.Hour), Link: "https://vk.ru/call/join/" + hash}
	text, cal := written(t, z, l)
	e := cal.Events()[0]
	for name, want := range map[ics.ComponentProperty]string{
		ics.ComponentPropertyUniqueId: "lesson-7@college.test", ics.ComponentPropertySummary: "История (ОГСЭ) · ДО-19-3",
		ics.ComponentPropertyLocation: "301, корпус 2", ics.ComponentPropertyUrl: "https://vk.ru/call/join/" + hash,
		ics.ComponentPropertyDtStart: "20261201T083500",
		ics.ComponentPropertyDescription: "Лекция: Россия, «век»; итоги BEGIN:VALARM\nПреподаватель: Каган Н.В.\n" +
			"Дистанционное занятие: https://vk.ru/call/join/" + hash,
	} {
		if got := property(e, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if from, err := e.GetStartAt(); err != nil || !from.Equal(l.Remote.Begins) {
		t.Errorf("starts %v, %v", from, err)
	}
	if until, err := e.GetEndAt(); err != nil || !until.Equal(l.Remote.Ends) {
		t.Errorf("ends %v, %v", until, err)
	}
	for _, want := range []string{"BEGIN:VTIMEZONE\r\nTZID:Asia/Yekaterinburg\r\nBEGIN:STANDARD\r\n", "TZOFFSETTO:+0500\r\n", "DTSTART;TZID=Asia/Yekaterinburg:", "METHOD:PUBLISH\r\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for line := range strings.SplitSeq(text, "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") || line == "BEGIN:VALARM" {
			t.Errorf("line %q", line)
		}
	}
}

// TestLinks: a link that is not https or leads elsewhere stands nowhere in the file.
func TestLinks(t *testing.T) {
	z := zone(t, "Europe/Moscow")
	for _, link := range []string{
		"", "http://vk.ru/call/join/" + hash, "http://127.0.0.1:8080/call/join/" + hash, "https://vk.ru.evil.test/call/join/" + hash,
		"https://vk.ru@evil.test/call/join/" + hash, "javascript:alert(1)", "file:///etc/passwd",
	} {
		l := lesson(now)
		l.Remote = &model.RemoteLesson{Begins: now, Ends: now.Add(time.Hour), Link: link}
		text, cal := written(t, z, l)
		if e := cal.Events()[0]; property(e, ics.ComponentPropertyUrl) != "" || link != "" && strings.Contains(text, link) ||
			!strings.Contains(property(e, ics.ComponentPropertyDescription), "откройте его в «Звонке»") {
			t.Errorf("%q: %s", link, text)
		}
	}
}

// TestWithoutTimes: a lesson of the journal alone takes its day, and needs no zone.
func TestWithoutTimes(t *testing.T) {
	l := model.LessonLine{Lesson: model.Lesson{ID: 8, Date: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)}, Subject: "История"}
	text, cal := written(t, zone(t, "Asia/Kamchatka"), l)
	if e := cal.Events()[0]; property(e, ics.ComponentPropertyDtStart) != "20261231" || property(e, ics.ComponentPropertyDtEnd) != "20270101" ||
		property(e, ics.ComponentPropertySummary) != "История" || e.GetProperty(ics.ComponentPropertyDescription) != nil {
		t.Errorf("%s", text)
	}
	if strings.Contains(text, "VTIMEZONE") {
		t.Errorf("%s", text)
	}
	if _, cal := written(t, zone(t, "Asia/Kamchatka")); len(cal.Events()) != 0 {
		t.Error("events of no lessons")
	}
}

// TestZoneChanges: every offset from the first to the last lesson is described, in summer time too.
func TestZoneChanges(t *testing.T) {
	text, _ := written(t, zone(t, "Europe/Berlin"), lesson(now), lesson(time.Date(2027, 4, 1, 8, 0, 0, 0, time.UTC)))
	for _, want := range []string{
		"BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\n",
		"BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if utcOffset(-(3*3600 + 30*60)) != "-0330" {
		t.Error("an offset to the west")
	}
}

// TestCalendarHasNoControlCharacters: whatever stands in titles, rooms and names.
func TestCalendarHasNoControlCharacters(t *testing.T) {
	dirty := "а\x00б\x07в\x1bг\x7fд\u0085е\u2028ж"
	l := lesson(now)
	l.Title, l.Room, l.Subject, l.GroupName = dirty, dirty, dirty, dirty
	l.Teachers = []model.Name{{LastName: dirty, FirstName: dirty}}
	file, cal := written(t, zone(t, "Europe/Moscow"), l)
	for _, r := range file {
		if unicode.IsControl(r) && r != '\r' && r != '\n' || r == '\u2028' {
			t.Fatalf("%q stands in\n%s", r, file)
		}
	}
	if got := property(cal.Events()[0], ics.ComponentPropertyLocation); got != "а б в г д е ж" {
		t.Errorf("the room is %q", got)
	}
}
