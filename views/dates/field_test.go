package dates

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func TestParseDate(t *testing.T) {
	today := day(2023, time.October, 20)
	for text, want := range map[string]time.Time{
		"20.10.2023": today, "20.10.23": today, "20.10": today, "20.10.": today, "20102023": today, "20/10/2023": today,
		"1.9": day(2023, time.September, 1), "2023-10-20": today, "29.02.2024": day(2024, time.February, 29),
	} {
		if got, err := parse(text, today); err != nil || !got.Equal(want) {
			t.Errorf("%q is %v (%v), want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "31.02.2023", "29.02", "завтра", "20", "20.13.2023"} {
		if got, err := parse(text, today); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func TestFieldBringsTheDateIntoForm(t *testing.T) {
	f := NewField(day(2023, time.October, 20))
	w := viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(f), nil))
	w.Canvas().Focus(f)
	for _, r := range "3.11" {
		f.TypedRune(r)
	}
	w.Canvas().Unfocus()
	if f.Text != "03.11.2023" {
		t.Errorf("the field has %q", f.Text)
	}
	f.SetText("чепуха")
	w.Canvas().Focus(f)
	w.Canvas().Unfocus()
	if f.Text != "чепуха" {
		t.Errorf("what is no date became %q", f.Text)
	}
}

func TestCalendarBeginsOnMondayAndSpeaksRussian(t *testing.T) {
	f := NewField(day(2023, time.October, 20))
	w := viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(f), nil))
	f.SetDate(day(2023, time.October, 31))
	w.Canvas().Focus(f)
	viewtest.Keys(f, fyne.KeyDown)
	c, ok := w.Canvas().Focused().(*calendar)
	if !ok {
		t.Fatal("Down opens no calendar")
	}
	if c.title() != "Октябрь 2023" || !c.first().Equal(day(2023, time.September, 25)) {
		t.Errorf("the calendar shows %q from %v", c.title(), c.first())
	}
	viewtest.Keys(c, fyne.KeyPageDown)
	if !c.day.Equal(day(2023, time.November, 30)) {
		t.Errorf("the month after 31 October is at %v", c.day)
	}
	viewtest.Keys(c, fyne.KeyPageUp, fyne.KeyUp, fyne.KeyLeft)
	if want := day(2023, time.October, 22); !c.day.Equal(want) {
		t.Errorf("the day is %v, want %v", c.day, want)
	}
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(calendarCell/2, calendarHead+calendarWeek+calendarCell/2)})
	if f.Text != "25.09.2023" || w.Canvas().Overlays().Top() != nil || w.Canvas().Focused() != fyne.Focusable(f) {
		t.Errorf("a click on the first Monday leaves %q", f.Text)
	}
}
