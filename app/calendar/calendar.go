// Package calendar writes lessons as iCalendar (RFC 5545), for the calendars of telephones and mail programs.
package calendar

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"

	"zvonok/model"
)

// Options say how a calendar is written.
type Options struct {
	Title string         // «Занятия: Каган Н. В.»
	Zone  *time.Location // the college's, by its IANA name
	Now   time.Time
	// Source is a part of the UIDs, so that lessons of two colleges have different ones.
	Source string
	// Hosts are those that a call's link may lead to; its scheme is https alone.
	Hosts []string
}

const localTime = "20060102T150405"

// Write writes lessons as one calendar. A lesson keeps its UID, so that a calendar that reads the file again
// changes its events instead of doubling them. One without times takes the whole day.
func Write(w io.Writer, lessons []model.LessonLine, o Options) error {
	cal := ics.NewCalendarFor("Zvonok")
	cal.SetProductId("-//Zvonok//Lessons//RU")
	cal.SetMethod(ics.MethodPublish)
	cal.SetName(clean(o.Title))
	cal.SetXWRTimezone(o.Zone.String())
	addZone(cal, lessons, o.Zone)
	for _, l := range lessons {
		addLesson(cal, l, o)
	}
	return cal.SerializeTo(w, ics.WithNewLine("\r\n"))
}

func addLesson(cal *ics.Calendar, l model.LessonLine, o Options) {
	event := cal.AddEvent(fmt.Sprintf("lesson-%d@%s", l.ID, o.Source))
	event.SetDtStampTime(o.Now)
	if from, until := l.From(), l.Until(); from.IsZero() {
		event.SetAllDayStartAt(l.Date)
		event.SetAllDayEndAt(l.Date.AddDate(0, 0, 1))
	} else {
		zone := ics.WithTZID(o.Zone.String())
		event.SetProperty(ics.ComponentPropertyDtStart, from.In(o.Zone).Format(localTime), zone)
		event.SetProperty(ics.ComponentPropertyDtEnd, until.In(o.Zone).Format(localTime), zone)
	}
	event.SetSummary(clean(strings.Trim(l.Subject+" · "+l.GroupName, " ·")))
	link := joinLink(l, o.Hosts)
	if text := description(l, link); text != "" {
		event.SetDescription(text)
	}
	if link != "" {
		event.SetURL(link)
	}
	if l.Room != "" {
		event.SetLocation(clean(l.Room))
	}
}

// description says what the lesson is about, who leads it and how to join.
func description(l model.LessonLine, link string) string {
	var lines []string
	if what := strings.Trim(clean(l.Kind.String()+": "+l.Title), " :"); what != "" {
		lines = append(lines, what)
	}
	names := model.Each(l.Teachers, func(n model.Name) string { return clean(n.Short()) })
	if len(names) > 0 {
		lines = append(lines, "Преподаватель: "+strings.Join(names, ", "))
	}
	switch {
	case link != "":
		lines = append(lines, "Дистанционное занятие: "+link)
	case l.Remote != nil:
		lines = append(lines, "Дистанционное занятие: откройте его в «Звонке»")
	}
	return strings.Join(lines, "\n")
}

// joinLink is the link of a lesson's call if it leads where it may.
func joinLink(l model.LessonLine, hosts []string) string {
	if l.Remote == nil {
		return ""
	}
	link, err := model.CheckCallLink(l.Remote.Link, hosts)
	if err != nil || !strings.HasPrefix(link, "https://") {
		return ""
	}
	return link
}

// addZone describes the zone's offsets from the first to the last of the lessons.
func addZone(cal *ics.Calendar, lessons []model.LessonLine, zone *time.Location) {
	var first, last time.Time
	for _, l := range lessons {
		if from := l.From(); !from.IsZero() {
			if first.IsZero() || from.Before(first) {
				first = from
			}
			if until := l.Until(); until.After(last) {
				last = until
			}
		}
	}
	if first.IsZero() {
		return
	}
	described := cal.AddTimezone(zone.String())
	for at := first.In(zone); !at.After(last); {
		start, end := at.ZoneBounds()
		described.Components = append(described.Components, observance(at, start))
		if end.IsZero() {
			return
		}
		at = end
	}
}

// observance describes the offset in force at a time, which began at start; a zero start is before all times.
func observance(at, start time.Time) ics.Component {
	name, offset := at.Zone()
	before := offset
	local := "19700101T000000"
	if !start.IsZero() {
		_, before = start.Add(-time.Second).Zone()
		local = start.UTC().Add(time.Duration(before) * time.Second).Format(localTime)
	}
	var base ics.ComponentBase
	base.SetProperty(ics.ComponentProperty(ics.PropertyDtstart), local)
	base.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), utcOffset(before))
	base.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), utcOffset(offset))
	base.SetProperty(ics.ComponentProperty(ics.PropertyTzname), name)
	if at.IsDST() {
		return &ics.Daylight{ComponentBase: base}
	}
	return &ics.Standard{ComponentBase: base}
}

// utcOffset writes seconds east of Greenwich as «+0300».
func utcOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
}

// clean makes a text one line without control characters: a line end would begin another property, and calendars refuse
// files with the others.
func clean(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}
