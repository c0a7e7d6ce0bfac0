package entry

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestNewPasswordIsNotDropped: the dialog asks before it drops what was entered, and nothing else.
func TestNewPasswordIsNotDropped(t *testing.T) {
	b := in(t, nil)
	b.KeepsWhatWasEntered(b.entry.changePassword, "Отмена")
}

// TestWhoIsWhoIsKeptUnasked: the answers to «Тот же человек?» are kept at once, so nothing is said to be dropped.
func TestWhoIsWhoIsKeptUnasked(t *testing.T) {
	b, s, _ := importing(t, func(f *fakeService) { f.preview = doubtful() })
	s.Open([]string{"колледж.xlsx"})
	b.Press("Тот же человек? (2)")
	b.Press("Все — разные люди")
	b.Key(fyne.KeyEscape)
	if b.DialogOpen() {
		t.Errorf("it asks: %s", b.Sight())
	}
}
