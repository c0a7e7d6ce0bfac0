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

func TestMonday(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	for d := 16; d <= 22; d++ {
		if got := Monday(day(2023, time.October, d)); !got.Equal(day(2023, time.October, 16)) {
			t.Errorf("the week of October %d begins on %s", d, got.Format(time.DateOnly))
		}
	}
	if got := Monday(day(2026, time.January, 1)); !got.Equal(day(2025, time.December, 29)) {
		t.Errorf("the first week of 2026 begins on %s", got.Format(time.DateOnly))
	}
}
