package system

import (
	"encoding/base64"
	"encoding/binary"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// TestHostileToast: whatever a subject is called, the script is the same but for letters and digits, and the words in
// it are the ones that were given.
func TestHostileToast(t *testing.T) {
	script := func(title, text string) string {
		t.Helper()
		args := toastCommand("ru.poo.zvonok", title, text)
		at := slices.Index(args, "-EncodedCommand")
		raw, err := base64.StdEncoding.DecodeString(args[at+1])
		if err != nil || at != len(args)-2 {
			t.Fatalf("%v, %q", err, args)
		}
		wide := make([]uint16, len(raw)/2)
		for i := range wide {
			wide[i] = binary.LittleEndian.Uint16(raw[2*i:])
		}
		return string(utf16.Decode(wide))
	}
	words := regexp.MustCompile(`Words '([A-Za-z0-9+/=]*)'`)
	plain := words.ReplaceAllString(script("", ""), "")
	for _, hostile := range []string{
		"$(Start-Process calc)", "`$(calc)`", `"; calc; "`, "'; calc; '", "’; calc; ’", "‘calc‛", "@'\n'@; calc", "{text}{app}{title}", "</text><script/>",
		"строка\r\nвторая", "Физика\x00\x01", "日本 \U0001F600", strings.Repeat("Ж", 5000),
	} {
		got := script(hostile, hostile)
		if words.ReplaceAllString(got, "") != plain {
			t.Errorf("%q changes the script:\n%s", hostile, got)
		}
		found := words.FindAllStringSubmatch(got, -1)
		if len(found) != 3 {
			t.Fatalf("%q: %d texts", hostile, len(found))
		}
		said, err := base64.StdEncoding.DecodeString(found[1][1])
		want := strings.NewReplacer("\r", "", "\x00", "", "\x01", "").Replace(hostile)
		if err != nil || !strings.HasPrefix(want, string(said)) || len(want) < 200 && string(said) != want {
			t.Errorf("%q became %q, %v", hostile, said, err)
		}
		if total := len(strings.Join(toastCommand("ru.poo.zvonok", hostile, hostile), " ")); total > 8000 {
			t.Errorf("a command line of %d", total)
		}
	}
}
