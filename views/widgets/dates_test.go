package widgets

import (
	"testing"
	"time"
)

func TestDates(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	tests := []struct{ got, want string }{
		{DayText(day(2023, time.October, 20)), "Пятница, 20 октября 2023 г."},
		{DayText(day(2024, time.February, 29)), "Четверг, 29 февраля 2024 г."},
		{DayShort(day(2023, time.October, 22)), "Вс, 22 октября"},
		{DayNumbers(day(2023, time.October, 5)), "Чт, 05.10"},
		{WeekText(day(2023, time.October, 16)), "16–22 октября 2023 г."},
		{WeekText(day(2023, time.October, 30)), "30 октября – 5 ноября 2023 г."},
		{WeekText(day(2024, time.December, 30)), "30 декабря 2024 – 5 января 2025 г."},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
	for d := 16; d <= 22; d++ {
		if got := Monday(day(2023, time.October, d)); !got.Equal(day(2023, time.October, 16)) {
			t.Errorf("the week of October %d begins on %s", d, got.Format(time.DateOnly))
		}
	}
	if got := Monday(day(2026, time.January, 1)); !got.Equal(day(2025, time.December, 29)) {
		t.Errorf("the first week of 2026 begins on %s", got.Format(time.DateOnly))
	}
}
