package dates

import (
	"time"

	"zvonok/model"
)

var months = [...]string{"Январь", "Февраль", "Март", "Апрель", "Май", "Июнь",
	"Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"}

// Full is model.DayText.
func Full(day time.Time) string { return model.DayText(day) }

// Short is model.DayShort.
func Short(day time.Time) string { return model.DayShort(day) }

// Numbers is model.DayNumbers.
func Numbers(day time.Time) string { return model.DayNumbers(day) }

// Week is model.WeekText.
func Week(monday time.Time) string { return model.WeekText(monday) }
