package cli

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable is a writer to a terminal that cannot be commanded: names of files and texts in them may hold characters
// that move the cursor, change colours or write somebody else's answer. They come as «�», in JSON too.
func Printable(to io.Writer) io.Writer { return printable{to} }

type printable struct{ to io.Writer }

// Write writes whole characters, as every command does.
func (p printable) Write(text []byte) (int, error) {
	if _, err := io.WriteString(p.to, harmless(string(text))); err != nil {
		return 0, err
	}
	return len(text), nil
}

// harmless is a text without what a terminal takes for a command, and without what turns the direction of writing.
func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return utf8.RuneError
		}
		return r
	}, text)
}
