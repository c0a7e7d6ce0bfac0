package settings

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// UndoService is what taking a change back asks of the program.
type UndoService interface {
	PreviewUndo(ctx context.Context, id model.ChangeID) (model.UndoPreview, error)
	// UndoChange takes all of a change back or, when some of it was changed since, nothing.
	UndoChange(ctx context.Context, id model.ChangeID) error
}

// undoTitle heads every window of taking a change back.
const undoTitle = "Отмена изменения"

// undo says what taking a line's change back would do, and does it if that is wanted.
func (j *journal) undo(l model.AuditLine) {
	win := j.deps.Frame.Window()
	shell.Ask(j.deps.Desk, undoTitle, func(ctx context.Context) (model.UndoPreview, error) { return j.service.PreviewUndo(ctx, l.Change) }, func(p model.UndoPreview) {
		dialog.ConfirmCancelling(win, undoTitle, undoWords(l, p), "Отменить изменение", "Оставить изменение", func() { j.takeBack(l) })
	})
}

func (j *journal) takeBack(l model.AuditLine) {
	j.deps.Do(undoTitle, func(ctx context.Context) error { return j.service.UndoChange(ctx, l.Change) }, func() {
		j.deps.Tell("Изменение отменено: " + l.Action)
		j.load()
	})
}

// undoWords tell what comes back and what does not.
func undoWords(l model.AuditLine, p model.UndoPreview) string {
	parts := []string{"Будет отменено: " + l.Action + " от " + l.At.Format("02.01.2006 15:04") + "."}
	if n := len(p.Lines); n > 1 {
		parts = append(parts, "Это действие занимает "+model.Plural(n, "строку", "строки", "строк")+" журнала; отменяются все вместе.")
	}
	if len(p.Counts) > 0 {
		parts = append(parts, "К прежнему виду вернутся: "+strings.Join(p.Counts, ", ")+".")
	}
	for _, loss := range p.Losses {
		parts = append(parts, "Внимание: "+loss+".")
	}
	if p.Chats {
		parts = append(parts, "Чаты в VK исправит ближайшая синхронизация.")
	}
	return strings.Join(parts, "\n\n")
}

// undoButton opens the question from a line's own window; nil where there is nothing to take back.
func (j *journal) undoButton(l model.AuditLine, closeLine func()) fyne.CanvasObject {
	if l.Change == 0 || l.Undone {
		return nil
	}
	return widgets.NewSecondary("Отменить изменение…", func() {
		closeLine()
		j.undo(l)
	})
}
