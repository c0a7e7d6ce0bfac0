package model

import (
	"testing"
	"time"
)

func TestClockOff(t *testing.T) {
	right := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for off, want := range map[time.Duration]string{
		0: "", time.Minute: "", -time.Minute: "", 61 * time.Second: "спешат на 1 минуту", -5 * time.Minute: "отстают на 5 минут",
		3 * time.Hour: "спешат на 3 часа", -72 * time.Hour: "отстают на 3 дня",
	} {
		if got := ClockOff(right.Add(off), right); got != want {
			t.Errorf("%v: %q, want %q", off, got, want)
		}
	}
}
