package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
)

// orderCard is an order as its card shows it.
func (w *world) orderCard(t *testing.T, id model.OrderID) model.OrderCard {
	t.Helper()
	card, err := w.as(t, "Админова").Order(w.ctx(t, "Админова"), id)
	must(t, err)
	return card
}

// edited is the edit that «Изменить приказ» begins with.
func edited(card model.OrderCard) model.OrderEdit {
	e := model.OrderEdit{Number: card.Number, Date: card.Date, Effective: card.Effective, Note: card.Note, Basis: card.Basis, Group: card.Disbands, Losing: true}
	for _, p := range card.People {
		e.People = append(e.People, p.Person)
	}
	return e
}

// TestOrderIsEdited: a saved order is put right as one change, which the journal tells and which can be taken back.
func TestOrderIsEdited(t *testing.T) {
	w := newWorld(t)
	admin := w.as(t, "Админова")
	id := w.order(t, model.OrderTransfer, 20, "Алексеева", "Б-1")
	look := func(when, anna, boris string) {
		t.Helper()
		if got := w.enrolled(t, "Алексеева"); got != anna {
			t.Errorf("%s, Алексеева: %s, want %s", when, got, anna)
		}
		if got := w.enrolled(t, "Борисова"); got != boris {
			t.Errorf("%s, Борисова: %s, want %s", when, got, boris)
		}
	}
	edit := func(change func(*model.OrderEdit)) error {
		t.Helper()
		card := w.orderCard(t, id)
		e := edited(card)
		change(&e)
		return admin.EditOrder(admin.As(t.Context()), card.Order, e)
	}
	seen := w.orderCard(t, id)
	must(t, edit(func(e *model.OrderEdit) { e.Number, e.Note = "16-к", "по заявлению" }))
	look("another number", "Б-1 20.11–; А-1 –20.11", "А-1 –")
	if got, want := w.audited(t, "Изменение приказа")[0], "Перевод № 16-к от 20.11.2026: номер: 15-к → 16-к; причина: — → по заявлению"; !strings.HasSuffix(got, want) {
		t.Errorf("the journal says %q, want %q", got, want)
	}
	err := admin.EditOrder(admin.As(t.Context()), seen.Order, edited(seen))
	if c := conflict(t, err, &seen.Order); c.Who != "Админова Анна" || c.What != "номер: 15-к → 16-к; причина: — → по заявлению" ||
		seen.Order != w.orderCard(t, id).Order {
		t.Errorf("what another changed meanwhile: %+v", c)
	}
	must(t, edit(func(e *model.OrderEdit) {
		e.Effective, e.People = onDay(22), append(e.People, w.person(t, "Борисова"))
		e.To = w.group(t, "Б-1")
	}))
	look("another day and one more", "Б-1 22.11–; А-1 –22.11", "Б-1 22.11–; А-1 –22.11")
	if got, want := w.audited(t, "Изменение приказа")[0], "Перевод № 16-к от 20.11.2026: вступает в силу: 20.11.2026 → 22.11.2026; добавлены: Борисова А."; !strings.HasSuffix(got, want) {
		t.Errorf("the journal says %q, want %q", got, want)
	}
	must(t, edit(func(e *model.OrderEdit) {
		e.People = slices.DeleteFunc(e.People, func(p model.PersonID) bool { return p == w.person(t, "Алексеева") })
	}))
	look("one less", "А-1 –", "Б-1 22.11–; А-1 –22.11")
	if card := w.orderCard(t, id); len(card.People) != 1 || card.People[0].Name.LastName != "Борисова" || card.People[0].After != "Б-1" {
		t.Errorf("the card shows %+v", card.People)
	}
	if rows, err := admin.Orders(admin.As(t.Context()), model.OrderFilter{}); err != nil || len(rows) != 1 || rows[0].People != 1 || rows[0].Who != "Борисова Анна" {
		t.Errorf("the list shows %+v, %v", rows, err)
	}

	undo := func(action string) {
		t.Helper()
		must(t, admin.UndoChange(admin.As(t.Context()), w.lastChange(t, action)))
	}
	undo("Изменение приказа")
	look("the last edit taken back", "Б-1 22.11–; А-1 –22.11", "Б-1 22.11–; А-1 –22.11")
	undo("Отмена изменения")
	look("and that taken back", "А-1 –", "Б-1 22.11–; А-1 –22.11")
	w.cancelOrder(t, id)
	look("cancelled", "А-1 –", "А-1 –")
	if err := edit(func(e *model.OrderEdit) { e.Number = "17-к" }); err == nil || !strings.Contains(err.Error(), "отменён, изменить его нельзя") {
		t.Errorf("a cancelled order: %v", err)
	}
	undo("Отмена приказа")
	look("the cancelling taken back", "А-1 –", "Б-1 22.11–; А-1 –22.11")
	must(t, edit(func(e *model.OrderEdit) { e.Effective = onDay(30) }))
	look("put off", "А-1 –", "Б-1 30.11–; А-1 –30.11")
}

// TestEditedOrderKeepsItsPlace: people that an edit leaves alone stay where later orders of the same day have put them.
func TestEditedOrderKeepsItsPlace(t *testing.T) {
	w := newWorld(t)
	admin := w.as(t, "Админова")
	first := w.order(t, model.OrderTransfer, 20, "Алексеева", "Б-1")
	w.order(t, model.OrderWithdraw, 20, "Алексеева", "")
	card := w.orderCard(t, first)
	e := edited(card)
	e.People, e.To = append(e.People, w.person(t, "Борисова")), w.group(t, "Б-1")
	must(t, admin.EditOrder(admin.As(t.Context()), card.Order, e))
	if w.student(t, "Алексеева") || w.enrolled(t, "Алексеева") != "А-1 –20.11" || w.enrolled(t, "Борисова") != "Б-1 20.11–; А-1 –20.11" {
		t.Errorf("after the edit %s, %s", w.enrolled(t, "Алексеева"), w.enrolled(t, "Борисова"))
	}
}

// TestEditedEnrolment: a person who was taken out of an order that brought them to the college is no longer of it, and comes back
// when the edit is taken back; somebody new comes in their place.
func TestEditedEnrolment(t *testing.T) {
	w := newWorld(t)
	admin := w.as(t, "Админова")
	id, err := admin.SaveOrder(admin.As(t.Context()), model.OrderEdit{Number: "7-з", Date: onDay(20), Kind: model.OrderEnroll, To: w.group(t, "А-1"),
		New: []model.NewPerson{{Name: model.ParseName("Новикова Анна")}}})
	must(t, err)
	card := w.orderCard(t, id)
	e := edited(card)
	e.People, e.New, e.To = nil, []model.NewPerson{{Name: model.ParseName("Нежданова Анна")}}, w.group(t, "Б-1")
	must(t, admin.EditOrder(admin.As(t.Context()), card.Order, e))
	if w.student(t, "Новикова") || w.enrolled(t, "Новикова") != "" || !w.student(t, "Нежданова") || w.enrolled(t, "Нежданова") != "Б-1 20.11–" {
		t.Errorf("after the edit: %s; %s", w.enrolled(t, "Новикова"), w.enrolled(t, "Нежданова"))
	}
	if got, want := w.audited(t, "Изменение приказа")[0], "группа: А-1 → Б-1; добавлены: Нежданова А.; убраны: Новикова А."; !strings.HasSuffix(got, want) {
		t.Errorf("the journal says %q, want %q", got, want)
	}
	must(t, admin.UndoChange(admin.As(t.Context()), w.lastChange(t, "Изменение приказа")))
	if !w.student(t, "Новикова") || w.known(t, "Нежданова") || w.enrolled(t, "Новикова") != "А-1 20.11–" {
		t.Errorf("taken back: %s", w.enrolled(t, "Новикова"))
	}
}

// TestEditedDisbanding: another group ends in place of the first, and cancelling and undoing give back what was.
func TestEditedDisbanding(t *testing.T) {
	w := newWorld(t)
	admin := w.as(t, "Админова")
	a, b := w.group(t, "А-1"), w.group(t, "Б-1")
	id, err := admin.SaveOrder(admin.As(t.Context()), model.OrderEdit{Number: "3", Date: onDay(20), Kind: model.OrderDisband, Group: a, Losing: true})
	must(t, err)
	groups := func(when string, want ...model.GroupID) {
		t.Helper()
		list, err := admin.Groups(admin.As(t.Context()))
		must(t, err)
		var got []model.GroupID
		for _, g := range list {
			got = append(got, g.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s the groups are %v, want %v", when, got, want)
		}
	}
	undo := func(action string) {
		t.Helper()
		must(t, admin.UndoChange(admin.As(t.Context()), w.lastChange(t, action)))
	}
	groups("disbanded", b)
	card := w.orderCard(t, id)
	e := edited(card)
	e.Number = "4"
	must(t, admin.EditOrder(admin.As(t.Context()), card.Order, e))
	groups("with another number", b)
	card = w.orderCard(t, id)
	e.Group = b
	must(t, admin.EditOrder(admin.As(t.Context()), card.Order, e))
	groups("edited", a)
	undo("Изменение приказа")
	groups("the edit taken back", b)
	w.cancelOrder(t, id)
	groups("cancelled", a, b)
	undo("Отмена приказа")
	groups("the cancelling taken back", b)
	undo("Отмена изменения")
	groups("and that taken back", a, b)
	undo("Отмена изменения")
	groups("and that", b)
	w.cancelOrder(t, id)
	groups("cancelled at last", a, b)
}

// TestOrdersAreAskedAbout: groups that are none by then are refused; what is hardly meant is asked about once.
func TestOrdersAreAskedAbout(t *testing.T) {
	w := newWorld(t)
	admin := w.as(t, "Админова")
	w.order(t, model.OrderGraduate, 25, "Григорьева", "")
	for _, surname := range []string{"Дмитриева", "Борисова"} {
		if strings.HasPrefix(w.enrolled(t, surname), "Б-1") {
			w.order(t, model.OrderGraduate, 25, surname, "")
		}
	}
	disband := func(group string) model.OrderID {
		t.Helper()
		id, err := admin.SaveOrder(admin.As(t.Context()), model.OrderEdit{Number: "3", Date: onDay(20), Kind: model.OrderDisband, Group: w.group(t, group), Effective: onDay(28), Losing: true})
		must(t, err)
		return id
	}
	ends := disband("А-1")
	transfer := func(effective int, surname, to string) model.OrderEdit {
		return model.OrderEdit{Number: "9-п", Date: onDay(20), Effective: onDay(effective), Kind: model.OrderTransfer, To: w.group(t, to), People: []model.PersonID{w.person(t, surname)}}
	}
	enrol := model.OrderEdit{Number: "9-з", Date: onDay(20), Effective: onDay(28), Kind: model.OrderEnroll, To: w.group(t, "А-1"), New: []model.NewPerson{{Name: model.ParseName("Новикова Анна")}}}
	far := transfer(24, "Алексеева", "Б-1")
	far.Effective = onDay(24).AddDate(36, 0, 0)
	old := transfer(24, "Алексеева", "Б-1")
	old.Date = onDay(20).AddDate(-36, 0, 0)
	for _, c := range []struct {
		name string
		edit model.OrderEdit
		says string
		asks bool
	}{
		{"a group that ends on the day", enrol, "группу А-1 расформируют 28.11.2026 по приказу № 3 от 20.11.2026", false},
		{"a group that has finished", transfer(25, "Алексеева", "Б-1"), "завершили обучение 25.11.2026 по приказу № 15-к от 20.11.2026", true},
		{"years ahead", far, "вступает в силу 24.11.2062, это через 36 лет", true},
		{"years ago", old, "датирован 20.11.1990, это 36 лет назад", true},
	} {
		_, err := admin.SaveOrder(admin.As(t.Context()), c.edit)
		if err == nil || !strings.Contains(err.Error(), c.says) || errors.Is(err, model.ErrOrderDoubt) != c.asks {
			t.Errorf("%s: %v, want «%s»", c.name, err, c.says)
		}
	}
	w.cancelOrder(t, ends)
	far.Sure = true
	id, err := admin.SaveOrder(admin.As(t.Context()), far)
	must(t, err)
	card := w.orderCard(t, id)
	e := edited(card)
	e.Number = "10-п"
	must(t, admin.EditOrder(admin.As(t.Context()), card.Order, e)) // the days were asked about
	card = w.orderCard(t, id)
	e.Effective = onDay(24).AddDate(35, 0, 0)
	if err := admin.EditOrder(admin.As(t.Context()), card.Order, e); !errors.Is(err, model.ErrOrderDoubt) {
		t.Errorf("another day years ahead: %v", err)
	}
	e.Effective = onDay(24)
	must(t, admin.EditOrder(admin.As(t.Context()), card.Order, e))
	card = w.orderCard(t, id)
	disband("Б-1")
	e.Effective, e.To = onDay(29), w.group(t, "Б-1")
	if err := admin.EditOrder(admin.As(t.Context()), card.Order, e); err == nil || !strings.Contains(err.Error(), "расформируют") {
		t.Errorf("to a group that ends: %v", err)
	}
	e.Effective, e.To = onDay(24), 0
	e.People = append(e.People, w.person(t, "Борисова"))
	if err := admin.EditOrder(admin.As(t.Context()), card.Order, e); !errors.Is(err, model.ErrNoTarget) {
		t.Errorf("one more without a group: %v", err)
	}
	if err := w.as(t, "Менеджерова").EditOrder(w.ctx(t, "Менеджерова"), card.Order, e); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("a manager of chats: %v", err)
	}
}

// TestRosterOrderIsNotEdited: what a roster wrote of the days of many is cancelled, not edited.
func TestRosterOrderIsNotEdited(t *testing.T) {
	w := newWorld(t)
	w.update(t, func(tx *store.Tx) error {
		_, err := tx.InsertOrder(model.RosterOrder(onDay(20), ""), []model.Movement{{Person: w.person(t, "Алексеева"), Out: w.group(t, "А-1"), All: true}})
		return err
	})
	card := w.orderCard(t, 1)
	e := edited(card)
	e.Number = "1-к"
	if err := w.as(t, "Админова").EditOrder(w.ctx(t, "Админова"), card.Order, e); err == nil || !strings.Contains(err.Error(), "записан по загруженному списку") {
		t.Errorf("an order of a roster: %v", err)
	}
	w.cancelOrder(t, 1)
}
