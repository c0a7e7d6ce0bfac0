// Package jsonlist joins values of JSON to a list and parts it again, without looking into them.
package jsonlist

import (
	"bytes"
	"encoding/json"
)

// Join writes values that are JSON already as a list.
func Join(values []json.RawMessage) []byte {
	size := 2
	for _, value := range values {
		size += len(value) + 1
	}
	text := append(make([]byte, 0, size), '[')
	for i, value := range values {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, value...)
	}
	return append(text, ']')
}

// Split parts a list, as Join or json.Marshal writes it, into its values, without looking into them: each is read when its kind is known, and
// an answer may have megabytes.
func Split(text []byte) (values []json.RawMessage, ok bool) {
	text = bytes.TrimSpace(text)
	if len(text) < 2 || text[0] != '[' || text[len(text)-1] != ']' {
		return nil, false
	}
	text = text[1 : len(text)-1]
	from, depth := 0, 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			end := stringEnd(text[i+1:])
			if end < 0 {
				return nil, false
			}
			i += 1 + end
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case ',':
			if depth == 0 {
				values, from = append(values, text[from:i]), i+1
			}
		}
	}
	if last := text[from:]; len(values) > 0 || len(bytes.TrimSpace(last)) > 0 {
		values = append(values, last)
	}
	return values, true
}

// stringEnd is where a text ends that began before; negative where it does not.
func stringEnd(text []byte) int {
	for from := 0; ; {
		n := bytes.IndexByte(text[from:], '"')
		if n < 0 {
			return n
		}
		end, slashes := from+n, 0
		for slashes < end && text[end-1-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return end
		}
		from = end + 1
	}
}
