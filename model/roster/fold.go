package roster

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"zvonok/model"
)

// fold brings a text to the form in which two spellings of one name are equal: lower case, «е» for «ё»,
// single ordinary spaces and none at the ends.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	foldInto(&b, s)
	return b.String()
}

// foldName is fold of a full name.
func foldName(n model.Name) string {
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
		case isSpace(r):
			gap = b.Len() > 0
			continue
		case isInvisible(r):
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

// isSpace reports whether r separates words.
func isSpace(r rune) bool { return unicode.IsSpace(r) }

// isInvisible reports whether r shows nothing, not even a space: soft hyphens and the like, which come along when a text
// is copied from a page.
func isInvisible(r rune) bool {
	switch r {
	case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad':
		return true
	}
	return false
}

// squeeze trims s, makes every run of spaces one ordinary space and drops what is invisible.
func squeeze(s string) string {
	if isSqueezed(s) {
		return s
	}
	if strings.ContainsFunc(s, isInvisible) {
		s = strings.Map(func(r rune) rune {
			if isInvisible(r) {
				return -1
			}
			return r
		}, s)
	}
	return strings.Join(strings.FieldsFunc(s, isSpace), " ")
}

func isSqueezed(s string) bool {
	space := true // a leading space counts as a second one
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 0xe2, c == 0xc2, c < ' ', c == 0x7f:
			return false // may start a space that is not ASCII
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

// shorten cuts s to at most limit characters for showing it in a problem.
func shorten(s string, limit int) string {
	if len(s) <= limit || utf8.RuneCountInString(s) <= limit {
		return s
	}
	runes := []rune(s)
	return string(runes[:limit-1]) + "…"
}

// The keys of records. A key made of a code holds no ordinary space and one made of a name always
// does, since a name has two words at least; so the two never meet.
func codeKey(kind, code string) Key {
	return Key(kind + ":" + strings.ReplaceAll(squeeze(code), " ", "\u00a0"))
}

func (k Key) isCode() bool { return !strings.Contains(string(k), " ") }

// code is what codeKey was made of.
func (k Key) code() string {
	_, code, _ := strings.Cut(string(k), ":")
	return strings.ReplaceAll(code, "\u00a0", " ")
}

func studentNameKey(name model.Name, group string) Key {
	return Key("student:" + foldName(name) + "|" + fold(group))
}

// studentPlaceKey is studentNameKey of texts that are folded already.
func studentPlaceKey(name, group string) Key { return Key("student:" + name + "|" + group) }

func staffNameKey(name model.Name) Key { return Key("staff:" + foldName(name)) }

func groupNameKey(name string) Key { return Key("group:" + fold(name)) }

func teachingNameKey(group, subject, index, subgroup string) Key {
	return Key("teaching:" + fold(group) + "|" + fold(subject) + "|" + fold(index) + "|" + fold(subgroup))
}
