package host

import (
	"io"
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
	if err := Preferences(filepath.Join(file, "preferences.json")).ReadHint("chats"); err == nil || !strings.Contains(err.Error(), "права на папку") {
		t.Errorf("a folder that cannot be written: %v", err)
	}
}

// TestPreferencesOutliveAFullDisk: a choice is written beside the former ones before it takes their place, so that a full disk loses none.
func TestPreferencesOutliveAFullDisk(t *testing.T) {
	kept := Preferences(filepath.Join(t.TempDir(), "preferences.json"))
	if err := kept.SetAsksReleases(true); err != nil {
		t.Fatal(err)
	}
	before, err := os.Open(string(kept)) // what is read here now is what would be left
	if err != nil {
		t.Fatal(err)
	}
	defer before.Close()
	if err := kept.ReadHint("chats"); err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(before); err != nil || !strings.Contains(string(text), "asks_releases") || strings.Contains(string(text), "chats") {
		t.Errorf("the former file now holds %s, %v", text, err)
	}
	if !kept.AsksReleases() || len(kept.HintsRead()) != 1 {
		t.Error("the choices are not all there")
	}
}
