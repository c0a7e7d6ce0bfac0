package people

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/orders"
	"zvonok/views/shell"
)

// takenBack is a journal of changes with a line for each thing that the college did.
type takenBack struct {
	service *fakeService
	undone  []model.ChangeID
}

func (u *takenBack) LastDone(context.Context) (model.AuditLine, error) {
	n := len(u.service.did)
	return model.AuditLine{ID: int64(n), Change: model.ChangeID(n), Action: "Изменение"}, nil
}

func (u *takenBack) PreviewUndo(context.Context, model.ChangeID) (model.UndoPreview, error) {
	return model.UndoPreview{}, nil
}

func (u *takenBack) UndoChange(_ context.Context, id model.ChangeID) error {
	u.undone = append(u.undone, id)
	return nil
}

// TestFormsAndFilesAreTakenBack: the message of an order that was added, of orders that were loaded and of rights that were given had
// no «Отменить», which that of removed students had.
func TestFormsAndFilesAreTakenBack(t *testing.T) {
	f := admin().withOrders()
	u := &takenBack{service: f}
	b := newBenchLook(t, f, fyne.NewSize(1280, 800), fynetheme.VariantLight, func(d *Deps) { d.Undo = u })
	b.orders()
	b.section.Do(shell.CommandAdd)
	b.Press("Добавить")
	b.Sees("Приказ добавлен.", "Отменить")
	b.Press("Отменить")
	b.Sees("Изменение отменено. Изменение.")

	b.Press("Загрузить приказы…")
	b.shell.Top().(*orders.Import).Open([]string{"приказы.csv"})
	b.Press("Загрузить 4 приказа")
	b.Sees("Загружено: 4 приказа", "Отменить")
	b.Press("Отменить")

	if len(u.undone) != 2 {
		t.Errorf("taken back: %v", u.undone)
	}
}

// TestYearTurnIsTakenBack: the largest change of all had no «Отменить» in its message.
func TestYearTurnIsTakenBack(t *testing.T) {
	f := admin().withYearTurn()
	u := &takenBack{service: f}
	b := newBenchLook(t, f, fyne.NewSize(1280, 800), fynetheme.VariantLight, func(d *Deps) { d.Undo = u })
	s := b.turnYear()
	b.Press("Далее")
	s.form.number.SetText("7-в")
	for range 2 {
		b.Press("Далее")
	}
	b.Press("Выполнить переход…")
	b.Press("Выполнить переход")
	b.Sees("Колледж перешёл")
	b.Press("Отменить")
	if b.Sees("Изменение отменено."); len(u.undone) != 1 {
		t.Errorf("taken back: %v", u.undone)
	}
}
