package shell

import (
	"context"
	"strings"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

// UndoService is what taking a change back asks of the program. Its methods may block; errors are in Russian, ready to be shown.
type UndoService interface {
	PreviewUndo(ctx context.Context, id model.ChangeID) (model.UndoPreview, error)
	// UndoChange takes all of a change back or, when some of it was changed since, nothing.
	UndoChange(ctx context.Context, id model.ChangeID) error
}

// Undoing is the taking back of what the person has just done.
type Undoing interface {
	UndoService
	// LastDone is the person's own latest line of «Журнал изменений»; without a change where nothing can be taken back.
	LastDone(ctx context.Context) (model.AuditLine, error)
}

// undoTitle heads every window of taking a change back.
const undoTitle = "Отмена изменения"

// TakeBack says what taking a line's change back would do, does it if the person agrees, and then goes on.
func TakeBack(d Desk, by UndoService, l model.AuditLine, then func()) {
	d.takeBack(by, l, func(model.UndoPreview) bool { return true }, then)
}

// takeBack is TakeBack that asks only where asks says so.
func (d Desk) takeBack(by UndoService, l model.AuditLine, asks func(model.UndoPreview) bool, then func()) {
	do := func() {
		d.Do(undoTitle, func(ctx context.Context) error { return by.UndoChange(ctx, l.Change) }, func() {
			d.Tell("Изменение отменено. " + l.Did())
			then()
		})
	}
	Ask(d, undoTitle, func(ctx context.Context) (model.UndoPreview, error) { return by.PreviewUndo(ctx, l.Change) }, func(p model.UndoPreview) {
		if asks(p) {
			dialog.ConfirmCancelling(d.Frame.Window(), undoTitle, undoWords(l, p), "Отменить изменение", "Оставить изменение", do)
			return
		}
		do()
	})
}

// undoWords tell what comes back and what does not.
func undoWords(l model.AuditLine, p model.UndoPreview) string {
	parts := []string{"Будет отменено то, что сделано " + l.At.Format("02.01.2006 в 15:04") + ". " + l.Did() + "."}
	if n := len(p.Lines); n > 1 {
		parts = append(parts, "Это действие занимает "+model.Plural(n, "строку", "строки", "строк")+" журнала; отменяются все вместе.")
	}
	if len(p.Counts) > 0 {
		parts = append(parts, "К прежнему виду вернётся: "+strings.Join(p.Counts, ", ")+".")
	}
	for _, loss := range p.Losses {
		parts = append(parts, "Внимание: "+loss+".")
	}
	if p.Chats {
		parts = append(parts, "Чаты в VK исправит ближайшая синхронизация.")
	}
	return strings.Join(parts, "\n\n")
}

// Noting is work that notes which line of «Журнал изменений» it leaves, and what tells of it once it is done, with «Отменить»
// for people who may take it back; "" tells nothing.
func (d Desk) Noting(work func(context.Context) error) (noted func(context.Context) error, tell func(done string)) {
	var did model.AuditLine // without a change where there is nothing to take back
	noted = func(ctx context.Context) error {
		if d.Undo == nil {
			return work(ctx)
		}
		before, unknown := d.Undo.LastDone(ctx)
		if err := work(ctx); err != nil {
			return err
		}
		// The action itself has succeeded: without a line only «Отменить» is missing.
		if line, err := d.Undo.LastDone(ctx); unknown == nil && err == nil && line.ID != before.ID {
			did = line
		}
		return nil
	}
	return noted, func(done string) {
		switch {
		case done == "":
		case did.Change != 0:
			d.Frame.ToastAction(done, widgets.ToneGood, "Отменить", func() { d.undo(did) })
		default:
			d.Tell(done)
		}
	}
}

// Act is Do for an action that was confirmed. It tells of it as Noting does; then may be nil.
func (d Desk) Act(failed string, work func(context.Context) error, done string, then func()) {
	work, tell := d.Noting(work)
	d.Do(failed, work, func() {
		tell(done)
		if then != nil {
			then()
		}
	})
}

// undoLast asks whether to take the person's latest change back.
func (d Desk) undoLast() {
	if d.Undo == nil {
		return
	}
	Ask(d, undoTitle, d.Undo.LastDone, func(l model.AuditLine) {
		if l.Change == 0 || l.Undone {
			d.Frame.Toast("Ваше последнее действие отменить нельзя. Более ранние — в «Журнале изменений».", widgets.ToneNeutral)
			return
		}
		TakeBack(d, d.Undo, l, func() {})
	})
}

// undo takes back what was just done. It asks only where not all of it comes back.
func (d Desk) undo(l model.AuditLine) {
	d.takeBack(d.Undo, l, func(p model.UndoPreview) bool { return len(p.Losses) > 0 }, func() {})
}
