package model

import (
	"slices"
	"strconv"
	"strings"
)

// Newer reports whether a version of the program, as 1.2.3, is a later one than another. Anything else is neither later
// nor earlier.
func Newer(version, than string) bool {
	a, b := versionParts(version), versionParts(than)
	return a != nil && b != nil && slices.Compare(a, b) > 0
}

// versionParts are the three numbers of a version; nil where the text is no version.
func versionParts(version string) []int {
	words := strings.Split(version, ".")
	if len(words) != 3 {
		return nil
	}
	parts := make([]int, len(words))
	for i, word := range words {
		n, err := strconv.ParseUint(word, 10, 16)
		if err != nil {
			return nil
		}
		parts[i] = int(n)
	}
	return parts
}
