package model

import (
	"strings"
	"testing"
)

func TestHistory(t *testing.T) {
	names := map[GroupID]string{1: "ИСП-11", 2: "ИСП-21"}
	// The order of each kind has its number; that of OrderGraduate may not be seen.
	at := func(id int64, day int, m Movement, kind OrderKind) Movement {
		m.ID, m.Day, m.Order, m.Kind = id, dayN(day), OrderID(kind), kind
		if m.Person == 0 && kind != OrderDisband {
			m.Person = 7
		}
		return m
	}
	roster := Movement{ID: 1, Person: 7, In: 1}
	transfer := at(2, 10, Movement{Out: 1, In: 2, All: true}, OrderTransfer)
	for _, c := range []struct {
		name      string
		movements []Movement
		want      string // from the latest to the first
	}{
		{"nothing", nil, ""},
		{"a roster without a day", []Movement{roster}, "в ИСП-11, день не указан"},
		{"a transfer", []Movement{roster, transfer}, "с 10.11.2026 в ИСП-21 (приказ № 15-к от 01.11.2026); в ИСП-11, день не указан"},
		{"a transfer to come", []Movement{at(1, 1, Movement{In: 1}, 0), at(2, 31, Movement{Out: 1, In: 2, All: true}, OrderTransfer)},
			"с 01.12.2026 будет в ИСП-21 (приказ № 15-к от 01.11.2026)!; с 01.11.2026 в ИСП-11"},
		{"a withdrawal", []Movement{roster, at(2, 10, Movement{Out: 1, All: true}, OrderWithdraw)},
			"с 10.11.2026 — отчисление из ИСП-11 (приказ № 15-к от 01.11.2026); в ИСП-11, день не указан"},
		{"a leave to come, and longer", []Movement{transfer, at(3, 25, Movement{Out: 2, All: true}, OrderAcademicLeave), at(4, 28, Movement{All: true}, OrderAcademicLeave)},
			"с 28.11.2026 будет академический отпуск (приказ № 15-к от 01.11.2026)!; с 25.11.2026 будет академический отпуск, до него в ИСП-21 (приказ № 15-к от 01.11.2026)!; " +
				"с 10.11.2026 в ИСП-21 (приказ № 15-к от 01.11.2026)"},
		{"the end of the group", []Movement{transfer, at(3, 20, Movement{Out: 2}, OrderDisband), at(4, 21, Movement{Out: 1}, OrderDisband)},
			"с 20.11.2026 — расформирование группы ИСП-21 (приказ № 15-к от 01.11.2026); с 10.11.2026 в ИСП-21 (приказ № 15-к от 01.11.2026)"},
		{"finished, by an order that may not be seen", []Movement{transfer, at(3, 20, Movement{Out: 2, All: true}, OrderGraduate)},
			"с 20.11.2026 — завершение обучения в ИСП-21; с 10.11.2026 в ИСП-21 (приказ № 15-к от 01.11.2026)"},
		{"out by hand, and to come", []Movement{transfer, at(3, 20, Movement{Out: 2}, 0), at(4, 25, Movement{In: 1}, 0), at(5, 28, Movement{Out: 1}, 0)},
			"с 28.11.2026 не будет в ИСП-11!; с 25.11.2026 будет в ИСП-11!; с 20.11.2026 больше не в ИСП-21; с 10.11.2026 в ИСП-21 (приказ № 15-к от 01.11.2026)"},
		{"two moves of a day", []Movement{transfer, at(3, 10, Movement{Out: 2, In: 1}, 0)}, "с 10.11.2026 в ИСП-11"},
	} {
		var words []string
		for _, s := range History(c.movements, dayN(23), func(g GroupID) string { return names[g] }, func(id OrderID) Order {
			o := Order{ID: id, Kind: OrderKind(id)}
			if o.Kind != OrderGraduate {
				o.Number, o.Date = "15-к", dayN(1)
			}
			return o
		}) {
			w := s.Words
			if s.ToCome {
				w += "!"
			}
			words = append(words, w)
		}
		if got := strings.Join(words, "; "); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
	}
}
