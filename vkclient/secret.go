package vkclient

import (
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"
)

// Secret is a token. However it is printed, logged or marshalled, it shows at most its last four characters;
// only Reveal gives the value.
type Secret string

// minShownSecret is how long a secret has to be for its last four characters to be shown: of a short secret they would be too much.
const minShownSecret = 16

// Reveal gives the value itself, for the one place that sends it or the keyring that keeps it.
func (s Secret) Reveal() string { return string(s) }

// String is the redacted form: "…1234", "…" for a short secret, nothing for an empty one.
func (s Secret) String() string {
	switch {
	case s == "":
		return ""
	case len(s) < minShownSecret:
		return "…"
	}
	return "…" + string(s[len(s)-4:])
}

// Format writes the redacted form for every verb, %x and %#v too.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// LogValue is the redacted form for slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText is the redacted form, in JSON too.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// scrub takes the secret, plain or as forms write it, out of a text that came from elsewhere: VK's answer, the network's error.
func (s Secret) scrub(text string) string {
	if s == "" {
		return text
	}
	text = strings.ReplaceAll(text, string(s), s.String())
	return strings.ReplaceAll(text, url.QueryEscape(string(s)), s.String())
}

func scrubAll(text string, secrets []Secret) string {
	for _, s := range secrets {
		text = s.scrub(text)
	}
	return text
}
