// Package dates has the field for a calendar day with its calendar. Days are 00:00 UTC.
package dates

import (
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/draw"
	"zvonok/views/widgets"
)

// layout is how people here write a day.
const layout = "02.01.2006"

// ErrDate is what is said of a text that is not a day, as «31.02.2026».
var ErrDate = errors.New("такой даты нет, формат: ДД.ММ.ГГГГ")

// Field is a field for a calendar day, typed or chosen from a calendar that its button or Down opens.
type Field struct {
	widgets.Entry
	today time.Time
	open  *widgets.Popover
}

// NewField returns an empty field; today is a calendar day as 00:00 UTC, as all days of the field are.
func NewField(today time.Time) *Field {
	f := &Field{today: today}
	f.Begin(f, "ДД.ММ.ГГГГ")
	f.ActionItem = widgets.NewEndButton(14, f.Open,
		draw.NewStroke(1.2, 1, 2.2, 9, 2.2, 9, 9, 1, 9, 1, 2.2, 1, 4.4, 9, 4.4),
		draw.NewStroke(1.2, 3.2, 1, 3.2, 3), draw.NewStroke(1.2, 6.8, 1, 6.8, 3))
	f.Neat = func(text string) string {
		day, err := parse(text, today)
		if err != nil {
			return text
		}
		return day.Format(layout)
	}
	f.OnKey = func(k *fyne.KeyEvent) bool {
		if k.Name != fyne.KeyDown {
			return false
		}
		f.Open()
		return true
	}
	return f
}

// SetDate puts a day into the field.
func (f *Field) SetDate(day time.Time) { f.SetText(day.Format(layout)) }

// Date is the day in the field.
func (f *Field) Date() (time.Time, error) { return parse(f.Text, f.today) }

// MinSize is as wide as a date with the button.
func (f *Field) MinSize() fyne.Size {
	size := f.Entry.MinSize()
	return fyne.NewSize(140, size.Height)
}

// Open shows the calendar below the field.
func (f *Field) Open() {
	c := draw.CanvasOf(f)
	if c == nil || f.Disabled() {
		return
	}
	day, err := f.Date()
	if err != nil {
		day = f.today
	}
	month := newCalendar(day, f.today, func(chosen time.Time) {
		f.open.Close()
		f.SetDate(chosen)
		c.Focus(f)
	})
	f.open = widgets.ShowPopover(c, month, widgets.Below(f, false), month)
}

// parse reads a day as people type it: «20.10.2023», «20.10.23», «20.10», «20102023», with the year of today where
// there is none. It is 00:00 UTC.
func parse(text string, today time.Time) (time.Time, error) {
	if day, ok := model.ParseDay(text); ok {
		return day, nil
	}
	day, ok := model.ParseDay(strings.TrimRight(text, " .,/-") + today.Format(".2006"))
	if !ok {
		return time.Time{}, ErrDate
	}
	return day, nil
}
