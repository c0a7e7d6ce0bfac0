package widgets

import (
	"fmt"
	"strconv"
	"time"
	"unicode"
)

var (
	weekdays    = [...]string{"воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"}
	weekdaysTwo = [...]string{"Вс", "Пн", "Вт", "Ср", "Чт", "Пт", "Сб"}
	monthsOf    = [...]string{"января", "февраля", "марта", "апреля", "мая", "июня",
		"июля", "августа", "сентября", "октября", "ноября", "декабря"}
	months = [...]string{"Январь", "Февраль", "Март", "Апрель", "Май", "Июнь",
		"Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"}
)

// DayText is a calendar day in full: «Пятница, 20 октября 2023 г.».
func DayText(day time.Time) string {
	return fmt.Sprintf("%s, %s %d г.", WeekdayText(day), DayMonth(day), day.Year())
}

// WeekdayText is the name of a day's weekday: «Пятница».
func WeekdayText(day time.Time) string {
	runes := []rune(weekdays[day.Weekday()])
	runes[0] = unicode.ToUpper(runes[0])
	return string(runes)
}

// DayMonth is a day without its year: «20 октября».
func DayMonth(day time.Time) string { return strconv.Itoa(day.Day()) + " " + monthsOf[day.Month()-1] }

// DayShort is a day without its year, with the weekday in short: «Пт, 20 октября».
func DayShort(day time.Time) string { return weekdaysTwo[day.Weekday()] + ", " + DayMonth(day) }

// DayNumbers is a day for the narrowest column: «Пт, 20.10».
func DayNumbers(day time.Time) string { return weekdaysTwo[day.Weekday()] + ", " + day.Format("02.01") }

// WeekText is the week that begins on a Monday: «16–22 октября 2023 г.».
func WeekText(monday time.Time) string {
	sunday := monday.AddDate(0, 0, 6)
	switch {
	case monday.Year() != sunday.Year():
		return fmt.Sprintf("%s %d – %s %d г.", DayMonth(monday), monday.Year(), DayMonth(sunday), sunday.Year())
	case monday.Month() != sunday.Month():
		return fmt.Sprintf("%s – %s %d г.", DayMonth(monday), DayMonth(sunday), sunday.Year())
	}
	return fmt.Sprintf("%d–%s %d г.", monday.Day(), DayMonth(sunday), sunday.Year())
}

// Monday is the Monday of a calendar day's week.
func Monday(day time.Time) time.Time { return day.AddDate(0, 0, -(int(day.Weekday())+6)%7) }
