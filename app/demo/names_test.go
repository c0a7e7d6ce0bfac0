package demo

import "testing"

func TestGenderedSurnames(t *testing.T) {
	for _, pair := range [][2]string{
		{"Иванов", "Иванова"}, {"Соловьёв", "Соловьёва"}, {"Ильин", "Ильина"}, {"Дубровский", "Дубровская"},
		{"Шевченко", "Шевченко"}, {"Петросян", "Петросян"}, {"Петров-Северский", "Петрова-Северская"},
	} {
		if got := feminine(pair[0]); got != pair[1] {
			t.Errorf("feminine(%s) = %s, want %s", pair[0], got, pair[1])
		}
		if got := masculine(pair[1]); got != pair[0] {
			t.Errorf("masculine(%s) = %s, want %s", pair[1], got, pair[0])
		}
	}
}
