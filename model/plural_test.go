package model

import (
	"strings"
	"testing"
)

func TestPlural(t *testing.T) {
	for n, want := range map[int]string{
		0: "0 чатов", 1: "1 чат", 2: "2 чата", 4: "4 чата", 5: "5 чатов", 11: "11 чатов", 12: "12 чатов", 14: "14 чатов",
		21: "21 чат", 22: "22 чата", 25: "25 чатов", 100: "100 чатов", 101: "101 чат", 111: "111 чатов", 112: "112 чатов", 1024: "1024 чата",
	} {
		if got := Plural(n, "чат", "чата", "чатов"); got != want {
			t.Errorf("Plural(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestFewOf(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "а": "а", "а б в г д": "а, б, в, г, д", "а б в г д е ж": "а, б, в, г, д и ещё 2",
	} {
		if got := FewOf(strings.Fields(text), 5, ", "); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ full, short, initials, middle string }{
		{"Каган Наталья Васильевна", "Каган Н.В.", "КН", "Васильевна"},
		{"Алиев Руслан Мамед оглы", "Алиев Р.М.", "АР", "Мамед оглы"},
		{"  Ким   Анна ", "Ким А.", "КА", ""},
		{"Петров", "Петров", "П", ""},
	} {
		n := ParseName(c.full)
		if n.Short() != c.short || n.Initials() != c.initials || n.MiddleName != c.middle {
			t.Errorf("%q: short %q, initials %q, middle %q", c.full, n.Short(), n.Initials(), n.MiddleName)
		}
	}
}

func TestFold(t *testing.T) {
	if got := Fold("  Семёнова\u00a0 АЛЁНА "); got != "семенова алена" {
		t.Errorf("Fold = %q", got)
	}
	if !FoldedContains("ДО-19-3/Английский", Fold("до-19-3/англ")) || FoldedContains("ДО-19-3", "ао") {
		t.Error("FoldedContains does not compare folded texts")
	}
}
