package model

import (
	"testing"
	"time"
)

func TestDayWords(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	tests := []struct{ got, want string }{
		{DayText(day(2023, time.October, 20)), "Пятница 20\u00a0октября 2023\u00a0г."},
		{DayText(day(2024, time.February, 29)), "Четверг 29\u00a0февраля 2024\u00a0г."},
		{DayShort(day(2023, time.October, 22)), "Вс, 22\u00a0октября"},
		{DayNumbers(day(2023, time.October, 5)), "Чт, 05.10"},
		{WeekText(day(2023, time.October, 16)), "16–22\u00a0октября 2023\u00a0г."},
		{WeekText(day(2023, time.October, 30)), "30\u00a0октября – 5\u00a0ноября 2023\u00a0г."},
		{WeekText(day(2024, time.December, 30)), "30\u00a0декабря 2024 – 5\u00a0января 2025\u00a0г."},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}
