package widgets

import "testing"

// TestShortcut: a Mac has no Ctrl in its shortcuts.
func TestShortcut(t *testing.T) {
	for system, want := range map[string]string{"darwin": "Cmd+S", "linux": "Ctrl+S", "windows": "Ctrl+S"} {
		if got := shortcut(system, "S"); got != want {
			t.Errorf("%s: %s", system, got)
		}
	}
}
