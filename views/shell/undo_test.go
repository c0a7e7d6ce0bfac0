package shell

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/drawn"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// undoable is a journal of changes whose latest line is to be taken back.
type undoable struct {
	last    model.AuditLine
	failed  error // of asking for it, once
	preview model.UndoPreview
	undone  []model.ChangeID
}

func (u *undoable) LastDone(context.Context) (model.AuditLine, error) {
	if err := u.failed; err != nil {
		u.failed = nil
		return model.AuditLine{}, err
	}
	return u.last, nil
}

func (u *undoable) PreviewUndo(context.Context, model.ChangeID) (model.UndoPreview, error) {
	return u.preview, nil
}

func (u *undoable) UndoChange(_ context.Context, id model.ChangeID) error {
	u.undone = append(u.undone, id)
	return nil
}

// TestUndoByKey: Ctrl+Z asks whether to take the person's latest change back, says so where it cannot be, and is nothing to those
// who may not. A field in which something was typed keeps the key.
func TestUndoByKey(t *testing.T) {
	b := newBench(t, false, nil)
	p := &viewtest.Person{T: t, Window: b.window}
	undo := func() { drawn.Shortcut(b.window, &fyne.ShortcutUndo{}) }
	undo()
	b.ctrl(fyne.KeySlash)
	p.SeesNot("Отмена изменения", "Отменить своё последнее изменение")
	p.Key(fyne.KeyEscape)

	u := &undoable{last: model.AuditLine{ID: 9, Change: 5, Action: "Студенты отмечены", Subject: "3 студента"}}
	b.shell.cfg.Undo = func() Undoing { return u }
	b.ctrl(fyne.KeySlash)
	p.Sees("Ctrl+Z", "Отменить своё последнее изменение")
	p.Key(fyne.KeyEscape)
	field := b.shell.Top().(*fakeScreen).focus
	b.window.Canvas().Focus(field)
	field.TypedRune('ж')
	if undo(); field.Text != "" {
		t.Errorf("the field holds %q", field.Text)
	}
	p.SeesNot("Будет отменено")
	undo()
	p.Sees("Будет отменено то, что сделано", "Студенты отмечены — 3 студента.")
	if p.Press("Оставить изменение"); len(u.undone) > 0 {
		t.Fatal("undone without an answer")
	}
	control := widgets.NewSecondary("Кнопка", nil)
	b.shell.Top().Content().(*fyne.Container).Add(control)
	b.window.Canvas().Focus(control)
	undo()
	p.Press("Отменить изменение")
	if p.Sees("Изменение отменено. Студенты отмечены — 3 студента."); len(u.undone) != 1 || u.undone[0] != 5 {
		t.Errorf("undone: %v", u.undone)
	}
	u.last.Undone = true
	undo()
	p.Sees("Ваше последнее действие отменить нельзя.")
}

// TestUndoKeyOfTheScreen: a screen with steps of its own takes the key, until it has none.
func TestUndoKeyOfTheScreen(t *testing.T) {
	b := newBench(t, false, nil)
	b.shell.cfg.Undo = func() Undoing {
		return &undoable{last: model.AuditLine{ID: 9, Change: 5, Action: "Студенты отмечены"}}
	}
	steps := 1
	b.shell.Push(stepping{b.opened[0], &steps})
	p := &viewtest.Person{T: t, Window: b.window}
	drawn.Shortcut(b.window, &fyne.ShortcutUndo{})
	if p.SeesNot("Будет отменено"); steps != 0 {
		t.Error("the screen was not asked")
	}
	drawn.Shortcut(b.window, &fyne.ShortcutUndo{})
	p.Sees("Будет отменено то, что сделано")
}

// stepping is a screen with steps to take back.
type stepping struct {
	Screen
	steps *int
}

func (s stepping) Undo() bool {
	*s.steps--
	return *s.steps >= 0
}

// TestNotingKnowsWhatWasThere: where nobody knows which line was the latest before, a later one may be of an older action, which «Отменить» must not
// take back.
func TestNotingKnowsWhatWasThere(t *testing.T) {
	for name, failed := range map[string]error{"known": nil, "not read": errors.New("нет связи с колледжем")} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, false, nil)
			u := &undoable{last: model.AuditLine{ID: 9, Change: 5, Action: "Студенты отмечены"}, failed: failed}
			b.shell.cfg.Undo = func() Undoing { return u }
			b.shell.Desk(nil).Act("Не сделано", func(context.Context) error { return nil }, "Сделано", nil)
			p := &viewtest.Person{T: t, Window: b.window}
			p.Sees("Сделано")
			p.SeesNot("Отменить")
		})
	}
}

// TestUndoKeyTwice: two presses before the change is read ask once.
func TestUndoKeyTwice(t *testing.T) {
	b := newBench(t, false, nil)
	u := &undoable{last: model.AuditLine{ID: 9, Change: 5, Action: "Студенты отмечены"}}
	b.shell.cfg.Undo = func() Undoing { return u }
	late := b.shell.cfg.Exec.(*viewtest.Executor)
	late.Late = true
	for range 2 {
		drawn.Shortcut(b.window, &fyne.ShortcutUndo{})
	}
	for range 3 {
		late.Run()
	}
	if n := len(b.window.Canvas().Overlays().List()); n != 1 {
		t.Errorf("%d questions are open", n)
	}
}

// TestWorkIsToldOfOverAnotherDialog: what was done, or why it was not, is told though a form has opened meanwhile.
func TestWorkIsToldOfOverAnotherDialog(t *testing.T) {
	b := newBench(t, false, nil)
	late := b.shell.cfg.Exec.(*viewtest.Executor)
	late.Late = true
	done := false
	do := func(err error) {
		b.shell.Desk(nil).Do("Приказ не отменён", func(context.Context) error { return err }, func() { done = true })
	}
	do(nil)
	do(errors.New("база данных занята"))
	dialog.Show(b.window, dialog.Modal{Title: "Группа", Primary: "Добавить", Cancel: "Отмена"})
	if late.Run(); !done {
		t.Error("nothing follows what was done")
	}
	(&viewtest.Person{T: t, Window: b.window}).Sees("Приказ не отменён", "База данных занята.")
}

// TestUndoInTheToast: what was just done can be taken back from its message, at once where all of it comes back; an older change is
// not offered in its place, nor anything to those who may not.
func TestUndoInTheToast(t *testing.T) {
	older, done := model.AuditLine{ID: 8, Change: 4, Action: "Загрузка списков"}, model.AuditLine{ID: 9, Change: 5, Action: "Студенты отмечены"}
	for name, c := range map[string]struct {
		after   model.AuditLine
		refused error
		losses  []string
		not     bool // may not take back
		offered bool
	}{
		"a change":           {after: done, offered: true},
		"one with losses":    {after: done, losses: []string{"переписка не восстановится"}, offered: true},
		"nothing to be kept": {after: model.AuditLine{ID: 9}},
		"an older change":    {after: older},
		"refused":            {after: older, refused: errors.New("база данных занята")},
		"may not":            {after: done, not: true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, false, nil)
			u := &undoable{last: older, preview: model.UndoPreview{Losses: c.losses}}
			b.shell.cfg.Undo = func() Undoing {
				if c.not {
					return nil
				}
				return u
			}
			p := &viewtest.Person{T: t, Window: b.window}
			b.shell.Desk(nil).Act("Студенты не отмечены", func(context.Context) error {
				u.last = c.after
				return c.refused
			}, "Отмечено: 3 студента", nil)
			if !c.offered {
				p.SeesNot("Отменить")
				return
			}
			p.Sees("Отмечено: 3 студента.")
			p.Press("Отменить")
			if len(c.losses) > 0 {
				p.Sees("Внимание: переписка не восстановится.")
				if len(u.undone) > 0 {
					t.Fatal("undone before what is lost was told")
				}
				p.Press("Отменить изменение")
			}
			p.Sees("Изменение отменено. Студенты отмечены.")
			if len(u.undone) != 1 || u.undone[0] != 5 {
				t.Errorf("undone: %v", u.undone)
			}
		})
	}
}
