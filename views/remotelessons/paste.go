package remotelessons

import (
	"context"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// PasteLink asks the teacher for the link of a call that they start by hand, and says, unless it is empty, why they have to;
// done is called when the lesson has it.
func PasteLink(desk shell.Desk, service LinkService, line model.LessonLine, why string, done func()) {
	field := newLinkField(desk, service)
	content := widgets.Lines()
	if why != "" {
		content.Add(widgets.Flow(why))
	}
	content.Add(field.content)
	dialog.ShowForm(desk.Frame.Window(), desk.Exec, dialog.Form{
		Title: "Ссылка на звонок", Hint: lessonName(line) + " · " + model.DayText(line.Date), Primary: "Сохранить",
		Fields: []fyne.CanvasObject{content}, Focus: field.entry,
		Work: func() (func(context.Context) error, error) {
			link, err := field.link()
			return func(ctx context.Context) error { return service.SetCallLink(ctx, line.ID, link) }, err
		},
		Refused: func(err error) bool {
			field.entry.SetError(err.Error())
			return true
		},
		Done: func() {
			desk.Tell("Ссылка на звонок сохранена")
			done()
		},
	})
}
