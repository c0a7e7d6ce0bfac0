package lessonfile

import (
	"math"
	"strconv"
	"strings"
	"time"

	"zvonok/model"
	"zvonok/model/roster/table"
)

const minutesOfDay = 24 * 60

// clock reads a time of day in minutes since midnight: «8:30», «8.30», «08:30:00», or a spreadsheet's
// fraction of a day, with the day before it or without. An empty value is not ok.
func clock(rec *table.Record, col int) (minutes int, ok bool) {
	text := rec.Values[col]
	if text == "" {
		return 0, false
	}
	if minutes, ok = dayFraction(text); ok {
		return minutes, true
	}
	if minutes, err := model.ParseClock(plainClock(text)); err == nil {
		return minutes, true
	}
	rec.Problem(col, "Такого времени нет: напишите его как ЧЧ:ММ, например 08:30")
	return 0, false
}

// dayFraction reads the time of a spreadsheet's day number. «8.3» is not one: a person wrote it.
func dayFraction(text string) (minutes int, ok bool) {
	text = strings.Replace(text, ",", ".", 1)
	whole, digits, point := strings.Cut(text, ".")
	if !point || digits == "" {
		return 0, false
	}
	number, err := strconv.ParseFloat(text, 64)
	if err != nil || whole != "0" && (number < table.FirstSerial || number >= table.LastSerial+1) {
		return 0, false
	}
	return int(math.Round((number-math.Floor(number))*minutesOfDay)) % minutesOfDay, true
}

// plainClock drops the day before a time and the seconds after it, and corrects «8.3», which spreadsheets make
// of «8.30».
func plainClock(text string) string {
	if cut := strings.LastIndexAny(text, " T"); cut >= 0 && strings.Contains(text[cut:], ":") {
		text = text[cut+1:]
	}
	if parts := strings.Split(text, ":"); len(parts) == 3 && len(parts[2]) == 2 {
		if seconds, err := strconv.ParseUint(parts[2], 10, 8); err == nil && seconds < 60 {
			text = parts[0] + ":" + parts[1]
		}
	}
	if hours, tens, point := strings.Cut(strings.ReplaceAll(text, ",", "."), "."); point && len(tens) == 1 && hours != "" {
		text = hours + ":" + tens + "0"
	}
	return text
}

// lessonKind reads a kind of lesson; an empty value is no kind.
func lessonKind(rec *table.Record, col int) model.LessonKind {
	text := rec.Values[col]
	if text == "" {
		return 0
	}
	kind, ok := model.ParseLessonKind(text)
	if !ok {
		labels := model.Each(model.LessonKinds(), model.LessonKind.String)
		message := "Такого вида занятия нет; бывают: " + strings.Join(labels, ", ")
		if near := table.Nearest(text, labels, true); near != "" {
			message = "Такого вида занятия нет; может быть, это «" + near + "»?"
		}
		rec.Problem(col, message)
	}
	return kind
}

// lessonDay reads the day of a lesson, which has to lie within a year of today.
func lessonDay(rec *table.Record, col int) time.Time {
	day := rec.Date(col)
	if today := rec.Reader.Today; !day.IsZero() && (day.Before(today.AddDate(-1, 0, 0)) || day.After(today.AddDate(1, 0, 0))) {
		rec.Problem(col, "Дата "+day.Format("02.01.2006")+" дальше года от сегодняшнего дня: проверьте год")
	}
	return day
}
