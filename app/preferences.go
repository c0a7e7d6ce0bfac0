package app

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
)

// Preferences is the file in which this computer's user keeps own choices. They are no part of the college: a copy that is
// restored, or anybody who can write its database, must not choose which program runs here. Empty keeps nothing.
type Preferences string

// preferences are what the file holds.
type preferences struct {
	// MessengerProgram is the full path of the messenger's program; empty is the system's browser.
	MessengerProgram string `json:"messenger_program"`
}

// read gives what the user chose. A file that is damaged or missing chooses nothing.
func (p Preferences) read() (kept preferences) {
	text, err := os.ReadFile(string(p))
	if err != nil || json.Unmarshal(text, &kept) != nil || !filepath.IsAbs(kept.MessengerProgram) {
		return preferences{}
	}
	return kept
}

// write replaces the file.
func (p Preferences) write(kept preferences) error {
	text, err := json.Marshal(kept)
	if err != nil || p == "" {
		return err
	}
	if err = os.MkdirAll(filepath.Dir(string(p)), 0o700); err == nil {
		err = os.WriteFile(string(p), append(text, '\n'), 0o600)
	}
	if err != nil {
		return errors.New("не удалось запомнить программу VK Мессенджер: проверьте права на папку " + filepath.Dir(string(p)))
	}
	return nil
}
