package settings

import "testing"

// TestTokenDialogsKeepTheKey: they ask before they drop a pasted one, and nothing else.
func TestTokenDialogsKeepTheKey(t *testing.T) {
	for _, label := range []string{"Заменить", "Указать аккаунт"} {
		t.Run(label, func(t *testing.T) {
			b := newBench(t, admin())
			b.screen.tabs.Select(blockMessenger)
			b.KeepsWhatWasEntered(func() { b.Press(label) }, "Отмена")
		})
	}
}
