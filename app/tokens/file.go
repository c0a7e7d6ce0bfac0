package tokens

import (
	"bytes"
	"context"
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"zvonok/model/files"
)

// tokenFileLimit is how many bytes a file may have that holds a token.
const tokenFileLimit = 64 << 10

// tokenFile reads the file that the environment names.
func tokenFile(ctx context.Context, path string) (string, error) {
	text, err := files.Read(ctx, path, tokenFileLimit)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(plainText(text)), nil
}

// plainText is a text as editors and shells of Windows write it: UTF-16 or UTF-8, with a mark at its beginning or without.
func plainText(text []byte) string {
	order := binary.ByteOrder(binary.LittleEndian)
	switch {
	case bytes.HasPrefix(text, []byte{0xFF, 0xFE}):
	case bytes.HasPrefix(text, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		return strings.TrimPrefix(string(text), "\uFEFF")
	}
	var units []uint16
	for text = text[2:]; len(text) >= 2; text = text[2:] {
		units = append(units, order.Uint16(text))
	}
	return string(utf16.Decode(units))
}
