package model

import (
	"fmt"
	"strings"
)

// SizeWords is a number of bytes in words: «640 КБ», «1,5 ГБ».
func SizeWords(bytes uint64) string {
	const kilo, mega, giga = 1 << 10, 1 << 20, 1 << 30
	switch {
	case bytes >= giga:
		return Tenths(float64(bytes)/giga) + " ГБ"
	case bytes >= 10*mega:
		return fmt.Sprintf("%d МБ", bytes/mega)
	case bytes >= mega:
		return Tenths(float64(bytes)/mega) + " МБ"
	}
	return fmt.Sprintf("%d КБ", (bytes+kilo-1)/kilo)
}

// Tenths is a number with one place behind a comma: «1,5».
func Tenths(n float64) string { return strings.Replace(fmt.Sprintf("%.1f", n), ".", ",", 1) }
