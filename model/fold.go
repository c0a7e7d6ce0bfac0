package model

import (
	"strings"
	"unicode"
)

// Fold brings a text to the form in which two spellings of one name are equal, and in which searches and headers are
// compared: lower case, «е» for «ё», nothing invisible, single ordinary spaces and none at the ends.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	foldInto(&b, s)
	return b.String()
}

// FoldName is Fold of a full name.
func FoldName(n Name) string {
	var b strings.Builder
	b.Grow(len(n.LastName) + len(n.FirstName) + len(n.MiddleName) + 2)
	foldInto(&b, n.LastName)
	foldInto(&b, n.FirstName)
	foldInto(&b, n.MiddleName)
	return b.String()
}

// foldInto appends the folded words of s to b, a space before each but the first.
func foldInto(b *strings.Builder, s string) {
	gap := b.Len() > 0
	for _, r := range s {
		switch {
		case 'а' <= r && r <= 'я', '0' <= r && r <= '9': // most letters need nothing
		case 'А' <= r && r <= 'Я':
			r += 'а' - 'А'
		case unicode.IsSpace(r):
			gap = b.Len() > 0
			continue
		case Invisible(r):
			continue
		default:
			if r = unicode.ToLower(r); r == 'ё' {
				r = 'е'
			}
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
}

// FoldedContains reports whether text contains part, which is already folded.
func FoldedContains(text, part string) bool {
	return part == "" || strings.Contains(Fold(text), part)
}

// Invisible reports whether r shows nothing, not even a space, and so makes two names look alike: soft hyphens, marks of
// the direction of writing, letters that are there to fill. They come along when a text is copied from a page.
func Invisible(r rune) bool {
	const braillePatternBlank = '\u2800'
	return r >= 0x80 && (unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) ||
		unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || r == braillePatternBlank)
}

// Squeeze brings a text that was typed or read into form: without what is invisible, with one ordinary space for every
// run of spaces, and none at the ends.
func Squeeze(s string) string {
	if IsSqueezed(s) {
		return s
	}
	if strings.ContainsFunc(s, Invisible) {
		s = strings.Map(func(r rune) rune {
			if Invisible(r) {
				return -1
			}
			return r
		}, s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// IsSqueezed reports whether Squeeze would leave s as it is. It may say no although Squeeze would change nothing: it does
// for control characters.
func IsSqueezed(s string) bool {
	space := true // a leading space counts as a second one
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 0xd4, c == 0xc2, c == 0xcd, c < ' ', c == 0x7f:
			return false // may begin what is invisible, or a space that is not ASCII
		case c == ' ':
			if space {
				return false
			}
			space = true
		default:
			space = false
		}
	}
	return !space || s == ""
}
