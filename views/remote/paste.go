package remote

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// PasteLink asks the teacher for the link of a call that they start by hand; done is called when the lesson has it.
func PasteLink(deps EditDeps, line model.LessonLine, done func()) {
	pasteLink(deps.Exec, deps.Frame, deps.Service, line, "", done)
}

// pasteLink is PasteLink that says, unless it is empty, why the teacher has to start the call.
func pasteLink(exec widgets.Executor, frame Frame, service LinkService, line model.LessonLine, why string, done func()) {
	field := newLinkField(exec, service)
	content := container.New(layout.NewCustomPaddedVBoxLayout(theme.GapSmall))
	if why != "" {
		content.Add(widgets.Paragraph(why, editWidth))
	}
	content.Add(field.content)
	var dialog *widgets.ModalHandle
	dialog = widgets.ShowModal(frame.Window(), widgets.Modal{
		Title: "Ссылка на звонок", Hint: line.Subject + " · " + widgets.DayText(line.Date),
		Content: content, Primary: "Сохранить", Cancel: "Отмена",
		Size: fyne.NewSize(editWidth+40, 0), Focus: field.entry,
		OnPrimary: func() bool {
			link, err := field.link()
			if err != nil {
				field.entry.SetError(widgets.Sentence(err.Error()))
				return false
			}
			dialog.Busy(true)
			widgets.Perform(exec, func() error {
				return service.SetCallLink(exec.Context(), line.ID, link)
			}, func(err error) {
				dialog.Busy(false)
				if err != nil {
					field.entry.SetError(widgets.Sentence(err.Error()))
					return
				}
				dialog.Close()
				frame.Toast("Ссылка на звонок сохранена", widgets.ToneGood)
				done()
			})
			return false
		},
	})
}
