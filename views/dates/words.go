package dates

import (
	"fmt"
	"strconv"
	"time"

	"zvonok/views/widgets"
)

var (
	weekdays    = [...]string{"воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"}
	weekdaysTwo = [...]string{"Вс", "Пн", "Вт", "Ср", "Чт", "Пт", "Сб"}
	monthsOf    = [...]string{"января", "февраля", "марта", "апреля", "мая", "июня",
		"июля", "августа", "сентября", "октября", "ноября", "декабря"}
	months = [...]string{"Январь", "Февраль", "Март", "Апрель", "Май", "Июнь",
		"Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"}
)

// noBreak is the space within a date at which no line is broken: «г.» alone in a line, or a day without its month,
// reads badly.
const noBreak = "\u00a0"

// Full is a calendar day in full: «Пятница, 20 октября 2023 г.».
func Full(day time.Time) string {
	return fmt.Sprintf("%s, %s %s", widgets.Capital(weekdays[day.Weekday()]), dayMonth(day), yearText(day))
}

func yearText(day time.Time) string { return strconv.Itoa(day.Year()) + noBreak + "г." }

// dayMonth is a day without its year: «20 октября».
func dayMonth(day time.Time) string {
	return strconv.Itoa(day.Day()) + noBreak + monthsOf[day.Month()-1]
}

// Short is a day without its year, with the weekday in short: «Пт, 20 октября».
func Short(day time.Time) string { return weekdaysTwo[day.Weekday()] + ", " + dayMonth(day) }

// Numbers is a day for the narrowest column: «Пт, 20.10».
func Numbers(day time.Time) string { return weekdaysTwo[day.Weekday()] + ", " + day.Format("02.01") }

// Week is the week that begins on a Monday: «16–22 октября 2023 г.».
func Week(monday time.Time) string {
	sunday := monday.AddDate(0, 0, 6)
	switch {
	case monday.Year() != sunday.Year():
		return fmt.Sprintf("%s %d – %s %s", dayMonth(monday), monday.Year(), dayMonth(sunday), yearText(sunday))
	case monday.Month() != sunday.Month():
		return fmt.Sprintf("%s – %s %s", dayMonth(monday), dayMonth(sunday), yearText(sunday))
	}
	return fmt.Sprintf("%d–%s %s", monday.Day(), dayMonth(sunday), yearText(sunday))
}
