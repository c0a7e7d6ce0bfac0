package model

import "testing"

func TestResembling(t *testing.T) {
	people := []Candidate{
		{Person: 1, Name: ParseName("Семёнова Мария Ивановна")}, {Person: 2, Name: ParseName("Кузнецов Александр Петрович")},
		{Person: 3, Name: ParseName("Иванова Анна Сергеевна")}, {Person: 4, Name: ParseName("Иванова Анна Петровна")},
		{Person: 5, Name: ParseName("Воробьёва Алёна Сергеевна")}, {Person: 6, Name: ParseName("Ли Ян")},
		{Person: 7, Name: ParseName("Петрова Дарья")}, {Person: 8, Name: ParseName("Петров Дарий")},
	}
	for _, c := range []struct {
		first, last string
		want        PersonID
		sure        bool
	}{
		{"Мария", "Семенова", 1, true},
		{"МАРИЯ", "СЕМЁНОВА", 1, true},
		{"Семёнова", "Мария", 1, true}, // in the other order
		{"Маша", "Семёнова", 1, false},
		{"Саша", "Кузнецов", 2, false},
		{"Александр", "Кузнецоф", 2, false},
		{"Алена", "Воробьева", 5, true},
		{"Анна", "Иванова", 0, false}, // two namesakes
		{"Аня", "Иванова", 0, false},
		{"Ян", "Ли", 6, true},
		{"Як", "Ли", 0, false}, // too short to be taken for a slip
		{"Дарья", "Петрова", 7, true},
		{"Мария", "", 0, false},
		{"", "", 0, false},
		{"Игорь", "Чужой", 0, false},
	} {
		got, sure, ok := Resembling(Name{FirstName: c.first, LastName: c.last}, people)
		if got.Person != c.want || sure != c.sure || ok != (c.want != 0) {
			t.Errorf("%s %s is %d, %v, %v", c.first, c.last, got.Person, sure, ok)
		}
	}
	if got := (Stranger{Name: Name{FirstName: "Анна", LastName: "Иванова"}}).Title("5") + (Stranger{}).Title("5"); got != "Анна Ивановаid5" {
		t.Error(got)
	}
}
