package shell

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/viewtest"
)

// newCollege tells how far a college has come, and notes where its steps lead.
type newCollege struct {
	found model.Beginnings
	err   error
	led   model.Beginning
}

func (c *newCollege) steps() *Steps {
	return &Steps{Read: func(context.Context) (model.Beginnings, error) { return c.found, c.err }, Lead: func(step model.Beginning) { c.led = step }}
}

func newStepsBench(t *testing.T, college *newCollege) (*bench, *viewtest.Person) {
	t.Helper()
	b := newBench(t, false, nil)
	b.shell.cfg.Steps, b.shell.cfg.Hints = college.steps(), &fakeHints{}
	b.shell.cfg.Service.(*fakeService).told = nil
	again := New(b.shell.cfg, b.shell.all...)
	b.shell = again
	return b, &viewtest.Person{T: t, Window: b.window}
}

// TestStepsAfterFounding: the first screen says what a new college still needs, ticks what is done as it is done, leads to each, and
// says nothing once all is done.
func TestStepsAfterFounding(t *testing.T) {
	c := &newCollege{found: model.Beginnings{Accounts: 1}}
	b, p := newStepsBench(t, c)
	p.Sees("Дальше:", "Загрузить списки", "Ввести ключ сообщества", "Создать чаты", "Выдать учётные записи", "экран Чаты")
	p.SeesNot("✓")
	for step, label := range stepLabels {
		if p.Press(label); c.led != step {
			t.Errorf("%q leads to %d, want %d", label, c.led, step)
		}
	}
	c.found.Students = true
	b.service.told(model.Change{Roster: true})
	b.timer.pass()
	p.Sees("✓ Загрузить списки")
	b.shell.Push(newScreen("поверх"))
	p.SeesNot("Дальше:")
	b.shell.Back()
	p.Sees("Дальше:")
	b.shell.Go(1)
	p.SeesNot("Дальше:")
	b.shell.Go(0)
	c.err = errors.New("нет связи")
	b.service.told(model.Change{Sync: true})
	b.timer.pass()
	p.Sees("Дальше:")
	p.SeesNot("нет связи")
	c.found, c.err = model.Beginnings{Students: true, Community: true, Chats: true, Accounts: 2}, nil
	b.service.told(model.Change{All: true})
	b.timer.pass()
	p.SeesNot("Дальше:")
	p.Sees("экран Чаты")
}

// TestStepsInANarrowWindow: where there is no room beside each other the steps come in several rows; the page is not scrolled sideways
// for them. So wide is a window of 1024 points at 150 %.
func TestStepsInANarrowWindow(t *testing.T) {
	b, p := newStepsBench(t, &newCollege{found: model.Beginnings{Students: true, Accounts: 2}})
	p.Sees("Дальше:", "✓ Выдать учётные записи")
	b.window.Resize(fyne.NewSize(683, 427))
	if lost := viewtest.Lost(b.window); len(lost) > 0 {
		t.Errorf("nobody sees %q", lost)
	}
	if wide := b.shell.page.MinSize().Width; wide > 683 {
		t.Errorf("the page is %v wide", wide)
	}
}

// TestStepsPutAway: «Скрыть» is remembered on this computer, for this college alone.
func TestStepsPutAway(t *testing.T) {
	c := &newCollege{found: model.Beginnings{Accounts: 1}}
	b, p := newStepsBench(t, c)
	p.Press("Скрыть")
	p.SeesNot("Дальше:")
	b.shell.Push(newScreen("поверх"))
	b.shell.Back()
	p.SeesNot("Дальше:")
	b.shell.Drop()
	b.shell = New(b.shell.cfg, b.shell.all...)
	p.SeesNot("Дальше:")
	b.shell.Drop()
	b.service.college = "Медицинский колледж"
	b.shell = New(b.shell.cfg, b.shell.all...)
	p.Sees("Дальше:")
}
