package table

import "zvonok/model"

// spellings are the ways to compare names, the strictest first: «до 19-3» is «ДО-19-3» by the second, «AM-19-1» in Latin letters
// «АМ-19-1» by the third.
var spellings = [...]func(string) string{model.Fold, HeaderKey, Alike}

// Names finds what names stand for by texts in which they may be spelt otherwise. The zero value holds none.
type Names[T comparable] struct {
	by [len(spellings)]map[string]T // the zero T where a spelling stands for several
}

// Put adds a name.
func (n *Names[T]) Put(name string, of T) {
	for i, spelling := range spellings {
		if n.by[i] == nil {
			n.by[i] = map[string]T{}
		}
		if other, taken := n.by[i][spelling(name)]; taken && other != of {
			var several T
			n.by[i][spelling(name)] = several
			continue
		}
		n.by[i][spelling(name)] = of
	}
}

// Find is what a text stands for by the strictest spelling that any name has: known says that one has, and of is zero where
// several do.
func (n *Names[T]) Find(text string) (of T, known bool) {
	for i, spelling := range spellings {
		if of, known = n.by[i][spelling(text)]; known {
			return of, true
		}
	}
	return of, false
}
