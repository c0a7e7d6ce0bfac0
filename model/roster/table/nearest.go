package table

import (
	"slices"
	"strings"

	"zvonok/model"
	"zvonok/model/roster"
)

// MaxGuesses is the most unknown names for which a close one is looked for: that takes long in a college's many names.
const MaxGuesses = 200

// NearestOf is the closest of the names to want, or "" when none is close.
func NearestOf(want string, names []string) string { return Nearest(want, names, true) }

// Nearest is the closest of the names to want, or "" when none is close. A required column is looked
// for further afield than one that may be absent.
func Nearest(want string, names []string, needed bool) string {
	w := []rune(Alike(want))
	limit := max(1, len(w)/5)
	if needed {
		limit = max(1, len(w)*2/5)
	}
	best := ""
	for _, name := range names {
		if d := roster.Distance(w, []rune(Alike(name))); d <= limit {
			best, limit = name, d-1
		}
	}
	return best
}

// NearestPerson is Nearest among full names. The surname has to be close, since whole names are already close with only
// the first and the middle name in common.
func NearestPerson(want string, names []string) string {
	surname := surnameOf(want)
	limit := max(1, len(surname)/5)
	return NearestOf(want, slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return roster.Distance(surname, surnameOf(name)) > limit
	}))
}

func surnameOf(name string) []rune {
	surname, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return []rune(Alike(surname))
}

// NewTitles finds names as people write them by hand: «до 19-3» is «ДО-19-3» by the second spelling, «AM-19-1» in Latin letters «АМ-19-1» by
// the third.
func NewTitles[T comparable]() model.Titles[T] {
	return model.NewTitles[T](model.Fold, HeaderKey, Alike)
}

// Alike is HeaderKey of what looks the same in Russian letters: «AM-19-1» in Latin ones is «АМ-19-1».
func Alike(s string) string { return HeaderKey(model.FoldTitle(s)) }

// CalledBy makes the test whether a text is a person's name: full, without the middle name, or the surname
// with initials.
func CalledBy(text string) func(model.Name) bool {
	wanted := HeaderKey(text)
	return func(n model.Name) bool {
		last := HeaderKey(n.LastName)
		if !strings.HasPrefix(wanted, last) {
			return false
		}
		first, middle := HeaderKey(n.FirstName), HeaderKey(n.MiddleName)
		return wanted == last+first+middle || wanted == last+first || wanted == HeaderKey(n.Short()) || wanted == last+initial(first)
	}
}

func initial(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}
