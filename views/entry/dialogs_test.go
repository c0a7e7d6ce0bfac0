package entry

import "testing"

// TestNewPasswordIsNotDropped: the dialog asks before it drops what was entered, and nothing else.
func TestNewPasswordIsNotDropped(t *testing.T) {
	b := in(t, nil)
	b.KeepsWhatWasEntered(b.entry.changePassword, "Отмена")
}
