package host

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"zvonok/model/files"
)

// Preferences is the file with the choices of this computer's user. They are no part of the college: a restored copy, or
// somebody who can write its database, must not choose which program runs here. An empty name keeps nothing.
type Preferences string

// preferences are what the file holds.
type preferences struct {
	MessengerProgram string `json:"messenger_program"`
	// Addresses are those of messengers that the user agreed to, beside the messenger's own.
	Addresses []string `json:"addresses,omitempty"`
	// AsksReleases says that the program may ask whether there is a later version of it.
	AsksReleases bool `json:"asks_releases,omitempty"`
	// HintsRead are the topics of hints that the user has read.
	HintsRead []string `json:"hints_read,omitempty"`
}

// read gives what the user chose. A file that is damaged or missing chooses nothing.
func (p Preferences) read() (kept preferences) {
	text, err := os.ReadFile(string(p))
	if err != nil || json.Unmarshal(text, &kept) != nil {
		return preferences{}
	}
	if !filepath.IsAbs(kept.MessengerProgram) {
		kept.MessengerProgram = ""
	}
	return kept
}

// MessengerProgram is the full path of the messenger's program; empty is the system's browser.
func (p Preferences) MessengerProgram() string { return p.read().MessengerProgram }

// SetMessengerProgram keeps it.
func (p Preferences) SetMessengerProgram(path string) error {
	kept := p.read()
	kept.MessengerProgram = path
	return p.write(kept)
}

// AsksReleases reports whether the program may ask for a later version of itself.
func (p Preferences) AsksReleases() bool { return p.read().AsksReleases }

// SetAsksReleases keeps it.
func (p Preferences) SetAsksReleases(may bool) error {
	kept := p.read()
	kept.AsksReleases = may
	return p.write(kept)
}

// HintsRead are the topics of the hints that the user has read.
func (p Preferences) HintsRead() []string { return p.read().HintsRead }

// ReadHint keeps that the user has read the hint on a topic.
func (p Preferences) ReadHint(topic string) error {
	kept := p.read()
	if slices.Contains(kept.HintsRead, topic) {
		return nil
	}
	kept.HintsRead = append(kept.HintsRead, topic)
	return p.write(kept)
}

// agree keeps addresses that the user agreed to; an empty one is the messenger's own.
func (p Preferences) agree(addresses ...string) error {
	kept := p.read()
	before := len(kept.Addresses)
	for _, address := range addresses {
		if address != "" && !slices.Contains(kept.Addresses, address) {
			kept.Addresses = append(kept.Addresses, address)
		}
	}
	if len(kept.Addresses) == before {
		return nil
	}
	return p.write(kept)
}

// write replaces the file.
func (p Preferences) write(kept preferences) error {
	text, err := json.Marshal(kept)
	if err != nil || p == "" {
		return err
	}
	if err = os.MkdirAll(filepath.Dir(string(p)), 0o700); err == nil {
		err = files.Replace(string(p), func(w io.Writer) error { _, err := w.Write(append(text, '\n')); return err })
	}
	if err != nil {
		return errors.New("не удалось запомнить выбор на этом компьютере (программу VK Мессенджер, адреса VK, прочитанные подсказки): проверьте место на диске и права на папку " + filepath.Dir(string(p)))
	}
	return nil
}
