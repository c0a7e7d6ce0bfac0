package slips_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"zvonok/app/slips"
	"zvonok/model"
)

func sheet(n int) []slips.Slip {
	out := make([]slips.Slip, n)
	for i := range out {
		out[i] = slips.Slip{Name: "Константинопольская-Преображенская Александра-Владислава Константиновна", Group: "ДО-19-3",
			Login: fmt.Sprintf("konstantinopolskaia-preobrazhenskaia.ak%d", i+1), Password: fmt.Sprintf("kp7m-x4hd-%04d", i+1),
			Until: time.Date(2027, 3, 29, 0, 0, 0, 0, time.UTC)}
		if i%2 == 0 {
			out[i].Name, out[i].Login = "Каган Наталья Васильевна", fmt.Sprintf("kagan.nv%d", i+1)
		}
	}
	return out
}

// pages are the contents of a PDF's pages with the dashes' drawing.
func pages(t *testing.T, pdf []byte) []string {
	t.Helper()
	var out []string
	for _, m := range regexp.MustCompile(`(?s)stream\r?\n(.*?)\r?\nendstream`).FindAllSubmatch(pdf, -1) {
		r, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			continue
		}
		text, err := io.ReadAll(r)
		if err == nil && bytes.Contains(text, []byte("BT ")) {
			out = append(out, string(text))
		}
	}
	return out
}

// encoded is a text as it stands in a page.
func encoded(text string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		for _, c := range []byte{byte(u >> 8), byte(u)} {
			if strings.ContainsRune(`()\`, rune(c)) {
				b.WriteByte('\\')
			}
			b.WriteByte(c)
		}
	}
	return b.String()
}

func TestWrite(t *testing.T) {
	for n, want := range map[int]int{1: 1, 10: 1, 11: 2, 31: 4} {
		var pdf bytes.Buffer
		if err := slips.Write(&pdf, "Педагогический колледж", model.ConnectionLink{}, "", sheet(n)); err != nil {
			t.Fatal(err)
		}
		if path := os.Getenv("ZVONOK_SLIPS"); path != "" && n == 11 {
			if err := os.WriteFile(path, pdf.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		all := pages(t, pdf.Bytes())
		if len(all) != want {
			t.Fatalf("%d slips on %d pages, want %d", n, len(all), want)
		}
		if lines := strings.Count(all[0], " l S"); lines != 5 {
			t.Errorf("%d lines to cut along", lines)
		}
		if !strings.Contains(all[0], "] 0") || !strings.Contains(all[0], " d\n") {
			t.Error("the lines are not dashed")
		}
		whole := strings.Join(all, "")
		for i, s := range sheet(n) {
			if !strings.Contains(all[i/10], encoded(s.Password)) {
				t.Errorf("no password of the slip %d", i+1)
			}
			if !strings.Contains(all[i/10], encoded(s.Login)) {
				t.Errorf("no whole login on the slip %d", i+1)
			}
		}
		if got := strings.Count(whole, encoded("Педагогический колледж")); got != n {
			t.Errorf("the college stands %d times on %d slips", got, n)
		}
		if got := strings.Count(whole, encoded("До 29.03.2027 ")); got != n {
			t.Errorf("until when the password holds stands %d times on %d slips", got, n)
		}
		if !strings.Contains(whole, encoded("Каган Наталья Васильевна")) {
			t.Error("no name")
		}
	}
}

// TestWriteWhatTheFontHasNot: an emoji or a letter of another script in a name does not keep the sheet from being made.
func TestWriteWhatTheFontHasNot(t *testing.T) {
	for name, want := range map[string]string{
		"Каган 🎓 Наталья":        "Каган ? Наталья",
		"Каган 👩\u200d🏫\ufe0f":   "Каган ??",
		"漢字 Ли Ян":               "?? Ли Ян",
		"Каган\u202eНаталья\x07": "КаганНаталья",
		"Каган\tНаталья":         "Каган Наталья",
		"\U0010ffff":             "?",
		"Йолкин И\u0306":         "Йолкин Й",
		"Ёжикова Ё.":             "Ёжикова Ё.",
	} {
		var pdf bytes.Buffer
		if err := slips.Write(&pdf, name, model.ConnectionLink{}, "", []slips.Slip{{Name: name, Group: name, Login: "kagan.nv", Password: "kp7m-x4hd-0001"}}); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		page := pages(t, pdf.Bytes())[0]
		if !strings.Contains(page, encoded(want)) || !strings.Contains(page, encoded("kp7m-x4hd-0001")) {
			t.Errorf("%q is not printed as %q", name, want)
		}
		pdf.Reset()
		if err := slips.WriteInvites(&pdf, name, []slips.Invite{{Name: name, Group: name, Chat: name, Link: "https://vk.me/join/a"}, {Chat: name, Link: "https://vk.me/join/a"}}); err != nil {
			t.Errorf("an invitation of %q: %v", name, err)
		}
	}
}

// TestWriteALongName: what cannot stand on a slip is cut before it is measured, letter by letter or not at all.
func TestWriteALongName(t *testing.T) {
	long := strings.Repeat("Александра ", 100_000)
	var pdf bytes.Buffer
	if err := slips.Write(&pdf, long, model.ConnectionLink{}, "", []slips.Slip{{Name: long, Group: long, Login: "a", Password: "b"}}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(pages(t, pdf.Bytes())[0], encoded("…")) {
		t.Error("the name is not cut")
	}
	if err := slips.WriteInvites(&bytes.Buffer{}, long, []slips.Invite{{Chat: long, Link: "https://vk.me/join/a"}}); err != nil {
		t.Error(err)
	}
}
