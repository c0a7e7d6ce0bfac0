package lessonfile

import (
	"testing"

	"zvonok/model"
	"zvonok/model/roster/table"
)

// FuzzClock holds the reader of times of day to what it promises.
func FuzzClock(f *testing.F) {
	for _, s := range []string{"8.3", "0.354", "08:30", "45536.5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		rec := &table.Record{Reader: &table.Reader{}, Cols: []table.Column{{Name: "x"}}, Values: []string{model.Squeeze(s)}}
		if minutes, ok := clock(rec, 0); minutes < 0 || minutes >= minutesOfDay || !ok && minutes != 0 {
			t.Fatalf("clock(%q) is %d, %t", s, minutes, ok)
		}
	})
}
