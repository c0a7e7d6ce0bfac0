package lessons

import (
	"context"
	"io"

	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

// CalendarService is what the export of the calendar asks of the program.
type CalendarService interface {
	// ExportCalendar writes the person's own lessons as iCalendar.
	ExportCalendar(ctx context.Context, w io.Writer) error
}

// newCalendarButton is the button that saves the person's own lessons as a file.
func newCalendarButton(deps Deps) *widgets.Button {
	var button *widgets.Button
	button = widgets.NewSecondary("Календарь (.ics)", func() {
		deps.Export(dialog.Export{
			Name: "Занятия.ics", Button: button, Refused: "Календарь не выгружен",
			Make: deps.Service.ExportCalendar,
		}, "Календарь записан в файл")
	})
	button.SetTooltip("Свои занятия файлом для календаря на телефоне или компьютере")
	return button
}
