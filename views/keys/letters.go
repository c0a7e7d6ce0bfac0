package keys

import (
	"strings"
	"time"
)

// lettersPause ends a type-ahead: the next letter begins a new one.
const lettersPause = time.Second

// Letters collects what is typed to find something in a list by its first letters: «пест» finds Пестова. Its zero value
// is ready.
type Letters struct {
	// Now is the clock; nil is that of the computer.
	Now   func() time.Time
	typed string
	at    time.Time
}

func (l *Letters) now() time.Time {
	if l.Now != nil {
		return l.Now()
	}
	return time.Now()
}

// Running reports whether the next letter, or Space, goes on with what was typed.
func (l *Letters) Running() bool { return l.typed != "" && l.now().Sub(l.at) < lettersPause }

// End forgets the letters so far: the next one is the first.
func (l *Letters) End() { l.typed = "" }

// Find adds a letter and gives the place of the nearest of count texts that begins with all that was typed, from the
// current place on and around the end; -1 if there is none. The same letter again goes on to the next text that begins
// with it, unless a text begins with both letters: «11-ПИ».
func (l *Letters) Find(r rune, current, count int, text func(int) string) int {
	if !l.Running() {
		l.typed = ""
		if r == ' ' {
			return -1
		}
	}
	l.at = l.now()
	letter, began := Fold(string(r)), l.typed
	l.typed += letter
	if began != "" {
		if at := nearest(l.typed, max(0, current), count, text); at >= 0 || began != letter {
			return at
		}
		l.typed = letter
	}
	return nearest(letter, current+1, count, text)
}

// nearest is the place of the first of count texts with a beginning, from a place on and around the end; -1 if there is none.
func nearest(beginning string, from, count int, text func(int) string) int {
	for i := range count {
		if at := (from + i) % count; strings.HasPrefix(Fold(text(at)), beginning) {
			return at
		}
	}
	return -1
}

// Fold makes texts comparable regardless of case and of ё/е.
func Fold(text string) string {
	return strings.ReplaceAll(strings.ToLower(text), "ё", "е")
}
