package host

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestHintsRead: what was read is kept beside the other choices, once, and not by a user without a folder.
func TestHintsRead(t *testing.T) {
	kept := Preferences(filepath.Join(t.TempDir(), "zvonok", "preferences.json"))
	program := filepath.Join(t.TempDir(), "messenger")
	for _, err := range []error{kept.SetMessengerProgram(program), kept.SetAsksReleases(true), kept.ReadHint("chats"), kept.ReadHint("people"), kept.ReadHint("chats")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := kept.HintsRead(); !slices.Equal(got, []string{"chats", "people"}) || kept.MessengerProgram() != program || !kept.AsksReleases() {
		t.Errorf("kept: %q, %q", got, kept.MessengerProgram())
	}
	if err := Preferences("").ReadHint("chats"); err != nil || len(Preferences("").HintsRead()) != 0 {
		t.Errorf("without a folder: %v", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Preferences(filepath.Join(file, "preferences.json")).ReadHint("chats"); err == nil || !strings.Contains(err.Error(), "проверьте права на папку") {
		t.Errorf("a folder that cannot be written: %v", err)
	}
}
