package dates

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/theme"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// TestDateIsBrokenWell: «г.» never stands alone in a line, nor a day without its month.
func TestDateIsBrokenWell(t *testing.T) {
	viewtest.NewWindow(t, widgets.Text(""))
	text := model.DayText(time.Date(2026, time.November, 25, 0, 0, 0, 0, time.UTC))
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
