package model

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestOrderClean(t *testing.T) {
	good := OrderEdit{Number: " № 15-к ", Date: dayN(20), Kind: OrderTransfer, Effective: dayN(25), People: []PersonID{7, 3, 7}, To: 2, Note: " по  заявлению "}
	with := func(change func(*OrderEdit)) OrderEdit {
		e := good
		change(&e)
		return e
	}
	for _, c := range []struct {
		name string
		edit OrderEdit
		says string // "" = it is taken
	}{
		{"a transfer", good, ""},
		{"no kind", with(func(e *OrderEdit) { e.Kind = 0 }), "выберите вид"},
		{"a kind that is none", with(func(e *OrderEdit) { e.Kind = 99 }), "выберите вид"},
		{"no number", with(func(e *OrderEdit) { e.Number = " № " }), "введите номер"},
		{"a long number", with(func(e *OrderEdit) { e.Number = strings.Repeat("1", 41) }), "длиннее 40"},
		{"no date", with(func(e *OrderEdit) { e.Date = dayN(0) }), "укажите дату"},
		{"a wrong year", with(func(e *OrderEdit) { e.Effective = dayN(1).AddDate(1000, 0, 0) }), "проверьте год"},
		{"nobody", with(func(e *OrderEdit) { e.People = nil }), "никто не выбран"},
		{"new people cannot be transferred", with(func(e *OrderEdit) { e.People, e.New = nil, []NewPerson{{Name: ParseName("Яшина Анна")}} }), "никто не выбран"},
		{"a transfer to nowhere", with(func(e *OrderEdit) { e.To = 0 }), "выберите группу"},
		{"a return to nowhere", with(func(e *OrderEdit) { e.Kind, e.To = OrderReturn, 0 }), "выберите группу"},
		{"a withdrawal needs no group", with(func(e *OrderEdit) { e.Kind, e.To = OrderWithdraw, 0 }), ""},
		{"an enrolment of a new person", with(func(e *OrderEdit) {
			e.Kind, e.People, e.New = OrderEnroll, nil, []NewPerson{{Name: ParseName("Яшина Анна")}}
		}), ""},
		{"an enrolment of nobody", with(func(e *OrderEdit) { e.Kind, e.People = OrderEnrollTransfer, nil }), "введите ФИО"},
		{"an enrolment of a name of one word", with(func(e *OrderEdit) {
			e.Kind, e.New = OrderEnroll, []NewPerson{{Name: Name{LastName: "Яшина"}}}
		}), "введите имя"},
		{"disbanding no group", with(func(e *OrderEdit) { e.Kind, e.Group = OrderDisband, 0 }), "расформировывают"},
		{"disbanding names nobody", with(func(e *OrderEdit) { e.Kind, e.Group = OrderDisband, 4 }), ""},
		{"a long reason", with(func(e *OrderEdit) { e.Note = strings.Repeat("я", 201) }), "сократите"},
	} {
		got, err := c.edit.Clean()
		if c.says != "" {
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v, want «%s»", c.name, err, c.says)
			}
			continue
		}
		if err != nil || got.Number != "15-к" || got.Note != "по заявлению" {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
	got, _ := good.Clean()
	if !reflect.DeepEqual(got.People, []PersonID{3, 7}) {
		t.Errorf("people %v", got.People)
	}
	good.Effective = dayN(0)
	if got, _ := good.Clean(); !got.Effective.Equal(good.Date) {
		t.Errorf("without a day of its own the order is effective on %v", got.Effective)
	}
	if got, _ := with(func(e *OrderEdit) { e.Kind, e.Group, e.To = OrderDisband, 4, 2 }).Clean(); got.People != nil || got.To != 0 || got.Group != 4 {
		t.Errorf("a disbanding keeps %+v", got)
	}
}

func TestOrderState(t *testing.T) {
	o := Order{Number: "15-к", Date: dayN(20), Effective: dayN(25)}
	for day, want := range map[int]string{24: "вступит в силу 25.11.2026", 25: "действует", 26: "действует"} {
		if got := o.State(dayN(day)).Words(o); got != want {
			t.Errorf("on day %d %s, want %s", day, got, want)
		}
	}
	o.Cancelled = dayN(21)
	if got := o.State(dayN(26)).Words(o); got != "отменён" || o.State(dayN(1)) != OrderCancelled {
		t.Errorf("cancelled: %s", got)
	}
	if o.Title() != "№ 15-к от 20.11.2026" {
		t.Error(o.Title())
	}
	for _, k := range OrderKinds() {
		if k.String() == "" {
			t.Errorf("kind %d has no words", k)
		}
	}
	if OrderKind(99).String() != "" {
		t.Error("kinds that are none have words")
	}
}

func TestOrderDoubts(t *testing.T) {
	today := dayN(23)
	for _, c := range []struct {
		name            string
		date, effective time.Time
		says            string
	}{
		{"near", dayN(20), dayN(25), ""},
		{"a year ahead", dayN(20), today.AddDate(1, 0, 0), ""},
		{"more than a year ahead", dayN(20), today.AddDate(1, 0, 1), "через 1 год"},
		{"another century", dayN(20), today.AddDate(36, 0, -1), "через 35 лет"},
		{"ten years ago", today.AddDate(-10, 0, 0), dayN(25), ""},
		{"longer ago", today.AddDate(-11, 0, 1), dayN(25), "10 лет назад"},
	} {
		e := OrderEdit{Date: c.date, Effective: c.effective}
		err := e.Doubts(today)
		if c.says == "" && err != nil || c.says != "" && (!errors.Is(err, ErrOrderDoubt) || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v, want «%s»", c.name, err, c.says)
		}
		if e.Sure = true; e.Doubts(today) != nil {
			t.Errorf("%s is asked about twice", c.name)
		}
	}
}

func TestOrderCleanChange(t *testing.T) {
	e := OrderEdit{Number: "1", Date: dayN(20), Kind: OrderTransfer, People: []PersonID{3}}
	if _, err := e.Clean(); !errors.Is(err, ErrNoTarget) {
		t.Errorf("a new order: %v", err)
	}
	if got, err := e.CleanChange(); err != nil || !got.Effective.Equal(dayN(20)) {
		t.Errorf("an edit: %+v, %v", got, err)
	}
	e.People = nil
	if _, err := e.CleanChange(); err == nil {
		t.Error("an edit that leaves nobody is taken")
	}
}
