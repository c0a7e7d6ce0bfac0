package table

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decode turns a text file into UTF-8 without a byte-order mark. A file that is not UTF-8, nor was before it was cut off or
// damaged, is taken for windows-1251, which Russian programs write, unless its marks or its NUL bytes say UTF-16.
func decode(data []byte) string {
	var e encoding.Encoding
	data = bytes.TrimPrefix(data, []byte{0xef, 0xbb, 0xbf})
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		e = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case looksUTF16(data, 1):
		e = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case looksUTF16(data, 0):
		e = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case wasUTF8(data):
		return string(bytes.ToValidUTF8(data, []byte("\ufffd")))
	default:
		e = charmap.Windows1251
	}
	text, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return string(bytes.ToValidUTF8(data, []byte("\ufffd")))
	}
	return string(text)
}

// wasUTF8 reports whether a text is UTF-8, or more of it than not: in windows-1251 hardly two letters in a row are one in UTF-8.
func wasUTF8(data []byte) bool {
	if utf8.Valid(data) {
		return true
	}
	good, bad := 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		data = data[n:]
	}
	return good > bad
}

// looksUTF16 reports whether the high bytes, at even or odd places, are those of Latin and
// Cyrillic letters: 0 and 4.
func looksUTF16(data []byte, high int) bool {
	data = data[:min(len(data), 4096)&^1]
	if len(data) < 4 || len(data)%2 != 0 {
		return false
	}
	n, zero := 0, 0
	for i := high; i < len(data); i += 2 {
		if data[i] == 0 {
			zero++
		}
		if data[i] == 0 || data[i] == 4 {
			n++
		}
	}
	return zero > 0 && n*2 >= len(data)*9/10
}
