package model

import (
	"strings"
	"time"
)

// ParseDay reads a whole calendar day as people write it: «20.10.2023», «20/10/23», «20-10-2023», «20102023»,
// «2023-10-20». Two digits of a year are of this century. It is 00:00 UTC.
func ParseDay(text string) (day time.Time, ok bool) {
	text = strings.NewReplacer("/", ".", "-", ".", ",", ".", " ", ".").Replace(strings.TrimSpace(text))
	text = strings.TrimSuffix(text, ".")
	for _, form := range []string{"2.1.2006", "02012006", "2006.01.02"} {
		if day, err := time.Parse(form, text); err == nil {
			return day, true
		}
	}
	// Go's own two digits of a year are of the last century from 69 on.
	if i := strings.LastIndexByte(text, '.') + 1; i > 0 && len(text)-i == 2 {
		day, err := time.Parse("2.1.2006", text[:i]+"20"+text[i:])
		return day, err == nil
	}
	return time.Time{}, false
}

// Monday is the Monday of a calendar day's week.
func Monday(day time.Time) time.Time { return day.AddDate(0, 0, -(int(day.Weekday())+6)%7) }
