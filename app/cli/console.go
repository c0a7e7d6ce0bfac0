package cli

import (
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/alecthomas/kong"
)

// simpler is what is written for a character that a code page does not have.
var simpler = map[rune]string{'«': `"`, '»': `"`, '—': "-", '–': "-", '…': "...", '›': ">", '№': "N", '·': "-", '→': "->", '\u00a0': " ", '×': "x", '✓': "+", '✗': "!"}

// recoded writes texts in a code page: programs that read them by a pipe, and «more», take them for such.
type recoded struct {
	to   io.Writer
	page *charmap.Charmap
}

// Write writes whole characters, as every command does.
func (r recoded) Write(text []byte) (int, error) {
	coded := make([]byte, 0, len(text))
	for _, char := range string(text) {
		if code, ok := r.page.EncodeRune(char); ok {
			coded = append(coded, code)
			continue
		}
		plain, known := simpler[char]
		if !known {
			plain = "?"
		}
		coded = append(coded, plain...)
	}
	if _, err := r.to.Write(coded); err != nil {
		return 0, err
	}
	return len(text), nil
}

// legible is a line of the input. One that is not UTF-8 comes from a program that writes in the code page of the console.
func legible(line string, page *charmap.Charmap) string {
	if utf8.ValidString(line) || page == nil {
		return line
	}
	chars := make([]rune, len(line))
	for i := range len(line) {
		chars[i] = page.DecodeByte(line[i])
	}
	return string(chars)
}

// AsJSON reports whether a command was told to answer by an object, which is UTF-8 everywhere.
func AsJSON(parsed *kong.Context) bool {
	for _, flag := range parsed.Flags() {
		if flag.Name == "json" {
			return flag.Target.Bool()
		}
	}
	return false
}
