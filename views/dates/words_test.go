package dates

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/views/theme"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

func TestDates(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	tests := []struct{ got, want string }{
		{Full(day(2023, time.October, 20)), "Пятница 20\u00a0октября 2023\u00a0г."},
		{Full(day(2024, time.February, 29)), "Четверг 29\u00a0февраля 2024\u00a0г."},
		{Short(day(2023, time.October, 22)), "Вс, 22\u00a0октября"},
		{Numbers(day(2023, time.October, 5)), "Чт, 05.10"},
		{Week(day(2023, time.October, 16)), "16–22\u00a0октября 2023\u00a0г."},
		{Week(day(2023, time.October, 30)), "30\u00a0октября – 5\u00a0ноября 2023\u00a0г."},
		{Week(day(2024, time.December, 30)), "30\u00a0декабря 2024 – 5\u00a0января 2025\u00a0г."},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

// TestDateIsBrokenWell: «г.» never stands alone in a line, nor a day without its month.
func TestDateIsBrokenWell(t *testing.T) {
	viewtest.NewWindow(t, widgets.Text(""))
	text := Full(time.Date(2026, time.November, 25, 0, 0, 0, 0, time.UTC))
	for width := float32(90); width < 260; width++ {
		for _, line := range widgets.BreakLines(text, width, theme.TextSize, fyne.TextStyle{}) {
			switch line {
			case "г.", "ноября", "ноября 2026\u00a0г.":
				t.Fatalf("at %v a line is %q", width, line)
			}
		}
	}
	if lines := widgets.BreakLines(text, 150, theme.TextSize, fyne.TextStyle{}); len(lines) != 2 || lines[1] != "2026\u00a0г." {
		t.Errorf("%q", lines)
	}
}
