package model

import (
	"cmp"
	"strings"
)

// lookalikes are the Latin letters that look like Cyrillic ones.
var lookalikes = map[rune]rune{
	'A': 'А', 'B': 'В', 'C': 'С', 'E': 'Е', 'H': 'Н', 'K': 'К', 'M': 'М', 'O': 'О', 'P': 'Р', 'T': 'Т', 'X': 'Х', 'Y': 'У',
	'a': 'а', 'c': 'с', 'e': 'е', 'k': 'к', 'o': 'о', 'p': 'р', 'x': 'х', 'y': 'у',
}

// Lookalike is the Cyrillic letter that a Latin one looks like; any other character stays as it is.
func Lookalike(r rune) rune { return cmp.Or(lookalikes[r], r) }

// FoldTitle is Fold of the name of a group or subject, with Cyrillic letters for the Latin ones that look like them:
// «ИC-21» with a Latin C is «ИС-21». What it gives is for comparing alone.
func FoldTitle(s string) string { return Fold(strings.Map(Lookalike, strings.ToUpper(s))) }

// Titles are the names of groups or subjects, which are found also where they are typed with Latin letters of the same look.
type Titles struct {
	equal map[string]string // by Fold
	alike map[string]string // by FoldTitle; empty where several look the same
}

// NewTitles holds the names; those that Fold to one are one.
func NewTitles(names []string) Titles {
	t := Titles{make(map[string]string, len(names)), make(map[string]string, len(names))}
	for _, name := range names {
		if _, known := t.equal[Fold(name)]; known {
			continue
		}
		t.equal[Fold(name)] = name
		if _, another := t.alike[FoldTitle(name)]; another {
			t.alike[FoldTitle(name)] = ""
		} else {
			t.alike[FoldTitle(name)] = name
		}
	}
	return t
}

// Find is the name that a text means: an equal one, else the only one that looks the same, else none, which is "".
func (t Titles) Find(text string) string {
	if name, known := t.equal[Fold(text)]; known {
		return name
	}
	return t.alike[FoldTitle(text)]
}
