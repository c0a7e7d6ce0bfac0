package remote

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// PasteLink asks the teacher for the link of a call that they start by hand; done is called when the lesson has it.
func PasteLink(deps EditDeps, line model.LessonLine, done func()) {
	pasteLink(deps.Desk, deps.Service, line, "", done)
}

// pasteLink is PasteLink that says, unless it is empty, why the teacher has to start the call.
func pasteLink(desk shell.Desk, service LinkService, line model.LessonLine, why string, done func()) {
	field := newLinkField(desk.Exec, service)
	content := container.New(layout.NewCustomPaddedVBoxLayout(theme.GapSmall))
	if why != "" {
		content.Add(widgets.Paragraph(why, editWidth))
	}
	content.Add(field.content)
	var box *dialog.Handle
	box = dialog.Show(desk.Frame.Window(), dialog.Modal{
		Title: "Ссылка на звонок", Hint: line.Subject + " · " + widgets.DayText(line.Date),
		Content: content, Primary: "Сохранить", Cancel: "Отмена",
		Size: fyne.NewSize(editWidth+40, 0), Focus: field.entry,
		OnPrimary: func() bool {
			link, err := field.link()
			if err != nil {
				field.entry.SetError(widgets.Sentence(err.Error()))
				return false
			}
			box.Busy(true)
			widgets.Perform(desk.Exec, func() error { return service.SetCallLink(desk.Exec.Context(), line.ID, link) }, func(err error) {
				box.Busy(false)
				if err != nil {
					field.entry.SetError(widgets.Sentence(err.Error()))
					return
				}
				box.Close()
				desk.Tell("Ссылка на звонок сохранена")
				done()
			})
			return false
		},
	})
}
