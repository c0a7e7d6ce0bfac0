package table

import (
	"strings"
	"testing"
	"time"

	"zvonok/model"
)

// FuzzValues holds the readers of values to what they promise.
func FuzzValues(f *testing.F) {
	for _, s := range []string{"13001.0", "1.3001E4", "01.09.2026", "45536", " a  b ", "Ёлка", "id5", "8.3", "0.354"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if once := model.Squeeze(s); model.Squeeze(once) != once || strings.Contains(once, "  ") {
			t.Fatalf("model.Squeeze(%q) is %q", s, once)
		}
		if once := model.Fold(s); strings.ToValidUTF8(model.Fold(once), "�") != strings.ToValidUTF8(once, "�") && strings.ToLower(s) == s {
			t.Fatalf("model.Fold(%q) is %q, then %q", s, once, model.Fold(once))
		}
		r := &Reader{Today: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}
		rec := &Record{Reader: r, Cols: []Column{{Name: "x"}}, Values: []string{model.Squeeze(s)}}
		if d := rec.Date(0); !d.IsZero() && (d.Year() < 1950 || d.Year() > 2100 || d.Truncate(24*time.Hour) != d) {
			t.Fatalf("Date(%q) is %s", s, d)
		}
	})
}
