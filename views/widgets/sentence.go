package widgets

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Drawable replaces the arrow between before and after: the window's font has none, and the one that is taken instead
// spoils the letter after it.
func Drawable(text string) string { return strings.ReplaceAll(text, "→", "›") }

// Capital is a text whose first letter is a capital.
func Capital(text string) string {
	runes := []rune(text)
	if len(runes) > 0 {
		runes[0] = unicode.ToUpper(runes[0])
	}
	return string(runes)
}

// Sentence is an error's text, which begins small and has no full stop, as people are told it.
func Sentence(text string) string {
	text = strings.TrimSpace(text)
	if last, _ := utf8.DecodeLastRuneInString(text); text != "" && !strings.ContainsRune(".!?…", last) {
		text += "."
	}
	return Drawable(Capital(text))
}

// CountText says how many rows a list shows: «Всего 13», or «Показано 3 из 13» where something is filtered out.
func CountText(shown, all int) string {
	if shown == all {
		return fmt.Sprintf("Всего %d", all)
	}
	return fmt.Sprintf("Показано %d из %d", shown, all)
}
