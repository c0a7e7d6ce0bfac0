package keys

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// TestShortcut: a Mac has no Ctrl in its shortcuts.
func TestShortcut(t *testing.T) {
	for system, want := range map[string]string{"darwin": "Cmd+S", "linux": "Ctrl+S", "windows": "Ctrl+S"} {
		if got := (Key{Name: fyne.KeyS, Ctrl: true}).on(system); got != want {
			t.Errorf("%s: %s", system, got)
		}
	}
	if got := (Key{Name: fyne.KeyTab, Ctrl: true, Shift: true}).on("darwin"); got != "Ctrl+Shift+Tab" {
		t.Errorf("Cmd+Tab is the system's own: %s", got)
	}
}

// TestLettersAreCollected: a person who types «пест» wants Пестова, and not the first with «т».
func TestLettersAreCollected(t *testing.T) {
	names := []string{"Петров", "Пестова", "Тетерин", "11-ПИ", "12-ПИ"}
	now := time.Unix(0, 0)
	l := Letters{Now: func() time.Time { return now }}
	enter := func(current int, text string) int {
		for _, r := range text {
			if at := l.Find(r, current, len(names), func(i int) string { return names[i] }); at >= 0 {
				current = at
			}
		}
		now = now.Add(2 * time.Second)
		return current
	}
	for text, want := range map[string]int{"пест": 1, "пё": 0, "т": 2, "11": 3, "12": 4, "щ": -1} {
		if got := enter(-1, text); got != want {
			t.Errorf("%q finds %d, want %d", text, got, want)
		}
	}
	if got := enter(-1, "пп"); got != 1 {
		t.Errorf("the same letter again finds %d", got)
	}
}
