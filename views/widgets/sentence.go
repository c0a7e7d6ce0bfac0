package widgets

import (
	"fmt"
	"strings"
	"unicode"
)

// Drawable replaces the arrow between before and after: the window's font has none, and the one that is taken instead
// spoils the letter after it.
func Drawable(text string) string { return strings.ReplaceAll(text, "→", "›") }

// Sentence is an error's text, which begins small and has no full stop, as people are told it.
func Sentence(text string) string {
	runes := []rune(strings.TrimSpace(text))
	if len(runes) == 0 {
		return ""
	}
	runes[0] = unicode.ToUpper(runes[0])
	if !strings.ContainsRune(".!?…", runes[len(runes)-1]) {
		runes = append(runes, '.')
	}
	return Drawable(string(runes))
}

// CountText says how many rows a list shows: «Всего 13», or «Показано 3 из 13» where something is filtered out.
func CountText(shown, all int) string {
	if shown == all {
		return fmt.Sprintf("Всего %d", all)
	}
	return fmt.Sprintf("Показано %d из %d", shown, all)
}
