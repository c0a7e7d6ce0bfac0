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

// Titles finds what the names of groups or subjects stand for, by texts in which they may be spelt otherwise.
type Titles[T comparable] struct {
	spellings []func(string) string
	by        []map[string]T // the zero T where a spelling stands for several
}

// NewTitles holds no names yet. A spelling makes equal what it takes for one name; the strictest comes first.
func NewTitles[T comparable](spellings ...func(string) string) Titles[T] {
	t := Titles[T]{spellings: spellings}
	for range spellings {
		t.by = append(t.by, map[string]T{})
	}
	return t
}

// Put adds a name.
func (t Titles[T]) Put(name string, of T) {
	for i, spelling := range t.spellings {
		key, put := spelling(name), of
		if other, taken := t.by[i][key]; taken && other != of {
			put = *new(T)
		}
		t.by[i][key] = put
	}
}

// Find is what a text stands for by the strictest spelling that any name has: known says that one has, and of is zero where several do.
func (t Titles[T]) Find(text string) (of T, known bool) {
	for i, spelling := range t.spellings {
		if of, known = t.by[i][spelling(text)]; known {
			return of, true
		}
	}
	return of, false
}
