package model

import (
	"testing"
	"time"
)

func TestParseDay(t *testing.T) {
	day := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	for _, text := range []string{"25.11.2026", "25.11.26", "25/11/2026", "25-11-26", "25112026", "2026-11-25", " 25.11.2026. "} {
		if got, ok := ParseDay(text); !ok || !got.Equal(day) {
			t.Errorf("%q is %v, %v", text, got, ok)
		}
	}
	if got, _ := ParseDay("1.2.75"); got.Year() != 2075 {
		t.Errorf("two digits are of %d", got.Year())
	}
	for _, text := range []string{"", "25.11", "31.02.26", "25.11.6", "25.11.126", "завтра"} {
		if got, ok := ParseDay(text); ok {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}
