package cli

import (
	"bytes"
	"errors"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// TestRecoded: what a pipe gets is what the console's code page shows, with plainer characters where it lacks some.
func TestRecoded(t *testing.T) {
	for text, want := range map[string]string{
		"✓ Колледж «Заря» — 5 чатов…": `+ Колледж "Заря" - 5 чатов...`, "№ 7": "№ 7", "\U0001F600": "?", "строка\n": "строка\n", "\x1b[2J": "?[2J",
	} {
		var got bytes.Buffer
		n, err := Printable(recoded{&got, charmap.CodePage866}).Write([]byte(text))
		said, wrong := charmap.CodePage866.NewDecoder().String(got.String())
		if err != nil || wrong != nil || n != len(text) || said != want {
			t.Errorf("%q became %q (%d, %v, %v)", text, said, n, err, wrong)
		}
	}
	if _, err := (recoded{full{}, charmap.CodePage866}).Write([]byte("нет места")); err == nil {
		t.Error("a full disk is no error")
	}
}

// TestLegible: «да» is a yes in every encoding in which it may come.
func TestLegible(t *testing.T) {
	for name, c := range map[string]struct {
		line string
		page *charmap.Charmap
		want string
	}{
		"UTF-8":                 {"да\r", charmap.CodePage866, "да\r"},
		"a console's":           {"\xa4\xa0", charmap.CodePage866, "да"},
		"a window's":            {"\xe4\xe0", charmap.Windows1251, "да"},
		"broken, without pages": {"\xa4\xa0", nil, "\xa4\xa0"},
	} {
		if got := legible(c.line, c.page); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no room") }
