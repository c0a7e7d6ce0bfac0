package tokens

import (
	"context"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

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
	// Editors and shells of Windows write UTF-16 or UTF-8, with a mark at the beginning or without.
	plain, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), text)
	return strings.TrimSpace(string(plain)), err
}
