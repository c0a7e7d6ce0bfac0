package desk_test

import (
	"errors"
	"slices"
	"testing"

	"zvonok/model"
)

// leavers are the surnames of those who leave, and how many chats each is removed from.
func leavers(l model.Losses) (list []string) {
	for _, one := range l.Leavers {
		list = append(list, one.Name.LastName+" "+string(rune('0'+one.Chats)))
	}
	slices.Sort(list)
	return list
}

// TestOrdersSayWhatTheyCost: an order that empties a group is asked about with the names of those who leave, and written
// when that is confirmed; an order about one student is not asked about, and what it costs is known before. Looking at it
// changes nothing.
func TestOrdersSayWhatTheyCost(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	admin := w.as(t, "Админова")
	orders := func(want int) {
		t.Helper()
		rows, err := admin.Orders(admin.As(t.Context()), model.OrderFilter{})
		if err != nil || len(rows) != want {
			t.Fatalf("%d orders, %v; want %d", len(rows), err, want)
		}
	}
	for _, day := range []int{23, 30} {
		one := model.OrderEdit{Number: "1", Date: onDay(20), Effective: onDay(day), Kind: model.OrderTransfer, To: w.group(t, "Б-1"),
			People: []model.PersonID{w.person(t, "Алексеева")}}
		lost, err := admin.OrderLosses(admin.As(t.Context()), 0, one)
		if err != nil || lost.Grave() || lost.Removed() == 0 || lost.ComeTo == 0 || len(lost.Comers) == 0 {
			t.Fatalf("one student: %+v, %v", lost, err)
		}
		orders(0)
		if w.enrolled(t, "Алексеева") != "А-1 –" {
			t.Fatalf("looking has moved her: %s", w.enrolled(t, "Алексеева"))
		}
	}
	for _, day := range []int{23, 30} {
		end := model.OrderEdit{Number: "3", Date: onDay(20), Effective: onDay(day), Kind: model.OrderDisband, Group: w.group(t, "А-1")}
		_, err := admin.SaveOrder(admin.As(t.Context()), end)
		var asked *model.LossError
		if !errors.As(err, &asked) || !slices.Equal(asked.Emptied, []string{"А-1"}) || !slices.ContainsFunc(asked.Leavers, func(l model.Mover) bool {
			return l.Person == w.person(t, "Алексеева") && l.Name.LastName == "Алексеева" && l.Chats > 0
		}) {
			t.Fatalf("the end of a group: %v, %q", err, leavers(asked.Losses))
		}
		orders(0)
	}
	comes := func(l model.Losses) bool {
		return slices.ContainsFunc(l.Comers, func(m model.Mover) bool { return m.Name.LastName == "Алексеева" && m.Chats > 0 })
	}
	end := model.OrderEdit{Number: "3", Date: onDay(20), Effective: onDay(23), Kind: model.OrderDisband, Group: w.group(t, "А-1"), Losing: true}
	id, err := admin.SaveOrder(admin.As(t.Context()), end)
	must(t, err)
	back, err := admin.CancelLosses(admin.As(t.Context()), id)
	if err != nil || comes(back) {
		t.Errorf("who is not removed yet has not to come back: %+v, %v", back, err)
	}
	w.run(t, correct)
	back, err = admin.CancelLosses(admin.As(t.Context()), id)
	if err != nil || !comes(back) || back.ComeTo == 0 || back.Removed() != 0 {
		t.Errorf("cancelling: %+v, %v", back, err)
	}
	if card := w.orderCard(t, id); card.State != model.OrderInForce {
		t.Errorf("looking has cancelled the order: %v", card.State)
	}
}

// TestCancelBeforeItsDay: an order that is yet to come has taken nobody out of a chat, so nobody has to come back.
func TestCancelBeforeItsDay(t *testing.T) {
	w := newWorld(t)
	w.vk.closed[12] = true // somebody who is not in the chats yet, whatever orders say
	w.run(t, initialise)
	id := w.order(t, model.OrderTransfer, 30, "Алексеева", "Б-1")
	lost, err := w.as(t, "Админова").CancelLosses(w.ctx(t, "Админова"), id)
	if err != nil || len(lost.Comers) > 0 || len(lost.Leavers) > 0 {
		t.Errorf("cancelling what is to come: %+v, %v", lost, err)
	}
}

// TestLossesAreOfWhoEditsTheRoster: nobody else is told, or asked.
func TestLossesAreOfWhoEditsTheRoster(t *testing.T) {
	w := newWorld(t)
	id := w.order(t, model.OrderTransfer, 25, "Алексеева", "Б-1")
	if _, err := w.as(t, "Менеджерова").CancelLosses(w.ctx(t, "Менеджерова"), id); err == nil {
		t.Error("a manager of chats is told what cancelling an order costs")
	}
	edit := model.OrderEdit{Number: "3", Date: onDay(20), Kind: model.OrderDisband, Group: w.group(t, "А-1")}
	if lost, err := w.as(t, "Менеджерова").OrderLosses(w.ctx(t, "Менеджерова"), 0, edit); err == nil {
		t.Errorf("a manager of chats is told what an order costs: %+v", lost)
	}
}
