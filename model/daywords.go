package model

import (
	"fmt"
	"strconv"
	"time"
)

var (
	weekdays    = [...]string{"воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"}
	weekdaysTwo = [...]string{"Вс", "Пн", "Вт", "Ср", "Чт", "Пт", "Сб"}
	monthsOf    = [...]string{"января", "февраля", "марта", "апреля", "мая", "июня",
		"июля", "августа", "сентября", "октября", "ноября", "декабря"}
)

// noBreak is the space within a date that no line is broken at: «г.» alone in a line, or a day without its month,
// reads badly.
const noBreak = "\u00a0"

// WeekdayShort is a day of the week in two letters: «Пт».
func WeekdayShort(day time.Weekday) string { return weekdaysTwo[day] }

// DayText is a calendar day in full: «Пятница 20 октября 2023 г.».
func DayText(day time.Time) string {
	return fmt.Sprintf("%s %s %s", Capital(weekdays[day.Weekday()]), dayMonth(day), yearText(day))
}

func yearText(day time.Time) string { return strconv.Itoa(day.Year()) + noBreak + "г." }

// dayMonth is a day without its year: «20 октября».
func dayMonth(day time.Time) string {
	return strconv.Itoa(day.Day()) + noBreak + monthsOf[day.Month()-1]
}

// DayShort is a day without its year, with the weekday in short: «Пт, 20 октября».
func DayShort(day time.Time) string { return WeekdayShort(day.Weekday()) + ", " + dayMonth(day) }

// DayNumbers is a day for the narrowest column: «Пт, 20.10».
func DayNumbers(day time.Time) string {
	return WeekdayShort(day.Weekday()) + ", " + day.Format("02.01")
}

// WeekText is the week that begins on a Monday: «16–22 октября 2023 г.».
func WeekText(monday time.Time) string {
	sunday := monday.AddDate(0, 0, 6)
	switch {
	case monday.Year() != sunday.Year():
		return fmt.Sprintf("%s %d – %s %s", dayMonth(monday), monday.Year(), dayMonth(sunday), yearText(sunday))
	case monday.Month() != sunday.Month():
		return fmt.Sprintf("%s – %s %s", dayMonth(monday), dayMonth(sunday), yearText(sunday))
	}
	return fmt.Sprintf("%d–%s %s", monday.Day(), dayMonth(sunday), yearText(sunday))
}
