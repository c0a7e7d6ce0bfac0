package settings

import (
	"errors"
	"testing"

	"zvonok/model"
)

// undoable is a bench whose latest line can be taken back.
func undoable(t *testing.T) *bench {
	b := newBench(t, admin())
	b.service.lines = append([]model.AuditLine{{ID: 900, Who: "Рязанцева Екатерина Викторовна", Action: "Загрузка списков", Subject: "xlsx", Change: 7}}, b.service.lines...)
	b.service.undo = model.UndoPreview{
		Lines: make([]model.AuditLine, 2), Counts: []string{"12 карточек людей", "3 зачисления"}, Chats: true,
		Losses: []string{"чаты, уже удалённые из VK, будут созданы заново: переписка в них не восстановится"},
	}
	b.screen.tabs.Select(blockJournal)
	return b
}

// TestUndo: a line's window offers to take its change back, says what comes back and what does not, and asks once.
func TestUndo(t *testing.T) {
	b := undoable(t)
	b.screen.journal.open(b.service.lines[0])
	b.Press("Отменить изменение…")
	b.Sees("Загрузка списков", "2 строки", "12 карточек людей, 3 зачисления", "переписка в них не восстановится", "Чаты в VK исправит")
	if len(b.service.undone) != 0 {
		t.Fatal("undone before it was confirmed")
	}
	b.Press("Отменить изменение")
	if len(b.service.undone) != 1 || b.service.undone[0] != 7 || b.DialogOpen() {
		t.Errorf("undone: %v", b.service.undone)
	}
	b.service.undo.Chats = false // lessons concern none
	b.screen.journal.open(b.service.lines[0])
	b.Press("Отменить изменение…")
	b.SeesNot("Чаты в VK исправит")
}

// TestUndoRefused: why it cannot be taken back is told in words.
func TestUndoRefused(t *testing.T) {
	b := undoable(t)
	b.service.undoErr = errors.New("отменить нельзя: с тех пор 2 записи изменились")
	b.screen.journal.open(b.service.lines[0])
	b.Press("Отменить изменение…")
	b.Press("Отменить изменение")
	b.Sees("Отменить нельзя: с тех пор 2 записи изменились", "Понятно")
}

// TestNothingToUndo: a line without a change, or whose change was taken back, offers nothing.
func TestNothingToUndo(t *testing.T) {
	b := undoable(t)
	line := b.service.lines[0]
	line.Undone = true
	b.screen.journal.open(line)
	b.Sees("изменение отменено")
	b.SeesNot("Отменить изменение…")
	b.Press("Закрыть")
	line.Change, line.Undone = 0, false
	b.screen.journal.open(line)
	b.SeesNot("Отменить изменение…")
}
