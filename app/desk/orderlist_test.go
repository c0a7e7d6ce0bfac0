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

func TestOrdersListAndRights(t *testing.T) {
	w := newWorld(t)
	w.order(t, model.OrderWithdraw, 20, "Алексеева", "")
	later := w.order(t, model.OrderTransfer, 25, "Борисова", "Б-1")
	w.cancelOrder(t, w.order(t, model.OrderGraduate, 20, "Григорьева", ""))
	admin := w.as(t, "Админова")
	for _, c := range []struct {
		name string
		f    model.OrderFilter
		want string
	}{
		{"all", model.OrderFilter{}, "отменён Григорьева Анна; вступит в силу 25.11.2026 Борисова Анна; действует Алексеева Анна; "},
		{"a kind", model.OrderFilter{Kind: model.OrderTransfer}, "вступит в силу 25.11.2026 Борисова Анна; "},
		{"a state", model.OrderFilter{State: model.OrderCancelled}, "отменён Григорьева Анна; "},
		{"a name", model.OrderFilter{Text: "АЛЕКСЕЕВА"}, "действует Алексеева Анна; "},
		{"a number", model.OrderFilter{Text: "15-К", Kind: model.OrderWithdraw}, "действует Алексеева Анна; "},
		{"nothing", model.OrderFilter{Text: "нет такого"}, ""},
	} {
		rows, err := admin.Orders(admin.As(t.Context()), c.f)
		got := ""
		for _, r := range rows {
			got += r.Order.State(onDay(23)).Words(r.Order) + " " + r.Who + "; "
		}
		if err != nil || got != c.want {
			t.Errorf("%s: %s, want %s (%v)", c.name, got, c.want, err)
		}
	}
	choices, err := admin.OrderChoices(admin.As(t.Context()), model.OrderChoiceFilter{Kind: model.OrderWithdraw, Group: w.group(t, "Б-1"), Day: onDay(25)})
	if err != nil || len(choices) != 3 || choices[0].Name.LastName != "Борисова" {
		t.Errorf("in the group on the day: %+v, %v", choices, err)
	}
	choices, err = admin.OrderChoices(admin.As(t.Context()), model.OrderChoiceFilter{Kind: model.OrderReturn, Day: onDay(25)})
	if err != nil || len(choices) != 1 || choices[0].Detail != "выбыл из А-1" {
		t.Errorf("in no group: %+v, %v", choices, err)
	}
	if choices, err = admin.OrderChoices(admin.As(t.Context()), model.OrderChoiceFilter{Kind: model.OrderWithdraw, Day: onDay(25)}); err != nil || len(choices) != 0 {
		t.Errorf("on leave: %+v, %v", choices, err)
	}
	// The marked ones stay wherever they are, unless the order cannot be about them.
	marked := []model.PersonID{w.person(t, "Борисова"), w.person(t, "Алексеева"), w.person(t, "Дмитриева")}
	for _, c := range []struct {
		f    model.OrderChoiceFilter
		want string
	}{
		{model.OrderChoiceFilter{Kind: model.OrderWithdraw, Group: w.group(t, "А-1")}, "Борисова: А-1; Дмитриева: Б-1; "},
		{model.OrderChoiceFilter{Kind: model.OrderTransfer, MarkedOnly: true}, "Борисова: А-1; Дмитриева: Б-1; "},
		{model.OrderChoiceFilter{Kind: model.OrderEnroll, MarkedOnly: true}, "Алексеева: выбыл из А-1; "},
	} {
		c.f.Day, c.f.Marked = onDay(24), marked
		got := ""
		choices, err := admin.OrderChoices(admin.As(t.Context()), c.f)
		for _, p := range choices {
			if slices.Contains(marked, p.Person) {
				got += p.Name.LastName + ": " + p.Detail + "; "
			}
		}
		if err != nil || got != c.want {
			t.Errorf("marked for %s: %s, want %s (%v)", c.f.Kind, got, c.want, err)
		}
	}
	if day, err := admin.OrderDay(admin.As(t.Context())); err != nil || !day.Equal(onDay(23)) {
		t.Errorf("the day of a new order is %v, %v", day, err)
	}
	for _, surname := range []string{"Менеджерова", "Кураторова", "Учителева"} {
		s := w.as(t, surname)
		_, one := s.Orders(s.As(t.Context()), model.OrderFilter{})
		_, two := s.Order(s.As(t.Context()), later)
		_, three := s.OrderChoices(s.As(t.Context()), model.OrderChoiceFilter{Kind: model.OrderWithdraw, Group: w.group(t, "Б-1"), Day: onDay(25)})
		_, four := s.SaveOrder(s.As(t.Context()), model.OrderEdit{Number: "1", Date: onDay(20), Kind: model.OrderWithdraw, People: []model.PersonID{w.person(t, "Дмитриева")}})
		for i, err := range []error{one, two, three, four, s.CancelOrder(s.As(t.Context()), later)} {
			if !errors.Is(err, app.ErrNoRight) {
				t.Errorf("%s, %d: %v", surname, i, err)
			}
		}
	}
}

// TestOrdersRefused: what an order cannot do is said, and nothing of it is written.
func TestOrdersRefused(t *testing.T) {
	w := newWorld(t)
	admin := w.as(t, "Админова")
	w.order(t, model.OrderWithdraw, 22, "Алексеева", "")
	group := w.group(t, "А-1")
	for _, c := range []struct {
		name string
		edit model.OrderEdit
		says string
	}{
		{"the same order", model.OrderEdit{Number: "15-К", Kind: model.OrderWithdraw, Effective: onDay(22), People: []model.PersonID{w.person(t, "Алексеева")}}, "не учится ни в одной группе"},
		{"a transfer where one is", model.OrderEdit{Number: "2", Kind: model.OrderTransfer, To: group, People: []model.PersonID{w.person(t, "Борисова")}}, "уже учится в группе А-1"},
		{"one of two", model.OrderEdit{Number: "2", Kind: model.OrderWithdraw, Effective: onDay(24), People: []model.PersonID{w.person(t, "Борисова"), w.person(t, "Алексеева")}}, "Алексеева Анна"},
		{"a group that is none", model.OrderEdit{Number: "2", Kind: model.OrderTransfer, To: 99, People: []model.PersonID{w.person(t, "Борисова")}}, "этой группы больше нет"},
		{"nothing", model.OrderEdit{}, "выберите вид"},
	} {
		c.edit.Date = onDay(20)
		if _, err := admin.SaveOrder(admin.As(t.Context()), c.edit); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want «%s»", c.name, err, c.says)
		}
	}
	if rows, err := admin.Orders(admin.As(t.Context()), model.OrderFilter{}); err != nil || len(rows) != 1 {
		t.Errorf("%d orders were written, %v", len(rows), err)
	}
	if _, err := admin.Order(admin.As(t.Context()), 99); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an order that is none: %v", err)
	}
}

// TestPersonHistory: a card tells a student's steps, and names the orders to people who may see them.
func TestPersonHistory(t *testing.T) {
	w := newWorld(t)
	id := w.order(t, model.OrderTransfer, 10, "Алексеева", "Б-1")
	w.order(t, model.OrderTransfer, 31, "Алексеева", "А-1")
	steps := func(surname string) string {
		t.Helper()
		card, err := w.as(t, surname).PersonCard(w.ctx(t, surname), w.person(t, "Алексеева"))
		must(t, err)
		var words []string
		for _, s := range card.Steps {
			words = append(words, s.Words)
			if seen := surname == "Админова" && s.Kind != 0; (s.Order != 0) != seen {
				t.Errorf("%s may open order %d of %q", surname, s.Order, s.Words)
			}
		}
		if last := card.Steps[1]; surname == "Админова" && (last.Order != id || last.Kind != model.OrderTransfer || last.ToCome || !card.Steps[0].ToCome) {
			t.Errorf("steps %+v", card.Steps)
		}
		return strings.Join(words, "; ")
	}
	if got, want := steps("Админова"), "с 01.12.2026 будет в А-1 (приказ № 15-к от 20.11.2026); с 10.11.2026 в Б-1 (приказ № 15-к от 20.11.2026); в А-1, день не указан"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := steps("Менеджерова"), "с 01.12.2026 будет в А-1; с 10.11.2026 в Б-1; в А-1, день не указан"; got != want {
		t.Errorf("without the orders: %s, want %s", got, want)
	}
}
