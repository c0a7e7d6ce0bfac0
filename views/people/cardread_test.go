package people

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
)

// TestCardKeepsTheFocus: a change elsewhere, of which there is one a second while chats are carried, takes the keyboard away from neither
// the list nor the tabs.
func TestCardKeepsTheFocus(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	p := b.students()
	p.Table.OnOpen(p.Table.Rows()[1])
	card := b.shell.Top().(*personCard)
	change := func() {
		f.Publish(model.Change{Roster: true})
		b.timer.Pass(time.Second)
	}
	if change(); b.Window.Canvas().Focused() != fyne.Focusable(card.list.Grid) {
		t.Errorf("the keyboard has left the list for %T", b.Window.Canvas().Focused())
	}
	b.deps.Focus(card.tabs)
	change()
	b.Key(fyne.KeyRight)
	b.Sees("Обучается с")
}

// TestCardKeepsItsLine: what is chosen in a card's list stays chosen, and is what keys act on, when a line before it came meanwhile.
func TestCardKeepsItsLine(t *testing.T) {
	f := admin()
	card := f.people[101]
	chat := func(id model.ChatID, title string) model.PersonChat { return model.PersonChat{Chat: id, Title: title} }
	card.Chats = []model.PersonChat{chat(1, "ДО-19-3"), chat(2, "История"), chat(3, "История")} // two namesakes
	f.people[101] = card
	b := newBench(t, f)
	b.shell.Push(newPersonCard(b.deps, 101))
	b.Key(fyne.KeyDown)
	b.Key(fyne.KeyDown)
	card.Chats = append([]model.PersonChat{chat(4, "Вся школа")}, card.Chats...)
	f.people[101] = card
	f.Publish(model.Change{Roster: true})
	b.timer.Pass(time.Second)
	list := b.shell.Top().(*personCard).list
	if chosen := list.Selected(); len(chosen) != 1 || chosen[0].key != model.ChatID(3) || len(list.Rows()) != 4 {
		t.Errorf("chosen: %v of %d", chosen, len(list.Rows()))
	}
	b.Key(fyne.KeyUp)
	if chosen := list.Selected(); len(chosen) != 1 || chosen[0].key != model.ChatID(2) {
		t.Errorf("one up: %v", chosen)
	}
}
