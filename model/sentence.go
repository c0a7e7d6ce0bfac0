package model

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Capital is a text whose first letter is a capital.
func Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// Sentence is an error's text, which begins small and has no full stop, as people are told it.
func Sentence(text string) string {
	text = strings.TrimSpace(text)
	if last, _ := utf8.DecodeLastRuneInString(text); text != "" && !strings.ContainsRune(".!?…", last) {
		text += "."
	}
	return Capital(text)
}
