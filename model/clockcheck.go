package model

import (
	"fmt"
	"time"
)

// clockSlack is how far a computer's clock may be off: lessons open and close by the minute.
const clockSlack = time.Minute

// ClockOff says in Russian how far a clock is off at a moment that is right: «спешат на 5 минут»; empty within clockSlack.
func ClockOff(shown, right time.Time) string {
	off, how := shown.Sub(right), "спешат"
	if off < 0 {
		off, how = -off, "отстают"
	}
	if off <= clockSlack {
		return ""
	}
	by := Plural(int(off/time.Minute), "минуту", "минуты", "минут")
	switch {
	case off >= 48*time.Hour:
		by = Plural(int(off/(24*time.Hour)), "день", "дня", "дней")
	case off >= 2*time.Hour:
		by = Plural(int(off/time.Hour), "час", "часа", "часов")
	}
	return fmt.Sprintf("%s на %s", how, by)
}
