package widgets

import (
	"strings"
	"unicode"
)

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
	return string(runes)
}
