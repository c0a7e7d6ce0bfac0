package model

import "strings"

// Fold brings a text to the form in which searches and headers are compared: lower case, е for ё,
// single spaces.
func Fold(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(strings.ToLower(s)), " "), "ё", "е")
}

// FoldedContains reports whether text contains part, which is already folded.
func FoldedContains(text, part string) bool {
	return part == "" || strings.Contains(Fold(text), part)
}
