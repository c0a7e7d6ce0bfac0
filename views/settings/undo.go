package settings

import (
	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// undoButton opens the question about taking a line back, from the window of the line; nil where there is nothing to take
// back.
func (j *journal) undoButton(l model.AuditLine, closeLine func()) fyne.CanvasObject {
	if l.Change == 0 || l.Undone {
		return nil
	}
	return widgets.NewSecondary("Отменить изменение…", func() {
		closeLine()
		shell.TakeBack(j.deps.Desk, j.service, l, j.load)
	})
}
