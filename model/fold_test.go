package model

import "testing"

// TestInvisible: characters that show nothing make no other name, whatever way the name is read.
func TestInvisible(t *testing.T) {
	for _, r := range "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\u061c\u034f\u115f\u1160\u3164\uffa0\u2800\ufe0f\U000e0041" {
		if !Invisible(r) {
			t.Errorf("%U is taken for a letter", r)
		}
		c := string(r)
		if got := Squeeze(c + " ДО" + c + "-19-3 " + c); got != "ДО-19-3" {
			t.Errorf("%U: squeezed to %q", r, got)
		}
		if Fold("ДО"+c+"-19-3") != Fold("До-19-3") || Fold(c) != "" {
			t.Errorf("%U: folded to %q", r, Fold("ДО"+c+"-19-3"))
		}
		if n := ParseName("Ка" + c + "ган " + c + " Анна"); n != (Name{LastName: "Каган", FirstName: "Анна"}) {
			t.Errorf("%U: the name is %q", r, n)
		}
		if _, err := (GroupEdit{Name: "А-1" + c}).Clean([]Group{{Name: "А-1"}}); err == nil {
			t.Errorf("%U: a second group А-1", r)
		}
		if _, err := (GroupEdit{Name: c}).Clean(nil); err == nil {
			t.Errorf("%U: a group without a name", r)
		}
		if e, err := (TeachingEdit{Subject: c, WholeGroup: true}).Clean(nil, nil); err == nil {
			t.Errorf("%U: a subject %q", r, e.Subject)
		}
	}
	for _, text := range []string{"ДО-19-3", "Ёлкин Пётр", "a b", "№ 5 — «да»", "Əliyev"} {
		if Squeeze(text) != text || IsSqueezed(text) && text != Squeeze(text) {
			t.Errorf("%q is squeezed to %q", text, Squeeze(text))
		}
	}
	for _, c := range []struct{ from, to string }{{" а\u00a0\tб  ", "а б"}, {"\u2003", ""}, {"а\u2003б", "а б"}} {
		if Squeeze(c.from) != c.to {
			t.Errorf("%q is squeezed to %q", c.from, Squeeze(c.from))
		}
	}
}
